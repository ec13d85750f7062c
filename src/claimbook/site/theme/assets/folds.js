/* global say -- of assets/words.js, which the engine writes */
// What a fold shows once it is open, from files beside the page, which is lighter for it: the colours of
// code, long code itself, the data of a figure. Without this script code has one colour, and a link
// leads to what is long and to the data.

const MOST_ROWS = 200; // of a figure's data; the file has all
const DIGITS = 6; // of a number in them

// A cell's pieces: the element that has their colour, and their text. All cells' lie in one file.
let colours;
const filled = new WeakSet();

async function fillCode(fold) {
  if (filled.has(fold)) return; // opened a second time
  colours ??= fetch(findBeside("code.json")).then((answer) => answer.json());
  const place = [...document.querySelectorAll("details.cb-code")].indexOf(fold);
  const pieces = (await colours)[place];
  filled.add(fold);
  fold.querySelector("code").replaceChildren(...pieces.map(([element, text]) => (element ? wrap(element, text) : text)));
}

// A page's files lie beside it: its own record is named in the head.
function findBeside(name) {
  return new URL(name, document.querySelector("link[rel~=describedby][type='application/x-bibtex']").href);
}

function wrap(element, text) {
  return Object.assign(document.createElement(element), { textContent: text });
}

async function showData(fold) {
  const answer = await fetch(fold.closest("figure").querySelector(".cb-drawn-by a[download]").href);
  const [columns, ...rows] = readCsv(await answer.text());
  if (fold.querySelector("table")) return; // opened a second time
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  head.append(...columns.map((column) => Object.assign(wrap("th", column), { scope: "col" })));
  const body = table.createTBody();
  for (const row of rows.slice(0, MOST_ROWS)) body.insertRow().append(...row.map((cell) => wrap("td", showCell(cell))));
  const place = Object.assign(document.createElement("div"), { className: "cb-scroll", tabIndex: 0, ariaLabel: say("figure-data") });
  place.setAttribute("role", "group");
  place.append(table);
  fold.append(place);
  if (rows.length > MOST_ROWS) fold.append(wrap("p", say("first-rows", { shown: MOST_ROWS, all: rows.length })));
}

// Lines of cells between commas; a cell with a comma, a line or a quotation mark is quoted (RFC 4180).
function readCsv(text) {
  const rows = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push(quoted?.replaceAll('""', '"') ?? bare);
    if (end !== ",") rows.push([]);
  }
  return rows.filter((row) => row.some(Boolean));
}

function showCell(text) {
  const broken = /^-?\d*\.?\d+(e[-+]?\d+)?$/i.test(text) && /[.e]/i.test(text);
  return broken ? String(Number(Number(text).toPrecision(DIGITS))) : text;
}

export function fill(fold) {
  return fold.matches(".cb-code") ? fillCode(fold) : showData(fold);
}

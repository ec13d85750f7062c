/* global say, keepForm -- of words.js and filters.js */
// The scoreboard: filter, order and grouping of its rows; every count follows what is shown.

const board = document.querySelector(".cb-scoreboard");
const form = board.querySelector("form");
const table = board.querySelector("table");
const hits = board.querySelector(".cb-hits");
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const options = (name) => [...form.elements[name].options].filter((one) => one.value);
const titles = new Map(options("paper").map((one) => [one.value, one.text]));
const places = Object.fromEntries(
  ["paper", "verdict", "kind", "by"].map((name) => [name, options(name).map((one) => one.value)]));
let rows; // read when a reader filters first: as it was built the table has all of them in order

// What a row says of itself; below another heading than its paper's it names the paper too.
function readRow(row, place) {
  const [kind, by, counted, distance = Infinity] = row.dataset.told.split(" ");
  const body = row.closest("tbody");
  const verdict = row.classList[0].slice(3).replaceAll("-", " "); // `cb-does-not-hold`
  row.cells[1].querySelector("small").prepend(body.querySelector(".cb-heading a").cloneNode(true), " ");
  return { row, place, paper: body.dataset.paper, verdict, kind, by, counted,
    distance: Number(distance), text: fold(row.textContent) };
}

const ORDERS = {
  "": () => 0,
  verdict: (a, b) => places.verdict.indexOf(a.verdict) - places.verdict.indexOf(b.verdict),
  paper: (a, b) => titles.get(a.paper).localeCompare(titles.get(b.paper)),
  distance: (a, b) => (a.distance === b.distance ? 0 : a.distance - b.distance),
};

function findRows({ find, sort, ...wanted }) {
  const terms = fold(find).split(/\s+/).filter(Boolean);
  const order = ORDERS[sort] ?? ORDERS[""];
  return rows
    .filter((one) => ["paper", "verdict", "kind", "by"].every((name) => !wanted[name] || one[name] === wanted[name]) &&
      terms.every((term) => one.text.includes(term)))
    .sort((a, b) => order(a, b) || a.place - b.place);
}

// A grouping's parts in the order of its field, each with its heading: a link for a paper.
function splitRows(found, by) {
  if (by === "none") return [[null, found]];
  return places[by].map((value) => [[by, value], found.filter((one) => one[by] === value)])
    .filter(([, own]) => own.length);
}

function makeHeading([by, value], own) {
  const row = Object.assign(document.createElement("tr"), { className: "cb-heading" });
  const cell = Object.assign(document.createElement("th"), { colSpan: 4, scope: "rowgroup" });
  const name = options(by).find((one) => one.value === value).text;
  const page = by === "paper" && own[0].row.querySelector("small a");
  const shown = page ? Object.assign(document.createElement("a"), { href: page.href }) : document.createElement("span");
  shown.textContent = name;
  const count = Object.assign(document.createElement("span"), { className: "cb-quiet", textContent: String(own.length) });
  cell.append(shown, " ", count);
  row.append(cell);
  return row;
}

function makeBody([heading, own]) {
  const body = document.createElement("tbody");
  body.append(...(heading ? [makeHeading(heading, own)] : []), ...own.map((one) => one.row));
  return body;
}

function countVerdicts(found) {
  return options("verdict").map(({ value }) => {
    const n = found.filter((one) => one.verdict === value).length;
    return [n, value, say(`counted-${value.replaceAll(" ", "-")}`, { n })];
  }).filter(([n]) => n);
}

function joinCounts(counted) { // a line breaks behind a dot alone
  return counted.map(([, , text]) => text.replaceAll(" ", "\u00a0")).join("\u00a0· ");
}

function showTotals(found) {
  for (const total of document.querySelectorAll(".cb-overall [data-group]")) {
    const counted = countVerdicts(found.filter((one) => one.counted === total.dataset.group));
    total.querySelector(".cb-counted").textContent = joinCounts(counted) || "0";
    const settled = counted.filter(([, value]) => value !== "pending");
    total.querySelector(".cb-shares").replaceChildren(...settled.map(([n, value]) => {
      const share = Object.assign(document.createElement("i"), { className: `cb-${value.replaceAll(" ", "-")}` });
      share.style.flexGrow = n;
      return share;
    }));
  }
}

function apply(wanted) {
  rows ??= [...table.querySelectorAll("tr[data-told]")].map(readRow);
  const found = findRows(wanted);
  const by = wanted.group || "paper";
  table.dataset.group = by;
  const bodies = splitRows(found, by).map(makeBody); // ahead of the table's change: headings link as rows do
  for (const old of [...table.tBodies]) old.remove();
  table.append(...bodies);
  const n = found.length;
  hits.textContent = n === rows.length ? say("claims", { n }) : say("claims-of", { n, all: rows.length });
  showTotals(found);
}

// Who asks for an order asks for one of all claims: it is not cut into papers, unless that is chosen then.
form.elements.sort.addEventListener("input", ({ target }) => {
  if (["", "none"].includes(form.elements.group.value)) form.elements.group.value = target.value && "none";
});
keepForm(form, apply);

// The bibliography page: search and filters, whose state stands in the address, and entries to copy.
// Without it the page is the whole list, with a link to each file.

const shelf = document.querySelector(".cb-shelf");
const form = shelf.querySelector(".cb-filter");
const hits = shelf.querySelector(".cb-hits");
const list = shelf.querySelector("ol");
const more = shelf.appendChild(document.createElement("button"));
const STEP = 200;
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", ı: "i", þ: "th" };
let works; // made at the first need, in the order of the page
let found = []; // those that fit, sorted
let limit; // how many of them are shown
let waiting; // to write the address

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
  .replace(/[ßæœøđðłıþ]/g, (letter) => LETTERS[letter]);

function read(item, place) {
  const { kind = "", year = "", in: pages = "", ours = "" } = item.dataset;
  const cited = pages ? pages.split(" ") : [];
  return { item, place, kind, year: Number(year) || null, cited, ours, text: fold(words(item)) };
}

// Title, authors, year, venue and identifiers, then the key; names that the list leaves out too.
function words(item) {
  const text = `${item.firstElementChild.textContent} ${item.id.slice(4)}`;
  if (!text.includes("et al.")) return text;
  const coins = new URLSearchParams(item.querySelector(".Z3988").title);
  return [text, ...coins.getAll("rft.au"), ...coins.getAll("rft.creator")].join(" ");
}

const all = () => (works ??= [...list.children].map(read));

const ORDERS = {
  "": (a, b) => a.place - b.place,
  new: (a, b) => (b.year ?? 0) - (a.year ?? 0) || a.place - b.place,
  old: (a, b) => (a.year ?? 9999) - (b.year ?? 9999) || a.place - b.place,
  cited: (a, b) => b.cited.length - a.cited.length || a.place - b.place,
};

function wanted() {
  const value = Object.fromEntries(new FormData(form));
  const terms = fold(value.find).split(/\s+/).filter(Boolean);
  const from = Number(value.from) || -Infinity;
  const to = Number(value.to) || Infinity;
  const dated = value.from || value.to;
  return (work) =>
    terms.every((term) => work.text.includes(term)) &&
    (!value.in || work.cited.includes(value.in)) &&
    (!value.kind || work.kind === value.kind) &&
    (!value.ours || work.ours) &&
    (!dated || (work.year !== null && work.year >= from && work.year <= to));
}

function apply() {
  found = all().filter(wanted()).sort(ORDERS[form.elements.sort.value]);
  limit = STEP;
  const whole = works.length;
  hits.textContent = found.length === whole ? say("works", { n: whole }) : say("works-of", { n: found.length, all: whole });
  render();
  clearTimeout(waiting);
  waiting = setTimeout(remember, 250);
}

// Of thousands of works a browser can show so many at once: the rest wait until they are asked for.
function render() {
  list.replaceChildren(...found.slice(0, limit).map((work) => work.item));
  more.hidden = found.length <= limit;
  more.textContent = say("show-more", { n: Math.min(STEP, found.length - limit), all: found.length });
}

function extend() {
  const next = found[limit];
  limit += STEP;
  render();
  next.item.querySelector("a, button").focus();
}

// A link to a work that is not shown yet.
function reach() {
  const id = decodeURIComponent(location.hash.slice(1));
  const place = id ? found.findIndex((work) => work.item.id === id) : -1;
  if (place < limit) return;
  limit = place + STEP;
  render();
  found[place].item.scrollIntoView();
}

function prepare() {
  if (works) return;
  apply();
  clearTimeout(waiting); // nothing has been asked for yet
  reach();
}

function remember() {
  const set = [...new FormData(form)].filter(([, value]) => value);
  const query = new URLSearchParams(set).toString();
  history.replaceState(null, "", location.pathname + (query && `?${query}`) + location.hash);
}

function recall() {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (!field) continue;
    if (field.type === "checkbox") field.checked = value === field.value;
    else field.value = value;
    if (field.selectedIndex === -1) field.selectedIndex = 0;
  }
}

// At the end of each work's line, where nothing moves for it.
function offerCopy(item) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: say("copy-bibtex") });
  item.querySelector(".cb-take").append(" ", button);
}

async function copy(button) {
  const file = button.parentElement.querySelector("a").href;
  const key = button.parentElement.querySelector("code").textContent;
  const text = fetch(file).then((answer) => (answer.ok ? answer.blob() : Promise.reject(answer)))
    .then((blob) => new Blob([blob], { type: "text/plain" }));
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
    hits.textContent = say("copied-bibtex", { key });
    button.textContent = say("copied");
    setTimeout(() => (button.textContent = say("copy-bibtex")), 2000);
  } catch {
    location.assign(file); // no clipboard here: the file itself
  }
}

// The claims that rest on a work stand as counts; once they are asked for, each stands with its statement.
let claims;

async function listClaims(fold) {
  if (!fold.open || !fold.matches("details") || fold.querySelector(".cb-mark")) return;
  claims ??= fetch(shelf.dataset.claims).then((answer) => answer.json());
  const stated = new Map((await claims).claims.map((one) => [`${one.slug} ${one.claim}`, one]));
  for (const counted of fold.querySelectorAll("li[data-claims]")) {
    const page = counted.querySelector("a");
    const slug = page.href.match(/([^/]+?)(?:\/|\.html)#/)[1];
    const known = counted.dataset.claims.split(" ").map((id) => stated.get(`${slug} ${id}`));
    if (known.every(Boolean)) counted.replaceWith(...known.map((one) => stateClaim(one, page)));
  }
}

function stateClaim({ claim, statement, verdict, provisional }, page) {
  const item = document.createElement("li");
  const [look, mark] = JSON.parse(shelf.dataset.marks)[`${verdict}${provisional ? " provisional" : ""}`];
  const link = Object.assign(document.createElement("a"), { className: `cb-mark ${look}`, textContent: mark });
  link.href = page.href.replace(/#.*/, `#verdict-${claim}`);
  item.append(link);
  const title = Object.assign(document.createElement("i"), { textContent: page.textContent });
  item.append(` ${statement} `, title);
  return item;
}

form.addEventListener("input", apply);
form.addEventListener("reset", () => setTimeout(apply));
form.addEventListener("submit", (event) => event.preventDefault());
list.addEventListener("toggle", ({ target }) => listClaims(target).catch(() => { /* the counts stay */ }), { capture: true });
list.addEventListener("click", ({ target }) => target.matches(".cb-take button") && copy(target));
Object.assign(more, { type: "button", className: "cb-more-works", hidden: true });
recall();
for (const item of list.children) offerCopy(item);
more.addEventListener("click", extend);
window.addEventListener("hashchange", reach);
if (location.search || [...new FormData(form)].some(([, value]) => value)) prepare(); // or filled in before
(window.requestIdleCallback ?? setTimeout)(prepare); // so that the first letter finds it made

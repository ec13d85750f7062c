/* global say -- of assets/words.js, which the engine writes */
// The source of a number that is bound to a run: on focus, touch and hover. Without this script it is a title.

const REST = 250; // milliseconds that a pointer rests before a source comes, or is away before it goes
const tip = Object.assign(document.createElement("span"), { className: "cb-card cb-source", id: "cb-source" });
tip.setAttribute("role", "group");
if ("popover" in tip) tip.popover = "manual";

let shown = null; // the number whose source is shown
let timer;

const numberAt = (target) => target.closest?.(".cb-bound[data-source]");
const later = (action) => { clearTimeout(timer); timer = setTimeout(action, REST); };

function wrap(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

// The line below a code cell that recorded the quantity.
function findRecord(reference) {
  const [name] = reference.split(".");
  return [...document.querySelectorAll(".cb-outputs > p > code:first-child")].find(
    (code) => code.textContent === name)?.parentElement;
}

function fill(number) {
  const quantity = number.dataset.source;
  const said = wrap("span", say("measured", { quantity }));
  said.id = "cb-source-text";
  const record = findRecord(quantity);
  tip.replaceChildren(said);
  tip.setAttribute("aria-label", say("source", { number: number.textContent }));
  if (!record) return;
  record.id ||= "recorded-" + record.firstElementChild.textContent;
  const link = Object.assign(wrap("a", say("measured-here")), { href: `#${record.id}` });
  tip.append(wrap("span", record.textContent), link);
}

function show(number) {
  clearTimeout(timer);
  if (number === shown) return;
  hide();
  fill(number);
  number.after(tip); // so that the next Tab goes into it
  tip.showPopover?.();
  number.setAttribute("aria-describedby", "cb-source-text");
  shown = number;
  place();
}

function hide() {
  clearTimeout(timer);
  if (!shown) return;
  shown.removeAttribute("aria-describedby");
  shown = null;
  tip.remove();
}

function place() {
  const box = shown.getClientRects()[0];
  const { clientWidth, clientHeight } = document.documentElement;
  if (box.bottom < 0 || box.top > clientHeight) return hide();
  const below = box.bottom + 4 + tip.offsetHeight < clientHeight;
  tip.style.left = `${Math.max(8, Math.min(box.left, clientWidth - 8 - tip.offsetWidth))}px`;
  tip.style.top = `${below ? box.bottom + 4 : box.top - 4 - tip.offsetHeight}px`;
}

for (const number of document.querySelectorAll(".cb-bound[title]")) {
  number.dataset.source = number.title;
  number.removeAttribute("title");
  if (!number.closest("a, summary, button")) number.tabIndex = 0;
}
document.addEventListener("pointerover", ({ target, pointerType }) => {
  if (pointerType !== "mouse") return;
  const number = numberAt(target);
  if (number) later(() => show(number));
  else if (shown && !tip.contains(target) && document.activeElement !== shown) later(hide);
  else clearTimeout(timer);
});
document.addEventListener("focusin", ({ target }) => {
  const number = numberAt(target);
  if (number) show(number);
  else if (shown && !tip.contains(target)) hide();
});
document.addEventListener("click", ({ target }) => {
  const number = numberAt(target);
  if (number) show(number);
  else if (shown && (!tip.contains(target) || target.closest("a"))) hide();
});
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !shown) return;
  const number = shown;
  const within = tip.contains(document.activeElement);
  hide();
  if (within) {
    number.focus();
    hide(); // focus alone would show it again
  }
});
for (const change of ["scroll", "resize"]) {
  window.addEventListener(change, () => shown && place(), { passive: true, capture: true });
}

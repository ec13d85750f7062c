// What helps to read a page: one switch for all of its code, which is remembered; names for what the
// theme adds; and what is folded stays folded on paper. Nothing here is needed to read a page.

const CODE_SHOWN = "claimbook-code"; // in the reader's own storage, where there is one

function recallCode() {
  try { return localStorage.getItem(CODE_SHOWN) === "shown"; } catch { return false; }
}

function rememberCode(shown) {
  try { shown ? localStorage.setItem(CODE_SHOWN, "shown") : localStorage.removeItem(CODE_SHOWN); } catch { /* for this page alone */ }
}

function showCode(shown) {
  for (const cell of document.querySelectorAll("details.cb-code")) cell.open = shown;
  for (const button of document.querySelectorAll(".cb-unfold")) button.ariaPressed = String(shown);
}

function toggleCode({ target }) {
  if (!target.matches?.(".cb-unfold")) return;
  const shown = target.ariaPressed !== "true";
  rememberCode(shown);
  showCode(shown);
}

// The theme opens every fold when a page is printed. `print.css` shows what the reader has opened, and
// what opens for the printer is not the reader's. A fold tells of its change a moment later.
let printing = false;

function markOpened({ target }) {
  if (!printing && target.matches?.("details")) target.classList.toggle("cb-opened", target.open);
}

// What only an open fold shows is loaded with the first that is opened.
function fillFold({ target }) {
  if (printing || !target.open || !target.matches?.(".cb-code, .cb-data")) return;
  import("./folds.js").then(({ fill }) => fill(target)).catch(() => { /* it can be read without */ });
}

// What the theme makes without a name: the dialog of its search, and a landmark around each button to copy.
function nameSearch() {
  const dialog = document.querySelector(".md-search[role=dialog]:not([aria-label])");
  if (dialog) dialog.ariaLabel = dialog.querySelector("input").ariaLabel;
}

function muteCopying() {
  for (const place of document.querySelectorAll(".md-code__nav")) place.role = "none";
}

// What scrolls sideways can be reached by keyboard; the theme leaves out tables, and code where there is
// no mouse. It takes back what is given while it looks itself, so that ours comes a moment later.
const sideways = new ResizeObserver((changed) => setTimeout(() => {
  for (const { target } of changed) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
}));

function watchScrolling() {
  for (const place of document.querySelectorAll("article :is(pre > code, .md-typeset__scrollwrap)")) sideways.observe(place);
}

document.addEventListener("click", toggleCode);
document.addEventListener("toggle", markOpened, { capture: true });
document.addEventListener("toggle", fillFold, { capture: true });
window.addEventListener("beforeprint", () => { printing = true; }, { capture: true });
window.addEventListener("afterprint", () => setTimeout(() => { printing = false; }, 200));
for (const fold of document.querySelectorAll("details[open]")) fold.classList.add("cb-opened");
if (recallCode()) {
  showCode(true);
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  place?.scrollIntoView?.();
}
nameSearch();
document.addEventListener("DOMContentLoaded", () => { // by then the theme has made what it makes
  muteCopying();
  watchScrolling();
});

/* global say -- of assets/words.js, which the engine writes */
// A figure can be enlarged: its picture, or the chart itself with its controls, in a dialog of the browser's.

if (document.querySelector(".cb-chart")) import("./charts.js");
if (document.querySelector(".cb-bound")) import("./sources.js");

const dialog = document.createElement("dialog");
dialog.className = "cb-large md-typeset";
let moved = () => {}; // what puts a chart back

function makeButton(text, className) {
  const button = Object.assign(document.createElement("button"), { type: "button", className });
  button.textContent = text;
  return button;
}

// A picture as large as the window allows, and no smaller than it was drawn: a telephone scrolls it.
function copyPictures(figure) {
  return [...figure.querySelectorAll(".cb-picture")].map((picture) => {
    const copy = picture.cloneNode();
    copy.removeAttribute("id"); // the name of the one that it is a copy of
    const ratio = picture.width && picture.getAttribute("width") / picture.getAttribute("height");
    copy.loading = "eager";
    copy.style.width = `max(${picture.getAttribute("width")}px, min(100%, ${Math.round(75 * ratio)}vh))`;
    return copy;
  });
}

function borrowChart(chart) {
  const place = document.createElement("div");
  place.style.height = `${chart.offsetHeight}px`; // nothing on the page moves
  chart.replaceWith(place);
  moved = () => place.replaceWith(chart);
  return [chart];
}

function enlarge(figure) {
  const chart = figure.querySelector(".cb-chart.cb-drawn");
  const caption = document.createElement("p");
  caption.id = "cb-large-caption";
  caption.append(...[...figure.querySelector("figcaption").childNodes].map((node) => node.cloneNode(true)));
  dialog.setAttribute("aria-labelledby", caption.id);
  const close = makeButton(say("close"), "cb-close");
  close.addEventListener("click", () => dialog.close());
  const view = document.createElement("div");
  view.className = "cb-large-view";
  view.append(...(chart ? borrowChart(chart) : copyPictures(figure)));
  if (!chart) Object.assign(view, { tabIndex: 0, role: "group" }).setAttribute("aria-labelledby", caption.id);
  dialog.replaceChildren(close, view, caption);
  dialog.showModal(); // focus goes into it, Escape closes it, and focus goes back
}

dialog.addEventListener("close", () => {
  moved();
  moved = () => {};
  dialog.replaceChildren();
});
dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close()); // beside it

for (const figure of document.querySelectorAll(".cb-figure:has(.cb-picture)")) {
  const [number] = figure.querySelector("figcaption").textContent.match(/^[^.]*/);
  const button = makeButton(say("enlarge"), "cb-enlarge");
  button.setAttribute("aria-label", say("enlarge-figure", { figure: number }));
  button.addEventListener("click", () => enlarge(figure));
  const line = figure.querySelector(".cb-drawn-by");
  if (line) line.prepend(button);
  else figure.append(button);
}
document.body.append(dialog);

// What is printed is the light picture, which a page in dark has not loaded.
window.addEventListener("beforeprint", () => {
  document.querySelectorAll(".cb-picture").forEach((picture) => { picture.loading = "eager"; });
});

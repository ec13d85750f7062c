// The card of a citation: its reference, shown where the reader is, with the links that stand there.
// It is taken from the page's list of references. Without this script a citation is a link to that list.

const DELAY = 250; // milliseconds that a pointer rests before a card comes, or is away before it goes

const card = Object.assign(document.createElement("span"), { className: "cb-card", id: "cb-card" });
card.setAttribute("role", "group");
if ("popover" in card) card.popover = "manual"; // above all else, and clipped by nothing

let cited = null; // the citation whose card is open
let timer;
let touched = false; // whether the last pointer was a finger or a pen

const citation = (target) => target.closest?.('.cb-cite > a[href^="#ref-"]');
const later = (action) => { clearTimeout(timer); timer = setTimeout(action, DELAY); };
const holdsFocus = () => document.activeElement === cited || card.contains(document.activeElement);

function element(tag, className, ...children) {
  const made = Object.assign(document.createElement(tag), { className });
  made.append(...children);
  return made;
}

function shortened(authors) {
  const copy = authors.cloneNode(true);
  copy.querySelector(".cb-rest")?.replaceWith(", et al.");
  return copy.textContent;
}

function append(text, words) {
  if (/^[.,]/.test(words)) text.textContent = text.textContent.trimEnd();
  text.append(words);
}

function fill(entry) {
  const text = element("span", "cb-card-line");
  const links = element("span", "cb-links");
  let title = "", verdicts = "";
  for (const node of entry.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) append(text, node.textContent);
    else if (node.matches("a")) links.append(node.cloneNode(true));
    else if (node.matches("cite")) title = node.textContent;
    else if (node.matches(".cb-by")) append(text, shortened(node));
    else if (node.matches("em")) append(text, node.textContent);
    else if (node.matches(".cb-dots")) verdicts = node.cloneNode(true);
  }
  text.textContent = text.textContent.replaceAll(/\s+/g, " ").trim();
  const inList = element("a", "", "in the list below");
  inList.href = `#${entry.id}`;
  links.append(inList);
  const about = element("span", "", element("b", "cb-card-line", title.replace(/\.$/, "")), text);
  about.id = "cb-card-text";
  card.replaceChildren(about, ...(verdicts ? [verdicts] : []), links);
  card.setAttribute("aria-label", say("reference", { title: title || text.textContent }));
}

function open(link) {
  clearTimeout(timer);
  const entry = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!entry || link === cited) return;
  close();
  fill(entry);
  link.after(card); // so that the next Tab goes into the card
  card.showPopover?.();
  cited = link;
  link.setAttribute("aria-describedby", "cb-card-text");
  place();
}

function close() {
  clearTimeout(timer);
  if (!cited) return;
  cited.removeAttribute("aria-describedby");
  cited = null;
  card.remove();
}

// Below the citation if there is room, or else above it: never on it, never beyond the window.
function place() {
  const box = cited.getBoundingClientRect();
  const margin = 8, gap = 4, { clientWidth, clientHeight } = document.documentElement;
  if (box.bottom < 0 || box.top > clientHeight) return close();
  card.style.maxHeight = "";
  const below = clientHeight - box.bottom - gap - margin, above = box.top - gap - margin;
  const under = card.offsetHeight <= below || below >= above;
  card.style.maxHeight = `${under ? below : above}px`;
  const edge = Math.min(clientWidth - margin, cited.closest("article").getBoundingClientRect().right);
  const left = Math.min(cited.getClientRects()[0].left, edge - card.offsetWidth);
  card.style.left = `${Math.max(margin, left)}px`;
  card.style.top = `${under ? box.bottom + gap : box.top - gap - card.offsetHeight}px`;
}

document.addEventListener("pointerover", ({ target, pointerType }) => {
  if (pointerType !== "mouse") return;
  const link = citation(target);
  if (link && link !== cited) later(() => open(link));
  else if (link || card.contains(target) || !cited || holdsFocus()) clearTimeout(timer);
  else later(close);
});
document.documentElement.addEventListener("pointerleave", () => {
  if (cited && !holdsFocus()) later(close);
});
document.addEventListener("pointerdown", ({ target, pointerType }) => {
  touched = pointerType !== "mouse";
  if (cited && !cited.contains(target) && !card.contains(target)) close();
});
document.addEventListener("focusin", ({ target }) => {
  const link = citation(target);
  if (link?.matches(":focus-visible")) open(link);
  else if (cited && target !== cited && !card.contains(target)) close();
});
// A first tap opens the card, which holds the way to the list; a second tap goes there too.
document.addEventListener("click", (event) => {
  const link = citation(event.target);
  if (link && touched && link !== cited) {
    event.preventDefault();
    open(link);
  } else if (link || event.target.closest?.(".cb-card a")) {
    close();
  }
});
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !cited) return;
  const link = card.contains(document.activeElement) ? cited : null;
  close();
  if (link) {
    link.focus();
    close(); // focus alone would open it again
  }
});
for (const change of ["scroll", "resize"]) {
  window.addEventListener(change, () => cited && place(), { passive: true, capture: true });
}

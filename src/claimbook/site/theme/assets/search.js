/* global say -- of assets/words.js, which the engine writes */
// The theme's search fetches its index, as heavy as the rest of a page, when the page is opened. Here it is
// handed its form once a reader searches: then at once on each page of the visit, so that results come
// while a reader types. The first search of a visit is sent with Enter, and opens the page anew with `?q=`,
// which is the address of a search by the theme's own convention. This script comes before the theme's.

(() => {
  const ASKED = "claimbook-search"; // in the reader's own storage, for one visit
  const dialog = document.querySelector(".md-search");
  const form = dialog.querySelector("form");
  const field = form.elements.query;
  const toggle = document.getElementById("__search"); // what shows the dialog

  function isAsked() {
    const address = new URLSearchParams(location.search);
    if (address.has("q") || address.has("h")) return true; // a search, or a page that one found
    try { return sessionStorage.getItem(ASKED) !== null; } catch { return false; }
  }

  function handOver() {
    try { sessionStorage.setItem(ASKED, ""); } catch { /* for this page alone */ }
    dialog.dataset.mdComponent = form.name = "search";
  }

  function search(event) {
    event.preventDefault();
    const address = new URL(location);
    address.hash = "";
    address.searchParams.set("q", field.value);
    location.replace(address);
  }

  function setShown(shown) {
    if (toggle.checked !== shown) toggle.click();
  }

  function open() {
    setShown(true);
    dialog.querySelector(".md-search-result__meta").textContent = say("search-enter");
  }

  function press(event) {
    const { key, target } = event;
    if (target === field && ["Escape", "Tab"].includes(key)) {
      setShown(false);
      field.blur();
    } else if (["/", "f", "s"].includes(key) && !event.ctrlKey && !event.metaKey && !event.altKey &&
        !target.closest?.("input, select, textarea, [contenteditable]")) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  }

  if (isAsked()) {
    handOver();
  } else {
    form.addEventListener("submit", search);
    form.addEventListener("reset", () => field.focus());
    field.addEventListener("focus", open);
    document.querySelector("header [for=__search]").addEventListener("click", () => field.focus());
    addEventListener("keydown", press);
  }
})();

/* global say, keepForm -- of words.js and filters.js */
// The list of papers: cards by subject and by verdict.

function filterCards(list) {
  const cards = [...list.querySelectorAll("[data-tags]")];
  const hits = list.querySelector(".cb-hits");
  const has = (held, one) => !one || held.split(",").includes(one);
  keepForm(list.querySelector("form"), ({ tag, verdict }) => {
    for (const card of cards) {
      card.hidden = !(has(card.dataset.tags, tag) && has(card.dataset.verdicts, verdict));
    }
    for (const digest of list.querySelectorAll("section")) {
      digest.hidden = !digest.querySelector("[data-tags]:not([hidden])");
    }
    const n = cards.filter((card) => !card.hidden).length;
    hits.textContent = n === cards.length ? say("papers", { n }) : say("papers-of", { n, all: cards.length });
  });
}

document.querySelectorAll(".cb-list").forEach(filterCards);

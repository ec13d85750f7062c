/* global say, claimbookWords -- of assets/words.js, which the engine writes */
// What a paper page does in the browser while it waits for a first run.

const root = new URL("..", document.currentScript.src); // the site's root, wherever it is served from

// A page that has not been run says how far its run is; the server reloads it when it is done.
async function watchProgress() {
  const waiting = document.querySelector(".cb-waiting[data-slug]");
  if (!waiting) return;
  const place = waiting.querySelector(".cb-progress");
  try {
    const answer = await fetch(new URL("progress.json", root), { cache: "no-store" });
    if (answer.ok) showProgress(place, (await answer.json()).notebooks?.[waiting.dataset.slug]);
  } catch { /* the server is rebuilding: ask again */ }
  setTimeout(watchProgress, 1000);
}

function showProgress(place, run) {
  if (!run) return;
  const seconds = Math.round(run.elapsed);
  const values = { ...run, seconds, error: run.error ?? say("see-terminal") };
  const bar = document.createElement("progress");
  Object.assign(bar, { max: run.cells || 1, value: run.state === "done" ? run.cells : run.cell || 0 });
  bar.setAttribute("aria-label", say("progress"));
  const line = document.createElement("span");
  line.textContent = run.state in claimbookWords ? say(run.state, values) : "";
  place.replaceChildren(...(run.state === "running" ? [bar, line] : [line]));
}

// A link to a verdict, or to what lies in one, opens it.
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let one = target; one; one = one.parentElement?.closest("details")) {
    if (one.matches("details.cb-claim, details.cb-untested")) one.open = true;
  }
  target?.scrollIntoView();
}

// The page in another language opens at the same place: headings have the same anchors there.
for (const link of document.querySelectorAll("a.md-select__link[hreflang]")) {
  link.addEventListener("click", () => { link.hash = location.hash; });
}

watchProgress();
addEventListener("hashchange", openTarget);
if (location.hash) openTarget();

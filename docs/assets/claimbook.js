/* global say, claimbookWords -- of assets/words.js, which the engine writes */
// What a paper page does in the browser: charts that can be dragged, and waiting for a first run.
// Nothing here is needed to read a page: without it a chart is its static picture.

const root = new URL("..", document.currentScript.src); // the site's root, wherever it is served from
let library; // the promise of vega-embed, loaded once and only if a chart comes into view

const isDark = () => document.body.dataset.mdColorScheme === "slate";

function loadLibrary() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.type = "module"; // keeps its names to itself
    script.src = new URL("assets/vega.js", root);
    script.onload = () => resolve(window.vegaEmbed);
    script.onerror = () => reject(new Error("the chart library could not be loaded"));
    document.head.append(script);
  });
  return library;
}

function themed(spec) {
  const ink = isDark() ? "#d3d6de" : "#3d4048";
  const faint = isDark() ? "#4a5160" : "#d9dee3";
  const text = JSON.stringify(spec).replaceAll(/#6e6e6e/gi, ink);
  const themedSpec = JSON.parse(text);
  const axis = { labelColor: ink, titleColor: ink, domainColor: ink, tickColor: ink, gridColor: faint };
  themedSpec.background = "transparent";
  themedSpec.config = {
    ...themedSpec.config,
    axis: { ...themedSpec.config?.axis, ...axis },
    legend: { ...themedSpec.config?.legend, labelColor: ink, titleColor: ink },
    title: { ...themedSpec.config?.title, color: ink },
    text: { ...themedSpec.config?.text, color: ink },
    header: { labelColor: ink, titleColor: ink },
    view: { stroke: "transparent", ...themedSpec.config?.view },
  };
  return themedSpec;
}

async function draw(chart) {
  chart.spec ??= await (await fetch(chart.dataset.spec)).json();
  const embed = await loadLibrary();
  const kept = chart.result ? chart.result.view.getState().signals : {};
  const result = await embed(chart, themed(chart.spec), { actions: false, renderer: "svg" });
  for (const input of chart.spec.params ?? []) {
    if (input.name in kept && input.bind) result.view.signal(input.name, kept[input.name]);
  }
  await result.view.runAsync();
  chart.result?.finalize();
  chart.result = result;
  chart.classList.add("cb-drawn");
}

const attempt = (chart) => draw(chart).catch((error) => console.error(error));

function watchCharts() {
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      attempt(target);
    }
  }, { rootMargin: "400px" });
  const charts = document.querySelectorAll(".cb-chart");
  charts.forEach((chart) => seen.observe(chart));
  new MutationObserver(() => charts.forEach((chart) => chart.result && attempt(chart))).observe(
    document.body, { attributeFilter: ["data-md-color-scheme"] });
}

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

watchCharts();
watchProgress();
addEventListener("hashchange", openTarget);
if (location.hash) openTarget();

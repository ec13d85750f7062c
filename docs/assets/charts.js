// Charts that can be dragged. Nothing here is needed to read a page: without it a chart is its static picture.

const vegaAddress = new URL("vega.js", document.currentScript.src);
let library; // the promise of vega-embed, loaded once and only if a chart comes into view

const isDark = () => document.body.dataset.mdColorScheme === "slate";

function loadLibrary() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.type = "module"; // keeps its names to itself
    script.src = vegaAddress;
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

watchCharts();

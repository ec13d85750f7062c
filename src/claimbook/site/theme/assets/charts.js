/* global say -- of assets/words.js, which the engine writes */
// Charts that can be dragged. Nothing here is needed to read a page: without it a chart is its picture.
// Its controls stand in the page; its specification has neither inputs nor readouts (`pages/charts.py`).

const MANY = 12; // labels that a readout tells one by one; more are a table, which is there too
const PARTS = ["hconcat", "vconcat", "concat", "facet", "repeat"]; // what cannot be fitted as a whole
const NARROW = 520; // pixels below which text is small and numbers on bars are turned
const STACKED = 430; // pixels below which the parts of a chart stand one below another, as in figures.css
const SMALLEST = 11; // pixels of any text, and of all text where there is little room
const refuse = () => Promise.reject(new Error("a chart loads nothing"));
const escaped = (value) => String(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const DRAWN = {
  actions: false,
  ast: true, // expressions are interpreted: no code is made of text
  mode: "vega-lite",
  loader: { load: refuse, sanitize: refuse, http: refuse, file: refuse },
  tooltip: { formatTooltip: tooltip },
};
const SETTLED = 400; // milliseconds without a change after which a readout is read aloud

let library; // the promise of vega-embed, loaded once and only if a chart comes near the view

const isDark = () => document.body.dataset.mdColorScheme === "slate";

// Text alone: the library's own would show pictures, from wherever the data say.
function tooltip(value) {
  if (value === null || typeof value !== "object") return escaped(value);
  const cell = (one) => escaped(typeof one === "object" ? JSON.stringify(one) : one);
  const rows = Object.entries(value).map(([name, one]) =>
    `<tr><td class="key">${escaped(name)}</td><td class="value">${cell(one)}</td></tr>`);
  return `<table>${rows.join("")}</table>`;
}

function loadLibrary() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.type = "module"; // keeps its names to itself
    script.src = new URL("vega.js", import.meta.url);
    script.onload = resolve;
    script.onerror = () => reject(new Error("the chart library could not be loaded"));
    document.head.append(script);
  });
  return library;
}

// A copy in the ink of the page, with no text too small to read.
function themed(spec, narrow) {
  const ink = isDark() ? "#d3d6de" : "#3d4048";
  const faint = isDark() ? "#4a5160" : "#d9dee3";
  const text = JSON.stringify(spec).replaceAll(/#6e6e6e/gi, ink);
  const made = JSON.parse(text, (key, value) =>
    /fontsize$/i.test(key) && value > 0 ? Math.max(SMALLEST, value) : value);
  const axis = { labelColor: ink, titleColor: ink, domainColor: ink, tickColor: ink, gridColor: faint };
  const config = made.config ?? {};
  const size = narrow ? SMALLEST : 12;
  const readable = { labelFontSize: size, titleFontSize: size };
  const apart = { labelSeparation: 6, labelOverlap: true };
  const above = narrow ? { orient: "top" } : {}; // beside the chart it would take half the width
  made.background = "transparent";
  made.config = {
    ...config,
    axis: { ...config.axis, ...apart, ...readable, ...axis },
    legend: { ...config.legend, ...above, ...readable, labelColor: ink, titleColor: ink },
    title: { ...config.title, fontSize: size + 1, color: ink },
    text: { ...config.text, fontSize: size, color: ink },
    header: { ...config.header, ...readable, labelColor: ink, titleColor: ink },
    view: { stroke: "transparent", ...config.view },
  };
  return made;
}

function* units(spec) {
  const parts = ["layer", ...PARTS].flatMap((key) => (Array.isArray(spec[key]) ? spec[key] : []));
  yield spec;
  for (const part of parts) yield* units(part);
}

const leaves = (spec) => [...units(spec)].filter((one) => typeof one.width === "number");

// Numbers on bars that stand close to each other are turned, so that none lies on the next.
function turned(spec) {
  for (const { mark, encoding } of units(spec)) {
    if (mark?.type !== "text" || !encoding?.xOffset || encoding.text?.type !== "quantitative") continue;
    Object.assign(mark, { angle: -90, align: "left", baseline: "middle", dx: 5, dy: 0 });
  }
  return spec;
}

function stack({ hconcat, ...part }) {
  if (hconcat) part.vconcat = hconcat;
  if (part.vconcat) part.vconcat = part.vconcat.map(stack);
  return part;
}

// The whole in the room that it has: one picture exactly, parts by their own sizes.
function sized(spec, { width, height, natural }) {
  if (!PARTS.some((key) => key in spec)) {
    return { ...spec, width, height, autosize: { type: "fit", contains: "padding" } };
  }
  const stacked = width <= STACKED;
  const made = stacked ? stack(spec) : spec;
  const scale = stacked ? 1 : width / natural;
  for (const leaf of leaves(made)) {
    leaf.width = Math.round(stacked ? Math.min(leaf.width, width - 60) : leaf.width * scale);
    if (scale > 1 && leaf.height) leaf.height = Math.round(leaf.height * scale);
  }
  return made;
}

// All marks of a drawn scene: a group's items hold marks themselves.
function* marks(mark) {
  yield mark;
  for (const item of mark.marktype === "group" ? mark.items : []) {
    for (const inner of item.items) yield* marks(inner);
  }
}

class Chart {
  constructor(element) {
    this.element = element;
    this.stage = element.querySelector(".cb-stage");
    this.form = element.querySelector("form");
    this.readout = element.querySelector(".cb-readout");
    this.inputs = [...this.form.querySelectorAll("[name]")];
    this.place = this.stage.appendChild(document.createElement("div"));
    this.place.className = "cb-drawing";
    this.drawing = Promise.resolve();
    this.form.addEventListener("input", ({ target }) => this.move(target));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("reset", () => setTimeout(() => this.move(this.inputs.at(0))));
    new ResizeObserver(() => {
      if (this.view && this.stage.clientWidth !== this.width) this.draw();
    }).observe(this.stage);
  }

  // In the first screen the picture stands until its reader comes to it: the page stays light.
  wait() {
    this.form.querySelector("fieldset").disabled = false;
    const start = () => {
      for (const kind of kinds) this.element.removeEventListener(kind, start);
      this.draw();
    };
    const kinds = ["pointerover", "focusin", "input"];
    for (const kind of kinds) this.element.addEventListener(kind, start);
  }

  // One drawing after another: a palette may change while a window is being resized.
  draw() {
    this.drawing = this.drawing.then(() => this.embed()).catch((error) => console.error(error));
  }

  read(input) {
    if (input.type === "checkbox") return input.checked;
    const numeric = typeof this.spec.params.find(({ name }) => name === input.name).value === "number";
    return numeric ? Number(input.value) : input.value;
  }

  async embed() {
    this.spec ??= await (await fetch(this.element.dataset.spec)).json();
    await loadLibrary();
    const natural = Number(getComputedStyle(this.element).getPropertyValue("--cb-wide"));
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (!width) return;
    const narrow = width <= NARROW;
    const copy = themed(this.spec, narrow);
    const spec = sized(narrow ? turned(copy) : copy, { width, height, natural });
    for (const input of this.inputs) {
      spec.params.find(({ name }) => name === input.name).value = this.read(input);
    }
    for (let tries = 0; tries < 4; tries++) {
      this.result?.finalize();
      this.result = await window.vegaEmbed(this.place, spec, { ...DRAWN, renderer: "svg" });
      const over = this.place.querySelector("svg").width.baseVal.value - width;
      if (over < 1 || spec.autosize) break;
      const widest = leaves(spec).reduce((one, other) => (other.width > one.width ? other : one));
      widest.width = Math.max(80, widest.width - Math.ceil(over));
    }
    this.view = this.result.view;
    this.width = width;
    this.finish();
  }

  finish() {
    const { place, element } = this;
    const picture = element.querySelector("img");
    const svg = place.querySelector("svg");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", picture.alt);
    if (picture.lang) svg.setAttribute("lang", picture.lang);
    for (const name of ["role", "aria-roledescription", "aria-label"]) {
      this.view.container().removeAttribute(name); // the picture has one name, the figure's own
    }
    picture.loading = "eager"; // what is printed
    for (const { name, mark, encoding } of units(this.spec)) {
      const coloured = name && (mark?.type ?? mark) === "text" && encoding?.color?.field;
      if (coloured) place.querySelector(`.${name}_marks`)?.classList.add("cb-coloured");
    }
    this.form.querySelector("fieldset").disabled = false;
    element.classList.add("cb-drawn");
    this.tell();
    this.disable();
    setTimeout(() => this.readout.setAttribute("aria-live", "polite"), SETTLED);
  }

  async move(input) {
    for (const { type, value, nextElementSibling } of this.inputs) {
      if (type === "range") nextElementSibling.textContent = value.replace("-", "−");
    }
    if (!this.view) return;
    for (const one of this.inputs) this.view.signal(one.name, this.read(one));
    this.readout.setAttribute("aria-busy", "true");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.readout.removeAttribute("aria-busy"), SETTLED);
    await this.view.runAsync();
    this.tell();
    if (input?.type !== "range") this.disable();
  }

  // What the chart says of itself, as text: lines that are seen, and labels that are read aloud alone.
  tell() {
    const said = [];
    const add = (name, text) => said.push([Number(name.match(/\d+/)[0]), /told/.test(name), text]);
    for (const { name } of this.spec.params ?? []) {
      if (name.startsWith("cb_line_")) add(name, this.view.signal(name));
    }
    for (const { name, items } of marks(this.view.scenegraph().root)) {
      if (!/^cb_(line|told)_\d+_marks$/.test(name ?? "") || items.length > MANY) continue;
      for (const { datum, text } of items) add(name, [...this.label(name, datum), text].join(": "));
    }
    said.sort(([one], [other]) => one - other);
    this.readout.replaceChildren(...said.map(([, aloud, text]) => {
      const line = document.createElement("span");
      line.className = aloud ? "cb-aloud" : "";
      line.textContent = String(text).replaceAll(/(?<![\w.])-(?=\d)/g, "−");
      return line;
    }));
  }

  label(name, datum) {
    if (!name.startsWith("cb_told_")) return [];
    const { encoding } = [...units(this.spec)].find((one) => one.name && name === `${one.name}_marks`);
    const fields = ["x", "y", "xOffset", "yOffset"].map((key) => encoding[key]);
    const named = fields.filter((one) => one?.field && one.type !== "quantitative");
    return [named.map(({ field }) => datum[field]).join(", ")];
  }

  // A choice may leave a slider without effect: it is tried out of sight at its ends and its middle.
  async disable() {
    if (!this.inputs.some(({ tagName }) => tagName === "SELECT")) return;
    const hidden = document.createElement("div");
    const options = { ...DRAWN, mode: "vega", renderer: "none" };
    const { view: probe } = await window.vegaEmbed(hidden, this.result.vgSpec, options);
    const look = async () => {
      await probe.runAsync();
      return [await probe.toSVG(), ...this.lines().map((name) => probe.signal(name))].join("\n");
    };
    for (const one of this.inputs) probe.signal(one.name, this.read(one));
    const now = await look();
    for (const input of this.inputs.filter(({ type }) => type === "range")) {
      const [low, high] = [Number(input.min), Number(input.max)];
      let moves = false;
      for (const value of [low, (low + high) / 2, high]) {
        probe.signal(input.name, value);
        moves ||= (await look()) !== now;
      }
      probe.signal(input.name, this.read(input));
      input.disabled = !moves;
      const { dataset } = input.labels[0];
      if (moves) delete dataset.dead;
      else dataset.dead = say("chart-dead");
    }
    probe.finalize();
  }

  lines() {
    return (this.spec.params ?? []).map(({ name }) => name).filter((name) => name.startsWith("cb_line_"));
  }
}

function watchCharts() {
  const charts = new Map();
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      charts.get(target).draw();
    }
  }, { rootMargin: "400px" });
  for (const element of document.querySelectorAll(".cb-chart")) {
    const chart = new Chart(element);
    charts.set(element, chart);
    if (element.matches(".cb-lead")) chart.wait();
    else seen.observe(element);
  }
  new MutationObserver(() => charts.forEach((chart) => chart.view && chart.draw())).observe(
    document.body, { attributeFilter: ["data-md-color-scheme"] });
}

watchCharts();

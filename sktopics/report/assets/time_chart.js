// Topics over time: lines with bands of intervals, and a period to filter by.
/* global uPlot */

import { make, makeButton, makeSvg, makeTable, userText } from "./dom.js";
import {
  binEdges,
  binsWithin,
  chartedTopics,
  chartInWords,
  isolatedBins,
  labeledBins,
  rowOfTopic,
  shareInWords,
} from "./time_series.js";
import { cssColor, themeColors, topicColor } from "./topic_marks.js";

const CHART_HEIGHT = 190;
const MOST_POINTS = 45;
const LINE_DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3], [14, 4]];

/** Topics over time in an element; `data` is a `ReportData` with times. */
export class TimeChart {
  constructor(element, store, data) {
    Object.assign(this, { element, store, data });
    this.times = data.summary.times;
    this.ready = this.#start();
  }

  async #start() {
    const { element, store, data } = this;
    const names = ["share", "lower", "upper"].map((name) => `over_time.${name}`);
    const [share, lower, upper] = await data.columns(...names);
    this.columns = { share, lower, upper };
    this.place = make("div", { class: "time-plot", role: "img" });
    this.readout = make("p", { class: "time-readout" });
    this.legend = make("ul", { class: "time-legend" });
    this.table = make(
      "details",
      { class: "time-table", on: { toggle: () => this.#fillTable() } },
      make("summary", { text: "Shares as a table" }),
    );
    element.append(this.place, this.readout, this.legend, this.#buildPeriod(), this.table);
    new ResizeObserver(() => this.#resize()).observe(this.place);
    store.subscribe(() => this.#follow());
    this.#follow();
  }

  /** Two lists to choose a period from, which do what a drag on the chart does. */
  #buildPeriod() {
    const { labels } = this.times;
    const both = () => [this.from, this.to].map(({ value }) => Number(value)).sort((a, b) => a - b);
    const list = () =>
      make(
        "select",
        { on: { change: () => this.#choose(...both()) } },
        ...labels.map((text, i) => make("option", { text, value: i })),
      );
    [this.from, this.to] = [list(), list()];
    this.whole = makeButton("All times", () => this.#choose(0, labels.length - 1));
    return make(
      "div",
      { class: "time-period" },
      make("label", {}, "From ", this.from),
      make("label", {}, "to ", this.to),
      this.whole,
    );
  }

  /** Filter by the bins of a period; all bins are no filter. */
  #choose(first, last) {
    const isAll = first === 0 && last === this.times.labels.length - 1;
    const period = isAll ? null : [first, last];
    this.store.change({ filters: { period } });
  }

  #follow() {
    const { topic, filters, names, isDark } = this.store.state;
    const [first, last] = filters.period ?? [0, this.times.labels.length - 1];
    [this.from.value, this.to.value] = [String(first), String(last)];
    this.whole.disabled = !filters.period;
    const shown = JSON.stringify([topic, filters.topics, names, isDark]);
    if (shown !== this.shown) {
      this.shown = shown;
      this.#rebuild();
    }
    this.#markPeriod();
  }

  #rebuild() {
    const { topic, filters } = this.store.state;
    const chosen = [...new Set([topic, ...filters.topics])].filter((k) => k !== null);
    const { colored, others } = chartedTopics(this.data.topics, chosen);
    const row = (column, place) => rowOfTopic(column, place, this.times.labels.length);
    this.lines = colored.map((place) => ({
      place,
      name: this.data.nameOf(place),
      share: row(this.columns.share, place),
      lower: row(this.columns.lower, place),
      upper: row(this.columns.upper, place),
    }));
    this.isOne = chosen.length > 0;
    this.others = others.map((place) => row(this.columns.share, place));
    this.place.setAttribute(
      "aria-label",
      `Shares over time. ${this.lines
        .map((line) => chartInWords(line.name, line.share, this.times.labels))
        .join(" ")}`,
    );
    this.#fillTable();
    // With the next frame, when a new theme is seen.
    requestAnimationFrame(() => this.#repaint());
  }

  #repaint() {
    this.plot?.destroy();
    this.plot = null;
    if (this.place.clientWidth === 0) return;
    this.colors = themeColors(this.place);
    const { series, data, bands } = this.#series();
    const options = { ...this.#options(), series, bands };
    this.plot = new uPlot(options, [this.times.starts, ...data], this.place);
    this.#fillLegend();
  }

  /** Grey lines first, then for each topic its line and the two sides of its band. */
  #series() {
    const [series, data, bands] = [[{}], [], []];
    const add = (values, options) => {
      data.push(values);
      return series.push({ scale: "y", points: { show: false }, ...options }) - 1;
    };
    const grey = cssColor(this.colors.none, 0.35);
    // The axis fits the chosen topics: others may leave it.
    for (const values of this.others) add(values, { stroke: grey, width: 1, auto: !this.isOne });
    const hidden = { width: 0, stroke: "transparent" };
    this.lines.forEach((line, i) => {
      const color = topicColor(this.colors, line.place);
      if (this.lines.length <= 2) {
        const upper = add(line.upper, hidden);
        const lower = add(line.lower, hidden);
        bands.push({ series: [upper, lower], fill: cssColor(color, 0.2) });
      }
      add(line.share, {
        stroke: cssColor(color),
        width: 2.5,
        dash: LINE_DASHES[i % LINE_DASHES.length],
        points: this.#points(line.share, cssColor(color)),
      });
    });
    return { series, data, bands };
  }

  /** All bins as points where they are few, else those that no line reaches. */
  #points(values, color) {
    const few = values.length <= MOST_POINTS;
    return { show: few, filter: () => (few ? null : isolatedBins(values)), size: 6, fill: color };
  }

  #options() {
    const { starts, labels } = this.times;
    const edges = binEdges(starts);
    const width = this.place.clientWidth;
    const ink = cssColor(this.colors.ink);
    const grid = { stroke: cssColor(this.colors.ink, 0.12), width: 1 };
    const axis = { stroke: ink, grid, ticks: grid, font: "12px system-ui, sans-serif" };
    const bins = labeledBins(labels, width - 60);
    return {
      width,
      height: CHART_HEIGHT,
      padding: [10, 16, 0, 0],
      legend: { show: false },
      cursor: { drag: { x: true, y: false, setScale: false }, points: { show: false }, y: false },
      scales: {
        x: { time: false, range: () => [edges[0], edges.at(-1)] },
        y: { range: (_, __, most) => [0, most > 0 ? 1.05 * most : 1] },
      },
      axes: [
        { ...axis, size: 30, splits: () => bins.map((i) => starts[i]), values: () => bins.map((i) => labels[i]) },
        { ...axis, size: 52, values: (_, splits) => splits.map((share) => `${Number((100 * share).toFixed(2))}%`) },
      ],
      hooks: {
        ready: [(plot) => this.#markPeriod(plot)],
        setSelect: [(plot) => this.#dragged(plot)],
        setCursor: [(plot) => this.#read(plot.cursor.idx)],
      },
    };
  }

  #dragged({ select }) {
    if (select.width < 3) return;
    const at = (pixels) => this.plot.posToVal(pixels, "x");
    this.#choose(...binsWithin(this.times.starts, at(select.left), at(select.left + select.width)));
    this.#markPeriod();
  }

  /** Shade the chosen period. */
  #markPeriod(plot = this.plot) {
    if (!plot) return;
    const { period } = this.store.state.filters;
    const edges = binEdges(this.times.starts);
    const at = (value) => plot.valToPos(value, "x");
    const left = period ? at(edges[period[0]]) : 0;
    const width = period ? at(edges[period[1] + 1]) - left : 0;
    plot.setSelect({ left, width, top: 0, height: plot.over.clientHeight }, false);
  }

  /** Say the values of the bin under the pointer. */
  #read(bin) {
    if (bin === null || bin === undefined) return this.readout.replaceChildren("\u00a0");
    const said = this.lines.map(
      ({ name, share, lower, upper }) => `${name} ${shareInWords(share[bin], lower[bin], upper[bin])}`,
    );
    this.readout.textContent = `${this.times.labels[bin]}: ${said.join("; ")}`;
  }

  #fillLegend() {
    if (!this.colors) return;
    const items = this.lines.map((line, i) => {
      const color = cssColor(topicColor(this.colors, line.place));
      return legendItem(color, 3, LINE_DASHES[i % LINE_DASHES.length], line.name);
    });
    if (this.others.length) {
      const grey = cssColor(this.colors.none);
      items.push(legendItem(grey, 1, [], `${this.others.length} other topics`));
    }
    this.legend.replaceChildren(...items);
  }

  #fillTable() {
    if (!this.table.open) return;
    const rows = this.times.labels.map((label, bin) => [
      label,
      ...this.lines.map(({ share, lower, upper }) => shareInWords(share[bin], lower[bin], upper[bin])),
    ]);
    const table = makeTable(["Time", ...this.lines.map((line) => line.name)], rows);
    const region = { class: "time-scroll", tabindex: 0, role: "region", "aria-label": "Shares as a table" };
    this.table.replaceChildren(this.table.firstChild, make("div", region, table));
  }

  #resize() {
    const width = this.place.clientWidth;
    if (!this.plot || this.plot.width !== width) this.#repaint();
  }
}

function legendItem(color, width, dash, name) {
  const line = { x2: 30, y1: 4, y2: 4, stroke: color, "stroke-width": width };
  return make(
    "li",
    {},
    makeSvg(
      "svg",
      { width: 30, height: 8, "aria-hidden": "true" },
      makeSvg("line", { ...line, "stroke-dasharray": dash.join(" ") }),
    ),
    " ",
    userText(name),
  );
}

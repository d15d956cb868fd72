// Topics over time: lines with bands of intervals, and a period to filter by.

import { make, makeButton, makeSvg, makeTable, userText } from "./dom.js";
import { isolatedText } from "./report_data.js";
import { shareText, TEXTS } from "./texts.js";
import {
  axisTop,
  bandPath,
  binEdges,
  binsWithin,
  chartedTopics,
  chartInWords,
  isolatedBins,
  labeledBins,
  linePath,
  niceTicks,
  rowOfTopic,
  shareInWords,
} from "./time_series.js";
import { topicCss } from "./topic_swatch.js";

const CHART_HEIGHT = 190;
const MARGIN = { left: 46, right: 14, top: 8, bottom: 24 };
const MOST_POINTS = 45; // bins that are drawn as points, too
const LINE_DASHES = ["", "7 4", "2 3", "9 3 2 3", "14 4"];

/** Topics over time in an element; `data` is a `ReportData` with times. */
export class TimeChart {
  constructor(element, store, data) {
    Object.assign(this, { element, store, data });
    this.times = data.summary.times;
    this.edges = binEdges(this.times.starts);
    this.ready = this.times.labels.length ? this.#start() : Promise.resolve();
  }

  async #start() {
    const { element, store, data } = this;
    const names = ["share", "lower", "upper"].map((name) => `over_time.${name}`);
    const [share, lower, upper] = await data.columns(...names);
    this.columns = { share, lower, upper };
    this.place = make("div", { class: "time-plot", on: this.#listeners() });
    this.readout = make("p", { class: "time-readout", text: "\u00a0" });
    this.legend = make("ul", { class: "time-legend" });
    this.note = make("p", { class: "note" });
    this.table = make(
      "details",
      { class: "time-table", on: { toggle: () => this.#fillTable() } },
      make("summary", { text: "Shares as a table" }),
    );
    element.append(this.place, this.readout, this.legend, this.note, this.#buildPeriod(), this.table);
    new ResizeObserver(() => this.draw()).observe(this.place);
    store.subscribe((state, changed) => this.#follow(changed));
    this.#choosePeriod();
    this.#rebuild();
  }

  /** Two lists to choose a period from, which do what a drag on the chart does. */
  #buildPeriod() {
    const { labels } = this.times;
    const both = () => [this.from, this.to].map(({ value }) => Number(value)).sort((a, b) => a - b);
    const list = () =>
      make(
        "select",
        { on: { change: () => this.#filter(...both()) } },
        ...labels.map((text, i) => make("option", { text, value: i })),
      );
    [this.from, this.to] = [list(), list()];
    this.whole = makeButton("All times", () => this.#filter(0, labels.length - 1), { class: "quiet" });
    return make(
      "div",
      { class: "time-period" },
      make("label", {}, "From ", this.from),
      make("label", {}, "to ", this.to),
      this.whole,
    );
  }

  /** Filter by the bins of a period; all bins are no filter. */
  #filter(first, last) {
    const isAll = first === 0 && last === this.times.labels.length - 1;
    this.store.change({ filters: { period: isAll ? null : [first, last] } });
  }

  #follow(changed) {
    if (changed.has("filters")) this.#choosePeriod();
    if (["topic", "filters", "names"].some((key) => changed.has(key))) this.#rebuild();
  }

  #choosePeriod() {
    const { period } = this.store.state.filters;
    const [first, last] = period ?? [0, this.times.labels.length - 1];
    [this.from.value, this.to.value] = [String(first), String(last)];
    this.whole.disabled = period === null;
  }

  /** Read the topics that are drawn: the selected one and those filtered by, or the largest. */
  #rebuild() {
    const { topic, filters } = this.store.state;
    const chosen = [...new Set([topic, ...filters.topics])].filter((k) => k !== null && k >= 0);
    const { colored, others } = chartedTopics(this.data.topics, chosen);
    const row = (column, place) => rowOfTopic(column, place, this.times.labels.length);
    this.lines = colored.map((place) => ({
      place,
      name: this.data.nameOf(place),
      share: row(this.columns.share, place),
      lower: row(this.columns.lower, place),
      upper: row(this.columns.upper, place),
    }));
    this.others = others.map((place) => row(this.columns.share, place));
    const bands = this.#hasBands() ? this.lines.flatMap(({ upper }) => upper) : [];
    this.most = axisTop(this.lines.flatMap(({ share }) => share), bands);
    this.note.textContent = this.#hasBands() ? `${TEXTS.timeShares} ${TEXTS.timeBands}` : TEXTS.timeShares;
    this.#fillLegend();
    this.#fillTable();
    this.draw();
  }

  #hasBands() {
    return this.lines.length <= 2;
  }

  /** Draw all in the width that there is. */
  draw() {
    const width = this.place.clientWidth;
    if (width === 0) return;
    const { left, right, top, bottom } = MARGIN;
    this.size = [Math.max(width - left - right, 1), CHART_HEIGHT - top - bottom];
    this.period = makeSvg("rect", { class: "time-chosen", height: this.size[1] });
    this.cursor = makeSvg("line", { class: "time-cursor", y2: this.size[1], visibility: "hidden" });
    const [w, h] = this.size;
    // An SVG inside another cuts what leaves it.
    const inner = { x: left, y: top, width: w, height: h + 1 };
    const words = this.lines.map(({ name, share }) => chartInWords(name, share, this.times.labels));
    this.place.replaceChildren(
      makeSvg(
        "svg",
        { width, height: CHART_HEIGHT, role: "img", "aria-label": `Shares over time. ${words.join(" ")}` },
        makeSvg("g", { transform: `translate(${left} ${top})` }, ...this.#axes()),
        makeSvg("svg", inner, this.period, this.cursor, ...this.#drawnOthers(), ...this.lines.flatMap((...line) => this.#drawnLine(...line))),
      ),
    );
    this.#shade(this.store.state.filters.period);
  }

  /** From the start of a bin to pixels. */
  #x(value) {
    const [first, last] = [this.edges[0], this.edges.at(-1)];
    return (this.size[0] * (value - first)) / (last - first);
  }

  #y(share) {
    return this.size[1] * (1 - share / this.most);
  }

  /** Values of bins as [x, y], null where there is none. */
  #places(values) {
    return values.map((value, i) => (value === null ? null : [this.#x(this.times.starts[i]), this.#y(value)]));
  }

  #axes() {
    const [width, height] = this.size;
    const { starts, labels } = this.times;
    const rows = niceTicks(this.most).flatMap((tick) => [
      makeSvg("line", { class: "time-grid", x2: width, y1: this.#y(tick), y2: this.#y(tick) }),
      makeSvg("text", { x: -6, y: this.#y(tick) + 4, "text-anchor": "end", text: `${Number((100 * tick).toFixed(3))}%` }),
    ]);
    const columns = labeledBins(labels, width).map((i) =>
      makeSvg("text", { x: this.#x(starts[i]), y: height + 17, "text-anchor": "middle", text: labels[i] }),
    );
    return [...rows, ...columns];
  }

  #drawnOthers() {
    return this.others.map((values) => makeSvg("path", { class: "time-other", d: linePath(this.#places(values)) }));
  }

  #drawnLine({ place, share, lower, upper }, i) {
    const styles = { "--color": topicCss(place) };
    const dash = LINE_DASHES[i % LINE_DASHES.length];
    const points = this.#places(share);
    const shown = share.length <= MOST_POINTS ? points.filter(Boolean) : isolatedBins(share).map((bin) => points[bin]);
    return [
      this.#hasBands() ? makeSvg("path", { class: "time-band", styles, d: bandPath(this.#places(lower), this.#places(upper)) }) : null,
      // A pale color is seen on any ground by its edge.
      this.#hasBands() ? makeSvg("path", { class: "time-edge", d: linePath(points), "stroke-dasharray": dash }) : null,
      makeSvg("path", { class: "time-line", styles, d: linePath(points), "stroke-dasharray": dash }),
      ...shown.map(([cx, cy]) => makeSvg("circle", { class: "time-point", styles, cx, cy, r: 3 })),
    ];
  }

  /** Shade a period of bins, or nothing. */
  #shade(period) {
    const [from, to] = period ? [this.#x(this.edges[period[0]]), this.#x(this.edges[period[1] + 1])] : [0, 0];
    this.period.setAttribute("x", from);
    this.period.setAttribute("width", to - from);
  }

  #listeners() {
    return {
      pointerdown: (event) => {
        if (event.button !== 0 || !this.size) return;
        this.dragged = this.#valueAt(event);
        this.place.setPointerCapture(event.pointerId);
      },
      pointermove: (event) => this.#moved(event),
      pointerup: (event) => {
        const period = this.#draggedPeriod(event);
        this.dragged = null;
        if (period) this.#filter(...period);
      },
      pointercancel: () => {
        this.dragged = null;
        this.#shade(this.store.state.filters.period);
      },
      pointerleave: () => this.#read(null),
    };
  }

  /** The time under the pointer. */
  #valueAt(event) {
    const [first, last] = [this.edges[0], this.edges.at(-1)];
    const pixels = event.clientX - this.place.getBoundingClientRect().left - MARGIN.left;
    return first + ((last - first) * pixels) / this.size[0];
  }

  /** The bins that a drag has reached; null for a click. */
  #draggedPeriod(event) {
    if (this.dragged === null || this.dragged === undefined) return null;
    const ends = [this.dragged, this.#valueAt(event)].sort((a, b) => a - b);
    return this.#x(ends[1]) - this.#x(ends[0]) < 4 ? null : binsWithin(this.times.starts, ...ends);
  }

  #moved(event) {
    if (!this.size) return;
    const period = this.#draggedPeriod(event);
    if (period) this.#shade(period);
    const value = this.#valueAt(event);
    this.#read(binsWithin(this.times.starts, value, value)[0]);
  }

  /** Say the values of the bin under the pointer. */
  #read(bin) {
    this.cursor?.setAttribute("visibility", bin === null ? "hidden" : "visible");
    if (bin === null) return (this.readout.textContent = "\u00a0");
    const x = this.#x(this.times.starts[bin]);
    for (const end of ["x1", "x2"]) this.cursor.setAttribute(end, x);
    const said = this.lines.map(({ name, share, lower, upper }) =>
      this.#hasBands()
        ? `${isolatedText(name)} ${shareInWords(share[bin], lower[bin], upper[bin])}`
        : `${isolatedText(name)} ${shareText(share[bin])}`,
    );
    this.readout.textContent = `${this.times.labels[bin]}: ${said.join("; ")}`;
  }

  #fillLegend() {
    const items = this.lines.map(({ place, name }, i) =>
      legendItem("time-line", { "--color": topicCss(place) }, LINE_DASHES[i % LINE_DASHES.length], name),
    );
    const { length } = this.others;
    if (length) items.push(legendItem("time-other", {}, "", length === 1 ? "one other topic" : `${length} other topics`));
    this.legend.replaceChildren(...items);
  }

  #fillTable() {
    if (!this.table.open) return;
    const rows = this.times.labels.map((label, bin) => [
      label,
      ...this.lines.map(({ share, lower, upper }) => shareInWords(share[bin], lower[bin], upper[bin])),
    ]);
    const table = makeTable(["Time", ...this.lines.map(({ name }) => name)], rows);
    const region = { class: "time-scroll", tabindex: 0, role: "region", "aria-label": "Shares as a table" };
    this.table.replaceChildren(this.table.firstChild, make("div", region, table));
  }
}

function legendItem(className, styles, dash, name) {
  const line = makeSvg("line", { class: className, styles, x2: 30, y1: 4, y2: 4, "stroke-dasharray": dash });
  return make("li", {}, makeSvg("svg", { width: 30, height: 8, "aria-hidden": "true" }, line), " ", userText(name));
}

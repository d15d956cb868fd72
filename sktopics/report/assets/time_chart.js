// Topics over time: lines with bands of intervals, and a period to filter by.
/* global uPlot */

import {
  binEdges,
  binsWithin,
  chartedTopics,
  chartInWords,
  isolatedBins,
  labeledBins,
  percent,
  rowOfTopic,
  shareInWords,
} from "./time_series.js";
import { cssColor, themeColors, topicColor } from "./topic_marks.js";

const CHART_HEIGHT = 190;
const MOST_POINTS = 45;
const LINE_DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3], [14, 4]];

/**
 * `data` has `summary`, the columns `share`, `lower`, `upper` and `nameOf(place)`.
 */
export class TimeChart {
  constructor(element, store, data) {
    Object.assign(this, { element, store, data });
    this.times = data.summary.times;
    this.place = chartElement("div", "time-plot");
    this.place.setAttribute("role", "img");
    this.readout = chartElement("p", "time-readout");
    this.legend = chartElement("ul", "time-legend");
    this.table = this.#buildTable();
    element.append(this.place, this.readout, this.legend, this.#buildPeriod(), this.table);
    new ResizeObserver(() => this.#resize()).observe(this.place);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#repaint());
    store.subscribe(() => this.#follow());
    this.#follow();
  }

  /** Two lists to choose a period from, which do what a drag on the chart does. */
  #buildPeriod() {
    const { labels } = this.times;
    const box = chartElement("div", "time-period");
    [this.from, this.to] = ["From", "to"].map((word) => {
      const label = chartElement("label", "");
      const list = document.createElement("select");
      labels.forEach((text, i) => list.append(new Option(text, String(i))));
      list.addEventListener("change", () =>
        this.#choose(...[this.from, this.to].map((each) => Number(each.value)).sort((a, b) => a - b)),
      );
      label.append(`${word} `, list);
      box.append(label);
      return list;
    });
    this.whole = chartElement("button", "map-button");
    this.whole.type = "button";
    this.whole.textContent = "All times";
    this.whole.addEventListener("click", () => this.#choose(0, labels.length - 1));
    box.append(this.whole);
    return box;
  }

  #buildTable() {
    const details = chartElement("details", "time-table");
    const title = document.createElement("summary");
    title.textContent = "Shares as a table";
    details.append(title);
    details.addEventListener("toggle", () => this.#fillTable());
    return details;
  }

  /** Filter by the bins of a period; all bins are no filter. */
  #choose(first, last) {
    const isAll = first === 0 && last === this.times.labels.length - 1;
    const period = isAll ? null : [first, last];
    this.store.change({ filters: { ...this.store.state.filters, period } });
  }

  #follow() {
    const { topic, filters, names, theme } = this.store.state;
    const [first, last] = filters.period ?? [0, this.times.labels.length - 1];
    [this.from.value, this.to.value] = [String(first), String(last)];
    this.whole.disabled = !filters.period;
    const shown = JSON.stringify([topic, filters.topics ?? null, names, theme]);
    if (shown !== this.shown) {
      this.shown = shown;
      this.#rebuild();
    }
    this.#markPeriod();
  }

  #rebuild() {
    const { topic, filters } = this.store.state;
    const chosen = [...new Set([topic, ...(filters.topics ?? [])])].filter((k) => k !== null);
    const { colored, others } = chartedTopics(this.data.summary.topics, chosen);
    const row = (column, place) => rowOfTopic(column, place, this.times.labels.length);
    this.lines = colored.map((place) => ({
      place,
      name: this.data.nameOf(place),
      share: row(this.data.share, place),
      lower: row(this.data.lower, place),
      upper: row(this.data.upper, place),
    }));
    this.isOne = chosen.length > 0;
    this.others = others.map((place) => row(this.data.share, place));
    this.place.setAttribute(
      "aria-label",
      `Shares over time. ${this.lines
        .map((line) => chartInWords(line.name, line.share, this.times.labels))
        .join(" ")}`,
    );
    this.#fillLegend();
    this.#fillTable();
    this.#repaint();
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
    this.#markPeriod();
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
        { ...axis, splits: () => bins.map((i) => starts[i]), values: () => bins.map((i) => labels[i]) },
        { ...axis, size: 52, values: (_, splits) => splits.map(percent) },
      ],
      hooks: {
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
  #markPeriod() {
    if (!this.plot) return;
    const { period } = this.store.state.filters;
    const edges = binEdges(this.times.starts);
    const at = (value) => this.plot.valToPos(value, "x");
    const left = period ? at(edges[period[0]]) : 0;
    const width = period ? at(edges[period[1] + 1]) - left : 0;
    this.plot.setSelect({ left, width, top: 0, height: this.plot.over.clientHeight }, false);
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
    const items = this.lines.map((line, i) => {
      const mark = chartElement("span", "time-mark");
      const color = this.colors ? cssColor(topicColor(this.colors, line.place)) : "";
      mark.style.borderTop = `3px ${["solid", "dashed", "dotted"][i % 3]} ${color}`;
      return legendItem(mark, line.name);
    });
    if (this.others.length) {
      const mark = chartElement("span", "time-mark time-others");
      items.push(legendItem(mark, `${this.others.length} other topics`));
    }
    this.legend.replaceChildren(...items);
  }

  #fillTable() {
    if (!this.table.open) return;
    const table = document.createElement("table");
    tableRow(table.createTHead(), "th", ["Time", ...this.lines.map((line) => line.name)]);
    const body = table.createTBody();
    this.times.labels.forEach((label, bin) => {
      const cells = this.lines.map((line) =>
        shareInWords(line.share[bin], line.lower[bin], line.upper[bin]),
      );
      tableRow(body, "td", [label, ...cells]);
    });
    const frame = chartElement("div", "time-scroll", table);
    frame.tabIndex = 0;
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", "Shares as a table");
    this.table.replaceChildren(this.table.firstChild, frame);
  }

  #resize() {
    const width = this.place.clientWidth;
    if (!this.plot || this.plot.width !== width) this.#repaint();
  }
}

function chartElement(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

function legendItem(mark, name) {
  return chartElement("li", "", mark, chartElement("bdi", "", name));
}

function tableRow(section, tag, texts) {
  const row = section.insertRow();
  texts.forEach((text, i) => {
    const cell = document.createElement(i === 0 ? "th" : tag);
    if (cell.tagName === "TH") cell.scope = tag === "th" ? "col" : "row";
    cell.textContent = text;
    row.append(cell);
  });
}

// Classes: the share of a topic in each with its interval, or how many documents pass.

import { make, makeBar, makeButton, makeMeasure } from "./dom.js";
import { largest, shortText } from "./report_data.js";
import { countText, manyText, shareText, TEXTS } from "./texts.js";
import { topicCss } from "./topic_swatch.js";

const FIRST_CLASSES = 10;
const MOST_CLASSES = 300;

export class ClassChart {
  constructor(element, store, data) {
    Object.assign(this, { element, store, data });
    this.classes = data.summary.classes;
    this.isLong = false;
    this.title = make("h3", { id: "classes-title" });
    this.table = make("table", { class: "class-chart", "aria-labelledby": "classes-title" });
    this.more = makeButton("", () => this.#turn(), { class: "quiet" });
    this.note = make("p", { class: "note" });
    element.append(this.title, this.table, this.more, this.note);
    store.subscribe((state, changed) => {
      if (changed.has("topic") || changed.has("shown")) this.draw();
    });
    this.draw();
  }

  #turn() {
    this.isLong = !this.isLong;
    this.draw();
  }

  async draw() {
    const { topic, shown } = this.store.state;
    const rows = topic === null || !this.data.has("by_class.share") ? this.#counted() : await this.#ofTopic(topic);
    if (topic !== this.store.state.topic || shown !== this.store.state.shown) return;
    this.title.replaceChildren("By ", make("bdi", { text: this.classes.name || "class" }));
    const { classes: chosen } = this.store.state.filters;
    rows.sort((a, b) => chosen.includes(b.number) - chosen.includes(a.number) || b.value - a.value || a.number - b.number);
    const columns = [this.classes.name || "class", topic === null ? "Documents" : "Share of the topic"];
    const head = columns.map((text) => make("th", { scope: "col", text }));
    const shownRows = rows.slice(0, this.isLong ? MOST_CLASSES : FIRST_CLASSES);
    const focused = this.table.contains(document.activeElement) ? document.activeElement.dataset.number : null;
    this.table.replaceChildren(
      make("thead", { class: "hidden-visually" }, make("tr", {}, ...head)),
      make("tbody", {}, ...shownRows.map((row) => this.#makeRow(row, topic, chosen))),
    );
    if (focused) this.table.querySelector(`[data-number="${focused}"]`)?.focus();
    this.more.hidden = rows.length <= FIRST_CLASSES;
    this.more.textContent = this.isLong ? "Fewer" : `${Math.min(rows.length, MOST_CLASSES) - FIRST_CLASSES} more`;
    const rest = rows.length > MOST_CLASSES ? ` Tables has all ${countText(rows.length)}.` : "";
    this.note.textContent = (topic === null ? TEXTS.classCounts : TEXTS.classShares) + rest;
  }

  /** Shares of a topic in classes. */
  async #ofTopic(topic) {
    const [share, lower, upper] = await this.data.columns("by_class.share", "by_class.lower", "by_class.upper");
    const { labels, sizes } = this.classes;
    const at = topic * labels.length;
    const part = (values) => values.subarray(at, at + labels.length);
    const highest = largest(part(upper), Math.max(this.data.topics[topic].share, 1e-9));
    return labels.map((label, i) => ({
      label,
      number: i,
      value: Number.isFinite(share[at + i]) ? share[at + i] : -1,
      length: share[at + i] / highest,
      from: lower[at + i] / highest,
      to: upper[at + i] / highest,
      tick: this.data.topics[topic].share / highest,
      text: shareText(share[at + i]),
      title: `${shareText(lower[at + i])} to ${shareText(upper[at + i])}; ${manyText(sizes[i], "document")}`,
    }));
  }

  /** Documents in classes: those that pass the filters against all in the file. */
  #counted() {
    const { shown } = this.store.state;
    const { labels, sizes } = this.classes;
    const all = shown?.isFiltered ? shown.all.byClass : sizes;
    const most = largest(all.slice(0, labels.length), 1);
    return labels.map((label, i) => {
      const part = shown?.isFiltered ? shown.byClass[i] : all[i];
      const text = shown?.isFiltered ? `${countText(part)} / ${countText(all[i])}` : countText(all[i]);
      return { label, number: i, value: all[i], length: part / most, back: all[i] / most, text };
    });
  }

  #makeRow({ label, number, length, from, to, tick, back, text, title }, topic, chosen) {
    const isChosen = chosen.includes(number);
    const name = make(
      "button",
      {
        type: "button",
        class: "class-name",
        "aria-pressed": String(isChosen),
        "data-number": number,
        on: { click: () => this.#filter(number) },
      },
      make("bdi", { text: shortText(label), lang: "" }),
    );
    const kind = { class: back === undefined ? "bar" : "bar over" };
    const bar = makeBar(length, topic === null ? null : topicCss(topic), kind);
    if (back !== undefined) bar.style.setProperty("--back", `${100 * back}%`);
    if (Number.isFinite(from)) {
      bar.append(
        make("span", { class: "interval", styles: { "--from": `${100 * from}%`, "--to": `${100 * to}%` } }),
        make("span", { class: "tick", styles: { "--at": `${100 * tick}%` } }),
      );
    }
    return make(
      "tr",
      { class: isChosen ? "is-chosen" : null },
      make("th", { scope: "row" }, name),
      make("td", { title }, makeMeasure(bar, text)),
    );
  }

  #filter(number) {
    const { classes } = this.store.state.filters;
    const others = classes.filter((other) => other !== number);
    this.store.change({ filters: { classes: others.length < classes.length ? others : [...classes, number] } });
  }
}

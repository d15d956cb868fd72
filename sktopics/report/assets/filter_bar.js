// The strip of filters: how many documents pass, and each filter to be removed.

import { make, makeButton } from "./dom.js";
import { hasFilters, noFilters } from "./store.js";
import { countText, manyText } from "./texts.js";

export class FilterBar {
  constructor(element, store, data) {
    Object.assign(this, { element, store, data });
    this.status = make("p", { role: "status", class: "status" });
    this.chips = make("ul", { class: "chips", "aria-label": "Active filters" });
    this.clear = makeButton("Clear all", () => this.#clearAll(), { class: "quiet" });
    element.append(this.status, this.chips, this.clear);
    store.subscribe((state, changed) => {
      if (["filters", "shown", "searched", "names"].some((key) => changed.has(key))) this.draw();
    });
    this.draw();
  }

  #clearAll() {
    this.store.change({ filters: noFilters() });
    this.element.focus();
  }

  async draw() {
    const { filters, shown, searched } = this.store.state;
    this.status.textContent = this.#statusText(shown, searched);
    this.clear.hidden = !hasFilters(filters);
    const terms = filters.term === null ? null : await this.data.terms();
    if (filters !== this.store.state.filters) return;
    const hadFocus = this.chips.contains(document.activeElement);
    this.chips.replaceChildren(...filterChips(filters, this.data, terms).map((chip) => this.#makeChip(chip)));
    this.chips.hidden = !hasFilters(filters);
    if (hadFocus) (this.chips.querySelector("button") ?? this.element).focus();
  }

  #statusText(shown, searched) {
    if (searched !== null) return `Searching the texts: ${Math.round(100 * searched)}%`;
    if (!shown?.isFiltered) return `${manyText(this.data.n, "document")} in this file`;
    return `${countText(shown.count)} of ${manyText(this.data.n, "document")} in this file`;
  }

  #makeChip({ kind, text, without }) {
    const remove = () => this.store.change({ filters: without });
    const content = [make("span", { text: `${kind} ` }), make("bdi", { text, lang: "" })];
    const cross = make("span", { "aria-hidden": "true", text: " ×" });
    const label = `Remove the filter ${kind} ${text}`;
    const given = { type: "button", class: "chip", "aria-label": label, on: { click: remove } };
    return make("li", {}, make("button", given, ...content, cross));
  }
}

/** The active filters: list of { kind, text, without }, the filters if it is removed. */
export function filterChips(filters, data, terms) {
  const { classes, times } = data.summary;
  const chips = filters.topics.map((place) => ({
    kind: "Topic",
    text: data.nameOf(place),
    without: { topics: filters.topics.filter((other) => other !== place) },
  }));
  for (const number of filters.classes) {
    const without = { classes: filters.classes.filter((other) => other !== number) };
    chips.push({ kind: classes.name || "Class", text: classes.labels[number], without });
  }
  if (filters.period) {
    const [first, last] = filters.period.map((bin) => times.labels[bin]);
    chips.push({ kind: "Time", text: first === last ? first : `${first} – ${last}`, without: { period: null } });
  }
  if (filters.term !== null) chips.push({ kind: "Word", text: terms[filters.term], without: { term: null } });
  if (filters.query !== "") chips.push({ kind: "Search", text: filters.query, without: { query: "" } });
  if (filters.lasso) {
    const count = filters.lasso.reduce((sum, value) => sum + value, 0);
    chips.push({ kind: "Area of the map", text: manyText(count, "document"), without: { lasso: null } });
  }
  return chips;
}

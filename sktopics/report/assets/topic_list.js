// The list of topics: a table to walk in by keys, the equal of the map.

import { make, makeBar, makeButton, userText } from "./dom.js";
import { editTopicName } from "./name_editor.js";
import { largest } from "./report_data.js";
import { countText, numberText, shareText, sizeOf, TEXTS } from "./texts.js";
import { topicComparison, topicRows, topicsWithLetters } from "./topic_order.js";
import { makeSwatch, topicCss } from "./topic_swatch.js";

export class TopicList {
  constructor(element, store, data) {
    Object.assign(this, { element, store, data });
    this.measures = data.summary.quality.filter(({ by_topic: values }) => values?.length);
    this.sort = "size";
    this.letters = "";
    this.closed = new Set();
    this.focused = null;
    this.#build();
    store.subscribe((state, changed) => this.#follow(state, changed));
    this.#draw();
  }

  #build() {
    const { data } = this;
    const isTree = data.children.some((below) => below.length > 0);
    const measures = this.measures.map(({ name }, i) => [`quality ${i}`, name]);
    this.sorts = make(
      "select",
      { "aria-label": "Sort topics by", on: { change: () => this.#sortBy(this.sorts.value) } },
      ...[...Object.entries(TEXTS.sortBy), ...measures].map(([value, text]) => make("option", { value, text })),
    );
    const field = make("input", {
      type: "search",
      placeholder: "Filter…",
      "aria-label": TEXTS.findTopic,
      on: { input: () => this.#findLetters(field.value) },
    });
    this.body = make("tbody", { on: this.#listeners() });
    this.valueHead = make("th", { scope: "col" });
    const head = ["Topic and its words", null].map((text) => (text ? make("th", { scope: "col", text }) : this.valueHead));
    this.table = make(
      "table",
      {
        class: "topic-list",
        role: isTree ? "treegrid" : "grid",
        "aria-label": `Topics. ${countText(data.topics.length)} rows, the same as on the map. Enter selects, F2 renames.`,
      },
      make("colgroup", {}, make("col"), make("col", { class: "value" })),
      make("thead", { class: "hidden-visually" }, make("tr", {}, ...head)),
      this.body,
    );
    this.note = make("p", { class: "note" });
    this.element.append(make("div", { class: "controls" }, field, this.sorts), this.table, this.note);
  }

  #listeners() {
    const rowOf = (event) => event.target.closest("tr");
    return {
      click: (event) => {
        const row = rowOf(event);
        if (!row) return;
        if (event.target.closest(".twist")) this.#toggle(Number(row.dataset.place));
        else this.#select(row);
      },
      dblclick: (event) => rowOf(event) && this.#rename(rowOf(event)),
      keydown: (event) => this.#key(event, rowOf(event)),
      focusin: (event) => this.#focusRow(rowOf(event), false),
    };
  }

  /** The measure by which topics are sorted, if they are. */
  #measure() {
    return this.sort.startsWith("quality") ? this.measures[Number(this.sort.split(" ")[1])] : undefined;
  }

  #sortBy(key) {
    this.sort = key;
    this.#draw();
  }

  #findLetters(letters) {
    this.letters = letters;
    this.#draw();
  }

  #follow(state, changed) {
    if (changed.has("names")) this.#draw();
    else if (changed.has("shown")) this.#fillValues();
    if (changed.has("topic")) this.#markSelected();
  }

  /** Make all rows. */
  #draw() {
    const hadFocus = this.body.contains(document.activeElement);
    const compare = topicComparison(this.sort, this.data, this.#measure()?.by_topic);
    const matches = topicsWithLetters(this.letters, this.data);
    this.rows = topicRows(this.data, compare, matches, this.closed);
    this.body.replaceChildren(...this.rows.map((row) => this.#makeRow(row)));
    this.#markSelected();
    this.#fillValues();
    const focused = this.#rowOf(this.focused) ?? this.#rowOf(this.store.state.topic) ?? this.body.firstChild;
    this.#focusRow(focused, hadFocus);
    this.note.replaceChildren(...this.#noteParts());
  }

  #noteParts() {
    const { no_topic: none } = this.data.summary;
    if (!this.data.topics.length) return ["The model has no topics."];
    if (!this.rows.length) return [TEXTS.noTopicFound];
    if (!none?.size) return [];
    const show = () => this.store.change({ topic: null, filters: { topics: [-1] }, view: "documents" });
    return [`${shareText(none.share)} of the documents have no topic. `, makeButton("Show them", show, { class: "quiet" })];
  }

  #makeRow({ place, depth, hasChildren }) {
    const { data } = this;
    const topic = data.topics[place];
    const isOpen = hasChildren && !this.closed.has(place);
    const sign = make("span", { class: "twist", "aria-hidden": "true", text: isOpen ? "▾" : "▸" });
    const number = make("span", { class: "number", text: String(topic.index) });
    const name = make("span", { class: "name" }, userText(data.nameOf(place)));
    // A topic without a name of its own is called after its first words.
    const others = topic.words.filter((word) => !data.nameOf(place).split(", ").includes(word));
    const words = make("span", { class: "words", lang: "", text: others.slice(0, 6).join(", ") });
    return make(
      "tr",
      {
        "data-place": String(place),
        tabindex: "-1",
        "aria-level": this.table.role === "treegrid" ? String(depth + 1) : null,
        "aria-expanded": hasChildren ? String(isOpen) : null,
        styles: { "--depth": String(depth) },
        class: topic.is_empty ? "is-empty" : null,
      },
      make("td", {}, make("span", { class: "title" }, hasChildren ? sign : null, makeSwatch(place), number, name), words),
      make("td", { class: "value" }),
    );
  }

  /** Write the numbers on the right: of all, or of what passes the filters. */
  #fillValues() {
    const { shown } = this.store.state;
    const { topics, summary } = this.data;
    const isFiltered = Boolean(shown?.isFiltered);
    const measure = this.#measure();
    const ofSize = isFiltered ? "Documents that pass the filters" : `Share ${sizeOf(summary)}`;
    this.valueHead.textContent = measure ? measure.name : ofSize;
    const longest = largest(topics.map(({ share }) => share), 1e-12);
    const most = largest(shown?.all.byTopic.subarray(0, topics.length) ?? [], 1);
    for (const row of this.body.children) {
      const place = Number(row.dataset.place);
      const { share } = topics[place];
      const cell = row.lastChild;
      if (measure) cell.replaceChildren(numberText(measure.by_topic[place] ?? null));
      else if (isFiltered) {
        const [part, all] = [shown.byTopic[place], shown.all.byTopic[place]];
        const bar = makeBar(part / most, topicCss(place), { class: "bar over" });
        bar.style.setProperty("--back", `${(100 * all) / most}%`);
        cell.replaceChildren(countText(part), make("small", { text: ` / ${countText(all)}` }), bar);
      } else cell.replaceChildren(shareText(share), makeBar(share / longest, topicCss(place)));
    }
  }

  #rowOf(place) {
    return this.body.querySelector(`[data-place="${place}"]`);
  }

  #markSelected() {
    for (const row of this.body.children) {
      row.setAttribute("aria-selected", String(Number(row.dataset.place) === this.store.state.topic));
    }
    const selected = this.#rowOf(this.store.state.topic);
    if (selected && !this.body.contains(document.activeElement)) this.#focusRow(selected, false);
    selected?.scrollIntoView({ block: "nearest" });
  }

  #focusRow(row, takesFocus) {
    if (!row) return;
    for (const other of this.body.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
    row.tabIndex = 0;
    this.focused = Number(row.dataset.place);
    if (takesFocus) row.focus();
  }

  #select(row) {
    const place = Number(row.dataset.place);
    this.store.change({ topic: place, word: null, view: "topic" });
  }

  #toggle(place) {
    if (!this.closed.delete(place)) this.closed.add(place);
    this.#draw();
  }

  #rename(row) {
    const place = Number(row.dataset.place);
    editTopicName(row.querySelector(".name"), place, this.store, this.data, (takesFocus) => {
      this.#draw();
      if (takesFocus) this.#focusRow(this.#rowOf(place), true);
    });
  }

  #key(event, row) {
    if (!row || event.target !== row || event.ctrlKey || event.metaKey || event.altKey) return;
    const place = Number(row.dataset.place);
    const rows = [...this.body.children];
    const at = rows.indexOf(row);
    const isOpen = row.getAttribute("aria-expanded");
    const go = (next) => this.#focusRow(rows[Math.min(Math.max(next, 0), rows.length - 1)], true);
    const act = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      PageDown: () => go(at + 10),
      PageUp: () => go(at - 10),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      Enter: () => this.#select(row),
      " ": () => this.#select(row),
      F2: () => this.#rename(row),
      ArrowRight: () => (isOpen === "false" ? this.#toggle(place) : isOpen === "true" && go(at + 1)),
      ArrowLeft: () => (isOpen === "true" ? this.#toggle(place) : go(this.#parentRow(at))),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** Where the topic above a row is. */
  #parentRow(at) {
    const { depth } = this.rows[at];
    for (let i = at - 1; i >= 0; i--) if (this.rows[i].depth < depth) return i;
    return at;
  }
}

// The list of documents: those that pass the filters, best first, ten at a time.

import { csvText } from "./csv.js";
import { downloadText, make, makeButton } from "./dom.js";
import { makeDocument, readDocument } from "./document_item.js";
import { orderedDocuments } from "./document_order.js";
import { hasFilters } from "./store.js";
import { countText, manyText, TEXTS } from "./texts.js";
import { parseQuery } from "./text_search.js";

const PAGE = 10;
const MARKED_WORDS = 20;

export class DocumentList {
  constructor(element, store, data, wordList) {
    Object.assign(this, { element, store, data, wordList });
    // Whether somebody wants all documents without choosing. Where there is no map, all are listed.
    this.isAsked = data.summary.map === null;
    this.turn = 0;
    this.note = make("p", { class: "note" });
    this.list = make("ol", { class: "documents" });
    this.more = makeButton("", () => this.#add(), { class: "quiet", hidden: true });
    this.all = makeButton("List all documents", () => this.#ask(), { class: "quiet" });
    this.csv = makeButton("Save as CSV", () => this.#save(), { class: "quiet", hidden: true });
    const head = make("div", { class: "panel-head" }, element.querySelector("h2"), this.note, this.all, this.csv);
    element.append(head, this.list, this.more);
    store.subscribe((state, changed) => {
      const keys = ["topic", "shown", "document"];
      if (keys.some((key) => changed.has(key))) this.draw();
      else if (changed.has("names") || changed.has("lambda")) this.#drawLater();
    });
    this.draw();
  }

  #ask() {
    this.isAsked = true;
    this.draw();
  }

  /** The slider moves often: mark other words once it rests. */
  #drawLater() {
    clearTimeout(this.later);
    this.later = setTimeout(() => this.draw(true), 250);
  }

  async draw(isSameList = false) {
    const turn = ++this.turn;
    const { topic, shown, document: single, filters } = this.store.state;
    const isUnasked = topic === null && single === null && !hasFilters(filters) && !this.isAsked;
    const isIdle = isUnasked || this.data.n === 0;
    this.element.parentElement.classList.toggle("is-idle", isIdle);
    this.all.hidden = !isIdle || this.data.n === 0;
    this.csv.hidden = isIdle;
    if (isIdle || !shown) return this.#drawIdle();
    const order = await orderedDocuments(this.data, { topic, mask: shown.mask, hits: shown.hits });
    const marks = await this.#marks(topic, filters);
    if (turn !== this.turn) return;
    this.order = single === null ? order : [single, ...order.filter((i) => i !== single)];
    this.marks = marks;
    const length = isSameList ? this.list.childElementCount : PAGE;
    this.note.textContent = this.order.length ? this.#noteText(order.length) : TEXTS.noDocuments;
    const open = new Set([...this.list.querySelectorAll(".is-open")].map((item) => Number(item.dataset.document)));
    const items = await this.#items(0, Math.max(length, PAGE), (i) => i === single || (isSameList && open.has(i)));
    if (turn !== this.turn) return;
    this.list.replaceChildren(...items);
    this.#offerMore();
    if (single !== null) this.list.firstChild.scrollIntoView({ block: "nearest" });
  }

  #drawIdle() {
    this.order = [];
    this.note.textContent = this.data.n ? TEXTS.documentsStart : TEXTS.noDocumentsInside;
    this.list.replaceChildren();
    this.more.hidden = true;
  }

  #noteText(count) {
    const { topic, shown } = this.store.state;
    const all = manyText(shown.count, "document");
    const isPartly = this.data.summary.model.kind === "mixture";
    const how = isPartly ? "are at least 5% about" : "belong to";
    const some = () => `${countText(count)} of ${all} ${how} “${this.data.nameInText(topic)}”`;
    const what = topic === null ? all : some();
    const order = shown.hits ? ", most hits first" : topic === null ? "" : isPartly ? ", largest share first" : ", most typical first";
    return `${what}${order}. ${this.data.summary.corpus.has_texts ? "" : TEXTS.noTexts}`;
  }

  /** What is marked in texts: words of the topic, the chosen word, words of the search. */
  async #marks(topic, filters) {
    const phrases = parseQuery(filters.query);
    if (filters.term !== null) {
      const [forms] = await this.data.formsOf([filters.term]);
      phrases.push(...forms.flatMap((form) => parseQuery(`"${form.replaceAll('"', " ")}"`)));
    }
    if (topic === null || !this.data.has("topic_terms.term")) return { forms: [], phrases };
    const words = await this.wordList.ranked(topic);
    const numbers = words.slice(0, MARKED_WORDS).map(({ number }) => number);
    return { forms: await this.data.formsOf(numbers), phrases };
  }

  #items(start, stop, isOpen) {
    const { store, data, marks } = this;
    const hits = store.state.shown.hits;
    return Promise.all(
      this.order.slice(start, stop).map(async (number) => {
        const found = await readDocument(number, data);
        return makeDocument(found, { store, data, marks, isOpen: isOpen(number), hits: hits?.[number] ?? 0 });
      }),
    );
  }

  async #add() {
    const turn = this.turn;
    const start = this.list.childElementCount;
    const items = await this.#items(start, start + PAGE, () => false);
    if (turn !== this.turn) return;
    this.list.append(...items);
    this.#offerMore();
    items[0]?.querySelector("button")?.focus();
  }

  #offerMore() {
    const rest = this.order.length - this.list.childElementCount;
    this.more.hidden = rest <= 0;
    this.more.textContent = `${Math.min(rest, PAGE)} more of ${manyText(rest, "document")}`;
  }

  /** All documents of the list, with their texts, as a file. */
  async #save() {
    const { data } = this;
    const fields = (data.summary.fields ?? []).map(({ name }) => name);
    const rows = [];
    for (const number of this.order) {
      const found = await readDocument(number, data);
      const known = new Map(found.fields);
      const [first] = found.topics;
      rows.push([
        found.row,
        first ? data.topics[first.place].index : -1,
        first ? data.nameOf(first.place) : "",
        first ? Math.round(first.share * 1000) / 1000 : null,
        found.time,
        found.classes.join("; "),
        ...fields.map((name) => known.get(name)),
        found.text,
      ]);
    }
    const header = ["row", "topic", "name", "share", "time", "class", ...fields, "text"];
    downloadText("documents.csv", csvText(header, rows), "text/csv");
  }
}

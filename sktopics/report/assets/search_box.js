// The search in the texts; a search of one known word offers its panel, too.

import { make, makeButton } from "./dom.js";
import { TEXTS } from "./texts.js";
import { foldText } from "./words_in_text.js";

export class SearchBox {
  constructor(form, store, data) {
    Object.assign(this, { form, store, data });
    const { has_texts: hasTexts } = data.summary.corpus;
    this.field = make("input", {
      type: "search",
      placeholder: hasTexts ? "Search the texts" : "Find a word",
      "aria-label": hasTexts ? "Search the texts" : "Find a word",
      title: hasTexts ? TEXTS.searchHint : null,
    });
    this.found = make("span", { class: "found-word" });
    form.append(this.field, make("button", { type: "submit", text: "Search" }), this.found);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#search();
    });
    // The cross of the field, too, ends the search.
    this.field.addEventListener("search", () => this.field.value === "" && this.#search());
    store.subscribe((state, changed) => changed.has("filters") && this.#follow(state.filters.query));
  }

  async #search() {
    const query = this.field.value.trim();
    if (this.data.summary.corpus.has_texts) {
      this.store.change({ filters: { query }, ...(query ? { view: "documents" } : {}) });
    }
    const number = query ? await this.#termOf(query) : -1;
    const { has_texts: hasTexts } = this.data.summary.corpus;
    this.found.replaceChildren(query && number < 0 && !hasTexts ? TEXTS.unknownWord : "");
    if (number < 0) return;
    const text = `Topics of “${query}”`;
    const show = () => this.store.change({ word: number, view: "topic" });
    if (hasTexts) this.found.append(makeButton(text, show, { class: "quiet" }));
    else show();
  }

  async #termOf(query) {
    const wanted = foldText(query);
    const terms = await this.data.terms();
    const exact = terms.indexOf(query);
    return exact >= 0 ? exact : terms.findIndex((term) => foldText(term) === wanted);
  }

  #follow(query) {
    if (this.field.value.trim() !== query && document.activeElement !== this.field) this.field.value = query;
    if (query === "") this.found.replaceChildren();
  }
}

// Keeps `shown` of the state: what passes the filters, after texts and words are read.

import { maskOfDocuments } from "./cross_filter.js";
import { withDescendants } from "./report_data.js";
import { hasFilters } from "./store.js";

export class Filtering {
  constructor(store, data, crossFilter, search) {
    Object.assign(this, { store, data, crossFilter, search });
    this.turn = 0;
    this.termSet = { term: null, set: null };
    this.hits = { query: "", values: null };
    store.subscribe((state, changed) => changed.has("filters") && this.update());
  }

  /** Compute what passes; a later change of filters makes an earlier one stop. */
  async update() {
    const turn = ++this.turn;
    const { filters } = this.store.state;
    const isStale = () => turn !== this.turn;
    const sets = [];
    if (filters.lasso) sets.push(filters.lasso);
    if (filters.term !== null) sets.push(await this.#documentsOf(filters.term));
    if (filters.query !== "") {
      if (!(await this.#searchTexts(filters.query, isStale))) return;
      sets.push(this.hits.values);
    }
    if (isStale()) return;
    const topics = filters.topics.flatMap((place) =>
      place < 0 ? [place] : withDescendants(place, this.data.children),
    );
    const passing = this.crossFilter.apply({ ...filters, topics, sets });
    const hits = filters.query === "" ? null : this.hits.values;
    const isFiltered = hasFilters(filters);
    this.store.change({ shown: { ...passing, all: this.crossFilter.all, hits, isFiltered }, searched: null });
  }

  async #documentsOf(term) {
    if (this.termSet.term !== term) {
      const documents = (await this.data.documentsOfTerm(term)) ?? [];
      this.termSet = { term, set: maskOfDocuments(documents, this.data.n) };
    }
    return this.termSet.set;
  }

  /** Fill `hits`; false where the search was given up. */
  async #searchTexts(query, isStale) {
    if (this.hits.query === query) return true;
    const onProgress = (searched) => this.store.change({ searched });
    const values = await this.search.search(query, { isStale, onProgress });
    if (values === null) return false;
    this.hits = { query, values };
    return true;
  }
}

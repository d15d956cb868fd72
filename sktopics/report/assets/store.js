// What somebody has chosen on the page. All panels read it and change it here.

/** Filters that let every document pass. */
export const noFilters = () => ({
  topics: [], // places of topics, by the main topic of documents
  classes: [], // numbers of classes
  period: null, // [first bin, last bin]
  term: null, // number of a term
  query: "", // a search in the texts
  lasso: null, // Uint8Array, 1 for each document inside
});

/** Whether some filter keeps documents out. */
export const hasFilters = (filters) =>
  filters.topics.length > 0 ||
  filters.classes.length > 0 ||
  filters.period !== null ||
  filters.term !== null ||
  filters.query !== "" ||
  filters.lasso !== null;

/** The state at the start. `topic`, `word`, `document` are what is looked at, or null. */
export const firstState = (relevance) => ({
  topic: null, // place in summary.topics
  word: null, // number of a term
  document: null, // number of a document in the file
  lambda: relevance,
  filters: noFilters(),
  shown: null, // what passes the filters, by filtering.js; null: not computed yet
  searched: null, // share of the texts that a running search has read
  names: {}, // place of a topic -> the name that somebody gave it
  view: "topics", // the panel on narrow screens: the id of its element
  theme: "auto", // or "light", "dark"
  isDark: false, // what is seen
});

/** Holds the state; tells those who subscribed what has changed. */
export class Store {
  #listeners = new Set();

  constructor(state) {
    this.state = state;
  }

  /** Call `listener(state, changed)` after each change; `changed` is a Set of keys. */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Change parts of the state. `filters` may name some of the filters only. */
  change(parts) {
    const next = { ...this.state, ...parts };
    if (parts.filters) next.filters = { ...this.state.filters, ...parts.filters };
    const keys = Object.keys(parts).filter((key) => next[key] !== this.state[key]);
    this.state = next;
    if (keys.length === 0) return;
    const changed = new Set(keys);
    // Not `next`: a listener may have changed the state again.
    for (const listener of [...this.#listeners]) listener(this.state, changed);
  }
}

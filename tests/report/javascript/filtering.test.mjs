import assert from "node:assert/strict";
import { test } from "node:test";
import { CrossFilter } from "../../../sktopics/report/assets/cross_filter.js";
import { filterChips } from "../../../sktopics/report/assets/filter_bar.js";
import { Filtering } from "../../../sktopics/report/assets/filtering.js";
import { firstState, noFilters, Store } from "../../../sktopics/report/assets/store.js";

const data = {
  n: 4,
  children: [[1], [], []],
  documentsOfTerm: async () => [0, 1],
  nameOf: (place) => `topic ${place}`,
  summary: { classes: { name: "party", labels: ["A", "B"] }, times: { labels: ["1990", "1991"] } },
};
const crossFilter = () => new CrossFilter({ topic: Int16Array.of(0, 1, 2, 2), nTopics: 3 });
const search = (answers) => ({
  search: async (query, { isStale }) => {
    await answers[query]?.wait;
    return isStale() ? null : Uint16Array.from(answers[query].hits);
  },
});

test("a word, a search and a topic with those below it act together", async () => {
  const store = new Store(firstState(0.6));
  const filtering = new Filtering(store, data, crossFilter(), search({ fees: { hits: [2, 0, 1, 0] } }));
  await filtering.update();
  assert.equal(store.state.shown.isFiltered, false);
  store.change({ filters: { topics: [0] } });
  await filtering.update();
  assert.deepEqual([...store.state.shown.mask], [1, 1, 0, 0]);
  store.change({ filters: { term: 7, query: "fees" } });
  await filtering.update();
  assert.deepEqual([...store.state.shown.mask], [1, 0, 0, 0]);
  assert.deepEqual([...store.state.shown.hits], [2, 0, 1, 0]);
  assert.equal(store.state.shown.isFiltered, true);
});

test("a later search wins over an earlier one", async () => {
  let finish;
  const wait = new Promise((resolve) => (finish = resolve));
  const store = new Store(firstState(0.6));
  const answers = { slow: { hits: [1, 1, 1, 1], wait }, quick: { hits: [0, 0, 0, 1] } };
  const filtering = new Filtering(store, data, crossFilter(), search(answers));
  store.change({ filters: { query: "slow" } });
  store.change({ filters: { query: "quick" } });
  await filtering.update();
  finish();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual([...store.state.shown.mask], [0, 0, 0, 1]);
});

test("each filter is a chip that can be taken away", () => {
  const lasso = Uint8Array.of(1, 0, 1, 0);
  const filters = { ...noFilters(), topics: [2, -1], classes: [1], period: [0, 1], term: 0, query: "q", lasso };
  const chips = filterChips(filters, data, ["fees"]);
  assert.deepEqual(
    chips.map(({ kind, text }) => [kind, text]),
    [
      ["Topic", "topic 2"],
      ["Topic", "topic -1"],
      ["party", "B"],
      ["Time", "1990 – 1991"],
      ["Word", "fees"],
      ["Search", "q"],
      ["Area of the map", "2 documents"],
    ],
  );
  const left = chips.reduce((state, { without }) => ({ ...state, ...without }), filters);
  assert.deepEqual(chips[0].without, { topics: [-1] });
  assert.deepEqual({ ...left, topics: [] }, noFilters());
});

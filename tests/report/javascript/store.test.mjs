import assert from "node:assert/strict";
import { test } from "node:test";
import { firstState, hasFilters, noFilters, Store } from "../../../sktopics/report/assets/store.js";

test("listeners hear what has changed, and nothing else", () => {
  const store = new Store(firstState(0.6));
  const heard = [];
  const stop = store.subscribe((state, changed) => heard.push([state.topic, [...changed]]));
  store.change({ topic: 3, lambda: 0.6 });
  store.change({ topic: 3 });
  store.change({ filters: { query: "fees" } });
  stop();
  store.change({ topic: 1 });
  assert.deepEqual(heard, [
    [3, ["topic"]],
    [3, ["filters"]],
  ]);
  assert.deepEqual(store.state.filters, { ...noFilters(), query: "fees" });
  assert.equal(hasFilters(store.state.filters), true);
  assert.equal(hasFilters(noFilters()), false);
});

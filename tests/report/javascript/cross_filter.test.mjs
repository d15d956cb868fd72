import assert from "node:assert/strict";
import { test } from "node:test";
import { CrossFilter, maskOfDocuments } from "../../../sktopics/report/assets/cross_filter.js";

const columns = {
  topic: Int16Array.of(0, 1, 1, -1, 2),
  nTopics: 3,
  time: Int16Array.of(0, 1, 2, 2, -1),
  nBins: 3,
  classes: { values: Int16Array.of(0, 1, -1, 0, 1) },
  nClasses: 2,
};

test("without filters everything passes and is counted", () => {
  const { mask, count, byTopic, byTime, byClass } = new CrossFilter(columns).apply({});
  assert.deepEqual([...mask], [1, 1, 1, 1, 1]);
  assert.equal(count, 5);
  assert.deepEqual([...byTopic], [1, 2, 1, 1]);
  assert.deepEqual([...byTime], [1, 1, 2, 1]);
  assert.deepEqual([...byClass], [2, 2, 1]);
});

test("a count does not obey the filter of its own kind", () => {
  const shown = new CrossFilter(columns).apply({ topics: [1], period: [1, 2] });
  assert.deepEqual([...shown.mask], [0, 1, 1, 0, 0]);
  assert.deepEqual([...shown.byTopic], [0, 2, 0, 1]);
  assert.deepEqual([...shown.byTime], [0, 1, 1, 0]);
  assert.deepEqual([...shown.byClass], [0, 1, 1]);
});

test("documents without a topic, several classes and sets of documents", () => {
  const several = { offsets: Uint32Array.of(0, 2, 2, 3, 3, 4), values: Int16Array.of(0, 1, 1, 0) };
  const filter = new CrossFilter({ ...columns, classes: several });
  assert.deepEqual([...filter.apply({ topics: [-1, 2] }).mask], [0, 0, 0, 1, 1]);
  assert.deepEqual([...filter.apply({ classes: [1] }).mask], [1, 0, 1, 0, 0]);
  assert.deepEqual([...filter.apply({ classes: [-1] }).mask], [0, 0, 0, 0, 0]);
  assert.deepEqual([...filter.all.byClass], [2, 2, 2]);
  const sets = [maskOfDocuments([0, 1, 4], 5), maskOfDocuments([1, 2], 5)];
  assert.deepEqual([...filter.apply({ sets }).mask], [0, 1, 0, 0, 0]);
});

test("100,000 documents are filtered within 30 ms", () => {
  const n = 100_000;
  const make = (many) => Int16Array.from({ length: n }, (_, i) => (i * 7919) % many);
  const filter = new CrossFilter({
    topic: make(200),
    nTopics: 200,
    time: make(40),
    nBins: 40,
    classes: { values: make(9) },
    nClasses: 9,
  });
  const given = { topics: [1, 2, 3], classes: [0, 1], period: [3, 30], sets: [new Uint8Array(n).fill(1)] };
  for (let i = 0; i < 5; i++) filter.apply(given);
  const times = Array.from({ length: 9 }, () => {
    const start = performance.now();
    filter.apply(given);
    return performance.now() - start;
  });
  assert.ok(Math.min(...times) < 30, `${times} ms`);
});

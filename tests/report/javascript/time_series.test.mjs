import assert from "node:assert/strict";
import test from "node:test";

import {
  axisTop,
  bandPath,
  binEdges,
  binsWithin,
  chartedTopics,
  chartInWords,
  isolatedBins,
  labeledBins,
  linePath,
  niceTicks,
  rowOfTopic,
  shareInWords,
} from "../../../sktopics/report/assets/time_series.js";

test("the largest topics of documents have colors, and those of one level stand beside a chosen one", () => {
  const topics = [3, 9, 5, 0, 7].map((size, i) => ({ size, is_empty: size === 0, level: i === 0 ? 0 : 1 }));
  assert.deepEqual(chartedTopics(topics, []), { colored: [1, 4, 2], others: [] });
  assert.deepEqual(chartedTopics(topics, [2]), { colored: [2], others: [1, 4] });
  assert.deepEqual(chartedTopics([], []), { colored: [], others: [] });
});

test("NaN is a gap, and a value alone is a point", () => {
  const column = Float32Array.of(9, 9, 9, 9, 0.5, NaN, 0.25, 0.25);
  const row = rowOfTopic(column, 1, 4);
  assert.deepEqual(row, [0.5, null, 0.25, 0.25]);
  assert.deepEqual(isolatedBins(row), [0]);
});

test("a line has gaps, and a band too", () => {
  assert.equal(linePath([[0, 1], [2, 3], null, [4, 5]]), "M0.0 1.0L2.0 3.0M4.0 5.0");
  assert.equal(linePath([null]), "");
  assert.equal(bandPath([[0, 1], [2, 3]], [[0, 0], [2, 0]]), "M0.0 1.0L2.0 3.0L2.0 0.0L0.0 0.0Z");
  assert.equal(bandPath([null, [4, 5]], [[0, 0], [4, 1]]), "M2.0 5.0L6.0 5.0L6.0 1.0L2.0 1.0Z");
});

test("ticks are round and few", () => {
  assert.deepEqual(niceTicks(1), [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1]);
  assert.deepEqual(niceTicks(0.32), [0, 0.1, 0.2, 0.30000000000000004]);
  for (const most of [1e-6, 0.0034, 0.047, 0.21, 0.999]) {
    const ticks = niceTicks(most);
    assert.ok(ticks.length >= 2 && ticks.length <= 6 && ticks.at(-1) <= most, ticks);
  }
});

test("labels have room", () => {
  const years = Array.from({ length: 100 }, (_, i) => String(1900 + i));
  assert.equal(labeledBins(years, 480).length, 10);
  assert.deepEqual(labeledBins(["2001"], 10), [0]);
  assert.deepEqual(labeledBins([], 10), []);
});

test("bins meet in the middle", () => {
  assert.deepEqual(binEdges([0, 10, 30]), [-5, 5, 20, 40]);
  assert.deepEqual(binEdges([7]), [6.5, 7.5]);
});

test("a stretch of the axis is its bins, or the nearest one", () => {
  assert.deepEqual(binsWithin([0, 10, 30], 5, 31), [1, 2]);
  assert.deepEqual(binsWithin([0, 10, 30], 12, 14), [1, 1]);
  assert.deepEqual(binsWithin([0, 10, 30], -90, -80), [0, 0]);
});

test("a chart in words has its ends and its top", () => {
  const labels = ["a", "b", "c", "d"];
  assert.equal(chartInWords("T", [null, 0.1, 0.5, 0.2], labels), "T: from 10.0% in b to 20.0% in d, highest 50.0% in c.");
  assert.equal(chartInWords("T", [null], ["a"]), "T: no documents with a time.");
  assert.equal(shareInWords(0.5, 0.25, 1), "50.0% (25.0% to 100%)");
  assert.equal(shareInWords(null, null, null), "–");
});

test("the axis fits the lines, and bands up to twice as high", () => {
  const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a}`);
  near(axisTop([0.1, null, 0.2], []), 0.21);
  near(axisTop([0.1, 0.2], [0.3, null]), 0.315);
  near(axisTop([0.1, 0.2], [0.9]), 0.42);
  near(axisTop([], []), 1);
  near(axisTop([null], [null]), 1);
});

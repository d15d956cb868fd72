import assert from "node:assert/strict";
import test from "node:test";

import { labelsWithoutOverlap, levelAtZoom, topicsToName } from "../../../sktopics/report/assets/label_places.js";

const box = (left, top, width = 10, height = 5) => ({ left, top, width, height });

test("a label is left out where one before it is", () => {
  assert.deepEqual(labelsWithoutOverlap([box(0, 0), box(5, 2), box(30, 0)]), [0, 2]);
  assert.deepEqual(labelsWithoutOverlap([box(0, 0), box(11, 0)], 2), [0]);
  assert.deepEqual(labelsWithoutOverlap([box(0, 0), box(12, 0)], 2), [0, 1]);
  assert.deepEqual(labelsWithoutOverlap([]), []);
});

test("each doubling of the zoom names the next level", () => {
  assert.deepEqual([1, 1.9, 2, 4, 64].map((zoom) => levelAtZoom(3, zoom)), [0, 1, 1, 2, 2]);
  assert.equal(levelAtZoom(1, 64), 0);
});

test("the selected topic is named first, then the largest; empty ones never", () => {
  const topics = [
    { size: 5, x: 0, level: 0, is_empty: false },
    { size: 9, x: 0, level: 1, is_empty: false },
    { size: 7, x: 0, level: 1, is_empty: false },
    { size: 0, x: 0, level: 1, is_empty: true },
    { size: 8, x: null, level: 1, is_empty: false },
  ];
  assert.deepEqual(topicsToName(topics), [1, 2, 0]);
  assert.deepEqual(topicsToName(topics, { selected: 0 }), [0, 1, 2]);
  assert.deepEqual(topicsToName(topics, { level: 1, selected: 0 }), [0, 1, 2]);
  assert.deepEqual(topicsToName(topics, { level: 0 }), [0]);
});

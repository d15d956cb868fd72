import assert from "node:assert/strict";
import { test } from "node:test";
import { topicComparison, topicRows, topicsWithLetters } from "../../../sktopics/report/assets/topic_order.js";
import { topicsText } from "../../../sktopics/report/assets/texts.js";

const names = ["Fees", "écoles", "Bank", "Apple"];
const data = {
  topics: [
    { index: 5, size: 1, words: ["tuition"] },
    { index: 2, size: 3, words: ["school"] },
    { index: 9, size: 3, words: ["money"] },
    { index: 7, size: 2, words: ["fruit"] },
  ],
  children: [[], [3], [], []],
  nameOf: (place) => names[place],
};
const all = new Set([0, 1, 2, 3]);
const places = (rows) => rows.map(({ place }) => place);

test("topics are sorted within their parent", () => {
  const order = (key, quality) => places(topicRows(data, topicComparison(key, data, quality), all));
  assert.deepEqual(order("size"), [1, 3, 2, 0]);
  assert.deepEqual(order("number"), [1, 3, 0, 2]);
  assert.deepEqual(order("name"), [2, 1, 3, 0]);
  assert.deepEqual(order("quality 0", [0.5, null, 0.9, 0]), [2, 0, 1, 3]);
});

test("rows know their depth, and closed topics hide what is below", () => {
  const bySize = topicComparison("size", data);
  assert.deepEqual(topicRows(data, bySize, all)[1], { place: 3, depth: 1, hasChildren: false });
  assert.deepEqual(places(topicRows(data, bySize, all, new Set([1]))), [1, 2, 0]);
});

test("letters are looked for in names, numbers and words, parents of matches stay", () => {
  assert.deepEqual([...topicsWithLetters("ECOLES", data)], [1]);
  assert.deepEqual([...topicsWithLetters("tuition fee", data)], [0]);
  const matches = topicsWithLetters("7", data);
  assert.deepEqual([...matches], [3]);
  assert.deepEqual(places(topicRows(data, topicComparison("size", data), matches)), [1, 3]);
});

test("topics of upper levels are counted apart", () => {
  const topics = [1, 1, 1, 0].map((level) => ({ level }));
  assert.equal(topicsText(topics), "3 topics and 1 broader one");
  assert.equal(topicsText([{ level: 0 }]), "1 topic");
  assert.equal(topicsText([]), "0 topics");
});

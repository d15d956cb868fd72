import assert from "node:assert/strict";
import { test } from "node:test";
import { rankTerms, relevanceOf, topicsByWord } from "../../../sktopics/report/assets/relevance.js";

const share = Float32Array.of(0.5, 0.3, 0.2, 0);
const lift = Float32Array.of(1, 4, 9, 0);

test("words are ranked by share, by lift, and between", () => {
  assert.deepEqual(rankTerms(share, lift, 1), [0, 1, 2, 3]);
  assert.deepEqual(rankTerms(share, lift, 0), [2, 1, 0, 3]);
  const close = 0.6 * Math.log(0.3) + 0.4 * Math.log(4);
  assert.ok(Math.abs(relevanceOf(0.3, 4, 0.6) - close) < 1e-12);
});

test("words without weight come last, in their order", () => {
  assert.equal(relevanceOf(0, 0, 1), -Infinity);
  assert.equal(relevanceOf(-1, 2, 0.5), -Infinity);
  assert.deepEqual(rankTerms([0, 0.1, 0], [0, 1, 0], 0.6), [1, 0, 2]);
});

test("topics of a word by p(topic | word)", () => {
  const found = [
    { place: 0, share: 0.1, lift: 2 },
    { place: 1, share: 0.05, lift: 1 },
  ];
  const topics = topicsByWord(found, [0.2, 0.8], 0.08);
  assert.deepEqual(topics.map(({ place }) => place), [1, 0]);
  assert.ok(Math.abs(topics[0].share - 0.5) < 1e-12);
  assert.equal(topicsByWord(found, [0.2, 0.8], 0)[0].share, 0);
});

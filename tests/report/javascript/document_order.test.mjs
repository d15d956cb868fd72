import assert from "node:assert/strict";
import { test } from "node:test";
import { orderedDocuments } from "../../../sktopics/report/assets/document_order.js";

const shares = [Float32Array.of(0.2, 0.9, 0, 0.9), Float32Array.of(0, 0, 0, 0), Float32Array.of(0.1, 0, 0, 0)];
const data = {
  n: 4,
  topics: [{ typical: [3] }, { typical: [] }, {}],
  children: [[], [0, 2], []],
  sharesOfTopic: async (place) => Float32Array.from(shares[place]),
};
const mask = Uint8Array.of(1, 1, 1, 1);

test("documents of a topic: typical ones, then by share, none without it", async () => {
  assert.deepEqual(await orderedDocuments(data, { topic: 0, mask }), [3, 1, 0]);
  assert.deepEqual(await orderedDocuments(data, { topic: 0, mask: Uint8Array.of(1, 0, 1, 0) }), [0]);
});

test("hits come before shares, and the corpus keeps its order", async () => {
  const hits = Uint16Array.of(5, 1, 0, 1);
  assert.deepEqual(await orderedDocuments(data, { topic: 0, mask, hits }), [0, 3, 1]);
  assert.deepEqual(await orderedDocuments(data, { topic: null, mask, hits }), [0, 1, 3, 2]);
  assert.deepEqual(await orderedDocuments(data, { topic: null, mask }), [0, 1, 2, 3]);
});

test("a topic above others has their documents", async () => {
  assert.deepEqual(await orderedDocuments(data, { topic: 1, mask }), [1, 3, 0]);
});

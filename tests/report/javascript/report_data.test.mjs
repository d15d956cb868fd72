import assert from "node:assert/strict";
import { test } from "node:test";
import {
  childrenOfTopics,
  ReportData,
  undoDifferences,
  withDescendants,
} from "../../../sktopics/report/assets/report_data.js";

test("differences between neighbours are undone", () => {
  assert.deepEqual([...undoDifferences(Uint32Array.of(5, 1, 7))], [5, 6, 13]);
});

test("a topic hangs under its strongest parent", () => {
  const topics = [{ parents: [] }, {}, { parents: [[0, 0.2], [1, 0.8]] }, { parents: [[2, 1]] }];
  const children = childrenOfTopics(topics);
  assert.deepEqual(children, [[], [2], [3], []]);
  assert.deepEqual(withDescendants(1, children), [1, 2, 3]);
});

const PARTS = {
  "topic_terms.offsets": Uint32Array.of(0, 2, 2, 4),
  "topic_terms.term": Uint32Array.of(0, 1, 1, 2),
  "topic_terms.share": Float32Array.of(0.5, 0.25, 0.5, 0.25),
  "topic_terms.lift": Float32Array.of(1, 2, 3, 4),
  "documents.offsets": Uint32Array.of(0, 1, 1, 3),
  "documents.topics": Int16Array.of(2, 0, 2),
  "documents.shares": Uint8Array.of(255, 204, 51),
};
const parts = { has: (name) => name in PARTS, column: async (name) => PARTS[name] };
const topic = { parents: [], index: 7, name: "" };
const summary = { topics: [topic, topic, topic], corpus: { n_inside: 3 }, segments: false, classes: null };

test("columns are read by topic, term and document", async () => {
  const data = new ReportData(parts, summary);
  assert.deepEqual([...(await data.termsOfTopic(2)).term], [1, 2]);
  assert.deepEqual((await data.topicsOfTerm(1)).map(({ place }) => place), [0, 2]);
  assert.deepEqual(await data.topicsOfDocument(1), []);
  assert.deepEqual((await data.topicsOfDocument(2)).map(({ place }) => place), [0, 2]);
  const shares = [...(await data.sharesOfTopic(2))].map((share) => Math.round(share * 10) / 10);
  assert.deepEqual(shares, [1, 0, 0.2]);
  assert.equal(await data.documentsOfTerm(0), null);
  assert.deepEqual(await data.termsNear(0), []);
  assert.deepEqual(await data.segmentsOf(0), []);
});

test("names as given on the page come first", () => {
  const data = new ReportData(parts, summary);
  assert.equal(data.nameOf(0), "Topic 7");
  data.given = { 0: "Fees" };
  assert.equal(data.nameOf(0), "Fees");
  assert.equal(data.nameOf(-1), "No topic");
});

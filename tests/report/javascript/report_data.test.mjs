import assert from "node:assert/strict";
import { test } from "node:test";
import {
  childrenOfTopics,
  isolatedText,
  ReportData,
  shortText,
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

test("names inside sentences are short and turn nothing around them", () => {
  assert.equal(shortText("😀".repeat(1e5)).length, 201);
  assert.equal(shortText("a😀", 2), "a…");
  assert.equal(shortText("plain"), "plain");
  assert.equal(isolatedText("\u202eback\u2069\u2069"), "\u2068back\u2069");
  const data = new ReportData(null, { topics: [{ index: 5, name: "" }, { index: 6, name: "n".repeat(1e6) }], corpus: { n_inside: 0 } });
  assert.equal(data.nameOf(0), "Topic 5");
  assert.equal(data.nameOf(1).length, 201);
  data.given = { 0: "Fees" };
  assert.equal(data.nameInText(0), "\u2068Fees\u2069");
  assert.equal(data.ownNameOf(0), "Topic 5");
});

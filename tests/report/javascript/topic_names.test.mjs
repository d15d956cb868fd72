import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanName, KeptNames, namesAsJson, namesAsPython, pythonText } from "../../../sktopics/report/assets/topic_names.js";

const topics = [{ index: 3 }, { index: 0 }];

test("names are exported by the number of the topic in the model", () => {
  const names = { 0: "Fees", 1: 'A "B" \\ \u202e', 9: "gone" };
  assert.equal(namesAsPython(names, topics), '{\n    0: "A \\"B\\" \\\\ \\u202e",\n    3: "Fees",\n}');
  assert.deepEqual(JSON.parse(namesAsJson(names, topics)), { 0: names[1], 3: "Fees" });
  assert.equal(namesAsPython({}, topics), "{}");
  assert.equal(pythonText("\u{e0041}é😀\n"), '"\\U000e0041é😀\\n"');
  assert.equal(cleanName("  a\n b "), "a b");
});

test("names are kept where there is storage, and nothing fails where there is none", () => {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  const summary = { created: "now", corpus: { fingerprint: "f" } };
  const names = new KeptNames(summary, () => storage);
  assert.deepEqual(names.read(), {});
  assert.equal(names.keep({ 1: "Fees" }), true);
  assert.deepEqual(names.read(), { 1: "Fees" });
  kept.set(names.key, '{"1": 5, "x": "y", "2": "ok"}');
  assert.deepEqual(names.read(), { 2: "ok" });
  kept.set(names.key, "no JSON");
  assert.deepEqual(names.read(), {});
  const none = new KeptNames(summary, () => {
    throw new Error("SecurityError");
  });
  assert.deepEqual(none.read(), {});
  assert.equal(none.keep({}), false);
});

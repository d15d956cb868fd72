import assert from "node:assert/strict";
import { test } from "node:test";
import { cutText, markFinder, snippetStart, textRuns } from "../../../sktopics/report/assets/highlight.js";
import { parseQuery } from "../../../sktopics/report/assets/text_search.js";

const marked = (text, forms, query = "", key = "isTopicWord") =>
  textRuns(text, markFinder(forms, parseQuery(query)))
    .filter((run) => run[key])
    .map((run) => run.text);

test("words and their forms are marked by borders of words", () => {
  assert.deepEqual(marked("Fee, fees; coffees. FÉE", [["fee", "fees"]]), ["Fee", "fees", "FÉE"]);
  assert.deepEqual(marked("School fees, school", [["school fees"]]), ["School fees"]);
  assert.deepEqual(marked("a school_fees b school fees", [["school_fees", "school fees"]]), [
    "school_fees",
    "school fees",
  ]);
  assert.deepEqual(marked("学校の授業料", [["授業料"]]), ["授業料"]);
});

test("words of the query are marked as the search finds them", () => {
  assert.deepEqual(marked("Taxes and tax", [], "tax*", "isQuery"), ["Taxes", "tax"]);
  assert.deepEqual(marked("free trade, free", [], '"free trade"', "isQuery"), ["free trade"]);
});

test("runs are the text, whatever overlaps", () => {
  const text = "One school fees. Two <b>fees</b> 😀.";
  const finder = markFinder([["school fees"], ["fees"]], parseQuery("two"));
  const segments = [
    { start: 0, stop: 16 },
    { start: 17, stop: 999 },
  ];
  const runs = textRuns(text, finder, segments);
  assert.equal(runs.map((run) => run.text).join(""), text);
  assert.deepEqual([...new Set(runs.map((run) => run.segment))], [0, -1, 1]);
  assert.deepEqual(textRuns("", finder), []);
});

test("a snippet begins where the marks are", () => {
  const text = `${"x ".repeat(500)}here are fees and fees ${"y ".repeat(500)}`;
  const finder = markFinder([["fees"]], []);
  const start = snippetStart(text, finder, 200);
  assert.ok(start > 900 && cutText(text, start, 200).includes("fees and fees"));
  assert.equal(snippetStart("short fees", finder, 200), 0);
  assert.equal(cutText("aaaa😀", 0, 5), "aaaa");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { csvCell, csvText } from "../../../sktopics/report/assets/csv.js";

test("cells are quoted where they need it", () => {
  assert.equal(csvText(["a", "b"], [['say "x"', 1.5], ["c,d\n", null]]), '\ufeffa,b\r\n"say ""x""",1.5\r\n"c,d\n",\r\n');
  assert.equal(csvCell(NaN), "");
});

test("no spreadsheet takes a text for a formula", () => {
  for (const text of ["=1", " +1", "-1", "@x", "\u22121", "\uff1d1", "\u200e=1", "\t1"]) {
    assert.ok(csvCell(text).replace('"', "").startsWith("'"), text);
  }
  assert.equal(csvCell(-1), "-1");
  assert.equal(csvCell("a=1"), "a=1");
});

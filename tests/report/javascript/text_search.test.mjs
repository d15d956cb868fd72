import assert from "node:assert/strict";
import { test } from "node:test";
import { countHits, parseQuery, TextSearch } from "../../../sktopics/report/assets/text_search.js";
import { foldText } from "../../../sktopics/report/assets/words_in_text.js";

const hits = (text, query) => countHits(foldText(text), parseQuery(query));

test("case and accents are folded", () => {
  assert.equal(foldText("Straße NAÏVE café ΣΊΣΥΦΟΣ"), "strasse naive cafe σισυφοσ");
  assert.equal(hits("Das STRASSENFEST, die Straße", "straße"), 1);
  assert.equal(hits("Дети, ДЕТИ и дети", "дети"), 3);
});

test("all words must occur, as whole words", () => {
  assert.equal(hits("Fees and taxes, fees", "fees taxes"), 3);
  assert.equal(hits("Fees and taxes", "fees tariffs"), 0);
  assert.equal(hits("coffees", "fees"), 0);
  assert.equal(hits("feesé", "fees"), 0);
  assert.equal(hits("taxing and taxes", "tax*"), 2);
});

test("phrases in quotes pass over signs and spaces between words", () => {
  assert.equal(hits("School, fees. Fees school", '"school fees"'), 1);
  assert.equal(hits("schoolfees", '"school fees"'), 0);
  assert.equal(hits("school feesible", '"school fees"'), 0);
  assert.equal(hits("school 😀 fees", '"school fees'), 1);
  assert.deepEqual(parseQuery('""  "!?" '), []);
});

test("scripts without spaces need no borders", () => {
  assert.equal(hits("学校の授業料と授業", "授業"), 2);
});

test("blocks of texts are searched, and an old search gives up", async () => {
  const blocks = [["fees", "none"], ["Fees fees"]];
  const data = {
    n: 3,
    summary: { corpus: { block_size: 2, has_texts: true } },
    textsOfBlock: async (block) => blocks[block],
  };
  const search = new TextSearch(data);
  assert.deepEqual([...(await search.search("fees"))], [1, 0, 2]);
  assert.deepEqual([...(await search.search("  "))], [0, 0, 0]);
  assert.equal(await search.search("fees", { isStale: () => true }), null);
});

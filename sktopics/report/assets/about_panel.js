// What the report was made of: the corpus, the model, and what is not shown.

import { make, makeTable, userText } from "./dom.js";
import { countText, insideText, TEXTS } from "./texts.js";

export class AboutPanel {
  constructor(element, data) {
    const { summary } = data;
    const blocks = [
      block("Corpus", make("p", { text: insideText(summary.corpus) }), facts(corpusFacts(summary))),
      block("Model", facts([["Model", summary.model.name], ...stepFacts(summary.model)])),
      listBlock("Parameters", ["Parameter", "Value"], summary.model.parameters),
      listBlock("Versions", ["Package", "Version"], summary.model.versions),
      missingBlock(summary.missing),
    ];
    element.append(make("div", { class: "blocks" }, ...blocks.filter(Boolean)));
  }
}

const block = (title, ...content) => make("section", {}, make("h3", { text: title }), ...content);

const stepFacts = ({ steps }) => (steps ?? []).map((step, i) => [`Step ${i + 1}`, step]);

function corpusFacts({ corpus, times, created }) {
  const count = (value) => (value === null || value === undefined ? "unknown" : countText(value));
  return [
    ["Documents", count(corpus.n_documents)],
    ["Words in all", count(corpus.n_tokens)],
    ["Distinct words", count(corpus.n_terms)],
    ...(times?.n_unknown ? [["Without a time", count(times.n_unknown)]] : []),
    ["Fingerprint (SHA-256)", corpus.fingerprint ?? "unknown"],
    ["Made", created],
  ];
}

function facts(rows) {
  const items = rows.flatMap(([name, value]) => [make("dt", { text: name }), make("dd", {}, userText(value))]);
  return make("dl", { class: "aspects" }, ...items);
}

function listBlock(title, header, rows) {
  if (!rows?.length) return null;
  return block(title, makeTable(header, rows.map(([name, value]) => [name, userText(value)]), { class: "plain" }));
}

function missingBlock(missing) {
  if (!missing?.length) return null;
  const items = missing.flatMap(([panel, reason]) => [make("dt", { text: panel }), make("dd", { text: reason })]);
  return block("What is not shown, and why", make("dl", { class: "missing" }, ...items));
}

// One document of the list: a snippet, and on demand the whole text and what is known.

import { make, makeBar, makeButton, userText } from "./dom.js";
import { cutText, markFinder, snippetStart, textRuns } from "./highlight.js";
import { countText, shareText, TEXTS } from "./texts.js";
import { makeSwatch, topicButton, topicCss } from "./topic_swatch.js";

const SNIPPET_LENGTH = 320;
const WHOLE_TEXT = 20_000;

/** All that is shown of a document. */
export async function readDocument(number, data) {
  const [text, topics, classes, time, fields, segments, rows] = await Promise.all([
    data.textOf(number),
    data.topicsOfDocument(number),
    data.classesOf(number),
    data.timeOf(number),
    data.fieldsOf(number),
    data.segmentsOf(number),
    data.column("documents.row"),
  ]);
  return { number, row: rows[number], text, topics, classes, time, fields, segments };
}

/** A document as an item of the list. `marks` are { forms, phrases } to highlight. */
export function makeDocument(found, { store, data, marks, isOpen = false, hits = 0 }) {
  const finder = markFinder(marks.forms, marks.phrases);
  const body = make("div", { class: "document-text", dir: "auto", lang: "" });
  const extra = make("div", { class: "document-more" });
  const item = make("li", { class: "document", "data-document": found.number });
  const button = makeButton("", () => show(button.getAttribute("aria-expanded") !== "true"), { class: "quiet" });
  const show = (isWhole) => {
    button.setAttribute("aria-expanded", String(isWhole));
    button.textContent = isWhole ? "Less" : found.text === null ? "Details" : "Read all";
    item.classList.toggle("is-open", isWhole);
    if (isWhole) fillWhole(body, found, finder, data, WHOLE_TEXT);
    else fillSnippet(body, found, finder);
    extra.replaceChildren(...(isWhole ? documentDetails(found, store, data) : []));
  };
  item.append(makeHead(found, data, hits), body, extra, button);
  show(isOpen);
  return item;
}

function makeHead({ row, topics, classes, time }, data, hits) {
  const facts = [`Row ${row}`, ...(time === null ? [] : [time]), ...classes.slice(0, 4)];
  if (hits > 0) facts.push(hits === 1 ? "1 hit" : `${countText(hits)} hits`);
  return make(
    "div",
    { class: "document-head" },
    makeMixture(topics, data),
    ...facts.map((fact) => userText(fact, { class: "fact" })),
  );
}

/** Topics of a document as one bar in parts, named for those who cannot see it. */
function makeMixture(topics, data) {
  const said = topics.slice(0, 3).map(({ place, share }) => `${data.nameOf(place)} ${shareText(share)}`);
  const parts = topics.map(({ place, share }) =>
    make("span", { styles: { "--length": `${100 * share}%`, "--color": topicCss(place) } }),
  );
  const label = said.length ? `Topics: ${said.join(", ")}` : "No topic";
  return make("span", { class: "mixture", role: "img", "aria-label": label, title: label }, ...parts);
}

function fillSnippet(body, { text }, finder) {
  if (!text) return fillMissing(body, text);
  const start = snippetStart(text, finder, SNIPPET_LENGTH);
  const part = cutText(text, start, SNIPPET_LENGTH);
  body.replaceChildren(start > 0 ? "… " : "", ...runElements(part, finder));
  if (start + part.length < text.length) body.append(" …");
}

function fillWhole(body, { text, segments }, finder, data, length) {
  if (!text) return fillMissing(body, text);
  const part = cutText(text, 0, length);
  body.replaceChildren(...runElements(part, finder, segments, data));
  if (part.length === text.length) return;
  const rest = `Show the other ${countText(text.length - part.length)} letters`;
  body.append(
    " ",
    makeButton(rest, () => fillWhole(body, { text, segments }, finder, data, text.length), { class: "quiet", lang: "en" }),
  );
}

function fillMissing(body, text) {
  // Where the file has no texts at all, the list says so once.
  body.replaceChildren(text === null ? "" : make("em", { class: "note", lang: "en", text: TEXTS.emptyText }));
}

/** Runs of a text as elements; the first run of a segment ends in its topic's number. */
function runElements(text, finder, segments = [], data = null) {
  const found = [];
  let last = -1;
  for (const run of textRuns(text, finder, segments)) {
    if (run.segment !== last && last >= 0) found.push(segmentSign(segments[last], data));
    last = run.segment;
    found.push(runElement(run, segments));
  }
  if (last >= 0) found.push(segmentSign(segments[last], data));
  return found.filter(Boolean);
}

function runElement({ text, isTopicWord, isQuery, segment }, segments) {
  const place = segment < 0 ? null : segments[segment].place;
  if (!isTopicWord && !isQuery && place === null) return document.createTextNode(text);
  const names = [isTopicWord && "is-word", isQuery && "is-query", place !== null && "is-segment"];
  return make(isTopicWord || isQuery ? "mark" : "span", {
    class: names.filter(Boolean).join(" "),
    text,
    styles: place === null ? {} : { "--color": topicCss(place) },
  });
}

function segmentSign({ place }, data) {
  if (place < 0) return null;
  const text = String(data.topics[place].index);
  return make("sup", { class: "segment-sign", text, title: data.nameOf(place), styles: { "--color": topicCss(place) } });
}

function documentDetails({ topics, fields, classes, segments }, store, data) {
  const rows = topics.map(({ place, share }) =>
    make(
      "li",
      {},
      topicButton(place, store, data),
      makeBar(share, topicCss(place)),
      make("span", { class: "amount", text: shareText(share) }),
    ),
  );
  const known = fields.map(([name, value]) => [name, typeof value === "object" ? JSON.stringify(value) : String(value)]);
  if (classes.length > 4) known.push([data.summary.classes.name, classes.join(", ")]);
  const facts = known.flatMap(([name, value]) => [make("dt", {}, userText(name)), make("dd", {}, userText(value))]);
  return [
    segments.length ? make("p", { class: "note", text: TEXTS.noSegments }) : null,
    rows.length ? make("ul", { class: "related" }, ...rows) : make("p", { class: "note" }, makeSwatch(-1), "No topic"),
    facts.length ? make("dl", { class: "aspects" }, ...facts) : null,
  ].filter(Boolean);
}

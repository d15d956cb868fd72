// A text in runs: words of the topic, words of the search, segments about one topic.

import { PhraseFinder, phraseOf } from "./words_in_text.js";

/** A finder of words of a topic (lists of forms) and of a query (phrases). */
export function markFinder(forms, queryPhrases) {
  const ofTopic = forms.flat().map((form) => ({ ...phraseOf(form), kind: "topic" }));
  const ofQuery = queryPhrases.map((phrase) => ({ ...phrase, kind: "query" }));
  return new PhraseFinder([...ofTopic, ...ofQuery]);
}

/**
 * Runs of a text: list of { text, isTopicWord, isQuery, segment }, which together are
 * the text. `segment` is the number of a segment, or -1.
 */
export function textRuns(text, finder, segments = []) {
  const marks = finder.find(text).map(({ start, stop, phrase }) => ({ start, stop, kind: phrase.kind }));
  const parts = segments.map(({ start, stop }, number) => ({ start, stop, kind: "segment", number }));
  const spans = [...marks, ...parts].filter(({ start, stop }) => start < stop && start < text.length);
  const borders = new Set([0, text.length]);
  for (const { start, stop } of spans) borders.add(start).add(Math.min(stop, text.length));
  const cuts = [...borders].sort((a, b) => a - b);
  const opening = spans.sort((a, b) => a.start - b.start);
  const runs = [];
  let next = 0;
  let open = [];
  for (let i = 0; i + 1 < cuts.length; i++) {
    while (next < opening.length && opening[next].start <= cuts[i]) open.push(opening[next++]);
    open = open.filter(({ stop }) => stop > cuts[i]);
    runs.push({
      text: text.slice(cuts[i], cuts[i + 1]),
      isTopicWord: open.some(({ kind }) => kind === "topic"),
      isQuery: open.some(({ kind }) => kind === "query"),
      segment: open.find(({ kind }) => kind === "segment")?.number ?? -1,
    });
  }
  return runs;
}

/** Where a snippet of a text begins: before the densest marks, after a space. */
export function snippetStart(text, finder, length) {
  if (text.length <= length) return 0;
  const found = finder.find(text.slice(0, 20_000));
  const wanted = found.some(({ phrase }) => phrase.kind === "query")
    ? found.filter(({ phrase }) => phrase.kind === "query")
    : found;
  const starts = wanted.map(({ start }) => start);
  let best = 0;
  let most = 0;
  for (let first = 0, last = 0; first < starts.length; first++) {
    while (last < starts.length && starts[last] < starts[first] + length * 0.8) last++;
    if (last - first > most) [most, best] = [last - first, starts[first]];
  }
  if (best < length / 3) return 0;
  const space = text.lastIndexOf(" ", Math.max(best - 30, 0));
  return space < 0 ? best : space + 1;
}

/** Cut a text to at most `length` letters, not within a pair of code units. */
export function cutText(text, start, length) {
  let stop = Math.min(start + length, text.length);
  if (stop < text.length) {
    const space = text.lastIndexOf(" ", stop);
    if (space > start + length / 2) stop = space;
    else if (/[\ud800-\udbff]/.test(text[stop - 1])) stop--;
  }
  return text.slice(start, stop);
}

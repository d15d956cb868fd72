// Full-text search: an exact scan of all texts in the file, in small pieces of work.

import { foldText, hasNoSpaces, phraseOf } from "./words_in_text.js";

const WORK = 12; // milliseconds before the page gets its turn
const REPORT = 200; // milliseconds between words about the progress
const KEPT_LETTERS = 30_000_000; // folded texts that are kept for the next search
const BORDER = /[\p{L}\p{N}\p{M}_]/u;

/** A query as phrases that must all occur: words, "phrases in quotes", beginnings*. */
export function parseQuery(query) {
  const parts = query.matchAll(/["“”„«»]([^"“”„«»]*)["“”„«»]?|([^\s"“”„«»]+)/gu);
  return [...parts]
    .map(([, quoted, word]) => phraseOf(quoted ?? word, (quoted ?? word).trimEnd().endsWith("*")))
    .filter(({ words }) => words.length > 0);
}

/** How often a phrase occurs in a folded text. */
export function countPhrase(folded, { words, isBeginning }) {
  const [first, ...rest] = words;
  let count = 0;
  for (let at = folded.indexOf(first); at >= 0; at = folded.indexOf(first, at + 1)) {
    if (continuesAt(folded, at, first, rest, isBeginning)) count++;
  }
  return count;
}

function continuesAt(folded, at, first, rest, isBeginning) {
  if (!hasNoSpaces(first) && isWordBefore(folded, at)) return false;
  let stop = at + first.length;
  for (const word of rest) {
    if (isWordAt(folded, stop)) return false;
    while (stop < folded.length && !isWordAt(folded, stop)) stop += stepAt(folded, stop);
    if (!folded.startsWith(word, stop)) return false;
    stop += word.length;
  }
  return isBeginning || hasNoSpaces(rest.at(-1) ?? first) || !isWordAt(folded, stop);
}

const stepAt = (text, at) => (text.codePointAt(at) > 0xffff ? 2 : 1);

function isWordAt(text, at) {
  if (at >= text.length) return false;
  const code = text.charCodeAt(at);
  if (code < 128) return isAsciiWord(code);
  return BORDER.test(String.fromCodePoint(text.codePointAt(at)));
}

function isWordBefore(text, at) {
  if (at === 0) return false;
  const code = text.charCodeAt(at - 1);
  if (code < 128) return isAsciiWord(code);
  const isLow = code >= 0xdc00 && code < 0xe000 && at > 1;
  return BORDER.test(String.fromCodePoint(text.codePointAt(isLow ? at - 2 : at - 1)));
}

const isAsciiWord = (code) =>
  (code > 96 && code < 123) || (code > 47 && code < 58) || (code > 64 && code < 91) || code === 95;

/** Number of hits in a folded text; 0 unless all phrases occur. */
export function countHits(folded, phrases) {
  let hits = 0;
  for (const phrase of phrases) {
    const count = countPhrase(folded, phrase);
    if (count === 0) return 0;
    hits += count;
  }
  return hits;
}

/** Let the page draw and listen before the work goes on. */
const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Searches the blocks of texts of a report. */
export class TextSearch {
  constructor(data) {
    this.data = data;
    this.folded = new Map();
    this.keptLetters = 0;
  }

  /**
   * Number of hits in each document (Uint16Array), or null where `isStale()` says that
   * nobody waits any longer. `onProgress(share)` is called between pieces of work.
   */
  async search(query, { isStale = () => false, onProgress = () => {} } = {}) {
    const { n, summary } = this.data;
    const hits = new Uint16Array(n);
    const phrases = parseQuery(query);
    const size = summary.corpus.block_size;
    if (phrases.length === 0 || !summary.corpus.has_texts) return hits;
    let since = performance.now();
    let reported = since;
    for (let start = 0; start < n; start += size) {
      const texts = await this.#foldedBlock(start / size);
      for (let i = 0; i < texts.length; i++) {
        hits[start + i] = Math.min(countHits(texts[i], phrases), 65535);
        if (performance.now() - since < WORK) continue;
        if (since - reported > REPORT) {
          onProgress((start + i) / n);
          reported = since;
        }
        await nextTurn();
        since = performance.now();
        if (isStale()) return null;
      }
    }
    return isStale() ? null : hits;
  }

  async #foldedBlock(block) {
    if (this.folded.has(block)) return this.folded.get(block);
    const folded = (await this.data.textsOfBlock(block)).map((text) => foldText(text));
    const letters = folded.reduce((sum, text) => sum + text.length, 0);
    if (this.keptLetters + letters <= KEPT_LETTERS) {
      this.folded.set(block, folded);
      this.keptLetters += letters;
    }
    return folded;
  }
}

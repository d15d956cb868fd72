// Words of a text, and places where words and phrases occur in it.

const WORD = /[\p{L}\p{N}\p{M}_]+/gu;
const MARKS = /\p{M}+/gu;
const ASCII = /^[\x00-\x7f]*$/;
// Scripts that write words without spaces between them.
const NO_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** A text without case and accents. Its length may differ. */
export function foldText(text) {
  if (ASCII.test(text)) return text.toLowerCase();
  const upper = text.normalize("NFKD").toUpperCase().normalize("NFKD");
  return upper.replace(MARKS, "").toLowerCase().replaceAll("ς", "σ");
}

/** Words of a text: list of { start, stop, word }, folded. */
export function wordsOf(text) {
  const found = [];
  for (const match of text.matchAll(WORD)) {
    const word = foldText(match[0]);
    found.push({ start: match.index, stop: match.index + match[0].length, word });
  }
  return found;
}

/** Folded words of a phrase. A last word may be a beginning only (`isBeginning`). */
export function phraseOf(text, isBeginning = false) {
  return { words: wordsOf(text).map(({ word }) => word), isBeginning };
}

/** Finds phrases in texts; a phrase carries a `kind`, which its places carry too. */
export class PhraseFinder {
  constructor(phrases) {
    this.byFirst = new Map();
    this.beginnings = [];
    this.inside = [];
    for (const phrase of phrases) this.#add(phrase);
  }

  #add(phrase) {
    const { words, isBeginning } = phrase;
    if (words.length === 0) return;
    if (words.length === 1 && NO_SPACES.test(words[0])) this.inside.push(phrase);
    else if (words.length === 1 && isBeginning) this.beginnings.push(phrase);
    else this.byFirst.set(words[0], [...(this.byFirst.get(words[0]) ?? []), phrase]);
  }

  /** Places of phrases: list of { start, stop, phrase }, in order. */
  find(text) {
    const words = wordsOf(text);
    const found = [];
    words.forEach((word, at) => {
      for (const phrase of this.byFirst.get(word.word) ?? []) {
        const { length } = phrase.words;
        if (occursAt(words, at, phrase)) {
          found.push({ start: word.start, stop: words[at + length - 1].stop, phrase });
        }
      }
      for (const phrase of this.beginnings) {
        if (word.word.startsWith(phrase.words[0])) found.push({ start: word.start, stop: word.stop, phrase });
      }
      for (const phrase of this.inside) found.push(...placesInside(text, word, phrase));
    });
    return found;
  }
}

function occursAt(words, at, { words: wanted, isBeginning }) {
  const last = wanted.length - 1;
  return wanted.every((word, i) => {
    const here = words[at + i]?.word;
    return here === word || (i === last && isBeginning && here?.startsWith(word));
  });
}

/** Places of a word within a run of letters of a script without spaces. */
function placesInside(text, { start, stop }, phrase) {
  const [wanted] = phrase.words;
  let folded = "";
  const origin = []; // where each folded letter comes from
  for (let at = start; at < stop; ) {
    const letter = String.fromCodePoint(text.codePointAt(at));
    const known = foldText(letter);
    for (let i = 0; i < known.length; i++) origin.push(at);
    folded += known;
    at += letter.length;
  }
  origin.push(stop);
  const found = [];
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
    found.push({ start: origin[at], stop: origin[at + wanted.length], phrase });
  }
  return found;
}

/** Whether a script needs no borders of words around what is found. */
export const hasNoSpaces = (word) => NO_SPACES.test(word);

// The rows of the list of topics: sorted, filtered by letters, as a tree where there is one.

import { foldText } from "./words_in_text.js";

/** How topics are compared: by a key, or by values of a measure, largest first. */
export function topicComparison(key, data, quality = []) {
  const { topics } = data;
  const compare = {
    size: (a, b) => topics[b].size - topics[a].size,
    number: (a, b) => topics[a].index - topics[b].index,
    name: (a, b) => data.nameOf(a).localeCompare(data.nameOf(b)),
  }[key] ?? ((a, b) => (quality[b] ?? -Infinity) - (quality[a] ?? -Infinity));
  // Equal or both unknown: by place. `||` passes over NaN, too.
  return (a, b) => compare(a, b) || a - b;
}

/** Places of topics whose name, number or words have all these letters. */
export function topicsWithLetters(letters, data) {
  const wanted = foldText(letters).split(/\s+/u).filter(Boolean);
  const texts = data.topics.map(({ index, words }, place) =>
    foldText(`${index} ${data.nameOf(place)} ${words.join(" ")}`),
  );
  return new Set([...texts.keys()].filter((place) => wanted.every((word) => texts[place].includes(word))));
}

/**
 * Rows in order: list of { place, depth, hasChildren }. Children follow their parent,
 * unless it is in `closed`. Topics above a match are kept.
 */
export function topicRows(data, compare, matches, closed = new Set()) {
  const { topics, children } = data;
  const isChild = new Set(children.flat());
  const kept = new Map();
  const isKept = (place) => {
    if (!kept.has(place)) {
      kept.set(place, false); // ends circles
      kept.set(place, matches.has(place) || children[place].some(isKept));
    }
    return kept.get(place);
  };
  const rows = [];
  const add = (places, depth) => {
    for (const place of places.filter(isKept).sort(compare)) {
      const below = children[place].filter(isKept);
      rows.push({ place, depth, hasChildren: below.length > 0 });
      if (!closed.has(place)) add(below, depth + 1);
    }
  };
  add([...topics.keys()].filter((place) => !isChild.has(place)), 0);
  return rows;
}

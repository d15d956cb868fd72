// Words of a topic in the order of relevance (Sievert and Shirley, 2014).

/** lambda * log(share) + (1 - lambda) * log(lift); nothing is less than -Infinity. */
export function relevanceOf(share, lift, lambda) {
  const part = (weight, value) => (weight === 0 ? 0 : weight * Math.log(value));
  const value = part(lambda, share) + part(1 - lambda, lift);
  return Number.isNaN(value) ? -Infinity : value;
}

/** Places of the words in `share` and `lift`, most relevant first. */
export function rankTerms(share, lift, lambda) {
  const relevance = Float64Array.from(share, (value, i) => relevanceOf(value, lift[i], lambda));
  const places = Array.from(share, (_, i) => i);
  // `||` and not `-` alone: -Infinity - -Infinity is not a number.
  return places.sort((a, b) => relevance[b] - relevance[a] || a - b);
}

/** p(topic | word) of the topics that hold a word: list of { place, share }, best first. */
export function topicsByWord(found, sizes, wordShare) {
  return found
    .map(({ place, share, lift }) => ({
      place,
      lift,
      share: wordShare > 0 ? Math.min((share * sizes[place]) / wordShare, 1) : 0,
    }))
    .sort((a, b) => b.share - a.share || a.place - b.place);
}

// Shares of topics over time as series of a chart, and what is said about them.

import { finestLevel } from "./report_data.js";
import { shareText } from "./texts.js";

const MOST_COLORED = 5;
const MOST_OTHERS = 20;

/** Topics to draw in color and, in grey, the largest others of their level. */
export function chartedTopics(topics, selected) {
  const bySize = topics
    .map((_, place) => place)
    .filter((place) => !topics[place].is_empty)
    .sort((a, b) => topics[b].size - topics[a].size || a - b);
  const level = selected.length ? topics[selected[0]].level : finestLevel(topics);
  const ofLevel = bySize.filter((k) => (topics[k].level ?? 0) === (level ?? 0));
  const colored = selected.length ? selected.slice(0, 8) : ofLevel.slice(0, MOST_COLORED);
  const others = ofLevel.filter((k) => !colored.includes(k));
  return { colored, others: others.slice(0, MOST_OTHERS) };
}

/** The row of a topic in a column of n_topics x n_bins; null where there is no number. */
export function rowOfTopic(column, place, nBins) {
  return Array.from(column.subarray(place * nBins, (place + 1) * nBins), (value) =>
    Number.isNaN(value) ? null : value,
  );
}

/** Stretches of places ([x, y], or null for a gap) without a gap. */
function stretches(places) {
  const found = [];
  places.forEach((place, i) => {
    if (place === null) return;
    if (i === 0 || places[i - 1] === null) found.push([]);
    found.at(-1).push([place, i]);
  });
  return found;
}

const pathText = (places) => places.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");

/** A line through places as the path of an SVG, with gaps. */
export const linePath = (places) =>
  stretches(places)
    .map((stretch) => `M${pathText(stretch.map(([place]) => place))}`)
    .join("");

/** The area between two lines; a bin alone is a narrow bar. */
export function bandPath(lower, upper, halfBar = 2) {
  return stretches(lower)
    .map((stretch) => stretch.filter(([, i]) => upper[i] !== null))
    .filter((stretch) => stretch.length > 0)
    .map((stretch) => {
      const below = stretch.map(([place]) => place);
      const above = stretch.map(([, i]) => upper[i]).reverse();
      if (stretch.length > 1) return `M${pathText([...below, ...above])}Z`;
      const bar = ([x, y], side) => [x + side * halfBar, y];
      return `M${pathText([bar(below[0], -1), bar(below[0], 1), bar(above[0], 1), bar(above[0], -1)])}Z`;
    })
    .join("");
}

/**
 * Where the axis ends: it fits the lines, and their bands as far as twice as high. A time
 * with few documents has a wide band, and the other topics may leave the chart, too.
 */
export function axisTop(shares, uppers) {
  const highest = Math.max(0, ...shares);
  return 1.05 * Math.max(highest, Math.min(Math.max(0, ...uppers), 2 * highest)) || 1;
}

/** Round numbers from 0 up to a number, five at most. */
export function niceTicks(most) {
  const power = 10 ** Math.floor(Math.log10(most / 4));
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => most / each <= 5);
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, i) => i * step);
}

/** Bins whose neighbours have no value: a line would not show them. */
export function isolatedBins(values) {
  const has = (i) => i >= 0 && i < values.length && values[i] !== null;
  return values.map((_, i) => i).filter((i) => has(i) && !has(i - 1) && !has(i + 1));
}

/** Every so many bins have a label, so that all labels have room. */
export function labeledBins(labels, width) {
  const longest = Math.max(...labels.map((label) => label.length), 1);
  const most = Math.max(Math.floor(width / (longest * 7.5 + 18)), 1);
  const step = Math.ceil(labels.length / most);
  return labels.map((_, i) => i).filter((i) => i % step === 0);
}

/** Where bins begin and end on the axis: in the middle between neighbours. */
export function binEdges(starts) {
  const half = (i) => (starts[i + 1] - starts[i]) / 2;
  if (starts.length === 1) return [starts[0] - 0.5, starts[0] + 0.5];
  const inner = starts.slice(1).map((start, i) => start - half(i));
  return [starts[0] - half(0), ...inner, starts.at(-1) + half(starts.length - 2)];
}

/** First and last bin of a stretch of the axis; the nearest one if it has none. */
export function binsWithin(starts, from, to) {
  const inside = starts.map((_, i) => i).filter((i) => starts[i] >= from && starts[i] <= to);
  if (inside.length) return [inside[0], inside.at(-1)];
  const middle = (from + to) / 2;
  const nearest = starts.reduce(
    (best, start, i) => (Math.abs(start - middle) < Math.abs(starts[best] - middle) ? i : best),
    0,
  );
  return [nearest, nearest];
}

/** A share with its interval, in words. */
export function shareInWords(share, lower, upper) {
  if (share === null || lower === null || upper === null) return shareText(share);
  return `${shareText(share)} (${shareText(lower)} to ${shareText(upper)})`;
}

/** What a chart shows, for people who do not see it. */
export function chartInWords(name, values, labels) {
  const known = values.map((_, i) => i).filter((i) => values[i] !== null);
  if (known.length === 0) return `${name}: no documents with a time.`;
  const [first, last] = [known[0], known.at(-1)];
  const top = known.reduce((best, i) => (values[i] > values[best] ? i : best), first);
  const say = (i) => `${shareText(values[i])} in ${labels[i]}`;
  return `${name}: from ${say(first)} to ${say(last)}, highest ${say(top)}.`;
}

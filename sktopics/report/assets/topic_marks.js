// Colors of topics: eight that anybody can tell apart, then lighter ones of the same.

const LIGHTER = [0, 0.35, 0.6];

/** Place among the eight colors and share of white of the topic at a place. */
export function topicMark(place) {
  const turn = Math.floor(place / 8);
  return { color: place % 8, white: LIGHTER[turn % LIGHTER.length] };
}

/** Colors of the theme that is shown, as [red, green, blue], from the style sheet. */
export function themeColors(element) {
  const style = getComputedStyle(element);
  const read = (name) => rgbOf(style.getPropertyValue(name));
  return {
    topics: Array.from({ length: 8 }, (_, i) => read(`--topic-${i}`)),
    ground: read("--map-ground"),
    ink: read("--map-ink"),
    faded: read("--map-faded"),
    none: read("--topic-none"),
  };
}

/** "#rrggbb" as [red, green, blue]. */
export function rgbOf(text) {
  const hex = text.trim().replace("#", "");
  return [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16));
}

/** A color of a topic, or of "no topic" (-1). */
export function topicColor(colors, place) {
  if (place < 0) return colors.none;
  const { color, white } = topicMark(place);
  return colors.topics[color].map((part) => Math.round(part + (255 - part) * white));
}

/** [red, green, blue] for a style sheet or a canvas. */
export const cssColor = ([red, green, blue], opacity = 1) =>
  `rgb(${red} ${green} ${blue} / ${opacity})`;

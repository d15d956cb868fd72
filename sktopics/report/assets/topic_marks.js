// Colors of topics: the hues of Okabe and Ito, which anybody can tell apart, in three
// depths. All stand out from the ground of their theme by 3:1 (WCAG 1.4.11).

export const N_COLORS = 24;

/** The number of the color of a topic: `--topic-0` to `--topic-23` of the style sheet. */
export const topicMark = (place) => place % N_COLORS;

/** Colors of the theme that is shown, as [red, green, blue], from the style sheet. */
export function themeColors(element) {
  const style = getComputedStyle(element);
  const read = (name) => rgbOf(style.getPropertyValue(name));
  return {
    topics: Array.from({ length: N_COLORS }, (_, i) => read(`--topic-${i}`)),
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
export const topicColor = (colors, place) => (place < 0 ? colors.none : colors.topics[topicMark(place)]);

/** [red, green, blue] for a style sheet or a canvas. */
export const cssColor = ([red, green, blue], opacity = 1) =>
  `rgb(${red} ${green} ${blue} / ${opacity})`;

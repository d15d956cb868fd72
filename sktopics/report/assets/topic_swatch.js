// The color and number by which a topic is known everywhere on the page.

import { make } from "./dom.js";
import { topicMark } from "./topic_marks.js";

/** The color of a topic as CSS, in the theme that is shown. */
export function topicCss(place) {
  if (place < 0) return "var(--topic-none)";
  const { color, white } = topicMark(place);
  const base = `var(--topic-${color})`;
  return white ? `color-mix(in srgb, ${base}, white ${Math.round(white * 100)}%)` : base;
}

/** A small square in the color of a topic. */
export const makeSwatch = (place) =>
  make("span", { class: "swatch", "aria-hidden": "true", styles: { "--color": topicCss(place) } });

/** A topic as a button that selects it. */
export function topicButton(place, store, data, properties = {}) {
  return make(
    "button",
    {
      type: "button",
      class: "topic-button",
      on: { click: () => store.change({ topic: place, word: null, view: "topic" }) },
      ...properties,
    },
    makeSwatch(place),
    make("bdi", { text: data.nameOf(place), lang: "" }),
  );
}

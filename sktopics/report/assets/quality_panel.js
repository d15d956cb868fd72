// How good the topics are: each figure with what it means, and what it does not.

import { make, makeTable, userText } from "./dom.js";
import { numberText } from "./texts.js";

export class QualityPanel {
  constructor(element, data) {
    const { quality } = data.summary;
    if (!quality.length) {
      element.append(make("p", { class: "note", text: "No figures were computed for this report." }));
      return;
    }
    const cards = quality.map((figure) => this.#makeCard(figure, data));
    element.append(make("div", { class: "figures" }, ...cards));
  }

  #makeCard({ name, text, value, meaning, limits, by_topic: values }, data) {
    return make(
      "article",
      { class: value === null ? "figure is-unknown" : "figure" },
      make("h3", { text: name }),
      make("p", { class: "figure-value", text }),
      make("p", { text: meaning }),
      limits ? make("p", { class: "note" }, make("strong", { text: "Be careful: " }), limits) : "",
      values?.length ? this.#byTopic(name, values, data) : "",
    );
  }

  /** Values of topics as a table, worst first: those are the ones to look at. */
  #byTopic(name, values, data) {
    const details = make("details", {}, make("summary", { text: "By topic, lowest first" }));
    details.addEventListener("toggle", () => {
      if (!details.open || details.querySelector("table")) return;
      const known = (place) => values[place] ?? Infinity;
      const order = [...data.topics.keys()].sort((a, b) => known(a) - known(b) || a - b);
      const rows = order.map((place) => [userText(data.nameOf(place)), numberText(values[place] ?? null)]);
      const frame = { class: "scroll", tabindex: "0", role: "region", "aria-label": `${name} by topic` };
      details.append(make("div", frame, makeTable(["Topic", name], rows)));
    });
    return details;
  }
}

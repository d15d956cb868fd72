// The words of a topic as bars, in an order that one can move between share and lift.

import { make, makeBar, makeMeasure } from "./dom.js";
import { rankTerms } from "./relevance.js";
import { numberText, shareText, TEXTS } from "./texts.js";
import { topicCss } from "./topic_swatch.js";

const FIRST_WORDS = 15;
const MOST_WORDS = 30;

export class WordList {
  constructor(element, store, data) {
    Object.assign(this, { element, store, data });
    this.isLong = false;
    this.#build();
    store.subscribe((state, changed) => {
      if (changed.has("topic") || changed.has("lambda") || changed.has("word")) this.draw();
    });
  }

  #build() {
    this.slider = make("input", {
      type: "range",
      id: "relevance",
      min: 0,
      max: 1,
      step: 0.05,
      value: this.store.state.lambda,
      "aria-describedby": "relevance-ends",
      on: { input: () => this.store.change({ lambda: Number(this.slider.value) }) },
    });
    this.output = make("output", { for: "relevance", "aria-live": "off" });
    this.note = make("p", { class: "note" });
    this.table = make("table", { class: "word-list", "aria-label": "Words of the topic" });
    this.more = make("button", { type: "button", class: "quiet", on: { click: () => this.#turn() } });
    const ends = [TEXTS.lambdaLow, TEXTS.lambdaHigh].map((text) => make("span", { text }));
    this.element.append(
      make("div", { class: "slider-line" }, make("label", { for: "relevance", text: TEXTS.lambda }), this.output),
      this.slider,
      make("div", { class: "slider-ends", id: "relevance-ends" }, ...ends),
      make(
        "details",
        { class: "explain" },
        make("summary", { text: TEXTS.lambdaQuestion }),
        make("p", { text: TEXTS.lambdaHelp }),
      ),
      this.table,
      this.note,
      this.more,
    );
  }

  #turn() {
    this.isLong = !this.isLong;
    this.draw();
  }

  /** Whether the words of a topic keep the order in which somebody chose them. */
  #isChosen(place) {
    const { topics, summary } = this.data;
    return topics[place].is_refined && this.store.state.lambda === summary.relevance;
  }

  /** Words in the order of the slider: list of { number, term, share, lift, overall }. */
  async ranked(place) {
    const [{ term, share, lift }, terms] = await Promise.all([this.data.termsOfTopic(place), this.data.terms()]);
    const overall = this.data.has("terms.share") ? await this.data.column("terms.share") : null;
    const order = this.#isChosen(place) ? [...term.keys()] : rankTerms(share, lift, this.store.state.lambda);
    return order.map((i) => ({
      number: term[i],
      term: terms[term[i]],
      share: share[i],
      lift: lift[i],
      overall: overall ? overall[term[i]] : NaN,
    }));
  }

  async draw() {
    const { topic, lambda } = this.store.state;
    this.output.textContent = `λ = ${lambda.toFixed(2)}`;
    if (Number(this.slider.value) !== lambda) this.slider.value = lambda;
    if (topic === null) return;
    const words = await this.ranked(topic);
    if (topic !== this.store.state.topic || lambda !== this.store.state.lambda) return;
    const shown = words.slice(0, this.isLong ? MOST_WORDS : FIRST_WORDS);
    const longest = Math.max(...words.slice(0, MOST_WORDS).map(({ share }) => share), 1e-12);
    const head = ["Word", "Share of the topic", "vs. corpus"].map((text) => make("th", { scope: "col", text }));
    const hadFocus = this.table.contains(document.activeElement) && document.activeElement.dataset.term;
    this.table.replaceChildren(
      make("thead", {}, make("tr", {}, ...head)),
      make("tbody", {}, ...shown.map((word) => this.#makeRow(word, topic, longest))),
    );
    if (hadFocus) this.table.querySelector(`[data-term="${hadFocus}"]`)?.focus();
    this.note.textContent = this.#isChosen(topic) ? `${TEXTS.chosenWords} ${TEXTS.wordBars}` : TEXTS.wordBars;
    this.more.hidden = words.length <= FIRST_WORDS;
    this.more.textContent = this.isLong ? "Fewer words" : `${Math.min(words.length, MOST_WORDS) - FIRST_WORDS} more words`;
  }

  #makeRow({ number, term, share, lift, overall }, topic, longest) {
    const button = make("button", {
      type: "button",
      class: "word",
      lang: "",
      text: term,
      "data-term": number,
      "aria-pressed": String(this.store.state.word === number),
      on: { click: () => this.store.change({ word: this.store.state.word === number ? null : number }) },
    });
    const bar = makeBar(share / longest, topicCss(topic));
    if (overall > 0) {
      const at = `${Math.min(overall / longest, 1) * 100}%`;
      bar.append(make("span", { class: "tick", styles: { "--at": at } }));
    }
    return make(
      "tr",
      {},
      make("th", { scope: "row" }, button),
      make("td", { title: overall > 0 ? `${shareText(overall)} of the corpus` : null }, makeMeasure(bar, shareText(share))),
      make("td", { class: "lift", text: Number.isFinite(lift) && lift > 0 ? `×${numberText(lift)}` : "–" }),
    );
  }
}

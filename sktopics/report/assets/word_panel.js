// A word: its topics, the words that are used alike, and the documents that hold it.

import { make, makeBar, makeButton, userText } from "./dom.js";
import { topicsByWord } from "./relevance.js";
import { manyText, shareText } from "./texts.js";
import { topicButton, topicCss } from "./topic_swatch.js";

const MOST_TOPICS = 8;

export class WordPanel {
  constructor(element, store, data) {
    Object.assign(this, { element, store, data });
    this.element.className = "word-panel";
    store.subscribe((state, changed) => {
      if (changed.has("word") || (changed.has("names") && state.word !== null)) this.draw();
    });
  }

  async draw() {
    const { word } = this.store.state;
    this.element.hidden = word === null;
    if (word === null) return;
    const { data, store } = this;
    const [terms, found, near, documents] = await Promise.all([
      data.terms(),
      data.topicsOfTerm(word),
      data.termsNear(word),
      data.documentsOfTerm(word),
    ]);
    const overall = data.has("terms.share") ? (await data.column("terms.share"))[word] : 0;
    if (word !== store.state.word) return;
    const sizes = data.topics.map(({ share }) => share);
    this.element.replaceChildren(
      make("h3", {}, "The word ", userText(terms[word], { class: "term" })),
      make("p", { class: "note", text: overall > 0 ? `${shareText(overall)} of the corpus.` : "" }),
      make(
        "div",
        { class: "controls" },
        documents ? this.#documentsButton(word, documents.length) : "",
        makeButton("Close", () => store.change({ word: null }), { class: "quiet" }),
      ),
      ...this.#topicsByLevel(topicsByWord(found, sizes, overall)),
      near.length ? make("h4", { text: "Used alike" }) : "",
      make("ul", { class: "words-alike" }, ...near.map((number) => this.#wordItem(number, terms))),
    );
    this.element.scrollIntoView({ block: "nearest" });
  }

  #documentsButton(word, count) {
    const show = () => this.store.change({ filters: { term: word }, view: "documents" });
    return makeButton(`Show ${manyText(count, "document")} with it`, show, { class: "quiet", disabled: count === 0 });
  }

  /** Shares add up to 1 within a level of a hierarchy. */
  #topicsByLevel(found) {
    const { levels } = this.data.summary;
    if (!levels) return [make("h4", { text: "Its topics" }), this.#topicList(found)];
    const ofLevel = (level) => found.filter(({ place }) => this.data.topics[place].level === level);
    return levels.flatMap((name, level) => [
      make("h4", {}, "Its topics: ", userText(name)),
      this.#topicList(ofLevel(level)),
    ]);
  }

  #topicList(topics) {
    const rows = topics.slice(0, MOST_TOPICS).map(({ place, share }) =>
      make(
        "li",
        {},
        topicButton(place, this.store, this.data),
        makeBar(share, topicCss(place)),
        make("span", { class: "amount", text: shareText(share) }),
      ),
    );
    if (topics.length > MOST_TOPICS) {
      rows.push(make("li", { class: "note", text: `and ${manyText(topics.length - MOST_TOPICS, "more topic")}` }));
    }
    return make("ul", { class: "related" }, ...rows);
  }

  #wordItem(number, terms) {
    const button = make("button", {
      type: "button",
      class: "word",
      lang: "",
      text: terms[number],
      on: { click: () => this.store.change({ word: number }) },
    });
    return make("li", {}, button);
  }
}

// The selected topic: its name, size and words, and what it has to do with others.

import { make, makeBar, makeButton, userText } from "./dom.js";
import { editTopicName } from "./name_editor.js";
import { manyText, numberText, shareText, sizeOf, TEXTS, topicsText } from "./texts.js";
import { makeSwatch, topicButton, topicCss } from "./topic_swatch.js";
import { WordList } from "./word_list.js";
import { WordPanel } from "./word_panel.js";

export class TopicPanel {
  constructor({ head, more }, store, data) {
    Object.assign(this, { store, data, more });
    this.head = make("div", { class: "topic-head" });
    this.wordBox = make("div", { hidden: true });
    this.listBox = make("div", { hidden: true });
    head.append(this.head, this.listBox, this.wordBox);
    this.words = new WordList(this.listBox, store, data);
    this.word = new WordPanel(this.wordBox, store, data);
    store.subscribe((state, changed) => {
      if (changed.has("topic") || changed.has("names")) this.draw();
      if (changed.has("topic")) head.parentElement.scrollTop = 0;
    });
    this.draw();
  }

  draw() {
    const { topic } = this.store.state;
    this.listBox.hidden = topic === null || !this.data.has("topic_terms.term");
    if (topic === null) this.#drawStart();
    else this.#drawTopic(topic);
  }

  #drawStart() {
    const { summary, topics } = this.data;
    const none = summary.no_topic;
    this.head.replaceChildren(
      make("h2", { id: "topic-title", text: "All topics" }),
      make("p", { text: `${topicsText(topics)} in ${manyText(summary.corpus.n_documents, "document")}.` }),
      make("p", { text: none?.size ? `${manyText(none.size, "document")} (${shareText(none.share)}) without a topic.` : "" }),
      make("p", { class: "note", text: topics.length ? TEXTS.start : "" }),
    );
    this.more.replaceChildren();
  }

  #drawTopic(place) {
    const { data, store } = this;
    const topic = data.topics[place];
    const title = make("h2", { id: "topic-title" }, make("span", { class: "name" }, userText(data.nameOf(place))));
    const rename = makeButton(TEXTS.rename, () => this.#rename(place), { class: "quiet", title: TEXTS.nameHint });
    const close = makeButton("All topics", () => store.change({ topic: null, word: null }), { class: "quiet" });
    const only = makeButton("Only its documents", () => this.#filter(place), {
      class: "quiet",
      "aria-describedby": "topic-title",
      hidden: data.n === 0,
    });
    const level = this.#levelText(topic);
    const kind = make("p", { class: "kicker" }, makeSwatch(place), `Topic ${topic.index}${level}`);
    const inside = data.n ? ` · main topic of ${manyText(topic.n_documents, "document")} in this file` : "";
    const size = `${shareText(topic.share)} ${sizeOf(data.summary)}${inside}`;
    this.head.replaceChildren(
      kind,
      title,
      make("p", { class: "note", text: topic.is_empty ? `This topic is empty. ${size}` : size }),
      make("p", { class: "note", text: place in store.state.names ? TEXTS.named[Number(data.namesAreKept)] : "" }),
      make("div", { class: "controls" }, rename, only, close),
    );
    this.more.replaceChildren(...this.#sections(topic, place));
  }

  /** Figures about this topic, each with what it means. */
  #qualitySection(place) {
    const known = this.data.summary.quality.filter(({ by_topic: values }) => Number.isFinite(values?.[place]));
    if (!known.length) return null;
    const items = known.flatMap(({ name, meaning, by_topic: values }) => [
      make("dt", { text: `${name}: ${numberText(values[place])}` }),
      make("dd", { text: meaning }),
    ]);
    return this.#section("How good is this topic?", make("dl", { class: "aspects" }, ...items));
  }

  #levelText({ level }) {
    const { levels } = this.data.summary;
    return levels ? ` · ${levels[level] ?? `level ${level + 1}`}` : "";
  }

  #rename(place) {
    const host = this.head.querySelector("h2 .name");
    editTopicName(host, place, this.store, this.data, (takesFocus) => {
      this.draw();
      if (takesFocus) this.head.querySelector(".controls button").focus();
    });
  }

  #filter(place) {
    const { topics } = this.store.state.filters;
    if (!topics.includes(place)) this.store.change({ filters: { topics: [...topics, place] } });
  }

  #sections(topic, place) {
    const { data } = this;
    const below = data.children[place];
    const related = (title, list, say, note = "") => {
      if (!list?.length) return null;
      return this.#section(title, note && make("p", { class: "note", text: note }), this.#relatedList(list, say));
    };
    const parts = [
      topic.image?.startsWith("data:image/")
        ? this.#section("Image", make("img", { src: topic.image, alt: `Image of the topic ${data.nameOf(place)}` }))
        : null,
      ...this.#wordSections(topic),
      related("Under", topic.parents, shareText),
      related("Holds", below.map((child) => [child, null]), () => ""),
      related("Near topics", topic.neighbors, (value) => value.toFixed(2), TEXTS.alike),
      this.#qualitySection(place),
    ];
    return parts.filter(Boolean);
  }

  #section(title, ...content) {
    return make("section", {}, make("h3", { text: title }), ...content);
  }

  #relatedList(list, say) {
    const rows = list.map(([place, value]) =>
      make(
        "li",
        {},
        topicButton(place, this.store, this.data),
        value === null ? "" : makeBar(value, topicCss(place)),
        make("span", { class: "amount", text: say(value) }),
      ),
    );
    return make("ul", { class: "related" }, ...rows);
  }

  /** Other words of the topic: by representation and by modality. */
  #wordSections(topic) {
    const { modalities } = this.data.summary;
    const aspects = Object.entries(topic.aspects ?? {});
    const others = (modalities ?? []).map((name, i) => [name, topic.words_by_modality?.[i] ?? []]);
    const listOf = (title, entries) => {
      const filledEntries = entries.filter(([, words]) => words?.length);
      if (!filledEntries.length) return null;
      const items = filledEntries.flatMap(([name, words]) => [
        make("dt", {}, userText(name)),
        make("dd", {}, userText(Array.isArray(words) ? words.join(", ") : words)),
      ]);
      return this.#section(title, make("dl", { class: "aspects" }, ...items));
    };
    return [listOf("Other descriptions", aspects), listOf("By modality", others)];
  }
}

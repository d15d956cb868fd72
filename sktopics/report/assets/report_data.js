// The report as the panels ask for it: topics, words, documents. Inflates what is needed.

import { topicsByWord } from "./relevance.js";

/** Undo differences between neighbours. */
export function undoDifferences(steps) {
  const values = new Uint32Array(steps.length);
  let value = 0;
  for (let i = 0; i < steps.length; i++) values[i] = value += steps[i];
  return values;
}

/** Places of the topics under a topic in a hierarchy, by their strongest parent. */
export function childrenOfTopics(topics) {
  const children = topics.map(() => []);
  topics.forEach(({ parents }, place) => {
    if (!parents?.length) return;
    const [first] = parents.reduce((best, next) => (next[1] > best[1] ? next : best));
    children[first].push(place);
  });
  return children;
}

/** The largest of many numbers, at least `least`; what is not a number is passed over. */
export const largest = (values, least) => values.reduce((most, value) => (value > most ? value : most), least);

/** A topic and all topics under it. */
export function withDescendants(place, children) {
  const found = [place];
  for (let i = 0; i < found.length; i++) {
    for (const child of children[found[i]]) if (!found.includes(child)) found.push(child);
  }
  return found;
}

const SHOWN_LETTERS = 200;

/** The start of a text, where it is too long to stand as a name. */
export const shortText = (text, length = SHOWN_LETTERS) =>
  text.length > length ? `${text.slice(0, length).replace(/[\ud800-\udbff]$/, "")}…` : text;

/** A text that turns no text around it: its marks of direction are left out. */
export const isolatedText = (text) => `\u2068${text.replace(/[\u202a-\u202e\u2066-\u2069]/gu, "")}\u2069`;

/** The level whose topics documents have; the levels above hold the same documents again. */
export const finestLevel = (topics) => Math.max(0, ...topics.map((topic) => topic.level ?? 0));

/** A report: its `summary` at once, all else when it is asked for. */
export class ReportData {
  constructor(parts, summary) {
    this.parts = parts;
    this.summary = summary;
    this.topics = summary.topics;
    this.n = summary.corpus.n_inside;
    this.children = childrenOfTopics(summary.topics);
    this.given = {}; // names that somebody gave on the page
    this.namesAreKept = false;
  }

  has(name) {
    return this.parts.has(name);
  }

  column(name) {
    // A report of topics alone has no documents.
    if (this.n === 0 && name.startsWith("documents.") && !this.has(name)) return new Int16Array(0);
    return this.parts.column(name);
  }

  /** The name of a topic, as edited on the page; -1 is "no topic". */
  nameOf(place) {
    return place < 0 ? "No topic" : this.given[place] || this.ownNameOf(place);
  }

  /** The name of a topic in the model. */
  ownNameOf(place) {
    const { name, index } = this.topics[place];
    return shortText(name) || `Topic ${index}`;
  }

  /** The name of a topic for a place inside a sentence. */
  nameInText(place) {
    return isolatedText(this.nameOf(place));
  }

  labelOfClass(number) {
    return shortText(this.summary.classes.labels[number]);
  }

  /** Several columns at once. */
  columns(...names) {
    return Promise.all(names.map((name) => this.column(name)));
  }

  /** The columns that the filters read, as `CrossFilter` takes them. */
  async filterColumns() {
    const { times, classes } = this.summary;
    const found = { topic: await this.column("documents.topic"), nTopics: this.topics.length };
    if (times && this.has("documents.time")) {
      Object.assign(found, { time: await this.column("documents.time"), nBins: times.labels.length });
    }
    if (classes && this.has("documents.class")) {
      const values = await this.column("documents.class");
      const several = this.has("documents.class_offsets");
      const offsets = several ? await this.column("documents.class_offsets") : null;
      Object.assign(found, { classes: { values, offsets }, nClasses: classes.labels.length });
    }
    return found;
  }

  /** Words of a topic: arrays `term`, `share`, `lift`. */
  async termsOfTopic(place) {
    const [offsets, term, share, lift] = await this.columns(
      "topic_terms.offsets",
      "topic_terms.term",
      "topic_terms.share",
      "topic_terms.lift",
    );
    const [start, stop] = [offsets[place], offsets[place + 1]];
    const part = (values) => values.subarray(start, stop);
    return { term: part(term), share: part(share), lift: part(lift) };
  }

  /** Topics in which a term is shown: list of { place, share, lift }. */
  async topicsOfTerm(number) {
    const [offsets, term, share, lift] = await this.columns(
      "topic_terms.offsets",
      "topic_terms.term",
      "topic_terms.share",
      "topic_terms.lift",
    );
    const found = [];
    let place = 0;
    for (let i = 0; i < term.length; i++) {
      while (i >= offsets[place + 1]) place++;
      if (term[i] === number) found.push({ place, share: share[i], lift: lift[i] });
    }
    return found;
  }

  /** p(topic | word) of the topics in which a term is shown: list of { place, share, lift }. */
  async topicsOfWord(number) {
    const overall = this.has("terms.share") ? (await this.column("terms.share"))[number] : 0;
    const sizes = this.topics.map(({ share }) => share);
    return topicsByWord(await this.topicsOfTerm(number), sizes, overall);
  }

  terms() {
    return this.parts.json("terms");
  }

  /** Forms of a term in the texts: the term, and what differs from it. */
  async formsOf(numbers) {
    const terms = await this.terms();
    const forms = this.has("terms.forms") ? await this.parts.json("terms.forms") : {};
    return numbers.map((number) => [terms[number], ...(forms[number] ?? [])]);
  }

  /** Documents in the file that hold a term, in order; null where nobody knows. */
  async documentsOfTerm(number) {
    if (!this.has("terms.document")) return null;
    const [offsets, steps] = await this.columns("terms.offsets", "terms.document");
    return undoDifferences(steps.subarray(offsets[number], offsets[number + 1]));
  }

  /** Terms that are used like a term, best first. */
  async termsNear(number) {
    if (!this.has("terms.near")) return [];
    const [offsets, near] = await this.columns("terms.near_offsets", "terms.near");
    return [...near.subarray(offsets[number], offsets[number + 1])];
  }

  /** Topics of a document, largest first: list of { place, share }. */
  async topicsOfDocument(document) {
    if (!this.has("documents.offsets")) {
      const [topic, share] = await this.columns("documents.topic", "documents.share");
      return topic[document] < 0 ? [] : [{ place: topic[document], share: share[document] / 255 }];
    }
    const [offsets, topics, shares] = await this.columns(
      "documents.offsets",
      "documents.topics",
      "documents.shares",
    );
    const found = [];
    for (let i = offsets[document]; i < offsets[document + 1]; i++) {
      found.push({ place: topics[i], share: shares[i] / 255 });
    }
    return found;
  }

  /** Share of a topic in each document; 0 where it is below 0.05. */
  async sharesOfTopic(place) {
    const found = new Float32Array(this.n);
    if (!this.has("documents.offsets")) {
      const [topic, share] = await this.columns("documents.topic", "documents.share");
      for (let i = 0; i < this.n; i++) if (topic[i] === place) found[i] = share[i] / 255;
      return found;
    }
    const [offsets, topics, shares] = await this.columns(
      "documents.offsets",
      "documents.topics",
      "documents.shares",
    );
    for (let i = 0; i < this.n; i++) {
      for (let j = offsets[i]; j < offsets[i + 1]; j++) {
        if (topics[j] === place) found[i] = shares[j] / 255;
      }
    }
    return found;
  }

  /** A list of texts of documents. */
  async textsOfBlock(block) {
    return this.parts.json(`texts.${block}`);
  }

  /** The text of a document, or null where the file has no texts. */
  async textOf(document) {
    const { has_texts: hasTexts, block_size: size } = this.summary.corpus;
    if (!hasTexts) return null;
    return (await this.textsOfBlock(Math.floor(document / size)))[document % size];
  }

  /** Names of the classes of a document. */
  async classesOf(document) {
    const { classes } = this.summary;
    if (!classes || !this.has("documents.class")) return [];
    const values = await this.column("documents.class");
    const several = this.has("documents.class_offsets");
    const offsets = several ? await this.column("documents.class_offsets") : null;
    const [start, stop] = offsets ? [offsets[document], offsets[document + 1]] : [document, document + 1];
    return [...values.subarray(start, stop)].filter((c) => c >= 0).map((c) => this.labelOfClass(c));
  }

  /** The label of the time of a document, or null. */
  async timeOf(document) {
    const { times } = this.summary;
    if (!times || !this.has("documents.time")) return null;
    return times.labels[(await this.column("documents.time"))[document]] ?? null;
  }

  /** What is known of a document beside its text: list of [name, value]. */
  async fieldsOf(document) {
    const found = [];
    for (const { name, part } of this.summary.fields ?? []) {
      const value = (await this.parts.json(part))[document];
      if (value !== null && value !== "") found.push([name, value]);
    }
    return found;
  }

  /** Parts of a text that are about one topic: list of { start, stop, place }. */
  async segmentsOf(document) {
    if (!this.summary.segments) return [];
    const [offsets, start, stop, topic] = await this.columns(
      "segments.offsets",
      "segments.start",
      "segments.stop",
      "segments.topic",
    );
    const found = [];
    for (let i = offsets[document]; i < offsets[document + 1]; i++) {
      found.push({ start: start[i], stop: stop[i], place: topic[i] });
    }
    return found;
  }
}

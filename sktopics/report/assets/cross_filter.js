// From filters to the documents that pass, and their counts by topic, time and class.

const TOPIC = 1;
const CLASS = 2;
const PERIOD = 4;
const SET = 8;

/** Columns of all documents; times and classes may be null. */
export class CrossFilter {
  constructor({ topic, nTopics, time = null, nBins = 0, classes = null, nClasses = 0 }) {
    this.n = topic.length;
    this.topic = topic;
    this.nTopics = nTopics;
    this.time = time;
    this.nBins = nBins;
    this.classes = classes && { offsets: null, ...classes };
    this.nClasses = nClasses;
    this.failed = new Uint8Array(this.n);
    this.all = this.apply({});
  }

  /**
   * Documents that pass, as `mask` (1 passes) and `count`, and the counts `byTopic`,
   * `byTime`, `byClass`. A count does not obey the filter of its own kind, so that what
   * one could choose beside it is seen. The last place of a count is for "none".
   * `sets` are Uint8Arrays (a term, a search, a lasso); a document passes all of them.
   */
  apply({ topics = [], classes = [], period = null, sets = [] }) {
    const { n, failed, topic, time } = this;
    failed.fill(0);
    if (topics.length) {
      const wanted = wantedPlaces(topics, this.nTopics);
      for (let i = 0; i < n; i++) if (!wanted[topic[i] + 1]) failed[i] |= TOPIC;
    }
    if (classes.length && this.classes) this.#failClasses(classes);
    if (period && time) {
      const [first, last] = period;
      for (let i = 0; i < n; i++) if (time[i] < first || time[i] > last) failed[i] |= PERIOD;
    }
    for (const set of sets) {
      for (let i = 0; i < n; i++) if (!set[i]) failed[i] |= SET;
    }
    return this.#counted();
  }

  #failClasses(chosen) {
    const { n, failed } = this;
    const wanted = wantedPlaces(chosen, this.nClasses);
    const { offsets, values } = this.classes;
    for (let i = 0; i < n; i++) {
      let has = false;
      const stop = offsets ? offsets[i + 1] : i + 1;
      for (let j = offsets ? offsets[i] : i; j < stop; j++) has ||= wanted[values[j] + 1] === 1;
      if (!has) failed[i] |= CLASS;
    }
  }

  #counted() {
    const { n, failed, topic, time } = this;
    const mask = new Uint8Array(n);
    const byTopic = new Uint32Array(this.nTopics + 1);
    const byTime = new Uint32Array(this.nBins + 1);
    const byClass = new Uint32Array(this.nClasses + 1);
    let count = 0;
    for (let i = 0; i < n; i++) {
      const fails = failed[i];
      if (fails === 0) count += mask[i] = 1;
      if ((fails & ~TOPIC) === 0) byTopic[topic[i] < 0 ? this.nTopics : topic[i]]++;
      if (time && (fails & ~PERIOD) === 0) byTime[time[i] < 0 ? this.nBins : time[i]]++;
      if ((fails & ~CLASS) === 0) this.#countClasses(i, byClass);
    }
    return { mask, count, byTopic, byTime, byClass };
  }

  #countClasses(i, byClass) {
    if (!this.classes) return;
    const { offsets, values } = this.classes;
    const [start, stop] = offsets ? [offsets[i], offsets[i + 1]] : [i, i + 1];
    if (start === stop) byClass[this.nClasses]++;
    for (let j = start; j < stop; j++) byClass[values[j] < 0 ? this.nClasses : values[j]]++;
  }
}

/** 1 at `place + 1` for each place that is wanted; -1 is "none". */
function wantedPlaces(places, n) {
  const wanted = new Uint8Array(n + 1);
  for (const place of places) wanted[place + 1] = 1;
  return wanted;
}

/** A set of documents as 0 and 1. */
export function maskOfDocuments(documents, n) {
  const mask = new Uint8Array(n);
  for (const i of documents) mask[i] = 1;
  return mask;
}

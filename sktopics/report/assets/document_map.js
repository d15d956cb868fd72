// The map: documents as points and topics as circles, to move, zoom, point at and draw on.

import { documentsInBox, documentsInside } from "./lasso.js";
import { drawCircles, drawNames, drawOutline, drawRing, paintDocuments, shownLevel, topicCircles } from "./map_drawing.js";
import { MapGestures } from "./map_gestures.js";
import { MapView } from "./map_view.js";
import { PointGrid } from "./point_grid.js";
import { themeColors } from "./topic_marks.js";

const TIP_LENGTH = 200;
const POINT_REACH = 10; // pixels
const GLIDE_TIME = 180; // milliseconds
const KEYS =
  "Arrow keys move the map, plus and minus zoom, 0 shows all, Escape clears the selection. " +
  "The list of topics holds the same topics as a table.";

/**
 * `data` has `summary`, the columns `x`, `y`, `topic`, and functions: `mask()` of documents
 * that pass the filters (or null), `text(document)` (a promise), `nameOf(place)`,
 * `openDocument(document)`.
 */
export class DocumentMap {
  constructor(element, store, data) {
    Object.assign(this, { element, store, data });
    const { x, y, summary } = data;
    this.grid = new PointGrid(x, y);
    this.view = new MapView(boxOfMap(x, y, summary.topics));
    this.outline = [];
    this.pointed = -1;
    this.names = [];
    this.circles = [];
    this.#build();
    this.gestures = new MapGestures(this.frame, this.#actions());
    new ResizeObserver(() => this.#resize()).observe(this.frame);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    store.subscribe(() => this.#follow());
    this.#follow();
  }

  #build() {
    const { summary, x } = this.data;
    this.canvas = mapElement("canvas", "map-points");
    this.above = mapElement("canvas", "map-above");
    this.tip = mapElement("div", "map-tip");
    this.tip.hidden = true;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute(
      "aria-label",
      `Map of ${x.length} documents and ${summary.topics.length} topics. ${summary.map.text} ` +
        "The list of topics says the same as a table.",
    );
    this.above.setAttribute("aria-hidden", "true");
    this.frame = mapElement("div", "map-frame", this.canvas, this.above, this.tip);
    this.frame.tabIndex = 0;
    this.frame.setAttribute("role", "application");
    this.frame.setAttribute("aria-roledescription", "map");
    this.frame.setAttribute("aria-label", `Map of documents. ${KEYS}`);
    this.lasso = mapButton("Draw around", "Draw an outline around documents to select them", () =>
      this.#setDrawing(!this.gestures.isDrawing),
    );
    this.lasso.setAttribute("aria-pressed", "false");
    const tools = mapElement(
      "div",
      "map-tools",
      mapButton("+", "Zoom in", () => this.glide(1.5)),
      mapButton("−", "Zoom out", () => this.glide(1 / 1.5)),
      mapButton("All", "Show the whole map", () => this.showAll()),
      this.lasso,
      mapButton("Select view", "Select the documents that the map shows now", () =>
        this.#select(documentsInBox(this.view.seen, this.grid)),
      ),
    );
    tools.setAttribute("role", "group");
    tools.setAttribute("aria-label", "Map");
    const note = mapElement("p", "map-note");
    note.textContent = summary.map.text;
    this.element.append(tools, this.frame, note);
  }

  #actions() {
    const changed = (change) => (...values) => {
      change(...values);
      this.pointed = -1;
      this.tip.hidden = true;
      this.draw();
    };
    return {
      pan: changed((x, y) => this.view.panBy(x, y)),
      zoom: changed((factor, left, top) => this.view.zoomBy(factor, left, top)),
      drawing: changed((outline) => (this.outline = outline)),
      glide: (factor) => this.glide(factor),
      showAll: () => this.showAll(),
      hover: (left, top) => this.#point(this.#documentAt(left, top), left, top),
      leave: () => this.#point(-1),
      click: (left, top) => this.#click(left, top),
      draw: (outline) => {
        this.outline = [];
        this.#setDrawing(false);
        const places = outline.map(([left, top]) => this.view.toMap(left, top));
        this.#select(documentsInside(places, this.grid));
      },
      escape: () => {
        this.#point(-1);
        this.#setDrawing(false);
        this.#select(null);
      },
    };
  }

  #setDrawing(isOn) {
    this.gestures.isDrawing = isOn;
    this.lasso.setAttribute("aria-pressed", String(isOn));
    this.frame.classList.toggle("map-drawing", isOn);
  }

  /** Select documents, which is a filter like others; null selects none. */
  #select(documents) {
    this.store.change({ filters: { ...this.store.state.filters, lasso: documents } });
    this.draw();
  }

  #documentAt(left, top) {
    const mask = this.data.mask();
    const [x, y] = this.view.toMap(left, top);
    const reach = POINT_REACH / this.view.scale;
    return this.grid.nearest(x, y, reach, (i) => mask === null || mask[i] !== 0);
  }

  #nameAt(left, top) {
    const isIn = (box) =>
      left >= box.left && left <= box.left + box.width && top >= box.top && top <= box.top + box.height;
    return this.names.find(isIn)?.place ?? null;
  }

  /** The topic whose circle is at a pixel, the smallest if there are several. */
  #circleAt(left, top) {
    const around = this.circles.filter((c) => Math.hypot(left - c.left, top - c.top) <= c.radius);
    return around.at(-1)?.place ?? null;
  }

  /** A click on a name selects the topic, on a document opens it, else on a circle. */
  #click(left, top) {
    const name = this.#nameAt(left, top);
    const found = name === null ? this.#documentAt(left, top) : -1;
    const topic = name ?? this.#circleAt(left, top);
    if (found >= 0) this.data.openDocument(found);
    else if (topic !== null) this.store.change({ topic });
  }

  /** Show what is under the pointer: a document with its first letters, or nothing. */
  async #point(found, left = 0, top = 0) {
    if (found === this.pointed) return;
    this.pointed = found;
    this.tip.hidden = found < 0;
    this.drawAbove();
    if (found < 0) return;
    const topic = this.data.topic[found];
    const title = mapElement("strong", "");
    title.textContent = topic < 0 ? "No topic" : this.data.nameOf(topic);
    const words = mapElement("span", "");
    this.tip.replaceChildren(title, words);
    this.#placeTip(left, top);
    const text = await this.data.text(found);
    if (found !== this.pointed) return;
    words.textContent = firstLetters(text, TIP_LENGTH);
    this.#placeTip(left, top);
  }

  #placeTip(left, top) {
    const { offsetWidth, offsetHeight } = this.tip;
    const right = left + 14 + offsetWidth > this.view.width;
    const below = top + 14 + offsetHeight <= this.view.height;
    this.tip.style.left = `${Math.max(right ? left - 14 - offsetWidth : left + 14, 0)}px`;
    this.tip.style.top = `${Math.max(below ? top + 14 : top - 14 - offsetHeight, 0)}px`;
  }

  glide(factor) {
    this.#glideTo({ ...this.#stand(), zoom: Math.min(Math.max(this.view.zoom * factor, 1), 64) });
  }

  showAll() {
    const { middleX, middleY } = this.view;
    this.#glideTo({ centerX: middleX, centerY: middleY, zoom: 1 });
  }

  #stand() {
    const { centerX, centerY, zoom } = this.view;
    return { centerX, centerY, zoom };
  }

  /** Go to another view: in steps, or at once for people who want no motion. */
  #glideTo(goal) {
    const from = this.#stand();
    const started = performance.now();
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#point(-1);
    cancelAnimationFrame(this.gliding);
    const step = (now) => {
      const share = isStill ? 1 : Math.min(Math.max((now - started) / GLIDE_TIME, 0), 1);
      this.view.between(from, goal, share);
      this.draw();
      if (share < 1) this.gliding = requestAnimationFrame(step);
    };
    step(started);
  }

  /** The state has changed: bring a newly selected topic into view. */
  #follow() {
    const { topic } = this.store.state;
    if (topic !== this.shownTopic) {
      this.shownTopic = topic;
      this.chosen = topic === null ? null : topicsBelow(this.data.summary.topics, topic);
      const place = topic === null ? null : this.data.summary.topics[topic];
      if (place && place.x !== null && this.view.width > 1 && !this.#isSeen(place)) {
        this.#glideTo({ ...this.#stand(), centerX: place.x, centerY: place.y });
      }
    }
    this.draw();
  }

  #isSeen({ x, y }) {
    const [left, low, right, high] = this.view.seen;
    return x >= left && x <= right && y >= low && y <= high;
  }

  #resize() {
    const { clientWidth, clientHeight } = this.frame;
    this.ratio = window.devicePixelRatio || 1;
    this.view.resize(clientWidth, clientHeight);
    for (const canvas of [this.canvas, this.above]) {
      canvas.width = Math.max(Math.round(clientWidth * this.ratio), 1);
      canvas.height = Math.max(Math.round(clientHeight * this.ratio), 1);
    }
    this.#paint();
  }

  /** Draw all with the next frame. */
  draw() {
    if (this.frameAsked) return;
    this.frameAsked = requestAnimationFrame(() => {
      this.frameAsked = 0;
      this.#paint();
    });
  }

  #paint() {
    const { data, view, ratio } = this;
    if (ratio === undefined || this.frame.clientWidth === 0) return;
    this.colors = themeColors(this.frame);
    const { x, y, topic, summary, nameOf } = data;
    const selected = this.store.state.topic;
    const documents = { x, y, topic, mask: data.mask(), chosen: this.chosen };
    const context = this.canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    paintDocuments(context, view, ratio, documents, this.colors);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const level = shownLevel(summary, view.zoom);
    this.circles = topicCircles(summary.topics, view, level);
    drawCircles(context, this.circles, selected, this.colors);
    const names = { selected, nameOf: (place) => nameOf(place), level };
    this.names = drawNames(context, summary.topics, view, names, this.colors);
    this.drawAbove();
  }

  /** Draw what changes while the pointer moves. */
  drawAbove() {
    if (!this.colors) return;
    const context = this.above.getContext("2d");
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, this.view.width, this.view.height);
    drawOutline(context, this.outline, this.colors);
    if (this.pointed < 0) return;
    const { x, y } = this.data;
    drawRing(context, ...this.view.toScreen(x[this.pointed], y[this.pointed]), this.colors);
  }
}

function mapElement(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

function mapButton(text, title, act) {
  const button = mapElement("button", "map-button");
  button.type = "button";
  button.textContent = text;
  button.title = title;
  if (text.length < 4) button.setAttribute("aria-label", title);
  button.addEventListener("click", act);
  return button;
}

/** The box around all documents and topics. */
export function boxOfMap(x, y, topics) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const grow = (left, low) => {
    box[0] = Math.min(box[0], left);
    box[1] = Math.min(box[1], low);
    box[2] = Math.max(box[2], left);
    box[3] = Math.max(box[3], low);
  };
  for (let i = 0; i < x.length; i++) grow(x[i], y[i]);
  for (const topic of topics) if (topic.x !== null) grow(topic.x, topic.y);
  return box[0] === Infinity ? [0, 0, 65535, 65535] : box;
}

/** Which topics are a topic or below it in a hierarchy: 1 for each of them. */
export function topicsBelow(topics, place) {
  const below = Uint8Array.from(topics, (_, other) => Number(other === place));
  // Parents stand on coarser levels: a pass for each level is enough.
  const levels = Math.max(...topics.map((topic) => topic.level ?? 0));
  for (let pass = 0; pass < levels; pass++) {
    topics.forEach(({ parents }, other) => {
      if (parents.length && below[mainParent(parents)]) below[other] = 1;
    });
  }
  return below;
}

const mainParent = (parents) => parents.reduce((a, b) => (b[1] > a[1] ? b : a))[0];

/** The first letters of a text, cut after a word where there is one. */
export function firstLetters(text, length) {
  const letters = Array.from(text.slice(0, 2 * length + 2));
  if (letters.length <= length) return text;
  const cut = letters.slice(0, length).join("");
  const space = cut.lastIndexOf(" ");
  return `${cut.slice(0, space > length / 2 ? space : cut.length).trimEnd()}…`;
}

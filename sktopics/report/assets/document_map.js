// The map: documents as points and topics as circles, to move, zoom, point at and draw on.

import { maskOfDocuments } from "./cross_filter.js";
import { make, makeButton } from "./dom.js";
import { topicsToName } from "./label_places.js";
import { documentsInBox, documentsInside } from "./lasso.js";
import {
  drawCircles,
  drawNames,
  drawOutline,
  drawRing,
  paintDocuments,
  shownLevel,
  topicCircles,
} from "./map_drawing.js";
import { MapGestures } from "./map_gestures.js";
import { MapTip } from "./map_tip.js";
import { boxOfMap, MapView } from "./map_view.js";
import { PointGrid } from "./point_grid.js";
import { isolatedText, withDescendants } from "./report_data.js";
import { manyText, topicsText, wordOnMap } from "./texts.js";
import { themeColors } from "./topic_marks.js";

const POINT_REACH = 10; // pixels
const GLIDE_TIME = 180; // milliseconds
const MAP_KEYS =
  "Arrow keys move the map, plus and minus zoom, 0 shows all, Escape clears the selection.";

/** The map in an element; `data` is a `ReportData` with a map. Is drawn once `ready`. */
export class DocumentMap {
  constructor(element, store, data) {
    Object.assign(this, { element, store, data });
    this.ready = this.#start();
  }

  async #start() {
    const { data, store } = this;
    const [x, y, topic] = await data.columns("documents.x", "documents.y", "documents.topic");
    this.columns = { x, y, topic };
    this.grid = new PointGrid(x, y);
    this.view = new MapView(boxOfMap(x, y, data.topics));
    this.outline = [];
    this.pointed = -1;
    this.names = [];
    this.circles = [];
    this.#build();
    this.gestures = new MapGestures(this.frame, this.#actions());
    new ResizeObserver(() => this.#resize()).observe(this.frame);
    const seen = ["topic", "shown", "names", "isDark"];
    store.subscribe((state, changed) => {
      if (changed.has("word")) this.#followWord();
      if (seen.some((key) => changed.has(key))) this.#follow();
    });
    this.#follow();
  }

  #build() {
    const { summary, topics, n } = this.data;
    const about = `Map of ${manyText(n, "document")} and ${topicsText(topics)}.`;
    this.canvas = make("canvas", {
      role: "img",
      "aria-label": `${about} ${summary.map.text} The list of topics is its equal as a table.`,
    });
    this.above = make("canvas", { "aria-hidden": "true" });
    this.tip = new MapTip();
    const properties = {
      class: "map-frame",
      tabindex: 0,
      role: "application",
      "aria-roledescription": "map",
      "aria-label": `Map of documents. ${MAP_KEYS}`,
    };
    this.frame = make("div", properties, this.canvas, this.above, this.tip.element);
    this.lasso = makeButton("Draw around", () => this.#setDrawing(!this.gestures.isDrawing), {
      title: "Draw an outline around documents to select them (or drag with Shift)",
      "aria-pressed": "false",
    });
    const tool = (text, title, act) => makeButton(text, act, { title, "aria-label": title });
    this.tools = make(
      "div",
      { class: "map-tools", role: "group", "aria-label": "Map" },
      tool("+", "Zoom in", () => this.glide(1.5)),
      tool("−", "Zoom out", () => this.glide(1 / 1.5)),
      makeButton("Show all", () => this.showAll()),
      this.lasso,
      makeButton("Select view", () => this.#select(documentsInBox(this.view.seen, this.grid)), {
        title: "Select the documents that the map shows now",
      }),
    );
    this.note = make("p", { class: "map-note", text: summary.map.text });
    this.element.append(this.tools, this.frame, this.note);
  }

  #actions() {
    const changed = (change) => (...values) => {
      change(...values);
      this.pointed = -1;
      this.tip.hide();
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
    if (documents === null && this.store.state.filters.lasso === null) return;
    const lasso = documents === null ? null : maskOfDocuments(documents, this.data.n);
    this.store.change({ filters: { lasso } });
  }

  /** 1 for each document that passes the filters; null: all do. */
  #mask() {
    return this.store.state.shown?.mask ?? null;
  }

  #documentAt(left, top) {
    const mask = this.#mask();
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
    if (found >= 0) this.store.change({ document: found });
    else if (topic !== null) this.store.change({ topic });
  }

  /** Show what is under the pointer: a document, or nothing (-1). */
  #point(found, left = 0, top = 0) {
    if (found === this.pointed) return;
    this.pointed = found;
    this.drawAbove();
    if (found < 0) return this.tip.hide();
    const name = this.data.nameOf(this.columns.topic[found]);
    this.tip.show(name, this.#textOf(found), left, top);
  }

  async #textOf(found) {
    return (await this.data.textOf(found)) ?? `Document ${found + 1}`;
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
      this.chosen = topic === null ? null : this.#withBelow(topic);
      const place = this.data.topics[topic];
      if (place && place.x !== null && this.view.width > 1 && !this.#isSeen(place)) {
        this.#glideTo({ ...this.#stand(), centerX: place.x, centerY: place.y });
      }
    }
    this.draw();
  }

  /** Circles have the sizes of topics, or show how much of a selected word is in each. */
  async #followWord() {
    const { data, store } = this;
    const { word } = store.state;
    const found = word === null ? null : await data.topicsOfWord(word);
    const terms = word === null ? null : await data.terms();
    if (word !== store.state.word) return;
    const shares = found && new Map(found.map(({ place, share }) => [place, share]));
    this.sizeOf = shares ? (place) => shares.get(place) ?? 0 : undefined;
    this.note.textContent = word === null ? data.summary.map.text : wordOnMap(isolatedText(terms[word]));
    this.draw();
  }

  /** 1 for a topic and the topics below it in a hierarchy. */
  #withBelow(topic) {
    const below = withDescendants(topic, this.data.children);
    return maskOfDocuments(below, this.data.topics.length);
  }

  #isSeen({ x, y }) {
    const [left, low, right, high] = this.view.seen;
    return x >= left && x <= right && y >= low && y <= high;
  }

  #resize() {
    const { clientWidth, clientHeight } = this.frame;
    this.ratio = window.devicePixelRatio || 1;
    this.view.resize(clientWidth, clientHeight);
    const { offsetTop, offsetHeight } = this.tools;
    this.view.head = Math.max(offsetTop + offsetHeight - this.frame.offsetTop, 0);
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
    const selected = this.store.state.topic;
    const { order } = this.grid;
    const documents = { ...this.columns, order, mask: this.#mask(), chosen: this.chosen };
    const context = this.canvas.getContext("2d");
    paintDocuments(this.#image(context), view, ratio, documents, this.colors);
    context.putImageData(this.image, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const level = shownLevel(data.summary, view.zoom);
    const places = topicsToName(data.topics, { level, selected });
    this.circles = topicCircles(data.topics, places, view, this.sizeOf);
    drawCircles(context, this.circles, selected, this.colors);
    const names = { selected, nameOf: (place) => data.nameOf(place) };
    this.names = drawNames(context, data.topics, places, view, names, this.colors);
    this.drawAbove();
  }

  /** The pixels of the canvas, made when its size is new. */
  #image(context) {
    const { width, height } = this.canvas;
    if (this.image?.width !== width || this.image.height !== height) {
      this.image = context.createImageData(width, height);
    }
    return this.image;
  }

  /** Draw what changes while the pointer moves. */
  drawAbove() {
    if (!this.colors) return;
    const context = this.above.getContext("2d");
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, this.view.width, this.view.height);
    drawOutline(context, this.outline, this.colors);
    if (this.pointed < 0) return;
    const { x, y } = this.columns;
    drawRing(context, ...this.view.toScreen(x[this.pointed], y[this.pointed]), this.colors);
  }
}

// What is painted on the map: documents, topics, names, and what is drawn around them.

import { labelsWithoutOverlap, levelAtZoom } from "./label_places.js";
import { paler, pixelOf, PointImage, pointStamp } from "./point_image.js";
import { cssColor, topicColor } from "./topic_marks.js";

const FONT = "system-ui, sans-serif";
const NAME_LENGTH = 28;

/** Radius of documents in CSS pixels: small where they are many, larger when near. */
export function pointRadius(nDocuments, zoom) {
  const alone = Math.min(Math.max(150 / Math.sqrt(Math.max(nDocuments, 1)), 0.9), 3);
  return Math.min(alone * zoom ** 0.3, 6);
}

/** Radius of one of many topics, with a share of the largest one, in CSS pixels. */
export const topicRadius = (share, zoom, many) =>
  (4 + 24 * Math.sqrt(share)) * Math.min(Math.sqrt(40 / many), 1) * zoom ** 0.25;

/**
 * Paint documents: those filtered out first, those of the chosen topics last, and
 * neighbours one after the other, which is some times as fast.
 */
export function paintDocuments(image, view, ratio, documents, colors) {
  const { x, y, topic, order, mask, chosen } = documents;
  const points = new PointImage(image.width, image.height, new Uint32Array(image.data.buffer));
  points.clear(pixelOf(colors.ground));
  const stamps = documentStamps(pointRadius(x.length, view.zoom) * ratio, ratio, chosen !== null);
  const [ink, faded, none] = [colors.ink, colors.faded, colors.none].map(pixelOf);
  const pixels = pixelsOfTopics(topic, colors);
  const [zeroX, zeroY] = view.toScreen(0, 0).map((pixel) => pixel * ratio);
  const scale = view.scale * ratio;
  const kinds = kindsOfDocuments(topic, mask, chosen);
  for (let kind = 0; kind < 3; kind++) {
    for (const i of order) {
      if (kinds[i] !== kind) continue;
      const [left, top] = [zeroX + x[i] * scale, zeroY - y[i] * scale];
      const pixel = topic[i] < 0 ? none : pixels[topic[i]];
      if (kind === 2) points.paint(stamps.edge, left, top, ink);
      points.paint(stamps.kinds[kind], left, top, kind === 0 ? faded : pixel);
    }
  }
}

/** Stamps of documents that are filtered out, are shown, and are of the chosen topics. */
function documentStamps(radius, ratio, isSomeChosen) {
  const round = pointStamp(radius);
  const diamond = pointStamp(radius + 1.2 * ratio, true);
  return {
    kinds: [paler(round, 0.35), paler(round, isSomeChosen ? 0.45 : 0.85), diamond],
    edge: pointStamp(radius + 2.2 * ratio, true),
  };
}

/** 0: filtered out, 1: shown, 2: shown and of the chosen topics. */
function kindsOfDocuments(topic, mask, chosen) {
  const kinds = new Uint8Array(topic.length).fill(1);
  for (let i = 0; i < topic.length; i++) {
    if (mask !== null && mask[i] === 0) kinds[i] = 0;
    else if (chosen !== null && topic[i] >= 0 && chosen[topic[i]]) kinds[i] = 2;
  }
  return kinds;
}

function pixelsOfTopics(topic, colors) {
  let most = -1;
  for (let i = 0; i < topic.length; i++) if (topic[i] > most) most = topic[i];
  return Uint32Array.from({ length: most + 1 }, (_, place) => pixelOf(topicColor(colors, place)));
}

/** The circles of topics as places, left, top and radius, the smallest last. */
export function topicCircles(topics, places, view, sizeOf = (place) => topics[place].size) {
  const most = Math.max(...places.map(sizeOf), 1e-12);
  return places
    .map((place) => {
      const [left, top] = view.toScreen(topics[place].x, topics[place].y);
      const radius = topicRadius(sizeOf(place) / most, view.zoom, places.length);
      return { place, left, top, radius };
    })
    .sort((a, b) => b.radius - a.radius);
}

export function drawCircles(context, circles, selected, colors) {
  for (const { place, left, top, radius } of circles) {
    context.beginPath();
    context.arc(left, top, radius, 0, 2 * Math.PI);
    // A topic is seen on top of its documents, which have its color.
    context.fillStyle = cssColor(colors.ground, 0.25);
    context.fill();
    context.lineWidth = place === selected ? 3.5 : 2.5;
    context.strokeStyle = cssColor(colors.ground);
    context.stroke();
    context.lineWidth = place === selected ? 2.5 : 1;
    context.strokeStyle = cssColor(place === selected ? colors.ink : topicColor(colors, place));
    context.stroke();
    if (place !== selected) continue;
    context.beginPath();
    context.arc(left, top, radius + 4, 0, 2 * Math.PI);
    context.lineWidth = 1;
    context.stroke();
  }
}

/** Draw names of topics that do not overlap; return their boxes, with `place`. */
export function drawNames(context, topics, places, view, { selected, nameOf }, colors) {
  const boxes = places
    .map((place) => nameBox(context, view, topics[place], place, nameOf(place), selected))
    .filter((box) => box.left < view.width && box.left + box.width > 0)
    .filter((box) => box.top < view.height && box.top + box.height > 0);
  const shown = labelsWithoutOverlap(boxes).map((i) => boxes[i]);
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const box of shown) {
    context.font = box.font;
    context.lineWidth = 4;
    context.strokeStyle = cssColor(colors.ground, 0.85);
    context.strokeText(box.text, box.left, box.top + box.height / 2);
    context.fillStyle = cssColor(colors.ink);
    context.fillText(box.text, box.left, box.top + box.height / 2);
  }
  return shown;
}

function nameBox(context, view, topic, place, name, selected) {
  const text = (place === selected ? "◆ " : "") + shortName(name);
  const height = topic.share > 0.05 || place === selected ? 18 : 15;
  const font = `${place === selected ? "700" : "600"} ${height - 4}px ${FONT}`;
  context.font = font;
  const width = context.measureText(text).width;
  const [middle, center] = view.toScreen(topic.x, topic.y);
  // A name at the edge moves in, as long as its topic is seen.
  const isSeen = middle > 0 && middle < view.width;
  const most = Math.max(view.width - width - 2, 2);
  const left = isSeen ? Math.min(Math.max(middle - width / 2, 2), most) : middle - width / 2;
  // Nor is it under the buttons on the map.
  const top = center > 0 ? Math.max(center - height / 2, view.head + 2) : center - height / 2;
  return { place, text, font, left, top, width, height };
}

/** A name, cut after a whole letter. */
export function shortName(name, length = NAME_LENGTH) {
  const letters = Array.from(name.slice(0, 2 * length + 2));
  return letters.length > length ? `${letters.slice(0, length - 1).join("").trimEnd()}…` : name;
}

/** The level whose topics are drawn, or null where there is no hierarchy. */
export const shownLevel = (summary, zoom) =>
  summary.levels ? levelAtZoom(summary.levels.length, zoom) : null;

export function drawOutline(context, outline, colors) {
  if (outline.length < 2) return;
  context.beginPath();
  outline.forEach(([left, top]) => context.lineTo(left, top));
  context.closePath();
  context.fillStyle = cssColor(colors.ink, 0.08);
  context.fill();
  context.setLineDash([5, 4]);
  context.lineWidth = 1.5;
  context.strokeStyle = cssColor(colors.ink);
  context.stroke();
  context.setLineDash([]);
}

export function drawRing(context, left, top, colors) {
  context.beginPath();
  context.arc(left, top, 7, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.strokeStyle = cssColor(colors.ink);
  context.stroke();
}

// What is painted on the map: documents, topics, names, and what is drawn around them.

import { labelsWithoutOverlap, levelAtZoom, topicsToName } from "./label_places.js";
import { pixelOf, PointImage, pointStamp } from "./point_image.js";
import { cssColor, topicColor } from "./topic_marks.js";

const FONT = "system-ui, sans-serif";
const NAME_LENGTH = 28;

/** Radius of documents in CSS pixels: small where they are many, larger when near. */
export function pointRadius(nDocuments, zoom) {
  const alone = Math.min(Math.max(150 / Math.sqrt(Math.max(nDocuments, 1)), 0.9), 3);
  return Math.min(alone * zoom ** 0.3, 6);
}

/** Radius of a topic with a share of the largest one, in CSS pixels. */
export const topicRadius = (share, zoom) => (5 + 23 * Math.sqrt(share)) * zoom ** 0.15;

/** Paint documents: those filtered out first, those of the selected topic last. */
export function paintDocuments(context, view, ratio, { x, y, topic, mask, chosen }, colors) {
  const image = context.createImageData(context.canvas.width, context.canvas.height);
  const points = new PointImage(image.width, image.height, new Uint32Array(image.data.buffer));
  points.clear(pixelOf(colors.ground));
  const radius = pointRadius(x.length, view.zoom) * ratio;
  const round = pointStamp(radius);
  const [edge, diamond] = [radius + 2.2 * ratio, radius + 1.2 * ratio].map((r) => pointStamp(r, true));
  const [ink, faded, none] = [colors.ink, colors.faded, colors.none].map(pixelOf);
  const pixels = pixelsOfTopics(topic, colors);
  const [zeroX, zeroY] = view.toScreen(0, 0);
  const scale = view.scale * ratio;
  const passes = chosen === null ? [0, 1] : [0, 1, 2];
  for (const pass of passes) {
    for (let i = 0; i < x.length; i++) {
      const isIn = mask === null || mask[i] !== 0;
      const own = isIn ? 1 + (chosen !== null && topic[i] >= 0 && chosen[topic[i]]) : 0;
      if (own !== pass) continue;
      const [left, top] = [zeroX * ratio + x[i] * scale, zeroY * ratio - y[i] * scale];
      const pixel = topic[i] < 0 ? none : pixels[topic[i]];
      if (pass === 0) points.paint(round, left, top, faded, 90);
      else if (pass === 1) points.paint(round, left, top, pixel, chosen === null ? 215 : 110);
      else {
        points.paint(edge, left, top, ink);
        points.paint(diamond, left, top, pixel);
      }
    }
  }
  context.putImageData(image, 0, 0);
}

function pixelsOfTopics(topic, colors) {
  let most = -1;
  for (let i = 0; i < topic.length; i++) if (topic[i] > most) most = topic[i];
  return Uint32Array.from({ length: most + 1 }, (_, place) => pixelOf(topicColor(colors, place)));
}

/** The circles of topics that are not empty, smallest last: place, left, top, radius. */
export function topicCircles(topics, view, level) {
  const most = Math.max(...topics.map((topic) => topic.size), 1e-12);
  return topics
    .map((topic, place) => {
      if (topic.x === null || topic.is_empty) return null;
      const [left, top] = view.toScreen(topic.x, topic.y);
      return { place, left, top, radius: topicRadius(topic.size / most, view.zoom) };
    })
    .filter((circle) => circle && (level === null || topics[circle.place].level === level))
    .sort((a, b) => b.radius - a.radius);
}

export function drawCircles(context, circles, selected, colors) {
  for (const { place, left, top, radius } of circles) {
    const color = topicColor(colors, place);
    context.beginPath();
    context.arc(left, top, radius, 0, 2 * Math.PI);
    context.fillStyle = cssColor(color, 0.1);
    context.fill();
    context.lineWidth = place === selected ? 3 : 1.5;
    context.strokeStyle = cssColor(place === selected ? colors.ink : color);
    context.stroke();
    if (place !== selected) continue;
    context.beginPath();
    context.arc(left, top, radius + 4, 0, 2 * Math.PI);
    context.lineWidth = 1;
    context.stroke();
  }
}

/** Draw names of topics that do not overlap; return their boxes, with `place`. */
export function drawNames(context, topics, view, { selected, nameOf, level }, colors) {
  const boxes = topicsToName(topics, { level, selected })
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
  return { place, text, font, left, top: center - height / 2, width, height };
}

/** A name, cut after a whole letter. */
export function shortName(name, length = NAME_LENGTH) {
  const letters = Array.from(name);
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

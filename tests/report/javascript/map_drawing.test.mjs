import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { paintDocuments, pointRadius, shortName, shownLevel, topicCircles, topicRadius } from "../../../sktopics/report/assets/map_drawing.js";
import { firstLetters } from "../../../sktopics/report/assets/map_tip.js";
import { boxOfMap, MapView } from "../../../sktopics/report/assets/map_view.js";
import { pixelOf } from "../../../sktopics/report/assets/point_image.js";
import { N_COLORS, rgbOf, topicColor, topicMark } from "../../../sktopics/report/assets/topic_marks.js";

const COLORS = {
  topics: Array.from({ length: N_COLORS }, (_, i) => [i, 100, 200]),
  ground: [255, 255, 255],
  ink: [1, 1, 1],
  faded: [50, 50, 50],
  none: [90, 90, 90],
};

test("the box of a map holds documents and topics that have a place", () => {
  const topics = [{ x: 5, y: 900 }, { x: null, y: null }];
  assert.deepEqual(boxOfMap([100, 20], [7, 8], topics), [5, 7, 100, 900]);
  assert.deepEqual(boxOfMap([], [], []), [0, 0, 65535, 65535]);
});

test("first letters end after a word, and never inside a letter", () => {
  assert.equal(firstLetters("short", 200), "short");
  assert.equal(firstLetters("one two three", 9), "one two…");
  assert.equal(firstLetters("😀".repeat(9), 4), "😀😀😀😀…");
  assert.equal(shortName("a".repeat(28)).length, 28);
  assert.equal(shortName("a".repeat(29)), `${"a".repeat(27)}…`);
});

/** Colors of a theme: the first block of a style sheet that names them. */
const themeOf = (sheet) =>
  Object.fromEntries([...readAsset(sheet).matchAll(/--(topic-\d+|topic-none|map-ground): (#\w+)/g)].map(([, ...both]) => both));
const readAsset = (name) => readFileSync(new URL(`../../../sktopics/report/assets/${name}`, import.meta.url), "utf8");
const light = ([...rgb]) => {
  const [r, g, b] = rgb.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);

test("topics have colors of their own that stand out from the ground of both themes", () => {
  for (const sheet of ["map.css", "page.css"]) {
    const { "map-ground": ground, ...colors } = themeOf(sheet);
    assert.equal(Object.keys(colors).length, N_COLORS + 1, sheet);
    assert.equal(new Set(Object.values(colors)).size, N_COLORS + 1, sheet);
    for (const [name, color] of Object.entries(colors)) {
      assert.ok(contrast(rgbOf(color), rgbOf(ground)) >= 3, `${name} of ${sheet}`);
    }
  }
  assert.equal(topicMark(24 + 3), 3);
  assert.deepEqual(topicColor(COLORS, -1), COLORS.none);
  assert.deepEqual(topicColor(COLORS, 25), [1, 100, 200]);
});

test("points are smaller where they are many, and larger when near", () => {
  assert.ok(pointRadius(100_000, 1) < pointRadius(3000, 1));
  assert.ok(pointRadius(100_000, 16) > pointRadius(100_000, 1));
  assert.ok(pointRadius(0, 1) === 3 && pointRadius(1, 1e9) === 6);
});

test("documents that are filtered out are under all, the chosen topic's above all", () => {
  const view = new MapView([0, 0, 100, 100]);
  view.resize(50, 50);
  const image = { width: 50, height: 50, data: new Uint8ClampedArray(50 * 50 * 4) };
  const pixels = new Uint32Array(image.data.buffer);
  const paint = (mask, chosen) => {
    const columns = { x: [50, 50, 50], y: [50, 50, 50], topic: [0, 1, -1], order: [0, 1, 2] };
    paintDocuments(image, view, 1, { ...columns, mask, chosen }, COLORS);
    return new Uint8Array(Uint32Array.of(pixels[25 * 50 + 25]).buffer);
  };
  assert.equal(pixels.length, 2500);
  assert.ok(paint(null, null)[0] > 70); // the last: grey, of no topic
  assert.deepEqual([...paint(null, Uint8Array.of(1, 0))], [0, 100, 200, 255]);
  assert.deepEqual([...paint(Uint8Array.of(0, 1, 0), Uint8Array.of(0, 1))], [1, 100, 200, 255]);
  const [red, green] = paint(Uint8Array.of(0, 1, 0), null);
  assert.ok(red < 60 && green < 130); // not the grey of those filtered out
  assert.equal(pixels[0], pixelOf(COLORS.ground));
});

test("circles are smaller where they are many, and the smallest are last", () => {
  const topics = [
    { x: 0, y: 0, size: 4, level: 0, is_empty: false },
    { x: 0, y: 0, size: 9, level: 1, is_empty: false },
    { x: 0, y: 0, size: 16, level: 1, is_empty: false },
    { x: null, y: null, size: 16, level: 1, is_empty: false },
    { x: 0, y: 0, size: 0, level: 1, is_empty: true },
  ];
  const view = new MapView();
  const places = (given) => topicCircles(topics, given, view).map(({ place }) => place);
  assert.deepEqual(places([0, 1, 2]), [2, 1, 0]);
  assert.deepEqual(places([]), []);
  assert.ok(topicRadius(0.5, 1, 500) < topicRadius(0.5, 1, 40));
  assert.equal(topicRadius(1, 1, 5), 28);
  assert.equal(shownLevel({ levels: null }, 9), null);
  assert.equal(shownLevel({ levels: ["a", "b"] }, 1), 0);
});

test("circles show the sizes of topics, or what is asked for in their place", () => {
  const topics = [{ x: 0, y: 0, size: 9 }, { x: 9, y: 9, size: 1 }];
  const view = new MapView([0, 0, 9, 9]);
  const largest = (...given) => topicCircles(topics, [0, 1], view, ...given)[0].place;
  assert.equal(largest(), 0);
  assert.equal(largest((place) => place), 1);
  assert.equal(largest(() => 0), 0); // a word of no topic
});

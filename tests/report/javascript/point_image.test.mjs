import assert from "node:assert/strict";
import test from "node:test";

import { mixPixels, pixelOf, PointImage, pointStamp } from "../../../sktopics/report/assets/point_image.js";

const WHITE = pixelOf([255, 255, 255]);
const RED = pixelOf([255, 0, 0]);

test("a pixel has its bytes in the order of images", () => {
  assert.deepEqual([...new Uint8Array(Uint32Array.of(pixelOf([1, 2, 3])).buffer)], [1, 2, 3, 255]);
  assert.equal(mixPixels(RED, WHITE, 255), RED);
  assert.equal(mixPixels(RED, WHITE, 0), WHITE);
  assert.deepEqual(pixelOf([255, 128, 128]), mixPixels(RED, WHITE, 127));
});

test("a round stamp covers about the area of a circle, a diamond has points", () => {
  const sum = (stamp) => stamp.cover.reduce((a, b) => a + b, 0) / 255;
  for (const radius of [1, 2.5, 6]) {
    assert.ok(Math.abs(sum(pointStamp(radius)) / (Math.PI * radius ** 2) - 1) < 0.12);
  }
  const { cover, size, reach } = pointStamp(5, true);
  assert.equal(cover[reach * size + reach], 255);
  assert.ok(cover[0] === 0 && cover[reach * size + reach + 5] > 0);
});

test("points at the edge and beyond it change no other pixel", () => {
  const image = new PointImage(20, 10);
  image.clear(WHITE);
  const stamp = pointStamp(2);
  for (const place of [[-30, 5], [25, 5], [5, -9], [5, 99]]) image.paint(stamp, ...place, RED);
  assert.ok(image.pixels.every((pixel) => pixel === WHITE));
  image.paint(stamp, 0, 0, RED);
  assert.equal(image.pixels[0], RED);
  assert.equal(image.pixels[19], WHITE); // no point goes around the edge
  image.paint(stamp, 10, 5, RED, 128);
  assert.equal(image.pixels[5 * 20 + 10], mixPixels(RED, WHITE, 128));
});

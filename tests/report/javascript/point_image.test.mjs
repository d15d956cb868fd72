import assert from "node:assert/strict";
import test from "node:test";

import { mixPixels, paler, pixelOf, PointImage, pointStamp } from "../../../sktopics/report/assets/point_image.js";

const WHITE = pixelOf([255, 255, 255]);
const RED = pixelOf([255, 0, 0]);

test("a pixel has its bytes in the order of images", () => {
  assert.deepEqual([...new Uint8Array(Uint32Array.of(pixelOf([1, 2, 3])).buffer)], [1, 2, 3, 255]);
});

test("each color of a mix is between the two", () => {
  const [above, below] = [[250, 3, 128], [7, 255, 0]];
  for (const share of [0, 1, 64, 200, 256]) {
    const mixed = mixPixels(pixelOf(above), pixelOf(below), share);
    const expected = above.map((a, i) => Math.floor((a * share + below[i] * (256 - share)) / 256));
    assert.deepEqual(mixed, pixelOf(expected));
  }
});

test("a round stamp covers about the area of a circle, a diamond has points", () => {
  const sum = (stamp) => stamp.cover.reduce((a, b) => a + b, 0) / 256;
  for (const radius of [1, 2.5, 6]) {
    assert.ok(Math.abs(sum(pointStamp(radius)) / (Math.PI * radius ** 2) - 1) < 0.12);
  }
  assert.ok(Math.abs(sum(paler(pointStamp(6), 0.5)) / sum(pointStamp(6)) - 0.5) < 0.01);
  const { dx, dy } = pointStamp(5, true);
  assert.ok(dx.every((x, k) => Math.abs(x) + Math.abs(dy[k]) <= 6));
  assert.equal(Math.max(...dx), 6);
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
  image.paint(paler(stamp, 0.5), 10, 5, RED);
  assert.equal(image.pixels[5 * 20 + 10], mixPixels(RED, WHITE, 128));
});

import assert from "node:assert/strict";
import test from "node:test";

import { PointGrid } from "../../../sktopics/report/assets/point_grid.js";
import { places } from "./places.mjs";

test("within finds what a look at all documents finds", () => {
  const [x, y] = places(2000);
  const grid = new PointGrid(x, y);
  for (const box of [[0, 0, 65535, 65535], [1000, 2000, 9000, 60000], [500, 500, 500, 500]]) {
    const [left, low, right, high] = box;
    const found = [];
    grid.within(...box, (i) => found.push(i));
    const expected = [...x.keys()].filter(
      (i) => x[i] >= left && x[i] <= right && y[i] >= low && y[i] <= high,
    );
    assert.deepEqual(found.sort((a, b) => a - b), expected);
  }
});

test("a box beyond the map is no error", () => {
  const grid = new PointGrid(Uint16Array.of(0, 65535), Uint16Array.of(0, 65535));
  const found = [];
  grid.within(-1e9, -5, 1e9, 70000, (i) => found.push(i));
  assert.deepEqual(found, [0, 1]);
});

test("nearest is the nearest of those that are accepted", () => {
  const [x, y] = places(2000);
  const grid = new PointGrid(x, y);
  for (let q = 0; q < 50; q++) {
    const [qx, qy] = [(q * 7919) % 65536, (q * 104729) % 65536];
    let [best, least] = [-1, 3000 ** 2];
    for (let i = 0; i < x.length; i += 2) {
      const distance = (x[i] - qx) ** 2 + (y[i] - qy) ** 2;
      if (distance < least) [best, least] = [i, distance];
    }
    assert.equal(grid.nearest(qx, qy, 3000, (i) => i % 2 === 0), best);
  }
});

test("of documents at one place the first is nearest", () => {
  const grid = new PointGrid(Uint16Array.of(9, 5, 5), Uint16Array.of(9, 5, 5));
  assert.equal(grid.nearest(5, 5, 1), 1);
  assert.equal(grid.nearest(60000, 5, 1), -1);
  assert.equal(new PointGrid(new Uint16Array(0), new Uint16Array(0)).nearest(5, 5, 9), -1);
});

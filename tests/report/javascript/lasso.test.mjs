import assert from "node:assert/strict";
import test from "node:test";

import { boxAround, documentsInBox, documentsInside, isInside } from "../../../sktopics/report/assets/lasso.js";
import { PointGrid } from "../../../sktopics/report/assets/point_grid.js";
import { places } from "./places.mjs";

const BOW = [[0, 0], [10, 10], [10, 0], [0, 10]]; // crosses itself: two triangles

test("inside is even-odd", () => {
  assert.ok(isInside([[0, 0], [10, 0], [10, 10], [0, 10]], 5, 5));
  assert.ok(isInside(BOW, 1, 5));
  assert.ok(!isInside(BOW, 5, 9));
  assert.deepEqual(boxAround(BOW), [0, 0, 10, 10]);
});

test("documents inside are those of a look at all", () => {
  const [x, y] = places(3000);
  const grid = new PointGrid(x, y);
  const outline = [[3000, 3000], [60000, 9000], [30000, 30000], [50000, 65000], [1000, 40000]];
  const expected = [...x.keys()].filter((i) => isInside(outline, x[i], y[i]));
  assert.ok(expected.length > 500);
  assert.deepEqual([...documentsInside(outline, grid)], expected);
  assert.equal(documentsInside(outline.slice(0, 2), grid).length, 0);
});

test("all documents are in the box of the whole map", () => {
  const [x, y] = places(3000);
  const grid = new PointGrid(x, y);
  assert.deepEqual([...documentsInBox([0, 0, 65535, 65535], grid)], [...x.keys()]);
});

import assert from "node:assert/strict";
import test from "node:test";

import { MapView } from "../../../sktopics/report/assets/map_view.js";

function view(box, width = 800, height = 400) {
  const made = new MapView(box);
  made.resize(width, height);
  return made;
}
const near = (a, b) => a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) < 1e-6, `${a}; ${b}`));

test("the whole map is seen at first, up is up, and both axes have one scale", () => {
  const all = view([0, 0, 65535, 65535]);
  const [left, top] = all.toScreen(0, 65535);
  const [right, bottom] = all.toScreen(65535, 0);
  assert.ok(left >= 0 && top >= 0 && right <= 800 && bottom <= 400);
  assert.ok(Math.abs(right - left - (bottom - top)) < 1e-6);
});

test("screen and map are inverses, zoomed and moved", () => {
  const moved = view([100, 200, 5000, 9000]);
  moved.zoomBy(3, 20, 30);
  moved.panBy(11, -7);
  near(moved.toMap(...moved.toScreen(1234, 4321)), [1234, 4321]);
});

test("the place under the pointer stays there", () => {
  const zoomed = view([0, 0, 65535, 65535]);
  zoomed.zoomBy(2);
  const before = zoomed.toMap(300, 150);
  zoomed.zoomBy(2, 300, 150);
  near(zoomed.toMap(300, 150), before);
});

test("the map cannot be lost", () => {
  const lost = view([0, 0, 1000, 1000]);
  lost.zoomBy(1e9);
  assert.equal(lost.zoom, 64);
  lost.panBy(1e9, -1e9);
  near([lost.centerX, lost.centerY], [0, 0]);
  lost.zoomBy(1e-9);
  assert.equal(lost.zoom, 1);
  lost.showAll();
  near([lost.centerX, lost.centerY], [500, 500]);
});

test("one place alone is a map", () => {
  near(view([7, 7, 7, 7]).toScreen(7, 7), [400, 200]);
});

test("a way from one view to another ends there", () => {
  const way = view([0, 0, 1000, 1000]);
  const [from, to] = [{ centerX: 500, centerY: 500, zoom: 1 }, { centerX: 100, centerY: 900, zoom: 16 }];
  way.between(from, to, 0.5);
  assert.equal(way.zoom, 4);
  way.between(from, to, 1);
  near([way.centerX, way.centerY, way.zoom], [100, 900, 16]);
});

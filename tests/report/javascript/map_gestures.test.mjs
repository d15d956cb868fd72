import assert from "node:assert/strict";
import test from "node:test";

import { MapGestures } from "../../../sktopics/report/assets/map_gestures.js";

const ACTIONS = ["pan", "zoom", "glide", "showAll", "hover", "leave", "click", "drawing", "draw", "escape"];

/** Gestures on an element that is none, and what they told. */
function listening() {
  const listeners = {};
  const told = [];
  const element = {
    addEventListener: (type, listener) => (listeners[type] = listener),
    getBoundingClientRect: () => ({ left: 100, top: 50 }),
    setPointerCapture: () => {},
  };
  const on = Object.fromEntries(ACTIONS.map((name) => [name, (...values) => told.push([name, ...values])]));
  const gestures = new MapGestures(element, on);
  const send = (type, x, y, more = {}) =>
    listeners[type]({
      type,
      button: 0,
      pointerId: 1,
      pointerType: "mouse",
      clientX: 100 + x,
      clientY: 50 + y,
      preventDefault: () => {},
      ...more,
    });
  const take = () => told.splice(0);
  return { gestures, send, take };
}

test("a pointer that is not pressed hovers, a press without a way is a click", () => {
  const { send, take } = listening();
  send("pointermove", 5, 6);
  send("pointerdown", 5, 6);
  send("pointermove", 7, 6);
  send("pointerup", 7, 6);
  assert.deepEqual(take(), [["hover", 5, 6], ["click", 7, 6]]);
});

test("a drag moves the map by all of its way", () => {
  const { send, take } = listening();
  send("pointerdown", 0, 0);
  send("pointermove", 4, 0);
  send("pointermove", 10, 2);
  send("pointermove", 20, 2);
  send("pointerup", 20, 2);
  assert.deepEqual(take(), [["pan", 10, 2], ["pan", 10, 0]]);
});

test("a drag with Shift, or after Draw around, is an outline", () => {
  for (const shiftKey of [true, false]) {
    const { gestures, send, take } = listening();
    gestures.isDrawing = !shiftKey;
    send("pointerdown", 0, 0, { shiftKey });
    send("pointermove", 10, 0);
    send("pointermove", 10, 10);
    send("pointerup", 10, 10);
    const told = take();
    assert.deepEqual(told.at(-1), ["draw", [[0, 0], [10, 0], [10, 10]]]);
    assert.ok(told.every(([name]) => name.startsWith("draw")));
  }
});

test("two fingers zoom around their middle", () => {
  const { send, take } = listening();
  send("pointerdown", 0, 0, { pointerId: 1, pointerType: "touch" });
  send("pointerdown", 100, 0, { pointerId: 2, pointerType: "touch" });
  take();
  send("pointermove", 200, 0, { pointerId: 2, pointerType: "touch" });
  assert.deepEqual(take(), [["pan", 50, 0], ["zoom", 2, 100, 0]]);
  send("pointerup", 200, 0, { pointerId: 2 });
  send("pointerup", 0, 0, { pointerId: 1 });
  assert.deepEqual(take(), []); // no click
});

test("keys do what pointers do, and leave those of the browser alone", () => {
  const { send, take } = listening();
  for (const key of ["ArrowLeft", "+", "-", "0", "Escape", "a", "Tab"]) send("keydown", 0, 0, { key });
  send("keydown", 0, 0, { key: "+", ctrlKey: true });
  assert.deepEqual(take().map(([name]) => name), ["pan", "glide", "glide", "showAll", "escape"]);
});

test("the wheel zooms at the pointer, up is in", () => {
  const { send, take } = listening();
  send("wheel", 3, 4, { deltaY: -100, deltaMode: 0 });
  const [[name, factor, left, top]] = take();
  assert.deepEqual([name, left, top], ["zoom", 3, 4]);
  assert.ok(factor > 1);
});

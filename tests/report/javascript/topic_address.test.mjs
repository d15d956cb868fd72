import assert from "node:assert/strict";
import { test } from "node:test";
import { firstState, Store } from "../../../sktopics/report/assets/store.js";
import { addressOfTopic, followAddress, topicOfAddress } from "../../../sktopics/report/assets/topic_address.js";

const flat = { topics: [{ index: 4, level: 0 }, { index: 7, level: 0 }], levels: null };
const tree = { topics: [{ index: 0, level: 1 }, { index: 0, level: 0 }], levels: ["coarse", "fine"] };

test("an address names a topic by its number in the model, and by its level", () => {
  assert.equal(addressOfTopic(1, flat), "#topic=7");
  assert.equal(addressOfTopic(1, tree), "#topic=0&level=1");
  for (const summary of [flat, tree]) {
    for (const place of [0, 1]) assert.equal(topicOfAddress(addressOfTopic(place, summary), summary), place);
  }
  for (const hash of ["", "#", "#topic=", "#topic=9", "#topics", "#topic=7&level=2", "#%", "#topic=<b>"]) {
    assert.equal(topicOfAddress(hash, flat), -1, hash);
  }
});

/** A window with an address only. */
function fakePage(hash) {
  const page = { location: { hash }, written: [] };
  page.addEventListener = (_, listener) => (page.go = (to) => ((page.location.hash = to), listener()));
  page.history = { pushState: (_, __, to) => (page.written.push(to), (page.location.hash = to === "#" ? "" : to)) };
  return page;
}

test("the address and the selected topic follow each other", () => {
  const store = new Store(firstState(0.6));
  const page = fakePage("#topic=7");
  followAddress(store, flat, page);
  assert.equal(store.state.topic, 1);
  assert.equal(store.state.view, "topic");
  store.change({ topic: 0 });
  store.change({ topic: null });
  assert.deepEqual(page.written, ["#topic=4", "#"]);
  page.go("#topic=4"); // back
  assert.equal(store.state.topic, 0);
  page.go("#documents"); // a panel
  assert.equal(store.state.topic, 0);
  page.go("");
  assert.equal(store.state.topic, null);
  assert.equal(page.written.length, 2);
});

test("a page without an address of its own works, too", () => {
  const store = new Store(firstState(0.6));
  const page = fakePage("");
  page.history.pushState = () => {
    throw new Error("SecurityError");
  };
  followAddress(store, flat, page);
  store.change({ topic: 1 });
  assert.equal(store.state.topic, 1);
});

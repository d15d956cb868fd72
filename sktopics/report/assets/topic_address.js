// The selected topic in the address of the page (#topic=3), so that a link leads there
// and the browser goes back to the topic before.

/** The part of an address after the path, for a place in the topics, or null. */
export function addressOfTopic(place, { topics, levels }) {
  if (place === null) return "#";
  const { index, level } = topics[place];
  return levels ? `#topic=${index}&level=${level + 1}` : `#topic=${index}`;
}

/** The place of the topic that an address names; -1 where it names none. */
export function topicOfAddress(hash, { topics }) {
  const named = new URLSearchParams(hash.replace(/^#/, ""));
  const level = named.has("level") ? Number(named.get("level")) - 1 : null;
  const isNamed = (topic) => String(topic.index) === named.get("topic") && (level === null || topic.level === level);
  return topics.findIndex(isNamed);
}

/** Select the topic of the address, now and whenever it changes, and write it there. */
export function followAddress(store, summary, page = window) {
  const read = () => {
    const { hash } = page.location;
    const place = topicOfAddress(hash, summary);
    // Other addresses are those of panels, to which one may skip.
    if (place < 0 && hash !== "") return;
    const topic = place < 0 ? null : place;
    if (topic !== store.state.topic) store.change({ topic, word: null, view: topic === null ? "topics" : "topic" });
  };
  page.addEventListener("hashchange", read);
  store.subscribe((state, changed) => {
    const { hash } = page.location;
    const place = topicOfAddress(hash, summary);
    if (!changed.has("topic") || state.topic === (place < 0 ? null : place)) return;
    try {
      page.history.pushState(null, "", addressOfTopic(state.topic, summary));
    } catch {
      // A page inside a notebook has no address of its own.
    }
  });
  read();
}

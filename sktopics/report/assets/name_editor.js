// A field in the place of a name: Enter keeps, Escape leaves it as it was.

import { make } from "./dom.js";
import { TEXTS } from "./texts.js";
import { cleanName } from "./topic_names.js";

/** Edit the name of a topic in `host`; `done()` draws the host again and takes focus. */
export function editTopicName(host, place, store, data, done) {
  const field = make("input", {
    class: "name-field",
    value: data.nameOf(place),
    "aria-label": `Name of topic ${data.topics[place].index}`,
    title: TEXTS.nameHint,
    maxlength: 200,
  });
  let isOver = false;
  const finish = (isKept, takesFocus) => {
    if (isOver) return;
    isOver = true;
    if (isKept) giveName(store, data, place, field.value);
    done(takesFocus);
  };
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter" && !event.isComposing) finish(true, true);
    else if (event.key === "Escape") finish(false, true);
    else return;
    event.preventDefault();
  });
  for (const type of ["click", "dblclick"]) field.addEventListener(type, (event) => event.stopPropagation());
  field.addEventListener("blur", () => finish(true, false));
  host.replaceChildren(field);
  field.focus();
  field.select();
}

/** Name a topic; an empty name, or the model's own, takes the given one away. */
function giveName(store, data, place, text) {
  const name = cleanName(text);
  const { [place]: before, ...others } = store.state.names;
  const isOwn = name === "" || name === data.topics[place].name;
  if (name === before || (isOwn && before === undefined)) return;
  store.change({ names: isOwn ? others : { ...others, [place]: name } });
}

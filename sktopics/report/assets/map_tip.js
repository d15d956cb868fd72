// What is said beside the pointer on the map: a name, and the first letters of a text.

import { make } from "./dom.js";

const TIP_LENGTH = 200;
const TIP_DISTANCE = 14; // pixels from the pointer

export class MapTip {
  constructor() {
    this.element = make("div", { class: "map-tip", hidden: true });
    this.turn = 0;
  }

  hide() {
    this.turn++;
    this.element.hidden = true;
  }

  /** Show a name at once, and the text, which is a promise, when it is there. */
  async show(name, text, left, top) {
    const turn = ++this.turn;
    const words = make("span");
    this.element.replaceChildren(make("strong", { text: name }), words);
    this.element.hidden = false;
    this.#moveTo(left, top);
    const found = await text;
    if (turn !== this.turn) return;
    words.textContent = firstLetters(found, TIP_LENGTH);
    this.#moveTo(left, top);
  }

  /** Stand beside a place, inside of the map. */
  #moveTo(left, top) {
    const { offsetWidth, offsetHeight, parentElement: map } = this.element;
    const beside = (at, size, room) => {
      const after = at + TIP_DISTANCE;
      return Math.max(after + size <= room ? after : at - TIP_DISTANCE - size, 0);
    };
    this.element.style.left = `${beside(left, offsetWidth, map.clientWidth)}px`;
    this.element.style.top = `${beside(top, offsetHeight, map.clientHeight)}px`;
  }
}

/** The first letters of a text, cut after a word where there is one. */
export function firstLetters(text, length) {
  const letters = Array.from(text.slice(0, 2 * length + 2));
  if (letters.length <= length) return text;
  const cut = letters.slice(0, length).join("");
  const space = cut.lastIndexOf(" ");
  return `${cut.slice(0, space > length / 2 ? space : cut.length).trimEnd()}…`;
}

// Parts of the report: deflated bytes in letters, inflated when they are first needed.
// FORMAT.md beside the folder says what parts there are.

const ARRAYS = {
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float32: Float32Array,
};

/** Inflate letters of base64 into bytes. */
export async function inflate(letters) {
  const binary = atob(letters);
  const packed = new Uint8Array(binary.length);
  // Ten times as fast as `Uint8Array.from` with a function.
  for (let i = 0; i < binary.length; i++) packed[i] = binary.charCodeAt(i);
  const stream = new Blob([packed]).stream();
  const inflated = stream.pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(inflated).arrayBuffer());
}

// Bytes from 128 on stand for words: 16 by themselves, the others with the next byte.
const FIRST_LONG = 144;

/** The text whose frequent words are bytes. */
export function expand(bytes, words) {
  let text = "";
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte < 128) text += String.fromCharCode(byte);
    else if (byte < FIRST_LONG) text += words[byte - 128];
    else text += words[16 + (byte - FIRST_LONG) * 256 + bytes[++i]];
  }
  return text;
}

/** The parts of a report; `find(name)` gives their letters, or null. */
export class Parts {
  constructor(find) {
    this.find = find;
    this.known = new Map();
    this.types = {};
    this.inflatedBytes = 0;
  }

  has(name) {
    return this.known.has(name) || this.find(name) !== null;
  }

  /** Read the summary, which names the columns. */
  async open() {
    const summary = await this.json("summary");
    this.types = summary.columns;
    return summary;
  }

  json(name) {
    return this.#once(name, async (bytes) => JSON.parse(await this.#textOf(name, bytes)));
  }

  /** The text of a part; frequent words of documents are bytes. */
  async #textOf(name, bytes) {
    if (!name.startsWith("texts.") || !this.has("words")) return new TextDecoder().decode(bytes);
    return expand(bytes, await this.json("words"));
  }

  column(name) {
    return this.#once(name, (bytes) => new ARRAYS[this.types[name]](bytes.buffer));
  }

  #once(name, read) {
    if (!this.known.has(name)) {
      const letters = this.find(name);
      if (letters === null) throw new Error(`The report has no part ${name}.`);
      this.known.set(name, this.#read(letters, read));
    }
    return this.known.get(name);
  }

  async #read(letters, read) {
    const bytes = await inflate(letters);
    this.inflatedBytes += bytes.length;
    return read(bytes);
  }
}

/** The parts in the elements of this page. */
export function partsOfPage(page = document) {
  return new Parts((name) => page.getElementById(`part-${name}`)?.textContent ?? null);
}

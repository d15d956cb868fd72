// Names that somebody gave to topics on the page: kept in this browser, exported.

/** Given names by the number of a topic in the model: list of [index, name]. */
export function givenNames(names, topics) {
  return Object.entries(names)
    .map(([place, name]) => [topics[place]?.index, name])
    .filter(([index]) => index !== undefined)
    .sort((a, b) => a[0] - b[0]);
}

/** A dict of Python, as `name_topics` takes it. */
export function namesAsPython(names, topics) {
  const rows = givenNames(names, topics).map(([index, name]) => `    ${index}: ${pythonText(name)},`);
  return rows.length ? `{\n${rows.join("\n")}\n}` : "{}";
}

/** A text as Python writes it; letters that do not show are written by their number. */
export function pythonText(text) {
  const hidden = /[\p{C}\p{Zl}\p{Zp}]/u;
  const letters = Array.from(text, (letter) => {
    if (letter === '"' || letter === "\\") return `\\${letter}`;
    if (letter === "\n") return "\\n";
    if (!hidden.test(letter)) return letter;
    const code = letter.codePointAt(0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
  return `"${letters.join("")}"`;
}

export function namesAsJson(names, topics) {
  return JSON.stringify(Object.fromEntries(givenNames(names, topics)), null, 2);
}

/** A name as it is kept: one line, without spaces around it. */
export const cleanName = (name) => name.replace(/\s+/gu, " ").trim();

/** Names in the storage of this browser. A page without storage has none. */
export class KeptNames {
  constructor(summary, findStorage = () => globalThis.localStorage) {
    this.key = `sktopics-names-${summary.corpus.fingerprint ?? ""}-${summary.created}`;
    this.findStorage = findStorage;
  }

  #storage() {
    try {
      return this.findStorage() ?? null;
    } catch {
      return null; // A sandboxed frame or a file may have no storage.
    }
  }

  read() {
    try {
      const kept = JSON.parse(this.#storage()?.getItem(this.key) ?? "{}");
      const isText = ([place, name]) => /^\d+$/.test(place) && typeof name === "string";
      return Object.fromEntries(Object.entries(kept ?? {}).filter(isText));
    } catch {
      return {}; // Somebody else wrote there.
    }
  }

  /** Keep names; returns whether they will be there when the page is opened again. */
  keep(names) {
    try {
      const storage = this.#storage();
      storage?.setItem(this.key, JSON.stringify(names));
      return Boolean(storage);
    } catch {
      return false; // The storage is full or forbidden.
    }
  }
}

// Names, tables, help and theme: buttons at the top, dialogs over the page.

import { csvText } from "./csv.js";
import { copyField, downloadText, make, makeButton, openDialog } from "./dom.js";
import { tablesOf } from "./tables.js";
import { HELP, TEXTS } from "./texts.js";
import { namesAsJson, namesAsPython } from "./topic_names.js";

export class Toolbar {
  constructor(element, store, data, wordList) {
    Object.assign(this, { store, data, wordList });
    this.names = makeButton("Names", () => this.#showNames());
    const themes = [
      ["auto", "System"],
      ["light", "Light"],
      ["dark", "Dark"],
    ].map(([value, text]) => make("option", { value, text }));
    const theme = make(
      "select",
      { "aria-label": "Theme", title: "Theme", id: "theme", on: { change: () => store.change({ theme: theme.value }) } },
      ...themes,
    );
    element.append(
      this.names,
      makeButton("Tables", () => this.#showTables()),
      makeButton("Help", () => this.#showHelp()),
      theme,
    );
    store.subscribe((state, changed) => changed.has("names") && this.#countNames());
    this.#countNames();
  }

  #countNames() {
    const count = Object.keys(this.store.state.names).length;
    this.names.textContent = count ? `Names (${count})` : "Names";
  }

  #showNames() {
    const { names } = this.store.state;
    const { topics } = this.data;
    const python = namesAsPython(names, topics);
    const field = make("textarea", {
      readonly: true,
      rows: 8,
      id: "names-dict",
      "aria-label": "Names as a dict of Python",
      spellcheck: "false",
    });
    field.value = python;
    const about = Object.keys(names).length ? TEXTS.namesAbout : TEXTS.noNames;
    const said = make("p", { role: "status", class: "note", text: about });
    const copy = async () => {
      said.textContent = (await copyField(field)) ? "Copied." : TEXTS.cannotCopy;
    };
    openDialog(
      "Names of topics",
      said,
      field,
      make(
        "div",
        { class: "controls" },
        makeButton("Copy", copy),
        makeButton("Save as Python", () => downloadText("names.py", `names = ${python}\n`, "text/x-python")),
        makeButton("Save as JSON", () => downloadText("names.json", `${namesAsJson(names, topics)}\n`, "application/json")),
        makeButton("Forget all", () => this.#forget(field, said), { class: "quiet" }),
      ),
    );
  }

  #forget(field, said) {
    this.store.change({ names: {} });
    field.value = "{}";
    said.textContent = "All topics have the names of the model again.";
  }

  #showTables() {
    const items = tablesOf(this.data, this.wordList).map(({ file, title, read }) => {
      const save = async () => {
        const [header, rows] = await read();
        downloadText(file, csvText(header, rows), "text/csv");
      };
      return make("li", {}, makeButton(`${title} (${file})`, save, { class: "quiet" }));
    });
    openDialog(
      "Tables",
      make("p", { class: "note", text: TEXTS.tablesAbout }),
      make("ul", { class: "plain-list" }, ...items),
    );
  }

  #showHelp() {
    const parts = HELP.flatMap(([title, text]) => [make("h3", { text: title }), make("p", { text })]);
    openDialog("How to read this page", make("div", { class: "help" }, ...parts));
  }
}

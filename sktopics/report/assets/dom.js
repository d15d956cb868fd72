// Elements of the page. Data become text by textContent, never mark-up.

/**
 * Make an element. `properties`: `class`, `text`, `on` (event -> listener), `styles`
 * (names of CSS -> values, set by script as the policy asks), `hidden`, `disabled`,
 * and all else as attributes; null leaves an attribute out.
 */
export function make(tag, properties = {}, ...children) {
  return filled(document.createElement(tag), properties, children);
}

/** The same for SVG. */
export function makeSvg(tag, properties = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);
}

function filled(node, { text, on, styles, ...attributes }, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  if (text !== undefined) node.textContent = text;
  for (const [event, listener] of Object.entries(on ?? {})) node.addEventListener(event, listener);
  for (const [name, value] of Object.entries(styles ?? {})) node.style.setProperty(name, value);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A button with a text. */
export const makeButton = (text, onClick, properties = {}) =>
  make("button", { type: "button", text, on: { click: onClick }, ...properties });

/** A text of a user, whose direction does not touch the page around it. */
export const userText = (text, properties = {}) => make("bdi", { text: String(text), lang: "", ...properties });

/** A bar with a length in [0, 1]; what it says stands beside it as a number. */
export const makeBar = (share, color, properties = {}) =>
  make("span", {
    class: "bar",
    "aria-hidden": "true",
    ...properties,
    styles: { "--length": `${barLength(share)}%`, ...(color ? { "--color": color } : {}) },
  });

/** A bar and its number beside each other. */
export const makeMeasure = (bar, text) => make("div", { class: "measure" }, bar, make("span", { class: "amount", text }));

const barLength = (share) => Math.min(Math.max(Number.isFinite(share) ? share : 0, 0), 1) * 100;

/** Give somebody a file. */
export function downloadText(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = make("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Copy what stands in a field; returns whether it went well. */
export async function copyField(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select(); // Frames may have no clipboard: the old way, or by hand.
    return document.execCommand("copy");
  }
}

/** A dialog over the page with a heading and a button that closes it. */
export function openDialog(title, ...content) {
  const heading = make("h2", { text: title, id: "dialog-title" });
  const close = makeButton("Close", () => dialog.close(), { class: "close" });
  const dialog = make(
    "dialog",
    { "aria-labelledby": "dialog-title" },
    make("header", {}, heading, close),
    ...content,
  );
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** A table. `rows` are lists of cells: texts, or elements. */
export function makeTable(header, rows, properties = {}) {
  const cell = (tag, value, more = {}) =>
    value instanceof Node ? make(tag, more, value) : make(tag, { ...more, text: value });
  const head = make("tr", {}, ...header.map((text) => cell("th", text, { scope: "col" })));
  const body = rows.map((row) => make("tr", {}, ...row.map((value) => cell("td", value))));
  return make("table", properties, make("thead", {}, head), make("tbody", {}, ...body));
}

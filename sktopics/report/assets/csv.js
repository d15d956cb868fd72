// Tables as CSV (RFC 4180) whose cells no spreadsheet takes for formulas.

const PASSED_OVER = /^[\p{Cc}\p{Cf}\p{Z}]*/u;

/** Whether a spreadsheet may compute a text: as topics/_spreadsheet_cells.py says. */
export function mayBeFormula(text) {
  if (/^[\t\r\n]/.test(text)) return true;
  const rest = text.replace(PASSED_OVER, "");
  const first = String.fromCodePoint(rest.codePointAt(0) ?? 32).normalize("NFKC");
  return /^[=+\-@\u2212]/u.test(first);
}

/** A value as a cell: numbers as they are, texts in quotes where they need them. */
export function csvCell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const safe = mayBeFormula(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A table with a mark of byte order, by which spreadsheets know UTF-8. */
export function csvText(header, rows) {
  const lines = [header, ...rows].map((row) => row.map(csvCell).join(","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

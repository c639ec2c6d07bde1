/** A table of the panel as CSV or Markdown: what a chart copies, and what the reports print. */
import { cellText, columnTitle } from "./cell-text";
import type { Table } from "./panel";
import { inEnglish, type Say } from "./say";

/** One table as it stands, with its column ids as the header; shares are 0 to 1. */
export function tableCsv(table: Table): string {
  return csvLines([table.columns.map((column) => column.id), ...table.rows.map((row) => row.cells)]);
}

/** Lines of RFC 4180; a text that a spreadsheet would take for a formula gets an apostrophe before it. */
export function csvLines(rows: readonly (readonly (number | string | null)[])[]): string {
  return rows.map((row) => row.map(field).join(",") + "\r\n").join("");
}

function field(value: number | string | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function tableMarkdown(table: Table, say: Say = inEnglish): string {
  const head = `| ${table.columns.map((column) => columnTitle(column, say)).join(" | ")} |`;
  const rule = `| ${table.columns.map(({ unit }) => (unit === "text" || unit === "place" || unit === "date" ? "---" : "---:")).join(" | ")} |`;
  const rows = table.rows.map((row) => `| ${row.cells.map((cell, index) => plainMarkdown(cellText(cell, table.columns[index]?.unit ?? "text", say))).join(" | ")} |`);
  const note = table.note === "" ? [] : [`*${table.note}*`];
  return [`## ${table.title}`, ...(rows.length === 0 ? [say("Nothing to show.")] : [[head, rule, ...rows].join("\n")]), ...note].join("\n\n");
}

/** Names come from repositories: nothing in them may become markup. */
export function plainMarkdown(value: string): string {
  return value.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, " ").replace(/[\\`*_[\]<>|#&~]/g, (mark) => `\\${mark}`);
}

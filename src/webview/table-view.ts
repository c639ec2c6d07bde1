/** A table of the panel: what every chart can be read as. */
import { html, svg, type TemplateResult } from "lit";
import { cellText, columnTitle } from "../core/debt/panel/cell-text";
import { countOf } from "../core/debt/panel/say";
import type { Row, Table } from "../core/debt/panel/panel";
import { say } from "./page-words";

export interface TableActions {
  /** Shows the hunks behind a row. */
  readonly show: (label: string, hunks: readonly string[]) => void;
}

export function tableView(table: Table, actions: TableActions): TemplateResult {
  const most = Math.max(1, ...table.rows.flatMap((row) => row.cells.filter((_, index) => table.columns[index]?.unit === "minutes").map(Number)));
  if (table.rows.length === 0) return html`<p class="note">${table.note === "" ? say("Nothing to show.") : table.note}</p>`;
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${say("{0}, table", table.title)}>
      <table>
        <caption class="visually-hidden">${table.title}</caption>
        <thead><tr>${table.columns.map((column) => html`<th scope="col" class=${isNumber(column.unit) ? "number" : ""}>${columnTitle(column, say)}</th>`)}</tr></thead>
        <tbody>${table.rows.map((row) => rowView(table, row, most, actions))}</tbody>
      </table>
    </div>
    ${table.note === "" ? "" : html`<p class="note">${table.note}</p>`}`;
}

function rowView(table: Table, row: Row, most: number, actions: TableActions): TemplateResult {
  const cells = row.cells.map((cell, index) => {
    const unit = table.columns[index]?.unit ?? "text";
    const text = cellText(cell, unit, say);
    const isLink = index === linkedColumn(table) && row.hunks !== undefined && row.hunks.length > 0;
    const hunks = row.hunks ?? [];
    const shown = isLink ? html`<button class="link" type="button" aria-label=${say("{0}: show {1}", text, countOf(say, hunks.length, "hunk"))} @click=${() => actions.show(text, hunks)}>${text}</button>` : figure(table, cell, index, text, most);
    const className = isNumber(unit) ? "number" : unit === "place" || unit === "date" ? unit : "";
    return html`<td class=${className}>${shown}</td>`;
  });
  return html`<tr class=${row.faint === true ? "faint" : ""}>${cells}</tr>`;
}

/** Where a row's hunks are opened from: its first words. */
function linkedColumn(table: Table): number {
  return Math.max(0, table.columns.findIndex(({ id }) => id === "detail"));
}

function figure(table: Table, cell: number | string | null, index: number, text: string, most: number): TemplateResult | string {
  const column = table.columns[index];
  if (table.chart === "heat" && column?.unit === "minutes" && column.id !== "minutes" && typeof cell === "number") {
    const level = cell === 0 ? 0 : Math.min(4, 1 + Math.floor((cell / most) * 4));
    return html`<span class=${`heat heat-${level}`}>${text}</span>`;
  }
  if (table.chart === "shares" && column?.unit === "share" && typeof cell === "number") {
    return html`${svg`<svg class="share" viewBox="0 0 110 10" aria-hidden="true"><rect class="track" x="0.5" y="0.5" width="109" height="9"></rect><rect class="part" x="1" y="1" width=${108 * cell} height="8"></rect></svg>`} ${text}`;
  }
  return text;
}

function isNumber(unit: string): boolean {
  return unit !== "text" && unit !== "place" && unit !== "date";
}

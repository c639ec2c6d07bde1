import type { Panel } from "../../core/debt/panel/panel";
import { csvLines } from "../../core/debt/panel/table-text";

/** Every figure in a row of its own: `table,row,column,value`, tiles first. */
export function panelCsv(panel: Panel): string {
  const tiles = panel.tiles.flatMap((tile) => [
    ["tiles", tile.id, "value", tile.value],
    ["tiles", tile.id, "previous", tile.previous],
  ]);
  const tables = panel.tables.flatMap((table) => table.rows.flatMap((row, index) => table.columns.map((column, position) => [table.id, index + 1, column.id, row.cells[position] ?? null])));
  return csvLines([["table", "row", "column", "value"], ...tiles, ...tables]);
}

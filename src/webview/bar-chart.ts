/** Stacked bars for each week: what came stands above the line, what went hangs below it; without signs all of it stands. */
import { html, svg, type TemplateResult } from "lit";
import type { Table } from "../core/debt/panel/panel";
import { axes, legend } from "./axes";
import { countOf } from "../core/debt/panel/say";
import { say } from "./page-words";
import { CHART, columns, heights, shownNames } from "./scales";

/** Columns of the flow that hang below the line. */
const OUT = new Set(["signed", "removed", "rewritten", "replaced"]);

export function barChart(table: Table): TemplateResult {
  const isFlow = table.columns.some(({ id }) => id === "net");
  const series = table.columns.flatMap((column, index) => (index > 0 && column.unit === "lines" && column.id !== "net" ? [{ column, index, below: isFlow && OUT.has(column.id) }] : []));
  const names = table.rows.map((row) => String(row.cells[0]));
  const total = (cells: readonly (number | string | null)[], below: boolean) => series.reduce((sum, one) => (one.below === below ? sum + Number(cells[one.index]) : sum), 0);
  const y = heights(Math.max(0, ...table.rows.map((row) => total(row.cells, false))), -Math.max(0, ...table.rows.map((row) => total(row.cells, true))));
  const x = columns(names);
  return html`<svg viewBox="0 0 ${CHART.width} ${CHART.height}" role="img" aria-label=${say("{0}: {1}. The table below has every value.", table.title, countOf(say, table.rows.length, "week"))}>
    ${axes(y, shownNames(names).map((name) => ({ name, at: (x(name) ?? 0) + x.bandwidth() / 2 })))}
    ${table.rows.map((row, place) => {
      const left = x(names[place] ?? "") ?? 0;
      let up = 0;
      let down = 0;
      return series.map(({ column, index, below }) => {
        const value = Number(row.cells[index]);
        const from = below ? -down : up + value;
        if (below) down += value;
        else up += value;
        const top = y(from);
        return value === 0 ? "" : svg`<rect class=${`bar bar-${column.id}`} x=${left} width=${x.bandwidth()} y=${top} height=${Math.max(0.5, y(from - value) - top)}></rect>`;
      });
    })}
    <line class="zero" x1=${CHART.left} x2=${CHART.width - CHART.right} y1=${y(0)} y2=${y(0)}></line>
  </svg>${legend(series.map(({ column }) => ({ title: column.title, className: `bar bar-${column.id}` })))}`;
}

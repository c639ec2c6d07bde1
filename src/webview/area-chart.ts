/** Stacked areas over days: one band for each column between the first and the last. */
import { scalePoint } from "d3-scale";
import { area, curveStepAfter, stack } from "d3-shape";
import { html, svg, type TemplateResult } from "lit";
import { figureText } from "../core/debt/panel/cell-text";
import type { Table } from "../core/debt/panel/panel";
import { axes, legend } from "./axes";
import { say } from "./page-words";
import { CHART, heights, shownNames } from "./scales";

export function areaChart(table: Table): TemplateResult {
  const bands = table.columns.slice(1, -1);
  const names = table.rows.map((row) => String(row.cells[0]));
  const x = scalePoint().domain(names).range([CHART.left, CHART.width - CHART.right]);
  const y = heights(Math.max(0, ...table.rows.map((row) => Number(row.cells[row.cells.length - 1]))));
  const layers = stack<readonly (number | string | null)[], number>()
    .keys(bands.map((_, index) => index + 1))
    .value((cells, key) => Number(cells[key] ?? 0))(table.rows.map((row) => row.cells));
  const shape = area<{ readonly 0: number; readonly 1: number }>()
    .x((_, index) => x(names[index] ?? "") ?? CHART.left)
    .y0((point) => y(point[0]))
    .y1((point) => y(point[1]))
    .curve(curveStepAfter);
  return html`<svg viewBox="0 0 ${CHART.width} ${CHART.height}" role="img" aria-label=${summary(table)}>
    ${axes(y, shownNames(names).map((name) => ({ name, at: x(name) ?? CHART.left })))}
    ${layers.map((layer, index) => svg`<path class="band band-${index}" d=${shape(layer) ?? ""}></path>`)}
    ${names.length === 1 ? layers.map((layer, index) => svg`<rect class="band band-${index}" x=${CHART.left} width="24" y=${y(layer[0]?.[1] ?? 0)} height=${y(layer[0]?.[0] ?? 0) - y(layer[0]?.[1] ?? 0)}></rect>`) : ""}
  </svg>${legend(bands.map(({ title }, index) => ({ title, className: `band band-${index}` })))}`;
}

function summary(table: Table): string {
  const total = (index: number) => figureText(table.rows[index]?.cells[table.columns.length - 1] ?? 0, "lines", say);
  const last = table.rows.length - 1;
  return say("{0}: {1} on {2}, {3} on {4}. The table below has every value.", table.title, total(0), table.rows[0]?.cells[0] ?? "", total(last), table.rows[last]?.cells[0] ?? "");
}

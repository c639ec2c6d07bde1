import type { ScaleLinear } from "d3-scale";
import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { groupedNumber } from "../core/counted";
import { CHART } from "./scales";

/** Lines and numbers at the left, names at the foot. */
export function axes(y: ScaleLinear<number, number>, names: readonly { readonly name: string; readonly at: number }[]): SVGTemplateResult {
  return svg`<g aria-hidden="true">
    ${y.ticks(4).map((tick) => svg`<line class="grid" x1=${CHART.left} x2=${CHART.width - CHART.right} y1=${y(tick)} y2=${y(tick)}></line><text class="number" x=${CHART.left - 6} y=${y(tick) + 4}>${short(tick)}</text>`)}
    ${names.map(({ name, at }, index) => svg`<text class="name ${index === names.length - 1 ? "last" : ""}" x=${at} y=${CHART.height - 8}>${name.slice(5)}</text>`)}
  </g>`;
}

export interface LegendEntry {
  readonly title: string;
  readonly className: string;
}

/** Below the chart, where long words have room. Each mark is a drawing, so that it prints and keeps its pattern. */
export function legend(entries: readonly LegendEntry[]): TemplateResult {
  return html`<ul class="legend">
    ${entries.map(({ title, className }) => html`<li><svg width="12" height="12" aria-hidden="true"><rect class=${className} width="12" height="12"></rect></svg>${title}</li>`)}
  </ul>`;
}

function short(value: number): string {
  return Math.abs(value) >= 10_000 ? `${groupedNumber(Math.round(value / 1000))}k` : groupedNumber(value);
}

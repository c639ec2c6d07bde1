import { css } from "lit";

/** Colours are the theme's alone. Bands and bars differ in pattern of stroke and opacity, too. */
export const styles = css`
  :host { display: block; color: var(--vscode-foreground); background: var(--vscode-editor-background); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); line-height: 1.45; padding: 0 20px 40px; }
  h1 { font-size: 1.5em; font-weight: 600; margin: 16px 0 2px; }
  h2 { font-size: 1.1em; font-weight: 600; margin: 0; }
  p { margin: 4px 0; }
  .quiet, .note { color: var(--vscode-descriptionForeground); }
  .filters { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 8px 14px; align-items: end; padding: 10px 0; margin: 8px 0 14px; background: var(--vscode-editor-background); border-bottom: 1px solid var(--vscode-panel-border); }
  .filters label { display: flex; flex-direction: column; gap: 2px; color: var(--vscode-descriptionForeground); font-size: 0.92em; }
  select, input { font: inherit; color: var(--vscode-settings-dropdownForeground); background: var(--vscode-settings-dropdownBackground); border: 1px solid var(--vscode-settings-dropdownBorder, var(--vscode-panel-border)); padding: 3px 6px; min-height: 26px; max-width: 190px; box-sizing: border-box; }
  :focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
  .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 12px; padding: 0; margin: 0 0 18px; list-style: none; }
  .tile { border: 1px solid var(--vscode-panel-border); border-radius: 4px; padding: 10px 12px; }
  .tile .value { font-size: 1.9em; font-weight: 600; line-height: 1.2; margin: 2px 0; }
  .better { color: var(--vscode-charts-green); }
  .worse { color: var(--vscode-charts-red); }
  .sections { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 520px), 1fr)); gap: 18px; }
  section { border: 1px solid var(--vscode-panel-border); border-radius: 4px; padding: 12px 14px; min-width: 0; }
  section.wide { grid-column: 1 / -1; }
  .head { display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; justify-content: space-between; margin-bottom: 8px; }
  .actions { display: flex; gap: 6px; flex-wrap: wrap; }
  details { margin-top: 6px; }
  summary { cursor: pointer; color: var(--vscode-textLink-foreground); width: fit-content; }
  .scroll { overflow-x: auto; max-height: 420px; overflow-y: auto; }
  table { border-collapse: collapse; width: 100%; margin-top: 6px; }
  th, td { text-align: left; padding: 3px 10px 3px 0; border-bottom: 1px solid var(--vscode-panel-border); vertical-align: top; }
  th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; }
  td.number { white-space: nowrap; }
  th { font-weight: 600; vertical-align: bottom; position: sticky; top: 0; background: var(--vscode-editor-background); }
  td.date { white-space: nowrap; }
  td.place { font-family: var(--vscode-editor-font-family); overflow-wrap: anywhere; min-width: 180px; }
  tr.faint td { color: var(--vscode-descriptionForeground); font-style: italic; }
  tbody tr:hover { background: var(--vscode-list-hoverBackground); }
  button.link { font: inherit; color: var(--vscode-textLink-foreground); background: none; border: 0; padding: 0; cursor: pointer; text-align: inherit; text-decoration: underline; overflow-wrap: anywhere; }
  .heat { display: inline-block; min-width: 42px; padding: 0 4px; border: 1px solid transparent; }
  .heat-1 { border-color: var(--vscode-panel-border); }
  .heat-2 { border-color: var(--vscode-charts-yellow); }
  .heat-3 { border-color: var(--vscode-charts-yellow); border-width: 2px; }
  .heat-4 { border-color: var(--vscode-charts-red); border-width: 2px; font-weight: 700; }
  .chart > svg { width: 100%; height: auto; display: block; }
  .chart text { fill: var(--vscode-descriptionForeground); font-size: 11px; font-family: var(--vscode-font-family); }
  .chart text.number { text-anchor: end; }
  .chart text.name { text-anchor: middle; }
  .chart text.name.last { text-anchor: end; }
  .grid { stroke: var(--vscode-panel-border); stroke-width: 1; opacity: 0.5; }
  .zero { stroke: var(--vscode-foreground); stroke-width: 1; }
  .band, .bar { stroke: var(--vscode-editor-background); stroke-width: 0.6; }
  .band { fill-opacity: 0.75; }
  #not-evaluated { margin-top: 18px; }
  .band-0 { fill: var(--vscode-charts-green); }
  .band-1 { fill: var(--vscode-charts-blue); }
  .band-2 { fill: var(--vscode-charts-yellow); }
  .band-3 { fill: var(--vscode-charts-red); stroke: var(--vscode-foreground); }
  .bar-introduced, .bar-open { fill: var(--vscode-charts-red); }
  .bar-reopened, .bar-later { fill: var(--vscode-charts-yellow); stroke: var(--vscode-foreground); }
  .bar-signed, .bar-answered { fill: var(--vscode-charts-green); }
  .bar-removed { fill: var(--vscode-charts-blue); stroke: var(--vscode-foreground); }
  .bar-rewritten { fill: var(--vscode-charts-purple); }
  .bar-replaced { fill: var(--vscode-descriptionForeground); stroke: var(--vscode-foreground); }
  .share { width: 110px; height: 10px; }
  .share .track { fill: none; stroke: var(--vscode-panel-border); }
  .share .part { fill: var(--vscode-charts-blue); }
  ul.legend { display: flex; flex-wrap: wrap; gap: 2px 14px; list-style: none; padding: 0; margin: 4px 0 0; }
  ul.legend svg { width: 12px; height: 12px; margin-right: 5px; vertical-align: -1px; display: inline-block; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 12px; margin: 4px 0; }
  dt { color: var(--vscode-descriptionForeground); }
  dd { margin: 0; }
  .empty { border-left: 3px solid var(--vscode-focusBorder); padding: 4px 12px; margin: 10px 0; }
  textarea { width: 100%; height: 120px; font-family: var(--vscode-editor-font-family); color: var(--vscode-foreground); background: var(--vscode-editor-background); }
  .visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  @media (forced-colors: active) { .band, .bar, .part { forced-color-adjust: none; } }
  @media print {
    .filters, .actions, vscode-button { display: none; }
    .sections { display: block; }
    section { break-inside: avoid; margin-bottom: 12px; }
    .scroll { max-height: none; overflow: visible; }
    th { position: static; }
  }
`;

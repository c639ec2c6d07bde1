/** The panel as one file that opens offline: the same page as in the editor, its facts inside, and nothing fetched from anywhere. */
import { createHash } from "node:crypto";
import { cellText, columnTitle, figureText } from "../../core/debt/panel/cell-text";
import type { PanelFacts } from "../../core/debt/panel/facts";
import { ledgerLines } from "../../core/debt/panel/ledger-words";
import type { Panel, Table, Tile } from "../../core/debt/panel/panel";
import { periodWords } from "../../core/debt/panel/period-words";

/** The editor gives these names their values; a page of its own needs them said, for light and dark alike. */
const STYLE = `:root{color-scheme:light dark}
body{margin:0;--vscode-font-family:system-ui,sans-serif;--vscode-font-size:13px;--vscode-font-weight:normal;--vscode-editor-font-family:ui-monospace,monospace}
${theme({ foreground: "#1f1f1f", background: "#ffffff", quiet: "#616161", border: "#c8c8c8", focus: "#005fb8", hover: "#f0f0f0", button: "#005fb8", onButton: "#ffffff", red: "#c72e2e", orange: "#a85500", yellow: "#8a6d00", green: "#2f7a3a", blue: "#0b62c4", purple: "#6f42c1" })}
@media (prefers-color-scheme:dark){${theme({ foreground: "#d4d4d4", background: "#1f1f1f", quiet: "#a8a8a8", border: "#4a4a4a", focus: "#3794ff", hover: "#2a2d2e", button: "#0e639c", onButton: "#ffffff", red: "#f48771", orange: "#e39a5b", yellow: "#d7ba4a", green: "#89d185", blue: "#6cb2ff", purple: "#c9a2f5" })}}
body{background:var(--vscode-editor-background);color:var(--vscode-foreground);font-family:var(--vscode-font-family);font-size:var(--vscode-font-size)}
.plain{padding:16px}.plain table{border-collapse:collapse}.plain td,.plain th{padding:2px 8px;text-align:left;border-bottom:1px solid var(--vscode-panel-border)}`;

interface Colours {
  readonly foreground: string;
  readonly background: string;
  readonly quiet: string;
  readonly border: string;
  readonly focus: string;
  readonly hover: string;
  readonly button: string;
  readonly onButton: string;
  readonly red: string;
  readonly orange: string;
  readonly yellow: string;
  readonly green: string;
  readonly blue: string;
  readonly purple: string;
}

function theme(colours: Colours): string {
  const { foreground, background, quiet, border, focus, hover, button, onButton, red, orange, yellow, green, blue, purple } = colours;
  const values: Readonly<Record<string, string>> = {
    foreground, "editor-foreground": foreground, "editor-background": background, descriptionForeground: quiet, "panel-border": border, focusBorder: focus, "list-hoverBackground": hover,
    "button-background": button, "button-foreground": onButton, "button-hoverBackground": button, "button-secondaryBackground": hover, "button-secondaryForeground": foreground, "button-secondaryHoverBackground": border,
    "settings-dropdownBackground": background, "settings-dropdownForeground": foreground, "settings-dropdownBorder": border, "settings-dropdownListBorder": border, "input-background": background, "input-foreground": foreground,
    "settings-textInputBackground": background, "settings-textInputForeground": foreground, "settings-textInputBorder": border, "list-activeSelectionBackground": button, "list-activeSelectionForeground": onButton, "list-focusHighlightForeground": onButton,
    "charts-red": red, "charts-orange": orange, "charts-yellow": yellow, "charts-green": green, "charts-blue": blue, "charts-purple": purple, "charts-foreground": foreground, "charts-lines": border, "textLink-foreground": blue, errorForeground: red,
  };
  return `body{${Object.entries(values).map(([name, value]) => `--vscode-${name}:${value}`).join(";")}}`;
}

/** `script` is the panel's bundle. Nothing of the facts can become markup or code. */
export function panelHtml(facts: PanelFacts, panel: Panel, script: string): string {
  const code = script.replaceAll("</script", "<\\/script").replace(/\n\/\/# sourceMappingURL=.*\n?$/, "\n");
  const policy = ["default-src 'none'", `script-src 'sha256-${digest(code)}'`, `style-src 'sha256-${digest(STYLE)}'`, "img-src data:", "base-uri 'none'", "form-action 'none'"].join("; ");
  const data = JSON.stringify({ facts, filter: panel.filter, by: panel.by }).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const title = `Verification debt of ${panel.repositories.map(({ name }) => name).join(", ")}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<countersign-panel></countersign-panel>
<noscript><main class="plain"><h1>${escaped(title)}</h1><p>${escaped(`${periodWords(panel.filter)}. ${ledgerLines(panel.repositories).join(" ")}`)}</p><ul>${panel.tiles.map(plainTile).join("")}</ul>${panel.tables.map(plainTable).join("")}</main></noscript>
<script type="application/json" id="countersign-facts">${data}</script>
<script>${code}</script>
</body>
</html>
`;
}

function plainTile({ title, value, unit, detail }: Tile): string {
  return `<li>${escaped(`${title}: ${figureText(value, unit)}${detail === "" ? "" : ` (${detail})`}`)}</li>`;
}

function plainTable(table: Table): string {
  const head = table.columns.map((column) => `<th scope="col">${escaped(columnTitle(column))}</th>`).join("");
  const rows = table.rows.map((row) => `<tr>${row.cells.map((cell, index) => `<td>${escaped(cellText(cell, table.columns[index]?.unit ?? "text"))}</td>`).join("")}</tr>`).join("");
  return `<h2>${escaped(table.title)}</h2><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table>`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

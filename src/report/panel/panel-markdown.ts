import { changeText, figureText } from "../../core/debt/panel/cell-text";
import { ledgerLines } from "../../core/debt/panel/ledger-words";
import type { Panel } from "../../core/debt/panel/panel";
import { originWords, periodWords } from "../../core/debt/panel/period-words";
import { plainMarkdown, tableMarkdown } from "../../core/debt/panel/table-text";

/** The panel for a wiki, an issue or a terminal: tiles as a list, each chart as its table. */
export function panelMarkdown(panel: Panel): string {
  const { filter, repositories } = panel;
  const parts = [
    `# Verification debt of ${repositories.map(({ name }) => plainMarkdown(name)).join(", ")}`,
    `${plainMarkdown(periodWords(filter))}. ${repositories.map(({ name, head, since }) => `${plainMarkdown(name)} at ${head.slice(0, 7)}, counted since ${plainMarkdown(since)}`).join("; ")}. Changes are against ${plainMarkdown(panel.comparedWith)}.`,
    ledgerLines(repositories).map(plainMarkdown).join(" "),
    ...(panel.empty === "" ? [] : [plainMarkdown(panel.empty)]),
    panel.tiles.map((tile) => `- **${tile.title}**: ${[figureText(tile.value, tile.unit), changeText(tile.value, tile.previous, tile.unit)].filter((part) => part !== "").join(", ")}${tile.detail === "" ? "" : ` (${plainMarkdown(tile.detail)})`}`).join("\n"),
    originWords(panel.originKnown),
    ...panel.tables.map((table) => tableMarkdown(table)),
    ...(panel.notChecked.length === 0 ? [] : ["## Not evaluated", panel.notChecked.map(({ what, why, path }) => `- ${plainMarkdown(what)}${path === undefined ? "" : ` (${plainMarkdown(path)})`}: ${plainMarkdown(why)}`).join("\n")]),
  ];
  return `${parts.join("\n\n")}\n`;
}

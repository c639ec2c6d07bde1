import { cellText, figureText, inputText } from "../../core/debt/panel/cell-text";
import type { Panel } from "../../core/debt/panel/panel";
import { plainMarkdown as text } from "../../core/debt/panel/table-text";

/** A section for release notes: how much of what landed came from assistants, and how much of it a person answered for. */
export function aiDisclosure(panel: Panel): string {
  const coverage = panel.tiles.find((tile) => tile.id === "coverage");
  const assistants = panel.tables.find((table) => table.id === "assistants")?.rows ?? [];
  const rows = assistants.filter((row) => row.cells[2] !== 0).map((row) => `| ${text(String(row.cells[0]))} | ${text(String(row.cells[1]))} | ${cellText(row.cells[2] ?? null, "lines")} |`);
  const landed = coverage?.formula.inputs["landed lines"] ?? 0;
  const answered = coverage?.formula.inputs["answered for"] ?? 0;
  const lines = (value: number | string) => figureText(value, "lines");
  return [
    "## Code written with AI assistants",
    landed === 0
      ? `From ${panel.filter.from} to ${panel.filter.to} no line landed that is known to come from an assistant.`
      : `From ${panel.filter.from} to ${panel.filter.to}, ${lines(landed)} landed that are known to come from assistants. A person has answered for ${inputText(answered)} of them (${cellText(coverage?.value ?? null, "share")}) with a signed review.`,
    ...(rows.length === 0 ? [] : [["| Assistant | Model | Lines |", "| --- | --- | ---: |", ...rows].join("\n")]),
    `The origin of ${cellText(panel.originKnown, "share")} of all added lines is known; what nobody claimed is not counted here.`,
    "",
  ].join("\n\n").replace(/\n+$/, "\n");
}

import type { OriginsAnswer, TextOptions } from "./answers";
import type { Origin } from "../core/model";
import { counted } from "../core/counted";
import { padEnd, padStart, shownPath, wrap } from "./text-layout";

/** Per file, how many lines are whose; the ranges are in the JSON. */
export function originsText(document: OriginsAnswer, options: TextOptions): string {
  const { palette, width } = options;
  if (document.files.length === 0) {
    return `${wrap("No line of any file is known to be an assistant's. Assistants are known by their hooks, by notes and by commit marks.", width).join("\n")}\n`;
  }
  const room = width - 44;
  const header = `${padEnd("file", room)}${["ai", "mixed", "human", "unknown"].map((name) => padStart(name, 11)).join("")}`;
  const sums: Record<Origin, number> = { ai: 0, mixed: 0, human: 0, unknown: 0 };
  const rows = document.files.map((file) => {
    const lines: Record<Origin, number> = { ai: 0, mixed: 0, human: 0, unknown: 0 };
    for (const range of file.ranges) lines[range.origin] += range.end - range.start + 1;
    for (const origin of ["ai", "mixed", "human", "unknown"] as const) sums[origin] += lines[origin];
    return row(shownPath(file.path, room - 1), lines, room);
  });
  const total = row(counted(document.files.length, "file"), sums, room);
  return `${[palette.dim(header), ...rows, palette.bold(total)].join("\n")}\n`;
}

function row(name: string, lines: Readonly<Record<Origin, number>>, room: number): string {
  return padEnd(name, room) + [lines.ai, lines.mixed, lines.human, lines.unknown].map((count) => padStart(String(count), 11)).join("");
}

import { CountersignError } from "../core/model";
import { nearestName } from "../core/nearest-name";
import { resolve } from "node:path";
import { writeReport } from "../platform/command-files";
import type { CommandContext } from "./command-context";

export interface ReportOutput<Format extends string> {
  readonly format: Format;
  /** Null: standard output. */
  readonly file: string | null;
}

/**
 * Pairs `--format` and `--output` in the order given: the first output takes the first format, and so on; `-` and a
 * missing output mean standard output, which takes one format only. Errors: `usage`.
 */
export function reportOutputs<Format extends string>(formats: readonly string[], files: readonly string[], known: readonly Format[], fallback: Format): readonly ReportOutput<Format>[] {
  const wanted = formats.length === 0 ? [fallback] : formats;
  if (files.length > wanted.length) {
    throw new CountersignError("usage", "there are more --output than --format", { hint: "give one --format for each --output" });
  }
  const outputs = wanted.map((name, index): ReportOutput<Format> => {
    const format = known.find((candidate) => candidate === name);
    if (format === undefined) {
      const near = nearestName(name, known);
      throw new CountersignError("usage", `the format "${name}" is not known`, { hint: near === null ? `use one of ${known.join(", ")}` : `did you mean "${near}"?` });
    }
    const file = files[index];
    return { format, file: file === undefined || file === "-" ? null : file };
  });
  if (outputs.filter(({ file }) => file === null).length > 1) {
    throw new CountersignError("usage", "two formats would go to standard output", { hint: "give each --format but one an --output FILE" });
  }
  const names = outputs.flatMap(({ file }) => file ?? []);
  if (new Set(names).size < names.length) throw new CountersignError("usage", "two formats would go to the same file", { hint: "give each --output its own name" });
  return outputs;
}

/** Writes each report to its place; files are relative to the current folder. */
export function writeReports<Format extends string>(context: CommandContext, outputs: readonly ReportOutput<Format>[], render: (format: Format, toTerminal: boolean) => string): void {
  for (const { format, file } of outputs) {
    const text = render(format, file === null);
    if (file === null) context.print(text);
    else writeReport(resolve(context.host.directory, file), text);
  }
}

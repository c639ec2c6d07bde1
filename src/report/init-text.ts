import type { SetupPlan, TextOptions } from "./answers";
import { printable, wrap } from "./text-layout";

/** What `init` would write, whole: nobody should have to trust a summary of a policy. */
export function initText(plan: SetupPlan, options: TextOptions): string {
  const { palette, width } = options;
  const sections: (readonly string[])[] = [
    [
      ...wrap(plan.baseline === null ? "Baseline: none, there are no commits yet." : `Baseline: ${plan.baseline}`, width),
      ...wrap(`Repository id: ${plan.repositoryId}`, width),
    ],
    ...plan.files.map((file) => [
      `${palette.name(printable(file.path))}${file.exists ? palette.caution("  exists, stays as it is") : ""}`,
      ...file.text.replace(/\n$/, "").split("\n").map((line) => `  ${printable(line)}`),
    ]),
  ];
  if (plan.notes.length > 0) sections.push(plan.notes.flatMap((note) => wrap(note, width)));
  return `${sections.map((section) => section.join("\n")).join("\n\n")}\n`;
}

import type { DebtSnapshot } from "../core/model";
import type { CheapestWay } from "../core/policy/cheapest-way";
import type { TextOptions } from "./answers";
import { exactMinutes, roundedMinutes } from "./minutes";
import { counted } from "../core/counted";
import { fit, printable, shownPath, wrap } from "./text-layout";
import { linesOfHunk, riskColour, stateInWords } from "./words";

/** The cheapest way through the gate, step by step; what signing can't do is said after it. */
export function nextText(snapshot: DebtSnapshot, way: CheapestWay, options: TextOptions, project?: CheapestWay): string {
  const { palette, width } = options;
  const sections: (readonly string[])[] = [];
  if (snapshot.verdict === "pass") sections.push([palette.good("The gate passes; nothing has to be signed for it.")]);
  else if (way.steps.length > 0) {
    sections.push(stepsOf(way, options));
  }
  if (way.beyond.length > 0) {
    sections.push([palette.caution("Signing alone is not enough"), ...way.beyond.flatMap(({ condition, why }) => wrap(`${condition}: ${printable(why)}`, width, "  "))]);
  }
  const other = snapshot.gate.filter((condition) => !condition.pass && condition.condition.startsWith("project."));
  if (other.length > 0) sections.push([palette.caution("About the whole project"), ...other.flatMap(({ condition, why }) => wrap(`${condition}: ${printable(why)}`, width, "  "))]);
  if (project !== undefined && project.steps.length > 0) sections.push(stepsOf(project, options));
  if (snapshot.verdict === "not-evaluated") sections.push(snapshot.notChecked.flatMap(({ what, why }) => wrap(`Not evaluated: ${printable(what)}: ${printable(why)}`, width)));
  return `${sections.map((section) => section.join("\n")).join("\n\n")}\n`;
}

function stepsOf(way: CheapestWay, { palette, width }: TextOptions): readonly string[] {
  return [
    palette.bold(`Sign ${counted(way.steps.length, "hunk")}, ${roundedMinutes(way.hundredths)}`),
    ...way.steps.flatMap(({ item, towards }, index) => {
      const place = `:${linesOfHunk(item.hunk)}`;
      const state = item.state === "unseen" ? "" : ` · ${stateInWords(item)}`;
      return [
        `${index + 1}. ${palette.name(shownPath(item.hunk.path, Math.max(8, width - 4 - place.length)) + place)}`,
        `   ${riskColour(item.risk.level, palette)(item.risk.level)}${palette.dim(fit(` · ${exactMinutes(item.hundredths)}${state} · ${towards.join(", ")}`, width - 3 - item.risk.level.length))}`,
      ];
    }),
  ];
}

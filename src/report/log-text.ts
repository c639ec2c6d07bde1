import type { LedgerAnswer, LedgerEntry, TextOptions } from "./answers";
import { linesOf, renews } from "./records-json";
import { counted } from "../core/counted";
import { fit, printable, shownPath, wrap } from "./text-layout";
import { momentOf, trustInWords, verdictInWords } from "./words";

/** Who answered for what, when, and how far it can be trusted; problems of the ledger after it. */
export function logText(answer: LedgerAnswer, options: TextOptions): string {
  const { palette, width } = options;
  const sections: (readonly string[])[] = answer.entries.map((entry) => entryLines(entry, options));
  if (answer.entries.length === 0) sections.push([...wrap(answer.problems.length + answer.gaps.length === 0 ? "The ledger has no records yet. What others signed comes with countersign sync." : "No record of the ledger counts.", width)]);
  if (answer.problems.length > 0) {
    sections.push([
      palette.bad(`${counted(answer.problems.length, "batch", "batches")} refused`),
      ...answer.problems.flatMap(({ batch, ref, why }) => wrap(`${batch.slice(0, 12)} in ${ref}: ${why}`, width, "  ")),
    ]);
  }
  if (answer.gaps.length > 0) {
    sections.push([
      palette.bad("Gaps: records that once were there, or two histories of one key"),
      ...answer.gaps.flatMap(({ key, sequence, what }) => wrap(`${key}: batch ${sequence} ${what === "missing" ? "is missing: fetch its ref again from a clone that has it" : "exists twice: the key was used in two places at once"}`, width, "  ")),
    ]);
  }
  return `${sections.map((section) => section.join("\n")).join("\n\n")}\n`;
}

function entryLines({ record, trust, withdrawn }: LedgerEntry, options: TextOptions): readonly string[] {
  const { palette, width } = options;
  const verdict = verdictInWords(record);
  const rejected = record.verdict === "rejected";
  const taken = withdrawn ? palette.dim(" (withdrawn)") : "";
  const size = record.kind === "removal" ? `${counted(linesOf(record), "line")} removed` : counted(linesOf(record), "line");
  const head = `${palette.dim(momentOf(record.at))}  ${(rejected ? palette.bad : palette.bold)(verdict)}${taken}`;
  const what = `  ${palette.name(shownPath(record.path, width - 4 - size.length))}  ${size}`;
  const said = record.note ?? record.reason;
  const criteria = record.criteria.length > 0 ? ` · ${record.criteria.join(", ")}` : "";
  return [
    head,
    what,
    `  ${fit(printable(record.signer), width - 2)}`,
    `  ${trustInWords({ ...record, trust }, palette)} · ${printable(record.basis)}${fit(printable(criteria), Math.max(0, width - 50))} · ${record.id.slice(0, 12)}`,
    ...(renews(record) ? [palette.dim(`  a delta sign-off: renews the one of ${record.was?.slice(0, 15) ?? ""}…`)] : []),
    ...((record.bulk ?? 1) > 1 ? [palette.dim(`  one of ${record.bulk ?? 1} decided at once`)] : []),
    ...(record.type === "waiver" ? [palette.caution(`  until ${momentOf(record.deadline ?? "")}, without a review`)] : []),
    ...(said === undefined ? [] : wrap(`“${said}”`, width, "  ")),
  ];
}

import type { LedgerAuditAnswer, TextOptions } from "./answers";
import { counted } from "../core/counted";
import { fit, printable, wrap } from "./text-layout";
import { momentOf } from "./words";

const TRUST = { none: "unsigned", "self-declared": "self-declared", forge: "approved on the forge", key: "enrolled key", "key+touch": "enrolled key with touch" } as const;
const KIND: Readonly<Record<string, string>> = {
  integrity: "Not what it says",
  signature: "Signature does not hold",
  key: "Not enrolled, or not allowed to",
  repository: "Made for another repository",
  revoked: "Taken back",
};
/** Of each kind of problem: a hostile ledger must not fill the screen. */
const SHOWN = 10;

const NONE = "There is no ledger in this clone: nobody has signed here, or its refs were never fetched. countersign sync fetches them.";

/** Whether the ledger is whole, who signed what in it, and what does not count. */
export function verifyLedgerText(audit: LedgerAuditAnswer, { palette, width }: TextOptions): string {
  // Nothing can be wrong with nothing, and "intact" would say more than is known.
  if (audit.lanes.length === 0 && audit.problems.length + audit.gaps.length === 0) return `${wrap(NONE, width).join("\n")}\n`;
  const title = {
    intact: palette.good("The ledger is intact."),
    damaged: palette.bad("The ledger is damaged: parts of it do not count."),
    incomplete: palette.bad("The ledger is incomplete: batches that once were there are missing."),
  }[audit.verdict];
  const sizes = `${counted(audit.records, "record")} that ${audit.records === 1 ? "counts" : "count"}, ${counted(audit.claims, "claim")}, ${counted(audit.lanes.length, "lane")}`;
  const sections: (readonly string[])[] = [[title, sizes]];
  const said = [
    ...(audit.enrolled ? [] : ["The base enrols nobody, so valid signatures are self-declared."]),
    ...(audit.keys.some(({ key }) => key === "") ? ["Sign-offs without a signature stay in this clone: no other clone and no CI knows of them."] : []),
  ];
  sections[0] = [title, sizes, ...said.flatMap((words) => wrap(words, width))];
  if (audit.keys.length > 0) {
    sections.push([
      palette.bold("Keys"),
      ...audit.keys.flatMap(({ key, signers, trust, records, first, last }) => [
        `  ${palette.name(fit(key === "" ? "(unsigned, this clone)" : key, width - 2))}`,
        fit(`    ${signers.map(printable).join(", ")}`, width),
        fit(`    ${TRUST[trust]} · ${counted(records, "record")} · ${momentOf(first)} to ${momentOf(last)}`, width),
      ]),
    ]);
  }
  for (const kind of [...new Set(audit.problems.map((problem) => problem.kind ?? "integrity"))].sort()) {
    const ofKind = audit.problems.filter((problem) => (problem.kind ?? "integrity") === kind);
    const more = ofKind.length > SHOWN ? [`  and ${ofKind.length - SHOWN} more; --format json lists all`] : [];
    sections.push([palette.caution(`${KIND[kind] ?? kind}: ${ofKind.length}`), ...ofKind.slice(0, SHOWN).flatMap(({ batch, ref, why }) => wrap(`${batch.slice(0, 12)} ${ref}: ${why}`.trim(), width, "  ")), ...more]);
  }
  if (audit.gaps.length > 0) {
    sections.push([
      palette.bad("Chains"),
      ...audit.gaps.slice(0, SHOWN).flatMap(({ key, sequence, what }) => wrap(`${key}: batch ${sequence} ${what === "missing" ? "is missing: fetch its ref again from a clone that has it" : "exists twice: the key was used in two places at once"}`, width, "  ")),
    ]);
  }
  return `${sections.map((section) => section.join("\n")).join("\n\n")}\n`;
}

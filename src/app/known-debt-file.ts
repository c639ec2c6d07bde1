/** `.countersign/known-debt.jsonl`: the debt that was there when a team began. Read from the base; it can only shrink. */
import * as z from "zod";
import { CountersignError, type DebtItem, type VerdictRecord } from "../core/model";
import type { AttributedFile } from "../core/attribution/evidence";
import { contextOf, sliceKeys } from "../core/fingerprint/lines";
import { contentOf } from "../core/hunks/cut";

export const KNOWN_DEBT_PATH = ".countersign/known-debt.jsonl";

const MAXIMUM_ENTRIES = 100_000;

const entrySchema = z.strictObject({
  path: z.string().min(1).max(4096),
  kind: z.enum(["edit", "removal"]),
  cid: z.string().regex(/^h1:[0-9a-f]{64}$/),
  ctx: z.string().regex(/^c1:[0-9a-f]{32}$/),
  seq: z.array(z.string().regex(/^[0-9a-f]{32}$/)).max(100_000),
});

/** One hunk of the list, by content alone. */
export type KnownDebt = z.infer<typeof entrySchema>;

/** Errors: `policy` with the line that can't be read. */
export function parseKnownDebt(text: string | null): readonly KnownDebt[] {
  const lines = (text ?? "").split("\n").map((line) => line.trim());
  if (lines.length > MAXIMUM_ENTRIES) throw new CountersignError("policy", `the list is longer than ${MAXIMUM_ENTRIES} lines`, { path: KNOWN_DEBT_PATH, hint: "countersign init --known-debt takes out what is paid" });
  return lines.flatMap((line, index) => {
    if (line === "" || line.startsWith("//")) return [];
    const parsed = entrySchema.safeParse(jsonOf(line, index + 1));
    if (parsed.success) return [parsed.data];
    const issue = parsed.error.issues[0];
    throw unreadable(index + 1, `${issue?.path.join(".") ?? ""} ${issue?.message ?? "not valid"}`.trim());
  });
}

function jsonOf(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw unreadable(number, error instanceof Error ? error.message.slice(0, 200) : "not JSON");
  }
}

function unreadable(line: number, what: string): CountersignError {
  return new CountersignError("policy", `the list of known debt can't be read: ${what}`, { path: KNOWN_DEBT_PATH, line, hint: "write it with countersign init --known-debt" });
}

export function knownDebtText(entries: readonly KnownDebt[]): string {
  const lines = entries.map(({ cid, ctx, kind, path, seq }) => JSON.stringify({ path, kind, cid, ctx, seq })).sort();
  return `// Debt that was here when the account began; countersign init --known-debt takes out what is paid, and adds nothing.\n${lines.map((line) => `${line}\n`).join("")}`;
}

/** The open hunks of a fold as entries. */
export function knownDebtOf(items: readonly DebtItem[], files: ReadonlyMap<string, AttributedFile>): KnownDebt[] {
  return items.flatMap(({ hunk, state }): KnownDebt[] => {
    const file = files.get(hunk.path);
    if (state === "signed-off" || hunk.generated || file === undefined) return [];
    const from = hunk.startLine - 1;
    const to = hunk.kind === "removal" ? from : hunk.endLine;
    return [{ path: hunk.path, kind: hunk.kind, cid: contentOf(hunk.id), ctx: contextOf(file.keys, from, to), seq: sliceKeys(file.keys, from, to).map((line) => line.key) }];
  });
}

export function entryId({ path, kind, cid, ctx }: KnownDebt): string {
  return [path, kind, cid, ctx].join("\0");
}

/** Entries in the form that the one matcher reads; nobody signed them, and they answer for nothing. */
export function asRecords(entries: readonly KnownDebt[]): VerdictRecord[] {
  return entries.map((entry, index) => ({
    id: `known-${index.toString().padStart(6, "0")}`,
    type: "correction",
    verdict: "approved",
    contentId: entry.cid,
    tokenId: null,
    sequence: entry.seq,
    context: entry.ctx,
    path: entry.path,
    kind: entry.kind,
    basis: "accepted-risk",
    criteria: [],
    signer: "",
    key: "",
    trust: "none",
    at: "",
  }));
}

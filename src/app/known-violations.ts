/** `.countersign/known-violations.json`: what stood when the rules came. The list may only shrink. */
import * as z from "zod";
import { CountersignError, type Finding, type KnownViolation } from "../core/model";
import type { Snapshot } from "../core/ports";
import { parseJsonc, type JsoncDocument } from "./jsonc-document";

export const KNOWN_VIOLATIONS_PATH = ".countersign/known-violations.json";

const SCHEMA = "countersign/known-violations/1";
const name = z.string().min(1).max(4000);

const knownViolationsSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  violations: z
    .array(z.strictObject({ rule: z.string().min(1).max(100), path: name.describe("The file that breaks the rule."), target: z.string().max(4000).describe("What it leads to: a path, a package or a measure.") }))
    .max(100_000)
    .describe("Violations that stood when the rules came. The list may only shrink: `countersign baseline` takes out what is mended."),
});

/** The JSON Schema for editors; a test holds media/schemas equal to it. */
export function knownViolationsJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(knownViolationsSchema, { io: "input" }), $id: SCHEMA, title: "Known violations (.countersign/known-violations.json)" };
}

export interface KnownViolations {
  readonly entries: readonly KnownViolation[];
  readonly document: JsoncDocument;
}

/** Errors: `configuration`, with the line. */
export function parseKnownViolations(text: string): KnownViolations {
  const document = parseJsonc(text, KNOWN_VIOLATIONS_PATH);
  const parsed = knownViolationsSchema.safeParse(document.value);
  if (parsed.success) return { entries: parsed.data.violations, document };
  const issue = parsed.error.issues[0];
  const at = (issue?.path ?? []).filter((part) => typeof part !== "symbol");
  throw new CountersignError("configuration", `the list of known violations is not valid: ${issue?.message ?? "wrong form"}`, { path: KNOWN_VIOLATIONS_PATH, line: document.lineOf(at), hint: "countersign baseline writes the file" });
}

/** The list at a snapshot, or null where it has none. Errors: `configuration`. */
export async function readKnownViolations(snapshot: Snapshot | null): Promise<KnownViolations | null> {
  if (snapshot?.has(KNOWN_VIOLATIONS_PATH) !== true) return null;
  const content = (await snapshot.read([KNOWN_VIOLATIONS_PATH])).get(KNOWN_VIOLATIONS_PATH);
  if (content?.kind !== "text") throw new CountersignError("configuration", "a plain text file was expected", { path: KNOWN_VIOLATIONS_PATH, hint: "countersign baseline writes the file" });
  return parseKnownViolations(content.text);
}

/** One entry a line, sorted, so that a change of the list reads well in a diff. */
export function knownViolationsText(entries: readonly KnownViolation[]): string {
  const lines = [...new Set(entries.map(({ rule, path, target }) => JSON.stringify({ rule, path, target })))].sort();
  return `{\n  "schema": "${SCHEMA}",\n  "violations": [${lines.length === 0 ? "" : `\n    ${lines.join(",\n    ")}\n  `}]\n}\n`;
}

/** Findings about the head's list itself: entries that no violation answers to, and entries that the base's list has not. */
export function listFindings(head: KnownViolations | null, base: KnownViolations | null, stale: readonly KnownViolation[]): readonly Finding[] {
  if (head === null) return [];
  const gone = new Set(stale.map(identityOf));
  const before = base === null ? null : new Set(base.entries.map(identityOf));
  return head.entries.flatMap((entry, index): readonly Finding[] => {
    const line = head.document.lineOf(["violations", index]);
    if (before?.has(identityOf(entry)) === false) return [finding("known-violation-added", "error", line, entry, "was added to the list of known violations, which may only shrink")];
    return gone.has(identityOf(entry)) ? [finding("known-violation-stale", "warning", line, entry, "is known, and no longer there")] : [];
  });
}

export function identityOf({ rule, path, target }: KnownViolation): string {
  return `${rule}\0${path}\0${target}`;
}

function finding(rule: "known-violation-added" | "known-violation-stale", severity: "error" | "warning", line: number, entry: KnownViolation, words: string): Finding {
  const isAdded = rule === "known-violation-added";
  return {
    rule,
    class: "architecture",
    severity,
    path: KNOWN_VIOLATIONS_PATH,
    startLine: line,
    startColumn: 1,
    endLine: line,
    endColumn: 1,
    message: `${entry.rule} ${entry.path}${entry.target === "" ? "" : ` → ${entry.target}`} ${words}`,
    why: isAdded ? "A change that may put its own violations on the list breaks any rule it likes; the list of the base is what counts." : "A list that nobody clears hides the next violation of the same kind.",
    fix: isAdded ? "Mend the violation, or have the rule changed." : "Run countersign baseline, which takes the entry out.",
    introduced: isAdded,
    contentKey: `${rule}:${identityOf(entry)}`,
    related: [],
  };
}

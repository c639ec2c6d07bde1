/** The frozen v1 record formats (contract.md, *Records*) as schemas. What does not fit is refused, never guessed. */
import { createHash } from "node:crypto";
import * as z from "zod";
import { isRepositoryPath } from "./repository-path";

/** Most keys of one sequence; also most lines of one batch. Signing keeps far below: the app cuts at 400 lines. */
export const MAXIMUM_LINES = 100_000;

const text = (maximum: number) => z.string().max(maximum);
const hash = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 hex digits");
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const contentId = z.string().regex(/^h1:[0-9a-f]{64}$/, "expected h1: and 64 hex digits");
const tokenId = z.string().regex(/^t1:[0-9a-f]{64}$/, "expected t1: and 64 hex digits");
const context = z.string().regex(/^c1:[0-9a-f]{32}$/, "expected c1: and 32 hex digits");
const lineKeys = z.array(z.string().regex(/^[0-9a-f]{32}$/, "expected a line key of 32 hex digits")).max(MAXIMUM_LINES);
const path = z.string().refine(isRepositoryPath, "expected a path inside the repository, with / and without ..");
const objectId = z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/, "expected a git object id");
const kind = z.enum(["edit", "removal"]);

/** UTC, ISO 8601 with whole seconds, that exists in the calendar. */
export const instant = z.string().refine(isInstant, "expected a UTC time such as 2026-11-22T06:00:00Z");

export function isInstant(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString() === value.replace("Z", ".000Z");
}

export const batchHeaderSchema = z.strictObject({
  v: z.literal(1),
  type: z.literal("batch"),
  at: instant,
  /** Fingerprint of the signing key; empty in the unsigned lane. */
  key: z.string().regex(/^(SHA256:[A-Za-z0-9+/]{43})?$/, "expected SHA256: and 43 base64 characters, or nothing"),
  n: z.number().int().min(1).max(MAXIMUM_LINES),
  prev: hash.nullable(),
  repo: z.string().regex(/^[0-9A-Za-z][0-9A-Za-z._-]{7,63}$/, "expected the repository's id"),
  seq: count,
  signer: z.string().regex(/^[^\x00-\x1f\x7f]{1,320}$/, "expected a name of 1 to 320 characters"),
  tool: text(100),
});

export const verdictLineSchema = z
  .strictObject({
    v: z.literal(1),
    type: z.enum(["signoff", "edited", "correction", "waiver", "withdrawn"]),
    verdict: z.enum(["approved", "approved-with-notes", "rejected", "withdrawn"]),
    basis: z.enum(["read", "tested", "paired", "accepted-risk"]),
    blob: objectId.optional(),
    cid: contentId,
    crit: z.array(text(100)).max(50),
    ctx: context,
    deadline: instant.optional(),
    ev: z.strictObject({ agentEnv: z.array(text(200)).max(100), bulk: count, method: z.enum(["editor", "terminal", "forge"]) }),
    kind,
    lines: count,
    note: text(10_000).optional(),
    of: hash.optional(),
    path,
    reason: text(10_000).optional(),
    removed: lineKeys.optional(),
    risk: z.strictObject({ level: text(20), rules: z.array(text(200)).max(1000), score: z.number().int() }),
    seen: z.enum(["all", "most", "part"]).optional(),
    seq: lineKeys,
    tid: tokenId.nullable(),
    was: contentId.nullable(),
  })
  .refine((line) => (line.type === "withdrawn") === (line.verdict === "withdrawn"), "expected the verdict withdrawn exactly where the type is")
  .refine((line) => line.type !== "withdrawn" || line.of !== undefined, "expected `of`, the record that is taken back");

const claimFields = {
  type: z.literal("claim"),
  agentSession: text(500),
  assistant: z.string().min(1).max(200),
  at: instant,
  ctx: z.union([z.literal(""), context]),
  evidence: z.strictObject({
    detail: text(1000),
    source: z.enum(["hook", "snapshot", "note", "agent-trace", "transcript", "editor", "commit-mark", "burst", "manual"]),
    tier: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6), z.literal(7), z.literal(8)]),
  }),
  kind,
  model: text(200).optional(),
  path,
  removed: lineKeys.optional(),
  seq: lineKeys,
  tid: tokenId.optional(),
};

/** Version 2 is for lines that somebody changed after the assistant wrote them: `of` has the key of each as it was, and `reshaped` says that only the form changed. */
export const claimLineSchema = z.discriminatedUnion("v", [
  z.strictObject({ v: z.literal(1), ...claimFields }),
  z.strictObject({ v: z.literal(2), ...claimFields, of: lineKeys, reshaped: z.literal(true).optional() }).refine((line) => line.of.length === line.seq.length, "expected `of` to have as many keys as `seq`"),
]);

export type BatchHeader = z.infer<typeof batchHeaderSchema>;
export type VerdictLine = z.infer<typeof verdictLineSchema>;
export type ClaimLine = z.infer<typeof claimLineSchema>;

export type SchemaReading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

/**
 * Holds a parsed line against a schema. An unknown version or type is named as such, because the answer then is a
 * newer Countersign, not a repair.
 */
export function readAs<T>(schema: z.ZodType<T>, types: readonly string[], value: unknown, newest = 1): SchemaReading<T> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { ok: false, why: "expected a record" };
  const { v, type } = value as { v?: unknown; type?: unknown };
  if (typeof v !== "number" || !Number.isInteger(v) || v < 1 || v > newest) {
    return { ok: false, why: `unknown record version ${JSON.stringify(v)?.slice(0, 40) ?? "(none)"}: this Countersign reads version ${newest === 1 ? "1" : `1 to ${newest}`}` };
  }
  if (typeof type !== "string" || !types.includes(type)) {
    return { ok: false, why: `unknown record type ${JSON.stringify(type)?.slice(0, 60) ?? "(none)"}: expected ${types.join(", ")}` };
  }
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, value: result.data };
  const issue = result.error.issues[0];
  const place = issue?.path.map(String).join(".").slice(0, 100) ?? "";
  return { ok: false, why: `${place === "" ? "the record" : place}: ${issue?.message.slice(0, 200) ?? "not valid"}` };
}

/** Identity of a record or batch: sha256 of its exact bytes, in hex. */
export function sha256Hex(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

import * as z from "zod";
import { CountersignError } from "../core/model";
import { instant } from "./records";

/** Keys and records that the protected branch takes back, whatever the ledger says. */
export interface Revocations {
  /** Fingerprint → time from which the key's batches count nothing; null: all of them. */
  readonly keys: ReadonlyMap<string, string | null>;
  readonly records: ReadonlySet<string>;
}

const PATH = ".countersign/revocations.json";
const NOTHING: Revocations = { keys: new Map(), records: new Set() };

const schema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  keys: z
    .array(
      z.strictObject({
        key: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, "expected SHA256: and 43 base64 characters"),
        after: instant.optional(),
        reason: z.string().max(1000).optional(),
      }),
    )
    .max(10_000)
    .default([]),
  records: z.array(z.string().regex(/^[0-9a-f]{64}$/, "expected a record id of 64 hex digits")).max(100_000).default([]),
});

/**
 * Reads the base's revocations.json; null gives none. Errors: `policy` where it can't be read, because to go on
 * without it would bring back what was taken back.
 */
export function parseRevocations(text: string | null): Revocations {
  if (text === null) return NOTHING;
  if (text.length > 16 * 1024 * 1024) throw invalid("longer than 16 MiB");
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    throw invalid(error instanceof Error ? error.message.slice(0, 200) : "not JSON", { cause: error });
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw invalid(`${issue?.path.map(String).join(".") || "the file"}: ${issue?.message ?? "not valid"}`);
  }
  const keys = new Map<string, string | null>();
  for (const { key, after } of result.data.keys) {
    const known = keys.get(key);
    // Of two entries for one key the stricter counts.
    if (after === undefined || known === null) keys.set(key, null);
    else keys.set(key, known !== undefined && known < after ? known : after);
  }
  return { keys, records: new Set(result.data.records) };
}

/** True when the key is revoked for what was signed at `at`. The very second counts as revoked. */
export function isRevoked(revocations: Revocations, key: string, at: string): boolean {
  const after = revocations.keys.get(key);
  return after !== undefined && (after === null || at >= after);
}

function invalid(what: string, options?: ErrorOptions): CountersignError {
  return new CountersignError(
    "policy",
    `${PATH} can't be read: ${what}: expected {"version":1,"keys":[{"key":"SHA256:…","after":"2026-11-22T06:00:00Z"}],"records":["…"]}`,
    { path: PATH, hint: "correct the file on the base branch" },
    options,
  );
}

/** Signing keys that people publish on their forge, as lines of allowed_signers. What can't sign here is left out, with the reason. */
import * as z from "zod";
import { CountersignError } from "../../core/model";
import { parsePublicKeyLine } from "../ssh/public-key";
import { SIGNOFF_NAMESPACE } from "../ssh/signature";
import { SshFormatError } from "../ssh/wire";

export type ForgeKind = "github" | "gitlab";

export interface PublishedKey {
  /** `type base64`, without the comment. */
  readonly text: string;
  /** `SHA256:…` */
  readonly fingerprint: string;
  readonly type: string;
  readonly title: string;
  /** Since when the forge knows it, and when it ends there. UTC, ISO 8601 with seconds; null where the forge does not say. */
  readonly from: string | null;
  readonly until: string | null;
}

export interface PublishedKeys {
  readonly keys: readonly PublishedKey[];
  readonly refused: readonly { readonly title: string; readonly why: string }[];
}

const MOST_KEYS = 1_000;
const published = z.object({
  key: z.string().max(20_000),
  title: z.string().max(1_000).default(""),
  created_at: z.string().max(40).nullish(),
  expires_at: z.string().max(40).nullish(),
  /** GitLab only: what the person put the key there for. */
  usage_type: z.string().max(40).optional(),
});

/** Where a forge lists an account's keys. GitHub's list holds signing keys alone. Errors: `usage` for an account that is no name. */
export function keysAddress(forge: ForgeKind, account: string): string {
  if (!/^[A-Za-z0-9][\w.-]{0,254}$/.test(account)) throw new CountersignError("usage", `${JSON.stringify(account.slice(0, 80))} is not the name of an account`, { hint: "such as github:ann" });
  return forge === "github" ? `/users/${account}/ssh_signing_keys` : `/users/${account}/keys`;
}

/** Reads the forge's answer. Errors: `usage` where it has not the shape that the forge documents. */
export function readPublishedKeys(answer: unknown, forge: ForgeKind): PublishedKeys {
  const list = z.array(published).max(MOST_KEYS).safeParse(answer);
  if (!list.success) throw new CountersignError("usage", `the list of keys has no shape that is known: ${list.error.issues[0]?.message.slice(0, 200) ?? ""}`, { hint: "check the address of the forge's interface" });
  const keys: PublishedKey[] = [];
  const refused: { title: string; why: string }[] = [];
  for (const { key, title, created_at, expires_at, usage_type } of list.data) {
    if (forge === "gitlab" && usage_type === "auth") {
      refused.push({ title, why: "it is there to log in, not to sign" });
      continue;
    }
    try {
      const { text, fingerprint, type } = parsePublicKeyLine(key);
      if (!keys.some((known) => known.fingerprint === fingerprint)) keys.push({ text, fingerprint, type, title, from: instantOf(created_at), until: instantOf(expires_at) });
    } catch (error) {
      if (!(error instanceof SshFormatError)) throw error;
      refused.push({ title, why: error.message });
    }
  }
  return { keys, refused };
}

/**
 * One line of allowed_signers, for sign-offs alone and for as long as the forge knew the key. Errors: `usage` for a name that is a pattern
 * or can't stand in the file: such a line would let one key sign as many people.
 */
export function signerLine(principal: string, { text, from, until }: PublishedKey): string {
  if (!/^[^\s"',*?!#=]+@[^\s"',*?!#=]+$/.test(principal)) throw new CountersignError("usage", `${JSON.stringify(principal.slice(0, 80))} is not one exact e-mail address`, { hint: "write each person out; patterns are refused" });
  const options = [`namespaces="${SIGNOFF_NAMESPACE}"`, ...(from === null ? [] : [`valid-after="${compact(from)}"`]), ...(until === null ? [] : [`valid-before="${compact(until)}"`])];
  return `${principal} ${options.join(",")} ${text}`;
}

/** `20260102T030405Z` without its T: how allowed_signers writes a time. */
function compact(instant: string): string {
  return instant.replace(/[-:T]/g, "");
}

function instantOf(text: string | null | undefined): string | null {
  const time = new Date(text ?? "");
  return Number.isNaN(time.getTime()) ? null : time.toISOString().replace(/\.\d+Z$/, "Z");
}

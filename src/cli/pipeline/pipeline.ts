/** The run that a CI system started, as its own variables and event tell it. Everything in it comes from outside and is checked. */
import { CountersignError } from "../../core/model";

export type PipelineSystem = "github" | "gitlab" | "azure" | "bitbucket";

export interface Pipeline {
  readonly system: PipelineSystem;
  readonly kind: "pull-request" | "merge-queue" | "push";
  /** Where the change would go: a branch of the remote, whose tip holds the policy. Null: `base.commit` alone is known. */
  readonly base: { readonly branch: string | null; readonly commit: string | null };
  /** The commit that is judged, and refs of the remote from which it can be fetched, best first. */
  readonly head: { readonly commit: string; readonly refs: readonly string[] };
  /** Address of the repository that the change comes from, where it is another one. */
  readonly fork: string | null;
  readonly change: { readonly number: number; readonly author: string | null } | null;
  /** Addresses of the forge's pages, without a slash at the end. */
  readonly pages: { readonly repository: string } | null;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** A full commit id. Errors: `usage`, naming the variable. */
export function commitOf(value: unknown, name: string): string {
  if (typeof value === "string" && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(value)) return value;
  throw malformed(name, "a full commit id");
}

/** The same where it may be missing; the id of nothing (all zeros) is missing, too. */
export function optionalCommit(value: unknown, name: string): string | null {
  return value === undefined || value === null || value === "" || (typeof value === "string" && /^0+$/.test(value)) ? null : commitOf(value, name);
}

/** Name of a branch, with or without `refs/heads/`; nothing that git reads as an option, a pattern or a pair. Errors: `usage`. */
export function branchOf(value: unknown, name: string): string {
  const branch = typeof value === "string" ? value.replace(/^refs\/heads\//, "") : "";
  if (isRefName(branch) && !branch.startsWith("refs/")) return branch;
  throw malformed(name, "the name of a branch");
}

/** git-check-ref-format(1), as far as it keeps a name from being anything but a name. */
export function isRefName(name: string): boolean {
  return name.length <= 500 && /^[^\u0000-\u0020\u007f~^:?*[\\]+$/.test(name) && !/^[-/@]|\/$|\.\.|@\{|\/\/|\.lock$|\.$/.test(name);
}

/** An address to fetch from: https only, or the same kind as the clone's own where that is a local one. Null for anything else. */
export function addressOf(value: unknown): string | null {
  return typeof value === "string" && value.length <= 1000 && /^(?:https|file):\/\/[^\s'"\\]+$/.test(value) ? value : null;
}

function malformed(name: string, expected: string): CountersignError {
  return new CountersignError("usage", `the CI system's ${name} is not ${expected}`, { hint: "give --base and --head yourself" });
}

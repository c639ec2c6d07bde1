/**
 * Webhook payloads as GitHub and GitHub Enterprise Server sent them: @octokit/webhooks-examples (MIT), which gathers what people recorded. A test
 * changes ids and object names in memory, nothing else.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "./supervised-repository";

export const EDITIONS = ["api.github.com", "ghes-31", "ghes-32", "ghes-33", "ghes-34", "ghes-35"] as const;
export type Edition = (typeof EDITIONS)[number];

/** As much of a payload as a test changes or compares; everything else in it stays as it came. */
export interface RecordedEvent {
  readonly action?: string;
  readonly number?: number;
  readonly ref?: string;
  before?: string;
  after?: string;
  readonly pull_request?: { readonly number: number; readonly user: { login: string }; readonly base: { readonly ref: string; sha: string; readonly repo: { readonly full_name: string } }; readonly head: { sha: string; readonly repo: { full_name: string; clone_url: string } } };
  readonly review?: { readonly user: { login: string; readonly type: string }; state: string; commit_id: string; readonly submitted_at: string; readonly author_association: string };
  readonly merge_group?: { head_sha: string; readonly head_ref: string; base_sha: string; readonly base_ref: string };
  readonly repository: { readonly full_name: string; readonly default_branch: string };
}

const read = new Map<Edition, readonly { readonly name: string; readonly examples: readonly object[] }[]>();

/** Every recorded payload of an event, a copy each. */
export function recordedEvents(name: string, edition: Edition = "api.github.com"): readonly RecordedEvent[] {
  const all = read.get(edition) ?? (JSON.parse(readFileSync(join(PROJECT, "node_modules/@octokit/webhooks-examples", edition, "index.json"), "utf8")) as readonly { readonly name: string; readonly examples: readonly object[] }[]);
  read.set(edition, all);
  return all.filter((event) => event.name === name).flatMap(({ examples }) => examples.map((example) => structuredClone(example) as RecordedEvent));
}

/** The first one with this action. */
export function recordedEvent(name: string, action?: string): RecordedEvent {
  const found = recordedEvents(name).find((event) => action === undefined || event.action === action || event.ref === action);
  if (found === undefined) throw new Error(`no recorded ${name} ${action ?? ""}`);
  return found;
}

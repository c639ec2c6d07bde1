/** Reads policy, signers and revocations from the base, so that a change can't edit the rules it is judged by. */
import { CountersignError, type GateCondition } from "../core/model";
import type { Git, ProjectFiles, TrustAnchors } from "../core/ports";
import type { Configuration } from "../core/policy/configuration-types";
import { stricterPolicy } from "../core/policy/stricter";
import { KNOWN_DEBT_PATH, entryId, parseKnownDebt, type KnownDebt } from "./known-debt-file";
import { CONFIGURATION_PATH, defaultConfiguration, parseConfiguration } from "./configuration";
import { readNestedConfigurations, type NestedConfiguration } from "./nested-configuration";

export const SIGNERS_PATH = ".countersign/allowed_signers";
const REVOCATIONS_PATH = ".countersign/revocations.json";

/** What the head's own rules add to the base's, and what they may not do. */
export interface PolicyChange {
  /** Conditions that the head's rules break, such as a version that goes back. */
  readonly broken: readonly GateCondition[];
  /** Why the head's policy could not be read. */
  readonly unreadable: string | null;
}

export interface PolicySource {
  readonly configuration: Configuration;
  /** "base", "default" or the path of a file that was given. */
  readonly source: string;
  readonly anchors: TrustAnchors;
  /** The configuration as it is written, so that what the checks refuse in it can be shown at its line; null: the default. */
  readonly written: { readonly path: string; readonly text: string } | null;
  /** Configurations further down, read from where the root's was. */
  readonly nested: readonly NestedConfiguration[];
  /** Debt that the base lists as known. */
  readonly known: readonly KnownDebt[];
}

/** Errors: `configuration` with file and line; `policy` where a policy file is not a plain text file. */
export async function readPolicy(git: Git, files: ProjectFiles, revision: string | null, policyFile: string | undefined): Promise<PolicySource> {
  const texts = revision === null ? new Map<string, string>() : await textsAt(git, revision, [CONFIGURATION_PATH, SIGNERS_PATH, REVOCATIONS_PATH, KNOWN_DEBT_PATH]);
  const given = policyFile === undefined ? undefined : await givenPolicy(files, policyFile);
  const committed = texts.get(CONFIGURATION_PATH);
  const local = given === undefined && committed === undefined ? await files.read(CONFIGURATION_PATH) : null;
  const written = given !== undefined ? { path: policyFile ?? "", text: given } : committed !== undefined ? { path: CONFIGURATION_PATH, text: committed } : local === null ? null : { path: CONFIGURATION_PATH, text: local };
  const parsed = written === null ? defaultConfiguration() : parseConfiguration(written.text, written.path);
  const configuration = local === null ? parsed : withoutPolicy(parsed);
  // With the work tree's configuration goes the work tree's further down.
  const rulesFrom = local === null ? revision : "worktree";
  return {
    configuration,
    source: given !== undefined ? (policyFile ?? "") : committed !== undefined ? "base" : "default",
    anchors: {
      allowedSigners: texts.get(SIGNERS_PATH) ?? null,
      revocations: texts.get(REVOCATIONS_PATH) ?? null,
      repositoryId: configuration.repository,
    },
    written,
    nested: rulesFrom === null ? [] : await readNestedConfigurations(await git.snapshot(rulesFrom), parsed.exclude),
    known: parseKnownDebt(texts.get(KNOWN_DEBT_PATH) ?? null),
  };
}

/**
 * The base's policy, tightened by the head's where that asks for more: a change may only make the rules stricter that it is judged
 * by. Its version never goes back, and its list of known debt never grows. A head that can't be read changes nothing, and neither
 * does one whose files are those of the merge base: it is behind, and goes back on nothing.
 */
export async function tightenedBy(git: Git, base: PolicySource, head: string, mergeBase: string | null): Promise<{ readonly policy: PolicySource; readonly change: PolicyChange }> {
  const unchanged = { policy: base, change: { broken: [], unreadable: null } };
  if (base.source !== "base" && base.source !== "default") return unchanged;
  try {
    const texts = await textsAt(git, head, [CONFIGURATION_PATH, KNOWN_DEBT_PATH]);
    const before = mergeBase === null ? new Map<string, string>() : await textsAt(git, mergeBase, [CONFIGURATION_PATH, KNOWN_DEBT_PATH]);
    const isTouched = (path: string): boolean => texts.get(path) !== before.get(path);
    const text = texts.get(CONFIGURATION_PATH);
    const ours = base.configuration.policy;
    const theirs = text === undefined ? null : parseConfiguration(text, CONFIGURATION_PATH).policy;
    const broken: GateCondition[] = [];
    const version = theirs?.version ?? 0;
    if (base.source === "base" && isTouched(CONFIGURATION_PATH) && version < ours.version) {
      broken.push({ condition: "policy.version", limit: ours.version, actual: version, pass: false, why: `the base's policy has version ${ours.version}, this change ${theirs === null ? "deletes it" : `goes back to ${version}`}: keep it, or raise policy.version in ${CONFIGURATION_PATH}` });
    }
    const listed = new Set(base.known.map(entryId));
    const added = base.known.length === 0 || !isTouched(KNOWN_DEBT_PATH) ? [] : parseKnownDebt(texts.get(KNOWN_DEBT_PATH) ?? null).filter((entry) => !listed.has(entryId(entry)));
    if (added.length > 0) {
      broken.push({ condition: "policy.knownDebt", limit: 0, actual: added.length, pass: false, why: `the list of known debt only shrinks, this change adds ${added.length} entr${added.length === 1 ? "y" : "ies"}, first ${added[0]?.path ?? ""}: take them out of ${KNOWN_DEBT_PATH}, and sign the hunks off` });
    }
    const policy = theirs === null || !isTouched(CONFIGURATION_PATH) ? ours : stricterPolicy(ours, theirs);
    return { policy: { ...base, configuration: { ...base.configuration, policy } }, change: { broken, unreadable: null } };
  } catch (error) {
    if (!(error instanceof CountersignError) || (error.code !== "policy" && error.code !== "configuration")) throw error;
    return { ...unchanged, change: { broken: [], unreadable: `${error.details.path ?? CONFIGURATION_PATH}${error.details.line === undefined ? "" : `:${error.details.line}`}: ${error.message}` } };
  }
}

/** The configuration's baseline at a revision, for repositories without a remote. */
export async function baselineAt(git: Git, revision: string): Promise<string | null> {
  const text = (await textsAt(git, revision, [CONFIGURATION_PATH])).get(CONFIGURATION_PATH);
  return text === undefined ? null : parseConfiguration(text, CONFIGURATION_PATH).baseline;
}

/** Where the base has no configuration, the default policy holds; the work tree's architecture section may only add findings. */
function withoutPolicy({ architecture, repository }: Configuration): Configuration {
  return { ...defaultConfiguration(), architecture, repository };
}

async function givenPolicy(files: ProjectFiles, path: string): Promise<string> {
  const text = await files.read(path);
  if (text === null) throw new CountersignError("policy", "the policy file does not exist", { path, hint: "check --policy" });
  return text;
}

async function textsAt(git: Git, revision: string, paths: readonly string[]): Promise<Map<string, string>> {
  const snapshot = await git.snapshot(revision);
  const present = paths.filter((path) => snapshot.has(path));
  const texts = new Map<string, string>();
  for (const [path, content] of await snapshot.read(present)) {
    if (content.kind !== "text") throw new CountersignError("policy", `a plain text file was expected, this is ${content.kind}`, { path, hint: "commit it as a regular UTF-8 file" });
    texts.set(path, content.text);
  }
  return texts;
}

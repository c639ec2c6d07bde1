/** Reads policy, signers and revocations from the base, so that a change can't edit the rules it is judged by. */
import { CountersignError } from "../core/model";
import type { Git, ProjectFiles, TrustAnchors } from "../core/ports";
import type { Configuration } from "../core/policy/configuration-types";
import { CONFIGURATION_PATH, defaultConfiguration, parseConfiguration } from "./configuration";

export const SIGNERS_PATH = ".countersign/allowed_signers";
export const REVOCATIONS_PATH = ".countersign/revocations.json";

export interface PolicySource {
  readonly configuration: Configuration;
  /** "base", "default" or the path of a file that was given. */
  readonly source: string;
  readonly anchors: TrustAnchors;
  /** The configuration as it is written, so that what the checks refuse in it can be shown at its line; null: the default. */
  readonly written: { readonly path: string; readonly text: string } | null;
}

/** Errors: `configuration` with file and line; `policy` where a policy file is not a plain text file. */
export async function readPolicy(git: Git, files: ProjectFiles, revision: string | null, policyFile: string | undefined): Promise<PolicySource> {
  const texts = revision === null ? new Map<string, string>() : await textsAt(git, revision, [CONFIGURATION_PATH, SIGNERS_PATH, REVOCATIONS_PATH]);
  const given = policyFile === undefined ? undefined : await givenPolicy(files, policyFile);
  const committed = texts.get(CONFIGURATION_PATH);
  const local = given === undefined && committed === undefined ? await files.read(CONFIGURATION_PATH) : null;
  const written = given !== undefined ? { path: policyFile ?? "", text: given } : committed !== undefined ? { path: CONFIGURATION_PATH, text: committed } : local === null ? null : { path: CONFIGURATION_PATH, text: local };
  const parsed = written === null ? defaultConfiguration() : parseConfiguration(written.text, written.path);
  const configuration = local === null ? parsed : withoutPolicy(parsed);
  return {
    configuration,
    source: given !== undefined ? (policyFile ?? "") : committed !== undefined ? "base" : "default",
    anchors: {
      allowedSigners: texts.get(SIGNERS_PATH) ?? null,
      revocations: texts.get(REVOCATIONS_PATH) ?? null,
      repositoryId: configuration.repository,
    },
    written,
  };
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

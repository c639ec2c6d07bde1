/** What an editor asks about a configuration that is being written: slips, what elements match, and words to complete with. */
import { CountersignError } from "../core/model";
import type { SessionDependencies } from "./dependencies";
import { CONFIGURATION_PATH, parseConfiguration } from "./configuration";
import { readCodeOwners } from "./code-owners";
import { parseJsonc, type JsoncDocument } from "./jsonc-document";
import { parseNestedConfiguration } from "./nested-configuration";
import { SIGNERS_PATH } from "./policy-source";
import type { ConfigurationInspection, ConfigurationProblem } from "./session-types";

const MAXIMUM_FOLDERS = 3000;
const MAXIMUM_MANIFESTS = 200;

/** `path` is repository-relative and says whether the root's or a folder's configuration is meant. Never throws for what the text says. */
export async function inspectConfiguration({ git, checks, projectFiles }: Pick<SessionDependencies, "git" | "checks" | "projectFiles">, path: string, text: string): Promise<ConfigurationInspection> {
  const head = await git.snapshot("worktree");
  const folder = path === CONFIGURATION_PATH ? "" : path.slice(0, -CONFIGURATION_PATH.length - 1);
  const { document, problem } = parsed(text, path, folder);
  const section = (document?.value as { readonly architecture?: unknown } | null | undefined)?.architecture;
  const inspected = checks.inspect(head, section, folder);
  const lineOf = (place: readonly (string | number)[]) => document?.lineOf(["architecture", ...place]) ?? 1;
  const ofSection = inspected.problems.map(({ place, message, hint }): ConfigurationProblem => ({ line: lineOf(place), message, hint, severity: "error" }));
  const empty = inspected.elements.flatMap(({ name, files }): readonly ConfigurationProblem[] => (files === 0 && inspected.own.includes(name) ? [{ line: lineOf(["elements", name]), message: `the element "${name}" matches no file`, hint: "rules about it hold nothing until one does", severity: "note" }] : []));
  const signers = (await projectFiles.read(SIGNERS_PATH)) ?? "";
  const user = await git.user();
  const owners = (await readCodeOwners(head)).names;
  const people = signers.split("\n").flatMap((line) => (line.startsWith("#") ? [] : (/^\S+@\S+/.exec(line)?.[0].split(",") ?? [])));
  return {
    problems: [...(problem === null ? [] : [problem]), ...ofSection, ...empty],
    elements: inspected.elements,
    rules: inspected.rules,
    packages: await packagesOf(head),
    people: [...new Set([...people, ...owners.filter((name) => /^[^@]+@/.test(name)), ...(user === null ? [] : [user.email])])].sort(),
    accounts: owners.filter((name) => name.startsWith("@")),
    folders: foldersOf(head.paths, folder),
  };
}

function parsed(text: string, path: string, folder: string): { readonly document: JsoncDocument | null; readonly problem: ConfigurationProblem | null } {
  try {
    const document = parseJsonc(text, path);
    try {
      if (folder === "") parseConfiguration(text, path);
      else parseNestedConfiguration(text, path);
      return { document, problem: null };
    } catch (error) {
      return { document, problem: asProblem(error) };
    }
  } catch (error) {
    return { document: null, problem: asProblem(error) };
  }
}

function asProblem(error: unknown): ConfigurationProblem {
  if (!(error instanceof CountersignError)) throw error;
  return { line: error.details.line ?? 1, message: error.message, hint: error.details.hint ?? "", severity: "error" };
}

async function packagesOf(head: Awaited<ReturnType<SessionDependencies["git"]["snapshot"]>>): Promise<readonly string[]> {
  const manifests = head.paths.filter((path) => path === "package.json" || path.endsWith("/package.json")).slice(0, MAXIMUM_MANIFESTS);
  const names = new Set<string>();
  for (const [path, content] of await head.read(manifests)) {
    if (content.kind !== "text") continue;
    const { value } = parsed(content.text, path, "").document ?? {};
    for (const field of ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"]) {
      const listed = (value as Readonly<Record<string, unknown>> | null | undefined)?.[field];
      if (typeof listed === "object" && listed !== null) for (const name of Object.keys(listed)) names.add(name);
    }
  }
  return [...names].sort();
}

/** Folders of the repository as a configuration in `folder` would name them. */
function foldersOf(paths: readonly string[], folder: string): readonly string[] {
  const folders = new Set<string>();
  const start = folder === "" ? "" : `${folder}/`;
  for (const path of paths) {
    if (!path.startsWith(start)) continue;
    for (let slash = path.indexOf("/", start.length); slash >= 0 && folders.size < MAXIMUM_FOLDERS; slash = path.indexOf("/", slash + 1)) folders.add(path.slice(start.length, slash));
  }
  return [...folders].sort();
}

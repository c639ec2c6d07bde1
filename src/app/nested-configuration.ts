/** Configurations below the root's: the nearest one counts for architecture and risk, and nothing else stands in them. */
import { CountersignError } from "../core/model";
import type { NestedRules, Snapshot } from "../core/ports";
import { CONFIGURATION_PATH, parseConfiguration } from "./configuration";
import { parseJsonc } from "./jsonc-document";
import { matcherOf } from "./path-filter";

/** A nested configuration with its text, so that what the checks refuse in it can be shown at its line. */
export interface NestedConfiguration extends NestedRules {
  readonly text: string;
}

/** What a nested configuration may say. */
const OWN_SECTIONS: ReadonlySet<string> = new Set(["$schema", "architecture", "risk"]);

/** Files that decide who may sign and what is known: one place each, at the root. */
const ROOT_FILES = ["allowed_signers", "revocations.json", "known-violations.json", "known-debt.json"].map((name) => `/.countersign/${name}`);

/**
 * The nested configurations of a snapshot, in order of path; those below `exclude` are nobody's business (fixtures).
 * Errors: `configuration` with file and line: a section, or a file beside, that stands only at the root.
 */
export async function readNestedConfigurations(snapshot: Snapshot, exclude: readonly string[]): Promise<readonly NestedConfiguration[]> {
  const isExcluded = matcherOf(exclude);
  const inside = snapshot.paths.filter((path) => path.includes("/.countersign/") && !isExcluded(path));
  const stray = inside.find((path) => ROOT_FILES.some((name) => path.endsWith(name)));
  if (stray !== undefined) throw new CountersignError("configuration", "signers, revocations and lists of what is known stand only at the root", { path: stray, hint: `move what is in it to .countersign/${stray.slice(stray.lastIndexOf("/") + 1)}, or exclude the folder` });
  const paths = inside.filter((path) => path.endsWith(`/${CONFIGURATION_PATH}`));
  if (paths.length === 0) return [];
  const contents = await snapshot.read(paths);
  return paths.map((path) => {
    const content = contents.get(path);
    if (content?.kind !== "text") throw new CountersignError("configuration", "a plain text file was expected", { path, hint: "commit it as a regular UTF-8 file" });
    return { path, folder: path.slice(0, -CONFIGURATION_PATH.length - 1), text: content.text, ...parseNestedConfiguration(content.text, path) };
  });
}

/** Why the nested configurations of a snapshot can't be read, in words, or null. */
export async function nestedProblem(snapshot: Snapshot, exclude: readonly string[]): Promise<string | null> {
  try {
    await readNestedConfigurations(snapshot, exclude);
    return null;
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code !== "configuration") throw error;
    return `${error.details.path ?? ""}${error.details.line === undefined ? "" : `:${error.details.line}`}: ${error.message}`;
  }
}

/** The sections of a nested configuration. Errors: `configuration`, with the line. */
export function parseNestedConfiguration(text: string, path: string): Pick<NestedRules, "architecture" | "risk"> {
  const document = parseJsonc(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, path);
  const keys = typeof document.value === "object" && document.value !== null && !Array.isArray(document.value) ? Object.keys(document.value) : [];
  const parsed = parseConfiguration(text, path);
  const [foreign] = keys.filter((key) => !OWN_SECTIONS.has(key));
  if (foreign !== undefined) throw new CountersignError("configuration", `"${foreign}" stands only in the root's ${CONFIGURATION_PATH}`, { path, line: document.lineOfKey([], foreign), hint: "a folder's own configuration has architecture and risk; move the rest to the root's" });
  return { ...(keys.includes("architecture") ? { architecture: parsed.architecture } : {}), ...(keys.includes("risk") ? { risk: parsed.risk } : {}) };
}

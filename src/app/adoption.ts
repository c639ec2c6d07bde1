/** What `init` says of the architecture: proposed from the graph, a preset, or another tool's rules; what breaks them today becomes known. */
import { applyEdits, modify } from "jsonc-parser";
import { CountersignError } from "../core/model";
import type { LeftOption, Progress, Snapshot } from "../core/ports";
import { architectureText } from "./architecture-text";
import { CONFIGURATION_PATH, parseConfiguration } from "./configuration";
import type { SessionDependencies } from "./dependencies";
import { identityOf, KNOWN_VIOLATIONS_PATH, knownViolationsText, parseKnownViolations } from "./known-violations";
import { readNestedConfigurations } from "./nested-configuration";
import { matcherOf } from "./path-filter";
import type { ArchitectureSource, InitPlan } from "./session-types";

type AdoptionDependencies = Pick<SessionDependencies, "git" | "checks" | "projectFiles">;

interface Section {
  readonly architecture: object | null;
  readonly notes: readonly string[];
}

/**
 * The plan with an architecture section in the configuration, and with the list of what breaks it today. A section that is there
 * stays. Errors: `usage` where one was asked for and one is there; those of the configuration that is translated.
 */
export async function withArchitecture(plan: InitPlan, { git, checks, projectFiles }: AdoptionDependencies, source: ArchitectureSource, progress?: Progress, signal?: AbortSignal): Promise<InitPlan> {
  if (git.workTree === null) return plan;
  const running = { ...(progress === undefined ? {} : { progress }), ...(signal === undefined ? {} : { signal }) };
  const head = await git.snapshot("worktree");
  const root = plan.files.find(({ path }) => path === CONFIGURATION_PATH);
  const { exclude } = parseConfiguration(root?.text ?? "{}", CONFIGURATION_PATH);
  const target = await targetOf(plan, source, head, projectFiles);
  if (hasSection(parseConfiguration(target.text, target.path).architecture)) {
    if (source.kind === "proposal") return plan;
    throw new CountersignError("usage", "the configuration has an architecture section already, and it stays as it is", { path: target.path, hint: "take the section out first, or write the rules into it by hand" });
  }
  // An existing configuration is changed only where that was asked for.
  if (source.kind === "proposal" && target.exists && source.asked !== true) return plan;
  const { architecture, notes } = await sectionOf(head, { checks, source, excludes: matcherOf(exclude), running });
  if (architecture === null) return { ...plan, notes: [...plan.notes, ...notes] };
  const changed = { path: target.path, text: withSection(target.text, architecture), exists: false };
  const nested = (await readNestedConfigurations(head, exclude)).filter(({ path }) => path !== target.path).map(({ path, folder, architecture: own }) => ({ path, folder, architecture: own }));
  const isRoot = target.folder === "";
  const ofRoot: unknown = isRoot ? architecture : parseConfiguration(root?.text ?? "{}", CONFIGURATION_PATH).architecture;
  const { violations = [] } = await checks.run({ base: null, head, paths: [], basePaths: new Map(), ...running }, { architecture: ofRoot, risk: {}, nested: isRoot ? nested : [...nested, { path: target.path, folder: target.folder, architecture }] });
  const files = [...plan.files.filter(({ path }) => path !== target.path), changed];
  const present = await projectFiles.read(KNOWN_VIOLATIONS_PATH);
  const listed = present === null ? [] : parseKnownViolations(present).entries;
  const known = new Set(listed.map(identityOf));
  const added = violations.filter((entry) => !known.has(identityOf(entry)));
  if (added.length === 0) return { ...plan, files, notes: [...plan.notes, ...notes] };
  const list = knownViolationsText([...listed, ...added]);
  const said = `${added.length} ${added.length === 1 ? "violation stands" : "violations stand"} today and ${added.length === 1 ? "is" : "are"} listed in ${KNOWN_VIOLATIONS_PATH}: only new ones count, and the list may only shrink.`;
  return { ...plan, files: [...files, { path: KNOWN_VIOLATIONS_PATH, text: list, exists: false }], notes: [...plan.notes, ...notes, said] };
}

interface Target {
  readonly path: string;
  /** The folder that the configuration stands for. */
  readonly folder: string;
  readonly text: string;
  readonly exists: boolean;
}

/** The root's configuration; for rules of a package, whose paths begin there, that of the package's folder. */
async function targetOf(plan: InitPlan, source: ArchitectureSource, head: Snapshot, files: AdoptionDependencies["projectFiles"]): Promise<Target> {
  const folder = source.kind === "file" ? packageOf(source.path, head) : "";
  const path = folder === "" ? CONFIGURATION_PATH : `${folder}/${CONFIGURATION_PATH}`;
  const planned = plan.files.find((file) => file.path === path);
  if (planned !== undefined) return { path, folder, text: planned.text, exists: planned.exists };
  const present = await files.read(path);
  return { path, folder, text: present ?? "{}\n", exists: present !== null };
}

/** The nearest folder above a file that has a package.json; empty for the root, or where there is none. */
function packageOf(path: string, head: Snapshot): string {
  for (let folder = path; folder.includes("/"); ) {
    folder = folder.slice(0, folder.lastIndexOf("/"));
    if (head.has(`${folder}/package.json`)) return folder;
  }
  return "";
}

/** Whether a section says more than nothing. */
function hasSection(architecture: unknown): boolean {
  return typeof architecture === "object" && architecture !== null && Object.keys(architecture).length > 0;
}

interface Asked {
  readonly checks: AdoptionDependencies["checks"];
  readonly source: ArchitectureSource;
  readonly excludes: (path: string) => boolean;
  readonly running: { readonly progress?: Progress; readonly signal?: AbortSignal };
}

async function sectionOf(head: Snapshot, { checks, source, excludes, running }: Asked): Promise<Section> {
  switch (source.kind) {
    case "proposal": {
      const { architecture, rules, notes } = await checks.propose(head, { excludes, ...running });
      const said = rules.map(({ what, covers, against }) => `Proposed ${what}: covers ${covers} imports, ${against === 0 ? "none" : String(against)} against it.`);
      return { architecture, notes: [...said, ...notes, ...(rules.length === 0 ? [] : ["Proposed rules are warnings, which fail no gate by default: raise them to errors once they say what you mean, and delete what is chance."])] };
    }
    case "preset": {
      const architecture = { preset: source.name };
      const matched = checks.elements(head, architecture);
      const found = matched.filter(({ files }) => files > 0);
      const said = found.map(({ name, files }) => `${name} matches ${files} file(s), such as ${matched.find((one) => one.name === name)?.examples[0] ?? ""}.`);
      const none = matched.filter(({ files }) => files === 0).map(({ name }) => name);
      return { architecture, notes: [...said, ...(none.length === 0 ? [] : [`The preset's ${none.join(", ")} ${none.length === 1 ? "matches" : "match"} no file here: name the folders under architecture.elements, or the rules about them hold nothing.`])] };
    }
    case "file": {
      const { tool, architecture, carried, total, left } = await checks.translate(head, source.path, running);
      return { architecture, notes: [`Carried over ${carried} of ${total} rules of ${tool} from ${source.path}, which was read and not run.`, ...left.map((one) => leftInWords(one, source.path))] };
    }
  }
}

function leftInWords({ option, line, why }: LeftOption, path: string): string {
  return `Not carried over: ${option}${line === null ? "" : ` (${path}:${line})`}: ${why}.`;
}

/** The text of a configuration with an `architecture` section; its comments stay. */
function withSection(text: string, architecture: object): string {
  const marker = "countersign:architecture-section";
  const bare = text.replace(/^\uFEFF/, "");
  const edited = applyEdits(bare, modify(bare, ["architecture"], marker, { formattingOptions: { insertSpaces: true, tabSize: 2 } }));
  return edited.replace(JSON.stringify(marker), () => architectureText(architecture, "  "));
}

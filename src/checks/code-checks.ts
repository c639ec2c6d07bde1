import type { Finding, NotChecked } from "../core/model";
import { groupBy } from "../core/group-by";
import type { CacheFolder, CheckRequest, CheckResult, Checks, ChecksConfiguration, DependencyPath, InstalledPackages, ChildRunner, FileContent, InspectedSection, Log, MatchedElement, Outline, RuleDescription, ProposalOptions, ProposedArchitecture, Snapshot, TranslatedArchitecture } from "../core/ports";
import { AcrossFiles } from "./across-files";
import { matchedElements } from "./adoption/matched-elements";
import { proposeArchitecture } from "./adoption/propose";
import { translateConfiguration } from "./adoption/translate";
import { parseArchitecture, readArchitecture } from "./architecture/architecture-configuration";
import type { JudgedGraph } from "./architecture/architecture-rules";
import { NearestRules } from "./architecture/nearest-rules";
import { changeFacts } from "./change-facts";
import { withoutMoved } from "./moved-code";
import { riskSettings, type SettingsOf } from "./rules/risk-settings";
import { GraphBuilder } from "./graph/build-graph";
import { dependencyPath } from "./graph/dependency-path";
import { GraphFiles } from "./graph/graph-files";
import type { ImportGraph } from "./graph/import-graph";
import { ModuleCache } from "./graph/module-cache";
import { ParserClient } from "./parsing/parser-client";
import type { ChangedText, GlobalsAnswer, RuleAnswer } from "./parsing/protocol";
import { readFacts } from "./read-facts";
import { NO_FACTS, type ProjectFacts } from "./rules/project-facts";
import { ruleCatalogue } from "./rules/catalogue";
import type { RuleFinding } from "./rules/rule";
import type { SkippedLines } from "./rules/skipped-tests";
import { SemanticCheck } from "./semantic/semantic-check";
import { SemanticClient } from "./semantic/semantic-client";
import { StructureCheck } from "./semantic/structure-check";
import { TypedCheck } from "./semantic/typed-check";
import { isCodePath } from "./languages/language-names";
import { languageOf } from "./syntax/language";

/** What the type-aware pass can find. */
const TYPED_RULES = ["promise-misuse", "switch-not-exhaustive"];

/** A file's outline when it could not be parsed: no declarations, no tokens. */
const NO_OUTLINE: Outline = { declarations: [], tokens: null };

export interface CodeChecksParts {
  readonly processes: ChildRunner;
  readonly log: Log;
  /** Where parsed modules and graphs outlive the process. */
  readonly cache?: CacheFolder;
  readonly installed?: InstalledPackages;
}

interface RiskResult {
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
  readonly analysed: ReadonlySet<string>;
}

const NO_RISK: RiskResult = { findings: [], notChecked: [], analysed: new Set() };

/** Architecture rules, risk rules and the semantic check over two snapshots. Owns the processes that parse. */
export class CodeChecks implements Checks {
  private readonly parser: ParserClient;
  private readonly client: SemanticClient;
  private readonly semantic: SemanticCheck;
  private readonly across: AcrossFiles;
  private readonly structure: StructureCheck;
  private readonly typed: TypedCheck;
  private readonly heads: GraphBuilder;
  private readonly bases: GraphBuilder;
  private rulesOf: { readonly text: string; readonly rules: NearestRules } | null = null;
  /** The base's graph stays the same while the head is edited. */
  private baseGraph: { readonly id: string; readonly graph: ImportGraph } | null = null;

  private readonly installed: InstalledPackages | undefined;

  constructor(parts: CodeChecksParts) {
    this.installed = parts.installed;
    this.parser = new ParserClient(parts.processes, parts.log);
    this.across = new AcrossFiles(this.parser, parts.cache ?? null);
    this.client = new SemanticClient(parts.processes);
    this.typed = new TypedCheck(this.client);
    this.semantic = new SemanticCheck(this.client, this.parser);
    this.structure = new StructureCheck(this.client);
    const modules = new ModuleCache();
    const files = () => (parts.cache === undefined ? null : new GraphFiles(parts.cache));
    this.heads = new GraphBuilder(this.parser, modules, files());
    this.bases = new GraphBuilder(this.parser, modules, files());
  }

  /** Errors: `configuration` for an unknown rule or a wrong architecture section, `interrupted`. */
  async run(request: CheckRequest, configuration: ChecksConfiguration): Promise<CheckResult> {
    const architecture = this.architectureOf(configuration);
    const settings = riskSettings(configuration);
    const { base, head, basePaths, signal } = request;
    const started = performance.now();
    const unread: NotChecked[] = [];
    const changed = await changedTexts(request, unread);
    const offering = await this.offering(changed.filter(({ path }) => settings(path)["exported-api-changed"] !== "off"), architecture.hasEntries, signal);
    // It loads for about as long as the graph and the rules take.
    if (offering.some(({ base: before }) => before !== null)) this.client.prepare();
    const headGraph = await this.graph(head, request);
    const baseGraph = base === null ? null : await this.graphOfBase(base, request);
    const notChecked: NotChecked[] = [...headGraph.notChecked];
    const judgedHead = await this.judged(architecture, headGraph, head, notChecked, signal);
    const judgedBase = base === null || baseGraph === null ? null : await this.judged(architecture, baseGraph, base, [], signal);
    const judged = architecture.findings(judgedHead, judgedBase, basePaths, request.known);
    const findings: Finding[] = judged.findings.flatMap((finding) => withSeverity(finding, settings));
    notChecked.push(...judged.notChecked);
    const graphDone = performance.now();
    notChecked.push(...unread);
    request.progress?.report("Checking changed files", 0, changed.length);
    const risk = request.withoutRisk === true ? NO_RISK : await this.risk(request, changed, headGraph, settings);
    const { analysed } = risk;
    findings.push(...risk.findings);
    notChecked.push(...risk.notChecked.filter((one) => !notChecked.some(({ path, why }) => path === one.path && why === one.why)));
    const headSide = { snapshot: head, graph: headGraph };
    const baseSide = base === null || baseGraph === null ? null : { snapshot: base, graph: baseGraph };
    const structure = await this.structure.run(architecture.structure, changed, headSide, baseSide, signal);
    findings.push(...structure.findings.flatMap((finding) => withSeverity(finding, settings)));
    notChecked.push(...structure.notChecked);
    if (offering.length > 0) {
      const modules = offering.flatMap(({ path, basePath, text, base: before }) => (request.withoutRisk === true || analysed.has(path) ? [{ path, basePath, base: before ?? "", head: text }] : []));
      const semantic = await this.semantic.run(modules, headSide, baseSide, (path) => architecture.isEntry(path), signal);
      findings.push(...semantic.findings.flatMap((finding) => withSeverity(finding, settings)));
      notChecked.push(...semantic.notChecked);
    }
    request.progress?.report("Checking changed files", changed.length, changed.length);
    findings.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.startLine - b.startLine || a.startColumn - b.startColumn || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)));
    return { findings, notChecked, analysed, milliseconds: { graph: Math.round(graphDone - started), rules: Math.round(performance.now() - graphDone) }, violations: judged.violations, staleKnown: judged.staleKnown };
  }

  /**
   * Files whose exports may have changed for others: a file that is new takes nothing from anybody, but may add to an entry, as may one that only
   * grew. What the parser can't answer is looked at.
   */
  private async offering(changed: readonly ChangedText[], hasEntries: boolean, signal?: AbortSignal): Promise<readonly ChangedText[]> {
    const candidates = changed.filter(({ path, text, base }) => base !== text && (base !== null || hasEntries) && languageOf(path) !== null && !isTestOnly(path));
    const { answers } = await this.parser.surfaces(candidates.filter(({ base }) => base !== null), signal);
    return candidates.filter(({ path }) => answers.get(path) !== "same" && (hasEntries || answers.get(path) !== "grown"));
  }

  /** Risk rules on the files that changed, type-aware ones and those across files among them. */
  private async risk(request: CheckRequest, changed: readonly ChangedText[], headGraph: ImportGraph, settings: SettingsOf): Promise<RiskResult> {
    const { head, signal } = request;
    const findings: Finding[] = [];
    const notChecked: NotChecked[] = [];
    const facts = await readFacts(head, request.paths, request.base);
    const { answers: found, problems } = await this.findingsOf(changed, settings, facts, signal);
    const deleted = request.base === null ? [] : await deletedTexts(request.base, request.paths.filter((path) => !head.has(path)), request.basePaths);
    const lost = await this.lostTests(request, { changed, deleted }, found, settings, facts);
    for (const [path, answer] of lost.changed) found.set(path, answer);
    const answers = await withoutMoved(found, [...changed, ...deleted], async (files) => (await this.askRules(files, settings, facts, signal)).answers);
    const analysed = new Set<string>();
    for (const { path } of changed) {
      const answer = answers.get(path);
      const problem = problems.get(path) ?? answer?.problem ?? null;
      if (problem !== null) notChecked.push({ what: "risk rules", why: problem, path });
      if (answer?.parsed === true) analysed.add(path);
      for (const finding of answer?.findings ?? []) findings.push(...described(path, finding));
    }
    // What the parser could not read is no program.
    const typed = await this.typed.run(changed.filter(({ path }) => analysed.has(path) && TYPED_RULES.some((rule) => settings(path)[rule] !== "off")), head, headGraph, signal);
    notChecked.push(...typed.notChecked);
    for (const { path, finding } of typed.findings) {
      // Syntax may have told it already, at the same place.
      const isTold = answers.get(path)?.findings.some((one) => one.rule === finding.rule && one.startLine === finding.startLine) === true;
      if (!isTold) findings.push(...described(path, finding).flatMap((one) => withSeverity(one, settings)));
    }
    const offered = new Map([...answers].flatMap(([path, answer]) => (answer.offered === undefined ? [] : [[path, answer.offered] as const])));
    const across = await this.across.run(changed, offered, { snapshot: head, graph: headGraph }, settings, signal);
    findings.push(...across.findings.flatMap(({ path, finding, related }) => described(path, finding).map((one) => ({ ...one, related }))));
    notChecked.push(...across.notChecked);
    for (const [path, answer] of lost.deleted) findings.push(...answer.findings.flatMap((finding) => described(path, finding)));
    // A deleted file has nothing left to parse; whether a rule could read it is a matter of its language.
    for (const path of request.paths) if (!head.has(path) && (languageOf(path) !== null || isCodePath(path))) analysed.add(path);
    return { findings, notChecked, analysed };
  }

  validate(configuration: ChecksConfiguration): void {
    this.architectureOf(configuration);
    riskSettings(configuration);
  }

  async outlines(files: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, Outline>> {
    const parsed = [...files].flatMap(([path, text]) => (languageOf(path) === null && !isCodePath(path) ? [] : [{ path, text }]));
    const { answers } = await this.parser.outlines(parsed);
    return new Map([...files.keys()].map((path) => [path, answers.get(path) ?? NO_OUTLINE] as const));
  }

  async propose(snapshot: Snapshot, { excludes, ...options }: ProposalOptions): Promise<ProposedArchitecture> {
    return proposeArchitecture(await this.graph(snapshot, options), excludes);
  }

  translate(snapshot: Snapshot, path: string, { signal }: Pick<ProposalOptions, "signal">): Promise<TranslatedArchitecture> {
    return translateConfiguration(snapshot, path, this.parser, signal);
  }

  elements(snapshot: Snapshot, architecture: unknown): readonly MatchedElement[] {
    return matchedElements(parseArchitecture(architecture), snapshot.paths);
  }

  inspect(snapshot: Snapshot, section: unknown, folder: string): InspectedSection {
    const { architecture, problems } = readArchitecture(section);
    return {
      problems: problems.map(({ path, message, hint }) => ({ place: path.map((part) => (typeof part === "symbol" ? String(part) : part)), message, hint })),
      elements: matchedElements(architecture, snapshot.paths, folder),
      own: Object.keys(architecture.elements ?? {}),
      rules: ruleCatalogue().map(({ id }) => id),
    };
  }

  async dependencyPath(snapshot: Snapshot, ends: { readonly from: string; readonly to: string } | null, signal?: AbortSignal): Promise<DependencyPath> {
    const graph = await this.graph(snapshot, signal === undefined ? {} : { signal });
    return ends === null ? { files: graph.files, steps: null } : { files: [], steps: dependencyPath(graph, ends.from, ends.to) };
  }

  /** The import graph of a snapshot, for views and benchmarks. */
  graph(snapshot: Snapshot, options: Pick<CheckRequest, "signal" | "progress"> = {}): Promise<ImportGraph> {
    return this.heads.build(snapshot, options);
  }

  rules(): readonly RuleDescription[] {
    return ruleCatalogue();
  }

  dispose(): void {
    this.parser.dispose();
    this.client.dispose();
  }

  /** The rules are kept with what they found as long as the configurations say the same. */
  private architectureOf({ architecture, nested = [] }: ChecksConfiguration): NearestRules {
    const text = JSON.stringify([architecture ?? null, nested.map((one) => [one.path, one.folder, one.architecture ?? null])]);
    if (this.rulesOf?.text !== text) this.rulesOf = { text, rules: new NearestRules(architecture, nested) };
    return this.rulesOf.rules;
  }

  private async judged(rules: NearestRules, graph: ImportGraph, snapshot: Snapshot, notChecked: NotChecked[], signal?: AbortSignal): Promise<JudgedGraph> {
    const files = [...(await snapshot.read(rules.needsGlobals(graph)))].flatMap(([path, content]) => (content.kind === "text" ? [{ path, text: content.text }] : []));
    const { answers, problems } = files.length === 0 ? { answers: new Map<string, GlobalsAnswer>(), problems: new Map<string, string>() } : await this.parser.globals(files, signal);
    for (const { path } of files) {
      const problem = problems.get(path) ?? answers.get(path)?.problem ?? null;
      if (problem !== null) notChecked.push({ what: "globals", why: problem, path });
    }
    return { graph, installed: this.installed, globals: new Map([...answers].map(([path, { uses }]) => [path, uses] as const)) };
  }

  private async graphOfBase(base: Snapshot, request: CheckRequest): Promise<ImportGraph> {
    // Only a commit's name is a promise about its content.
    const isCommit = /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(base.id);
    if (isCommit && this.baseGraph?.id === base.id) return this.baseGraph.graph;
    const graph = await this.bases.build(base, request);
    if (isCommit) this.baseGraph = { id: base.id, graph };
    return graph;
  }

  /** What crashed the parser is still read as text: a secret in it is a secret. */
  private async findingsOf(files: readonly ChangedText[], settings: SettingsOf, facts: ProjectFacts, signal?: AbortSignal) {
    const { answers, problems } = await this.askRules(files, settings, facts, signal);
    const unparsed = files.filter(({ path }) => problems.has(path)).map((file) => ({ ...file, withoutTree: true }));
    if (unparsed.length === 0) return { answers, problems };
    const asText = await this.askRules(unparsed, settings, facts, signal);
    return { answers: new Map([...answers, ...asText.answers]), problems };
  }

  /** One question for each configuration that the files have. */
  private async askRules(files: readonly ChangedText[], settings: SettingsOf, facts: ProjectFacts, signal?: AbortSignal) {
    const answers = new Map<string, RuleAnswer>();
    const problems = new Map<string, string>();
    for (const [own, group] of groupBy(files, ({ path }) => settings(path))) {
      const reply = await this.parser.rules(group, own, signal, facts);
      for (const [path, answer] of reply.answers) answers.set(path, answer);
      for (const [path, problem] of reply.problems) problems.set(path, problem);
    }
    return { answers, problems };
  }

  /**
   * Answers for files that the head no longer has (nothing of them can be parsed there, so the base is compared with nothing), and once more for
   * files of which the tests prove less: what else the change did tells whether their subject went too.
   */
  private async lostTests({ base, head, basePaths, signal }: CheckRequest, { changed, deleted }: Record<"changed" | "deleted", readonly ChangedText[]>, answers: ReadonlyMap<string, RuleAnswer>, settings: SettingsOf, facts: ProjectFacts) {
    if (base === null) return { changed: new Map<string, RuleAnswer>(), deleted: new Map<string, RuleAnswer>() };
    const first = await this.askRules(deleted, settings, NO_FACTS, signal);
    const isWeaker = (file: ChangedText, known: ReadonlyMap<string, RuleAnswer>) => known.get(file.path)?.findings.some(({ rule, introduced }) => rule === "test-weakened" && introduced) === true;
    const weakened = changed.filter((file) => isWeaker(file, answers));
    const gone = deleted.filter((file) => isWeaker(file, first.answers));
    if (weakened.length + gone.length === 0) return { changed: new Map<string, RuleAnswer>(), deleted: first.answers };
    const wider = { ...facts, ...(await changeFacts({ base, head, basePaths, changed, deleted }, [...weakened, ...gone], skippedIn([...answers, ...first.answers]))) };
    const again = await this.askRules([...weakened, ...gone], settings, wider, signal);
    const of = (isOfDeleted: boolean) => [...again.answers].filter(([path]) => first.answers.has(path) === isOfDeleted);
    return { changed: new Map(of(false)), deleted: new Map([...first.answers, ...of(true)]) };
  }
}

function skippedIn(answers: readonly (readonly [path: string, answer: RuleAnswer])[]): ReadonlyMap<string, SkippedLines> {
  return new Map(answers.flatMap(([path, { skipped }]) => (skipped === undefined ? [] : [[path, skipped] as const])));
}

async function deletedTexts(base: Snapshot, paths: readonly string[], basePaths: ReadonlyMap<string, string>): Promise<readonly ChangedText[]> {
  const old = (path: string) => basePaths.get(path) ?? path;
  const gone = paths.filter((path) => base.has(old(path)));
  if (gone.length === 0) return [];
  const texts = await base.read(gone.map(old));
  return gone.flatMap((path) => {
    const content = texts.get(old(path));
    return content?.kind === "text" ? [{ path, text: "", base: content.text, basePath: old(path), isDeleted: true }] : [];
  });
}

/** Texts of the files that carry hunks, with their base; what can't be read is said in `notChecked`. */
async function changedTexts({ base, head, paths, basePaths }: CheckRequest, notChecked: NotChecked[]): Promise<readonly ChangedText[]> {
  const present = paths.filter((path) => head.has(path));
  const now = await head.read(present);
  const before = base === null ? new Map<string, FileContent>() : await base.read(present.map((path) => basePaths.get(path) ?? path).filter((path) => base.has(path)));
  return present.flatMap((path) => {
    const content = now.get(path);
    if (content === undefined || content.kind === "symlink" || content.kind === "submodule" || content.kind === "missing") return [];
    if (content.kind !== "text") {
      notChecked.push({ what: "risk rules", why: content.kind === "too-large" ? "larger than 5 MiB or 250,000 lines: not read" : `not readable as text (${content.kind})`, path });
      return [];
    }
    const basePath = basePaths.get(path) ?? path;
    const old = before.get(basePath);
    return [{ path, text: content.text, base: old?.kind === "text" ? old.text : null, basePath }];
  });
}

function described(path: string, finding: RuleFinding): readonly Finding[] {
  const description = ruleCatalogue().find(({ id }) => id === finding.rule);
  return description === undefined ? [] : [{ ...finding, path, class: description.class, why: description.why, fix: description.fix, related: [] }];
}

function withSeverity(finding: Finding, settings: SettingsOf): readonly Finding[] {
  const setting = settings(finding.path)[finding.rule];
  if (setting === "off") return [];
  return [setting === undefined ? finding : { ...finding, severity: setting }];
}

function isTestOnly(path: string): boolean {
  return /[._-](test|spec)\.[cm]?[jt]sx?$/.test(path);
}

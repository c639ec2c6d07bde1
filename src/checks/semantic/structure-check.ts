import type { Finding, NotChecked } from "../../core/model";
import { packageName, passingModules, type StructureRule } from "../architecture/structure-rules";
import { textOf } from "../graph/project-files";
import type { ChangedText } from "../parsing/protocol";
import { isModulePath } from "../parsing/read-module";
import { ruleCatalogue } from "../rules/catalogue";
import { contentKey } from "../rules/run-rules";
import { isComponentPath, scriptBlocks } from "../syntax/script-blocks";
import { withoutInherited } from "./inherited";
import type { JudgedSide, SemanticResult } from "./semantic-check";
import type { SemanticClient } from "./semantic-client";
import type { AskedFile, Found, LinkedFile, Query, StructureAnswer, StructureRequest } from "./structure-protocol";

/** At most fifty files stand in the process at once: ten that are asked about, and what their names come from. */
const FILES_AT_ONCE = 10;
const CONTEXT_AT_ONCE = 40;
/** Each round brings the modules that the one before asked for. */
const MAXIMUM_ROUNDS = 6;
const MAXIMUM_FILES = 2_000;
const WHAT = "semantic rules";

interface Asked {
  readonly path: string;
  readonly text: string;
  readonly rules: readonly number[];
}

/** Rules about symbols, classes and names, judged in the files that carry hunks. */
export class StructureCheck {
  constructor(private readonly client: SemanticClient) {}

  /** Errors: `interrupted`. */
  async run(rules: readonly StructureRule[], changed: readonly ChangedText[], head: JudgedSide, base: JudgedSide | null, signal?: AbortSignal): Promise<SemanticResult> {
    if (rules.length === 0) return { findings: [], notChecked: [] };
    const asked = changed.filter(({ path }) => isModulePath(path)).flatMap(({ path, text }) => askedOf(rules, path, text));
    const notChecked: NotChecked[] = asked.slice(MAXIMUM_FILES).map(({ path }) => ({ what: WHAT, why: `more than ${MAXIMUM_FILES} changed files`, path }));
    const now = await this.found(rules, asked.slice(0, MAXIMUM_FILES), head, notChecked, signal);
    const files = new Map(changed.map((file) => [file.path, file] as const));
    const before = new Map<string, readonly Found[]>();
    if (base !== null) {
      const old = [...now].flatMap(([path, found]): readonly Asked[] => {
        const file = files.get(path);
        // Only what the head breaks is looked for in the base.
        const wanted = new Set(found.map(({ query }) => query));
        return file === undefined || file.base === null ? [] : [{ path: file.basePath, text: file.base, rules: [...wanted].filter((rule) => rules[rule]?.judges(file.basePath)) }];
      });
      const found = await this.found(rules, old.filter((one) => one.rules.length > 0), base, [], signal);
      for (const [path, { basePath }] of files) before.set(path, found.get(basePath) ?? []);
    }
    const findings = [...now].flatMap(([path, found]) => withoutInherited(found, before.get(path) ?? []).flatMap(({ found: one, introduced }) => toFinding(path, one, rules[one.query], introduced)));
    return { findings, notChecked };
  }

  private async found(rules: readonly StructureRule[], asked: readonly Asked[], side: JudgedSide, notChecked: NotChecked[], signal?: AbortSignal): Promise<ReadonlyMap<string, readonly Found[]>> {
    const result = new Map<string, readonly Found[]>();
    if (asked.length === 0) return result;
    const queries = rules.map((rule) => rule.query(side.graph));
    const passing = passingModules(queries, side.graph);
    for (let at = 0; at < asked.length; at += FILES_AT_ONCE) {
      const batch = asked.slice(at, at + FILES_AT_ONCE);
      const answers = await this.answers(batch, queries, passing, side, signal);
      batch.forEach(({ path }, index) => {
        const answer = answers[index];
        const problem = answer === undefined ? "no answer" : answer.problem;
        if (problem !== null) notChecked.push({ what: WHAT, why: problem, path });
        else if (answer !== undefined && answer.wants.length > 0) notChecked.push({ what: WHAT, why: `names of ${answer.wants.slice(0, 3).join(", ")} were not followed: more than ${CONTEXT_AT_ONCE} modules at once`, path });
        // That a class lacks something can't be said where its bases were not all seen.
        const isUnsure = (one: Found) => (answer?.wants.length ?? 0) > 0 && rules[one.query]?.id === "class-shape";
        const found = (answer?.found ?? []).filter((one) => rules[one.query]?.means(one) === true && !isUnsure(one));
        if (found.length > 0) result.set(path, found);
      });
    }
    return result;
  }

  /** Asks again with the modules that were wanted, until nothing is or no more may stand in memory. */
  private async answers(batch: readonly Asked[], queries: readonly Query[], passing: readonly string[], side: JudgedSide, signal?: AbortSignal): Promise<readonly StructureAnswer[]> {
    const files = batch.map((file): AskedFile => ({ ...linked(file.path, file.text, side), asked: file.rules }));
    const own = new Set(batch.map(({ path }) => path));
    const context = new Map<string, LinkedFile>();
    const unreadable = new Set<string>();
    let answers: readonly StructureAnswer[] = [];
    for (let round = 0; round < MAXIMUM_ROUNDS; round++) {
      const request = (part: readonly AskedFile[]): StructureRequest => ({ kind: "structure", queries, files: part, context: [...context.values(), ...files.filter((one) => !part.includes(one))], passing });
      const replies = await this.client.inParts(files, request, (why): StructureAnswer => ({ found: [], wants: [], problem: why }), signal);
      answers = replies.map((answer) => ({ ...answer, wants: answer.wants.filter((path) => !unreadable.has(path)) }));
      const wanted = [...new Set(answers.flatMap(({ wants }) => wants))].filter((path) => !own.has(path) && !context.has(path)).slice(0, CONTEXT_AT_ONCE - context.size);
      if (wanted.length === 0) break;
      const texts = await side.snapshot.read(wanted);
      for (const path of wanted) {
        const text = textOf(texts.get(path));
        // JSON and what can't be read declares nothing.
        if (text !== null && isModulePath(path)) context.set(path, linked(path, text, side));
        else unreadable.add(path);
      }
    }
    return answers;
  }
}

function askedOf(rules: readonly StructureRule[], path: string, text: string): readonly Asked[] {
  const meant = rules.flatMap((rule, index) => (rule.judges(path) && rule.mayConcern(text) ? [index] : []));
  return meant.length === 0 ? [] : [{ path, text, rules: meant }];
}

function linked(path: string, text: string, { graph }: JudgedSide): LinkedFile {
  const links = graph.edgesFrom(path).map((edge) => [edge.specifier, edge.to, edge.to === null ? packageName(edge.resolution) : null] as const);
  if (!isComponentPath(path)) return { path, text, grammar: null, links };
  const blocks = scriptBlocks(path, text);
  return { path, text: blocks.text, grammar: blocks.lang === "ts" ? ".ts" : blocks.lang === "jsx" ? ".jsx" : ".tsx", links };
}

function toFinding(path: string, found: Found, rule: StructureRule | undefined, introduced: boolean): readonly Finding[] {
  const description = ruleCatalogue().find(({ id }) => id === rule?.id);
  if (rule === undefined || description === undefined) return [];
  const { startLine, startColumn, endLine, endColumn } = found;
  return [
    {
      path,
      startLine,
      startColumn,
      endLine,
      endColumn,
      rule: rule.id,
      class: "architecture",
      severity: rule.severity,
      message: rule.message(found),
      why: rule.because ?? description.why,
      fix: description.fix,
      introduced,
      contentKey: contentKey(rule.id, `${found.target}\0${found.line}`, found.symbol),
      related: found.interfaces.slice(0, 5).map((one) => ({ path: one.path, startLine: one.line, message: `the interface ${one.name}` })),
      configuredAt: rule.configuredAt,
    },
  ];
}

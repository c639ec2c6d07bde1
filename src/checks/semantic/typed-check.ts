import type { NotChecked } from "../../core/model";
import type { Snapshot } from "../../core/ports";
import type { ImportGraph } from "../graph/import-graph";
import { textOf } from "../graph/project-files";
import type { ChangedText } from "../parsing/protocol";
import { LineAlignment } from "../rules/line-alignment";
import type { RuleFinding } from "../rules/rule";
import { contentKey } from "../rules/run-rules";
import { isTestPath, languageOf } from "../syntax/language";
import { neededTypes } from "./needed-types";
import type { TypedFile, TypedFinding, TypesAnswer, TypesRequest } from "./protocol";
import type { SemanticClient } from "./semantic-client";

/** A program of more costs more than these rules are worth; what lies further away has no type then. */
const MAXIMUM_FILES = 250;
const MAXIMUM_CHARACTERS = 4_000_000;
const MAXIMUM_CHECKED = 60;
const MAXIMUM_DEPTH = 4;
const WHAT = "type-aware rules";

export interface TypedResult {
  readonly findings: readonly { readonly path: string; readonly finding: RuleFinding }[];
  readonly notChecked: readonly NotChecked[];
}

/** Rules that need types, over the changed files and what they import, in the semantic process. */
export class TypedCheck {
  constructor(private readonly client: SemanticClient) {}

  /** Errors: `interrupted`. */
  async run(changed: readonly ChangedText[], head: Snapshot, graph: ImportGraph, signal?: AbortSignal): Promise<TypedResult> {
    const candidates = changed.filter(({ path, text, base, isDeleted }) => isDeleted !== true && base !== text && languageOf(path) !== null && languageOf(path) !== "dts" && !isTestPath(path) && text.includes("("));
    const checked = candidates.slice(0, MAXIMUM_CHECKED);
    const notChecked: NotChecked[] = candidates.slice(MAXIMUM_CHECKED).map(({ path }) => ({ what: WHAT, why: `more than ${MAXIMUM_CHECKED} changed modules at once`, path }));
    if (checked.length === 0) return { findings: [], notChecked };
    const program = await programOf(checked, head, graph);
    const needed = neededTypes(program.map(({ text }) => text));
    if (needed === "none") return { findings: [], notChecked };
    const request: TypesRequest = { kind: "types", program, browser: needed === "browser", checked: checked.map(({ path }) => path) };
    const reply = await this.client.ask(request, signal);
    if (reply.outcome !== "answer") return { findings: [], notChecked: [...notChecked, ...checked.map(({ path }) => ({ what: WHAT, why: reply.why.split("\n")[0] ?? "", path }))] };
    return { findings: placed((reply.value as TypesAnswer).findings, changed), notChecked };
  }
}

/** The changed files and what they import, nearest first. */
async function programOf(checked: readonly ChangedText[], head: Snapshot, graph: ImportGraph): Promise<readonly TypedFile[]> {
  const texts = new Map(checked.map(({ path, text }) => [path, text] as const));
  let characters = checked.reduce((sum, { text }) => sum + text.length, 0);
  let front = checked.map(({ path }) => path);
  for (let depth = 0; depth < MAXIMUM_DEPTH && front.length > 0 && texts.size < MAXIMUM_FILES; depth++) {
    const next = [...new Set(front.flatMap((path) => graph.edgesFrom(path).flatMap(({ to }) => (to !== null && languageOf(to) !== null && !texts.has(to) ? [to] : []))))].slice(0, MAXIMUM_FILES - texts.size);
    front = [];
    for (const [path, content] of await head.read(next)) {
      const text = textOf(content);
      if (text === null || characters + text.length > MAXIMUM_CHARACTERS) continue;
      characters += text.length;
      texts.set(path, text);
      front.push(path);
    }
  }
  return [...texts].map(([path, text]) => ({ path, text, imports: graph.edgesFrom(path).flatMap(({ specifier, to }): [string, string][] => (to !== null && texts.has(to) ? [[specifier, to]] : [])) }));
}

/** A finding is the change's where it wrote the line, or the declaration that makes it one. */
function placed(found: readonly TypedFinding[], changed: readonly ChangedText[]): TypedResult["findings"] {
  const files = new Map(changed.map((file) => [file.path, file] as const));
  const alignments = new Map<string, LineAlignment | null>();
  const isNew = (path: string, line: number): boolean => {
    const file = files.get(path);
    if (file === undefined) return false;
    let alignment = alignments.get(path);
    if (alignment === undefined) alignments.set(path, (alignment = file.base === null ? null : new LineAlignment(file.base, file.text)));
    return alignment === null || !alignment.isUnchanged(line - 1);
  };
  return found.map(({ path, rule, message, snippet, isNote, startLine, startColumn, endLine, endColumn, declaredAt }) => ({
    path,
    finding: {
      rule,
      severity: isNote ? "note" : "warning",
      message,
      startLine,
      startColumn,
      endLine,
      endColumn,
      introduced: isNew(path, startLine) || (declaredAt !== null && isNew(declaredAt.path, declaredAt.line)),
      contentKey: contentKey(rule, snippet, ""),
    },
  }));
}

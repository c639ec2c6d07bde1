import type { Finding, NotChecked, Severity } from "../../core/model";
import type { ChildRunner, Snapshot, Worker } from "../../core/ports";
import type { ImportEdge, ImportGraph } from "../graph/import-graph";
import { textOf } from "../graph/project-files";
import type { NamedReference } from "../parsing/module-record";
import type { ParserClient } from "../parsing/parser-client";
import { ruleCatalogue } from "../rules/catalogue";
import { LineAlignment } from "../rules/line-alignment";
import { contentKey } from "../rules/run-rules";
import type { ApiAnswer, ApiChange, ApiFile, ApiRequest } from "./protocol";

const RULE = "exported-api-changed";
/** ts-morph holds a tree of every file; more than this in one change is a mass edit that a person reviews differently. */
const MAXIMUM_FILES = 50;
const FILES_AT_ONCE = 10;
const TIMEOUT = 15_000;
const LIMITS = { memory: 1024, idle: 60_000 };
const MAXIMUM_BARREL_DEPTH = 5;
const MAXIMUM_RELATED = 20;

export interface SemanticResult {
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
}

/** What a change did to the exported API of the files it touches. Runs in a process that is killed when it takes too long. */
export class SemanticCheck {
  private worker: Worker | null = null;

  constructor(
    private readonly processes: ChildRunner,
    private readonly parser: ParserClient,
  ) {}

  async run(files: readonly ApiFile[], head: Snapshot, graph: ImportGraph | null, signal?: AbortSignal): Promise<SemanticResult> {
    const notChecked: NotChecked[] = files.slice(MAXIMUM_FILES).map(({ path }) => ({ what: "exported API", why: `more than ${MAXIMUM_FILES} changed modules at once`, path }));
    const looked = files.slice(0, MAXIMUM_FILES);
    const changed: { file: ApiFile; changes: readonly ApiChange[] }[] = [];
    for (let at = 0; at < looked.length; at += FILES_AT_ONCE) {
      const batch = looked.slice(at, at + FILES_AT_ONCE);
      const answers = await this.ask(batch, signal);
      batch.forEach((file, index) => {
        const answer = answers[index];
        if (answer === undefined || answer.problem !== null) notChecked.push({ what: "exported API", why: answer?.problem ?? "no answer", path: file.path });
        else if (answer.changes.length > 0) changed.push({ file, changes: answer.changes });
      });
    }
    const findings: Finding[] = [];
    for (const { file, changes } of changed) {
      const importers = graph === null ? [] : await this.importers(file.path, head, graph, signal);
      const alignment = new LineAlignment(file.base, file.head);
      findings.push(...changes.map((change) => toFinding(file, change, importers, (line) => alignment.survivingLine(line - 1) + 1)));
    }
    return { findings, notChecked };
  }

  dispose(): void {
    this.worker?.dispose();
    this.worker = null;
  }

  /** A batch that times out or crashes is tried file by file, so that one file costs only itself. */
  private async ask(files: readonly ApiFile[], signal?: AbortSignal): Promise<readonly ApiAnswer[]> {
    this.worker ??= this.processes.worker("semantic", LIMITS);
    const request: ApiRequest = { files };
    const reply = await this.worker.ask(request, TIMEOUT, signal);
    if (reply.outcome === "answer") return reply.value as readonly ApiAnswer[];
    if (files.length === 1 || reply.outcome === "timed-out") return files.map(() => ({ changes: [], problem: reply.why }));
    const answers: ApiAnswer[] = [];
    for (const file of files) answers.push(...(await this.ask([file], signal)));
    return answers;
  }

  /** Who imports a file and which names, through modules that pass on everything too. */
  private async importers(path: string, head: Snapshot, graph: ImportGraph, signal?: AbortSignal): Promise<readonly Importer[]> {
    const found: Importer[] = [];
    const seen = new Set([path]);
    let front = [path];
    for (let depth = 0; depth < MAXIMUM_BARREL_DEPTH && front.length > 0; depth++) {
      const edges = front.flatMap((target) => graph.edgesTo(target));
      const texts = await head.read([...new Set(edges.map((edge) => edge.from))]);
      const sources = [...texts].flatMap(([from, content]) => {
        const text = textOf(content);
        return text === null ? [] : [{ path: from, text }];
      });
      const { answers } = await this.parser.names(sources, signal);
      front = [];
      for (const edge of edges) {
        const reference = (answers.get(edge.from) ?? []).find((one) => one.specifier === edge.specifier && one.startLine === edge.place.startLine && one.startColumn === edge.place.startColumn);
        if (reference === undefined) continue;
        if (reference.star && !seen.has(edge.from)) {
          seen.add(edge.from);
          front.push(edge.from);
        } else if (!reference.star) found.push({ edge, reference });
      }
    }
    return found;
  }
}

interface Importer {
  readonly edge: ImportEdge;
  readonly reference: NamedReference;
}

function toFinding(file: ApiFile, change: ApiChange, importers: readonly Importer[], surviving: (baseLine: number) => number): Finding {
  const description = ruleCatalogue().find(({ id }) => id === RULE);
  const users = importers.filter(({ reference }) => reference.names.includes(change.symbol));
  // Who takes the whole module may use the name, or not.
  const possible = importers.filter(({ reference }) => reference.names.includes("*"));
  const line = change.baseLine === undefined ? null : surviving(change.baseLine);
  const severity: Severity = change.kind === "export-removed" && users.length > 0 ? "error" : users.length + possible.length > 0 ? "warning" : "note";
  const others = users.length === 0 ? (possible.length === 0 ? "nobody in this repository imports it" : `${counted(possible.length)} import the whole module`) : `${counted(users.length)} import it`;
  return {
    path: file.path,
    startLine: line ?? change.startLine,
    startColumn: line === null ? change.startColumn : 1,
    endLine: line ?? change.endLine,
    endColumn: line === null ? change.endColumn : 1,
    rule: RULE,
    class: "architecture",
    severity,
    message: `${change.message}; ${others}`,
    why: description?.why ?? "",
    fix: description?.fix ?? "",
    introduced: true,
    contentKey: contentKey(RULE, `${change.kind} ${change.message}`, change.symbol),
    related: [...users, ...possible].slice(0, MAXIMUM_RELATED).map(({ edge, reference }) => ({
      path: edge.from,
      startLine: edge.place.startLine,
      message: reference.names.includes(change.symbol) ? `imports ${change.symbol}` : "imports the whole module",
    })),
  };
}

function counted(count: number): string {
  return `${count} module${count === 1 ? "" : "s"}`;
}

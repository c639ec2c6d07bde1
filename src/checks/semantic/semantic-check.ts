import { counted } from "../../core/counted";
import type { Finding, NotChecked, Severity } from "../../core/model";
import type { Snapshot } from "../../core/ports";
import type { ImportEdge, ImportGraph } from "../graph/import-graph";
import { NamedReferences } from "../graph/named-references";
import type { NamedReference } from "../parsing/module-record";
import type { ParserClient } from "../parsing/parser-client";
import { ruleCatalogue } from "../rules/catalogue";
import { LineAlignment } from "../rules/line-alignment";
import { contentKey } from "../rules/run-rules";
import { addedToEntries, type AddedNames } from "./added-exports";
import { ExportedNames } from "./exported-names";
import { withPassedNames } from "./passed-on";
import type { ApiAnswer, ApiChange, ApiFile, ApiRequest } from "./protocol";
import type { SemanticClient } from "./semantic-client";

const RULE = "exported-api-changed";
/** ts-morph holds a tree of every file; more than this in one change is a mass edit that a person reviews differently. */
const MAXIMUM_FILES = 50;
const FILES_AT_ONCE = 10;
const MAXIMUM_BARREL_DEPTH = 5;
const MAXIMUM_RELATED = 20;

export interface SemanticResult {
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
}

/** A snapshot with its graph. */
export interface JudgedSide {
  readonly snapshot: Snapshot;
  readonly graph: ImportGraph;
}

/** What a change did to the exported API of the files it touches. Runs in a process that is killed when it takes too long. */
export class SemanticCheck {
  constructor(
    private readonly client: SemanticClient,
    private readonly parser: ParserClient,
  ) {}

  async run(files: readonly ApiFile[], head: JudgedSide, base: JudgedSide | null, isEntry: (path: string) => boolean, signal?: AbortSignal): Promise<SemanticResult> {
    const notChecked: NotChecked[] = files.slice(MAXIMUM_FILES).map(({ path }) => ({ what: "exported API", why: `more than ${MAXIMUM_FILES} changed modules at once`, path }));
    const looked = files.slice(0, MAXIMUM_FILES);
    const changed: { file: ApiFile; changes: readonly ApiChange[] }[] = [];
    const added: AddedNames[] = [];
    for (let at = 0; at < looked.length; at += FILES_AT_ONCE) {
      const batch = looked.slice(at, at + FILES_AT_ONCE);
      const answers = await this.client.inParts(batch, (part): ApiRequest => ({ kind: "api", files: part }), (why): ApiAnswer => ({ changes: [], added: [], problem: why }), signal);
      batch.forEach((file, index) => {
        const answer = answers[index];
        if (answer === undefined || answer.problem !== null) notChecked.push({ what: "exported API", why: answer?.problem ?? "no answer", path: file.path });
        else {
          if (answer.changes.length > 0) changed.push({ file, changes: answer.changes });
          added.push({ file, added: answer.added });
        }
      });
    }
    const findings: Finding[] = [];
    const names = new ExportedNames(head.snapshot, head.graph, this.parser);
    const references = new NamedReferences(head.snapshot, this.parser, signal);
    const namesBefore = base === null ? null : new ExportedNames(base.snapshot, base.graph, this.parser);
    for (const { file, changes: written } of changed) {
      const changes = await withPassedNames(file, written, names, namesBefore, signal);
      if (changes.length === 0) continue;
      const found = await importersOf(file.path, head.graph, references);
      const importers = await withoutServed(found, changes, names, signal);
      const alignment = new LineAlignment(file.base, file.head);
      findings.push(...changes.map((change) => toFinding(file, change, importers(change), (line) => alignment.survivingLine(line - 1) + 1)));
    }
    if (base !== null && namesBefore !== null) findings.push(...(await addedToEntries(added, { graph: head.graph, names, namesBefore, base: base.snapshot, isEntry }, signal)));
    return { findings, notChecked };
  }
}

interface Importer {
  readonly edge: ImportEdge;
  readonly reference: NamedReference;
  /** Modules that pass on everything between the two. */
  readonly via: readonly string[];
}

/** Who imports a file and which names, through modules that pass on everything too. */
async function importersOf(path: string, graph: ImportGraph, references: NamedReferences): Promise<readonly Importer[]> {
  const found: Importer[] = [];
  const via = new Map<string, readonly string[]>([[path, []]]);
  let front = [path];
  for (let depth = 0; depth < MAXIMUM_BARREL_DEPTH && front.length > 0; depth++) {
    const edges = front.flatMap((target) => graph.edgesTo(target));
    const referenceOf = await references.of(edges);
    front = [];
    for (const edge of edges) {
      const reference = referenceOf(edge);
      if (reference === undefined) continue;
      const passed = via.get(edge.to ?? "") ?? [];
      if (reference.star && !via.has(edge.from)) {
        via.set(edge.from, [...passed, edge.from]);
        front.push(edge.from);
      } else if (!reference.star) found.push({ edge, reference, via: passed });
    }
  }
  return found;
}

/** Who imports a removed name through a module that offers it all the same, from elsewhere, is not affected. */
async function withoutServed(importers: readonly Importer[], changes: readonly ApiChange[], names: ExportedNames, signal?: AbortSignal): Promise<(change: ApiChange) => readonly Importer[]> {
  const offered = new Map<string, ReadonlySet<string>>();
  if (changes.some(({ kind }) => kind === "export-removed")) {
    for (const path of new Set(importers.flatMap(({ via }) => via))) offered.set(path, new Set((await names.offeredBy(path, signal)).names.keys()));
  }
  return ({ kind, symbol }) => (kind !== "export-removed" ? importers : importers.filter(({ via }) => !via.some((path) => offered.get(path)?.has(symbol) === true)));
}

function toFinding(file: ApiFile, change: ApiChange, importers: readonly Importer[], surviving: (baseLine: number) => number): Finding {
  const description = ruleCatalogue().find(({ id }) => id === RULE);
  const users = importers.filter(({ reference }) => reference.names.includes(change.symbol));
  // Who takes the whole module may use the name, or not.
  const possible = importers.filter(({ reference }) => reference.names.includes("*"));
  const line = change.baseLine === undefined ? null : surviving(change.baseLine);
  const severity: Severity = change.mayComeFrom !== undefined ? "note" : change.kind === "export-removed" && users.length > 0 ? "error" : users.length + possible.length > 0 ? "warning" : "note";
  const others = users.length === 0 ? (possible.length === 0 ? "nobody in this repository imports it" : `${counted(possible.length, "module")} import the whole module`) : `${counted(users.length, "module")} import it`;
  return {
    path: file.path,
    startLine: line ?? change.startLine,
    startColumn: line === null ? change.startColumn : 1,
    endLine: line ?? change.endLine,
    endColumn: line === null ? change.endColumn : 1,
    rule: RULE,
    class: "architecture",
    severity,
    message: `${change.message}; ${change.mayComeFrom === undefined ? "" : `unless ${change.mayComeFrom.join(", ")} brings it, whose names are not known here; `}${others}`,
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

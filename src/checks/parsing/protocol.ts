/** Messages between the checks and the parser process: plain data. */
import type { Outline } from "../../core/ports";
import type { ProjectFacts } from "../rules/project-facts";
import type { RuleFinding, RuleSettings } from "../rules/rule";
import type { SkippedLines } from "../rules/skipped-tests";
import type { Surface } from "./api-surface";
import type { ModuleExports } from "./module-exports";
import type { ModuleReference, NamedReference } from "./module-record";
import type { OfferedName } from "./offered-names";
import type { ReadModule } from "./read-module";
import type { StaticModule } from "./static-value";

export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** A file with its version at the base; null where it is new. */
export interface ChangedText extends SourceText {
  readonly base: string | null;
  /** Path at the base, for a file that was renamed. */
  readonly basePath: string;
  /** The head has the file no more; `text` is empty then. */
  readonly isDeleted?: boolean;
  /** The parser crashed on it: only the rules that read text are run. */
  readonly withoutTree?: boolean;
}

export type ParserRequest =
  | { readonly kind: "modules"; readonly files: readonly SourceText[] }
  | { readonly kind: "names"; readonly files: readonly SourceText[] }
  | { readonly kind: "exports"; readonly files: readonly SourceText[] }
  | { readonly kind: "globals"; readonly files: readonly SourceText[] }
  | { readonly kind: "outlines"; readonly files: readonly SourceText[] }
  | { readonly kind: "surfaces"; readonly files: readonly ChangedText[] }
  | { readonly kind: "values"; readonly files: readonly SourceText[] }
  | { readonly kind: "rules"; readonly files: readonly ChangedText[]; readonly settings: RuleSettings; readonly facts?: ProjectFacts };

/** References as columns, five numbers a reference: objects would cost more to send than to compute. */
export interface PackedModule {
  readonly specifiers: readonly string[];
  /** kind, start line, start column, end line, end column of each reference. */
  readonly places: Int32Array;
  /** Names that each import or re-export takes, joined by NUL; empty where the kind of edge doesn't depend on them. */
  readonly names: readonly string[];
  /** `ModuleExports` as JSON, or empty where there is nothing to tell; most modules' exports are never asked for. */
  readonly exports: string;
  /** Own exports, and how many of them are abstract. */
  readonly total: number;
  readonly abstract: number;
  /** `declare module "…"`: names that this file gives a meaning. */
  readonly ambient: readonly string[];
  readonly problem: string | null;
}

/** A file that gave nothing, with the reason. */
export function unreadModule(problem: string | null): PackedModule {
  return { specifiers: [], places: new Int32Array(0), names: [], exports: "", total: 0, abstract: 0, ambient: [], problem };
}

export interface RuleAnswer {
  readonly findings: readonly RuleFinding[];
  /** Whether the file was parsed, and not only read as text. */
  readonly parsed: boolean;
  readonly problem: string | null;
  /** What the file exports and its base did not. */
  readonly offered?: readonly OfferedName[];
  /** Lines of tests that are not run. */
  readonly skipped?: SkippedLines;
}

/** A use of a global that only Node, or only a browser's page, has. */
export interface GlobalUse {
  readonly name: string;
  readonly of: "node" | "dom";
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface GlobalsAnswer {
  readonly uses: readonly GlobalUse[];
  readonly problem: string | null;
}

export interface AnswerOf {
  readonly exports: ModuleExports;
  readonly globals: GlobalsAnswer;
  readonly modules: PackedModule;
  readonly names: readonly NamedReference[];
  readonly outlines: Outline;
  readonly surfaces: Surface;
  readonly values: StaticModule;
  readonly rules: RuleAnswer;
}

/** In the order in which packed columns number them. */
export const REFERENCE_KINDS = ["value", "type", "inline-type", "dynamic", "re-export", "side-effect", "require"] as const;

export function pack({ references, exports, ambient, problem }: ReadModule): PackedModule {
  const places = new Int32Array(references.length * 5);
  references.forEach((reference, index) => {
    const { kind, startLine, startColumn, endLine, endColumn } = reference;
    places.set([REFERENCE_KINDS.indexOf(kind), startLine, startColumn, endLine, endColumn], index * 5);
  });
  const { types, values, passed, stars, total, abstract } = exports;
  const isTold = types.length + passed.length + stars.length > 0;
  return {
    specifiers: references.map(({ specifier }) => specifier),
    places,
    names: references.map(({ kind, names, star }) => (star || (kind !== "value" && kind !== "re-export") || names.includes("*") ? "" : names.join("\0"))),
    // Own values matter only beside names that others could offer too.
    exports: isTold ? JSON.stringify({ types, values: stars.length > 0 ? values : [], passed, stars }) : "",
    total,
    abstract,
    ambient,
    problem,
  };
}

export function unpack({ specifiers, places }: PackedModule): readonly ModuleReference[] {
  return specifiers.map((specifier, index) => {
    const at = (column: number) => places[index * 5 + column] ?? 0;
    return { kind: REFERENCE_KINDS[at(0)] ?? "value", specifier, startLine: at(1), startColumn: at(2), endLine: at(3), endColumn: at(4) };
  });
}

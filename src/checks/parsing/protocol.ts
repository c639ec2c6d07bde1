/** Messages between the checks and the parser process: plain data. */
import type { Outline } from "../../core/ports";
import type { RuleFinding, RuleSettings } from "../rules/rule";
import type { ModuleReference, NamedReference } from "./module-record";

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
  | { readonly kind: "outlines"; readonly files: readonly SourceText[] }
  | { readonly kind: "rules"; readonly files: readonly ChangedText[]; readonly settings: RuleSettings };

/** References as columns, six numbers a reference: objects would cost more to send than to compute. */
export interface PackedModule {
  readonly specifiers: readonly string[];
  /** kind, start line, start column, end line, end column of each reference. */
  readonly places: Int32Array;
  readonly problem: string | null;
}

export interface RuleAnswer {
  readonly findings: readonly RuleFinding[];
  /** Whether the file was parsed, and not only read as text. */
  readonly parsed: boolean;
  readonly problem: string | null;
}

export interface AnswerOf {
  readonly modules: PackedModule;
  readonly names: readonly NamedReference[];
  readonly outlines: Outline;
  readonly rules: RuleAnswer;
}

const KINDS = ["value", "type", "inline-type", "dynamic", "re-export", "side-effect", "require"] as const;

export function pack(references: readonly ModuleReference[], problem: string | null): PackedModule {
  const places = new Int32Array(references.length * 5);
  references.forEach((reference, index) => {
    const { kind, startLine, startColumn, endLine, endColumn } = reference;
    places.set([KINDS.indexOf(kind), startLine, startColumn, endLine, endColumn], index * 5);
  });
  return { specifiers: references.map(({ specifier }) => specifier), places, problem };
}

export function unpack({ specifiers, places }: PackedModule): readonly ModuleReference[] {
  return specifiers.map((specifier, index) => {
    const at = (column: number) => places[index * 5 + column] ?? 0;
    return { kind: KINDS[at(0)] ?? "value", specifier, startLine: at(1), startColumn: at(2), endLine: at(3), endColumn: at(4) };
  });
}

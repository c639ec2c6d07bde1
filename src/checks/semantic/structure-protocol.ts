/** Questions about the structure of files to the semantic process, and its answers: plain data. */

/** Kinds of declarations that a naming rule can mean. */
export const NAMED_KINDS = ["file", "class", "interface", "type", "enum", "function", "variable", "method", "property"] as const;
export type NamedKind = (typeof NAMED_KINDS)[number];

export const NAME_STYLES = ["camelCase", "PascalCase", "UPPER_CASE", "snake_case", "kebab-case"] as const;
export type NameStyle = (typeof NAME_STYLES)[number];

/** How a symbol must be met to count: anywhere as a value, constructed, or named by a class's head or a decorator. */
export type SymbolRole = "value" | "new" | "new-without-arguments" | "extends" | "implements" | "decorator";

/** A symbol that a rule names. */
export interface SymbolPattern {
  readonly role: SymbolRole;
  /** `npm:NAME`, `node:NAME`; `file:` for the modules in `files`; null where the name alone counts. */
  readonly module: string | null;
  readonly files: readonly string[];
  /** `["process", "env"]`; empty means whatever the module exports. */
  readonly path: readonly string[];
  /** As the configuration has it, for messages. */
  readonly written: string;
}

/** Which classes a question is about. */
export interface ClassFilter {
  readonly extending: readonly SymbolPattern[];
  readonly implementing: readonly SymbolPattern[];
  readonly decorated: readonly SymbolPattern[];
}

export type Query =
  | { readonly kind: "usage"; readonly symbols: readonly SymbolPattern[] }
  | { readonly kind: "classes"; readonly named: readonly string[]; readonly needs: ClassFilter }
  | {
      readonly kind: "naming";
      readonly of: readonly NamedKind[];
      readonly exported: boolean | null;
      readonly styles: readonly NameStyle[];
      readonly prefix: string | null;
      readonly suffix: string | null;
      /** Source of a regular expression that the whole name must match. */
      readonly matches: string | null;
      readonly only: ClassFilter;
    }
  | { readonly kind: "default-export"; readonly wanted: "banned" | "required" }
  | { readonly kind: "concrete" }
  | { readonly kind: "leak"; readonly withImported: boolean };

/** A file with what its specifiers lead to. */
export interface LinkedFile {
  readonly path: string;
  readonly text: string;
  /** Extension of the grammar, where it isn't the path's own: components are read as their scripts. */
  readonly grammar: string | null;
  /** Specifier, path of the module or null, and name of the package (`npm:NAME`, `node:NAME`) or null. */
  readonly links: readonly (readonly [specifier: string, path: string | null, name: string | null])[];
}

export interface AskedFile extends LinkedFile {
  /** Numbers in `queries`. */
  readonly asked: readonly number[];
}

export interface StructureRequest {
  readonly kind: "structure";
  readonly queries: readonly Query[];
  readonly files: readonly AskedFile[];
  /** Modules that the files import, as far as they are needed to know what a name means. */
  readonly context: readonly LinkedFile[];
  /** Modules through which a symbol that a usage query names may be passed on. */
  readonly passing: readonly string[];
}

/** Something that a query asked for; 1-based, end column exclusive. */
export interface Found {
  readonly query: number;
  readonly message: string;
  /** What it is about, the same whatever line it stands on. */
  readonly target: string;
  /** Text of the line, without white space around it. */
  readonly line: string;
  /** Declaration around it. */
  readonly symbol: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Module that declares what was found, and modules that declare its interfaces, where the rule may be about some only. */
  readonly declaredIn: string | null;
  readonly interfaces: readonly { readonly name: string; readonly path: string; readonly line: number }[];
}

export interface StructureAnswer {
  readonly found: readonly Found[];
  /** Modules without whose text the answer isn't sure. */
  readonly wants: readonly string[];
  readonly problem: string | null;
}

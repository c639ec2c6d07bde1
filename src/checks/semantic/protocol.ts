/** Messages between the checks and the semantic process: plain data. */

export interface ApiFile {
  readonly path: string;
  /** Path at the base, for a file that was renamed. */
  readonly basePath: string;
  readonly base: string;
  readonly head: string;
}

export interface ApiRequest {
  readonly kind: "api";
  readonly files: readonly ApiFile[];
}

export type ApiChangeKind =
  | "export-removed"
  | "parameter-required"
  | "parameter-removed"
  | "parameter-retyped"
  | "return-changed"
  | "member-removed"
  | "member-required"
  | "member-retyped"
  | "kind-changed"
  | "type-changed";

/** One change of what a module exports; the place is in the head, 1-based. */
export interface ApiChange {
  readonly kind: ApiChangeKind;
  /** Name under which it is exported. */
  readonly symbol: string;
  readonly message: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** 1-based line in the base, for what the head no longer has; its place in the head is then the file's first line. */
  readonly baseLine?: number;
  /** Of a removed export: whether it was a value, and not a type alone or a name of another module. */
  readonly wasValue?: boolean;
  /** Modules passed on as a whole whose names are not known: the export may come from one of them. */
  readonly mayComeFrom?: readonly string[];
}

/** A name that the head exports and the base didn't. */
export interface ApiAddition {
  readonly symbol: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface ApiAnswer {
  readonly added: readonly ApiAddition[];
  readonly changes: readonly ApiChange[];
  readonly problem: string | null;
}

/** A file of the program that types are read from. */
export interface TypedFile {
  readonly path: string;
  readonly text: string;
  /** Where its specifiers lead, as far as they lead to files of the program. */
  readonly imports: readonly (readonly [specifier: string, path: string])[];
}

/** Asks for findings that only types tell, in `checked`; the other files are there for their types. */
export interface TypesRequest {
  readonly kind: "types";
  readonly program: readonly TypedFile[];
  /** Whether the program says anything that needs a browser's types; the language's are always there. */
  readonly browser: boolean;
  readonly checked: readonly string[];
}

export interface TypedFinding {
  readonly path: string;
  readonly rule: "promise-misuse" | "switch-not-exhaustive";
  readonly message: string;
  /** Normalised text that identifies it. */
  readonly snippet: string;
  readonly isNote: boolean;
  /** 1-based, column ends exclusive. */
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Where what is misused is declared: a change there brings the finding too. */
  readonly declaredAt: { readonly path: string; readonly line: number } | null;
}

export interface TypesAnswer {
  readonly findings: readonly TypedFinding[];
}

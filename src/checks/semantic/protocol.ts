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

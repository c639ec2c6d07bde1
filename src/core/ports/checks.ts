/** What the engine asks of the checks. */
import type { Finding, KnownViolation, NotChecked } from "../model";
import type { Snapshot } from "./snapshot";
import type { Progress } from "./world";

/** Syntax of one file, from a real parser in a process of its own. */
export interface Outline {
  /** Functions, methods, classes and the like, outermost first; 1-based lines. */
  readonly declarations: readonly { readonly name: string; readonly kind: "function" | "class" | "method" | "variable" | "type"; readonly startLine: number; readonly endLine: number }[];
  /** Tokens in order with 0-based line and text; `newline` tokens where a line break could matter. Null where the file does not parse. */
  readonly tokens: readonly { readonly line: number; readonly text: string }[] | null;
}

export interface CheckRequest {
  readonly base: Snapshot | null;
  readonly head: Snapshot;
  /** Paths that carry hunks or removals at the head: risk and semantic checks look at these only. */
  readonly paths: readonly string[];
  /** Old path of a renamed file. */
  readonly basePaths: ReadonlyMap<string, string>;
  /** Violations that stood when the rules came: not introduced by anybody. Paths may be those of the base. */
  readonly known?: readonly KnownViolation[];
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

export interface CheckResult {
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
  /** Which of `paths` some analyser could read; hunks elsewhere are unrated. */
  readonly analysed: ReadonlySet<string>;
  readonly milliseconds: { readonly graph: number; readonly rules: number };
  /** Every architecture violation of the head but mere notes, known or not. */
  readonly violations?: readonly KnownViolation[];
  /** Entries of `known` that nothing at the head answers to. */
  readonly staleKnown?: readonly KnownViolation[];
}

/** Code in, findings out. The adapter owns the parser processes. */
export interface Checks {
  /** `configuration` is the parsed `architecture` and `risk` sections. */
  run(request: CheckRequest, configuration: ChecksConfiguration): Promise<CheckResult>;
  outlines(files: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, Outline>>;
  dispose(): void;
}

export interface ChecksConfiguration {
  readonly architecture: unknown;
  readonly risk: Readonly<Record<string, unknown>>;
  /** Configurations further down the tree: for the files below it the nearest one that has a section replaces the others' section. */
  readonly nested?: readonly NestedRules[];
}

/** What a folder's own configuration says. */
export interface NestedRules {
  /** The configuration's path, for errors. */
  readonly path: string;
  /** The folder that it stands for; its globs begin there. */
  readonly folder: string;
  readonly architecture?: unknown;
  readonly risk?: Readonly<Record<string, unknown>>;
}

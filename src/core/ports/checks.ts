/** What the engine asks of the checks. */
import type { Finding, FindingClass, KnownViolation, NotChecked, Severity } from "../model";
import type { Tokens } from "../fingerprint/tokens";
import type { Snapshot } from "./snapshot";
import type { Progress } from "./world";

/** Syntax of one file, from a real parser in a process of its own. */
export interface Outline {
  /** Functions, methods, classes and the like, outermost first; 1-based lines. */
  readonly declarations: readonly { readonly name: string; readonly kind: "function" | "class" | "method" | "variable" | "type"; readonly startLine: number; readonly endLine: number }[];
  /** Lines (1-based) before which a hunk always ends, however short it is: a notebook's cells. */
  readonly borders?: readonly number[];
  /** Null where the file does not parse. */
  readonly tokens: Tokens | null;
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
  /** Only the architecture: no risk rule is run, and no file counts as analysed. */
  readonly withoutRisk?: boolean;
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

/** Packages as they lie installed beside the work tree; they differ between machines, so no verdict rests on them. */
export interface InstalledPackages {
  /** The licence that a package's manifest states, seen from a file of the repository; null where none is known. */
  licenceOf(name: string, from: string): string | null;
}

/** One import of a chain; the line is 1-based. */
export interface DependencyStep {
  readonly path: string;
  readonly line: number;
  readonly to: string;
  readonly kind: "value" | "type" | "dynamic" | "re-export" | "side-effect" | "require";
}

export interface DependencyPath {
  /** Every file that takes part in imports. */
  readonly files: readonly string[];
  /** Null where no chain of imports leads there. */
  readonly steps: readonly DependencyStep[] | null;
}

/** Code in, findings out. The adapter owns the parser processes. */
export interface Checks {
  /** `configuration` is the parsed `architecture` and `risk` sections. */
  run(request: CheckRequest, configuration: ChecksConfiguration): Promise<CheckResult>;
  /** Errors: `configuration`, as `run` would find it, without looking at any file. */
  validate(configuration: ChecksConfiguration): void;
  outlines(files: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, Outline>>;
  /** Rules that a snapshot's imports obey already, or nearly. */
  propose(snapshot: Snapshot, options: ProposalOptions): Promise<ProposedArchitecture>;
  /** An architecture section made of another tool's configuration, which is read and never executed. */
  translate(snapshot: Snapshot, path: string, options: Pick<ProposalOptions, "signal">): Promise<TranslatedArchitecture>;
  /** What each element of an architecture section matches, the preset's among them. Errors: `configuration`. */
  elements(snapshot: Snapshot, architecture: unknown): readonly MatchedElement[];
  /** What is to say of a section that is being written; `folder` is where its globs begin. */
  inspect(snapshot: Snapshot, architecture: unknown, folder: string): InspectedSection;
  /** How one file comes to depend on another; without ends only the files to choose from. Errors: `interrupted`. */
  dependencyPath(snapshot: Snapshot, ends: { readonly from: string; readonly to: string } | null, signal?: AbortSignal): Promise<DependencyPath>;
  /** Every rule that a finding of ours can name. */
  rules(): readonly RuleDescription[];
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

export interface ProposalOptions {
  /** Files that are nobody's business. */
  excludes(path: string): boolean;
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

export interface ProposedRule {
  /** What the rule says, in a few words. */
  readonly what: string;
  /** Imports that it judges, and how many of them break it today. */
  readonly covers: number;
  readonly against: number;
}

export interface ProposedArchitecture {
  /** The section as it would be written; null where there is nothing to propose. */
  readonly architecture: object | null;
  readonly rules: readonly ProposedRule[];
  readonly notes: readonly string[];
}

/** Something of another tool's configuration that has no counterpart, or not the whole of it. */
export interface LeftOption {
  /** Keys and positions in words: `forbidden[3].to.moreUnstable`. */
  readonly option: string;
  /** 1-based; null where the file is not read line by line. */
  readonly line: number | null;
  readonly why: string;
}

export interface TranslatedArchitecture {
  /** Which tool's configuration it is. */
  readonly tool: "dependency-cruiser" | "eslint-plugin-boundaries";
  readonly architecture: object | null;
  /** How many of its rules were carried over, of how many. */
  readonly carried: number;
  readonly total: number;
  readonly left: readonly LeftOption[];
}

export interface InspectedSection {
  readonly problems: readonly { readonly place: readonly (string | number)[]; readonly message: string; readonly hint: string }[];
  readonly elements: readonly MatchedElement[];
  /** Elements that the section itself names. */
  readonly own: readonly string[];
  /** Ids of all rules that can be set. */
  readonly rules: readonly string[];
}

export interface MatchedElement {
  readonly name: string;
  readonly files: number;
  /** The first few. */
  readonly examples: readonly string[];
}

/** What a rule is, for `explain`, for hovers and for reports. */
export interface RuleDescription {
  readonly id: string;
  readonly class: FindingClass;
  readonly severity: Severity;
  readonly why: string;
  readonly fix: string;
  readonly cwe: number | null;
  /** A hunk with such an introduced finding is of high risk whatever the finding's severity. */
  readonly alwaysHigh: boolean;
  /** Null where the repository's own configuration or several files decide, so that one text shows nothing. */
  readonly example: RuleExample | null;
}

/** Whole texts of one small file. */
export interface RuleExample {
  readonly path: string;
  /** What stood there before the change; null where the file is new. */
  readonly before: string | null;
  /** The text that the rule reports. */
  readonly bad: string;
  /** One that does the same and is not reported. */
  readonly good: string;
}

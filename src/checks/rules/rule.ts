import type { FindingClass, Severity } from "../../core/model";
import type { RuleExample } from "../../core/ports";
import type { View } from "./view";

/** One place that a rule points at. Offsets are those of the view it was found in, end exclusive. */
export interface Occurrence {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** Below or above the rule's own severity. */
  readonly severity?: Severity;
  /** What identifies it across versions, where the text at the place is not enough. */
  readonly snippet?: string;
}

/** Protection that the base had and the head has not: points at the nearest line that survives. */
export interface Removal {
  /** Offset in the base where the protection stood. */
  readonly baseOffset: number;
  /** Offset in the head of what stands for it now; without it the nearest line that survives is pointed at. */
  readonly headOffset?: number;
  readonly message: string;
  readonly severity?: Severity;
  readonly snippet: string;
}

/** A rule is pure: views of one file go in, places come out. */
export interface Rule {
  readonly id: string;
  readonly class: FindingClass;
  readonly severity: Severity;
  readonly why: string;
  readonly fix: string;
  /** A small change that the rule reports, and the same done well. */
  readonly example: RuleExample;
  /** Common Weakness Enumeration, where one fits. */
  readonly cwe?: number;
  /** Hunks with such a finding are of high risk whatever the finding's severity. */
  readonly alwaysHigh?: boolean;
  /** In a test it is at most a warning: what a test gives its own program, nobody else sends. */
  readonly isMildInTests?: boolean;
  /** The rule points at every line: only introduced ones are reported, neighbours as one finding. */
  readonly eachLine?: boolean;
  /** Places in one version; what both versions have is not introduced. `base` is there for how severe a place is, and for nothing else. */
  find(view: View, base?: View | null): readonly Occurrence[];
  /** Places of the head that are worse than they were at the base (null for a new file): introduced by definition. */
  grown?(base: View | null, head: View): readonly Occurrence[];
  /** What was taken away between two versions; `head` is null when the file was deleted. */
  removed?(base: View, head: View | null): readonly Removal[];
}

/** Per rule: off, or the severity that replaces every severity of the rule. */
export type RuleSettings = Readonly<Record<string, "off" | Severity>>;

/** A finding before it has `class`, `why` and `fix`, which the catalogue knows. 1-based, line ends inclusive. */
export interface RuleFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly introduced: boolean;
  readonly contentKey: string;
  /** Of an error: the function around it, without white space. What the change only moved is no worse than it was. */
  readonly within?: string;
}

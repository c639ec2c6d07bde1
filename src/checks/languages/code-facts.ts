import type { Severity } from "../../core/model";
import type { Occurrence } from "../rules/rule";
import type { TestCase, TestMarker } from "../rules/test-structure";
import type { SpannedDeclaration } from "../syntax/outline";
import type { CodeComment } from "./syntax-tree";

/** A condition that leaves: what follows runs only where it did not hold. */
export interface Guard {
  readonly start: number;
  readonly end: number;
  /** Condition and way out without white space. */
  readonly condition: string;
  readonly exit: string;
  readonly shown: string;
}

/** A call, and whether its failure is looked at where it stands. */
export interface NamedCall {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly isProtected: boolean;
  /** The same, by something that does not ignore the error. */
  readonly isAnswered: boolean;
}

/** Protection by a word: a guarding call, a decorator, a constraint. */
export interface Protection {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly what: string;
  readonly severity?: Severity;
}

/** What is known of one version of a file in a language that no rule reads by itself. */
export interface CodeFacts {
  readonly declarations: readonly SpannedDeclaration[];
  /** Cells of a notebook, where it is one. */
  readonly cells?: readonly SpannedDeclaration[];
  readonly comments: readonly CodeComment[];
  /** Errors that end where they happened. */
  readonly swallowed: readonly Occurrence[];
  /** Errors thrown away without a handler; tests may do that with what they clean up. */
  readonly dropped: readonly Occurrence[];
  /** Places that take protection away by what they say. */
  readonly unprotected: readonly Occurrence[];
  /** Secrets and personal data in calls of a logger. */
  readonly logged: readonly Occurrence[];
  readonly guards: readonly Guard[];
  readonly protections: readonly Protection[];
  readonly calls: readonly NamedCall[];
  readonly tests: readonly TestCase[];
  readonly markers: readonly TestMarker[];
  /** What a call's lost protection is called: a handler that went, or an error that nobody asks for any more. */
  readonly lostHandling: (name: string) => string;
}

/** `problem`: why facts are missing, or where the text could not be read, with its line. */
export interface CodeReading {
  readonly facts: CodeFacts | null;
  readonly problem: string | null;
}

import { InvalidArgumentError, Option, type Command } from "commander";
import { CountersignError } from "../core/model";
import type { OpenOptions } from "../app/session-types";
import { nearestName } from "../core/nearest-name";

/** The two formats that every command has. */
export type PlainFormat = "text" | "json";

export function plainFormatOption(): Option {
  return new Option("--format <format>", "text or json").choices(["text", "json"]).default("text");
}

export interface ScopeOptions {
  readonly base?: string;
  readonly staged?: boolean;
  readonly all?: boolean;
  readonly since?: string;
}

/** `--base`, `--staged`, `--all`, `--since`: what is looked at. */
export function addScopeOptions(command: Command): Command {
  return command
    .addOption(new Option("--base <rev>", "measure from the merge base with REV").conflicts(["staged", "all", "since"]))
    .addOption(new Option("--staged", "the index instead of the work tree").conflicts(["all", "since"]))
    .addOption(new Option("--all", "everything by assistants, history included").conflicts(["since"]))
    .addOption(new Option("--since <rev>", "measure from a revision, or a date such as 2026-01-01"));
}

export function scopeOf(options: ScopeOptions): Pick<OpenOptions, "base" | "staged" | "all" | "since"> {
  return {
    ...(options.base === undefined ? {} : { base: revision(options.base) }),
    ...(options.staged === undefined ? {} : { staged: options.staged }),
    ...(options.all === undefined ? {} : { all: options.all }),
    ...(options.since === undefined ? {} : { since: revision(options.since) }),
  };
}

/** A revision as typed: never something that git would take for an option. Errors: `usage`. */
export function revision(typed: string): string {
  if (typed === "" || typed.startsWith("-") || /[\u0000-\u001f]/.test(typed) || typed.length > 1000) {
    throw new CountersignError("usage", `"${typed}" is not a revision`, { hint: "give a branch, a tag or a commit id" });
  }
  return typed;
}

/** For repeatable options. */
export function collected(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

/** Parses `a,b,c` into names of a list. */
export function namesOf<Name extends string>(known: readonly Name[]): (value: string) => readonly Name[] {
  return (value) =>
    value.split(",").map((part) => {
      const name = known.find((candidate) => candidate === part.trim());
      if (name === undefined) {
        const near = nearestName(part, known);
        throw new InvalidArgumentError(`"${part}" is not one of ${known.join(", ")}.${near === null ? "" : ` Did you mean "${near}"?`}`);
      }
      return name;
    });
}

/** A whole number from 1. */
export function positiveNumber(value: string): number {
  const number = Number(value);
  if (!/^\d{1,9}$/.test(value) || number < 1) throw new InvalidArgumentError("Expected a whole number from 1.");
  return number;
}

/** `FILE:LINE` or `FILE:FIRST-LAST`, 1-based and inclusive. Null where it is neither. */
export function fileAndLines(text: string): { readonly file: string; readonly first: number; readonly last: number } | null {
  const match = /^(.+):(\d{1,9})(?:-(\d{1,9}))?$/s.exec(text);
  const first = Number(match?.[2]);
  const last = match?.[3] === undefined ? first : Number(match[3]);
  return match?.[1] === undefined || first < 1 || last < first ? null : { file: match[1], first, last };
}

/** `FILE:LINE`; the last colon counts, so that drive letters and colons in names stay whole. Null where it is none. */
export function fileAndLine(text: string): { readonly file: string; readonly line: number } | null {
  const match = /^(.+):(\d{1,9})$/s.exec(text);
  const line = Number(match?.[2]);
  return match?.[1] === undefined || line < 1 ? null : { file: match[1], line };
}

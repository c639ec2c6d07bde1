/**
 * The language of the scenarios: who wrote what, what git did to it, and whose each line is then.
 *
 * A text is written one character a line: `abX` is three lines. `[const a = 1;]` is one longer line, `_` a blank one;
 * `%` at the end gives the file CRLF line ends, `$` leaves the last line without any, `-` is a file that is not there.
 *
 * Steps, in order:
 *   base f=abc g=x      the first commit, on main
 *   A f=abXc            assistant A writes the file, its hook telling before and after (B: another assistant)
 *   W f=abXc            A again, through a payload with the text, which reaches the hook before the disk has it
 *   S f=abXc            A again, through a shell command, the work tree seen before and after
 *   P f=abXc            a person writes it, and is seen to
 *   N f=abXc            nobody knows who writes it
 *   commit, stage       all of the work tree; `commit WORDS` gives the message
 *   git ARGS            git does it; `git? ARGS` may stop at a conflict
 *   todo SCRIPT UPSTREAM   an interactive rebase, its list edited by a sed script
 *   cd FOLDER           from here on in another folder, relative to the first one
 *   settle              what the hooks told is moved to the ledger now, not at the end
 *   expect f=abXc ..A.  whose the lines are, in the work tree and at HEAD; `expect-work`, `expect-head` in one of them
 *   clone f=abXc ..A.   the same in a fresh clone of the branch, after sync
 *   removed f XY A      lines that A took away, as a hunk of its own; `removed f` where there is none
 *
 * Owners: `.` unknown, `A` and `B` the assistants, `a` and `b` theirs and edited since (mixed), `P` a person, `_` anything.
 */
export interface Scenario {
  readonly name: string;
  readonly steps: readonly string[];
}

/** A scenario from its name and its steps, separated by semicolons. */
export function scenario(name: string, script: string): Scenario {
  const steps = script.match(/(?:\[[^\]]*\]|"[^"]*"|[^;])+/g) ?? [];
  return { name, steps: steps.map((step) => step.trim()).filter((step) => step !== "") };
}

export interface WrittenText {
  readonly lines: readonly string[];
  readonly text: string;
}

/** The text that a script's letters stand for; null for `-`. */
export function textOf(written: string): WrittenText | null {
  if (written === "-") return null;
  const [, body = "", marks = ""] = /^(.*?)([%$]*)$/s.exec(written) ?? [];
  const lines = (body.match(/\[[^\]]*\]|./gsu) ?? []).map((part) => (part === "_" ? "" : part.startsWith("[") ? part.slice(1, -1) : part));
  const end = marks.includes("%") ? "\r\n" : "\n";
  const text = lines.join(end) + (lines.length > 0 && !marks.includes("$") ? end : "");
  return { lines, text };
}

/** `f=abc` as path and text. */
export function fileOf(assignment: string): { readonly path: string; readonly written: string } {
  const at = assignment.indexOf("=");
  if (at <= 0) throw new Error(`expected FILE=TEXT, found ${assignment}`);
  return { path: assignment.slice(0, at), written: assignment.slice(at + 1) };
}

/** Splits at blanks outside of brackets and quotes; quotes are dropped. */
export function wordsOf(text: string): string[] {
  return (text.match(/(?:\[[^\]]*\]|"[^"]*"|\S)+/g) ?? []).map((word) => word.replaceAll('"', ""));
}

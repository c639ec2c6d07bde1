import { outlineOf, type PipelineValue } from "./pipeline-outline";
import type { View } from "./view";

/** A step in one line, as it is written. */
const STEP = /^\s*-?\s*(?:run|uses|script)\s*:/;
const STEP_KEY = /^(?:run|uses|script)$/;
/** What runs what a project calls its checks, and checks themselves. */
const RUNNER = /^(?:npm|npx|pnpm|pnpx|yarn|bun|bunx|deno|make|just|task|turbo|nx|lerna|cargo|go|uv|uvx|poetry|tox|nox|hatch|mvn|gradle|dotnet|bundle|rake|composer|mix|sbt|swift|pytest|tsc|eslint|semgrep|gitleaks|trivy|codeql|\.\/(?:mvnw|gradlew))$/;
/** After these the next line runs. */
const GOES_ON = /^(?:cd|cp|mv|mkdir|rm|ls|cat|touch|sleep|chmod|echo|printf|git)$/;
/** With these it tells of itself, or passes without the check. */
const NO_RUN = /^(?:-h|--help|--version|--dry-run|--if-present)$/;
const RUNS_NEXT = /^(?:run|run-script|exec|x|dlx)$/;
const FLAG_WITH_VALUE = /\s(?:-C|-F|-w|--(?:dir|filter|prefix|workspace|cwd))\s+\S+/g;
/** Actions that run the command they are given. */
const RUNS_ITS_INPUT = /^[^@]*\b(?:w?retry|xvfb|emulator|exec|command)\b/;

/** `jobs`, the job, `steps`, the step. */
const STEP_DEPTH = 4;

/** How many steps of a version make a check that has this word; versions that are to be compared are counted in the same way. */
export function checkCounts(base: View, head: View): readonly [(check: string) => number, (check: string) => number] {
  const before = outlineOf(base);
  const now = outlineOf(head);
  if (before === null || now === null || !/(^|\/)\.github\//.test(head.path)) return [linesWith(base), linesWith(head)];
  return [stepsWith(before), stepsWith(now)];
}

function linesWith(view: View): (check: string) => number {
  const lines = [...view.eachLine()].filter(({ text }) => STEP.test(text));
  return (check) => lines.filter(({ text }) => text.includes(check)).length;
}

function stepsWith(outline: readonly PipelineValue[]): (check: string) => number {
  const dead = deadParts(outline);
  const unsure = otherShells(outline);
  const runners = new Set(outline.flatMap(({ keys, value }) => (lastOf(keys) === "uses" && RUNS_ITS_INPUT.test(value) ? [partOf(keys)] : [])));
  const living = outline.filter(({ keys }) => !isWithin(keys, dead));
  const inLine = living.filter(({ keys, value }) => STEP_KEY.test(lastOf(keys)) && !/^(?:echo|printf)\b[^&;|]*$/.test(value));
  const commands = living.filter(({ keys }) => !isWithin(keys, unsure)).flatMap((one) => commandsOf(one, runners));
  return (check) => {
    const word = new RegExp(`\\b${check}\\b`);
    return inLine.filter(({ value }) => value.includes(check)).length + commands.filter((words) => isCheck(words, word)).length;
  };
}

/** Steps and jobs that never run, or whose failure stops nothing. */
function deadParts(outline: readonly PipelineValue[]): ReadonlySet<string> {
  return new Set(outline.flatMap(({ keys, value }) => ((lastOf(keys) === "if" && isLiteral(value, "false")) || (/^continue[-_]on[-_]error$/.test(lastOf(keys)) && isLiteral(value, "true")) ? [partOf(keys)] : [])));
}

function isLiteral(value: string, word: string): boolean {
  return value.replace(/^\$\{\{\s*(\w+)\s*\}\}$/, "$1").toLowerCase() === word;
}

/** Where another shell runs the lines: it may go on after a command that failed. */
function otherShells(outline: readonly PipelineValue[]): ReadonlySet<string> {
  return new Set(outline.flatMap(({ keys, value }) => (lastOf(keys) !== "shell" || value === "bash" || value === "sh" ? [] : [keys.includes("defaults") ? keys.slice(0, keys.indexOf("defaults")).join("\0") : partOf(keys)])));
}

/** The commands of a block, or of what an action is given to run, each by its words. */
function commandsOf({ keys, value, block, isFolded }: PipelineValue, runners: ReadonlySet<string>): readonly (readonly string[])[] {
  const path = keys.slice(keys.indexOf("steps") + 2).join(".");
  const text = block.map((line) => line.text.trimStart()).filter((line) => line !== "");
  if (path === "run") return isFolded && text.length > 1 ? [] : simpleCommands(text.join("\n").replace(/\\\n/g, " ").split("\n"));
  if (!(path === "with.command" || (/^with\.(?:script|run)$/.test(path) && block.length > 0)) || !runners.has(partOf(keys))) return [];
  // The action's shell may go on after one that failed.
  const [only = "", ...more] = block.length > 0 ? text : [value];
  return more.length > 0 || only.includes(";") ? [] : simpleCommands([only]);
}

/** Commands that run one after the other, each only if the one before it did not fail; nothing after a line that may do anything else. */
function simpleCommands(lines: readonly string[]): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  for (const line of lines) {
    const text = line.replace(/\$\{\{\s*[\w.-]+\s*\}\}/g, "X").replace(/"[^"`(]*"|'[^']*'/g, "Q").replace(/(^|\s)#.*$/, "").trim();
    if (text === "") continue;
    const commands = text.split(/&&|;/).map((part) => part.replace(/^(?:\s*\w+=\S*\s)+/, "").replace(FLAG_WITH_VALUE, "").trim().split(/\s+/));
    if (/[|&"'`(){}<\\]/.test(text.replace(/&&/g, "")) || commands.some(([program = ""]) => !RUNNER.test(program) && !GOES_ON.test(program))) break;
    found.push(...commands);
  }
  return found;
}

/** The program is the check, or the first thing that it is told to run. */
function isCheck(words: readonly string[], check: RegExp): boolean {
  const [program = "", first = "", second = ""] = words.filter((word) => !word.startsWith("-"));
  return RUNNER.test(program) && !words.some((word) => NO_RUN.test(word)) && [program, RUNS_NEXT.test(first) ? second : first].some((word) => check.test(word) && !word.includes("/"));
}

/** The job or the step that a value says something of. */
function partOf(keys: readonly string[]): string {
  return keys.slice(0, Math.min(keys.length - 1, STEP_DEPTH)).join("\0");
}

function isWithin(keys: readonly string[], parts: ReadonlySet<string>): boolean {
  return [0, 1, 2, 3, STEP_DEPTH].some((depth) => parts.has(keys.slice(0, depth).join("\0")));
}

function lastOf(keys: readonly string[]): string {
  return keys[keys.length - 1] ?? "";
}

import type { Severity } from "../../core/model";
import type { Occurrence, Rule } from "./rule";
import type { View } from "./view";

interface Directive {
  readonly pattern: RegExp;
  readonly message: (matched: RegExpExecArray) => string;
  readonly severity?: Severity;
}

/** Directives as they begin a comment in JavaScript and TypeScript. */
const SCRIPT_DIRECTIVES: readonly Directive[] = [
  { pattern: /^@ts-nocheck\b/, message: () => "switches type checking off for the whole file", severity: "error" },
  { pattern: /^@ts-(ignore|expect-error)\b/, message: (matched) => `hides a type error (@ts-${matched[1] ?? ""})` },
  { pattern: /^(eslint|oxlint|tslint)[-:]disable\s*(?:-->?|\*|$)/, message: (matched) => `switches every ${matched[1] ?? ""} rule off for the whole file`, severity: "error" },
  { pattern: /^(eslint|oxlint)-disable(?:-next-line|-line)?\b\s*(.*)/s, message: (matched) => `hides findings of ${matched[1] ?? ""}${rulesIn(matched[2])}` },
  { pattern: /^tslint:disable/, message: () => "hides findings of tslint" },
  { pattern: /^biome-ignore(?:-all|-start)?\b\s*(.*)/s, message: (matched) => `hides findings of Biome${rulesIn(matched[1])}` },
  { pattern: /^(?:istanbul|c8|v8|node:coverage)\s+(?:ignore|disable)\b/, message: () => "takes code out of the coverage figure" },
  { pattern: /^(?:\$Flow(?:FixMe|Ignore|ExpectedError)|flow-ignore)\b/i, message: () => "hides a type error of Flow" },
  { pattern: /\bNOSONAR\b/, message: () => "hides findings of SonarQube" },
  { pattern: /\bnosemgrep\b/, message: () => "hides findings of Semgrep" },
];

/** Directives of other languages, found on lines because no tree says where their comments are. */
const LINE_DIRECTIVES: readonly Directive[] = [
  { pattern: /#\s*type:\s*ignore\b|#\s*(?:pyright|pyre|ty):\s*ignore\b|#\s*pyre-(?:ignore|fixme)|#\s*mypy:\s*ignore-errors|#\s*pytype:\s*disable|@(?:typing\.)?no_type_check\b/, message: () => "hides a type error" },
  { pattern: /#\s*(?:noqa|ruff:\s*noqa|flake8:\s*noqa)\b|#\s*pylint:\s*disable|#\s*bandit:\s*skip|#\s*pragma:\s*no cover/i, message: () => "hides findings of a Python checker" },
  { pattern: /(?:#|\/\/|\/\*)\s*#?nosec\b/, message: () => "hides findings of a security checker" },
  { pattern: /\/\/\s*nolint\b/, message: () => "hides findings of golangci-lint" },
  { pattern: /\/\/\s*(?:NOPMD|CHECKSTYLE[:.]OFF|noinspection|CPD-OFF|spotless:off)\b/, message: () => "hides findings of a Java checker" },
  { pattern: /@SuppressWarnings\b|@SuppressFBWarnings\b|@Suppress\(/, message: () => "hides compiler or checker warnings" },
  { pattern: /#!?\[(?:allow|expect)\(|#\[(?:rustfmt::skip|coverage\(off\))/, message: () => "hides compiler or clippy warnings" },
  { pattern: /#\s*(?:rubocop:(?:disable|todo)|standard:disable|reek:|:nocov:|steep:ignore|typed:\s*(?:false|ignore))(?:\b|$|\s)/, message: () => "hides findings of a Ruby checker" },
  { pattern: /#\s*shellcheck\s+disable=/, message: () => "hides findings of ShellCheck" },
  { pattern: /#pragma\s+warning\s+disable\b|\/\/\s*ReSharper\s+disable\b|\[(?:assembly:\s*)?(?:[\w.]+\.)?(?:SuppressMessage|ExcludeFromCodeCoverage)\b|#nullable\s+disable\b/, message: () => "hides compiler warnings" },
  { pattern: /phpcs:(?:ignore|disable)|@codingStandardsIgnore|@phpstan-ignore|@psalm-suppress|@codeCoverageIgnore|@phan-suppress/, message: () => "hides findings of a PHP checker" },
  { pattern: /--\s*(?:noqa\b|squawk-ignore|sqlfluff:)/, message: () => "hides findings of a SQL checker" },
  { pattern: /\bNOSONAR\b|\bnosemgrep\b/, message: () => "hides findings of a scanner" },
];

/** Settings that loosen a check for everybody. */
const SETTINGS: readonly { readonly path: RegExp; readonly directive: Directive }[] = [
  { path: /(^|\/)[tj]sconfig[^/]*\.json$/, directive: { pattern: /"(strict|noImplicitAny|strictNullChecks|noUncheckedIndexedAccess|strictFunctionTypes|useUnknownInCatchVariables)"\s*:\s*false/, message: (matched) => `switches the compiler's ${matched[1] ?? ""} off`, severity: "error" } },
  { path: /(^|\/)(\.github\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.yml)$/, directive: { pattern: /^\s*-?\s*(continue-on-error|allow_failure)\s*:\s*true/, message: () => "lets the pipeline pass when this step fails", severity: "error" } },
  { path: /(^|\/)(\.eslintrc[^/]*|eslint\.config\.[cm]?[jt]s|\.oxlintrc\.json)$/, directive: { pattern: /["']?([\w@/-]+)["']?\s*:\s*(?:\[\s*)?["']off["']/, message: (matched) => `switches the rule ${matched[1] ?? ""} off`, severity: "warning" } },
];

/** A check was told to be quiet instead of being satisfied. */
export const suppressionAdded: Rule = {
  id: "suppression-added",
  class: "test-integrity",
  severity: "warning",
  why: "A check that would have spoken here was silenced. Of 1,304 error threads of agents, 71.6 % ended in a workaround such as this one and 18.2 % in a fix (a case study of one team).",
  fix: "Solve what the check reports and remove the directive. If the check is wrong here, name the one rule and say why on the same line.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "// @ts-ignore\nship(order.adress);\n",
    good: "ship(order.address);\n",
  },

  find(view) {
    const found: Occurrence[] = [];
    for (const { path, directive } of SETTINGS) {
      if (path.test(view.path)) for (const line of view.eachLine()) push(found, directive, line.text, line.offset);
    }
    if (view.tree !== null) found.push(...inComments(view));
    else if (!/\.(md|mdx|markdown|rst|adoc|txt|json[c5]?|lock|snap)$/i.test(view.path)) {
      for (const line of view.eachLine()) {
        if (line.text.length > 2_000) continue;
        const told: Occurrence[] = [];
        for (const directive of LINE_DIRECTIVES) if (push(told, directive, line.text, line.offset)) break;
        // Where a grammar tells comments from strings, a directive in a string is none.
        found.push(...told.filter(({ start }) => !isInString(view, start)));
      }
    }
    return found;
  },
};

/** Directives that are no comments, each in the languages that have it. */
const ATTRIBUTES: readonly (readonly [RegExp, RegExp])[] = [
  [/\.(java|kts?|scala|groovy)$/, /^@Suppress/],
  [/\.pyi?$/, /^@(typing\.)?no_type/],
  [/\.rs$/, /^#!?\[/],
  [/\.cs$/, /^(\[|#pragma|#nullable)/],
];

/** A directive in a string, or of another language. */
function isInString({ code, text, path }: View, offset: number): boolean {
  if (code === null || path.endsWith(".ipynb") || ATTRIBUTES.some(([file, form]) => file.test(path) && form.test(text.slice(offset, offset + 24)))) return false;
  return !code.comments.some(({ start, end }) => start <= offset && offset < end);
}

/** What generators write above their output. */
const GENERATED = /^[ \t*]*(?:note: )?(?:this (?:file|class|code) (?:is|was|has been) )?(?:@|auto(?:matically)?[- ]?)?generated (?:by|from|with|using)\b/im;
/** Characters at a file's beginning in which its generator says so. */
const HEADER = 400;

/** What was taken over as it was, and what its header says of where it comes from. */
const FOREIGN_FOLDER = /(^|\/)(vendor(ed)?|third[-_]?party)\//;
const FOREIGN = /\b(?:vendored|ported|adapted|copied|forked|derived) (?:\w+ ){0,2}from:?\s+(?:https?:\/\/|[\w-]+\.(?:com|org|dev|io)\/|@[\w-]+\/\w|[\w-]+@\d)/i;

/** Nothing in them runs: a linter speaks of their style, the compiler of what all code that uses them relies on. */
const DECLARATIONS = /\.d\.[cm]?ts$/;

/** Whether nobody here wrote the file by hand: a generator did, or another project. */
function isOfOthers({ path, tree }: View): boolean {
  return FOREIGN_FOLDER.test(path) || (tree?.comments ?? []).some(({ start, value }) => start <= HEADER && (GENERATED.test(value) || FOREIGN.test(value)));
}

function inComments(view: View): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (const comment of view.tree?.comments ?? []) {
    // Tools read the directive at the comment's beginning, after the stars of a block.
    const words = comment.value.replace(/^[\s*]+/, "");
    for (const directive of SCRIPT_DIRECTIVES) {
      const matched = directive.pattern.exec(words);
      if (matched === null) continue;
      // What a generator or another project wrote was held to other rules: worth a look, no proof.
      const severity = directive.severity === "error" && (isOfOthers(view) || (DECLARATIONS.test(view.path) && !words.startsWith("@ts"))) ? "warning" : directive.severity ?? (view.isTest && /^@ts-expect-error/.test(words) ? "note" : undefined);
      found.push({ start: comment.start, end: comment.end, message: directive.message(matched), snippet: words, ...(severity === undefined ? {} : { severity }) });
      break;
    }
  }
  return found;
}

function push(found: Occurrence[], { pattern, message, severity }: Directive, line: string, offset: number): boolean {
  const matched = pattern.exec(line);
  if (matched === null) return false;
  found.push({ start: offset + matched.index, end: offset + matched.index + matched[0].length, message: message(matched), snippet: line.trim().replace(/,$/, ""), ...(severity === undefined ? {} : { severity }) });
  return true;
}

function rulesIn(words: string | undefined): string {
  const names = (words ?? "").split(/\s--|:/)[0]?.replace(/\*+$/, "").trim() ?? "";
  return names === "" ? "" : `: ${names.slice(0, 100)}`;
}

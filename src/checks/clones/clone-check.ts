import type { NotChecked, Severity } from "../../core/model";
import type { CacheFolder, Snapshot } from "../../core/ports";
import type { ChangedText } from "../parsing/protocol";
import { LineAlignment } from "../rules/line-alignment";
import { contentKey } from "../rules/run-rules";
import type { RuleFinding } from "../rules/rule";
import { isTestPath } from "../syntax/language";
import { CLONE_RULE } from "./clone-rule";
import { CloneIndex } from "./clone-index";
import { codeTokens, mayHoldClones, type CodeTokens } from "./code-tokens";
import { fingerprints, matchAt, type Fingerprints, type Match } from "./windows";

/** A copy of fewer lines or tokens is how such code looks. */
const LEAST_LINES = 8;
const LEAST_TOKENS = 90;
/** Where most names were changed, alike is only what is long. */
const LEAST_TOKENS_RENAMED = 160;
const LEAST_SAME_NAMES = 0.6;
/** This much is worth a stop by itself. */
const LONG_TOKENS = 200;
const MAXIMUM_CANDIDATES = 12;
const MAXIMUM_PER_FILE = 10;

/** A copy, before the catalogue's words are put to it. */
export interface CloneFinding {
  readonly path: string;
  readonly finding: RuleFinding;
  readonly other: { readonly path: string; readonly startLine: number; readonly endLine: number };
}

interface Place {
  readonly path: string;
  readonly line: number;
}

interface Changed {
  readonly path: string;
  readonly text: string;
  readonly tokens: CodeTokens;
  /** Hash of each window that begins on a line which the change brought, by its 0-based line. */
  readonly starts: ReadonlyMap<number, number>;
  readonly isNew: (line: number) => boolean;
}

/** Finds what a change copied from elsewhere in the repository, or twice into it. */
export class CloneCheck {
  private readonly index: CloneIndex;

  constructor(folder: CacheFolder | null) {
    this.index = new CloneIndex(folder);
  }

  async run(files: readonly ChangedText[], head: Snapshot, signal?: AbortSignal): Promise<{ readonly findings: readonly CloneFinding[]; readonly notChecked: readonly NotChecked[] }> {
    const changed = files.flatMap((file) => changedOf(file) ?? []);
    const wanted = new Map<number, Place[]>();
    for (const { starts } of changed) for (const hash of starts.values()) wanted.set(hash, []);
    if (wanted.size === 0) return { findings: [], notChecked: [] };
    const isComplete = await this.index.each(
      head,
      (path, prints) => {
        for (let at = 0; at < prints.length; at += 2) wanted.get(prints[at] ?? 0)?.push({ path, line: prints[at + 1] ?? 0 });
      },
      signal,
    );
    if (!isComplete) return { findings: [], notChecked: [{ what: "clones", why: "the repository has more than 30,000 files of code" }] };
    const others = await this.texts(changed, wanted, head);
    const reported: CloneFinding[] = [];
    for (const file of changed) reported.push(...clonesIn(file, wanted, others, reported));
    return { findings: reported, notChecked: [] };
  }

  /** Tokens of the files that share a window with the change. */
  private async texts(changed: readonly Changed[], wanted: ReadonlyMap<number, readonly Place[]>, head: Snapshot): Promise<ReadonlyMap<string, CodeTokens>> {
    const tokens = new Map(changed.map(({ path, tokens: own }) => [path, own] as const));
    const paths = new Set([...wanted.values()].flatMap((places) => places.slice(0, MAXIMUM_CANDIDATES).map(({ path }) => path)));
    for (const [path, content] of await head.read([...paths].filter((path) => !tokens.has(path)))) {
      if (content.kind === "text") tokens.set(path, codeTokens(path, content.text));
    }
    return tokens;
  }
}

function changedOf({ path, text, base, isDeleted }: ChangedText): Changed | null {
  // A test that repeats another test is easier to read than one that shares its steps.
  if (isDeleted === true || base === text || !mayHoldClones(path) || isTestPath(path)) return null;
  const tokens = codeTokens(path, text);
  const alignment = base === null ? null : new LineAlignment(base, text);
  const isNew = (line: number) => alignment === null || !alignment.isUnchanged(line);
  const prints = fingerprints(tokens);
  const before = countsOf(base === null ? null : fingerprints(codeTokens(path, base)));
  const now = countsOf(prints);
  const starts = new Map<number, number>();
  for (let at = 0; at < prints.length; at += 2) {
    const hash = prints[at] ?? 0;
    const line = prints[at + 1] ?? 0;
    // What the file had as often was only moved.
    if (isNew(line) && (now.get(hash) ?? 0) > (before.get(hash) ?? 0)) starts.set(line, hash);
  }
  return starts.size === 0 ? null : { path, text, tokens, starts, isNew };
}

/** How often each window occurs. */
function countsOf(prints: Fingerprints | null): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let at = 0; at < (prints?.length ?? 0); at += 2) counts.set(prints?.[at] ?? 0, (counts.get(prints?.[at] ?? 0) ?? 0) + 1);
  return counts;
}

function clonesIn(file: Changed, wanted: ReadonlyMap<number, readonly Place[]>, others: ReadonlyMap<string, CodeTokens>, reported: readonly CloneFinding[]): readonly CloneFinding[] {
  const found: CloneFinding[] = [];
  let after = -1;
  for (const [line, hash] of file.starts) {
    if (line <= after || found.length >= MAXIMUM_PER_FILE) continue;
    const best = bestMatch(file, line, (wanted.get(hash) ?? []).slice(0, MAXIMUM_CANDIDATES), others);
    if (best === null) continue;
    const { match, path } = best;
    after = match.endLine;
    // Two new copies of one thing are one finding, at the second of them.
    if (reported.some((one) => one.path === path && one.other.path === file.path && one.finding.startLine - 1 <= match.otherEndLine && one.finding.endLine - 1 >= match.otherStartLine)) continue;
    found.push(findingOf(file, match, path));
  }
  return found;
}

function bestMatch(file: Changed, line: number, places: readonly Place[], others: ReadonlyMap<string, CodeTokens>): { match: Match; path: string } | null {
  let best: { match: Match; path: string } | null = null;
  for (const place of places) {
    const other = others.get(place.path);
    const isSameFile = place.path === file.path;
    // Of two copies in one file the later one is the copy.
    if (other === undefined || (isSameFile && place.line >= line) || isTestPath(place.path)) continue;
    const match = matchAt(file.tokens, line, other, place.line, isSameFile);
    if (match !== null && isClone(file, match) && (best === null || match.tokens > best.match.tokens)) best = { match, path: place.path };
  }
  return best;
}

function isClone(file: Changed, { tokens, startLine, endLine, sameNames }: Match): boolean {
  const lines = endLine - startLine + 1;
  if (lines < LEAST_LINES || tokens < LEAST_TOKENS || (sameNames < LEAST_SAME_NAMES && tokens < LEAST_TOKENS_RENAMED)) return false;
  let fresh = 0;
  for (let line = startLine; line <= endLine; line++) if (file.isNew(line)) fresh++;
  return fresh * 10 >= lines * 8;
}

function findingOf(file: Changed, match: Match, path: string): CloneFinding {
  const { startLine, endLine, otherStartLine, otherEndLine, tokens, sameNames } = match;
  const lines = file.text.split("\n").slice(startLine, endLine + 1);
  const like = sameNames === 1 ? "repeat" : "repeat, with other names,";
  const severity: Severity = tokens >= LONG_TOKENS && sameNames >= LEAST_SAME_NAMES ? "warning" : "note";
  return {
    path: file.path,
    other: { path, startLine: otherStartLine + 1, endLine: otherEndLine + 1 },
    finding: {
      rule: CLONE_RULE,
      severity,
      message: `${lines.length} lines that ${like} ${path}:${otherStartLine + 1}-${otherEndLine + 1}`,
      startLine: startLine + 1,
      startColumn: 1,
      endLine: endLine + 1,
      endColumn: (lines[lines.length - 1]?.length ?? 0) + 1,
      introduced: true,
      contentKey: contentKey(CLONE_RULE, lines.join("\n"), path),
    },
  };
}

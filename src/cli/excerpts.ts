import { splitLines } from "../core/fingerprint/lines";
import type { DebtItem, DebtSnapshot } from "../core/model";
import type { ExcerptLine } from "../report/check-text";
import { isOpen } from "../core/debt/open-lines";

const LINES_A_HUNK = 2;

/**
 * The lines a reader should see under a hunk: where its introduced findings stand, else what went stale. `textOf` gives
 * the evaluated head's text: the one on disk may be another.
 */
export function excerptsOf(snapshot: DebtSnapshot, textOf: (path: string) => string | null): ReadonlyMap<string, readonly ExcerptLine[]> {
  const excerpts = new Map<string, readonly ExcerptLine[]>();
  const texts = new Map<string, readonly string[]>();
  for (const item of snapshot.items.filter(isOpen)) {
    const wanted = linesToQuote(item);
    if (wanted.length === 0) continue;
    const { path } = item.hunk;
    const lines = texts.get(path) ?? splitLines(textOf(path) ?? "");
    texts.set(path, lines);
    const quoted = wanted.flatMap((line) => {
      const text = lines[line - 1];
      return text === undefined ? [] : [{ line, text: text.trim() }];
    });
    if (quoted.length > 0) excerpts.set(item.hunk.id, quoted);
  }
  return excerpts;
}

function linesToQuote(item: DebtItem): readonly number[] {
  const found = item.findings.filter((finding) => finding.introduced && finding.path === item.hunk.path).map((finding) => finding.startLine);
  const lines = found.length > 0 ? found : item.state === "stale" ? item.staleLines : [];
  return [...new Set(lines)].sort((a, b) => a - b).slice(0, LINES_A_HUNK);
}

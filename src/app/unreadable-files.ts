/** Changed files that an assistant had its hands in and that nobody can read: a byte that is no text must not be a way out of debt. */
import { MOST_LINES } from "../core/fingerprint/lines";
import type { NotChecked } from "../core/model";
import type { DeletedFile, FileContent, RangeHistory, Snapshot } from "../core/ports";
import type { EvidenceBase } from "../core/attribution/evidence";

/** Pictures, sound and fonts: that nobody looked at their lines needs no word. Any other binary file does. */
const MEDIA = /\.(png|jpe?g|gif|webp|avif|ico|icns|bmp|tiff?|psd|mp[34]|m4a|mov|webm|wav|ogg|flac|pdf|woff2?|ttf|otf|eot)$/i;

/** What runs or is read by tools as text, whatever bytes stand in a comment. */
const SOURCE = /\.([cm]?[jt]sx?|vue|svelte|astro|py|pyi|go|java|kts?|rs|cs|fs|rb|php|sh|bash|zsh|fish|ps1|bat|cmd|sql|swift|scala|lua|pl|pm|r|dart|exs?|erl|hs|clj|c|cc|cpp|cxx|h|hh|hpp|m|mm|ya?ml|json[c5]?|toml|ini|cfg|tf|html?|css|scss|less|mdx?|ipynb|gradle|cmake|mk)$|(^|\/)(Dockerfile|Makefile|Rakefile|Gemfile|Jenkinsfile|Justfile)$/i;

const HINT = `where it cannot be checked it does not pass: save it as UTF-8 text of at most 5 MiB and ${MOST_LINES.toLocaleString("en")} lines, or let the base's configuration exclude it`;

export interface Unreadable {
  readonly notChecked: readonly NotChecked[];
  /** Whether an assistant's work stands in one of them, so that nothing may pass. */
  readonly isBlocking: boolean;
}

const ALL_READABLE: Unreadable = { notChecked: [], isBlocking: false };

/** Judges one file by what is known of it. */
export function unreadable(path: string, content: FileContent, history: RangeHistory, evidence: EvidenceBase, scope: { readonly isWanted: boolean; readonly isBranch: boolean; readonly isAssumed: boolean }): Unreadable {
  const { kind } = content;
  if (kind === "text" || kind === "missing" || kind === "symlink" || kind === "submodule" || !scope.isWanted || (kind === "binary" && MEDIA.test(path))) return ALL_READABLE;
  const isBlocking = scope.isBranch && history.files.has(path) && (evidence.claims.some((claim) => claim.path === path) || (SOURCE.test(path) && (scope.isAssumed || isSpokenOf(path, history, evidence))));
  const why = whyUnreadable(content);
  return { notChecked: [{ what: "origins", why: isBlocking ? `${why}, and an assistant wrote in it: ${HINT}` : why, path }], isBlocking };
}

/** Source that is gone, whose lines nobody can read, and that a claim or the commit lays at an assistant's door. */
export function unreadableRemoval({ path, removedBy, unread }: DeletedFile, evidence: EvidenceBase): Unreadable {
  if (unread === null || unread.kind === "missing" || unread.kind === "symlink" || unread.kind === "submodule" || !SOURCE.test(path)) return ALL_READABLE;
  const isAssistants = evidence.claims.some((claim) => claim.kind === "removal" && claim.path === path) || isSpoken(removedBy, evidence);
  if (!isAssistants) return ALL_READABLE;
  return { notChecked: [{ what: "origins", why: `${whyUnreadable(unread)}, and an assistant deleted it: where it cannot be checked it does not pass: bring it back, or let the base's configuration exclude it`, path }], isBlocking: true };
}

/** Files whose names are no UTF-8: no record, claim or hunk can name them, so new ones and changed ones are refused. */
export function unnameable(head: Snapshot, base: Snapshot | null): Unreadable {
  const before = base?.unnameable ?? new Map<string, string | null>();
  const changed = base === null ? [] : [...(head.unnameable ?? [])].filter(([name, blob]) => blob === null || before.get(name) !== blob).map(([name]) => name);
  return { notChecked: changed.map((name) => ({ what: "origins", why: `the name of ${name} is no UTF-8, so nothing can be recorded of it: rename it` })), isBlocking: changed.length > 0 };
}

/** Of a file without lines only the commits of the branch can tell. */
function isSpokenOf(path: string, history: RangeHistory, evidence: EvidenceBase): boolean {
  const runs = history.files.get(path)?.runs ?? [];
  const commits = runs.length > 0 ? runs.map((run) => run.introducedBy) : [...history.commits.keys()];
  return commits.some((commit) => isSpoken(commit, evidence));
}

function isSpoken(commit: string, evidence: EvidenceBase): boolean {
  return evidence.marks.has(commit) || evidence.notes.has(commit) || evidence.traces?.has(commit) === true;
}

/** Why a file has no lines, in words. */
export function whyUnreadable(content: FileContent): string {
  switch (content.kind) {
    case "binary":
      return "binary file";
    case "too-large":
      return `larger than 5 MiB or ${MOST_LINES.toLocaleString("en")} lines (${content.bytes} bytes)`;
    case "not-utf8":
      return "not UTF-8 text";
    default:
      return content.kind;
  }
}

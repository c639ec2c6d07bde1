import type { CommitInfo, GitPlumbing } from "../core/ports";
import { ByteScanner } from "./byte-scanner";
import { unexpected } from "./history-diff-parser";

/** A commit of the range with its tree. */
export interface RangeCommit extends CommitInfo {
  readonly tree: string;
  /** UTC, ISO 8601. */
  readonly committedAt: string;
}

export interface CommitRange {
  /** Parents before children. */
  readonly commits: readonly RangeCommit[];
  /** Trees of the range's commits and of the parents that lie outside. */
  readonly trees: ReadonlyMap<string, string>;
}

const FIELDS = ["%m", "%H", "%T", "%P", "%an", "%ae", "%cn", "%ce", "%aI", "%cI", "%B"];
/** Longer commit messages are cut: marks stand in trailers, which tools keep short. */
const LONGEST_MESSAGE = 64 * 1024;
const HISTORY_TIMEOUT = 30 * 60_000;

/** The commits that `head` has and neither `base` nor `since` has, with one git process. `base` null: all of them. */
export async function readCommits(git: GitPlumbing, base: string | null, head: string, signal?: AbortSignal, since?: string): Promise<CommitRange> {
  const commits: RangeCommit[] = [];
  const trees = new Map<string, string>();
  const args = [
    "log", "-z", "--topo-order", "--reverse", "--boundary", "--no-patch", "--no-notes", "--no-color", "--no-show-signature", "--no-mailmap", "--encoding=UTF-8",
    `--format=tformat:${FIELDS.join("%x00")}`, head, ...[base, since].flatMap((excluded) => (typeof excluded === "string" ? [`^${excluded}`] : [])), "--",
  ];
  const scanner = new ByteScanner();
  for await (const chunk of git.stream(args, { timeout: HISTORY_TIMEOUT, ...(signal === undefined ? {} : { signal }) })) {
    scanner.push(chunk);
    while (scanner.lengthOfTokens(() => FIELDS.length) !== null) {
      const fields = FIELDS.map(() => (scanner.token(0) ?? Buffer.alloc(0)).toString("utf8"));
      const [side = "", id = "", tree = "", parents = "", authorName = "", authorEmail = "", committerName = "", committerEmail = "", at = "", committed = "", message = ""] = fields;
      trees.set(id, tree);
      if (side === "-") continue;
      commits.push({
        id, tree, parents: parents === "" ? [] : parents.split(" "), authorName, authorEmail, committerName, committerEmail,
        authoredAt: utc(at), committedAt: utc(committed), message: message.slice(0, LONGEST_MESSAGE),
      });
    }
  }
  if (scanner.available > 0) throw unexpected("the output of git log ended early");
  return { commits, trees };
}

/** A date that git cannot have meant (clocks of other people's machines) is the beginning of time. */
function utc(at: string): string {
  const milliseconds = Date.parse(at);
  return new Date(Number.isNaN(milliseconds) ? 0 : milliseconds).toISOString();
}

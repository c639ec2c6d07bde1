import type { Finding, NotChecked, Severity } from "../core/model";
import type { CacheFolder, Snapshot } from "../core/ports";
import { CloneCheck } from "./clones/clone-check";
import { CLONE_RULE } from "./clones/clone-rule";
import type { ImportGraph } from "./graph/import-graph";
import type { OfferedName } from "./parsing/offered-names";
import type { ParserClient } from "./parsing/parser-client";
import type { ChangedText } from "./parsing/protocol";
import type { RuleFinding } from "./rules/rule";
import type { SettingsOf } from "./rules/risk-settings";
import { unusedExports } from "./unused-exports";

export interface RepositoryFinding {
  readonly path: string;
  readonly finding: RuleFinding;
  readonly related: Finding["related"];
}

/** What only the repository as a whole shows: copies, and exports that nobody takes. */
export class AcrossFiles {
  private readonly clones: CloneCheck;

  constructor(
    private readonly parser: ParserClient,
    cache: CacheFolder | null,
  ) {
    this.clones = new CloneCheck(cache);
  }

  /** `offered`: new exports by file. Errors: `interrupted`. */
  async run(changed: readonly ChangedText[], offered: ReadonlyMap<string, readonly OfferedName[]>, head: { readonly snapshot: Snapshot; readonly graph: ImportGraph }, settings: SettingsOf, signal?: AbortSignal): Promise<{ readonly findings: readonly RepositoryFinding[]; readonly notChecked: readonly NotChecked[] }> {
    const clones = await this.clones.run(changed.filter(({ path }) => settings(path)[CLONE_RULE] !== "off"), head.snapshot, signal);
    const wanted = new Map([...offered].filter(([path]) => settings(path)["dead-code"] !== "off"));
    const unused = await unusedExports(wanted, head.snapshot, head.graph, this.parser, signal);
    const found: RepositoryFinding[] = [
      ...clones.findings.map(({ path, finding, other }) => ({ path, finding, related: [{ path: other.path, startLine: other.startLine, message: "stands here already" }] })),
      ...unused.map(({ path, finding }) => ({ path, finding, related: [] })),
    ];
    const set = (path: string, rule: string): Severity | undefined => {
      const setting = settings(path)[rule];
      return setting === "off" ? undefined : setting;
    };
    return { findings: found.map((one) => ({ ...one, finding: { ...one.finding, severity: set(one.path, one.finding.rule) ?? one.finding.severity } })), notChecked: clones.notChecked };
  }
}

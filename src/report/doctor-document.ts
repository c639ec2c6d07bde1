/** What `countersign doctor` found; text and JSON render the same document. */
import type { CloneFacts, HealthFinding, KeyFacts, LedgerFacts } from "../core/health";

export interface AssistantHealth {
  readonly name: string;
  /** `partly`: some of its events are missing in the configuration. */
  readonly connections: readonly { readonly scope: "project" | "user"; readonly state: "connected" | "partly" | "not-connected" | "unreadable"; readonly files: readonly string[] }[];
  /** Its folder of settings stands in the home folder. */
  readonly seemsInstalled: boolean;
  readonly events: number;
  readonly lastEvent: { readonly at: string; readonly tool: string } | null;
  /** The assistant's own version, as its payloads or its newest transcript here say it; null where neither does. */
  readonly version: string | null;
  /** Payloads of other hosts that run this hook, too: refused here, counted there. */
  readonly crossLoaded: number;
  /** Newest claim in the ledger, of any clone. */
  readonly lastClaim: string | null;
  /** `quiet`: connected, and nothing was heard; `unexpected`: heard, although nothing here connects it. */
  readonly verdict: "alive" | "quiet" | "unexpected" | "not-connected";
}

export interface DoctorDocument {
  readonly healthy: boolean;
  readonly repository: CloneFacts & {
    /** `linked`: another work tree of a repository; `submodule`: a repository inside of another; null: bare. */
    readonly workTree: "main" | "linked" | "submodule" | null;
  };
  readonly key: KeyFacts | null;
  readonly ledger: LedgerFacts;
  readonly launcher: { readonly path: string; readonly state: "current" | "outdated" | "missing" };
  readonly assistants: readonly AssistantHealth[];
  readonly journal: { readonly events: number; readonly damage: readonly string[]; readonly problemCount: number; readonly problems: readonly { readonly at: string; readonly hook: string; readonly problem: string }[] };
  /** What transcripts tell beyond the hooks; `edits` that no hook told. */
  readonly transcripts?: { readonly edits: number; readonly unplaced: number; readonly counts: readonly { readonly assistant: string; readonly files: number; readonly edits: number; readonly version?: string }[]; readonly problems: readonly string[] };
  readonly findings: readonly HealthFinding[];
}

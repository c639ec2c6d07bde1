/**
 * Signed statements of people about who wrote a text: *This Is Not AI* and *This Is AI*. The first is the only thing that
 * outranks an assistant's claim, so it counts as little as it can: signed, as well trusted and by as many people as the
 * base's policy asks for at its strictest, for one placement of the text in its own file, and only against claims that
 * were made before it. The second only adds debt: it is a claim like any other, with a name under it.
 */
import { TRUST_ORDER, type Attribution, type Claim, type RiskLevel, type Trust, type VerdictRecord } from "../model";
import { carry } from "../carry/carry";
import type { CarryMatch, CarrySegment } from "../carry/placement";
import { withoutWithdrawn } from "../debt/standing-records";
import type { Requirement } from "../policy/configuration-types";

export type CorrectedOrigin = "ai" | "not-ai";

/** A correction's first criterion says what it states; the second, for `ai`, names the assistant. */
export function correctionCriteria(says: CorrectedOrigin, assistant?: string): readonly string[] {
  return says === "ai" && assistant !== undefined ? [says, assistant] : [says];
}

/** What a record corrects the origin to; null where it is no correction. */
function correctedOrigin(record: Pick<VerdictRecord, "type" | "criteria">): CorrectedOrigin | null {
  if (record.type !== "correction") return null;
  const [says] = record.criteria;
  return says === "ai" || says === "not-ai" ? says : null;
}

/** What stands of all corrections, ready to be placed. */
export interface Corrections {
  /** *This Is AI*: each as a claim, with the record that says it. */
  readonly statements: ReadonlyMap<Attribution, VerdictRecord>;
  readonly claims: readonly Claim[];
  /** *This Is Not AI*, one list a signer. */
  readonly denials: readonly (readonly VerdictRecord[])[];
  /** Distinct people who must deny a claim. */
  readonly signers: number;
  /** At least one of them is not an author of the line's commit. */
  readonly notPrompter: boolean;
  /** E-mail address of a commit's author. */
  readonly authorOf: (commit: string) => string | null;
}

/** The corrections among the ledger's records that the base's policy accepts. An unsigned one never counts. */
export function acceptedCorrections(records: readonly VerdictRecord[], require: Readonly<Record<RiskLevel, Requirement>>, authorOf: (commit: string) => string | null): Corrections {
  const demands = Object.values(require);
  const least = Math.max(rankOf("self-declared"), ...demands.map(({ minTrust }) => rankOf(minTrust)));
  const signed = withoutWithdrawn(records).filter((record) => record.type === "correction" && rankOf(record.trust) >= rankOf("self-declared"));
  const denials = new Map<string, VerdictRecord[]>();
  for (const record of signed) {
    if (correctedOrigin(record) !== "not-ai" || rankOf(record.trust) < least) continue;
    denials.set(record.signer, [...(denials.get(record.signer) ?? []), record]);
  }
  const statements = new Map(signed.filter((record) => correctedOrigin(record) === "ai").map((record) => [claimOf(record), record]));
  return {
    statements,
    claims: [...statements.keys()],
    denials: [...denials].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, ofSigner]) => ofSigner),
    signers: Math.max(1, ...demands.map(({ signers }) => signers)),
    notPrompter: demands.some(({ notPrompter }) => notPrompter),
    authorOf,
  };
}

/** Denials by 0-based line, one list a segment's file in the order given by `fileOf`. */
export function placeDenials(segments: readonly CarrySegment[], fileOf: readonly number[], files: number, corrections: Corrections | undefined): Map<number, VerdictRecord[]>[] {
  const placed = Array.from({ length: files }, () => new Map<number, VerdictRecord[]>());
  for (const records of corrections?.denials ?? []) {
    const result = carry(segments, records.filter((record) => record.kind === "edit"));
    segments.forEach((segment, index) => {
      const lines = placed[fileOf[index] ?? -1];
      for (const run of result.runs[index] ?? []) {
        if (!isBelievable(run.match, segment.path === run.record.path)) continue;
        for (const line of segment.lines.slice(run.position, run.position + run.length)) lines?.set(line.index, [...(lines.get(line.index) ?? []), run.record]);
      }
    });
  }
  return placed;
}

/** The denials that hold against one attribution: all of them, or none where they are too few. */
export function denialsAgainst(attribution: Attribution, denials: readonly VerdictRecord[], commit: string | null, corrections: Corrections | undefined): readonly VerdictRecord[] {
  if (corrections === undefined || denials.length === 0) return [];
  // What was claimed after a person spoke is another writing of the same text.
  const earlier = isClaim(attribution) ? denials.filter((record) => record.at >= attribution.at) : denials;
  if (earlier.length < corrections.signers) return [];
  if (!corrections.notPrompter) return earlier;
  // While a line is not committed nobody knows who prompted it, so nobody is known to be another.
  const author = commit === null ? null : corrections.authorOf(commit);
  return author !== null && earlier.some(({ signer }) => signer.toLowerCase() !== author.toLowerCase()) ? earlier : [];
}

/** How many times a person had denied a claim before `at`. */
export function epochOf(at: string, corrections: Corrections | undefined): number {
  return new Set((corrections?.denials ?? []).flat().map((record) => record.at).filter((time) => time < at)).size;
}

/** Denials of removals; each of them answers for one place. */
export class RemovalDenials {
  private readonly used = new Set<VerdictRecord>();

  constructor(private readonly corrections: Corrections | undefined) {}

  /** Whether people denied that an assistant took these lines away at this place. */
  deny(removal: { readonly path: string; readonly contentId: string; readonly context: string; readonly attribution: Attribution; readonly commit: string | null }): boolean {
    const { path, contentId, context, attribution, commit } = removal;
    const found = (this.corrections?.denials ?? []).flatMap((records) => {
      const record = records.find((candidate) => candidate.kind === "removal" && !this.used.has(candidate) && candidate.path === path && candidate.contentId === contentId && candidate.context === context);
      return record === undefined ? [] : [record];
    });
    const holding = denialsAgainst(attribution, found, commit, this.corrections);
    for (const record of holding) this.used.add(record);
    return holding.length > 0;
  }
}

/** A text that turns up in another file is another text until a person says so again. */
function isBelievable(match: CarryMatch, isHome: boolean): boolean {
  return match !== "moved" && (isHome || match === "renamed");
}

function isClaim(attribution: Attribution): attribution is Claim {
  return "sequence" in attribution;
}

function claimOf(record: VerdictRecord): Claim {
  const words = record.reason ?? record.note;
  return {
    path: record.path,
    kind: record.kind,
    sequence: record.sequence,
    context: record.context,
    assistant: record.criteria[1] ?? "unnamed",
    agentSession: "",
    evidence: { source: "manual", tier: 1, detail: `${record.signer} says so${words === undefined ? "" : `: ${words}`}` },
    at: record.at,
    ...(record.removed === undefined ? {} : { removed: record.removed }),
    ...(record.tokenId === null ? {} : { tokenId: record.tokenId }),
  };
}

function rankOf(trust: Trust): number {
  return TRUST_ORDER.indexOf(trust);
}

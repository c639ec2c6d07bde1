/** Gathers what the panel is computed from: the history of the debt, the hunks that stand at a commit, and the verdicts given. */
import { CountersignError, type DebtItem, type NotChecked, type VerdictRecord } from "../core/model";
import type { Progress } from "../core/ports";
import { codeKindOf } from "../core/hunks/classify";
import { moduleOf } from "../core/hunks/modules";
import { openLines } from "../core/debt/open-lines";
import { withoutWithdrawn } from "../core/debt/standing-records";
import type { DebtHistory } from "../core/debt/history/span";
import { dayOf, type AddedFact, type ItemFact, type PanelFacts, type SpanFact, type VerdictFact } from "../core/debt/panel/facts";
import { readCodeOwners, type CodeOwners } from "./code-owners";
import type { LedgerState } from "../core/debt/panel/ledger-words";
import { replayHistory } from "./debt-history";
import type { SessionDependencies } from "./dependencies";
import { evaluate, type Evaluation } from "./evaluation";
import type { OutlineCache } from "./outline-cache";
import { HistoryCache } from "./history-cache";
import { HistoryCheckpoints } from "./history-checkpoints";
import { ledgerState } from "./ledger-audit";
import { baselineAt } from "./policy-source";
import { resolveScope } from "./scope";

export interface PanelOptions {
  /** Revision that is looked at; default HEAD. Uncommitted work is no history. */
  readonly revision?: string;
  /** Names of signers; otherwise "signer 1" and so on. */
  readonly names?: boolean;
  /** The last day looked at, YYYY-MM-DD; default today. */
  readonly until?: string;
}

/** Errors: `no-base` where the revision or the baseline is not here, and those of an evaluation. */
export async function gatherPanelFacts(dependencies: SessionDependencies, options: PanelOptions, outlines: OutlineCache, progress?: Progress, signal?: AbortSignal): Promise<PanelFacts> {
  const { git, clock } = dependencies;
  const asked = options.revision ?? "HEAD";
  const head = await git.resolve(asked);
  if (head === null) throw new CountersignError("no-base", `${asked} is not a commit here`, { hint: options.revision === undefined ? "make a first commit" : "git fetch, then check the name" });
  const { policyRevision } = await resolveScope(git, {}, (revision) => baselineAt(git, revision));
  const baseline = policyRevision === null ? null : await baselineAt(git, policyRevision);
  const scope = baseline === null ? { all: true } : { base: baseline };
  const evaluation = await evaluate(dependencies, { ...scope, head, ...(policyRevision === null ? {} : { policyRef: policyRevision }) }, outlines, progress, signal);
  const { base } = evaluation.snapshot.scope;
  const request = { base, head, configuration: evaluation.policy.configuration, records: evaluation.reading.records, ...(progress === undefined ? {} : { progress }), ...(signal === undefined ? {} : { signal }) };
  const { history, notChecked } = await new HistoryCache(dependencies).of(request, () => replayHistory(dependencies, request, new HistoryCheckpoints(dependencies)));
  const owners = await readCodeOwners(await git.snapshot(head));
  const today = clock.now().toISOString().slice(0, 10);
  return factsOf({
    name: nameOf(git.workTree ?? git.gitDirectory),
    head,
    since: base === null ? "the first commit" : `the baseline ${base.slice(0, 7)}`,
    asOf: options.until ?? (history.lastDay !== null && history.lastDay > today ? history.lastDay : today),
    evaluation,
    ledger: ledgerState(evaluation.reading, await dependencies.ledger.lanes(), evaluation.policy.anchors),
    history,
    owners,
    notChecked,
    names: options.names === true,
  });
}

interface Gathered {
  readonly name: string;
  readonly head: string;
  readonly since: string;
  readonly asOf: string;
  readonly evaluation: Evaluation;
  readonly ledger: LedgerState;
  readonly history: DebtHistory;
  readonly owners: CodeOwners;
  readonly notChecked: readonly NotChecked[];
  readonly names: boolean;
}

function factsOf({ name, head, since, asOf, evaluation, ledger, history, owners, notChecked, names }: Gathered): PanelFacts {
  const { snapshot } = evaluation;
  const modules = new Index();
  const ownerNames = new Index();
  const authors = new Index();
  const signers = new Index();
  const place = (path: string) => ({ repository: 0, module: modules.of(moduleOf(path)), owner: ownerNames.of(owners.ownerOf(path)) });
  const author = (assistant: string, model: string | null | undefined) => authors.of(JSON.stringify([assistant, model ?? null]));
  const generated = new Set(snapshot.items.filter((item) => item.hunk.generated).map((item) => item.hunk.path));
  const spans = history.spans.filter((span) => !generated.has(span.path)).map((span): SpanFact => {
    const { assistant, model } = history.authors[span.author] ?? { assistant: "unknown", model: null };
    return { ...place(span.path), author: author(assistant, model), kind: codeKindOf(span.path), introduced: dayOf(span.introduced), state: span.state === "open" ? 0 : 1, from: dayOf(span.from), to: span.to === null ? null : dayOf(span.to), end: span.end, first: span.first, fixed: span.fixed, lines: span.lines };
  });
  const added = history.added.map((fact): AddedFact => ({ ...place(fact.path), day: dayOf(fact.day), lines: fact.lines, known: fact.known }));
  const landed = new Map(history.landed.map(({ path, days }) => [path, new Map(days)]));
  const items = snapshot.items.map((item): ItemFact => itemFact(item, place(item.hunk.path), author(item.hunk.assistant, item.hunk.model), landed.get(item.hunk.path)));
  const batches = new Index();
  const waivedHunks = new Map<string, string[]>();
  for (const { waived, state, hunk } of snapshot.items) if (waived !== undefined && state !== "signed-off") waivedHunks.set(waived.id, [...(waivedHunks.get(waived.id) ?? []), hunk.id]);
  const verdicts = withoutWithdrawn(evaluation.reading.records)
    .filter((record) => record.type === "signoff" || record.type === "edited" || record.type === "waiver")
    .map((record) => verdictFact(record, names, place(record.path), signers.of(record.signer), batches.of(`${record.key}\0${record.at}`), waivedHunks.get(record.id) ?? []));
  return {
    schema: "countersign/panel-facts/1",
    asOf: dayOf(asOf),
    repositories: [
      {
        name,
        head,
        since,
        firstDay: history.firstDay === null ? null : dayOf(history.firstDay),
        lastDay: history.lastDay === null ? null : dayOf(history.lastDay),
        policyVersion: snapshot.policy.version,
        ledger,
        verdict: snapshot.verdict,
        gate: snapshot.gate.map(({ condition, limit, actual, pass, why }) => ({ condition, limit, actual, pass, why })),
        hasOwners: owners.exists,
        notChecked: distinct([...snapshot.notChecked, ...notChecked]),
      },
    ],
    modules: modules.names,
    owners: ownerNames.names,
    authors: authors.names.map((key) => {
      const [assistant, model] = JSON.parse(key) as [string, string | null];
      return { assistant, model };
    }),
    signers: signers.names.map((signer, index) => (names ? signer : `signer ${index + 1}`)),
    spans: united(spans),
    added: unitedAdded(added),
    items,
    verdicts,
  };
}

function itemFact(item: DebtItem, place: Pick<ItemFact, "repository" | "module" | "owner">, author: number, landed: ReadonlyMap<number, string> | undefined): ItemFact {
  const { hunk } = item;
  let introduced: string | null = null;
  for (let line = hunk.startLine; line <= hunk.endLine && hunk.kind === "edit"; line++) {
    const day = landed?.get(line);
    if (day !== undefined && (introduced === null || day < introduced)) introduced = day;
  }
  const signers = new Set(item.records.filter((record) => record.verdict.startsWith("approved")).map((record) => record.signer.toLowerCase()));
  const prompters = hunk.prompters ?? [];
  const isKnown = item.state === "signed-off" && signers.size > 0 && prompters.length > 0;
  return {
    ...place,
    id: hunk.id,
    path: hunk.path,
    startLine: hunk.startLine,
    endLine: hunk.endLine,
    symbol: hunk.symbol,
    author,
    kind: hunk.codeKind,
    state: item.state,
    risk: item.risk.level,
    reasons: item.risk.reasons.map((reason) => reason.message),
    hundredths: item.hundredths,
    size: hunk.kind === "removal" ? (hunk.replaced?.length ?? 0) : hunk.endLine - hunk.startLine + 1,
    open: openLines(item),
    introduced: introduced === null ? null : dayOf(introduced),
    findings: item.findings.filter((finding) => finding.introduced).length,
    byPrompterAlone: isKnown ? [...signers].every((signer) => prompters.includes(signer)) : null,
    generated: hunk.generated,
  };
}

function verdictFact(record: VerdictRecord, names: boolean, place: Pick<VerdictFact, "repository" | "module" | "owner">, signer: number, batch: number, waivedHunks: readonly string[]): VerdictFact {
  return {
    ...place,
    at: record.at,
    verdict: record.type === "waiver" ? "waived" : record.verdict === "rejected" ? "rejected" : "approved",
    signer,
    trust: record.trust,
    key: names ? record.key : null,
    batch,
    lines: record.circumstances?.lines ?? record.sequence.length,
    risk: record.circumstances?.riskLevel ?? "unrated",
    rules: record.circumstances?.rules ?? [],
    hasNote: record.note !== undefined || record.reason !== undefined,
    path: record.path,
    ...(record.type === "waiver" ? { waiver: { until: record.deadline ?? null, reason: record.reason ?? record.note ?? "", hunks: waivedHunks } } : {}),
  };
}

/** Values in the order in which they were first asked for. */
class Index {
  readonly names: string[] = [];
  private readonly known = new Map<string, number>();

  of(name: string): number {
    const index = this.known.get(name) ?? this.names.length;
    if (index === this.names.length) {
      this.names.push(name);
      this.known.set(name, index);
    }
    return index;
  }
}

/** Spans that differ in nothing but the file are one: the panel looks at modules. */
function united(spans: readonly SpanFact[]): SpanFact[] {
  return unite(spans, ({ lines: _, ...span }) => Object.values(span).join("\0"), (one, other) => ({ ...one, lines: one.lines + other.lines }));
}

function unitedAdded(added: readonly AddedFact[]): AddedFact[] {
  return unite(added, ({ lines: _, known: _known, ...fact }) => Object.values(fact).join("\0"), (one, other) => ({ ...one, lines: one.lines + other.lines, known: one.known + other.known }));
}

function unite<T>(facts: readonly T[], keyOf: (fact: T) => string, join: (one: T, other: T) => T): T[] {
  const groups = new Map<string, T>();
  for (const fact of facts) {
    const key = keyOf(fact);
    const known = groups.get(key);
    groups.set(key, known === undefined ? fact : join(known, fact));
  }
  return [...groups.values()];
}

function distinct(notChecked: readonly NotChecked[]): NotChecked[] {
  return [...new Map(notChecked.map((entry) => [JSON.stringify(entry), entry])).values()].slice(0, 100);
}

function nameOf(folder: string): string {
  return folder.replace(/\/\.git\/?$/, "").split(/[/\\]/).filter((part) => part !== "").pop()?.replace(/\.git$/, "") ?? "repository";
}

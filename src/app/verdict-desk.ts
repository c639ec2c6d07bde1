/** Where verdicts are made: from a fresh reading, through one signature, into the ledger. */
import { CountersignError, type DebtItem } from "../core/model";
import type { NewVerdict, Signer } from "../core/ports";
import { seenPart } from "../core/debt/reading";
import type { SessionDependencies } from "./dependencies";
import { newCorrections, withdrawnRecord } from "./corrections";
import type { Evaluation } from "./evaluation";
import { newStatement } from "./finding-statements";
import type { CorrectionRequest, FindingStatement, SignRequest, SignResult } from "./session-types";
import { assertOwnEdit, itemsOf, newVerdict, newWithdrawal, ownStanding, refuseWaiver, type SigningAct } from "./verdicts";

interface Identity {
  /** Null: the batch is unsigned and stays in this clone. */
  readonly signer: Signer | null;
  readonly createdKey?: string;
}

/** Every method folds anew first: what is signed is what stands there now. */
export class VerdictDesk {
  constructor(
    private readonly dependencies: SessionDependencies,
    /** Evaluates again, with the options that the person last looked with. */
    private readonly fresh: () => Promise<Evaluation>,
  ) {}

  /** Signs all verdicts as one batch. Errors: `drifted`, `signing-failed`, `usage` where git knows no user. */
  async sign(request: SignRequest): Promise<SignResult> {
    const evaluation = await this.fresh();
    const bulk = request.verdicts.reduce((count, verdict) => count + verdict.hunks.length, 0);
    const act = this.act(request.method, bulk);
    for (const verdict of request.verdicts) refuseWaiver(verdict, evaluation.policy.configuration.policy.waivers);
    const wanted = request.verdicts.map((verdict) => ({ verdict, items: itemsOf(evaluation, verdict.hunks, request.shown) }));
    const blobOf = await this.storeTexts(evaluation, wanted.flatMap(({ items }) => items));
    const identity = await this.identity(request.createKey === true);
    const currentKey = identity.signer?.fingerprint ?? "";
    // A terminal shows a hunk whole and can't know what was read of it.
    const seen = evaluation.policy.configuration.policy.seen && request.method === "editor" ? await this.dependencies.readingStore.seen() : null;
    const verdicts: NewVerdict[] = [];
    for (const { verdict, items } of wanted) {
      for (const item of items) {
        // Approving what one rejected before takes the rejection back: it would stick otherwise.
        const own = item.records.filter((record) => record.verdict === "rejected" && record.key === currentKey);
        if (verdict.verdict !== "rejected" && verdict.waiveDays === undefined) verdicts.push(...own.map((record) => newWithdrawal(record, item, act)));
        if (verdict.edited === true) assertOwnEdit(item, currentKey);
        const made = newVerdict(evaluation, item, verdict, act, blobOf);
        const text = seen?.get(made.contentId);
        // Where nothing was observed nothing is said: not that little was seen.
        verdicts.push(text === undefined ? made : { ...made, seen: seenPart(text) });
      }
    }
    return this.append(verdicts, identity, act.at);
  }

  /** Takes back one's own verdicts on these hunks. Error `not-found` where there are none. */
  async withdraw(hunks: readonly string[], method: SignRequest["method"]): Promise<SignResult> {
    const evaluation = await this.fresh();
    const current = await this.dependencies.keys.current();
    const identity = { signer: current?.signer ?? null };
    const key = identity.signer?.fingerprint ?? "";
    const act = this.act(method, hunks.length);
    const verdicts = itemsOf(evaluation, hunks, undefined).flatMap((item) =>
      [...item.records, ...(item.waived === undefined ? [] : [item.waived])].filter((record) => record.key === key || record.key === "").map((record) => newWithdrawal(record, item, act)),
    );
    if (verdicts.length === 0) {
      throw new CountersignError("not-found", "there is no verdict of yours on this hunk", { hint: "only the key that signed can withdraw" });
    }
    return this.appendWithdrawals(verdicts, evaluation, identity, act.at);
  }

  /** Takes back exactly these records of one's own, wherever their text stands today. Error `not-found` where none of them is one's own. */
  async withdrawRecords(ids: readonly string[], method: SignRequest["method"]): Promise<SignResult> {
    const evaluation = await this.fresh();
    const signer = (await this.dependencies.keys.current())?.signer ?? null;
    const own = ownStanding(evaluation.reading.records, ids, signer?.fingerprint ?? "");
    return this.appendWithdrawals(own.map((record) => withdrawnRecord(record, method)), evaluation, { signer }, this.now());
  }

  /** *This Is Not AI* or *This Is AI*, always signed. Errors: `drifted`, `not-found`, `refused` without a key, `signing-failed`. */
  async correct(request: CorrectionRequest): Promise<SignResult> {
    const verdicts = newCorrections(await this.fresh(), request);
    const identity = await this.identity(request.createKey === true);
    if (identity.signer === null) throw new CountersignError("refused", "who wrote a text is corrected with a signature or not at all", { path: request.path, line: request.startLine, hint: "git config gpg.format ssh, and user.signingkey with the path of your key" });
    return this.append(verdicts, identity);
  }

  /** *Not a Problem Here*, always signed. Errors: `not-found`, `drifted`, `refused` without a key, `signing-failed`. */
  async quiet(statement: FindingStatement): Promise<SignResult> {
    const verdict = newStatement(await this.fresh(), statement);
    const identity = await this.identity(statement.createKey === true);
    if (identity.signer === null) throw new CountersignError("refused", "that a finding is no problem is said with a signature or not at all", { path: statement.path, line: statement.line, hint: "git config gpg.format ssh, and user.signingkey with the path of your key" });
    return this.append([verdict], identity);
  }

  private act(method: SignRequest["method"], bulk: number): SigningAct {
    return { method, bulk, agentEnvironment: this.dependencies.agentEnvironment, at: this.now() };
  }

  /** UTC, ISO 8601 with seconds. */
  private now(): string {
    return this.dependencies.clock.now().toISOString().replace(/\.\d+Z$/, "Z");
  }

  private async identity(createKey: boolean): Promise<Identity> {
    const { keys, git } = this.dependencies;
    const current = await keys.current();
    if (current !== null) return { signer: current.signer };
    if (!createKey) return { signer: null };
    const created = await keys.create((await git.user())?.email ?? "countersign");
    return { signer: created.signer, createdKey: created.path };
  }

  private async append(verdicts: readonly NewVerdict[], { signer, createdKey }: Identity, at = this.now()): Promise<SignResult> {
    const { git, ledger } = this.dependencies;
    const user = await git.user();
    if (user === null) throw new CountersignError("usage", "git does not know who you are", { hint: "git config user.name YOU; git config user.email YOU@EXAMPLE.COM" });
    const { isNew } = await ledger.repositoryId();
    const records = await ledger.appendBatch({ signer: user.email, at, verdicts }, signer);
    const evaluation = await this.fresh();
    return { records, signing: evaluation.snapshot.signing, repositoryIdIsNew: isNew, ...(createdKey === undefined ? {} : { createdKey }) };
  }

  /** Unsigned records are taken back in the lane they stand in, signed ones with a signature. */
  private async appendWithdrawals(verdicts: readonly NewVerdict[], { reading }: Evaluation, identity: Identity, at: string): Promise<SignResult> {
    const unsigned = verdicts.filter((verdict) => reading.records.some((record) => record.id === verdict.of && record.key === ""));
    const signed = verdicts.filter((verdict) => !unsigned.includes(verdict));
    const results: SignResult[] = [];
    if (unsigned.length > 0) results.push(await this.append(unsigned, { signer: null }, at));
    if (signed.length > 0) results.push(await this.append(signed, identity, at));
    const [first] = results;
    if (first === undefined) throw new CountersignError("internal", "nothing was withdrawn");
    return { ...first, records: results.flatMap((result) => result.records) };
  }

  /** Keeps the approved texts as objects, so that a later delta can be shown. */
  private async storeTexts(evaluation: Evaluation, items: readonly DebtItem[]): Promise<Map<string, string>> {
    const paths = [...new Set(items.map((item) => item.hunk.path))].filter((path) => evaluation.contents.has(path));
    const ids = await this.dependencies.git.writeBlobs(paths.map((path) => evaluation.contents.get(path) ?? ""));
    return new Map(paths.map((path, index) => [path, ids[index] ?? ""]));
  }
}

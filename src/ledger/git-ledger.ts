import { randomUUID } from "node:crypto";
import { CountersignError, type Claim, type VerdictRecord } from "../core/model";
import type { GitPlumbing, LedgerImport, LedgerLane, LedgerReading, LedgerStore, Log, Signer, TrustAnchors, VerdictBatch } from "../core/ports";
import { buildBatch, recordsOf, type Batch } from "./batches";
import { chainHead } from "./chain";
import { toInstant, writeClaimLines, type StoredClaim } from "./claim-records";
import { LaneObjects, filesOf } from "./lane-objects";
import { LaneWriter, type LaneChange, type LaneStart } from "./lane-writer";
import { laneKindOf, LedgerReader, type LedgerState } from "./ledger-reader";
import { batchesByLane, exportedFiles, readMountedFiles } from "./mounted-files";
import { sha256Hex } from "./records";
import { laneOf, parsePublicKeyLine } from "./ssh/public-key";
import { APPROVAL_NAMESPACE, SIGNOFF_NAMESPACE, checkSignature } from "./ssh/signature";
import { LedgerSync } from "./sync";
import { verifyBatches, type FoundBatch, type Verification } from "./verification";

export interface GitLedgerOptions {
  readonly git: GitPlumbing;
  /** Names this clone's lanes of claims and unsigned sign-offs: letters, digits and `-`, at most 64. */
  readonly cloneId: string;
  /** For batch headers: `countersign/0.1.0`. */
  readonly tool: string;
  /** The id that the configuration names, or null; new batches carry it. */
  readonly configuredRepositoryId: () => Promise<string | null>;
  readonly log?: Log;
}

/** Above this many files a lane of claims is gathered into few. */
const CLAIM_FILES = 64;
/** Largest claims file we write, in characters of JSON; well below what readers refuse. */
const CLAIM_FILE_LENGTH = 2 * 1024 * 1024;
const CLAIM_FILE_LINES = 20_000;
/** Files up to this many bytes are gathered; larger ones stay as they are, so that an append does not rewrite the lane. */
const SMALL_CLAIM_FILE = 256 * 1024;
const NO_ANCHORS: TrustAnchors = { allowedSigners: null, revocations: null, repositoryId: null };

/** The ledger in git refs: signed batches one lane a key, claims one lane a clone, united by content when read. */
export class GitLedger implements LedgerStore {
  private readonly objects: LaneObjects;
  private readonly reader: LedgerReader;
  private readonly writer: LaneWriter;
  private anchors: TrustAnchors = NO_ANCHORS;
  private newId: string | null = null;
  /** Appends of this process, one after another: each starts from what the one before it wrote. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: GitLedgerOptions) {
    if (!/^[0-9A-Za-z][0-9A-Za-z-]{0,63}$/.test(options.cloneId)) {
      throw new CountersignError("internal", `the clone id ${JSON.stringify(options.cloneId.slice(0, 80))} can't name a ref: expected letters, digits and -`);
    }
    this.objects = new LaneObjects(options.git, options.log ?? null);
    this.reader = new LedgerReader(this.objects, options.log ?? null);
    this.writer = new LaneWriter(this.objects);
  }

  /** Errors: `ledger-unreadable`; `policy` where revocations.json can't be read. */
  async verdicts(trust: TrustAnchors): Promise<LedgerReading> {
    return this.verdictsIn(() => this.reader.state(), trust);
  }

  async claims(): Promise<readonly Claim[]> {
    return (await this.storedClaims()).map(({ claim }) => claim);
  }

  atOneMoment(): LedgerStore {
    let asked: Promise<LedgerState> | null = null;
    const state = () => (asked ??= this.reader.state());
    const view: LedgerStore = {
      verdicts: (trust) => this.verdictsIn(state, trust),
      claims: async () => (await this.reader.claims(await state())).map(({ claim }) => claim),
      lanes: async () => lanesIn(await state()),
      hasRepositoryId: async () => (await this.knownRepositoryId(state)) !== null,
      repositoryId: () => this.repositoryId(),
      mount: (commits) => {
        this.mount(commits);
        asked = null;
      },
      atOneMoment: () => view,
      appendClaims: (claims) => this.appendClaims(claims),
      appendBatch: (batch, signer) => this.appendBatch(batch, signer),
      exported: () => this.exported(),
      importFiles: (files) => this.importFiles(files),
      sync: (remote) => this.sync(remote),
    };
    return view;
  }

  async appendClaims(claims: readonly Claim[]): Promise<number> {
    const wanted = new Map<string, StoredClaim>();
    for (const claim of claims) {
      const lines = writeClaimLines(claim);
      if (lines === null) this.options.log?.warn(`claim left out: ${JSON.stringify(claim.path.slice(0, 200))} with this content can't stand in the ledger`);
      for (const line of lines ?? []) wanted.set(line.id, line);
    }
    if (wanted.size === 0) return 0;
    let added = 0;
    const ref = `refs/countersign/c/${this.options.cloneId}`;
    await this.inTurn(() =>
      this.writer.append(() => this.start(ref), ref, async (start) => {
        // A claim that stands only in a tree would go with the file: it is kept in the refs as well.
        const known = new Set((await this.reader.claims({ ...start.state, lanes: start.state.lanes.filter(({ lane }) => lane.isMounted !== true) })).map(({ id }) => id));
        const fresh = [...wanted.values()].filter(({ id }) => !known.has(id));
        added = fresh.length;
        return fresh.length === 0 ? null : this.claimsChange(start, fresh);
      }),
    );
    return added;
  }

  async appendBatch(batch: VerdictBatch, signer: Signer | null): Promise<readonly VerdictRecord[]> {
    const key = signer ? parsePublicKeyLine(signer.publicKey) : null;
    const ref = key ? `refs/countersign/s/${laneOf(key.blob)}` : `refs/countersign/u/${this.options.cloneId}`;
    const { id: repository } = await this.repositoryId();
    let written: FoundBatch | null = null;
    await this.inTurn(() =>
      this.writer.append(() => this.start(ref), ref, async ({ state }) => {
        const head = await this.head(state, key?.fingerprint ?? "", ref, repository);
        const { body, batch: made } = buildBatch(batch.verdicts, {
          repository,
          signer: batch.signer,
          key: key?.fingerprint ?? "",
          at: toInstant(batch.at),
          sequence: head === null ? 0 : head.header.seq + 1,
          previous: head?.id ?? null,
          tool: this.options.tool,
        });
        const armoured = signer && key ? await this.signed(signer, key.fingerprint, body) : null;
        written = { name: made.id, ref, unsignedLane: key === null, reading: { ok: true, batch: made }, signature: armoured === null ? null : checkSignature(armoured, body, SIGNOFF_NAMESPACE, APPROVAL_NAMESPACE) };
        return {
          added: [{ name: made.id, extension: "jsonl", content: body }, ...(armoured === null ? [] : [{ name: made.id, extension: "sig" as const, content: armoured }])],
          at: made.header.at,
          message: `Sign-offs, batch ${made.header.seq}`,
        };
      }),
    );
    return this.asReadBack(written);
  }

  async hasRepositoryId(): Promise<boolean> {
    return (await this.knownRepositoryId(() => this.reader.state())) !== null;
  }

  async repositoryId(): Promise<{ readonly id: string; readonly isNew: boolean }> {
    const known = await this.knownRepositoryId(() => this.reader.state());
    if (known !== null) return { id: known, isNew: false };
    this.newId ??= await this.makeRepositoryId();
    return { id: this.newId, isNew: true };
  }

  private async knownRepositoryId(state: () => Promise<LedgerState>): Promise<string | null> {
    const configured = this.anchors.repositoryId ?? (await this.options.configuredRepositoryId());
    if (configured !== null) return configured;
    return (await this.verify(await state(), this.anchors)).repository ?? (await this.verify(await state(), NO_ANCHORS)).repository;
  }

  mount(commits: readonly string[]): void {
    this.reader.mounts = [...new Set(commits)];
  }

  async lanes(): Promise<readonly LedgerLane[]> {
    return lanesIn(await this.reader.state());
  }

  async exported(): Promise<readonly { readonly path: string; readonly text: string }[]> {
    return exportedFiles(await this.reader.state(), this.objects);
  }

  async importFiles(files: readonly { readonly path: string; readonly text: string }[]): Promise<LedgerImport> {
    const read = readMountedFiles(files);
    let batches = 0;
    await this.inTurn(async () => {
      for (const [ref, ofLane] of batchesByLane(read.batches)) {
        let news = 0;
        await this.writer.append(() => this.start(ref), ref, ({ tree }) => {
          const known = new Set(tree === null ? [] : filesOf(tree).map(({ path }) => path));
          const fresh = ofLane.filter(({ name }) => !known.has(`${name.slice(0, 2)}/${name}.jsonl`) || !known.has(`${name.slice(0, 2)}/${name}.sig`));
          // Asked again after a lost race: what the other process brought is not news any more.
          news = fresh.length;
          if (news === 0) return Promise.resolve(null);
          const added = fresh.flatMap(({ name, body, signature }) => [{ name, extension: "jsonl" as const, content: body }, { name, extension: "sig" as const, content: signature }]);
          return Promise.resolve({ added, at: fresh.reduce((latest, { at }) => (at > latest ? at : latest), ""), message: "Imported" });
        });
        batches += news;
      }
    });
    const claims = await this.appendClaims(read.claims);
    return { batches, claims, refused: read.refused };
  }

  /** Errors: `not-found` for an unknown remote; `internal` with git's own words where the remote can't be reached or refuses. */
  async sync(remote: string): Promise<{ readonly fetched: number; readonly pushed: number }> {
    await this.inTurn(() => this.openLane());
    const sync = new LedgerSync(this.options.git, this.reader, this.writer, this.objects, `refs/countersign/c/${this.options.cloneId}`, this.options.log ?? null);
    return this.inTurn(() => sync.run(remote));
  }

  /** This clone's lane of claims, empty until there are any: pushed, it tells a ledger without records from none at all. */
  private async openLane(): Promise<void> {
    const ref = `refs/countersign/c/${this.options.cloneId}`;
    const { tip } = await this.start(ref);
    if (tip !== null) return;
    const commit = await this.objects.writeCommit(await this.objects.writeEmptyTree(), [], "1970-01-01T00:00:00Z", "A lane for claims");
    const refusal = await this.objects.moveRef(ref, commit, null);
    if (refusal !== null) this.options.log?.debug(`${ref} was made by another process: ${refusal}`);
  }

  private async verdictsIn(state: () => Promise<LedgerState>, trust: TrustAnchors): Promise<LedgerReading> {
    this.anchors = trust;
    const { records, problems, gaps } = await this.verify(await state(), trust);
    return { records, problems, gaps };
  }

  private async verify(state: LedgerState, trust: TrustAnchors): Promise<Verification> {
    const verification = verifyBatches(await this.reader.batches(state), trust);
    const problems = [...verification.problems, ...state.odd.map((ref) => ({ batch: "", ref, why: "not a commit: expected a lane of the ledger" }))];
    for (const { lane, tree } of state.lanes) {
      if (tree.strangers > 0) problems.push({ batch: "", ref: lane.ref, why: `${tree.strangers} entries that are no ledger files were not read` });
    }
    return { ...verification, problems };
  }

  private async storedClaims(): Promise<readonly StoredClaim[]> {
    return this.reader.claims(await this.reader.state());
  }

  private async start(ref: string): Promise<LaneStart> {
    const state = await this.reader.state();
    if (state.odd.includes(ref)) throw new CountersignError("ledger-unreadable", `${ref} is not a commit: expected this clone's lane`, { hint: `look at it with git cat-file -p ${ref}, then delete it` });
    const found = state.lanes.find(({ lane }) => lane.ref === ref);
    return { state, tip: found?.lane.tip ?? null, tree: found?.tree ?? null };
  }

  /** The batch that the next one follows: the key's last in any lane, or the unsigned lane's own last. */
  private async head(state: LedgerState, fingerprint: string, ref: string, repository: string): Promise<Batch | null> {
    const batches: Batch[] = [];
    for (const found of await this.reader.batches(state)) {
      if (!found.reading.ok || found.reading.batch.header.repo !== repository) continue;
      // Only what the key itself signed: anybody could write a batch with its name and a wild sequence number.
      const own = fingerprint === "" ? found.ref === ref : found.signature?.valid === true && found.signature.key.fingerprint === fingerprint;
      if (own) batches.push(found.reading.batch);
    }
    return chainHead(batches, fingerprint);
  }

  private async signed(signer: Signer, fingerprint: string, body: Buffer): Promise<string> {
    const armoured = await signer.sign(body);
    const check = checkSignature(armoured, body, SIGNOFF_NAMESPACE, APPROVAL_NAMESPACE);
    if (!check.valid) throw new CountersignError("signing-failed", `the signature that the key made does not verify: ${check.why}`, { hint: "check git's user.signingkey" });
    if (check.key.fingerprint !== fingerprint) throw new CountersignError("signing-failed", `${check.key.fingerprint} signed: expected ${fingerprint}`, { hint: "check git's user.signingkey" });
    return armoured;
  }

  private asReadBack(written: FoundBatch | null): readonly VerdictRecord[] {
    if (written === null || !written.reading.ok) throw new CountersignError("internal", "the batch was not written");
    const { records } = verifyBatches([written], { ...this.anchors, repositoryId: written.reading.batch.header.repo });
    // A batch that counts nothing (signed, not enrolled) is read back by nobody; its records then carry no trust.
    return records.length > 0 ? records : recordsOf(written.reading.batch, "none");
  }

  private async claimsChange(start: LaneStart, fresh: readonly StoredClaim[]): Promise<LaneChange> {
    const at = fresh.reduce((latest, { claim }) => (claim.at > latest ? claim.at : latest), "");
    const files = start.tree === null ? [] : filesOf(start.tree).filter(({ extension }) => extension === "jsonl");
    const lines = fresh.map(({ line }) => line);
    if (files.length < CLAIM_FILES) return { added: packLines(lines), at, message: "Claims" };
    // Lines are gathered as they stand: one that only a newer Countersign can read must not get lost here.
    const contents = await this.objects.blobs(new Map(files.map(({ blob, path }) => [blob, path])), SMALL_CLAIM_FILE);
    const small = files.filter(({ blob }) => contents.get(blob)?.toString("utf8").endsWith("\n"));
    const kept = small.flatMap(({ blob }) => (contents.get(blob)?.toString("utf8") ?? "").split("\n").filter((line) => line !== ""));
    const added = packLines([...new Set([...kept, ...lines])]);
    const names = new Set(added.map(({ name }) => name));
    return { added, removed: new Set(small.filter(({ name }) => !names.has(name)).map(({ path }) => path)), at, message: "Claims, gathered" };
  }

  /**
   * A new id in the form of a UUID. Made from the root of the branch, where the clone has it, so that two people who
   * sign first, each in their own clone, make the same one and neither's batches are refused later.
   */
  private async makeRepositoryId(): Promise<string> {
    const shallow = await this.options.git.attempt(["rev-parse", "--is-shallow-repository"]);
    if (shallow.code !== 0 || shallow.stdout.toString("latin1").trim() !== "false") return randomUUID();
    const root = await this.options.git.attempt(["rev-list", "--first-parent", "--max-parents=0", "HEAD"]);
    const commit = root.stdout.toString("latin1").trim();
    if (root.code !== 0 || !/^[0-9a-f]{40,64}$/.test(commit)) return randomUUID();
    const digits = sha256Hex(`countersign repository ${commit}`);
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(work, work);
    this.queue = turn.catch(() => undefined);
    return turn;
  }
}

/** Claims as files of bounded size, named by their content. */
function packLines(lines: readonly string[]): readonly { readonly name: string; readonly extension: "jsonl"; readonly content: string }[] {
  const bodies: string[] = [];
  let body: string[] = [];
  let length = 0;
  for (const line of lines) {
    if (body.length > 0 && (length + line.length > CLAIM_FILE_LENGTH || body.length >= CLAIM_FILE_LINES)) {
      bodies.push(`${body.join("\n")}\n`);
      body = [];
      length = 0;
    }
    body.push(line);
    length += line.length;
  }
  if (body.length > 0) bodies.push(`${body.join("\n")}\n`);
  return bodies.map((content) => ({ name: sha256Hex(content), extension: "jsonl", content }));
}

function lanesIn({ lanes }: LedgerState): readonly LedgerLane[] {
  return lanes.map(({ lane, tree }) => ({ ref: lane.ref, kind: laneKindOf(lane.ref), files: filesOf(tree).filter(({ extension }) => extension === "jsonl").length, strangers: tree.strangers }));
}

/** A repository with a bare origin that Countersign supervises through its built command line and library, as a user's would be. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ReviewSession } from "../../src/app/review-session";
import type { SignResult } from "../../src/app/session-types";
import type { HunkState } from "../../src/core/model";
import { generateKey } from "../../src/ledger/ssh/private-key";
import { TemporaryRepository } from "./temporary-repository";

/** The project's folder; the compiled tests stand in out/test/e2e. */
export const PROJECT = resolve(__dirname, "../../..");
const MAIN = join(PROJECT, "dist/main.js");

export interface CheckedHunk {
  readonly id: string;
  readonly kind: "edit" | "removal";
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly state: HunkState;
  readonly staleReason: string | null;
  readonly staleLines: readonly number[];
  readonly seams: readonly number[];
  readonly assistant: string;
  readonly risk: { readonly level: string };
  readonly minutes: number;
}

export interface CheckDocument {
  readonly verdict: "pass" | "fail" | "not-evaluated";
  readonly exitCode: number;
  readonly base: string | null;
  readonly debt: { readonly minutes: number; readonly hunks: number; readonly byState: Readonly<Record<string, number>> };
  readonly unclaimed: { readonly lines: number };
  readonly gate: readonly { readonly condition: string; readonly actual: number; readonly why: string; readonly pass: boolean }[];
  readonly hunks: readonly CheckedHunk[];
  readonly findings: readonly { readonly rule: string; readonly path: string }[];
  readonly notChecked: readonly { readonly what: string; readonly why: string }[];
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command line in a folder, without the person's own git configuration and without a terminal. */
export function countersign(folder: string, parameters: readonly string[], input = "", environment: Readonly<Record<string, string | undefined>> = {}): Ran {
  const result = spawnSync(process.execPath, [MAIN, ...parameters], {
    cwd: folder,
    input,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: 120_000,
    env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", XDG_CONFIG_HOME: join(folder, ".git", "no-keys-here"), NO_COLOR: "1", ...environment },
  });
  return { code: result.status ?? -1, stdout: result.stdout, stderr: result.stderr };
}

/** `check --format json`; any exit code below 2 is an answer. */
export function check(folder: string, ...parameters: readonly string[]): CheckDocument {
  const ran = countersign(folder, ["check", "--format", "json", ...parameters]);
  if (ran.code > 1 && ran.code !== 3) throw new Error(`check ended with ${ran.code}: ${ran.stderr}${ran.stdout}`);
  return JSON.parse(ran.stdout) as CheckDocument;
}

/** State, lines and seams of each hunk by path and first line: what two verdicts are compared by. */
export function verdictOf(document: CheckDocument): unknown {
  const { verdict, exitCode, debt, hunks } = document;
  return { verdict, exitCode, minutes: debt.minutes, hunks: hunks.map(({ id, path, startLine, endLine, state, staleLines, seams, minutes, risk }) => ({ id, path, startLine, endLine, state, staleLines, seams, minutes, level: risk.level })) };
}

export class SupervisedRepository extends TemporaryRepository {
  readonly origin: string;
  readonly #sessions = new Set<ReviewSession>();

  constructor() {
    super();
    this.origin = `${this.folder}-origin.git`;
    this.git("init", "-q", "--bare", "-b", "main", this.origin);
    this.git("remote", "add", "origin", this.origin);
  }

  /** First commit on main, pushed, and a branch `work` on top of it. */
  start(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) this.write(path, text);
    this.commit("start");
    this.git("push", "-q", "-u", "origin", "main");
    this.git("remote", "set-head", "origin", "main");
    this.git("checkout", "-q", "-b", "work");
  }

  /** An assistant rewrites a file, its hook tells before and after. */
  assistantWrites(path: string, text: string, session = "session-1", assistant = "claude-code"): void {
    this.hook({ event: "before-edit", files: [path], session, assistant });
    this.write(path, text);
    this.hook({ event: "after-edit", files: [path], session, assistant });
  }

  personWrites(path: string, text: string): void {
    this.hook({ event: "before-edit", files: [path], session: "", assistant: "generic" });
    this.write(path, text);
    this.hook({ event: "human-edit", files: [path], session: "", assistant: "generic" });
  }

  hook(payload: Readonly<Record<string, unknown>>): void {
    const ran = countersign(this.folder, ["hook", "generic"], JSON.stringify({ version: 1, cwd: this.folder, model: "model-1", ...payload }));
    if (ran.code !== 0 || ran.stdout !== "") throw new Error(`hook: ${ran.code} ${ran.stdout}${ran.stderr}`);
  }

  /** Makes an SSH key the user's git signing key. Returns its public line. */
  useSigningKey(name = "id_test", email = "ada@example.org"): string {
    const { privateKey, publicKey } = generateKey(email);
    const folder = join(this.folder, ".git", "test-keys");
    mkdirSync(folder, { recursive: true });
    const file = join(folder, name);
    writeFileSync(file, privateKey, { mode: 0o600 });
    chmodSync(file, 0o600);
    writeFileSync(`${file}.pub`, publicKey);
    this.git("config", "gpg.format", "ssh");
    this.git("config", "user.signingkey", file);
    return publicKey.trim().split(" ").slice(0, 2).join(" ");
  }

  /** The façade itself, as the editor's engine uses it: signing needs a person, and this test is one. */
  async session(): Promise<ReviewSession> {
    const library = join(PROJECT, "dist/library.js");
    if (!existsSync(library)) throw new Error("dist/library.js is missing: build first");
    process.env["GIT_CONFIG_GLOBAL"] = "/dev/null";
    process.env["XDG_CONFIG_HOME"] = join(this.folder, ".git", "no-keys-here");
    const { createSession } = (await import(library)) as typeof import("../../src/engine/compose");
    const silent = () => undefined;
    const session = await createSession(this.folder, { log: { debug: silent, info: silent, warn: silent } });
    this.#sessions.add(session);
    return session;
  }

  /** Signs every open hunk that `wanted` chooses. */
  async sign(wanted: (hunk: { path: string; startLine: number; kind: string }) => boolean = () => true, verdict: "approved" | "rejected" = "approved"): Promise<SignResult> {
    const session = await this.session();
    await session.settle();
    const { items } = await session.open();
    const hunks = items.filter((item) => item.state !== "signed-off" && wanted(item.hunk)).map((item) => item.hunk.id);
    const result = await session.sign({ verdicts: [{ hunks, verdict, basis: "read" }], method: "terminal" });
    this.release(session);
    return result;
  }

  release(session: ReviewSession): void {
    session.dispose();
    this.#sessions.delete(session);
  }

  override dispose(): void {
    for (const session of this.#sessions) session.dispose();
    super.dispose();
    new TemporaryRepository({ initialise: false, folder: this.origin }).dispose();
  }
}

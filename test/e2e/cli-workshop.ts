/** The built command line in a folder of its own: the example repository, copies of it, and a terminal to answer on. */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { assertSchema } from "../unit/report/schemas";

const dist = resolve(process.env["COUNTERSIGN_TEST_DIST"] ?? "dist");

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

export interface TerminalRan {
  readonly code: number;
  readonly output: string;
  /** Questions that never came. */
  readonly unanswered: number;
}

/** What the tests read of `countersign/status/1` and `countersign/check/1`. */
export interface StatusAnswer {
  readonly debt: { readonly minutes: number; readonly hunks: number; readonly byState: Readonly<Record<string, number>> };
  readonly hunks: readonly {
    readonly id: string;
    readonly path: string;
    readonly kind: string;
    readonly startLine: number;
    readonly state: string;
    readonly staleLines: readonly number[];
    readonly assistant: string;
    readonly risk: { readonly level: string; readonly reasons: readonly { readonly rule: string }[] };
    readonly evidence: readonly { readonly source: string }[];
  }[];
}

export class CliWorkshop {
  static readonly cli = join(dist, "main.js");
  /** Nothing of the machine: no agent's variables, no configuration of git, no keys. */
  readonly environment: Readonly<Record<string, string>>;

  private constructor(
    readonly work: string,
    /** The example repository; tests that change it take a copy. */
    readonly shop: string,
  ) {
    this.environment = {
      PATH: process.env["PATH"] ?? "",
      HOME: work,
      XDG_CONFIG_HOME: join(work, "config"),
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_NOSYSTEM: "1",
      LC_ALL: "C.UTF-8",
      TMPDIR: work,
      CI: "",
    };
  }

  /** Builds the example repository, which takes some seconds. */
  static async open(): Promise<CliWorkshop> {
    assert.ok(existsSync(CliWorkshop.cli), `${CliWorkshop.cli} is missing: npm run build makes it`);
    const work = realpathSync(mkdtempSync(join(tmpdir(), "countersign-cli-")));
    const { buildExample } = (await import(pathToFileURL(resolve("test/fixtures/example-repository.mjs")).href)) as {
      buildExample(folder: string, built: { readonly cli: string; readonly library: string }): Promise<string>;
    };
    return new CliWorkshop(work, await buildExample(join(work, "shop"), { cli: CliWorkshop.cli, library: join(dist, "library.js") }));
  }

  close(): void {
    rmSync(this.work, { recursive: true, force: true });
  }

  run(folder: string, args: readonly string[], more: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {}): Ran {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CliWorkshop.cli, ...args], {
      cwd: folder,
      env: { ...this.environment, ...more.env },
      input: more.input ?? "",
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
      timeout: 60_000,
    });
    return { code: status, out: stdout, error: stderr };
  }

  /** Runs a command; `asked`: command lines of its git processes without git's own options, in order. */
  traced(folder: string, args: readonly string[], input = ""): Ran & { readonly asked: readonly string[] } {
    const trace = join(this.work, "trace.json");
    rmSync(trace, { force: true });
    const ran = this.run(folder, args, { input, env: { GIT_TRACE2_EVENT: trace } });
    const events = readFileSync(trace, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line) as { readonly event: string; readonly argv: readonly string[] });
    return { ...ran, asked: events.filter(({ event }) => event === "start").map(({ argv }) => argv.slice(1).join(" ").replace(/^(?:-c \S+ )+/, "")) };
  }

  /** Runs a command on a pseudo-terminal; each step is a text to wait for and the reply to type. */
  runOnTerminal(folder: string, argv: readonly string[], steps: readonly (readonly [string, string])[], env: Readonly<Record<string, string>> = {}): TerminalRan {
    const task = JSON.stringify({ argv, cwd: folder, env: { ...this.environment, TERM: "xterm", NO_COLOR: "1", ...env }, steps });
    const { status, stdout, stderr } = spawnSync("python3", ["test/fixtures/terminal.py", task], { encoding: "utf8", timeout: 90_000 });
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout) as TerminalRan;
  }

  git(folder: string, ...args: readonly string[]): string {
    const identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "commit.gpgsign=false", "-c", "protocol.file.allow=always"];
    const { status, stdout, stderr } = spawnSync("git", [...identity, ...args], { cwd: folder, env: this.environment, encoding: "utf8" });
    assert.equal(status, 0, `git ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  }

  repository(name: string): string {
    const folder = join(this.work, name);
    mkdirSync(folder);
    this.git(folder, "init", "--quiet", "--initial-branch=main");
    return folder;
  }

  commit(folder: string, path: string, text: string, message = "change"): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    this.git(folder, "add", "--all");
    this.git(folder, "commit", "--quiet", "--message", message);
  }

  copyOfShop(name: string): string {
    const folder = join(this.work, name);
    spawnSync("cp", ["-R", this.shop, folder]);
    this.git(folder, "config", "user.signingkey", join(folder, ".git/example/countersign/id_ed25519"));
    return folder;
  }

  status(folder: string): StatusAnswer {
    const ran = this.run(folder, ["status", "--format", "json"]);
    assert.equal(ran.code, 0, ran.error);
    return assertSchema("status", ran.out) as StatusAnswer;
  }
}

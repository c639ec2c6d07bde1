import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TemporaryRepository } from "../e2e/temporary-repository";
import { projectRoot } from "./host";

/** Texts of the shop, as assistants wrote them. Lines are 1-based in the tests that name them. */
export const SHOP = {
  /** claude-code, through its own hook: the error of a payment disappears. */
  pay: {
    path: "src/pay.ts",
    symbol: "charge",
    swallowedAt: 8,
    text: [
      'import { send } from "./gateway";',
      "",
      "export async function charge(cents: number): Promise<string | null> {",
      "  const amount = Math.round(cents);",
      "  try {",
      "    const receipt = await send(amount);",
      "    return receipt;",
      "  } catch (error) {",
      "  }",
      "  return null;",
      "}",
      "",
    ].join("\n"),
  },
  /** claude-code: harmless. */
  greeting: {
    path: "src/greeting.ts",
    symbol: "greeting",
    text: ["export function greeting(name: string): string {", "  return `Hello, ${name}`;", "}", ""].join("\n"),
  },
  /** cursor, through the payload any tool can send: the hunk that is signed off and then edited. */
  shipping: {
    path: "src/shipping.ts",
    symbol: "shipping",
    text: [
      "export function shipping(total: number, country: string): number {",
      "  const home = 490;",
      "  const abroad = 990;",
      "  if (total >= 5000) return 0;",
      '  return country === "DE" ? home : abroad;',
      "}",
      "",
    ].join("\n"),
  },
  /** codex: takes three lines away that nothing used. */
  access: {
    path: "src/access.ts",
    removed: ["const ATTEMPTS = 3;", "const PAUSE = 200;", "const FACTOR = 2;", ""].join("\n"),
    text: [
      "export interface User {",
      "  readonly name: string;",
      "  readonly age: number;",
      "}",
      "",
      "const ATTEMPTS = 3;",
      "const PAUSE = 200;",
      "const FACTOR = 2;",
      "export function mayPay(user: User): boolean {",
      "  return user.age >= 18;",
      "}",
      "",
    ].join("\n"),
  },
} as const;

/** Commits and pushes what the branch is measured against: a person's files, and history by an assistant. */
const MAIN: Readonly<Record<string, string>> = {
  "package.json": '{ "name": "shop", "version": "1.0.0", "private": true }\n',
  "src/gateway.ts": "export async function send(cents: number): Promise<string> {\n  return `receipt for ${cents}`;\n}\n",
  "src/tax.ts": "export const RATE = 0.2;\n",
  [SHOP.access.path]: SHOP.access.text,
  ".github/CODEOWNERS": "/src/pay.ts @shop/payments\n",
};
const COUPONS = "export function discount(amount: number, percent: number): number {\n  return Math.round((amount * percent) / 100);\n}\n";
const CLAUDE_MARK = "Co-Authored-By: Claude <noreply@anthropic.com>";

/** A hunk of `countersign check --format json`, as far as tests read it. */
export interface CheckedHunk {
  readonly id: string;
  readonly kind: "edit" | "removal";
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly symbol?: string | null;
  readonly state: string;
  readonly staleLines: readonly number[];
  readonly minutes: number;
  readonly risk: { readonly level: string };
  readonly evidence: readonly { readonly source: string; readonly tier: number; readonly detail: string }[];
}

/** `countersign/check/1` and `countersign/status/1`, as far as tests read them. */
export interface DebtDocument {
  readonly schema: string;
  readonly debt: { readonly minutes: number; readonly hunks: number; readonly byState: Readonly<Record<string, number>> };
  readonly hunks: readonly CheckedHunk[];
  readonly unclaimed: { readonly lines: number };
}

/** `countersign/log/1`, as far as tests read it. */
export interface LogDocument {
  readonly records: readonly {
    readonly id: string;
    readonly type: string;
    readonly criteria: readonly string[];
    readonly path: string;
    readonly verdict: string;
    readonly basis: string;
    readonly reason: string | null;
    /** SHA256 fingerprint; null where unsigned. */
    readonly key: string | null;
    readonly trust: string;
    readonly withdrawn: boolean;
  }[];
}

/**
 * A repository on a branch that assistants worked on, made with real git, a bare `origin`, and payloads sent through the
 * built command `hook`, as their hooks would send them.
 */
export class ShopRepository {
  readonly folder: string;
  private readonly parent: string;
  private readonly repository: TemporaryRepository;
  private toolUses = 0;

  constructor() {
    this.parent = realpathSync(mkdtempSync(join(tmpdir(), "countersign-ui-")));
    this.folder = join(this.parent, "shop");
    const origin = join(this.parent, "origin.git");
    for (const [path, ...rest] of [
      [origin, "--bare"],
      [this.folder],
    ] as const) {
      const made = spawnSync("git", ["init", "--quiet", "--initial-branch=main", ...rest, path], { encoding: "utf8" });
      assert.equal(made.status, 0, made.stderr);
    }
    this.repository = new TemporaryRepository({ folder: this.folder, initialise: false });
    for (const [key, value] of [["user.name", "Robin Example"], ["user.email", "robin@shop.example"], ["commit.gpgsign", "false"], ["core.autocrlf", "false"]] as const) {
      this.git("config", key, value);
    }
    this.git("remote", "add", "origin", origin);
    for (const [path, text] of Object.entries(MAIN)) {
      this.write(path, text);
    }
    this.repository.commit("Shop");
    this.write("src/coupons.ts", COUPONS);
    this.repository.commit(`Coupons\n\n${CLAUDE_MARK}`);
    this.git("push", "--quiet", "--set-upstream", "origin", "main");
    this.git("remote", "set-head", "origin", "main");
    this.git("checkout", "--quiet", "-b", "checkout");
  }

  /** Everything that `SHOP` names, committed, and a person's lines that no hook saw. */
  static complete(): ShopRepository {
    const shop = new ShopRepository();
    shop.claudeWrites(SHOP.pay.path, SHOP.pay.text);
    shop.claudeWrites(SHOP.greeting.path, SHOP.greeting.text);
    shop.edits("cursor", SHOP.shipping.path, "", SHOP.shipping.text);
    shop.edits("codex", SHOP.access.path, SHOP.access.removed, "");
    shop.write("src/tax.ts", "export const RATE = 0.2;\nexport function tax(cents: number): number {\n  return Math.round(cents * RATE);\n}\n");
    shop.repository.commit("Checkout");
    return shop;
  }

  git(...parameters: readonly string[]): string {
    return this.repository.git(...parameters);
  }

  write(path: string, text: string): void {
    this.repository.write(path, text);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  /** Settings of the workspace, which an open editor follows. */
  configure(settings: Readonly<Record<string, unknown>>): void {
    this.write(".vscode/settings.json", `${JSON.stringify(settings, null, 2)}\n`);
  }

  /** Git's own signing key: a fresh one of ssh-keygen. Returns its SHA256 fingerprint. */
  useSigningKey(): string {
    const key = join(this.parent, "signing_key");
    const made = spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "robin", "-f", key], { encoding: "utf8" });
    assert.equal(made.status, 0, made.stderr);
    this.git("config", "gpg.format", "ssh");
    this.git("config", "user.signingkey", `${key}.pub`);
    const shown = spawnSync("ssh-keygen", ["-l", "-f", `${key}.pub`], { encoding: "utf8" });
    const fingerprint = /SHA256:\S+/.exec(shown.stdout)?.[0];
    assert.ok(fingerprint, shown.stderr);
    return fingerprint;
  }

  /** Claude Code's tool Write on a new file: its payloads before and after. */
  claudeWrites(path: string, content: string): void {
    const file = join(this.folder, path);
    const common = {
      session_id: "session-1",
      transcript_path: join(this.parent, "transcript.jsonl"),
      cwd: this.folder,
      permission_mode: "acceptEdits",
      tool_name: "Write",
      tool_input: { file_path: file, content },
      tool_use_id: `toolu_${++this.toolUses}`,
    };
    this.hook("claude-code", { ...common, hook_event_name: "PreToolUse" });
    this.write(path, content);
    this.hook("claude-code", { ...common, hook_event_name: "PostToolUse", tool_response: { type: "create", filePath: file, content, structuredPatch: [], originalFile: null } });
  }

  /** Any assistant, through the payload of contract.md; an empty old text makes the file. */
  edits(assistant: string, path: string, oldText: string, newText: string): void {
    const common = { version: 1, assistant, session: `${assistant}-1`, toolUseId: `call-${++this.toolUses}`, cwd: this.folder };
    this.hook("generic", { ...common, event: "before-edit", files: [path] });
    this.write(path, oldText === "" ? newText : this.read(path).replace(oldText, () => newText));
    this.hook("generic", { ...common, event: "after-edit", edits: [{ path, oldText, newText }] });
  }

  /** What an assistant's hook says after an edit that was made otherwise. */
  tells(assistant: string, path: string, newText: string): void {
    this.hook("generic", { version: 1, assistant, session: `${assistant}-1`, toolUseId: `call-${++this.toolUses}`, cwd: this.folder, event: "after-edit", edits: [{ path, oldText: "", newText }] });
  }

  /** `countersign check --format json`: exit codes 0 and 1 are answers. */
  check(): DebtDocument {
    return this.document("check") as DebtDocument;
  }

  /** Rules of the findings in open hunks, as `countersign check` tells them. */
  findings(): readonly string[] {
    return (this.document("check") as { readonly findings: readonly { readonly rule: string }[] }).findings.map(({ rule }) => rule);
  }

  status(): DebtDocument {
    return this.document("status") as DebtDocument;
  }

  /** What the editor noted about reading, as it stands in the git directory. */
  noted(): string {
    return readFileSync(join(this.folder, ".git", "countersign", "reading.jsonl"), "utf8");
  }

  /** Origin of a 1-based line, as `countersign why` tells it. */
  originAt(path: string, line: number): string {
    return (this.document("why", `${path}:${line}`) as { readonly origin: string }).origin;
  }

  log(): LogDocument {
    return this.document("log") as LogDocument;
  }

  /** How many batches of verdicts the ledger's refs hold. */
  batches(): number {
    return new Set(this.filesBelow("refs/countersign/s/").map(({ name }) => name)).size;
  }

  /** Records as they lie in git under these refs, the batches' headers left out: read with git alone, by no code of ours. */
  recordsBelow(refs: "refs/countersign/s/" | "refs/countersign/c/"): readonly Readonly<Record<string, unknown>>[] {
    const lines = this.filesBelow(refs).flatMap(({ ref, name }) => this.git("show", `${ref}:${name}`).split("\n").filter((line) => line !== ""));
    return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>).filter(({ type }) => type !== "batch");
  }

  private filesBelow(refs: string): readonly { readonly ref: string; readonly name: string }[] {
    const all = this.git("for-each-ref", "--format=%(refname)", refs).split("\n").filter((ref) => ref !== "");
    return all.flatMap((ref) => this.git("ls-tree", "-r", "--name-only", ref).split("\n").filter((name) => name.endsWith(".jsonl")).map((name) => ({ ref, name })));
  }

  dispose(): void {
    rmSync(this.parent, { recursive: true, force: true, maxRetries: 3 });
  }

  private document(command: string, ...parameters: readonly string[]): unknown {
    const { status, stdout, stderr } = this.run([command, ...parameters, "--format", "json"]);
    assert.ok(status === 0 || status === 1, `countersign ${command} ended with ${status}: ${stderr}`);
    return JSON.parse(stdout);
  }

  private hook(assistant: string, payload: unknown): void {
    const { status, stderr } = this.run(["hook", assistant], JSON.stringify(payload));
    assert.equal(status, 0, stderr);
  }

  private run(parameters: readonly string[], input = ""): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
    const environment = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
    return spawnSync(process.execPath, [join(projectRoot, "dist/main.js"), ...parameters], { cwd: this.folder, input, encoding: "utf8", env: environment });
  }
}

/** Plays one scenario with real git, the hook's own code and the product's own engine, all in this process but git. */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { ReviewSession } from "../../../src/app/review-session";
import type { OriginsDocument } from "../../../src/app/session-types";
import { recordPayload } from "../../../src/cli/record-payload";
import { createSession } from "../../../src/engine/compose";
import { fileOf, textOf, wordsOf, type Scenario } from "./scenario";

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined };
const ASSISTANTS: Readonly<Record<string, string>> = { A: "agent-a", B: "agent-b" };
const OWNER: Readonly<Record<string, string>> = { "agent-a": "A", "agent-b": "B", "claude-code": "A" };

/** Repositories with a first commit, by what is in it: copying one is cheaper than five git processes. */
const templates = new Map<string, string>();
let clock = 1_700_000_000;

export function removeTemplates(): void {
  for (const folder of templates.values()) rmSync(folder, { recursive: true, force: true });
  templates.clear();
}

export class ScenarioWorld {
  private readonly home = realpathSync(mkdtempSync(join(tmpdir(), "countersign-scenario-")));
  private folder = join(this.home, "repository");
  private tools = 0;

  /** @param revisions where `expect` looks: the work tree (null), HEAD or both */
  constructor(private readonly revisions: readonly (string | null)[] = [null, "HEAD"]) {}

  /** Plays all steps. Errors: the first expectation that does not hold, with the step it stands in. */
  async play({ steps }: Scenario): Promise<void> {
    for (const step of steps) {
      try {
        await this.step(step);
      } catch (error) {
        throw new Error(`${step}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
    }
  }

  dispose(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  async step(step: string): Promise<void> {
    const [verb = "", ...words] = wordsOf(step);
    switch (verb) {
      case "base":
        { this.begin(words); return; }
      case "A":
      case "B":
      case "W":
      case "S":
      case "P":
      case "N":
        { this.write(verb, words.map(fileOf)); return; }
      case "stage":
        this.git("add", "-A");
        return;
      case "commit":
        this.git("add", "-A");
        this.git("commit", "-q", "--allow-empty", "-m", words.length === 0 ? `commit ${clock}` : words.join(" "));
        return;
      case "git":
        this.git(...words);
        return;
      case "git?":
        this.attempt(words);
        return;
      case "todo": {
        const [script = "", ...upstream] = words;
        this.git("-c", "core.editor=true", "-c", `sequence.editor=sed -i.bak '${script}'`, "rebase", "-q", "-i", ...upstream);
        return;
      }
      case "cd":
        this.folder = resolve(this.home, "repository", words[0] ?? "");
        return;
      case "settle":
        return this.inSession((session) => session.settle());
      case "expect":
        return this.expect(this.folder, words, this.revisions);
      case "expect-work":
        return this.expect(this.folder, words, [null]);
      case "expect-head":
        return this.expect(this.folder, words, ["HEAD"]);
      case "clone":
        return this.expectInClone(words);
      case "removed":
        return this.expectRemoval(words);
      default:
        throw new Error(`unknown step ${verb}`);
    }
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  git(...parameters: readonly string[]): string {
    const { status, stdout, stderr } = this.attempt(parameters);
    if (status !== 0) throw new Error(`git ${parameters.join(" ")}: ${stderr}${stdout}`);
    return stdout;
  }

  private attempt(parameters: readonly string[], cwd = this.folder): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
    const date = `${clock++} +0000`;
    return spawnSync("git", [...parameters], { cwd, encoding: "utf8", env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", GIT_EDITOR: "true" } });
  }

  private begin(files: readonly string[]): void {
    const key = files.join(" ");
    const known = templates.get(key);
    if (known !== undefined) {
      cpSync(known, this.folder, { recursive: true });
      return;
    }
    mkdirSync(this.folder);
    this.git("init", "-q", "--template=", "-b", "main");
    writeFileSync(join(this.folder, ".git/config"), readFileSync(join(this.folder, ".git/config"), "utf8").concat("[user]\n\tname = Ada\n\temail = ada@example.org\n[core]\n\tautocrlf = false\n[maintenance]\n\tauto = false\n"));
    for (const { path, written } of files.map(fileOf)) this.put(path, written);
    this.git("add", "-A");
    this.git("commit", "-q", "--allow-empty", "-m", "base");
    const template = realpathSync(mkdtempSync(join(tmpdir(), "countersign-template-")));
    cpSync(this.folder, template, { recursive: true });
    templates.set(key, template);
  }

  private put(path: string, written: string): void {
    const target = join(this.folder, path);
    const text = textOf(written);
    if (text === null) { rmSync(target, { force: true }); return; }
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text.text);
  }

  private write(actor: string, files: readonly { readonly path: string; readonly written: string }[]): void {
    const paths = files.map(({ path }) => path);
    const put = () => files.forEach(({ path, written }) => this.put(path, written));
    const tell = (event: string, more: Record<string, unknown> = {}) => this.hook("generic", { version: 1, event, cwd: this.folder, files: paths, ...more });
    switch (actor) {
      case "N":
        { put(); return; }
      case "P":
        tell("before-edit", { assistant: "person" });
        put();
        { tell("human-edit"); return; }
      case "W":
        for (const { path, written } of files) {
          const file_path = join(this.folder, path);
          const content = textOf(written)?.text ?? "";
          const before = existsSync(file_path) ? { type: "update", originalFile: readFileSync(file_path, "utf8") } : { type: "create", originalFile: null };
          this.claude("PostToolUse", "Write", { tool_input: { file_path, content }, tool_response: { ...before, filePath: file_path, content, structuredPatch: [] } });
        }
        { put(); return; }
      case "S": {
        const call = { tool_input: { command: "make" }, tool_use_id: `toolu_shell_${this.tools++}` };
        this.claude("PreToolUse", "Bash", call);
        put();
        this.claude("PostToolUse", "Bash", { ...call, tool_response: { stdout: "", stderr: "", interrupted: false } }); return;
      }
      default: {
        const who = { assistant: ASSISTANTS[actor], session: `session-${actor}`, model: "model-1" };
        tell("before-edit", who);
        put();
        tell("after-edit", who); return;
      }
    }
  }

  private claude(event: string, tool: string, more: Record<string, unknown>): void {
    this.hook("claude-code", { session_id: "session-A", transcript_path: join(this.home, ".claude/t.jsonl"), cwd: this.folder, hook_event_name: event, tool_name: tool, tool_use_id: `toolu_${this.tools++}`, ...more });
  }

  hook(name: string, payload: Readonly<Record<string, unknown>>): void {
    assert.equal(recordPayload(name, Buffer.from(JSON.stringify(payload)), this.folder, { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" }, 60_000), null);
  }

  private async inSession<T>(work: (session: ReviewSession) => Promise<T>, folder = this.folder): Promise<T> {
    const session = await createSession(folder, { log: SILENT });
    try {
      return await work(session);
    } finally {
      session.dispose();
    }
  }

  /** Owner letters of one file, in the work tree (null) and at revisions. */
  owners(path: string, revisions: readonly (string | null)[], folder = this.folder): Promise<string[]> {
    return this.inSession(async (session) => {
      await session.settle();
      const found: string[] = [];
      for (const revision of revisions) found.push(lettersOf(await session.origins(revision, [path]), path));
      return found;
    }, folder);
  }

  private async expect(folder: string, [assignment = "", owners = ""]: readonly string[], revisions: readonly (string | null)[]): Promise<void> {
    const { path, written } = fileOf(assignment);
    const wanted = textOf(written);
    if (revisions.includes(null)) assert.equal(existsSync(join(folder, path)) ? readFileSync(join(folder, path), "utf8") : null, wanted?.text ?? null, "the text in the work tree");
    if (wanted === null) return;
    const found = await this.owners(path, revisions, folder);
    revisions.forEach((revision, at) => {
      const shown = [...owners].map((letter, index) => (letter === "_" ? (found[at]?.[index] ?? "") : letter)).join("");
      assert.equal(found[at], shown, `${wanted.lines.join("|")} ${revision ?? "in the work tree"}`);
    });
  }

  private async expectInClone(words: readonly string[]): Promise<void> {
    const origin = join(this.home, "origin.git");
    if (!existsSync(origin)) {
      this.attempt(["init", "-q", "--bare", "-b", "main", origin], this.home);
      this.git("remote", "add", "origin", origin);
    }
    const branch = this.git("rev-parse", "--abbrev-ref", "HEAD").trim();
    this.git("push", "-q", "-f", "origin", "HEAD:refs/heads/for-clone");
    await this.inSession((session) => session.sync("origin"));
    const clone = mkdtempSync(join(this.home, "clone-"));
    assert.equal(this.attempt(["clone", "-q", "-b", "for-clone", origin, clone], this.home).status, 0, branch);
    await this.inSession((session) => session.sync("origin"), clone);
    await this.expect(clone, words, [null, "HEAD"]);
  }

  private async expectRemoval([path = "", lines = "", owner = ""]: readonly string[]): Promise<void> {
    const removals = await this.inSession(async (session) => {
      await session.settle();
      const { items } = await session.open({ since: (await this.root()), only: ["debt"] });
      return items.filter(({ hunk }) => hunk.kind === "removal" && hunk.path === path);
    });
    const found = removals.map(({ hunk }) => `${(hunk.replaced ?? []).join("")} ${OWNER[hunk.assistant] ?? hunk.assistant}`);
    assert.deepEqual(found, lines === "" ? [] : [`${(textOf(lines)?.lines ?? []).join("")} ${owner}`]);
  }

  private root(): Promise<string> {
    return Promise.resolve(this.git("rev-list", "--max-parents=0", "HEAD").trim().split("\n").at(-1) ?? "");
  }
}

export function lettersOf(document: OriginsDocument, path: string): string {
  const file = document.files.find((candidate) => candidate.path === path);
  const letters: string[] = [];
  for (const range of file?.ranges ?? []) {
    const owner = range.assistant === undefined ? undefined : (OWNER[range.assistant] ?? "?");
    const letter = range.origin === "ai" ? owner : range.origin === "mixed" ? owner?.toLowerCase() : range.origin === "human" ? "P" : ".";
    for (let line = range.start; line <= range.end; line++) letters.push(letter ?? "?");
  }
  return letters.join("");
}

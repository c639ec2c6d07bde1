/** Hostile variants of every assistant's own payload, through the hook process itself: refused, with an entry in the journal's log that says why. */
import { strict as assert } from "node:assert";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { knownAssistants } from "../../src/sources/assistants";
import { PROJECT } from "./supervised-repository";
import { TemporaryRepository } from "./temporary-repository";

const HOOK = join(PROJECT, "dist/hook.js");
const PAYLOADS = join(PROJECT, "test/fixtures/payloads");
const MEBIBYTE = Buffer.alloc(1024 * 1024, 0x61);
const DEEP = 200_000;

interface Fixture {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly expect: { readonly event: { readonly phase: string; readonly edits: readonly { readonly evidence: string }[] } | null };
}

/** The first payload of an assistant that tells of an edit with its text; Claude Code's stand in the folder itself. */
function payloadOf(assistant: string): string {
  const folder = assistant === "claude-code" ? PAYLOADS : join(PAYLOADS, assistant);
  for (const entry of readdirSync(folder, { withFileTypes: true }).filter((one) => one.isFile()).sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const { payload, expect } = JSON.parse(readFileSync(join(folder, entry.name), "utf8")) as Fixture;
    if (expect.event?.phase === "after" && expect.event.edits[0]?.evidence === "payload") return JSON.stringify(payload);
  }
  throw new Error(`${assistant} has no payload with text`);
}

describe("hostile payloads of every assistant", function () {
  this.timeout(120_000);
  let folder = "";
  const assistants = knownAssistants().filter((name) => name !== "devin");

  before(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), "countersign-hostile-")))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("are those of all fourteen", () => assert.equal(assistants.length, 14));

  for (const assistant of assistants) {
    it(`${assistant}: cut off, of wrong types, nested without end, leading out, or of 100 MB: nothing recorded, each said; the next one is read`, async () => {
      const repository = new TemporaryRepository({ folder: mkdtempSync(join(folder, "r-")) });
      const root = repository.folder;
      const journal = join(root, ".git/countersign/journal");
      const said = () => (existsSync(join(journal, "problems.log")) ? readFileSync(join(journal, "problems.log"), "utf8").split("\n").filter((line) => line !== "") : []);
      const recorded = () => (existsSync(journal) ? readdirSync(journal).filter((name) => name.endsWith(".jsonl")).length : 0);
      const own = payloadOf(assistant);
      const text = own.replaceAll("/repo", root);
      const payload = JSON.parse(text) as Readonly<Record<string, unknown>>;
      /** What the payload says was done: objects, lists and texts with content, but not who and where. */
      const told = Object.keys(payload).filter((key) => /^(tool_?input|toolArgs|input|args|tool_info|(?:pre|post)ToolUse|edits|files|parameters)$/i.test(key));
      assert.ok(told.length > 0, own);
      const refused = (what: string, bad: string, why: RegExp) => {
        const before = said().length;
        const ran = spawnSync(process.execPath, [HOOK, assistant], { cwd: root, input: bad, timeout: 60_000 });
        assert.deepEqual([ran.status, ran.stdout.length, ran.stderr.toString()], [0, 0, ""], what);
        const entries = said().slice(before);
        assert.ok(entries.length > 0, `${what}: nothing was said`);
        assert.match(entries.join("\n"), why, what);
        assert.ok(entries.every((entry) => entry.includes(assistant) && entry.length < 2000), entries.join("\n").slice(0, 3000));
        assert.equal(recorded(), 0, what);
      };

      refused("cut off", text.slice(0, Math.floor(text.length * 0.7)), /ends too early|unexpected character/);
      refused("of wrong types", JSON.stringify({ ...payload, ...Object.fromEntries(told.map((key) => [key, 7])) }), /expected .*found a number/);
      refused("nested without end", `${JSON.stringify(Object.fromEntries(Object.entries(payload).filter(([key]) => !told.includes(key)))).slice(0, -1)},${told.map((key) => `"${key}":${"[".repeat(DEEP)}${"]".repeat(DEEP)}`).join(",")}}`, /expected |not JSON/);
      writeFileSync(join(folder, "outside.ts"), "mine\n");
      for (const [where, why] of [[`${root}/../outside`, /outside/], [join(folder, "elsewhere"), /outside/], [`${root}/.git/hooks`, /git directory/]] as const) {
        // The folder stays what it is; the files lead out, as absolute paths, as relative ones and inside patches.
        const moved = JSON.stringify(payload, (key, value: unknown) => (key === "cwd" || /roots$/i.test(key) || typeof value !== "string" ? value : value.replaceAll(/(?:\/repo|\b)(?<![\w.])(?:[\w-]+\/)*[\w-]+\.(?:ts|py|rs|md|txt)\b/g, (path) => `${where}/${path.slice(path.lastIndexOf("/") + 1)}`).replaceAll(`${root}/${where}`, where)));
        refused(`leading to ${where}`, moved, why);
      }
      assert.equal(readFileSync(join(folder, "outside.ts"), "utf8"), "mine\n");

      const before = said().length;
      const child = spawn(process.execPath, [HOOK, assistant], { cwd: root, stdio: ["pipe", "pipe", "pipe"] });
      const ended = new Promise((resolve) => child.on("exit", resolve));
      child.stdin.write('{"x":"');
      for (let count = 0; count < 100; count++) if (!child.stdin.write(MEBIBYTE)) await new Promise((resolve) => child.stdin.once("drain", resolve));
      child.stdin.end('"}');
      assert.equal(await ended, 0);
      assert.match(said().slice(before).join("\n"), new RegExp(`${assistant}.*more than 64 MiB, nothing was recorded`));
      assert.equal(recorded(), 0);

      assert.equal(spawnSync(process.execPath, [HOOK, assistant], { cwd: root, input: text, timeout: 60_000 }).status, 0);
      assert.equal(recorded(), 1, "after all of these its own payload is read");
    });
  }
});

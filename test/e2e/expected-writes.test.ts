/** A tool that said what it would write, and of which nothing was heard since: the file itself bears it out, or it does not. */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OriginsDocument } from "../../src/app/session-types";
import { PROJECT, SupervisedRepository, countersign } from "./supervised-repository";

const BEFORE = "export const base = 1;\n";
const AFTER = `${BEFORE}export function doubled(cents: number): number {\n  return cents * 2;\n}\n`;

describe("writes that a hook announced", function () {
  this.timeout(120_000);
  let repository: SupervisedRepository;
  beforeEach(() => {
    repository = new SupervisedRepository();
    repository.write("a.ts", BEFORE);
    repository.commit("base");
    repository.git("push", "-q", "origin", "HEAD:main");
  });
  afterEach(() => repository.dispose());

  const hook = (event: string, tool: string, input: unknown, response?: unknown) => {
    const payload = { session_id: "s1", transcript_path: join(repository.folder, ".claude/projects/s1.jsonl"), cwd: repository.folder, permission_mode: "default", hook_event_name: event, tool_name: tool, tool_input: input, tool_use_id: "toolu_1", ...(response === undefined ? {} : { tool_response: response }) };
    const ran = spawnSync(process.execPath, [join(PROJECT, "dist/hook.js"), "claude-code"], { cwd: repository.folder, input: JSON.stringify(payload), encoding: "utf8" });
    assert.deepEqual([ran.status, ran.stdout], [0, ""], ran.stderr);
  };
  const file = () => join(repository.folder, "a.ts");
  const propose = () => hook("PreToolUse", "Edit", { file_path: file(), old_string: BEFORE, new_string: AFTER, replace_all: false });
  const origins = () => {
    const document = JSON.parse(countersign(repository.folder, ["origins", "--files", "a.ts", "--format", "json"]).stdout) as OriginsDocument;
    return (document.files[0]?.ranges ?? []).map(({ start, end, origin, evidence }) => `${start}-${end} ${origin}${evidence === undefined ? "" : ` ${evidence}`}`).join(", ");
  };

  it("are the assistant's where the file becomes what was announced, whatever the line ends", async () => {
    propose();
    const session = await repository.session();
    assert.deepEqual(await session.recogniseWrites(["a.ts"]), [], "nothing was written yet");
    writeFileSync(file(), AFTER.replaceAll("\n", "\r\n"));
    await session.settle();
    assert.deepEqual(await session.recogniseWrites(["b.ts"]), []);
    assert.deepEqual(await session.recogniseWrites(["a.ts"]), ["a.ts"], "though the hook's event is settled");
    assert.match(origins(), /2-4 ai hook$/);
    assert.match(countersign(repository.folder, ["why", "a.ts:3"]).stdout, /Claude Code Edit toolu_1: the file became what its hook\s+said beforehand/);
  });

  it("stay unknown where it became anything else", async () => {
    propose();
    writeFileSync(file(), AFTER.replace("* 2", "* 3"));
    assert.deepEqual(await (await repository.session()).recogniseWrites(["a.ts"]), []);
    assert.match(origins(), /2-4 unknown$/);
  });

  it("are left to the tool's own report where there is one", async () => {
    propose();
    writeFileSync(file(), AFTER);
    hook("PostToolUse", "Edit", { file_path: file(), old_string: BEFORE, new_string: AFTER, replace_all: false }, { filePath: file(), oldString: BEFORE, newString: AFTER, originalFile: BEFORE, structuredPatch: [], userModified: false, replaceAll: false });
    assert.deepEqual(await (await repository.session()).recogniseWrites(["a.ts"]), []);
    assert.match(origins(), /2-4 ai hook$/);
  });

  it("are forgotten after five minutes", async () => {
    propose();
    const journal = join(repository.folder, ".git/countersign/journal");
    for (const name of readdirSync(journal).filter((entry) => entry.endsWith(".jsonl"))) {
      const text = readFileSync(join(journal, name), "utf8");
      writeFileSync(join(journal, name), text.replace(/"at":"[^"]*"/, `"at":"${new Date(Date.now() - 6 * 60_000).toISOString()}"`));
    }
    writeFileSync(file(), AFTER);
    assert.deepEqual(await (await repository.session()).recogniseWrites(["a.ts"]), []);
    assert.match(origins(), /2-4 unknown$/);
  });
});

/** Evidence that travels with a repository, on real git. Agent Trace records: written with the commit's own id, and as the reference implementation does, before it; notes of two tools. */
import { strict as assert } from "node:assert";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { assertSchema } from "../unit/report/schemas";
import { CliWorkshop } from "./cli-workshop";

interface Origins {
  readonly files: readonly { readonly path: string; readonly ranges: readonly { readonly start: number; readonly end: number; readonly origin: string; readonly assistant?: string; readonly evidence?: string }[] }[];
}

describe("notes and Agent Trace records in a repository", function () {
  this.timeout(120_000);
  let workshop: CliWorkshop;

  before(async () => {
    workshop = await CliWorkshop.open();
  });
  after(() => workshop.close());

  const record = (revision: string, timestamp: string, start: number, end: number) =>
    JSON.stringify({ version: "1.0", id: "r", timestamp, vcs: { type: "git", revision }, tool: { name: "cursor" }, files: [{ path: "a.ts", conversations: [{ contributor: { type: "ai", model_id: "m" }, ranges: [{ start_line: start, end_line: end }] }] }] });

  function write(root: string, path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  function aiLines(root: string): unknown[] {
    const ran = workshop.run(root, ["origins", "--files", "a.ts", "--format", "json"]);
    assert.equal(ran.code, 0, ran.error);
    const { files } = assertSchema("origins", ran.out) as Origins;
    return files.flatMap((file) => file.ranges.filter((range) => range.origin !== "unknown").map((range) => [range.start, range.end, range.origin, range.assistant, range.evidence]));
  }

  it("are evidence for the lines they name, in history, in the next commit and in the work tree; off when the policy says so", () => {
    const root = workshop.repository("traced");
    workshop.commit(root, "a.ts", "one();\n");
    const first = workshop.git(root, "rev-parse", "HEAD");
    const firstAt = Number(workshop.git(root, "show", "-s", "--format=%at", "HEAD"));
    const later = (seconds: number) => new Date((firstAt + seconds) * 1000).toISOString();
    // Made after the first commit, for what the second one brings.
    write(root, "a.ts", "one();\ntwo();\nthree();\n");
    write(root, ".agent-trace/traces.jsonl", `${record(first, later(10), 2, 3)}\n{torn\n`);
    workshop.git(root, "add", "--all");
    assert.deepEqual(aiLines(root), [[2, 3, "ai", "cursor", "agent-trace"]]);
    workshop.git(root, "-c", "user.useConfigOnly=false", "commit", "--quiet", "--message", "second", "--date", later(20));
    assert.deepEqual(aiLines(root), [[2, 3, "ai", "cursor", "agent-trace"]]);
    // What a person put after it is not the assistant's, although it stands at the same numbers; what they changed is mixed.
    write(root, "a.ts", "one();\n// a comment\n// of a person\ntwo(2);\nthree();\n");
    workshop.git(root, "commit", "--quiet", "--all", "--message", "third", "--date", later(30));
    assert.deepEqual(aiLines(root), [[4, 4, "mixed", "cursor", "agent-trace"], [5, 5, "ai", "cursor", "agent-trace"]]);
    const status = workshop.run(root, ["check", "--all", "--format", "json"]);
    assert.match(status.out, /traces\.jsonl, line 2: not a JSON object/);
    assert.match(status.out, /"source": "agent-trace"/);
    workshop.commit(root, ".countersign/config.jsonc", '{ "sources": { "agent-trace": false } }\n', "policy");
    assert.doesNotMatch(workshop.run(root, ["check", "--all", "--format", "json"]).out, /"source": "agent-trace"/);
  });

  it("stand beside notes: git-byline's are read, what they call human is unknown, and git-ai's come together with them", () => {
    const root = workshop.repository("noted");
    workshop.commit(root, "a.ts", "one();\n");
    workshop.commit(root, "a.ts", "one();\ntwo();\nthree();\nfour();\n");
    const byline = { version: 3, files: { "a.ts": { blob: "x", ranges: [{ start: 1, end: 2, author: "human", identity: "ann" }, { start: 3, end: 3, author: "ai", agent: "droid", model: "m", session: "s" }, { start: 4, end: 4, author: "untracked" }] } } };
    workshop.git(root, "notes", "--ref=byline", "add", "-m", JSON.stringify(byline), "HEAD");
    assert.deepEqual(aiLines(root), [[3, 3, "ai", "droid", "note"]]);
    const gitAi = ["a.ts", "  s_1::t_1 4", "---", JSON.stringify({ schema_version: "authorship/3.0.0", base_commit_sha: "", prompts: {}, sessions: { s_1: { agent_id: { tool: "cursor", id: "c", model: "m" } } } })].join("\n");
    workshop.git(root, "notes", "--ref=ai", "add", "-m", gitAi, "HEAD");
    assert.deepEqual(aiLines(root), [[3, 3, "ai", "droid", "note"], [4, 4, "ai", "cursor", "note"]]);
  });
});

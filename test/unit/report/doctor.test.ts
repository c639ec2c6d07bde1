import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appendEvent, appendProblem } from "../../../src/platform/journal-files";
import { readJournalHealth } from "../../../src/platform/journal-health";
import type { DoctorDocument } from "../../../src/report/doctor-document";
import { connectJson } from "../../../src/report/connect-json";
import type { ConnectAnswer } from "../../../src/report/connect-text";
import { connectText } from "../../../src/report/connect-text";
import { doctorJson } from "../../../src/report/doctor-json";
import { doctorText } from "../../../src/report/doctor-text";
import { PLAIN } from "../../../src/report/palette";
import { assertSchema } from "./schemas";

const DOCUMENT: DoctorDocument = {
  healthy: false,
  repository: { root: "/r", head: "a".repeat(40), branch: "main", remote: "origin", defaultBranch: "refs/remotes/origin/main", base: "merge base with origin/main", workTree: "main", shallow: true, partial: false, user: "ann@example.com", policy: "base" },
  key: { fingerprint: "SHA256:x", source: "git", trust: "key" },
  ledger: { signedLanes: 2, claimLanes: 1, strangers: 0, claims: 9, records: 3, problems: 1, gaps: 0 },
  launcher: { path: "/home/ann/.local/share/countersign/hook", state: "outdated" },
  assistants: [
    { name: "cursor", connections: [{ scope: "project", state: "partly", files: [".cursor/hooks.json"] }], seemsInstalled: true, events: 2, lastEvent: { at: "2026-11-22T08:00:00.000Z", tool: "Write" }, version: "2.4.0", crossLoaded: 3, lastClaim: null, verdict: "alive" },
    { name: "kiro", connections: [], seemsInstalled: false, events: 0, lastEvent: null, version: null, crossLoaded: 0, lastClaim: null, verdict: "not-connected" },
  ],
  journal: { events: 2, damage: ["day, byte 7: not a whole event"], problemCount: 1, problems: [{ at: "t", hook: "cursor", problem: "payload: bad \u001b[31m" }] },
  findings: [{ level: "warning", what: "the clone is shallow", hint: "git fetch --unshallow" }],
};

describe("countersign doctor's document", () => {
  it("is valid JSON of its schema", () => {
    assertSchema("doctor", doctorJson(DOCUMENT));
    assertSchema("doctor", doctorJson({ ...DOCUMENT, key: null, findings: [], healthy: true }));
  });

  it("says in words who is alive and what to do, and nothing that a terminal obeys", () => {
    const text = doctorText(DOCUMENT, { palette: PLAIN, width: 80 });
    for (const part of ["cursor  alive", "project (partly): .cursor/hooks.json", "2 events, last Write", "version 2.4.0", "3 payloads of other hosts refused", "1 other: not connected", "(outdated)", "(shallow clone), main at aaaaaaaaaaaa", "warning: the clone is shallow", "git fetch --unshallow"]) assert.ok(text.includes(part), part);
    assert.ok(!text.includes("\u001b"));
    for (const line of text.split("\n")) assert.ok(line.length <= 80, line);
  });
});

describe("what the journal tells the doctor", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "countersign-doctor-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("counts by hook, keeps the last event, and tells damage and foreign payloads", () => {
    const day = (text: string) => new Date(`${text}T10:00:00Z`);
    const event = (at: string, rest: object) => JSON.stringify({ v: 1, at, assistant: "copilot", tool: "edit", edits: [], ...rest });
    appendEvent(folder, event("2026-11-20T10:00:00.000Z", { hook: "copilot-cli", hostVersion: "1.0.62" }), day("2026-11-20"));
    appendEvent(folder, event("2026-11-21T10:00:00.000Z", { hook: "copilot-cli", tool: "create" }), day("2026-11-21"));
    appendEvent(folder, event("2026-11-21T11:00:00.000Z", { assistant: "my-agent" }), day("2026-11-21"));
    appendEvent(folder, "{torn", day("2026-11-21"));
    appendProblem(folder, "claude-code", "payload: cross-loaded: it comes from cursor, which runs claude-code's hooks too", day("2026-11-21"));
    appendProblem(folder, "cursor", "payload.edits: expected a list, found null", day("2026-11-21"));
    const health = readJournalHealth(folder);
    assert.deepEqual([...health.hooks], [["copilot-cli", { events: 2, lastAt: "2026-11-21T10:00:00.000Z", lastTool: "create", lastVersion: "1.0.62" }], ["my-agent", { events: 1, lastAt: "2026-11-21T11:00:00.000Z", lastTool: "edit", lastVersion: "" }]]);
    assert.equal(health.events, 3);
    assert.match(health.damage.join(), /not a whole event/);
    assert.deepEqual([[...health.crossLoaded], [...health.crossHosts]], [[["claude-code", 1]], [["cursor", 1]]]);
    assert.equal(health.problems.length, 2);
  });

  it("reads an empty and a hostile journal", () => {
    assert.deepEqual(readJournalHealth(folder).problems, []);
    const directory = join(folder, "countersign", "journal");
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "2026-11-21.jsonl"), `[]\nnull\n{"hook":7}\n${"x".repeat(100_000)}\n\0\0\n`);
    writeFileSync(join(directory, "problems.log"), 'x\n{"problem":5}\n{"problem":"p"}\n');
    const health = readJournalHealth(folder);
    assert.equal(health.events, 0);
    assert.ok(health.damage.length >= 4);
    assert.deepEqual(health.problems, [{ at: "", hook: "", problem: "p" }]);
  });
});

describe("countersign connect's answer", () => {
  const answer: ConnectAnswer = {
    assistant: "cursor",
    scope: "project",
    folder: "/r",
    changes: [
      { path: ".cursor/hooks.json", before: '{\n  "version": 1\n}\n', after: '{\n  "version": 1,\n  "hooks": {}\n}\n', executable: false },
      { path: "new", before: null, after: "#!/bin/sh\n", executable: true },
      { path: "same", before: "x", after: "x", executable: false },
      { path: "old", before: "gone\n", after: null, executable: false },
    ],
    launcher: { path: "/l/hook", changes: true },
    notes: ["a note"],
  };

  it("shows each change as a unified diff", () => {
    const text = connectText(answer, { palette: PLAIN, width: 80 });
    for (const part of ["/r/.cursor/hooks.json", '-  "version": 1\n', '+  "version": 1,\n', '+  "hooks": {}', "/r/new  executable", "+++ new", "--- /dev/null", "-gone", "The launcher /l/hook", "a note"]) assert.ok(text.includes(part), part);
    assert.ok(!text.includes("same"));
  });

  it("is valid JSON of its schema", () => {
    const value = assertSchema("connect", connectJson(answer, true)) as { readonly files: readonly { readonly action: string }[] };
    assert.deepEqual(value.files.map((file) => file.action), ["change", "create", "keep", "delete"]);
    assertSchema("connect", connectJson({ ...answer, launcher: null, changes: [] }, false));
  });
});

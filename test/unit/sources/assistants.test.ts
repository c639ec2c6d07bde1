import { strict as assert } from "node:assert";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { knownAssistants, payloadReaderOf } from "../../../src/sources/assistants";
import { asRecord } from "../../../src/sources/fields";
import type { PayloadReader } from "../../../src/sources/hook-world";
import { isRepositoryPath } from "../../../src/sources/journal-event";
import { fakeWorld } from "./fake-world";

interface Fixture {
  readonly provenance: string;
  readonly source: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly expect: { readonly event: unknown; readonly problems: number; readonly says?: string };
}

/** Works from the sources' folder and from the transpiled one. */
const FOLDER = join(__dirname, "..", "..", "fixtures", "payloads");

function fixtures(assistant: string): [string, Fixture][] {
  return readdirSync(join(FOLDER, assistant))
    .sort()
    .map((name) => [name, JSON.parse(readFileSync(join(FOLDER, assistant, name), "utf8")) as Fixture]);
}

function readerOf(assistant: string): PayloadReader {
  const reader = payloadReaderOf(assistant);
  assert.ok(reader !== null);
  return reader;
}

const ASSISTANTS = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

describe("the payloads of every assistant", () => {
  it("has fixtures for each assistant that the command line knows", () => {
    assert.deepEqual([...ASSISTANTS, "claude-code"].sort(), [...knownAssistants()].sort());
    assert.equal(payloadReaderOf("nobody"), null);
    assert.equal(payloadReaderOf("__proto__"), null);
    assert.equal(payloadReaderOf("devin"), payloadReaderOf("windsurf"));
  });

  for (const assistant of ASSISTANTS) {
    describe(assistant, () => {
      for (const [name, { provenance, source, payload, expect }] of fixtures(assistant)) {
        it(`reads ${name}`, () => {
          assert.match(provenance, /^(captured|shape)$/);
          assert.notEqual(source, "");
          const reading = readerOf(assistant).read(payload, fakeWorld());
          assert.deepEqual(JSON.parse(JSON.stringify(reading.event)), expect.event);
          assert.equal(reading.problems.length, expect.problems, reading.problems.join("\n"));
          if (expect.says !== undefined) assert.match(reading.problems[0] ?? "", new RegExp(expect.says));
        });
      }

      it("has at least one payload that makes an event, and refuses or ignores another host's", () => {
        const all = fixtures(assistant).map(([, fixture]) => fixture);
        assert.ok(all.filter(({ expect }) => expect.event !== null).length >= 3);
        // `generic` knows no hosts: what is not its own version is refused.
        assert.ok(all.some(({ expect }) => expect.event === null && expect.says?.includes(assistant === "generic" ? "version: expected 1" : "comes from") === true));
      });

      it("never throws and never makes an event of a path outside, whatever a field is replaced by", () => {
        const values: unknown[] = [null, 0, -1, 1e308, "", "\0", "../../x", "/etc/passwd", "/repo/.git/hooks/pre-commit", "*** Begin Patch\n*** Update File: ../x\n@@\n+a", "{\"path\":\"../x\"}", [], [[]], {}, { length: 5 }, true, "x".repeat(50_000), ["/repo/a"], { path: "/repo/../x" }];
        const reader = readerOf(assistant);
        let readings = 0;
        const check = (payload: Readonly<Record<string, unknown>>) => {
          const { event } = reader.read(payload, fakeWorld());
          reader.pathHint(payload);
          reader.folder?.(payload);
          readings += 1;
          for (const edit of event?.edits ?? []) assert.ok(isRepositoryPath(edit.path) && (edit.from === undefined || isRepositoryPath(edit.from)), edit.path);
        };
        const replaceIn = (payload: Readonly<Record<string, unknown>>, rebuild: (changed: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>, depth: number) => {
          for (const key of [...Object.keys(payload), "extra"]) {
            for (const value of values) check(rebuild({ ...payload, [key]: value }));
            const inner = asRecord(payload[key]);
            if (inner !== null && depth < 3) replaceIn(inner, (changed) => rebuild({ ...payload, [key]: changed }), depth + 1);
          }
        };
        for (const [, { payload }] of fixtures(assistant)) replaceIn(payload, (changed) => changed, 0);
        assert.ok(readings > 500, String(readings));
      });
    });
  }

  it("counts a payload once, whichever hooks it is sent to", () => {
    // Every assistant's own payloads, sent to each other assistant's hook: never read where the shape says whose it is.
    for (const assistant of ["cursor", "gemini-cli", "windsurf", "cline"]) {
      for (const [name, { payload, expect }] of fixtures(assistant)) {
        if (expect.event === null) continue;
        for (const other of knownAssistants()) {
          if (other === assistant) continue;
          assert.equal(readerOf(other).read(payload, fakeWorld()).event, null, `${assistant}/${name} as ${other}`);
        }
      }
    }
  });

  it("tells Copilot's two hosts apart, which load each other's hook files", () => {
    for (const [one, other] of [["copilot-vscode", "copilot-cli"], ["copilot-cli", "copilot-vscode"]] as const) {
      for (const [name, { payload, expect }] of fixtures(one)) {
        if (expect.event !== null) assert.equal(readerOf(other).read(payload, fakeWorld()).event, null, `${one}/${name} as ${other}`);
      }
    }
  });

  it("starts relative paths where the host says", () => {
    assert.equal(readerOf("cursor").folder?.({ workspace_roots: ["/one", "/two"], file_path: "/two/a.ts" }), "/two");
    assert.equal(readerOf("cursor").folder?.({ workspace_roots: ["/c:/one"], tool_input: { command: "x" } }), "/c:/one");
    assert.equal(readerOf("cline").folder?.({ workspaceRoots: ["/one"], postToolUse: { parameters: { path: "a" } } }), "/one");
    assert.equal(readerOf("windsurf").folder?.({ tool_info: { cwd: "/one" } }), "/one");
    assert.equal(readerOf("cursor").folder?.({ workspace_roots: [3] }), null);
  });
});

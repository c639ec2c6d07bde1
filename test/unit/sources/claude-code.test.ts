import { strict as assert } from "node:assert";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { CLAUDE_CODE } from "../../../src/sources/claude-code";
import { asRecord } from "../../../src/sources/fields";
import type { HookReading } from "../../../src/sources/hook-world";
import { fakeWorld } from "./fake-world";

interface Fixture {
  readonly provenance: string;
  readonly source: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly expect: { readonly event: unknown; readonly problems: number; readonly says?: string };
}

/** Works from the sources' folder and from the transpiled one. */
const FOLDER = join(__dirname, "..", "..", "fixtures", "payloads");

function fixture(name: string): Fixture {
  return JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as Fixture;
}

function read(payload: Readonly<Record<string, unknown>>): HookReading {
  return CLAUDE_CODE.read(payload, fakeWorld());
}

describe("Claude Code's payloads", () => {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

  it("has every fixture marked as captured or shape, with its source", () => {
    assert.ok(names.length >= 30);
    for (const name of names) {
      assert.match(fixture(name).provenance, /^(captured|shape)$/, name);
      assert.notEqual(fixture(name).source, "", name);
    }
  });

  for (const name of names) {
    it(`reads ${name}`, () => {
      const { payload, expect } = fixture(name);
      const reading = read(payload);
      assert.deepEqual(JSON.parse(JSON.stringify(reading.event)), expect.event);
      assert.equal(reading.problems.length, expect.problems, reading.problems.join("\n"));
      if (expect.says !== undefined) assert.match(reading.problems[0] ?? "", new RegExp(expect.says));
    });
  }

  it("takes the model from the transcript, after the tool only", () => {
    const world = fakeWorld({ transcriptModel: (path) => (path.endsWith("5f1c2b7e.jsonl") ? "claude-opus-4-5" : undefined) });
    assert.equal(CLAUDE_CODE.read(fixture("post-edit.json").payload, world).event?.model, "claude-opus-4-5");
    assert.equal(CLAUDE_CODE.read(fixture("pre-edit.json").payload, world).event?.model, undefined);
  });

  it("says that a shell event is unknown when the tree could not be looked at in time", () => {
    const world = fakeWorld({ changedFiles: () => ({ unknown: "git status took longer than 180 ms" }) });
    for (const name of ["pre-bash.json", "post-bash.json"]) {
      const { event, problems } = CLAUDE_CODE.read(fixture(name).payload, world);
      assert.equal(event?.unknown, "git status took longer than 180 ms");
      assert.equal(event.scope, undefined);
      assert.equal(problems.length, 1);
    }
  });

  it("names the field and what was expected", () => {
    const { payload } = fixture("post-edit.json");
    const says = (change: Readonly<Record<string, unknown>>) => read({ ...payload, ...change }).problems.join();
    assert.match(says({ tool_input: 3 }), /tool_input: expected an object, found a number/);
    assert.match(says({ tool_name: ["Edit"] }), /tool_name: expected a string, found a list/);
    assert.match(says({ tool_input: {}, tool_response: {} }), /file_path: expected a string, found nothing/);
    assert.match(says({ tool_name: "Write", tool_response: {} }), /content: expected a string, found nothing/);
    assert.match(says({ tool_name: "MultiEdit", tool_response: {} }), /edits: expected a list/);
    assert.match(says({ tool_name: "MultiEdit", tool_input: { file_path: "/repo/a.ts", edits: [{ old_string: "a" }] }, tool_response: {} }), /edits\[0\]: expected old_string and new_string/);
  });

  it("never throws and never makes an event of a path outside, whatever a field is replaced by", () => {
    const values: unknown[] = [null, 0, -1, 1e308, "", "\0", "../../x", "/etc/passwd", "/repo/.git/hooks/pre-commit", [], [[]], {}, { length: 5 }, true, "x".repeat(100_000), ["/repo/a"], { filePath: "/repo/../x" }];
    let readings = 0;
    for (const name of names) {
      const { payload } = fixture(name);
      for (const holder of ["", "tool_input", "tool_response"]) {
        const inner = holder === "" ? payload : (asRecord(payload[holder]) ?? {});
        for (const key of [...Object.keys(inner), "extra"]) {
          for (const value of values) {
            const changed = { ...inner, [key]: value };
            const { event } = read(holder === "" ? changed : { ...payload, [holder]: changed });
            readings += 1;
            for (const edit of event?.edits ?? []) assert.doesNotMatch(edit.path, /^\/|\.\.|\.git\b/);
          }
        }
      }
    }
    assert.ok(readings > 5000);
  });
});

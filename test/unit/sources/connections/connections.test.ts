import { strict as assert } from "node:assert";
import { parse } from "jsonc-parser";
import { CountersignError } from "../../../../src/core/model";
import { payloadReaderOf, knownAssistants } from "../../../../src/sources/assistants";
import { connectableAssistants, connectionOf } from "../../../../src/sources/connections/assistant-files";
import type { Connection, ConnectionScope } from "../../../../src/sources/connections/connection";
import { isOurCommand } from "../../../../src/sources/connections/connection";
import { connectionState, planConnect, planDisconnect } from "../../../../src/sources/connections/plan";
import { PEOPLES_CONFIGURATIONS } from "./configurations";

const LAUNCHER = "/home/ann/.local/share/countersign/hook";

function connection(assistant: string, scope: ConnectionScope = "project"): Connection {
  const found = connectionOf(assistant, scope, { launcher: LAUNCHER, line: `${LAUNCHER} ${assistant}` });
  assert.ok(found !== null, `${assistant} ${scope}`);
  return found;
}

type Files = Record<string, string>;

const reader = (files: Files) => (path: string) => files[path] ?? null;

function after(files: Files, changes: ReturnType<typeof planConnect>): Files {
  const result = new Map(Object.entries(files));
  for (const change of changes) {
    if (change.after === null) result.delete(change.path);
    else result.set(change.path, change.after);
  }
  return Object.fromEntries(result);
}

const connect = (assistant: string, files: Files) => after(files, planConnect(assistant, connection(assistant), reader(files)));
const disconnect = (assistant: string, files: Files) => after(files, planDisconnect(assistant, connection(assistant), reader(files)));

function refusal(work: () => unknown): CountersignError {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof CountersignError);
    return error;
  }
  throw new assert.AssertionError({ message: "nothing was refused" });
}

/** A parsed configuration without our hooks, and without what held nothing else. */
function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => (JSON.stringify(one).includes(LAUNCHER) ? [] : [without(one)]));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, one]) => (Array.isArray(one) && one.length > 0 && one.every((entry) => JSON.stringify(entry).includes(LAUNCHER)) ? [] : [[key, without(one)]])));
}

const CLAUDE = ".claude/settings.local.json";

describe("connecting assistants", () => {
  it("can connect every assistant whose payloads are read, but generic", () => {
    assert.deepEqual([...connectableAssistants(), "generic"].sort(), [...knownAssistants()].sort());
    assert.equal(connectionOf("nobody", "project", { launcher: "x", line: "x" }), null);
  });

  for (const assistant of connectableAssistants()) {
    it(`${assistant}: connects, connects again without a change, and disconnects to nothing`, () => {
      for (const scope of ["project", "user"] as const) {
        const made = connectionOf(assistant, scope, { launcher: LAUNCHER, line: `${LAUNCHER} ${assistant}` });
        if (made === null) {
          assert.equal(assistant, "kiro");
          continue;
        }
        assert.equal(connectionState(assistant, made, reader({})), "not-connected");
        const files = after({}, planConnect(assistant, made, reader({})));
        assert.equal(connectionState(assistant, made, reader(files)), "connected");
        assert.deepEqual(after(files, planConnect(assistant, made, reader(files))), files);
        for (const [path, text] of Object.entries(files)) {
          assert.ok(text.includes(LAUNCHER), path);
          if (path.endsWith(".json")) JSON.parse(text);
          assert.doesNotMatch(path, /^\/|\.\./);
        }
        assert.deepEqual(after(files, planDisconnect(assistant, made, reader(files))), {});
        assert.ok(payloadReaderOf(assistant) !== null);
      }
    });
  }

  it("has a person's configuration for every assistant whose file is shared with others, and a file of its own for the rest", () => {
    const kindsOf = (assistant: string) => [...new Set(connection(assistant).files.map(({ kind }) => kind))];
    for (const assistant of connectableAssistants()) assert.deepEqual(kindsOf(assistant), [PEOPLES_CONFIGURATIONS.some((one) => one.assistant === assistant) ? "hooks" : "owned"], assistant);
  });

  for (const { assistant, text, comments } of PEOPLES_CONFIGURATIONS) {
    it(`${assistant}: joins a person's configuration and gives it back byte for byte`, () => {
      const spaces = (one: string) => one.replace(/\n( +)/g, (_, indent: string) => `\n${"\t".repeat(indent.length / 2)}`);
      const forms: Readonly<Record<string, string>> = { "as it is": text, "with tabs": spaces(text), "with CRLF": text.replaceAll("\n", "\r\n"), "without a final line feed": text.trimEnd(), "with a byte order mark": `\ufeff${text}`, "in four spaces": text.replace(/\n( +)/g, "\n$1$1"), "on one line": JSON.stringify(parse(text)), "with a comment at the end": `${text}// the end\n` };
      for (const scope of ["project", "user"] as const) {
        const made = connection(assistant, scope);
        for (const [form, mine] of Object.entries(forms)) {
          const where = `${scope}, ${form}`;
          const [path] = made.files.map((file) => file.path);
          assert.ok(path !== undefined && made.files.length === 1);
          const connected = after({ [path]: mine }, planConnect(assistant, made, reader({ [path]: mine })));
          const joined = connected[path] ?? "";
          assert.equal(connectionState(assistant, made, reader(connected)), "connected", where);
          assert.deepEqual(after(connected, planConnect(assistant, made, reader(connected))), connected, where);
          if (form !== "on one line") for (const comment of comments) assert.ok(joined.includes(comment), `${where}: ${comment}`);
          assert.equal(joined.includes("\r\n"), form === "with CRLF", where);
          // Nothing of theirs is gone or moved: without ours what is left is what was there.
          assert.deepEqual(without(parse(joined.replace(/^\ufeff/, ""))), parse(text), where);
          assert.equal(after(connected, planDisconnect(assistant, made, reader(connected)))[path], mine, where);
        }
      }
    });
  }

  it("keeps comments, order, indentation and the hooks of others, and gives the file back as it was", () => {
    const mine = `{
\t// my settings
\t"model": "opus", /* do not touch */
\t"hooks": {
\t\t"PostToolUse": [
\t\t\t{
\t\t\t\t"matcher": "Edit",
\t\t\t\t"hooks": [{ "type": "command", "command": "prettier --write" }]
\t\t\t}
\t\t],
\t\t"Stop": [{ "hooks": [{ "type": "command", "command": "say done" }] }]
\t},
\t"permissions": { "allow": ["Bash(ls)"] }
}
`;
    const files = connect("claude-code", { [CLAUDE]: mine });
    const text = files[CLAUDE] ?? "";
    for (const line of mine.split("\n").slice(0, 6)) assert.ok(text.includes(line), line);
    assert.match(text, /prettier --write/);
    const value = parse(text) as { hooks: Record<string, { matcher: string; hooks: { command: string }[] }[]> };
    assert.deepEqual(value.hooks["PostToolUse"]?.map((group) => group.hooks[0]?.command), ["prettier --write", `${LAUNCHER} claude-code`]);
    assert.equal(value.hooks["PreToolUse"]?.[0]?.matcher, "Edit|Write|MultiEdit|NotebookEdit|Bash");
    assert.equal(value.hooks["Stop"]?.length, 1);
    const back = disconnect("claude-code", files)[CLAUDE] ?? "";
    assert.deepEqual(parse(back), parse(mine));
    assert.match(back, /\/\/ my settings/);
    assert.match(back, /\/\* do not touch \*\//);
    assert.equal(back, mine);
  });

  it("gives a compact file, one with CRLF and one without a final line feed back as they were", () => {
    for (const mine of ['{"version":1,"hooks":{"stop":[{"command":"say"}]}}', '{\r\n  "version": 1,\r\n  "hooks": {\r\n    "stop": []\r\n  }\r\n}\r\n', '{\n    "version": 1,\n    "hooks": {\n        "afterFileEdit": [\n            { "command": "fmt" }\n        ]\n    }\n}']) {
      const connected = connect("cursor", { ".cursor/hooks.json": mine });
      assert.equal(connectionState("cursor", connection("cursor"), reader(connected)), "connected");
      const text = connected[".cursor/hooks.json"] ?? "";
      assert.equal(text.includes("\r\n"), mine.includes("\r\n"));
      assert.equal(disconnect("cursor", connected)[".cursor/hooks.json"], mine);
    }
  });

  it("leaves comments beside what it adds where they were", () => {
    const mine = `{
  "version": 1, // one
  "hooks": {
    // first
    "afterFileEdit": [
      { "command": "fmt" }, // the formatter
    ], /* and
    so on */
  }, // end
}
`;
    const connected = connect("cursor", { ".cursor/hooks.json": mine });
    const text = connected[".cursor/hooks.json"] ?? "";
    assert.match(text, /\{ "command": "fmt" \}, \/\/ the formatter\n {6}\{\n {8}"command"/);
    assert.equal(connectionState("cursor", connection("cursor"), reader(connected)), "connected");
    const back = disconnect("cursor", connected)[".cursor/hooks.json"] ?? "";
    assert.deepEqual(parse(back), parse(mine));
    for (const comment of ["// one", "// first", "// the formatter", "/* and", "// end"]) assert.ok(back.includes(comment), comment);
  });

  it("replaces an older form of its own hook, and one written by hand, in place", () => {
    const older = { hooks: { PreToolUse: [{ matcher: "Edit", hooks: [{ type: "command", command: "countersign hook claude-code" }] }], PostToolUse: [{ matcher: "*", hooks: [{ type: "command", command: "lint" }, { type: "command", command: '"/old place/countersign/hook" claude-code' }] }] } };
    const value = JSON.parse(connect("claude-code", { [CLAUDE]: JSON.stringify(older) })[CLAUDE] ?? "") as typeof older;
    assert.deepEqual(value.hooks.PreToolUse.map((group) => [group.matcher, group.hooks.map((hook) => hook.command)]), [["Edit|Write|MultiEdit|NotebookEdit|Bash", [`${LAUNCHER} claude-code`]]]);
    assert.deepEqual(value.hooks.PostToolUse.map((group) => group.hooks.map((hook) => hook.command)), [["lint", `${LAUNCHER} claude-code`]]);
    const back = JSON.parse(disconnect("claude-code", { [CLAUDE]: JSON.stringify(value) })[CLAUDE] ?? "") as unknown;
    assert.deepEqual(back, { hooks: { PostToolUse: [{ matcher: "*", hooks: [{ type: "command", command: "lint" }] }] } });
  });

  it("knows its own commands from others'", () => {
    const yes = [`${LAUNCHER} cursor`, "countersign hook cursor", '"C:\\Users\\x\\AppData\\Local\\countersign\\hook.cmd" cursor', "'/Users/x/Library/Application Support/countersign/hook' cursor", "npx countersign hook cursor"];
    const no = ["countersign check", `${LAUNCHER} claude-code`, "mycountersign/hooks cursor", "echo countersign; rm cursor", 7, null, "x".repeat(5000) + " countersign hook cursor"];
    for (const command of yes) assert.equal(isOurCommand(command, "cursor"), true, command);
    for (const command of no) assert.equal(isOurCommand(command, "cursor"), false, String(command).slice(0, 50));
  });

  it("reads comments only files, and says where a file is not what it should be", () => {
    assert.equal(connectionState("gemini-cli", connection("gemini-cli"), reader({ ".gemini/settings.json": "{ /* nothing yet */ }" })), "not-connected");
    const broken = (text: string) => refusal(() => connect("claude-code", { [CLAUDE]: text }));
    assert.equal(broken('{\n  "hooks": {,}\n}').details.line, 2);
    assert.match(broken("[]").message, /JSON object was expected/);
    assert.match(broken('{"hooks": []}').message, /"hooks" was expected to be an object/);
    assert.match(broken('{"hooks": {"PreToolUse": {}}}').message, /"hooks.PreToolUse" was expected to be a list/);
    assert.equal(broken("{".repeat(100_000)).code, "configuration");
    // Entries of any shape are others'.
    assert.equal(connectionState("claude-code", connection("claude-code"), reader({ [CLAUDE]: '{"hooks":{"PreToolUse":[null,3,{"hooks":7},{"hooks":[null,{"command":[]}]}]}}' })), "not-connected");
  });

  it("neither overwrites nor deletes a file of somebody else", () => {
    const files = { ".clinerules/hooks/PreToolUse": "#!/bin/sh\necho mine\n" };
    const error = refusal(() => connect("cline", files));
    assert.equal(error.code, "refused");
    assert.match(error.details.hint ?? "", /countersign\/hook cline/);
    assert.deepEqual(disconnect("cline", files), files);
  });

  it("is partly connected when an event is missing", () => {
    const files = { [CLAUDE]: JSON.stringify({ hooks: { PreToolUse: [{ hooks: [{ type: "command", command: `${LAUNCHER} claude-code` }] }] } }) };
    assert.equal(connectionState("claude-code", connection("claude-code"), reader(files)), "partly");
  });
});

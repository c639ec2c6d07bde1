/** Every example of provenance.md has what shows it: the table of provenance-examples.ts against fixtures, tests, scenarios and the README. */
import { strict as assert } from "node:assert";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { knownAssistants, payloadReaderOf } from "../../../src/sources/assistants";
import { BRANCHING } from "../../e2e/scenarios/branching";
import { REWRITING } from "../../e2e/scenarios/rewriting";
import { MIXED, WRITES } from "../../e2e/scenarios/writes";
import { fakeWorld } from "./fake-world";
import { PROVENANCE_EXAMPLES } from "./provenance-examples";

const FOLDER = join(__dirname, "..", "..", "fixtures", "payloads");
/** Of the project itself: the tests are read as they are written. */
const TESTS = join(__dirname, "../../../../test");

interface Fixture {
  readonly provenance: string;
  readonly source: string;
  readonly assistant?: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly expect: { readonly event: unknown; readonly problems: number; readonly says?: string };
}

/** Name without `.json` → fixture; those that stand in the folder itself are Claude Code's. */
const FIXTURES = new Map(
  readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => [name.replaceAll("\\", "/").slice(0, -".json".length), JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as Fixture]),
);
const SCENARIOS = new Set([...WRITES, ...MIXED, ...REWRITING, ...BRANCHING].map(({ name }) => name));
const MARKS = readFileSync(join(TESTS, "unit/sources/commit-marks.test.ts"), "utf8");
const [MARKED = "", UNMARKED = ""] = MARKS.split('describe("what is no mark"');

/** What is wrong with a proof; null where it stands. */
function missing(proof: string): string | null {
  const [, kind = "", rest = ""] = /^(payload|mark|no mark|scenario|test|not ours:) (.+)$/s.exec(proof) ?? [];
  switch (kind) {
    case "payload":
      return unread(rest);
    case "mark":
      return MARKED.includes(rest) ? null : "no such line among the marks of commit-marks.test.ts";
    case "no mark": {
      const [, address] = /^(\S+@\S+)$/.exec(rest) ?? [];
      return UNMARKED.includes(address ?? `"${rest}"`) ? null : "no such line among what is no mark in commit-marks.test.ts";
    }
    case "scenario":
      return SCENARIOS.has(rest) ? null : "no such scenario";
    case "test": {
      const [file = "", ...title] = rest.split(": ");
      if (!existsSync(join(TESTS, file))) return "no such file";
      return readFileSync(join(TESTS, file), "utf8").includes(title.join(": ")) ? null : "no such title in the file";
    }
    case "not ours:":
      return null;
    default:
      return "no proof of a known kind";
  }
}

/** Reads the fixture by its own assistant's reader, which is what its expectation is about. */
function unread(name: string): string | null {
  const fixture = FIXTURES.get(name);
  if (fixture === undefined) return "no such fixture";
  if (!/^(captured|shape)$/.test(fixture.provenance)) return "neither captured nor shape";
  const assistant = name.includes("/") ? name.slice(0, name.indexOf("/")) : "claude-code";
  const reading = payloadReaderOf(assistant)?.read(fixture.payload, fakeWorld());
  assert.deepEqual(JSON.parse(JSON.stringify(reading?.event ?? null)), fixture.expect.event, name);
  assert.equal(reading?.problems.length, fixture.expect.problems, name);
  return null;
}

describe("the examples of provenance.md", () => {
  for (const section of new Set(PROVENANCE_EXAMPLES.map((one) => one.section))) {
    it(`${section}: each has what shows it`, () => {
      for (const { section: of, begins, shown } of PROVENANCE_EXAMPLES) {
        if (of !== section) continue;
        assert.ok(shown.length > 0, begins);
        for (const proof of shown) assert.equal(missing(proof), null, `${section} ${begins}: ${proof}`);
      }
    });
  }

  it("have every section with examples among them, in the order of the page, and the table notices what is missing", () => {
    const sections = [...new Set(PROVENANCE_EXAMPLES.map(({ section }) => section))];
    assert.deepEqual(sections, "1.1 1.2 1.3 1.5 1.6 1.7 2.1 2.2 2.3 3.0 3.1 3.2 3.3 3.4 3.5 3.6 3.7 3.8 3.9 3.10 3.11 3.12 3.13 3.14 3.15 4.2 4.3 4.5 4.8 5.1 5.2 5.3 6.1 8.1 8.2 8.3 8.4 8.6".split(" "));
    for (const proof of ["payload nobody/nothing", "mark Co-authored-by: Nobody <nobody@example.org>", "no mark Made-with: Nobody", "scenario of nothing", "test unit/none.test.ts: x", "test unit/sources/host.test.ts: of nothing", "a guess"]) {
      assert.notEqual(missing(proof), null, proof);
    }
  });

  it("leave no fixture that neither an example names nor its own words explain", () => {
    const named = new Set(PROVENANCE_EXAMPLES.flatMap(({ shown }) => shown).flatMap((proof) => (proof.startsWith("payload ") ? [proof.slice("payload ".length)] : [])));
    const others = [...FIXTURES].filter(([name, { source }]) => !named.has(name) && !/hostile|contract\.md/.test(source));
    assert.deepEqual(others.map(([name]) => name), []);
  });

  it("are captured for whom the README says so, and for nobody else", () => {
    const captured = new Set([...FIXTURES.values()].flatMap(({ provenance, assistant }) => (provenance === "captured" ? [assistant ?? "claude-code"] : [])));
    const rows = readFileSync(join(TESTS, "../README.md"), "utf8").split("\n").flatMap((line) => {
      const [, what = "", names = "", payloads = ""] = line.split("|").map((cell) => cell.trim());
      return /^(captured by others|shape\b|ours$)/.test(payloads) ? [{ tools: what.replace(/^[^:]*: /, ""), names: [...names.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ""), isCaptured: payloads.startsWith("captured") }] : [];
    });
    assert.deepEqual(rows.flatMap(({ names, isCaptured }) => (isCaptured ? names : [])).sort(), [...captured].sort());
    for (const { tools, names } of rows.filter(({ isCaptured }) => isCaptured)) {
      const seen = [...FIXTURES.values()].flatMap(({ provenance, assistant, payload }) => (provenance === "captured" && names.includes(assistant ?? "claude-code") ? [String(payload["tool_name"])] : []));
      assert.deepEqual(tools.split(", ").sort(), [...new Set(seen)].sort(), `the captured tools of ${names.join()}`);
    }
    assert.deepEqual(rows.flatMap(({ names }) => names).sort(), [...knownAssistants()].filter((name) => name !== "devin").sort(), "each assistant has its row");
  });

  it("stand beside hostile variants and negative cases for every assistant", () => {
    const assistants = new Map<string, number>();
    for (const [name, { expect }] of FIXTURES) {
      const assistant = name.includes("/") ? name.slice(0, name.indexOf("/")) : "claude-code";
      assistants.set(assistant, (assistants.get(assistant) ?? 0) + (expect.event === null ? 1 : 0));
    }
    assert.deepEqual([...assistants.keys()].sort(), [...knownAssistants()].sort());
    for (const [assistant, negative] of assistants) assert.ok(negative >= 1, `${assistant} has no payload that is refused or ignored`);
  });
});

import { strict as assert } from "node:assert";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { paletteFor, wantsColour } from "../../../src/cli/colours";
import type { Host } from "../../../src/cli/host";
import { reportOutputs } from "../../../src/cli/report-outputs";
import { TerminalProgress } from "../../../src/cli/terminal-progress";
import { CountersignError } from "../../../src/core/model";
import { snapshotOf, fullSnapshot } from "../report/snapshot-fixture";
import { run } from "./recorded-host";

function hostOf(changes: Partial<Host>, written: string[] = []): Host {
  return {
    directory: "/",
    environment: {},
    interactive: true,
    outputIsTerminal: true,
    errorIsTerminal: true,
    columns: 40,
    out: () => undefined,
    error: (text) => void written.push(text),
    ask: () => Promise.resolve(null),
    onInterrupt: () => () => undefined,
    ...changes,
  };
}

describe("progress", () => {
  function shown(changes: Partial<Host>, times: readonly number[]): readonly string[] {
    const written: string[] = [];
    let now = 0;
    const progress = new TerminalProgress(hostOf(changes, written), () => now);
    for (const time of times) {
      now = time;
      progress.report("reading history", time, 5000);
    }
    progress.clear();
    return written;
  }

  it("shows one line after a while, a few times a second, and clears it", () => {
    assert.deepEqual(shown({}, [0, 299, 300, 350, 401]), ["\r\u001b[2Kreading history 300 of 5000", "\r\u001b[2Kreading history 401 of 5000", "\r\u001b[2K"]);
  });
  it("never wraps the line", () => assert.deepEqual(shown({ columns: 12 }, [400]), ["\r\u001b[2Kreading hi…", "\r\u001b[2K"]));
  it("writes nothing in a pipe, in CI or on a dumb terminal", () => {
    for (const changes of [{ errorIsTerminal: false }, { environment: { CI: "true" } }, { environment: { TERM: "dumb" } }]) assert.deepEqual(shown(changes, [400, 900]), []);
  });
});

describe("colours", () => {
  const cases: readonly [Record<string, string>, boolean, boolean][] = [
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: "1" }, true, false],
    [{ NO_COLOR: "" }, true, true],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
    [{ NO_COLOR: "1", FORCE_COLOR: "1" }, false, false],
    [{ TERM: "dumb" }, true, false],
  ];
  for (const [environment, terminal, expected] of cases) {
    it(`${JSON.stringify(environment)} ${terminal ? "on a terminal" : "in a pipe"}: ${expected ? "yes" : "no"}`, () => {
      assert.equal(wantsColour(hostOf({ environment, outputIsTerminal: terminal })), expected);
    });
  }
  it("change nothing but colour", async () => {
    const plain = (await run(["check"], { snapshot: fullSnapshot() })).out;
    const coloured = (await run(["check"], { snapshot: fullSnapshot(), environment: { FORCE_COLOR: "1" } })).out;
    assert.notEqual(coloured, plain);
    assert.equal(coloured.replace(/\u001b\[\d+m/g, ""), plain);
    assert.equal(paletteFor(true).bad("x"), "\u001b[31mx\u001b[39m");
  });
});

describe("--format and --output", () => {
  const known = ["text", "json"] as const;
  it("pairs them in order", () => {
    assert.deepEqual(reportOutputs([], [], known, "text"), [{ format: "text", file: null }]);
    assert.deepEqual(reportOutputs(["json", "text"], ["a.json"], known, "text"), [
      { format: "json", file: "a.json" },
      { format: "text", file: null },
    ]);
    assert.deepEqual(reportOutputs(["json", "text"], ["-", "b"], known, "text").map(({ file }) => file), [null, "b"]);
    assert.throws(() => reportOutputs(["json", "text"], ["x", "x"], known, "text"), CountersignError);
  });

  it("writes files without colours and prints the rest", async () => {
    const folder = mkdtempSync(join(tmpdir(), "countersign-output-"));
    try {
      const file = join(folder, "report.txt");
      const ran = await run(["check", "--format", "text", "--output", file, "--format", "json"], { snapshot: fullSnapshot(), environment: { FORCE_COLOR: "1" } });
      assert.equal(ran.exitCode, 1);
      assert.match(readFileSync(file, "utf8"), /^countersign check {2}✗ failed\n/);
      assert.equal((JSON.parse(ran.out) as { schema: string }).schema, "countersign/check/1");
      const missing = await run(["check", "--output", join(folder, "no/such.txt")], { snapshot: snapshotOf([]) });
      assert.equal(missing.exitCode, 2);
      assert.match(missing.error, /can't be written \(ENOENT\): /);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

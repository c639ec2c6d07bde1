import { strict as assert } from "node:assert";
import { NO_FACTS, type ProjectFacts } from "../../../../src/checks/rules/project-facts";
import { doublesIn } from "../../../../src/checks/rules/doubles";
import { testWeakened } from "../../../../src/checks/rules/test-weakened";
import type { NativeParser } from "../../../../src/checks/syntax/source-file";
import { loadParser } from "../parse";
import { introduced } from "./cases";

const about = (text: string, subject: string) => doublesIn(text, ["sendMail"]).some((double) => double.isIn({ subject }, () => true));

describe("doubles of what the code used", () => {
  it("are spies by the variable that holds them, or by their name", () => {
    for (const made of ['const spy = vi.spyOn(post, "sendMail");', "spy = jest.spyOn(post, 'sendMail')", 'const spy = sinon.stub(makePost(), "sendMail");', 'const spy = mock.method(post, "sendMail")', 'const other = vi.spyOn(post, "open")\nconst spy = vi.spyOn(\n  post,\n  "sendMail",\n)']) {
      assert.ok(about(made, "spy"), made);
      assert.ok(about(made, "spy.mock.calls[0]"), made);
      assert.ok(about(made, "post.sendMail"), made);
      assert.ok(!about(made, "other"), made);
      assert.ok(!about(made, "post"), made);
    }
    assert.ok(about('vi.spyOn(post, "sendMail");', "post.sendMail"));
    for (const other of ['const spy = find(post, "sendMail");', 'const spy = vi.spyOn(post, "resendMail");', 'const spy = vi.spyOn(post, "sendMails");', 'const spy = vi.spyOn("a", "sendMail");']) assert.ok(!about(other, "spy"), other);
  });

  it("are functions under their name", () => {
    for (const made of ["const post = { sendMail: vi.fn() };", "const sendMail = vi.fn();", "post.sendMail = sinon.stub();", "const post = { 'sendMail': fn() };", "vi.mocked(sendMail).mockReset();", "sendMail.mockResolvedValue(1);", "post.sendMail.returns(1);"]) {
      assert.ok(about(made, "post.sendMail"), made);
      assert.ok(about(made, "sendMail"), made);
      assert.ok(!about(made, "resendMail"), made);
    }
    for (const other of ["const sendMail = build();", "const post = { sendMail: 1 };", "expect(sendMail).toBe(1);", "sendMail.map(run);"]) assert.ok(!about(other, "sendMail"), other);
  });

  it("give back what is asserted about", () => {
    for (const made of ["const sendMail = vi.fn().mockReturnValue(receipt);", "const post = { sendMail: () => receipt };", "const post = { sendMail: async () => (receipt) };", "const post = { open: vi.fn(), sendMail: vi.fn(() => receipt) };", "vi.mocked(sendMail).mockResolvedValueOnce(receipt);", "sendMail.mockImplementation(\n  async () => receipt,\n);", "post.sendMail.returns(receipt)\nconst other = build()"]) {
      assert.ok(about(made, "receipt.total"), made);
      assert.ok(!about(made, "other"), made);
    }
    for (const other of ["const sendMail = vi.fn(), load = vi.fn(() => receipt);", "sendMail.map((receipt) => receipt);", "const post = { sendMail: receipt };", "const sendMail = vi.fn()\nreceipt()", "const sendMail = vi.fn(() => 'receipt');"]) assert.ok(!about(other, "receipt"), other);
  });

  it("are looked for a bounded number of times", () => {
    assert.ok(about(`${"go(sendMail);".repeat(99)}const sendMail = vi.fn();`, "sendMail"));
    assert.ok(!about(`${"go(sendMail);".repeat(100)}const sendMail = vi.fn();`, "sendMail"));
    const started = process.cpuUsage();
    doublesIn(`sendMail = ${"a.".repeat(100_000)}sendMail`.repeat(20), ["sendMail"]);
    doublesIn(`${"spyOn(".repeat(100)}'sendMail'`.repeat(1_000), ["sendMail"]);
    assert.ok(process.cpuUsage(started).user < 3e6);
  });

  describe("went with the use", () => {
    let parser: NativeParser;
    before(async () => {
      parser = await loadParser();
    });
    const told = (base: string, head: string, facts: Partial<ProjectFacts> = { unusedNames: ["sendMail"] }) => introduced(parser, testWeakened, "src/a.test.ts", base, head, { ...NO_FACTS, ...facts }).map(({ severity, message }) => `${severity}: ${message}`);
    const test = (title: string, ...body: string[]) => `it("${title}", () => {\n${body.map((line) => `  ${line};\n`).join("")}});\n`;
    const SPY = 'const spy = vi.spyOn(post, "sendMail");\n';
    const KEPT = test("pays", "expect(pay(1)).toBe(2)");

    it("so that an assertion about them is worth a look", () => {
      assert.deepEqual(told(SPY + test("pays", "expect(pay(1)).toBe(2)", "expect(spy).toHaveBeenCalledTimes(1)"), KEPT), ['warning: 1 assertion removed in "pays", with what it was about (`sendMail`): `expect(spy).toHaveBeenCalledTimes(1)`']);
      assert.match(told(SPY + test("pays", "expect(pay(1)).toBe(2)", "expect(spy).toHaveBeenCalledTimes(1)"), KEPT, {})[0] ?? "", /^error/, "the code still uses it");
      assert.match(told(SPY + test("pays", "expect(pay(1)).toBe(2)", "expect(spy).toHaveBeenCalledTimes(1)"), SPY + KEPT)[0] ?? "", /^error/, "the file still speaks of it");
      assert.match(told(SPY + test("pays", "expect(pay(1)).toBe(2)", "expect(sent).toBe(1)"), KEPT)[0] ?? "", /^error/, "about something else");
    });

    it("unless their name is short or protects something", () => {
      const lost = (name: string) => told(`const spy = vi.spyOn(post, "${name}");\n${test("pays", "expect(pay(1)).toBe(2)", "expect(spy).toHaveBeenCalledTimes(1)")}`, KEPT, { unusedNames: [name] })[0] ?? "nothing";
      assert.match(lost("deliver"), /^warning/);
      assert.match(lost("notify"), /^warning/);
      assert.match(lost("posts"), /^error/);
      assert.match(lost("doIt"), /^warning/);
      assert.match(lost("checkPermission"), /^error/);
      assert.match(lost("verifySignature"), /^error/);
    });

    it("so that a test about nothing else is worth a look", () => {
      assert.deepEqual(told(SPY + KEPT + test("tells", "expect(spy).toHaveBeenCalledTimes(1)"), KEPT), ['warning: the test "tells" was deleted with what it tested (`sendMail`)']);
      assert.deepEqual(told(SPY + KEPT + test("tells", "expect(spy).toHaveBeenCalledTimes(1)", "expect(owe(1)).toBe(2)"), KEPT), ['error: the test "tells" was deleted']);
      assert.deepEqual(told(SPY + KEPT + test("tells", "run(spy)"), KEPT), ['error: the test "tells" was deleted']);
    });

    it("and not what the test itself gives that name to", () => {
      const lost = (line: string) => told(`const sendMail = vi.fn().mockReturnValue(result);\n${KEPT}${test("tells", line, "expect(result).toBe(12)")}`, KEPT)[0] ?? "nothing";
      assert.match(lost("run()"), /^warning/);
      assert.match(lost("const result = pay()"), /^error/);
      assert.match(lost("const results = pay()"), /^warning/);
      const loose = "expect(boot()).toBe(1);\n";
      assert.match(told(loose + SPY + KEPT + test("tells", "expect(spy).toHaveBeenCalledTimes(1)"), loose + KEPT)[0] ?? "nothing", /^warning/);
    });

    it("and not what another test makes under the same name", () => {
      const answers = test("loads", "const result = { a: 1 }", "const sendMail = vi.fn().mockReturnValue(result)", "expect(load()).toBe(1)");
      const own = (line: string) => told(answers + test("pays", line, "expect(result).toBe(2)", "expect(b).toBe(1)"), answers.replace("const sendMail = vi.fn().mockReturnValue(result)", "") + test("pays", line, "expect(b).toBe(1)"))[0] ?? "nothing";
      assert.match(own("const result = pay(1)"), /^error/);
      assert.match(told(answers.replace("expect(load()).toBe(1)", "expect(load()).toBe(1); expect(result.a).toBe(1)"), test("loads", "expect(load()).toBe(1)"))[0] ?? "", /^warning/);
    });
  });
});

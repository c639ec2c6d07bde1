import { strict as assert } from "node:assert";
import { CodeReader } from "../../../../src/checks/languages/code-reader";
import { NO_FACTS, type ProjectFacts } from "../../../../src/checks/rules/project-facts";
import { findingsOf, viewOf } from "../../../../src/checks/rules/run-rules";
import { testWeakened } from "../../../../src/checks/rules/test-weakened";
import type { NativeParser } from "../../../../src/checks/syntax/source-file";
import { loadParser } from "../parse";

const test = (...lines: string[]) => `package fee\n\nfunc TestFee(t *testing.T) {\n${lines.map((line) => `\t${line}\n`).join("")}}\n`;
const KEPT = "require.Equal(t, 1, total())";

describe("tests of a package that lost a function", () => {
  const reader = new CodeReader();
  let parser: NativeParser;
  before(async () => {
    parser = await loadParser();
    await reader.prepare([{ path: "fee/fee_test.go", text: "" }]);
  });
  const told = (base: string, head: string, facts: Partial<ProjectFacts>) => {
    const view = (text: string) => viewOf(parser, "fee/fee_test.go", text, { ...NO_FACTS, ...facts }, reader);
    return findingsOf(testWeakened, view(base), view(head)).filter(({ introduced }) => introduced).map(({ severity, message }) => `${severity} ${message}`);
  };
  const lost = (line: string, ...names: string[]) => told(test(KEPT, line), test(KEPT), { goneFunctions: [{ folder: "fee", names }] }).join();

  it("are worth a look where they called it", () => {
    assert.match(lost('require.Equal(t, "a", parcel.Rebate().String())', "Rebate"), /^warning 1 assertion removed in "TestFee", with what it was about \(`Rebate`\)/);
    assert.match(lost("require.Equal(t, 2, rebate(1))", "rebate"), /^warning/);
    assert.match(told(test(KEPT, "found := rebate(1)", "require.Equal(t, 2, found)"), test(KEPT, "found := 2"), { goneFunctions: [{ folder: "fee", names: ["rebate"] }] }).join(), /^warning/, "what was made of it");
    const other = "\nfunc TestOther(t *testing.T) {\n\trebate(1)\n\trequire.Equal(t, 5, rows)\n}\n";
    assert.deepEqual(told(test(KEPT) + other, test(KEPT), { goneFunctions: [{ folder: "fee", names: ["rebate"] }] }), ['warning the test "TestOther" was deleted with what it tested (`rebate`)']);
  });

  it("stay errors where it stands, where they did not call it, or where it protects something", () => {
    const line = "require.Equal(t, 2, parcel.Rebate())";
    assert.match(lost(line), /^error/);
    assert.match(lost(line, "Refund"), /^error/);
    assert.match(lost("require.Equal(t, 2, parcel.Rebate)", "Rebate"), /^error/, "a field");
    assert.match(lost("require.Equal(t, 2, parcel.PreRebate())", "Rebate"), /^error/, "a part of another name");
    assert.match(lost("require.Equal(t, 2, parcel.Validate())", "Validate"), /^error/);
    assert.match(told(test(KEPT, line), test(KEPT), { goneFunctions: [{ folder: "other", names: ["Rebate"] }] }).join(), /^error/, "of another package");
    assert.match(told(test(KEPT, line), test(KEPT, "parcel.Rebate()"), { goneFunctions: [{ folder: "fee", names: ["Rebate"] }] }).join(), /^error/, "the test still calls it");
    assert.match(told(test(KEPT, line), test(KEPT), {}).join(), /^error/);
  });

  it("are worth a look where they went with the whole package, unless that protected something", () => {
    const gone = (folder: string, facts: NonNullable<ProjectFacts["goneFunctions"]>[number]) => {
      const view = viewOf(parser, `${folder}/400_test.go`, test(KEPT), { ...NO_FACTS, goneFunctions: [facts] }, reader);
      return testWeakened.removed?.(view, null).map(({ severity = "error", message }) => `${severity} ${message}`);
    };
    const names = ["Rebate"];
    assert.deepEqual(gone("fee", { folder: "fee", names, isWhole: true }), ["warning the test file was deleted with its 1 test, and with what it tested (fee)"]);
    const alone = ["error the test file was deleted with its 1 test"];
    assert.deepEqual(gone("fee", { folder: "fee", names }), alone, "a part of the package stands");
    assert.deepEqual(gone("toll", { folder: "fee", names, isWhole: true }), alone, "another package");
    assert.deepEqual(gone("fee", { folder: "fee", names: ["Rebate", "CheckPermission"], isWhole: true }), alone);
    assert.deepEqual(gone("auth", { folder: "auth", names, isWhole: true }), alone);
  });
});

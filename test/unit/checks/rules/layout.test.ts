import { strict as assert } from "node:assert";
import { withoutLayout } from "../../../../src/checks/rules/layout";

describe("a text without its layout", () => {
  it("is the same in one line and in several", () => {
    for (const text of ["send(order, {\n  to: a,\n});", "send(\n  order,\n  { to: a },\n);", "send(order, { to: a, \r\n\t})\n;"]) assert.equal(withoutLayout(text), "send(order,{to:a});", text);
    assert.equal(withoutLayout("[\n  1,\n  2,\n]"), withoutLayout("[1, 2]"));
  });

  it("keeps a comma that no line ends with", () => {
    for (const [text, other] of [["/^[a-z]{3}$/", "/^[a-z]{3,}$/"], ["/[a-z]/", "/[a-z,]/"], ["f(a)", "f(a, )"], ["[, ]", "[ ]"]] as const) assert.notEqual(withoutLayout(text), withoutLayout(other), other);
    assert.notEqual(withoutLayout("[a,\nb]"), withoutLayout("[a\nb]"));
  });

  it("takes a hostile text in little time", () => {
    const started = process.cpuUsage();
    withoutLayout(`${",".repeat(1_000_000)},${"\n".repeat(1_000_000)}x${", ".repeat(500_000)}`);
    assert.ok(process.cpuUsage(started).user < 3e6);
  });
});

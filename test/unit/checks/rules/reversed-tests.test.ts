import { strict as assert } from "node:assert";
import { NO_FACTS } from "../../../../src/checks/rules/project-facts";
import { testWeakened } from "../../../../src/checks/rules/test-weakened";
import type { NativeParser } from "../../../../src/checks/syntax/source-file";
import { loadParser } from "../parse";
import { introduced } from "./cases";

const test = (title: string, ...body: string[]) => `it("${title}", () => {\n${body.map((line) => `  ${line}\n`).join("")}});\n`;

describe("tests that were turned round", () => {
  let parser: NativeParser;
  before(async () => {
    parser = await loadParser();
  });
  const told = (base: string, head: string, refusing: readonly string[] = ["src/order.ts"]) => introduced(parser, testWeakened, "src/order.test.ts", base, head, { ...NO_FACTS, refusing }).map(({ startLine, severity, message }) => `${startLine} ${severity} ${message}`);
  const SEND = ["const order = basket.with(parcel);", "const answer = send(order);"];
  const OLD = test("allows a plain address on paid orders", ...SEND, "expect(answer.id).toBeDefined();", "expect(answer.address).toBe(plain);");
  const NEW = test("rejects a plain address on paid orders", ...SEND, "expect(answer.error?.status).toBe(400);");
  const REVERSED = '1 warning the test "allows a plain address on paid orders" now expects the opposite: "rejects a plain address on paid orders"';

  it("are told as such where title, assertions and code all refuse now", () => {
    assert.deepEqual(told(OLD, NEW), [REVERSED]);
    assert.deepEqual(told(OLD, NEW, ["src/other.ts"]), [REVERSED], "in the folder");
    assert.deepEqual(told(OLD, NEW, ["lib/order.ts"]), [REVERSED], "of its name");
    for (const refusal of ["expect(() => read(answer)).toThrow(Refusal);", "expect(read(answer)).rejects.toThrow();", "expect(answer.status).toBe(403);"]) assert.deepEqual(told(OLD, NEW.replace("expect(answer.error?.status).toBe(400);", refusal)), [REVERSED], refusal);
    for (const title of ["does not allow a plain address on paid orders", "refuses a plain address on paid orders", "should be denied: a plain address on paid orders"]) {
      const turned = told(OLD.replace(/"allows/, '"allows'), NEW.replace(/rejects a plain address on paid orders/, title));
      assert.deepEqual(turned, [`1 warning the test "allows a plain address on paid orders" now expects the opposite: "${title}"`], title);
    }
    // A rewritten one too, in which less is asserted.
    const longer = (title: string, ...lines: string[]) => test(title, ...SEND, "ship(order);", "settle(order);", ...lines);
    assert.deepEqual(told(longer("permits plain home addresses", "expect(answer.plain.id).toBe(1);", "expect(answer.plain.name).toBe(2);", "expect(answer.plain.street).toBe(3);"), longer("denies plain home addresses", "expect(answer.plain.error).toEqual(refusal);")), ['1 warning the test "permits plain home addresses" now expects the opposite: "denies plain home addresses"']);
  });

  it("are lost assertions where one of the three says otherwise", () => {
    const isLost = (base: string, head: string, why: string, refusing?: readonly string[]) => {
      const lines = told(base, head, refusing);
      assert.ok(lines.length > 0 && lines.every((line) => !line.includes("now expects the opposite: ")), `${why}: ${lines.join()}`);
    };
    isLost(OLD, NEW, "the code refuses no more than before", []);
    isLost(OLD, NEW, "other code does", ["lib/parcel.ts"]);
    isLost(OLD, NEW.replace("rejects", "allows"), "the title says what it said");
    isLost(OLD, NEW.replace("rejects", "reads"), "the title says nothing of it");
    isLost(OLD, NEW.replace("paid orders", "free orders"), "it is about something else");
    isLost(OLD.replace("allows", "rejects"), NEW, "it said so before");
    isLost(OLD.replace("allows a", "reads a"), NEW, "nothing was allowed");
    isLost(OLD.replace('"allows a', '"allows, never rejects a'), NEW, "it said both");
    isLost(OLD, NEW.replace("expect(answer.error?.status).toBe(400);", "expect(answer.status).toBe(200);"), "no refusal is asserted");
    isLost(OLD, NEW.replace("expect(answer.error?.status).toBe(400);", "expect(answer.error).toBeNull();"), "the refusal is denied");
    isLost(OLD, NEW.replace("expect(answer.error?.status).toBe(400);", "expect(answer.error).toBeTruthy();"), "any answer will do");
    isLost(OLD.replace("expect(answer.id).toBeDefined();", "expect(answer.error).toBe(400);"), NEW.replace("?.status).toBe(400)", ".status).toBe(401)"), "a refusal was asserted before");
    isLost(OLD, NEW.replace(SEND[0] ?? "", "const order = nothing();").replace(SEND[1] ?? "", "const answer = send(broken);"), "something else is done");
    isLost(OLD, NEW.replace(SEND[0] ?? "", "const order = nothing();"), "half of it is something else");
    // The other way round the test asks less of whoever comes.
    assert.ok(told(NEW, OLD).every((line) => !line.includes("now expects the opposite: ")));
  });
});

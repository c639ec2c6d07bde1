/** An assistant deletes a test file: with the code it is about that is worth a look, while the code stays it is an error. */
import { strict as assert } from "node:assert";
import { countersign, SupervisedRepository } from "./supervised-repository";

const CART = "export const total = (prices: readonly number[]): number => prices.reduce((sum, price) => sum + price, 0);\n";
const TEST = 'import { total } from "./cart";\nit("adds up", () => {\n  expect(total([2, 3])).toBe(5);\n});\n';

describe("deleted tests", function () {
  this.timeout(120_000);
  let repository: SupervisedRepository;
  beforeEach(() => {
    repository = new SupervisedRepository();
    repository.start({ "src/cart.ts": CART, "src/cart.test.ts": TEST, "src/other.ts": "export const other = 1;\n" });
  });
  afterEach(() => repository.dispose());

  const told = (): readonly string[] => {
    repository.git("commit", "-q", "-m", "work\n\nCo-Authored-By: Claude <noreply@anthropic.com>");
    const ran = countersign(repository.folder, ["check", "--base", "origin/main", "--format", "json"]);
    const { findings } = JSON.parse(ran.stdout) as { findings: { rule: string; severity: string; message: string }[] };
    return findings.filter(({ rule }) => rule === "test-weakened").map(({ severity, message }) => `${severity}: ${message}`);
  };

  it("with what they tested", () => {
    repository.git("rm", "-q", "src/cart.ts", "src/cart.test.ts");
    assert.deepEqual(told(), ["warning: the test file was deleted with its 1 test, and with what it tested (src/cart.ts)"]);
  });

  it("while the code stays, under its name or another", () => {
    repository.git("rm", "-q", "src/cart.test.ts");
    assert.deepEqual(told(), ["error: the test file was deleted with its 1 test"]);
    repository.git("mv", "src/cart.ts", "src/basket.ts");
    assert.deepEqual(told(), ["error: the test file was deleted with its 1 test"]);
  });

  it("into a test that does not run: neither is the move an excuse nor the skip mild", () => {
    const skipped = TEST.replace("it(", "it.skip(");
    const basket = 'it("opens", () => {\n  expect(open()).toBe(1);\n});\n';
    repository.dispose();
    repository = new SupervisedRepository();
    repository.start({ "src/cart.ts": CART, "src/cart.test.ts": TEST, "src/basket.test.ts": basket });
    repository.git("rm", "-q", "src/cart.test.ts");
    repository.write("src/basket.test.ts", `${basket}${skipped}`);
    repository.git("add", "-A");
    assert.deepEqual([...told()].sort(), ['error: does not run "adds up"', "error: the test file was deleted with its 1 test"]);
    repository.dispose();
    repository = new SupervisedRepository();
    repository.start({ "src/cart.ts": CART, "src/cart.test.ts": skipped });
    repository.git("mv", "src/cart.test.ts", "src/basket.test.ts");
    repository.write("src/basket.test.ts", `import "./setup";\n${skipped}`);
    repository.write("src/other.test.ts", skipped.replace("adds up", "takes away").replace("toBe(5)", "toBe(6)"));
    repository.git("add", "-A");
    assert.deepEqual([...told()].sort(), ['warning: does not run "takes away"']);
  });

  it("one by one, from files that stay, with the function they were about or without it", () => {
    const test = (title: string, call: string) => `it("${title}", () => {\n  expect(${call}).toBe(1);\n});\n`;
    const files = (names: readonly string[], tests: readonly string[]) => ({
      "src/cart.ts": `${CART}${names.map((name) => `export function ${name}(): number {\n  return 1;\n}\n`).join("")}`,
      "src/cart.test.ts": `${TEST}${tests.map((name) => test(`gives ${name}`, `${name}()`)).join("")}`,
    });
    const before = files(["applyVoucher", "roundPrice"], ["applyVoucher", "roundPrice"]);
    const after = files(["roundPrice"], []);
    repository.dispose();
    repository = new SupervisedRepository();
    repository.start(before);
    for (const [path, text] of Object.entries(after)) repository.write(path, text);
    repository.git("add", "-A");
    assert.deepEqual([...told()].sort(), ['error: the test "gives roundPrice" was deleted', 'warning: the test "gives applyVoucher" was deleted with what it tested (`applyVoucher`)']);
  });
});

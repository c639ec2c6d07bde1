import { strict as assert } from "node:assert";
import { goneSubjects, subjectOf } from "../../../../src/checks/rules/tested-subject";

describe("what a test file is about", () => {
  it("is the file of its name, in every language's habit", () => {
    const cases: readonly (readonly [string, string])[] = [
      ["src/cart.test.ts", "src/cart.ts"],
      ["test/cart.spec.js", "lib/cart.mjs"],
      ["web/Cart.test.tsx", "web/Cart.vue"],
      ["e2e/checkout.cy.ts", "src/checkout.tsx"],
      ["spec/models/wallet_spec.rb", "app/models/wallet.rb"],
      ["tests/test_orders.py", "shop/orders.py"],
      ["orders_test.go", "orders.go"],
      ["src/__tests__/editTool.spec.ts", "src/EditTool.ts"],
      ["src/test/java/OrderTest.java", "src/main/java/Order.java"],
      ["OrderTests.cs", "Order.cs"],
      ["src/list-issues/list-issues.test.ts", "src/list-issues/index.ts"],
      ["src/__tests__/order-list.integration.test.ts", "src/OrderList.ts"],
      ["src/__tests__/OrderList.rounding.test.tsx", "src/OrderList.tsx"],
    ];
    for (const [test, subject] of cases) assert.equal(subjectOf(test, ["README.md", subject]), subject, test);
  });

  it("is none of another name, another language, or a name that says nothing", () => {
    for (const [test, path] of [["src/cart.test.ts", "src/carts.ts"], ["src/cart.test.ts", "src/cart.py"], ["src/index.test.ts", "src/index.ts"], ["tests/test_utils.py", "utils.py"], ["src/latest.ts", "src/la.ts"], ["src/.test.ts", "src/.ts"], ["src/rounding.cart.test.ts", "src/cart.ts"], ["src/utils.rounding.test.ts", "src/utils.ts"]] as const) {
      assert.equal(subjectOf(test, [path]), null, test);
    }
    assert.equal(subjectOf("src/cart.test.ts", []), null);
  });

  it("is gone with a folder's module, whatever other folders have", () => {
    assert.deepEqual(goneSubjects(["a/index.ts", "b/index.ts", "c/index.ts"], ["b/index.ts", "lib/c/index.ts"], new Set()), ["a/index.ts"]);
  });

  it("is gone where no file of its name is left, by whatever path", () => {
    const before = ["src/a.ts", "src/b.ts", "src/c.ts", "src/d.ts", "src/e.test.ts", "spec/f_spec.rb", "src/g.ts"];
    assert.deepEqual(goneSubjects(before, ["src/a.ts", "lib/b.ts", "src/z.ts"], new Set(["src/c.ts"])), ["src/d.ts", "src/g.ts"], "a stays, b moved, c was renamed, e and f are tests");
    assert.deepEqual(goneSubjects(before, before, new Set()), []);
  });
});

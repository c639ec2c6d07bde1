import { strict as assert } from "node:assert";
import { changeFacts } from "../../../src/checks/change-facts";
import type { ChangedText } from "../../../src/checks/parsing/protocol";
import type { SkippedLines } from "../../../src/checks/rules/skipped-tests";
import { MemorySnapshot } from "./memory-snapshot";

/** Files by path: what stood at the base, what stands now; null for none. */
type Files = Readonly<Record<string, readonly [base: string | null, head: string | null]>>;

/** `byOthers`: changed, and none of the change's hunks is in it. */
function factsOf(files: Files, weakened: readonly string[], byOthers: readonly string[] = [], skipped: ReadonlyMap<string, SkippedLines> = new Map()) {
  const side = (index: 0 | 1) => Object.fromEntries(Object.entries(files).flatMap(([path, texts]) => (texts[index] === null ? [] : [[path, texts[index]]])));
  const texts = Object.entries(files).filter(([path]) => !byOthers.includes(path)).map(([path, [base, head]]): ChangedText => ({ path, basePath: path, base, text: head ?? "" }));
  const isThere = ({ path }: ChangedText) => files[path]?.[1] !== null;
  const change = { base: new MemorySnapshot(side(0), "base"), head: new MemorySnapshot(side(1)), basePaths: new Map<string, string>(), changed: texts.filter(isThere), deleted: texts.filter((file) => !isThere(file)) };
  return changeFacts(change, texts.filter(({ path }) => weakened.includes(path)), skipped);
}

const TEST = "it('parses', () => { expect(parseIndent(a)).toBe(1); });";

describe("what a change did beside the tests that prove less", () => {
  it("took names out of files that stay and files that go", async () => {
    assert.deepEqual((await factsOf({ "a.ts": ["function parseIndent() {}", ""], "a.test.ts": [TEST, ""] }, ["a.test.ts"])).goneNames, ["parseIndent"]);
    assert.deepEqual(await factsOf({ "a.ts": ["function parseIndent() {}", null], "a.test.ts": [TEST, null] }, ["a.test.ts"]), { gone: ["a.ts"], goneNames: ["parseIndent"], unusedNames: ["parseIndent"], newTests: [], goneTests: [{ path: "a.test.ts", text: TEST.replace(/\s+/g, "") }] });
  });

  it("took none out that stand in its other code, that no lost test speaks of, or that tests and documents alone held", async () => {
    const names = async (files: Files, weakened = ["a.test.ts"], byOthers: readonly string[] = []) => (await factsOf({ "a.test.ts": [TEST, ""], ...files }, weakened, byOthers)).goneNames;
    assert.deepEqual(await names({ "a.ts": ["function parseIndent() {}", ""], "b.ts": [null, "export function parseIndent() {}"] }), []);
    assert.deepEqual(await names({ "a.ts": ["function parseIndent() {}", ""], "a.test.ts": [TEST, `${TEST}go();`] }), []);
    assert.deepEqual(await names({ "a.ts": ["function parseIndent() {}", ""] }, []), []);
    assert.deepEqual(await names({ "b.test.ts": ["function parseIndent() {}", ""] }), []);
    assert.deepEqual(await names({ "b.ts": ["function parseIndent() {}\ndescribe('b', () => {});", ""] }), []);
    assert.deepEqual(await names({ "b.ts": ["function parseIndent() {}", "describe.each('b', () => {});"] }), []);
    assert.deepEqual(await names({ "spec/b.rb": ["def parseIndent", ""] }), []);
    assert.deepEqual(await names({ "README.md": ["  parseIndent: 1", ""] }), []);
    // A person's part of the change carries no hunks.
    assert.deepEqual(await names({ "a.ts": ["function parseIndent() {}", ""], "b.ts": [null, "export function parseIndent() {}"] }, ["a.test.ts"], ["b.ts"]), []);
    assert.deepEqual(await names({ "a.ts": ["function parseIndent() {}", ""], "b.ts": ["export {};", "export function parseIndent() {}"] }, ["a.test.ts"], ["b.ts"]), []);
    assert.deepEqual(await names({ "a.ts": ["function parseIndent() {}", ""], "b.ts": [null, "export {};"], "b.md": [null, "parseIndent"] }, ["a.test.ts"], ["b.ts", "b.md"]), ["parseIndent"]);
    // What nobody changed uses another of that name.
    assert.deepEqual(await names({ "a.ts": ["function parseIndent() {}", ""], "b.ts": ["function parseIndent() {}", "function parseIndent() {}"] }, ["a.test.ts"], ["b.ts"]), ["parseIndent"]);
    // A migration names what it takes away.
    assert.deepEqual(await names({ "a.rb": ["def parseIndent", ""], "db/migrate/1_remove.rb": [null, "remove_column :parseIndent"] }), ["parseIndent"]);
    assert.deepEqual(await names({ "a.ts": ["function parseIndent() {}", ""], "big.ts": [null, "x".repeat(32_000_001)] }), []);
  });

  it("took names out of the code that only translations still bear", async () => {
    const names = async (files: Files, byOthers: readonly string[] = []) => (await factsOf({ "a.test.ts": [TEST, ""], "a.ts": ["function parseIndent() {}", ""], ...files }, ["a.test.ts"], byOthers)).goneNames;
    const told = '{\n  "parseIndent": "Indent"\n}';
    for (const path of ["src/locales/de/a.json", "i18n/a.yml", "translations/fr.po"]) {
      assert.deepEqual(await names({ [path]: [told, `${told} `] }), ["parseIndent"], path);
      assert.deepEqual(await names({ [path]: [told, `${told} `] }, [path]), ["parseIndent"], path);
    }
    for (const path of ["src/locale.json", "i18n/a.ts", "settings/a.json"]) assert.deepEqual(await names({ [path]: [told, `${told} `] }), [], path);
    assert.deepEqual(await names({ "a.ts": ["", ""], "i18n/a.json": [told, "{}"] }), ["parseIndent"], "a name that went from the translations");
    assert.deepEqual(await names({ "a.ts": ["", ""], "i18n/a.json": [told, `${told} `] }), [], "a name that stood there alone");
    for (const byOthers of [[], ["i18n/a.json"]]) assert.deepEqual(await names({ "i18n/a.json": [null, told] }, byOthers), [], "moved into a new one");
    for (const byOthers of [[], ["i18n/a.json"]]) assert.deepEqual(await names({ "i18n/a.json": ['{\n  "title": "Shop"\n}', told] }, byOthers), [], "moved into one that was there");
    const sentence = async (path: string, byOthers: readonly string[]) => (await factsOf({ "a.test.ts": ["expect(ship(a)).toBe('The order needs an address');", ""], "a.ts": ["'The order needs an address'", ""], [path]: ["{}", '{ "a": "The order needs an address" }'] }, ["a.test.ts"], byOthers)).goneSentences;
    for (const byOthers of [[], ["i18n/a.json"]]) assert.equal(await sentence("i18n/a.json", byOthers), undefined, "what was said is said there now");
    const unused = async (path: string) => (await factsOf({ "a.test.ts": [TEST, ""], "a.ts": ["run(parseIndent);", ""], [path]: [told, `${told} `] }, ["a.test.ts"])).unusedNames;
    assert.deepEqual(await unused("i18n/a.json"), ["parseIndent"]);
    assert.deepEqual(await unused("a.json"), []);
  });

  it("took sentences out of the code that a lost test asks for", async () => {
    const ASKS = "it('ships', () => { expect(ship(a)).toBe('The order needs an address'); });";
    const CODE = 'return "The order needs an address";';
    const sentences = async (files: Files, byOthers: readonly string[] = []) => (await factsOf({ "a.test.ts": [ASKS, ""], ...files }, ["a.test.ts"], byOthers)).goneSentences;
    assert.deepEqual(await sentences({ "a.ts": [CODE, ""] }), ["The order needs an address"]);
    assert.deepEqual(await sentences({ "a.ts": [CODE, null] }), ["The order needs an address"]);
    assert.equal(await sentences({ "a.ts": [CODE, CODE] }), undefined);
    assert.equal(await sentences({ "a.ts": [CODE, ""], "b.ts": [null, CODE] }), undefined);
    assert.equal(await sentences({ "a.ts": [CODE, ""], "b.ts": [null, CODE] }, ["b.ts"]), undefined);
    assert.equal(await sentences({ "a.ts": [CODE, ""], "big.ts": [null, "x".repeat(32_000_001)] }), undefined);
  });

  it("took functions out of a package of Go, that nothing in it speaks of any more", async () => {
    const GO_TEST = "func TestFee(t *testing.T) {\n\trequire.Equal(t, 1, parcel.Rebate())\n}\n";
    const METHOD = "func (p Parcel) Rebate(to string) int {\n\treturn 1\n}\n";
    const functions = async (files: Files) => (await factsOf({ "fee/fee_test.go": [GO_TEST, "package fee"], "fee/parcel.go": [METHOD, "package fee\n// Rebate went."], ...files }, ["fee/fee_test.go"], ["fee/unchanged.go"])).goneFunctions;
    const GONE = [{ folder: "fee", names: ["Rebate"] }];
    assert.deepEqual(await functions({}), GONE);
    assert.deepEqual(await functions({ "fee/parcel.go": ["func Rebate() {}", null] }), GONE);
    assert.deepEqual(await functions({ "fee/parcel.go": ["func Rebate() {}", null], "fee/fee_test.go": [GO_TEST, null] }), [{ folder: "fee", names: ["Rebate"], isWhole: true }], "with all that the package had");
    assert.deepEqual(await functions({ "fee/parcel.go": ["func Rebate() {}\nfunc Fee() {}", null], "fee/fee_test.go": [GO_TEST, null], "toll/new.go": [null, "func Fee() {}"] }), GONE, "a part of it stands in a new file");
    assert.equal(await functions({ "fee/parcel.go": [METHOD, null], "toll/parcel.go": [null, METHOD] }), undefined, "moved");
    assert.equal(await functions({ "fee/parcel.go": [METHOD, null], "toll/parcel.go": ["package toll", METHOD] }), undefined, "moved into what was there");
    for (const more of ["func Can(u User) bool {}", "type AccessGuard struct {}"]) assert.equal((await functions({ "fee/parcel.go": [`${METHOD}${more}`, null], "fee/fee_test.go": [GO_TEST, null] }))?.[0]?.isWhole, more.includes("Guard") ? undefined : true, more);
    assert.deepEqual(await functions({ "toll/parcel.go": [METHOD, METHOD], "toll/parcel.md": [null, METHOD] }), GONE, "it stood in another package, and in a text");
    assert.deepEqual(await functions({ "store/row.go": ["", "type Row struct {\n\tRebate int\n}\n"], "fee/notes.md": ["", "Rebate"] }), GONE, "in another package it is another thing");
    for (const text of ["func (o Other) Rebate() {}", "var x = y.Rebate"]) assert.equal(await functions({ "fee/unchanged.go": [text, text] }), undefined, text);
    assert.equal(await functions({ "fee/other.go": ["", "func (o Other) Rebate() {}"] }), undefined);
    assert.equal(await functions({ "fee/other_test.go": ["", "func TestOther(t *testing.T) { x.Rebate() }"] }), undefined);
    assert.equal(await functions({ "fee/parcel.go": ["// func Rebate() {}\nvar Rebate = 1", "package fee"] }), undefined, "no function");
    assert.equal(await functions({ "fee/parcel.go": ["func Fee() {}", "package fee"] }), undefined, "a short name");
    assert.equal(await functions({ "fee/parcel.go": ["package fee", "package fee"], "store/parcel.go": [METHOD, ""] }), undefined, "of another package");
    assert.equal(await functions({ "fee/parcel.go": ["package fee", "package fee"], "fee/old_test.go": [METHOD, ""] }), undefined, "a test's own");
    assert.equal(await functions({ "big.ts": [null, "x".repeat(32_000_001)] }), undefined);
    assert.equal((await factsOf({ "fee/fee.test.ts": ["parcel.Rebate()", ""], "fee/parcel.go": [METHOD, ""] }, ["fee/fee.test.ts"])).goneFunctions, undefined, "the test is of another language");
  });

  it("took packages away of which nothing is left", async () => {
    const packages = async (files: Files) => (await factsOf({ "shop/package.json": ["{}", null], "shop/a.ts": ["a();", null], "shop/test/a.test.ts": [TEST, null], ...files }, ["shop/test/a.test.ts"])).gonePackages;
    assert.deepEqual(await packages({}), ["shop"]);
    assert.deepEqual(await packages({ "shops/b.ts": ["b();", "b();"] }), ["shop"]);
    assert.equal(await packages({ "shop/README.md": ["b", "b"] }), undefined);
    assert.equal(await packages({ "shop/test/package.json": ["{}", "{}"] }), undefined, "the innermost is meant");
    assert.equal(await packages({ "shop/package.json": ["{}", "{}"] }), undefined);
    assert.equal((await factsOf({ "package.json": ["{}", null], "a.test.ts": [TEST, null] }, ["a.test.ts"])).gonePackages, undefined, "all of the repository");
    const moved = async (old: string) => {
      const gone = { base: new MemorySnapshot({ "shop/package.json": "{}", [old]: "a();", "shop/a.test.ts": TEST }, "base"), head: new MemorySnapshot({ "b/a.md": "a();" }), basePaths: new Map([["b/a.md", old]]), changed: [], deleted: [{ path: "shop/a.test.ts", basePath: "shop/a.test.ts", base: TEST, text: "" }] };
      return (await changeFacts(gone, gone.deleted)).gonePackages;
    };
    assert.equal(await moved("shop/a.ts"), undefined, "code was moved out of it");
    assert.deepEqual(await moved("shop/a.md"), ["shop"]);
  });

  it("used names that its code holds no more", async () => {
    const names = async (files: Files, byOthers: readonly string[] = []) => (await factsOf({ "a.test.ts": [TEST, ""], ...files }, ["a.test.ts"], byOthers)).unusedNames;
    assert.deepEqual(await names({ "a.ts": ["run(parseIndent);", ""] }), ["parseIndent"]);
    assert.deepEqual(await names({ "a.ts": ["run(parseIndent);", ""], "b.ts": [null, "run(parseIndent);"] }), []);
    assert.deepEqual(await names({ "a.ts": ["run(parseIndent);", ""], "b.ts": [null, "run(parseIndent);"] }, ["b.ts"]), []);
    assert.deepEqual(await names({ "b.ts": ["run(indent);", ""] }), []);
    assert.deepEqual(await names({ "b.test.ts": ["run(parseIndent);", ""] }), []);
  });

  it("put into test files and took out of them what is run alone", async () => {
    const skipped = new Map([["b.test.ts", { base: [[1, 1] as const], head: [[0, 0] as const, [3, 4] as const] }]]);
    const { newTests, goneTests } = await factsOf({ "b.test.ts": ["old(1);\nold(2);\nold(3);\n", "now(0);\nnow(1);\nnow(2);\nnow(3);\nnow(4);\nnow(5);\n"], "c.test.ts": ["c();", null], "d.test.ts": [null, "d();"], "e.ts": ["it('e');", "e();"], "f.ts": ["f();", null] }, [], [], skipped);
    assert.deepEqual(newTests, [{ path: "b.test.ts", isNew: false, text: "now(1);now(2);now(5);" }, { path: "d.test.ts", isNew: true, text: "d();" }]);
    assert.deepEqual(goneTests, [{ path: "b.test.ts", text: "old(1);old(3);" }, { path: "e.ts", text: "it('e');" }, { path: "c.test.ts", text: "c();" }]);
    assert.deepEqual((await factsOf({ "b.test.ts": ["x".repeat(8_000_001), ""] }, [])).goneTests, []);
    assert.equal((await factsOf({ "b.test.ts": ["x", ""], "b.ts": [null, "x".repeat(32_000_001)] }, [])).isTooMuch, true);
    assert.equal((await factsOf({ "b.test.ts": ["x", ""], "b.ts": [null, "x"] }, [])).isTooMuch, undefined);
  });

  it("put lines into test files", async () => {
    const { newTests } = await factsOf({ "b.test.ts": ["it('a');\nold();\n", "  it('a');\n  it('b', 1);\n"], "c.test.ts": [null, "it('c');\n"], "d.test.ts": ["d();", "d();\n"], "e.ts": [null, "it('e');"], "g.ts": [null, "limit('g');\nform.it('g');\n"], "h.py": [null, "test('h')"], "spec/f_spec.rb": [null, "it 'f'"] }, []);
    assert.deepEqual(newTests, [{ path: "b.test.ts", isNew: false, text: "it('b',1);" }, { path: "c.test.ts", isNew: true, text: "it('c');" }, { path: "e.ts", isNew: true, text: "it('e');" }, { path: "spec/f_spec.rb", isNew: true, text: "it'f'" }]);
    for (const path of ["a.clienttest.ts", "a.servertest.tsx", "a-unittest.js", "a.integrationtest.mjs", "a.dbspec.ts"]) assert.equal((await factsOf({ [path]: [null, "a();"] }, [])).newTests?.length, 1, path);
    for (const path of ["a.latest.ts", "a.contest.ts", "clienttest.ts", "a.myclienttest.js"]) assert.deepEqual((await factsOf({ [path]: [null, "a();"] }, [])).newTests, [], path);
    assert.deepEqual((await factsOf({ "b.test.ts": ["", "x".repeat(8_000_001)] }, [])).newTests, []);
  });
});

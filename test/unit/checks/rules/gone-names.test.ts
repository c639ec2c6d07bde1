import { strict as assert } from "node:assert";
import { lostNames, lostSentences, wordsIn } from "../../../../src/checks/rules/gone-names";

const gone = (asked: string, before: string, after = "", files: readonly string[] = []) => lostNames(wordsIn(asked), [before], [after], files).gone;

describe("names that a change took out of the code", () => {
  it("were declared before, in whatever language and form", () => {
    const declarations = [
      "export function parseIndent(text: string) {}", "export async function parseIndent() {}", "class parseIndent {}", "interface parseIndent {}", "export const parseIndent = 1;", "def parseIndent(self):", "def self.parseIndent", "fn parseIndent() -> u8 {",
      "func parseIndent() {", "func (r *Reader) parseIndent(a int) {", "  parseIndent?: boolean;", "  parseIndent: true,", "  private readonly parseIndent = 1;", '  "parseIndent": "Indent",', "  async parseIndent(text: string): Promise<void> {", "    public String parseIndent(String a) {",
      '  name: "parseIndent",', '  | "parseIndent"', '  "parseIndent",', "  if (process.env.PARSE_INDENT) go();", '  url.searchParams.set("parseIndent", "2");', "  has_many :parseIndent",
    ];
    for (const one of declarations) {
      const name = one.includes("PARSE_INDENT") ? "PARSE_INDENT" : "parseIndent";
      assert.deepEqual(gone(`it("a"); ${name}();`, `a();\n${one}\nb();\n`), [name], one);
    }
  });

  it("are none that were only used, that stand elsewhere in the change, that are short, or that no test speaks of", () => {
    for (const use of ["parseIndent(text);", "  run(parseIndent);", "// parseIndent", "  before(() => parseIndent(1)) {", "  parseIndent(function () {", "if (a.parseIndent == 1) {", `${"x".repeat(400)}\tconst parseIndent = 1;`]) assert.deepEqual(gone("parseIndent", use), [], use);
    assert.deepEqual(gone("parseIndent", "function parseIndent() {}", "import { parseIndent } from './indent';"), []);
    assert.deepEqual(gone("sum", "function sum() {}"), []);
    assert.deepEqual(gone("other", "function parseIndent() {}"), []);
  });

  it("are those of files that went, in every habit, unless a name says nothing", () => {
    assert.deepEqual(gone("WalletItems wallet_item walletItem", "", "", ["app/models/wallet_item.rb"]), ["WalletItems", "wallet_item", "walletItem"]);
    assert.deepEqual(gone("wallet index tax", "", "", ["src/wallets/index.ts", "src/tax.ts"]), []);
    assert.deepEqual(gone("wallet", "", "the wallet", ["src/wallet.ts"]), []);
  });

  it("takes a hostile text in little time", () => {
    const started = process.cpuUsage();
    gone("parseIndent", `parseIndent();\n${`${"a ".repeat(150)}\n`.repeat(3_000)}${"a(".repeat(400_000)}`);
    gone("parseIndent", `parseIndent();\n${"public\n".repeat(30_000)}`);
    assert.ok(process.cpuUsage(started).user < 3e6);
  });
});

describe("sentences that a change took out of the code", () => {
  const SAID = "The order needs an address first";
  it("stood in quotes, of whatever kind, and stand in a test", () => {
    for (const quoted of [`"${SAID}"`, `'${SAID}'`, `\`${SAID}\``, `\`${SAID}: \${name}\``, `"${SAID} (\`street\`)"`, `'${SAID} {}'.format(a)`]) assert.deepEqual(lostSentences(`expect(told).toBe("${SAID} ("); expect(told).toBe("${SAID}: ")`, [`tell(${quoted});`], ["tell();"]).map((one) => one.replace(/[ (:]*$/, "")), [SAID], quoted);
  });

  it("are none that are short, of two words, without quotes, that no test speaks of, or that the code still says", () => {
    for (const code of ['tell("Needs an address");', 'tell("TheOrderNeeds AnAddressFirst");', `// ${SAID}`, `tell("${SAID.slice(0, 12)}\n${SAID.slice(12)}");`]) assert.deepEqual(lostSentences(`${SAID} Needs an address TheOrderNeeds AnAddressFirst`, [code], [""]), [], code);
    assert.deepEqual(lostSentences("expect(told).toBe(1)", [`tell("${SAID}");`], [""]), []);
    assert.deepEqual(lostSentences(SAID, [`tell("${SAID}");`], ["", `say('${SAID}');`]), []);
    assert.deepEqual(lostSentences(SAID, [`tell("${SAID}");`], ["tell('An address is what the order needs');"]), [], "in other words");
    assert.deepEqual(lostSentences(SAID, [`tell("${SAID}");`], ["tell('Nothing was ordered by anybody');"]), [SAID], "something else");
  });

  it("are also parts of them that a test asks for, in quotes or between slashes", () => {
    const PART = "needs an address";
    const code = [`tell("${SAID}");`];
    for (const asked of [`"${PART}"`, `'${PART}'`, `\`${PART}\``, `/${PART}/i`]) assert.deepEqual(lostSentences(`expect(told).toMatch(${asked})`, code, [""]), [PART], asked);
    assert.deepEqual(lostSentences(`"${SAID}" "${PART}"`, code, [""]), [SAID, PART]);
    for (const asked of [PART, '"an address"', '"s an a"', `"${PART} there"`, `"${PART}'`, `"needs an\\"address"`]) assert.deepEqual(lostSentences(asked, code, [""]), [], asked);
    assert.deepEqual(lostSentences(`"${PART}"`, code, [`tell("It ${PART}");`]), [], "the code says it elsewhere");
    assert.deepEqual(lostSentences(`"${PART}"`, [...code, `tell("Denied: it ${PART}");`], [""]), [], "a part of what keeps somebody out");
    assert.deepEqual(lostSentences(`"${PART}"`, code, ['tell("Every address needs a street");']), [], "in other words");
  });

  it("are looked for in so much text alone", () => {
    const asked = (count: number) => Array.from({ length: count }, (_, index) => `"part of it ${index}!"`).join("\n");
    const code = [Array.from({ length: 100 }, (_, index) => `"this is a part of it ${index}!"`).join("\n")];
    assert.equal(lostSentences(asked(100), code, ["x".repeat(9_999_999)]).length, 100);
    assert.equal(lostSentences(asked(100), code, ["x".repeat(49_999_999)]).length, 20);
  });

  it("takes a hostile text in little time", () => {
    const started = process.cpuUsage();
    lostSentences('"/'.repeat(400_000) + '"a b '.repeat(100_000) + "'a b c d e f".repeat(50_000), Array.from({ length: 3_000 }, (_, index) => `"a b c d e f g h i j k l ${index}"`), [""]);
    lostSentences("a b c", [`"${"a b ".repeat(400_000)}`, '"'.repeat(400_000), '"a b c d e f g h i j k l'.repeat(20_000), `"${"{ a ".repeat(100)}"\n`.repeat(1_000)], [""]);
    assert.ok(process.cpuUsage(started).user < 3e6);
  });
});

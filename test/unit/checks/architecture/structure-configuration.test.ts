import { strict as assert } from "node:assert";
import { parseArchitecture } from "../../../../src/checks/architecture/architecture-configuration";
import { CountersignError } from "../../../../src/core/model";

/** A section that is wrong, with where the error says it is, and what to do. */
const WRONG: readonly (readonly [name: string, section: object, message: RegExp, place: string, hint: RegExp])[] = [
  ["an unknown key of a rule", { usage: { symbol: "fetch", onlyIn: "src/**" } }, /architecture\.usage: unknown key "onlyIn"/, "architecture.usage.onlyIn", /did you mean "only"\?|expected one of/],
  ["an unknown section", { usages: [] }, /unknown key "usages"/, "architecture.usages", /did you mean "usage"\?/],
  ["a symbol that is none", { usage: [{ symbol: ["fetch", "process..env"] }] }, /"process\.\.env" names no symbol/, "architecture.usage.0.symbol.1", /process\.env/],
  ["a symbol of an unknown element", { elements: { data: "src/data/**" }, usage: { symbol: "dta#Client" } }, /"dta" is no element, path or glob/, "architecture.usage.symbol", /did you mean "data"\?/],
  ["a place that is no element", { elements: { config: "src/config/**" }, usage: { symbol: "fetch", only: "confg" } }, /"confg" is no element, path or glob/, "architecture.usage.only", /did you mean "config"\?/],
  ["a rule for classes that asks for nothing", { classes: [{ in: "src/**" }] }, /asks for nothing/, "architecture.classes.0", /extends, implements or decorators/],
  ["a prefix where the section says the role", { classes: { in: "src/**", extends: "new Base" } }, /"new Base" names no symbol/, "architecture.classes.extends", /Repository/],
  ["a naming rule that asks for nothing", { naming: { in: "src/**", of: "class" } }, /asks for nothing/, "architecture.naming", /style, prefix, suffix or matches/],
  ["an expression that does not compile", { naming: [{ in: "src/**", of: "class", matches: "[A-" }] }, /not a regular expression/, "architecture.naming.0.matches", /Invalid regular expression/],
  ["a style that nobody knows", { naming: { in: "src/**", of: "class", style: "pascalcase" } }, /not what is expected here/, "architecture.naming.style", /PascalCase/],
  ["a kind that nobody knows", { naming: { in: "src/**", of: "klass", style: "PascalCase" } }, /not what is expected here/, "architecture.naming.of", /interface/],
  ["a default export that is neither", { exports: { in: "src/**", default: false } }, /not what is expected here/, "architecture.exports.default", /banned/],
  ["ports that are no element", { elements: { ports: "src/ports/**" }, concrete: { in: "src/**", ports: "port" } }, /"port" is no element/, "architecture.concrete.ports", /did you mean "ports"\?/],
  ["private modules that are no element", { elements: { internal: "src/internal/**" }, leaks: { in: "src/**", private: ["internl"] } }, /"internl" is no element/, "architecture.leaks.private.0", /did you mean "internal"\?/],
];

describe("configuration of rules about symbols, classes and names", () => {
  for (const [name, section, message, place, hint] of WRONG) {
    it(`refuses ${name}, and says where and what to do`, () => {
      assert.throws(
        () => parseArchitecture(section),
        (error) => {
          assert.ok(error instanceof CountersignError && error.code === "configuration");
          assert.match(error.message, message);
          assert.equal(error.details.path, ".countersign/config.jsonc");
          assert.equal(error.details.place?.join("."), place);
          assert.match(error.details.hint ?? "", hint);
          return true;
        },
      );
    });
  }

  it("takes one rule or a list, every form of symbol, and each with its reason", () => {
    const because = "so";
    parseArchitecture({
      elements: { db: "src/db/**" },
      usage: [{ symbol: ["fetch", "process.env", "new A", "new Date()", "extends A", "implements A", "@A", "npm:@scope/a#b.c", "node:fs#readFileSync", "npm:a#*", "db#Client", "src/**/x.ts#Y", "new db#Client"], only: "db", because }],
      classes: { in: "db", named: "*Repository", extends: "npm:typeorm#Repository", implements: ["A", "db#B"], decorators: "Injectable", because },
      naming: { in: "db", of: ["class", "file"], exported: true, style: ["PascalCase"], prefix: "A", suffix: "B", matches: "A.*B", extending: "A", implementing: "B", decorated: "C", because },
      exports: { in: "db", default: "required", because },
      concrete: { in: "db", of: "db", ports: "src/ports/**", because },
      leaks: { in: "db", private: "src/internal/**", because },
    });
  });
});

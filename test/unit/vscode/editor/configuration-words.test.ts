import { strict as assert } from "node:assert";
import type { ConfigurationInspection } from "../../../../src/app/session-types";
import { wordsFor } from "../../../../src/vscode/editor/configuration-words";

const INSPECTION: ConfigurationInspection = {
  problems: [],
  elements: [{ name: "ui", files: 3, examples: ["src/ui/a.ts"] }],
  rules: ["cycle", "secret"],
  packages: ["@shop/ui", "zod"],
  people: ["ann@example.org"],
  accounts: ["@ann", "@shop/payments"],
  folders: ["src", "src/ui"],
};

const FOLDERS = ["src/**", "src/ui/**"];
const SELECTOR = ["ui", ...FOLDERS];
const TARGET = [...SELECTOR, "npm:@shop/ui", "npm:zod"];

describe("words of the configuration", () => {
  const cases: readonly (readonly [path: readonly (string | number)[], words: readonly string[]])[] = [
    [["risk", "cy"], INSPECTION.rules],
    [["risk", "cycle", "severity"], []],
    [["policy", "people", ""], INSPECTION.people],
    [["policy", "people", "ann@example.org", 0], INSPECTION.accounts],
    [["policy", "overrule", 1], INSPECTION.people],
    [["policy", "waivers", "signers", 0], INSPECTION.people],
    [["policy", "waivers", "risk"], []],
    [["policy", "paths", 0, "files", 0], FOLDERS],
    [["include", 0], FOLDERS],
    [["exclude", 0], FOLDERS],
    [["debt", "generated", 0], FOLDERS],
    [["debt", "minutesPerLine"], []],
    [["architecture", "elements", "ui"], FOLDERS],
    [["architecture", "elements", "ui", 1], FOLDERS],
    [["architecture", "layers", "order", 0], SELECTOR],
    [["architecture", "layers", 1, "order", 0, "siblings", 0], SELECTOR],
    [["architecture", "layers", 0, "severity"], []],
    [["architecture", "forbid", "from"], SELECTOR],
    [["architecture", "forbid", 2, "to", 0], TARGET],
    [["architecture", "allowOnly", 0, "imports"], TARGET],
    [["architecture", "allowOnly", 0, "importedBy"], SELECTOR],
    [["architecture", "reach", 0, "through"], SELECTOR],
    [["architecture", "reach", 0, "to"], TARGET],
    [["architecture", "limit", 0, "of"], SELECTOR],
    [["architecture", "limit", 0, "fanIn"], []],
    [["architecture", "pure", "in"], SELECTOR],
    [["architecture", "external", "banned", 0, "package"], INSPECTION.packages],
    [["architecture", "external", "licence", "except", 0], INSPECTION.packages],
    [["architecture", "external", "licence", "allow", 0], []],
    [["architecture", "preset"], []],
    [[], []],
  ];
  for (const [path, words] of cases) {
    it(`at ${path.join(".") || "the top"}: ${words.length === 0 ? "none, the schema does the rest" : words.join(", ")}`, () => {
      assert.deepEqual(wordsFor(path, INSPECTION).map(({ text }) => text), words);
    });
  }

  it("say what each is, and how many files an element matches", () => {
    const kinds = (path: readonly (string | number)[]) => wordsFor(path, INSPECTION).map(({ kind, detail }) => `${kind} ${detail}`.trim());
    assert.deepEqual(kinds(["architecture", "forbid", "to"]), ["element 3", "folder", "folder", "package", "package"]);
    assert.deepEqual([kinds(["risk", ""]), kinds(["policy", "overrule", 0])], [["rule", "rule"], ["person"]]);
  });
});

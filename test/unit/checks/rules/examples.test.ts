import { strict as assert } from "node:assert";
import { RULES } from "../../../../src/checks/rules/catalogue";
import type { NativeParser } from "../../../../src/checks/syntax/source-file";
import { loadParser } from "../parse";
import { introduced } from "./cases";

/** What `explain` shows must be true: by all rules, so that the good text is not another rule's bad one. */
describe("example of each rule", () => {
  let parser: NativeParser;
  before(async () => {
    parser = await loadParser();
  });
  for (const rule of RULES) {
    it(rule.id, () => {
      const { path, before, bad, good } = rule.example;
      const said = (text: string) => RULES.flatMap((one) => introduced(parser, one, path, before, text).filter(({ severity }) => one === rule || severity !== "note").map(({ message }) => `${one.id}: ${message}`));
      assert.ok(said(bad).some((message) => message.startsWith(`${rule.id}: `)), said(bad).join("\n") || "nothing was reported");
      assert.deepEqual(said(good), []);
      const longest = Math.max(...[before ?? "", bad, good].flatMap((text) => text.split("\n")).map((line) => line.length));
      assert.ok(longest <= 110, `a line of ${longest} characters`);
      assert.ok(bad.endsWith("\n") && good.endsWith("\n") && bad !== good && bad !== before);
    });
  }
});

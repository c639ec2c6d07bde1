import { strict as assert } from "node:assert";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { RULES } from "../../../../src/checks/rules/catalogue";
import { countedCases } from "./counted-cases";

const LEAST = 8;

// The tables count themselves as they are read; each file is read once, by whoever comes first.
const load = createRequire(join(__dirname, "x.js"));
for (const name of readdirSync(__dirname)) if (name.endsWith(".test.js") && !/^(case-count|hostile)/.test(name)) load(`./${name}`);

describe("cases of each rule", () => {
  for (const { id } of RULES) {
    it(`${id} has at least ${LEAST} that it reports and ${LEAST} that it accepts`, () => {
      const { reports, accepts } = countedCases(id);
      assert.ok(reports >= LEAST && accepts >= LEAST, `reports ${reports}, accepts ${accepts}`);
    });
  }
});

/** The recipe for ruff with what ruff 0.16.9 printed of this very file (its rules' manuals left out, its folder renamed). */
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check, PROJECT, SupervisedRepository } from "./supervised-repository";

const ORDERS = 'import os\nimport subprocess\n\n\ndef load(path, cursor, order):\n    try:\n        return subprocess.run("cat " + path, shell=True)\n    except Exception:\n        pass\n    assert order == None\n    cursor.execute("select * from orders where id = " + order)\n';

describe("reports of other languages' tools", function () {
  this.timeout(120_000);

  it("ruff: its findings stand in the hunk, and what ours tells is told once", () => {
    const repository = new SupervisedRepository();
    try {
      repository.start({ "README.md": "# a\n", ".gitignore": "out/\n" });
      repository.assistantWrites("app/orders.py", ORDERS);
      const recorded = readFileSync(join(PROJECT, "test/fixtures/reports/ruff-0.16.9.sarif.json"), "utf8");
      repository.write("out/ruff.sarif", recorded.replaceAll("/home/dev/shop", repository.folder));
      const { findings, hunks } = check(repository.folder, "--report", "out/ruff.sarif") as unknown as { readonly findings: readonly { readonly rule: string; readonly startLine: number; readonly hunk: string | null }[]; readonly hunks: readonly { readonly id: string }[] };
      const told = findings.map(({ rule, startLine }) => `${startLine} ${rule.toLowerCase()}`);
      for (const line of ["1 f401", "7 s602", "11 s608"]) assert.ok(told.some((one) => one.startsWith(line.split(" ")[0] ?? "") && one.endsWith(line.split(" ")[1] ?? "")), `${line} of ${told.join(", ")}`);
      assert.equal(told.filter((one) => /error-swallowed|s110|ble001/.test(one)).length, 1, told.join(", "));
      assert.ok(findings.every(({ hunk }) => hunks.some(({ id }) => id === hunk)));
    } finally {
      repository.dispose();
    }
  });
});

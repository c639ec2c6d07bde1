import { strict as assert } from "node:assert";
import { inspectConfiguration } from "../../../src/app/configuration-inspection";
import type { CodeChecks } from "../../../src/checks/code-checks";
import { MemorySnapshot, realChecks } from "../checks/memory-snapshot";

const FILES = {
  "package.json": '{ "dependencies": { "zod": "4" }, "devDependencies": { "mocha": "1" } }',
  "packages/shop/package.json": '{ "peerDependencies": { "react": "19" } }',
  "packages/shop/src/ui/page.ts": "",
  "packages/shop/src/data/rows.ts": "",
  "broken/package.json": "{ nonsense",
  ".github/CODEOWNERS": "* @Ann bob@example.org\n/packages/ @shop/payments @Ann # the shop\n[Docs]\n",
};
const SIGNERS = "# who may sign\nann@example.org,ann@home.example ssh-ed25519 AAAA\neve@example.org cert-authority ssh-ed25519 AAAA\n";

describe("inspection of a configuration that is being written", () => {
  let checks: CodeChecks;
  before(() => {
    checks = realChecks();
  });
  after(() => checks.dispose());

  const inspect = (text: string, path = ".countersign/config.jsonc", signers: string | null = SIGNERS) => {
    const git = { snapshot: () => Promise.resolve(new MemorySnapshot(FILES)), user: () => Promise.resolve({ name: "Me", email: "me@example.org" }) };
    return inspectConfiguration({ git, checks, projectFiles: { read: () => Promise.resolve(signers) } } as unknown as Parameters<typeof inspectConfiguration>[0], path, text);
  };

  it("knows packages of all manifests, rules, people of the signers' list and of CODEOWNERS, and its accounts and teams", async () => {
    const { packages, rules, people, accounts } = await inspect("{}");
    assert.deepEqual(packages, ["mocha", "react", "zod"]);
    assert.ok(rules.includes("cycle") && rules.includes("secret") && rules.length > 40);
    assert.deepEqual(people, ["ann@example.org", "ann@home.example", "bob@example.org", "eve@example.org", "me@example.org"]);
    assert.deepEqual(accounts, ["@Ann", "@shop/payments"]);
    assert.deepEqual((await inspect("{}", undefined, null)).people, ["bob@example.org", "me@example.org"]);
  });

  it("says at which line a name means nothing, a key is unknown or an element is empty, and counts what elements match", async () => {
    const text = '{\n  "architecture": {\n    "elements": {\n      "ui": "packages/*/src/ui/**",\n      "gone": "old/**"\n    },\n    "forbid": { "from": "ui", "to": "dta" }\n  }\n}\n';
    const { problems, elements } = await inspect(text);
    assert.deepEqual(problems.map(({ line, severity }) => `${line} ${severity}`), ["7 error", "5 note"]);
    assert.match(problems[0]?.message ?? "", /"dta" is no element, path or glob/);
    assert.match(problems[1]?.message ?? "", /the element "gone" matches no file/);
    assert.deepEqual(elements.map(({ name, files, examples }) => ({ name, files, examples })), [{ name: "ui", files: 1, examples: ["packages/shop/src/ui/page.ts"] }, { name: "gone", files: 0, examples: [] }]);
    const [unknown] = (await inspect('{\n  "architecture": {\n    "layer": {}\n  }\n}')).problems;
    assert.deepEqual([unknown?.line, unknown?.hint], [3, 'did you mean "layers"?']);
  });

  it("never throws for what is half written", async () => {
    for (const text of ["", "{", '{ "architecture": [', "[]", '"x"', '{ "architecture": 1 }', '{ "architecture": { "elements": { "a": 3 } } }']) {
      const { problems } = await inspect(text);
      assert.ok(problems.length > 0, text);
      for (const { line, message } of problems) assert.ok(line >= 1 && message !== "", text);
    }
  });

  it("names folders as the configuration of a folder would", async () => {
    assert.deepEqual((await inspect("{}", "packages/shop/.countersign/config.jsonc")).folders, ["src", "src/data", "src/ui"]);
    assert.ok((await inspect("{}")).folders.includes("packages/shop/src/ui"));
  });
});

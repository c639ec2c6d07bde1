/** A monorepo's own rules in its packages: the nearest configuration judges, policy and keys stand only at the root. */
import { strict as assert } from "node:assert";
import { countersign, type Ran } from "./supervised-repository";
import { TemporaryRepository } from "./temporary-repository";

const NESTED = "packages/shop/.countersign/config.jsonc";
const POLICY = '"policy": { "version": 1, "gates": { "patch": { "errors": 0, "high": null } } }';
const ORDER = '"acyclic": { "scope": "file", "severity": "off" }, "elements": { "ui": "src/ui", "data": "src/data" }, "layers": { "order": ["ui", "data"], "because": "the shop is shown in many ways" }';
const CLAUDE = "x\n\nCo-Authored-By: Claude <noreply@anthropic.com>";

interface Document {
  readonly verdict: string;
  readonly findings: readonly { readonly rule: string; readonly path: string; readonly severity: string; readonly why: string }[];
  readonly notChecked: readonly { readonly what: string; readonly why: string }[];
}

describe("nested configurations on the command line", function () {
  this.timeout(120_000);
  let repository: TemporaryRepository;
  let base: string;
  beforeEach(() => {
    repository = new TemporaryRepository();
    repository.write("package.json", '{"name":"root","workspaces":["packages/*"]}\n');
    repository.write(".countersign/config.jsonc", `{ ${POLICY}, "exclude": ["test/fixtures/**"] }\n`);
    repository.write(NESTED, `{\n  // the shop's own\n  "architecture": { ${ORDER} },\n  "risk": { "error-swallowed": "note" }\n}\n`);
    repository.write("packages/shop/src/ui/page.ts", "export const page = 1;\n");
    repository.write("packages/bank/src/ui/page.ts", "export const page = 1;\n");
    base = repository.commit("start");
    for (const name of ["shop", "bank"]) repository.write(`packages/${name}/src/data/table.ts`, 'import { page } from "../ui/page";\nexport function f() {\n  try { page.toFixed(); } catch {}\n}\n');
    repository.commit(CLAUDE);
  });
  afterEach(() => repository.dispose());

  const run = (...parameters: readonly string[]): Ran => countersign(repository.folder, parameters);
  const check = (...parameters: readonly string[]): Document => JSON.parse(run("check", "--format", "json", "--base", base, ...parameters).stdout) as Document;
  const found = ({ findings }: Document) => findings.filter(({ rule }) => rule === "layer" || rule === "error-swallowed").map(({ rule, path, severity }) => `${rule} ${path} ${severity}`);

  it("the package's rules judge its own files, by the base's text of them", () => {
    const document = check();
    assert.deepEqual(found(document), ["error-swallowed packages/bank/src/data/table.ts error", "layer packages/shop/src/data/table.ts error", "error-swallowed packages/shop/src/data/table.ts note"]);
    assert.equal(document.findings.find(({ rule }) => rule === "layer")?.why, "the shop is shown in many ways");
    assert.equal(document.verdict, "fail");
    // A change cannot take its package's rules away from itself.
    repository.write(NESTED, "{}\n");
    repository.commit(CLAUDE);
    assert.deepEqual(found(check()), found(document));
  });

  it("policy and keys below the root are refused at their line, and fixtures are nobody's configuration", () => {
    const refusal = (ran: Ran) => [ran.code, ran.stderr.replaceAll(/\s+/g, " ").trim()] as const;
    repository.write("test/fixtures/a/.countersign/allowed_signers", "x\n");
    repository.write("test/fixtures/a/.countersign/config.jsonc", '{ "policy": {} }\n');
    assert.equal(run("baseline").code, 0);
    repository.write(NESTED, '{\n  "architecture": {},\n  "policy": { "version": 2 }\n}\n');
    const [code, words] = refusal(run("baseline"));
    assert.equal(code, 2);
    assert.match(words, /"policy" stands only in the root's \.countersign\/config\.jsonc: packages\/shop\/\.countersign\/config\.jsonc:3:/);
    // In a pull request that brings it, the base's rules hold and the report says what can't be read.
    repository.commit("policy of a package");
    assert.ok(check().notChecked.some(({ what, why }) => what === "the head's policy" && why.startsWith(`${NESTED}:3:`)));
    repository.write(NESTED, "{}\n");
    repository.write("packages/bank/.countersign/allowed_signers", "eve@example.org ssh-ed25519 AAAA\n");
    assert.match(refusal(run("baseline"))[1], /stand only at the root: packages\/bank\/\.countersign\/allowed_signers/);
    base = repository.commit("keys of a package");
    repository.write("packages/shop/src/ui/more.ts", "export const more = 1;\n");
    repository.commit(CLAUDE);
    assert.equal(run("check", "--base", base).code, 2);
  });

  it("a wrong rule of a package is shown at its line in the package's file", () => {
    repository.write(NESTED, '{\n  "architecture": {\n    "layers": { "ordre": [] }\n  }\n}\n');
    base = repository.commit("slip");
    repository.write("packages/shop/src/ui/more.ts", "export const more = 1;\n");
    repository.commit(CLAUDE);
    const ran = run("check", "--base", base);
    assert.equal(ran.code, 2);
    assert.match(ran.stderr.replaceAll(/\s+/g, " "), /unknown key "ordre": packages\/shop\/\.countersign\/config\.jsonc:3: did you mean "order"\?/);
  });
});

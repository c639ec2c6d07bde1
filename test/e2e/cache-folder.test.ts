/** A cache that CI keeps between runs: it saves time, and whoever writes into it changes no verdict. */
import { strict as assert } from "node:assert";
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AttackedRepository } from "./attacked-repository";
import { countersign } from "./supervised-repository";

/** A rule that needs the import graph, which is what the cache holds. */
const POLICY = { gate: { hunks: 0 }, architecture: { acyclic: { scope: "file", severity: "error" } } };
const KEY = "a secret of the repository";

describe("a cache folder", function () {
  this.timeout(180_000);
  let repository: AttackedRepository;
  let folder: string;

  beforeEach(() => {
    folder = join(realpathSync(mkdtempSync(join(tmpdir(), "countersign-cache-"))), "cache");
    repository = new AttackedRepository();
    repository.begin({ "package.json": '{"name":"shop","type":"module"}\n', "src/a.ts": 'import { b } from "./b";\nexport const a = () => b;\n', "src/b.ts": "export const b = 1;\n" }, POLICY);
    repository.agentCommits("src/b.ts", 'import { a } from "./a";\nexport const b: unknown = a;\n');
  });
  afterEach(() => {
    repository.dispose();
    rmSync(join(folder, ".."), { recursive: true, force: true });
  });

  const check = (environment: Readonly<Record<string, string | undefined>>, ...parameters: readonly string[]) => {
    rmSync(join(repository.folder, ".git/countersign/cache"), { recursive: true, force: true });
    const ran = countersign(repository.folder, ["check", "--base", "origin/main", "--format", "json", "--all-findings", ...parameters], "", { COUNTERSIGN_LOG: "warn", ...environment });
    const { stats: _, ...document } = JSON.parse(ran.stdout) as { stats: unknown; findings: { rule: string }[] };
    return { code: ran.code, stderr: ran.stderr, decided: JSON.stringify(document), rules: document.findings.map(({ rule }) => rule) };
  };

  it("is filled and used, and no one else's writing in it counts", () => {
    const without = check({});
    assert.ok(without.rules.includes("cycle"), `there is something that a wrong cache could hide: ${without.rules.join(" ")}`);
    const filled = check({ COUNTERSIGN_CACHE_KEY: KEY }, "--cache-dir", folder);
    assert.equal(filled.decided, without.decided);
    const names = readdirSync(folder);
    assert.ok(names.length > 0, "written");
    assert.ok(!existsSync(join(repository.folder, ".git/countersign/cache", names[0] ?? "")), "there, and not in the repository");
    const warm = check({ COUNTERSIGN_CACHE_KEY: KEY, COUNTERSIGN_CACHE_DIR: folder });
    assert.deepEqual([warm.decided, warm.stderr], [without.decided, ""], "read without a word");

    const honest = new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
    const restore = () => honest.forEach((content, name) => writeFileSync(join(folder, name), content));
    // What the parser said of a tree without the cycle, sealed by somebody else and put in its place.
    repository.git("checkout", "-q", "-b", "harmless", "main");
    repository.agentCommits("src/b.ts", "export const b = 2;\n");
    rmSync(folder, { recursive: true });
    check({ COUNTERSIGN_CACHE_KEY: "a fork's own secret" }, "--cache-dir", folder);
    assert.ok(existsSync(folder), "the harmless tree's graph is kept");
    const foreign = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
    repository.git("checkout", "-q", "work");
    const poisons: readonly [string, () => void][] = [
      ["sealed with another key", () => names.forEach((name, index) => writeFileSync(join(folder, name), foreign[index % foreign.length] ?? Buffer.alloc(0)))],
      ["one bit", () => names.forEach((name) => writeFileSync(join(folder, name), flipped(honest.get(name) ?? Buffer.alloc(1))))],
      ["cut off", () => names.forEach((name) => writeFileSync(join(folder, name), (honest.get(name) ?? Buffer.alloc(0)).subarray(0, 40)))],
      ["empty", () => names.forEach((name) => writeFileSync(join(folder, name), ""))],
      ["under another name", () => names.forEach((name) => renameSync(join(folder, name), join(folder, `${name}0`)))],
    ];
    for (const [why, poison] of poisons) {
      restore();
      poison();
      const ran = check({ COUNTERSIGN_CACHE_KEY: KEY }, "--cache-dir", folder);
      assert.equal(ran.decided, without.decided, why);
      if (why !== "under another name") assert.match(ran.stderr, /was not written with this key, or is damaged/, why);
    }
  });

  it("is left alone without a secret", () => {
    const ran = check({}, "--cache-dir", folder);
    assert.match(ran.stderr, /the cache folder is not used: COUNTERSIGN_CACHE_KEY has fewer than 16 characters/);
    assert.ok(!existsSync(folder));
    assert.match(check({ COUNTERSIGN_CACHE_KEY: "short" }, "--cache-dir", folder).stderr, /is not used/);
  });
});

function flipped(content: Buffer): Buffer {
  const changed = Buffer.from(content);
  const last = changed.length - 1;
  changed[last] = (changed[last] ?? 0) ^ 1;
  return changed;
}

/** An assistant's line that somebody changes before it is committed: no commit holds what it was, and still everybody must know. */
import { strict as assert } from "node:assert";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { OriginRange } from "../../src/app/session-types";
import { AttackedRepository } from "./attacked-repository";
import { check, countersign } from "./supervised-repository";

const BASE = 'import { items } from "./items";\n';
const WRITTEN = `${BASE}export const total = items.reduce((sum, item) => sum + item.cents, 0);\n`;
const CHANGED = `${BASE}export const total = items.reduce((sum, item) => sum + item.price, 0);\n`;

describe("lines edited before they were committed", function () {
  this.timeout(180_000);
  let repository: AttackedRepository;
  beforeEach(() => {
    repository = new AttackedRepository();
    repository.begin({ "src/total.ts": BASE, "src/items.ts": "export const items = [];\n" });
  });
  afterEach(() => repository.dispose());

  const origins = (folder = repository.folder, path = "src/total.ts"): string => {
    const { files } = JSON.parse(countersign(folder, ["origins", "--files", path, "--format", "json"]).stdout) as { files: { ranges: OriginRange[] }[] };
    return (files[0]?.ranges ?? []).flatMap((range) => Array<string>(range.end - range.start + 1).fill(range.origin[0] ?? "")).join("");
  };
  const claims = (): string[] => repository.git("for-each-ref", "--format=%(refname)", "refs/countersign/c").trim().split("\n").filter((ref) => ref !== "").flatMap((ref) => repository.git("ls-tree", "-r", "--name-only", ref).trim().split("\n").filter((file) => file.endsWith(".jsonl")).flatMap((file) => repository.git("show", `${ref}:${file}`).trim().split("\n")));
  const edited = () => claims().map((line) => JSON.parse(line) as { v: number; seq: string[]; of?: string[] }).filter(({ v }) => v === 2);

  it("are mixed while they are not committed, after the commit, and in a clone whose journal knows nothing", () => {
    repository.assistantWrites("src/total.ts", WRITTEN);
    repository.write("src/total.ts", CHANGED);
    assert.equal(origins(), "um");
    repository.commit("total");
    repository.git("push", "-q", "-u", "origin", "work");
    assert.equal(countersign(repository.folder, ["sync"]).code, 0);
    assert.equal(edited().length, 1, "sync alone is enough: nobody need have looked before");
    assert.deepEqual(edited().map(({ seq, of }) => [seq.length, of?.length, seq[0] === of?.[0]]), [[1, 1, false]]);
    rmSync(join(repository.folder, ".git/countersign"), { recursive: true });
    assert.equal(origins(), "um");
    const { verdict, hunks } = check(repository.folder, "--base", "origin/main");
    assert.deepEqual([verdict, hunks.map(({ path, startLine, endLine, state }) => [path, startLine, endLine, state])], ["fail", [["src/total.ts", 2, 2, "unseen"]]]);
  });

  it("are claimed once, however often and wherever one looks", () => {
    repository.assistantWrites("src/total.ts", WRITTEN);
    repository.write("src/total.ts", CHANGED);
    repository.commit("total");
    for (const rest of ["// one\n", "\n\n", "// more\n"]) {
      repository.write("src/items.ts", `export const items = [];\n${rest}`);
      repository.write("src/total.ts", `${rest}${CHANGED}`);
      repository.commit(`again ${rest.length}`);
      assert.equal(countersign(repository.folder, ["status"]).code, 0);
    }
    assert.equal(edited().length, 1);
  });

  it("are left to history where the assistant's line was committed, on this branch or another", () => {
    repository.assistantWrites("src/total.ts", WRITTEN);
    repository.commit("total");
    repository.git("checkout", "-q", "-b", "mine", "main");
    repository.write("src/total.ts", CHANGED);
    repository.commit("a total of my own");
    assert.equal(origins(), "uu", "what stands on another branch at this place is no edit of it");
    repository.git("checkout", "-q", "work");
    repository.write("src/total.ts", CHANGED);
    repository.commit("prices");
    assert.equal(origins(), "um");
    assert.deepEqual(edited(), [], "history tells this by itself");
  });

  it("are not the assistant's any more once a person has denied that the line was", async () => {
    repository.assistantWrites("src/total.ts", WRITTEN);
    const session = await repository.session();
    await session.settle();
    await session.open({ base: "origin/main", only: ["debt"] });
    await session.correct({ path: "src/total.ts", kind: "edit", startLine: 2, endLine: 2, says: "not-ai", reason: "I dictated it", method: "terminal" });
    repository.release(session);
    repository.write("src/total.ts", CHANGED);
    repository.commit("total");
    assert.equal(origins(), "uu");
    assert.deepEqual(check(repository.folder, "--base", "origin/main").hunks, []);
  });

  it("cost debt until they are signed, and none then", async () => {
    repository.assistantWrites("src/total.ts", WRITTEN);
    repository.personWrites("src/total.ts", CHANGED);
    repository.commit("total");
    assert.equal(check(repository.folder, "--base", "origin/main").verdict, "fail");
    await repository.sign();
    assert.equal(check(repository.folder, "--base", "origin/main").verdict, "pass");
  });
});

/**
 * The verdict depends on base and head trees, their history, the ledger and nothing else: the whole JSON document but its
 * statistics is the same byte for byte while everything around it varies (architecture.md, *What a verdict may depend on*).
 */
import { strict as assert } from "node:assert";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ANN, AttackedRepository, policyText } from "./attacked-repository";
import { countersign } from "./supervised-repository";
import { TemporaryRepository } from "./temporary-repository";
import { SUM } from "./written-code";

const FILES = {
  "package.json": '{"name":"shop","type":"module","dependencies":{"express":"^5.0.0"}}\n',
  "package-lock.json": '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop","dependencies":{"express":"^5.0.0"}},"node_modules/express":{"version":"5.0.0"}}}\n',
  "tsconfig.json": '{"compilerOptions":{"strict":true,"module":"nodenext"}}\n',
  "src/send.ts": "export const send = (cents: number) => cents;\n",
};
const LOAD = `import express from "express";
import { missing } from "not-declared";
import { send } from "./send";

export const app = express();

export async function load(database: { query(text: string): Promise<unknown> }, id: string): Promise<unknown> {
  try {
    return await database.query("select * from orders where id = " + id + missing + send(1));
  } catch {
    return null;
  }
}
`;

describe("what the verdict does not depend on", function () {
  this.timeout(240_000);
  let repository: AttackedRepository;
  let expected: string;
  const folders: string[] = [];

  const folder = (): string => {
    const path = realpathSync(mkdtempSync(join(tmpdir(), "countersign-dependence-")));
    folders.push(path);
    return path;
  };

  /** The document without statistics. */
  function verdict(where: string, environment: Readonly<Record<string, string | undefined>> = {}): string {
    const ran = countersign(where, ["check", "--base", "origin/main", "--format", "json", "--all-findings"], "", environment);
    assert.ok(ran.code === 1 || ran.code === 0, `exit ${ran.code}: ${ran.stderr}`);
    const { stats, ...document } = JSON.parse(ran.stdout) as { stats: unknown; hunks: unknown[]; findings: unknown[] };
    assert.ok(stats !== undefined && document.hunks.length >= 3 && document.findings.length > 0, "there is something to compare");
    return JSON.stringify(document);
  }

  before(async () => {
    repository = new AttackedRepository();
    repository.begin(FILES, { gate: { hunks: 0, high: 0, errors: 0, minutes: 5 } });
    repository.agentCommits("src/load.ts", LOAD);
    repository.agentCommits("src/sum.ts", SUM);
    repository.agentCommits("src/äß.ts", SUM.replace("sum", "zähle"));
    await repository.sign((hunk) => hunk.path === "src/sum.ts");
    repository.agentCommits("src/sum.ts", SUM.replace("let total = 0;", "let total = 1;"));
    repository.git("push", "-q", "origin", "work");
    assert.equal(countersign(repository.folder, ["sync"]).code, 0);
    expected = verdict(repository.folder);
  });

  after(() => {
    repository.dispose();
    for (const path of folders) rmSync(path, { recursive: true, force: true });
  });

  const copy = (): TemporaryRepository => {
    const path = folder();
    cpSync(repository.folder, path, { recursive: true });
    return new TemporaryRepository({ initialise: false, folder: path });
  };
  const clone = (...parameters: readonly string[]): TemporaryRepository => {
    const fresh = new TemporaryRepository({ initialise: false, folder: folder() });
    fresh.git("clone", "-q", "-b", "work", ...parameters, `file://${repository.origin}`, ".");
    fresh.git("fetch", "-q", "--no-filter", "origin", "refs/countersign/*:refs/countersign-remote/origin/*");
    return fresh;
  };

  it("the same run again, and another folder", () => {
    assert.equal(verdict(repository.folder), expected);
    assert.equal(verdict(copy().folder), expected);
  });

  it("installed packages: none, some, other ones, links that lead nowhere", () => {
    const varied = copy();
    varied.write(".git/info/exclude", "node_modules\n");
    const install = (name: string, manifest: object, files: Readonly<Record<string, string>>) => {
      for (const [path, text] of Object.entries({ ...files, "package.json": JSON.stringify({ name, ...manifest }) })) {
        mkdirSync(join(varied.folder, "node_modules", name), { recursive: true });
        writeFileSync(join(varied.folder, "node_modules", name, path), text);
      }
    };
    install("express", { version: "5.0.0", main: "index.js", types: "index.d.ts" }, { "index.js": "module.exports = () => ({});\n", "index.d.ts": "declare function express(): { listen(): void };\nexport default express;\n" });
    assert.equal(verdict(varied.folder), expected, "installed");
    install("express", { version: "1.0.0", exports: { "./other": "./other.js" } }, { "other.js": "" });
    install("not-declared", { version: "1.0.0", main: "index.js", types: "index.d.ts" }, { "index.js": "exports.missing = 1;\n", "index.d.ts": "export const missing: number;\n" });
    assert.equal(verdict(varied.folder), expected, "another version, and what nobody declared");
    rmSync(join(varied.folder, "node_modules"), { recursive: true, force: true });
    symlinkSync("/nowhere/at/all", join(varied.folder, "node_modules"));
    assert.equal(verdict(varied.folder), expected, "a dangling link");
  });

  it("locale, time zone, terminal and the machine's clock", () => {
    for (const environment of [
      { LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8", LANGUAGE: "tr" },
      { LC_ALL: "C", LANG: "C" },
      { LC_ALL: "ja_JP.eucJP" },
      { TZ: "Pacific/Kiritimati" },
      { TZ: "America/Anchorage", COLUMNS: "20", TERM: "dumb", CI: "true" },
      { NO_COLOR: undefined, FORCE_COLOR: "1" },
    ]) {
      assert.equal(verdict(repository.folder, environment), expected, JSON.stringify(environment));
    }
    const shift = join(folder(), "clock.cjs");
    for (const year of [1999, 2125]) {
      writeFileSync(shift, `const Real = Date; const offset = Real.UTC(${year}, 0, 1) - Real.now();\nglobalThis.Date = class extends Real { constructor(...a) { if (a.length === 0) super(Real.now() + offset); else super(...a); } static now() { return Real.now() + offset; } };\n`);
      assert.equal(verdict(repository.folder, { NODE_OPTIONS: `--require ${shift}` }), expected, `the year ${year}`);
    }
  });

  it("every format, byte for byte, in three locales and three time zones, whatever the order in which files and refs came", () => {
    const formats = ["text", "json", "sarif", "github", "gitlab", "junit", "rdjson", "markdown", "html"];
    const rendered = (where: string, environment: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> => {
      const out = folder();
      const ran = countersign(where, ["check", "--base", "origin/main", ...formats.flatMap((format) => ["--format", format, "--output", join(out, format)])], "", environment);
      assert.equal(ran.code, 1, ran.stderr);
      // How long it took is no part of what was found.
      return new Map(formats.map((format) => [format, readFileSync(join(out, format), "utf8").replace(/"milliseconds": \{[^}]*\}/, "").replace(/\b\d+(\.\d+)? ?(ms|s)\b/g, "")]));
    };
    const first = rendered(repository.folder, { LC_ALL: "C", TZ: "UTC" });
    for (const [format, text] of first) assert.ok(text.includes("load.ts"), format);
    const shuffled = shuffledCopy();
    for (const locale of ["tr_TR.UTF-8", "de_DE.UTF-8", "ja_JP.UTF-8"]) {
      for (const zone of ["Pacific/Kiritimati", "America/Anchorage", "Asia/Kathmandu"]) {
        const again = rendered(zone === "Asia/Kathmandu" ? shuffled.folder : repository.folder, { LC_ALL: locale, LANG: locale, LANGUAGE: locale.slice(0, 2), TZ: zone });
        for (const format of formats) assert.equal(again.get(format), first.get(format), `${format}, ${locale}, ${zone}`);
      }
    }
  });

  /** The same commits and records, but files, index, packs and refs were written in another order. */
  const shuffledCopy = (): TemporaryRepository => {
    const fresh = new TemporaryRepository({ folder: folder() });
    fresh.git("config", "user.email", ANN);
    fresh.git("remote", "add", "origin", `file://${repository.origin}`);
    const refs = repository.git("ls-remote", "origin").trim().split("\n").map((row) => row.split("\t")[1] ?? "").filter((ref) => /^refs\/(heads|countersign)\//.test(ref)).reverse();
    for (const ref of refs) fresh.git("fetch", "-q", "origin", `+${ref}:${ref.replace("refs/heads/", "refs/remotes/origin/").replace("refs/countersign/", "refs/countersign-remote/origin/")}`);
    fresh.git("update-ref", "refs/heads/work", "refs/remotes/origin/work");
    fresh.git("symbolic-ref", "HEAD", "refs/heads/work");
    for (const path of fresh.git("ls-tree", "-r", "-z", "--name-only", "HEAD").split("\0").filter((name) => name !== "").reverse()) fresh.git("checkout", "-q", "HEAD", "--", path);
    fresh.git("pack-refs", "--all");
    return fresh;
  };

  it("how deep the clone is, with the base in it; what git packs, and a partial clone", () => {
    assert.equal(verdict(clone().folder), expected, "whole");
    const shallow = clone("--depth", "1");
    assert.equal(countersign(shallow.folder, ["check", "--base", "origin/main"]).code, 3, "without the base there is no verdict");
    shallow.git("fetch", "-q", "--deepen", "6", "origin", "work");
    shallow.git("fetch", "-q", "origin", "main:refs/remotes/origin/main");
    assert.equal(verdict(shallow.folder), expected, "deepened");
    new TemporaryRepository({ initialise: false, folder: repository.origin }).git("config", "uploadpack.allowFilter", "true");
    // A blob that the clone lacks is said to be missing, and whose its lines are is not known; all that is decided is the same.
    const decided = (text: string) => ({ ...(JSON.parse(text) as object), notChecked: null, originKnownBy: null });
    assert.deepEqual(decided(verdict(clone("--filter=blob:none").folder)), decided(expected), "partial");
    const packed = clone();
    packed.git("gc", "-q", "--aggressive", "--prune=now");
    packed.git("commit-graph", "write", "--reachable");
    assert.equal(verdict(packed.folder), expected, "packed");
  });

  it("private marks, the journal, caches, and settings of git that change what commands print", () => {
    const varied = copy();
    const hunks = (JSON.parse(expected) as { hunks: { id: string }[] }).hunks.map(({ id }) => id);
    const store = join(varied.folder, ".git", "countersign");
    const viewed = join(store, "viewed.jsonl");
    writeFileSync(viewed, `${JSON.stringify({ v: 1, viewed: hunks.map((id) => id.split("#")[0]) })}\n`);
    assert.match(countersign(varied.folder, ["status", "--base", "origin/main", "--format", "json"]).stdout, /"state": "viewed"/, "the marks are seen where they may be");
    assert.equal(verdict(varied.folder), expected, "viewed");
    for (const [key, value] of [["core.quotePath", "true"], ["diff.algorithm", "patience"], ["diff.renames", "false"], ["diff.context", "0"], ["core.abbrev", "40"], ["color.ui", "always"], ["log.showSignature", "true"], ["core.precomposeUnicode", "true"], ["status.showUntrackedFiles", "no"], ["blame.ignoreRevsFile", "nowhere"], ["i18n.logOutputEncoding", "ISO-8859-1"], ["core.fsmonitor", "false"]] as const) varied.git("config", key, value);
    assert.equal(verdict(varied.folder), expected, "settings");
    rmSync(store, { recursive: true, force: true });
    assert.ok(!existsSync(store));
    assert.equal(verdict(varied.folder), expected, "the private store is gone");
  });

  it("which programs are installed", () => {
    const bin = folder();
    for (const name of ["git", "node"]) {
      const found = (process.env["PATH"] ?? "").split(":").map((path) => join(path, name)).find((path) => existsSync(path));
      assert.ok(found !== undefined);
      symlinkSync(realpathSync(found), join(bin, name));
    }
    assert.equal(verdict(repository.folder, { PATH: bin }), expected, "git and node alone: no ssh-keygen, no tools");
    for (const name of ["eslint", "tsc", "ssh-keygen", "python3", "gpg"]) writeFileSync(join(bin, name), "#!/bin/sh\necho broken >&2\nexit 3\n", { mode: 0o755 });
    assert.equal(verdict(repository.folder, { PATH: bin }), expected, "broken ones");
  });

  it("but it does depend on the base's policy, the ledger and the text", () => {
    const varied = copy();
    varied.write("src/sum.ts", SUM);
    assert.notEqual(verdict(varied.folder), expected);
    const other = copy();
    for (const ref of other.git("for-each-ref", "--format=%(refname)", "refs/countersign", "refs/countersign-remote").trim().split("\n")) if (ref.includes("/s/")) other.git("update-ref", "-d", ref);
    assert.notEqual(verdict(other.folder), expected);
    const loose = copy();
    loose.write("loose.jsonc", policyText({ gate: { hunks: 99 } }));
    const ran = countersign(loose.folder, ["check", "--base", "origin/main", "--policy", "loose.jsonc"]);
    assert.equal(ran.code, 1, "the default's conditions on high risk and errors stay");
  });
});

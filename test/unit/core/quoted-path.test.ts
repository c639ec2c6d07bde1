import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quotedPath, unescapedPath, unquotedPath } from "../../../src/core/quoted-path";
import { printable, wrap } from "../../../src/report/text-layout";

const NAMES = ["a\nb", "tab\t", 'quo"te', "back\\slash", "\u0007\b\v\f\r\u001b", "größe/日本語", "zero\u200bwidth", "\u202egnp", "👩‍👩‍👧", "::error::x", "a##vso[task]", "####[x", "\\043", "-n", " lead", "del\u007f"];

describe("names as git quotes them", () => {
  it("come back as they were, whatever they hold, and quoted ones hold nothing that anybody obeys", () => {
    for (const name of NAMES) {
      const quoted = quotedPath(name);
      assert.equal(quoted === name ? name : unquotedPath(quoted), name, quoted);
      assert.equal(printable(quoted), quoted, "one line, nothing hidden");
      assert.ok(!/^::|##(?:vso)?\[/.test(quoted), quoted);
    }
  });

  it("usual names stay as they are", () => {
    for (const name of ["src/pay.ts", "größe/日本語.ts", "with space.ts", "c#/x##.ts", "a:b,c%d", "$(id)", "#1"]) assert.equal(quotedPath(name), name);
  });

  it("what git itself prints is read, and the other way round", () => {
    const folder = mkdtempSync(join(tmpdir(), "countersign-quoted-"));
    const names = NAMES.filter((name) => !name.includes("/"));
    try {
      const git = (...parameters: string[]) => execFileSync("git", parameters, { cwd: folder, encoding: "utf8" });
      git("init", "-q");
      for (const name of names) writeFileSync(join(folder, name), "");
      for (const quoting of ["true", "false"]) {
        const printed = git("-c", `core.quotePath=${quoting}`, "ls-files", "-o").trimEnd().split("\n");
        assert.deepEqual(printed.map((name) => unquotedPath(name) ?? name).sort(), [...names].sort(), quoting);
      }
      const spoken = git("-c", "core.quotePath=false", "ls-files", "-o").trimEnd().split("\n");
      for (const name of names.filter((one) => /["\\\n\t\u001b]/.test(one))) assert.ok(spoken.includes(quotedPath(name)), `${quotedPath(name)} as git has it`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("refuses what is no such name", () => {
    for (const text of ["plain", '"', '"open', "open\""]) assert.equal(unquotedPath(text), null, text);
    for (const text of ["bad\\q", "end\\", "\\400", "\\12", "\\377"]) assert.equal(unescapedPath(text), null, text);
  });

  it("no line of text begins as a workflow command, and no word is an agent's command", () => {
    for (const width of [20, 40, 80]) {
      const lines = wrap("::error::x said ::stop-commands::y and ##vso[task.complete result=Succeeded]z, ###[add-mask]q ".repeat(5) + `x${"::".repeat(60)}`, width, "  ");
      for (const line of lines) assert.ok(!/^\s*::|##(?:vso)?\[/i.test(line), line);
    }
  });
});

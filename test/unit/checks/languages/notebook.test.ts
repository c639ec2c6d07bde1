import { strict as assert } from "node:assert";
import { codeOutline } from "../../../../src/checks/languages/code-outline";
import { CodeReader } from "../../../../src/checks/languages/code-reader";
import { errorSwallowed } from "../../../../src/checks/rules/error-swallowed";
import { findingsOf, viewOf } from "../../../../src/checks/rules/run-rules";
import { cutRun } from "../../../../src/core/hunks/cut";
import { loadParser } from "../parse";

interface Cell {
  readonly cell_type: "code" | "markdown";
  readonly source: string | readonly string[];
  readonly outputs?: readonly unknown[];
}

/** As Jupyter writes it: one string a line. */
function notebook(cells: readonly Cell[], language = "python"): string {
  return `${JSON.stringify({ cells: cells.map((cell) => ({ metadata: {}, ...cell })), metadata: { language_info: { name: language } }, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

function code(...lines: readonly string[]): Cell {
  return { cell_type: "code", source: lines.map((line, index) => (index < lines.length - 1 ? `${line}\n` : line)), outputs: [{ text: ["try:\n", "    a()\n", "except:\n", "    pass\n"] }] };
}

const SWALLOWS = code("try:", "    load('a\\tb')", "except:", "    pass");

describe("notebooks", () => {
  const reader = new CodeReader();
  const findings = async (base: string | null, head: string) => {
    const parser = await loadParser();
    await reader.prepare([{ path: "a.ipynb", text: head }]);
    const before = base === null ? null : viewOf(parser, "a.ipynb", base, undefined, reader);
    return findingsOf(errorSwallowed, before, viewOf(parser, "a.ipynb", head, undefined, reader)).filter(({ introduced }) => introduced);
  };

  it("looks at the source of code cells, at the lines of the file, and at nothing else", async () => {
    const text = notebook([{ cell_type: "markdown", source: ["try:\n", "    a()\n", "except:\n", "    pass"] }, code("x = 1"), SWALLOWS]);
    const found = await findings(null, text);
    const line = text.split("\n").findIndex((one) => one.includes('"except:')) + 1;
    const lines = text.split("\n");
    const last = lines.reduce((at, one, index) => (one.includes('"except:') && one.startsWith("    \"") ? index + 1 : at), line);
    assert.deepEqual(found.map(({ startLine, message }) => [lines[startLine - 1]?.trim(), message]), [[lines[last - 1]?.trim(), "catches and ignores an error"]]);
    assert.equal(found.length, 1, "outputs and markdown are no code");
  });

  it("compares cells by content: a new cell before an old one introduces nothing", async () => {
    assert.deepEqual(await findings(notebook([SWALLOWS]), notebook([code("import os"), SWALLOWS])), []);
    assert.equal((await findings(notebook([code("import os")]), notebook([code("import os"), SWALLOWS]))).length, 1);
  });

  it("reads a source that is one string, magics, and shell lines", async () => {
    assert.equal((await findings(null, notebook([{ cell_type: "code", source: "%matplotlib inline\n!pip install x\ntry:\n  a()\nexcept:\n  pass\n" }]))).length, 1);
  });

  it("names cells and what they declare, and cuts a hunk at each cell", async () => {
    const text = notebook([code("def load():", "    return 1"), code("x = load()"), code("y = 2")]);
    await reader.prepare([{ path: "a.ipynb", text }]);
    const outline = codeOutline(text, reader.read("a.ipynb", text)?.facts ?? null);
    assert.deepEqual(outline.declarations.map(({ name }) => name), ["cell 1", "load", "cell 2", "cell 3"]);
    const lines = text.split("\n").length;
    const pieces = cutRun(0, lines, outline);
    const cells = outline.declarations.filter(({ name }) => name.startsWith("cell"));
    for (const { startLine, endLine } of cells) assert.ok(pieces.some(({ from, to }) => from === startLine - 1 && to === endLine), JSON.stringify(pieces));
    assert.equal(pieces.reduce((sum, { from, to }) => sum + to - from, 0), lines, "no line is lost");
  });

  it("says where a notebook is malformed, and that a kernel's language is not read", async () => {
    const problem = async (text: string) => {
      await reader.prepare([{ path: "a.ipynb", text }]);
      return reader.read("a.ipynb", text)?.problem;
    };
    assert.match((await problem('{\n "cells": [\n  {"cell_type": \n')) ?? "", /^line \d: no notebook: not valid JSON$/);
    assert.equal(await problem('{\n "worksheets": []\n}\n'), 'line 1: no notebook: there is no list "cells" (nbformat 4)');
    assert.equal(await problem('{"cells": [\n {"cell_type": "code", "source": 3}\n]}'), 'line 2: no notebook: a cell\'s "source" is neither a string nor a list of strings');
    assert.equal(await problem(notebook([code("x <- 1")], "R")), "the notebook's kernel speaks a language that no analyser reads");
    assert.match((await problem(notebook([code("x = 1"), code("def ("), code("y = 1")]))) ?? "", /^syntax error on line \d+: the python grammar/);
  });
});

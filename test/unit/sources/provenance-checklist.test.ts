/** Every payload example of provenance.md is a fixture: this list holds the sections against the fixtures' own metadata. */
import { strict as assert } from "node:assert";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { knownAssistants } from "../../../src/sources/assistants";

const FOLDER = join(__dirname, "..", "..", "fixtures", "payloads");

/** Section → what stands there, and how many fixtures it asks for at least, each with what its `source` says. */
const EXAMPLES: readonly (readonly [section: string, what: string, atLeast: number])[] = [
  ["3.0", "hosts recognised by their shape: each of the others, cross-loaded", 8],
  ["3.1", "Claude Code: Edit (captured), Write create and update, MultiEdit, NotebookEdit, Bash with bashEditDiff, sub-agent", 10],
  ["3.2", "Cursor: preToolUse, postToolUse, afterFileEdit, afterTabFileEdit, shell", 8],
  ["3.3", "VS Code Copilot: both casings, apply_patch pair, each tool", 8],
  ["3.4", "Copilot CLI: both dialects, a patch as a plain string, the older create", 6],
  ["3.5", "Codex: apply_patch, Bash, heredoc, notify", 4],
  ["3.6", "Gemini CLI: AfterTool with and without a tool", 4],
  ["3.7", "Windsurf: post_write_code, post_run_command", 2],
  ["3.8", "Cline: PostToolUse, both kinds of markers, the SDK", 4],
  ["3.9", "OpenCode", 3],
  ["3.10", "Amp", 3],
  ["3.11", "Droid: both casings", 3],
  ["3.12", "Continue", 1],
  ["3.13", "Kiro", 4],
  ["8.3", "apply_patch paths", 1],
  ["8.4", "negative and particular cases", 7],
];

function sources(): readonly string[] {
  return readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => JSON.parse(readFileSync(join(entry.parentPath, entry.name), "utf8")) as { readonly source?: string; readonly provenance?: string })
    .map(({ source, provenance }) => {
      assert.match(provenance ?? "", /^(captured|shape)$/);
      return source ?? "";
    });
}

describe("the examples of provenance.md", () => {
  const all = sources();
  const naming = (section: string) => all.filter((source) => new RegExp(`provenance\\.md ${section.replace(".", "\\.")}(?![\\d.]*\\d)`).test(source));

  for (const [section, what, atLeast] of EXAMPLES) {
    it(`${section}: ${what}`, () => {
      assert.ok(naming(section).length >= atLeast, `${naming(section).length} fixtures name section ${section}: expected at least ${atLeast}`);
    });
  }

  it("are captured for whom the README says so, and for nobody else", () => {
    const captured = new Set(readdirSync(FOLDER, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
      .map((entry) => JSON.parse(readFileSync(join(entry.parentPath, entry.name), "utf8")) as { readonly provenance: string; readonly assistant?: string })
      .flatMap(({ provenance, assistant }) => (provenance === "captured" ? [assistant ?? "claude-code"] : [])));
    const rows = readFileSync(join(__dirname, "../../../../README.md"), "utf8").split("\n").flatMap((line) => {
      const [, , names = "", payloads = ""] = line.split("|").map((cell) => cell.trim());
      return /^(captured by others|shape\b|ours$)/.test(payloads) ? [{ names: [...names.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ""), isCaptured: payloads.startsWith("captured") }] : [];
    });
    assert.deepEqual(rows.flatMap(({ names, isCaptured }) => (isCaptured ? names : [])).sort(), [...captured].sort());
    assert.deepEqual(rows.flatMap(({ names }) => names).sort(), [...knownAssistants()].filter((name) => name !== "devin").sort(), "each assistant has its row");
  });

  it("are told from hostile and negative ones, of which there are enough", () => {
    assert.ok(all.filter((source) => /hostile|negative/.test(source)).length >= 20);
    assert.equal(naming("9.9").length, 0, "a section that nobody names is noticed");
  });
});

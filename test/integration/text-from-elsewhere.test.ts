import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { Position, commands, workspace } from "vscode";
import type { TextEditor } from "vscode";
import type { CountersignApi } from "../../src/vscode/extension";
import { WORKSPACE } from "../fixtures/workspace";
import { activated, closeAll, lensesOf, openFile, originsOf, repositoryFile, snapshotOf, until } from "./extension";

const PATH = "src/moving.ts";
const ONE = ["const first = 1;", "const second = 2;", "const third = 3;", "const fourth = 4;"];
/** Changed in several places, with a block as large as what is asked about, and nothing removed. */
const TWO = ["const first = 10;", "const second = 2;", "export function added(cents: number): number {", "  const twice = cents * 2;", "  return twice;", "}", "const third = 3;", "const fourth = 40;"];
const textOf = (lines: readonly string[]): string => `${lines.join("\n")}\n`;

interface Arrival {
  readonly what: string;
  /** Before the document is opened; it shows ONE then. */
  readonly prepare?: () => void;
  readonly arrive: () => void;
  readonly lines: readonly string[];
}

const git = (...parameters: readonly string[]): void => {
  execFileSync("git", parameters, { cwd: repositoryFile("").fsPath, env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" }, stdio: ["ignore", "ignore", "pipe"] });
};
/** One word a line: commits of their own split the ranges, and that is not what is asked. */
const originOfEach = async (): Promise<string> =>
  (await originsOf(PATH)).split(", ").flatMap((range) => {
    const [, first = "", last = "", origin = ""] = /^(\d+)-(\d+) (.+)$/.exec(range) ?? [];
    return Array.from({ length: Number(last) - Number(first) + 1 }, () => origin);
  }).join();
const write = (lines: readonly string[]): void => writeFileSync(repositoryFile(PATH).fsPath, textOf(lines));

const ARRIVALS: readonly Arrival[] = [
  { what: "git checkout of another branch", arrive: () => git("checkout", "--quiet", "moving-two"), lines: TWO },
  { what: "git reset --hard", arrive: () => git("reset", "--quiet", "--hard", "moving-two"), lines: TWO },
  {
    what: "git stash pop",
    prepare: () => {
      write(TWO);
      git("stash", "push", "--quiet", "--", PATH);
    },
    arrive: () => git("stash", "pop", "--quiet"),
    lines: TWO,
  },
  { what: "git merge", arrive: () => git("merge", "--quiet", "--ff-only", "moving-two"), lines: TWO },
  { what: "another tool's block", arrive: () => write(TWO), lines: TWO },
  { what: "another tool's one word", arrive: () => write(["const first = 11;", ...ONE.slice(1)]), lines: ["const first = 11;", ...ONE.slice(1)] },
];

describe("text that comes from elsewhere under an open document", () => {
  let api: CountersignApi;
  let tests = 0;

  before(async () => {
    api = await activated();
    await closeAll();
    git("checkout", "--quiet", "-b", "moving-one");
    write(ONE);
    git("add", PATH);
    git("commit", "--quiet", "--message", "One");
    git("branch", "moving-start");
    git("checkout", "--quiet", "-b", "moving-two");
    write(TWO);
    git("commit", "--quiet", "--all", "--message", "Two");
  });
  beforeEach(() => {
    tests += 1;
    git("checkout", "--quiet", "--force", "-B", "moving-one", "moving-start");
  });
  afterEach(closeAll);
  after(async () => {
    git("checkout", "--quiet", "--force", WORKSPACE.branch);
    git("branch", "--quiet", "-D", "moving-one", "moving-two", "moving-start");
    await until("the file gone", () => !snapshotOf(api).unclaimed.files.some((file) => file.path === PATH));
  });

  const openAt = async (lines: readonly string[]): Promise<TextEditor> => {
    const { document, editor } = await openFile(PATH);
    await until("the text as it was", () => document.getText() === textOf(lines) && !document.isDirty);
    return editor;
  };
  /** Types a line on top in the very event that brings the text: no pause tells the one from the other. */
  const typeAtOnce = async (editor: TextEditor, arrive: () => void, mine: string): Promise<void> => {
    const { document } = editor;
    let typing: Thenable<boolean> | null = null;
    const listener = workspace.onDidChangeTextDocument((event) => {
      if (event.document === document && event.contentChanges.length > 0) {
        typing ??= editor.edit((edit) => edit.insert(new Position(0, 0), `${mine}\n`));
      }
    });
    try {
      arrive();
      const typed = await until("the text from elsewhere", () => typing !== null && { isTyped: typing });
      assert.equal(await typed.isTyped, true);
    } finally {
      listener.dispose();
    }
  };
  const isNobodys = async (mine: string, lines: readonly string[], editor: TextEditor): Promise<void> => {
    const { document } = editor;
    assert.equal(document.getText(), textOf([mine, ...lines]));
    assert.ok(await document.save());
    const wanted = ["human", ...lines.map(() => "unknown")].join();
    let seen = "";
    await until(wanted, async () => (seen = await originOfEach()) === wanted).catch((error: unknown) => assert.fail(`${String(error)}: ${seen}`));
    assert.deepEqual([...(await lensesOf(document.uri)).values()].flat().filter((title) => title.startsWith("Unknown origin")), [], "nothing to ask about");
    assert.deepEqual(snapshotOf(api).items.filter((item) => item.hunk.path === PATH), []);
  };

  for (const { what, prepare, arrive, lines } of ARRIVALS) {
    it(`${what}: neither the person's, who types right after it, nor an assistant's`, async () => {
      prepare?.();
      const editor = await openAt(ONE);
      const mine = `// mine ${tests}`;
      await typeAtOnce(editor, arrive, mine);
      await isNobodys(mine, lines, editor);
    });
  }

  it("a document with unsaved edits, given up for what is on disk: only what is typed after that is the person's", async () => {
    const editor = await openAt(ONE);
    assert.ok(await editor.edit((edit) => edit.insert(new Position(2, 0), "const unsaved = 5;\n")));
    await until("unsaved edits", () => editor.document.isDirty);
    write(TWO);
    const mine = `// mine ${tests}`;
    await typeAtOnce(editor, () => void commands.executeCommand("workbench.action.files.revert"), mine);
    await isNobodys(mine, TWO, editor);
  });
});

/**
 * What users expect of a review tool in the editor, what the editor's guidelines ask, and what users complain of in such tools: each
 * point with the tests, contributions and sources that show our answer. The test fails when one of those is renamed or taken away.
 */
import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** `file: title` of a test, `package: a > b` of a contribution, or `source file: text` that stands there. */
type Evidence = `${string}.test.ts: ${string}` | `package: ${string}` | `source ${string}: ${string}`;

interface Point {
  readonly point: string;
  readonly shown: readonly Evidence[];
}

const TREE = "ui/flow.test.ts: needs no configuration, no hook and no key";
const SPEAKS = "ui/screen-reader.test.ts: names every row and control, and goes from the tree to a signed verdict";
const TYPING = "ui/typing.test.ts: moves no lens under the cursor until the file is saved";
const LENSES = "ui/lens-setting.test.ts: says by default what is risky only, and everything where it is asked for";
const QUIET = "ui/actions.test.ts: is quiet when asked: no lens, no border, no badge, the tree as before";
const CRASH = "ui/trouble.test.ts: an engine that is killed takes nothing with it: rows, marks and the walk go on, and nobody is told twice";
const WALK = "ui/walk.test.ts: marks with one key each, and signs all verdicts as one batch";
const PALETTE = "unit/contributions.test.ts: keeps the palette at 25 commands or fewer, with internal ones hidden";
const SERVICES = "unit/contributions.test.ts: reads settings and shows messages through their services only";
const LISTED = "ui/arrangement.test.ts: lists only what is asked for, says so, and owes as much as before";

/** The thirty expectations, in the order of the reference. */
const ROWS: readonly Point[] = [
  { point: "one list of what is left, grouped", shown: [TREE, "integration/tree.test.ts: says in a tooltip where it is, what it owes, why it is risky and how that is known", "ui/arrangement.test.ts: groups by file, in file order, and remembers it", "unit/vscode/services/debt-index.test.ts: groups by owner, with what nobody owns apart", "ui/multi-root.test.ts: shows both debts as one, walks from one into the other, and signs in each its own"] },
  { point: "a tick is viewed, with undo", shown: ["ui/arrangement.test.ts: ticks a file's hunks as viewed, by keyboard too, and pays nothing with it", "integration/tree.test.ts: takes a mark for viewed, and takes it back, without paying debt"] },
  { point: "a stronger, named sign-off", shown: ["ui/flow.test.ts: signs with git's own key where there is one", "package: contributes > menus > view/item/context"] },
  { point: "next and previous across files", shown: [WALK, "unit/vscode/services/debt-index.test.ts: goes on and back, and wraps at both ends"] },
  { point: "progress and badge", shown: [SPEAKS, TREE] },
  { point: "changes since I last looked", shown: ["ui/review.test.ts: shows exactly the line that changed since a sign-off, and takes the sign-off back"] },
  { point: "a whole session's difference in one editor", shown: ["ui/actions.test.ts: goes through the best use of a quarter of an hour, and through a session by its map"] },
  { point: "marks in the editor, calm", shown: [QUIET, "package: contributes > colors", "source src/vscode/editor/decorations.ts: overviewRulerColor: themed"] },
  { point: "a lens with state and action, risky by default", shown: [LENSES, TYPING, "integration/editor.test.ts: puts one line of lenses above each open hunk"] },
  { point: "a mark on files and tabs, without colour", shown: [QUIET, "unit/ux-rows.test.ts: gives files a badge and no colour"] },
  { point: "a summary in the status bar", shown: [TREE, SPEAKS] },
  { point: "findings where problems live", shown: ["ui/review.test.ts: puts findings among the problems", "integration/actions.test.ts: offer why and sign off at each finding in a hunk, and change nothing by themselves"] },
  { point: "notes on a hunk", shown: ["ui/comments.test.ts: a blocking one is a rejection: signed through the dialog, shown as a thread, and the debt stays open", "unit/vscode/services/conventional-comment.test.ts: are read in every label, with and without a decoration, and recorded with one"] },
  { point: "a menu at the line", shown: ["package: contributes > menus > editor/lineNumber/context", "package: contributes > menus > editor/context", "unit/contributions.test.ts: names only declared commands in menus, keybindings and welcome links"] },
  { point: "one action in the title bar", shown: ["package: contributes > menus > editor/title", "unit/contributions.test.ts: uses only declared context keys and states in `when` clauses, and every declared one"] },
  { point: "empty states that teach", shown: ["ui/empty-states.test.ts: says that a folder is no repository, and offers to make one", "ui/empty-states.test.ts: says that nothing is unverified, and never hides history", "ui/trust.test.ts: is read, and the view says that nothing of it is run"] },
  { point: "a walkthrough", shown: ["unit/contributions.test.ts: walks through four steps, each with a picture for every kind of theme and an event that ends it"] },
  { point: "filters and sorting, remembered", shown: [LISTED, "unit/vscode/services/debt-index.test.ts: remembers every grouping, order and part of a filter over a reload, and forgets what it does not know"] },
  { point: "tests and generated files out of the way", shown: ["unit/vscode/services/debt-index.test.ts: counts neither signed-off nor generated hunks as open, and generated ones not at all", "unit/core/debt/minutes.test.ts: generated code and nothing unverified owe nothing", "unit/vscode/services/debt-index.test.ts: filters by the active file, by tests and by a picked set"] },
  { point: "many at once", shown: ["ui/arrangement.test.ts: ticks a file's hunks as viewed, by keyboard too, and pays nothing with it", "ui/copies.test.ts: are signed all at once: one dialog lists every place, one batch holds a record for each"] },
  { point: "durable over reload, rebase and clone", shown: ["e2e/survival.test.ts: amend and a rebase over other work keep them", "e2e/survival.test.ts: a fresh clone with the refs fetched gives the same verdict, and without them it is debt again", "unit/vscode/services/review-walk.test.ts: keeps marks and basis over a reload, and forgets them when discarded"] },
  { point: "keyboard only, screen reader", shown: [SPEAKS, "ui/architecture.test.ts: shows the path and the reason by the keyboard alone"] },
  { point: "localised", shown: ["ui/report-page.test.ts: speaks the editor's language in all that it says itself, to eyes and to a screen reader", "unit/core/debt/panel-words.test.ts: says nothing of its own in English, with data, without, and before anybody signed", "unit/contributions.test.ts: keeps every localised string of the shell in the bundle that translators start from", "unit/contributions.test.ts: has a text for every %key% and no text without a key"] },
  { point: "no spying", shown: ["ui/report-page.test.ts: asks nobody for anything, and nothing fails"] },
  { point: "untrusted, remote, container; the web refused in words", shown: ["ui/trust.test.ts: is read, and the view says that nothing of it is run", "unit/contributions.test.ts: says what it needs: an untrusted workspace is only read, a virtual one is refused in words, no proposed API is declared", "package: extensionKind"] },
  { point: "the lead's view", shown: ["ui/panel.test.ts: shows the figures of the whole history", "ui/panel.test.ts: is restored after a reload, with its filter"] },
  { point: "the same verdict in CI", shown: ["e2e/dependence.test.ts: every format, byte for byte, in three locales and three time zones, whatever the order in which files and refs came", TREE] },
  { point: "assistants can ask, never sign", shown: ["e2e/mcp.test.ts: no tool changes a byte: refs, objects, journal, caches, index and work tree are as before", "integration/agents.test.ts: are listed by the editor and answer from the engine; none can sign"] },
  { point: "quiet mode", shown: [QUIET] },
  { point: "a log for a bug report", shown: ["integration/actions.test.ts: is an untitled document with versions, settings and a log without paths and addresses", "unit/vscode/services/redaction.test.ts: is in time with hostile text"] },
];

/** The editor's own guidelines, in the order of the reference's checklist. */
const GUIDELINES: readonly Point[] = [
  { point: "views: a tree for data, a webview for the figures only", shown: ["unit/contributions.test.ts: declares the same views and container"] },
  { point: "views: one container, one view, icons of the product", shown: ["package: contributes > viewsContainers > activitybar", "unit/contributions.test.ts: ships the pictures it names"] },
  { point: "views: no row is a button, the container opens no webview", shown: [TREE] },
  { point: "views: the badge counts what asks for action", shown: [SPEAKS] },
  { point: "views: welcome content with links", shown: ["ui/empty-states.test.ts: says so, and looks again when asked", "package: contributes > viewsWelcome"] },
  { point: "status bar: one item at the left, one icon, short", shown: [TREE, "source src/vscode/views/status-bar.ts: StatusBarAlignment.Left"] },
  { point: "status bar: no colours of its own", shown: ["unit/contributions.test.ts: declares the same colours, each for all four kinds of theme"] },
  { point: "status bar: progress spins there, never in a toast", shown: ["source src/vscode/views/status-bar.ts: sync~spin", "integration/repository.test.ts: syncs after a push and after a fetch where the person agreed, own lanes only, and tells a failure quietly"] },
  { point: "notifications: only in answer to a person; the one offer comes once", shown: [SERVICES, CRASH, "source src/vscode/commands/repository-commands.ts: await memory.update(OFFERED, true)"] },
  { point: "notifications: none twice, none of promotion", shown: [CRASH, "ui/trouble.test.ts: a locked ledger refuses a signature in words, keeps the marks, hides no debt, and heals when the lock goes"] },
  { point: "webviews: opened by a command, themed, with keyboard and ARIA", shown: ["ui/panel.test.ts: is accessible and reads well in ${setting}", "ui/report-page.test.ts: lists the hunks behind a figure, by keyboard alone"] },
  { point: "webviews: a strict policy, no code from text", shown: ["source src/vscode/panel/panel-page.ts: default-src 'none'; script-src 'nonce-", "ui/report-page.test.ts: keeps its script small and without code made from text"] },
  { point: "webviews: state and a serializer", shown: ["ui/panel.test.ts: is restored after a reload, with its filter"] },
  { point: "commands: one category, hidden where pointless", shown: [PALETTE] },
  { point: "commands: keys only for what is frequent, with `when`, over none of the editor's", shown: ["unit/contributions.test.ts: names only declared commands in menus, keybindings and welcome links", "package: contributes > keybindings"] },
  { point: "menus: one icon in the title, a submenu for the rest", shown: ["package: contributes > menus > editor/title", "package: contributes > submenus"] },
  { point: "settings: legal defaults, scopes, one sentence each", shown: ["unit/contributions.test.ts: declares the same settings, with the same values and a legal default"] },
  { point: "settings: what uses the network says so", shown: ["package: contributes > configuration > properties > countersign.syncAutomatically > tags"] },
  { point: "walkthrough: one, few steps, verbs, pictures for every theme, events that end it", shown: ["unit/contributions.test.ts: walks through four steps, each with a picture for every kind of theme and an event that ends it"] },
  { point: "quick pick: several steps say which they are", shown: ["source src/vscode/commands/sign-dialog.ts: (1 of 2)"] },
  { point: "telemetry: none", shown: ["ui/report-page.test.ts: asks nobody for anything, and nothing fails"] },
];

/** What users complain of in such tools, in the order of the reference. */
const COMPLAINTS: readonly Point[] = [
  { point: "code lenses make text jump", shown: [TYPING, LENSES] },
  { point: "one slow lens provider delays all", shown: ["source src/vscode/editor/code-lenses.ts: provideCodeLenses(document: TextDocument): CodeLens[]", CRASH] },
  { point: "gutter icons shift the editor and block breakpoints", shown: ["unit/ux-rows.test.ts: draws nothing in the gutter"] },
  { point: "decorations are slow", shown: ["source src/vscode/editor/decorations.ts: window.visibleTextEditors", "source src/vscode/editor/decorations.ts: if (key !== (drawn.get(kind)"] },
  { point: "file decorations override git's colours", shown: [QUIET, "unit/ux-rows.test.ts: gives files a badge and no colour"] },
  { point: "notification spam", shown: [SERVICES, CRASH] },
  { point: "CPU, memory and child processes", shown: ["unit/contributions.test.ts: activates late, never on everything", "unit/vscode/services/engine-client.test.ts: gives up after too many crashes in a row, once, and starts again when asked"] },
  { point: "viewed state wrong or lost", shown: ["ui/review.test.ts: notes what was viewed, which pays nothing", "e2e/staged.test.ts: a mark that a person takes away stays away, and committed work is not staged work", "ui/windows.test.ts: two windows on one repository and one on a work tree of it tell the same"] },
  { point: "attribution lost or misplaced by a rebase or a squash", shown: ["e2e/survival.test.ts: a squash merge and a cherry-pick keep them", "e2e/survival.test.ts: stash, reset, rename, gc and git clean keep them"] },
  { point: "approval dropped or kept wrongly", shown: ["e2e/survival.test.ts: one line that the assistant changes is exactly one stale line", "e2e/survival.test.ts: a copy of an approved function elsewhere is not covered"] },
  { point: "reviewed results can't be hidden, filters are not kept", shown: [LISTED] },
  { point: "the view is stale", shown: ["integration/repository.test.ts: folds again when a tool writes a file that no editor has open, and back", "integration/repository.test.ts: follows HEAD"] },
  { point: "telemetry is resented", shown: ["ui/report-page.test.ts: asks nobody for anything, and nothing fails"] },
  { point: "a screen reader can't tell the state", shown: [SPEAKS, WALK] },
  { point: "key collisions destroy work", shown: ["unit/contributions.test.ts: declares the same settings, with the same values and a legal default", "ui/actions.test.ts: reverts a hunk after asking, and one Undo brings it back"] },
];

/** Trouble and surroundings, each with the test that makes it. */
const ROBUST: readonly Point[] = [
  { point: "the engine's process dies", shown: [CRASH] },
  { point: "git is missing", shown: ["ui/empty-states.test.ts: says so, and looks again when asked"] },
  { point: "the ledger is locked", shown: ["ui/trouble.test.ts: a locked ledger refuses a signature in words, keeps the marks, hides no debt, and heals when the lock goes"] },
  { point: "50,000 files", shown: ["source test/bench/editor.ts: makeLargeRepository({ files: 50_000"] },
  { point: "a file deleted or renamed under an open lens", shown: ["ui/trouble.test.ts: a file that is deleted, and one that is renamed, under an open lens"] },
  { point: "an edit from outside under an open dialog", shown: ["ui/trouble.test.ts: an edit from outside while the dialog is open: what was shown is what would be signed, so nothing is"] },
  { point: "an untrusted workspace, a virtual one", shown: ["ui/trust.test.ts: is read, and the view says that nothing of it is run", "unit/contributions.test.ts: says what it needs: an untrusted workspace is only read, a virtual one is refused in words, no proposed API is declared"] },
  { point: "several folders, windows and work trees", shown: ["ui/multi-root.test.ts: shows both debts as one, walks from one into the other, and signs in each its own", "ui/windows.test.ts: two windows on one repository and one on a work tree of it tell the same"] },
  { point: "staged, and kept in the chat's own review, and ticked on GitHub, is viewed", shown: ["e2e/staged.test.ts: the one that git add -p took is viewed, the other is not, and both still owe", "ui/chat-agent.test.ts: is a hunk, with the editor's word as its evidence; Keep in the chat's own review makes it viewed and signs nothing, and a mark taken away stays away", "e2e/forge-viewed.test.ts: follows a reviewer who ticks files on GitHub, page after page, and whose ticks fall with a push: in the documented shape, over HTTP"] },
];

const root = process.cwd();
const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Why a piece of evidence is none; null where it holds. */
function missing(evidence: Evidence): string | null {
  if (evidence.startsWith("package: ")) {
    const value = evidence.slice("package: ".length).split(" > ").reduce<unknown>((owner, key) => (typeof owner === "object" && owner !== null ? Reflect.get(owner, key) : undefined), manifest);
    return value === undefined || (Array.isArray(value) && value.length === 0) ? `package.json has no ${evidence}` : null;
  }
  const isSource = evidence.startsWith("source ");
  const colon = evidence.indexOf(": ");
  const file = isSource ? evidence.slice("source ".length, colon) : `test/${evidence.slice(0, colon)}`;
  const wanted = evidence.slice(colon + 2);
  if (!existsSync(join(root, file))) return `there is no ${file}`;
  const text = readFileSync(join(root, file), "utf8");
  const isThere = isSource ? text.includes(wanted) : [`it("${wanted}"`, `it(\`${wanted}\``].some((title) => text.includes(title));
  return isThere ? null : `${file} has no "${wanted}"`;
}

describe("what users expect, what the guidelines ask, and what users complain of", () => {
  it("has thirty rows, twenty-one points and fifteen complaints", () => assert.deepEqual([ROWS.length, GUIDELINES.length, COMPLAINTS.length], [30, 21, 15]));

  for (const { point, shown } of [...ROWS, ...GUIDELINES, ...COMPLAINTS, ...ROBUST]) {
    it(`is shown: ${point}`, () => {
      assert.ok(shown.length > 0);
      assert.deepEqual(shown.flatMap((evidence) => missing(evidence) ?? []), []);
    });
  }

  it("notices a test that is not there, a contribution and a text", () => {
    for (const evidence of ["ui/flow.test.ts: does what nothing does", "package: contributes > taskDefinitions", "source src/vscode/extension.ts: what nobody wrote", "ui/nowhere.test.ts: anything"] as const) assert.ok(missing(evidence));
  });

  it("draws nothing in the gutter", () => assert.doesNotMatch(readFileSync(join(root, "src/vscode/editor/decorations.ts"), "utf8"), /gutterIcon|\bbefore:|\bafter:/));

  it("gives files a badge and no colour", () => {
    const text = readFileSync(join(root, "src/vscode/editor/file-badges.ts"), "utf8");
    assert.match(text, /new FileDecoration\(/);
    assert.doesNotMatch(text, /\.color\b|\.propagate\b|ThemeColor/);
  });
});

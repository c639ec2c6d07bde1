import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { child, children, isNode, text, type SyntaxNode } from "../../src/checks/syntax/node";
import { SourceFile } from "../../src/checks/syntax/source-file";

/** A condition of the compiled sources that can be turned round. */
interface Mutant {
  readonly id: number;
  readonly file: string;
  readonly line: number;
  readonly condition: string;
  /** What it stands in and which one of that text there it is: an explanation holds for this text of the function only. */
  readonly within: string;
}

interface CollectedTest {
  readonly name: string;
  readonly run: () => unknown;
}

/** What an instrumented condition calls: `value` as it is, or turned round for the one mutant that is active. */
interface Switchboard {
  active: number;
  touched: Set<number> | null;
  steps: number;
}

/** A turned condition may never end its loop. */
const MAXIMUM_STEPS = 3_000_000;

/**
 * Turns round each condition of each rule and of the data flow, one at a time, runs the cases of the rules that reach it,
 * and lists the ones that no case notices. `only`: names of files to look at (`sql-injection,guards`), all by default.
 */
export async function benchRuleMutants(root: string, only?: readonly string[]): Promise<void> {
  const explained = explanations(root);
  const folder = mkdtempSync(join(root, "out/mutants-"));
  try {
    const mutants = await instrument(root, folder, only);
    const board: Switchboard = { active: -1, touched: null, steps: 0 };
    Object.assign(globalThis, { countersignCondition: (id: number, value: unknown) => decide(board, id, value) });
    const tests = await collect(folder);
    console.log(`${mutants.length} conditions, ${tests.length} cases`);
    const reach = await reaching(tests, board);
    const survivors: Mutant[] = [];
    const started = process.cpuUsage();
    for (const mutant of mutants) if (!(await isKilled(mutant, reach.get(mutant.id) ?? [], board))) survivors.push(mutant);
    const unreached = survivors.filter(({ id }) => !reach.has(id));
    const reasons = new Set(explained.map(keyOf));
    const open = survivors.filter((mutant) => !reasons.has(keyOf(mutant)));
    const known = new Map(mutants.map((mutant) => [keyOf(mutant), mutant]));
    const surviving = new Set(survivors.map(keyOf));
    console.log(`killed ${mutants.length - survivors.length}, survived ${survivors.length}, of them reached by no case ${unreached.length}; ${Math.round(process.cpuUsage(started).user / 1e6)} s of CPU`);
    console.log(`${mutants.length} conditions, ${survivors.length} survive, ${open.length === 0 ? "all explained" : `${survivors.length - open.length} explained, ${open.length} unexplained`}`);
    for (const [file, count] of tally(open)) console.log(`  ${String(count).padStart(4)} ${file}`);
    for (const { file, line, condition, within, id } of open) console.log(`  ${file}:${line} ${within} ${reach.has(id) ? "" : "(not reached) "}${condition}`);
    const files = new Set(mutants.map(({ file }) => file));
    for (const one of explained.filter(({ file }) => files.has(file))) {
      if (!surviving.has(keyOf(one))) console.log(`  explained for nothing: ${one.file} ${one.within} ${one.condition}: ${known.has(keyOf(one)) ? "a case kills it" : "its function reads otherwise now"}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A survivor that no input can kill, or that only costs time, with the reason: `test/bench/equivalent-mutants.json`. */
interface Explanation extends Pick<Mutant, "file" | "condition" | "within"> {
  readonly why: string;
}

function explanations(root: string): readonly Explanation[] {
  const path = join(root, "test/bench/equivalent-mutants.json");
  const list = JSON.parse(readFileSync(path, "utf8")) as readonly Partial<Explanation>[];
  return list.map(({ file, within, condition, why }, index) => {
    if (file === undefined || within === undefined || condition === undefined || why === undefined || why === "") throw new Error(`${path}: entry ${index + 1} needs file, within, condition and why`);
    return { file, within, condition, why };
  });
}

function keyOf({ file, within, condition }: Pick<Mutant, "file" | "within" | "condition">): string {
  return `${file}\0${within}\0${condition}`;
}

/** Unexplained survivors by file, most first. */
function tally(survivors: readonly Mutant[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { file } of survivors) counts.set(file, (counts.get(file) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}

function decide(board: Switchboard, id: number, value: unknown): unknown {
  board.touched?.add(id);
  if (board.active >= 0 && ++board.steps > MAXIMUM_STEPS) throw new Error("does not end");
  return board.active === id ? !isTrue(value) : value;
}

function isTrue(value: unknown): boolean {
  return Boolean(value);
}

async function instrument(root: string, folder: string, only?: readonly string[]): Promise<readonly Mutant[]> {
  const parser = await import("oxc-parser");
  cpSync(join(root, "out/src"), join(folder, "src"), { recursive: true });
  cpSync(join(root, "out/test/unit/checks"), join(folder, "test/unit/checks"), { recursive: true });
  const mutants: Mutant[] = [];
  for (const room of ["rules", "flow", "clones"]) {
    for (const name of readdirSync(join(folder, "src/checks", room)).filter((one) => one.endsWith(".js")).sort()) {
      if (only !== undefined && !only.includes(basename(name, ".js"))) continue;
      const path = join(folder, "src/checks", room, name);
      const source = readFileSync(path, "utf8");
      const tree = SourceFile.parse(parser, name, source);
      if (tree === null) continue;
      const leaves = conditions(tree).filter((node) => !isOfBundler(tree, node));
      writeFileSync(path, rewritten(source, leaves, mutants.length));
      const seen = new Map<string, number>();
      for (const node of leaves) {
        const condition = tree.textOf(node).replace(/\s+/g, " ").slice(0, 140);
        const place = placeOf(tree, node);
        const count = (seen.get(place + condition) ?? 0) + 1;
        seen.set(place + condition, count);
        mutants.push({ id: mutants.length, file: `${room}/${basename(name, ".js")}`, line: tree.lines.lineOf(node.start) + 1, condition, within: `${place}${count === 1 ? "" : `#${count}`}` });
      }
    }
  }
  return mutants;
}

/** The name of the function around a condition and a digest of its text: `at@1f0c9a2b`. */
function placeOf(tree: SourceFile, node: SyntaxNode): string {
  for (const outer of tree.ancestors(node)) {
    const name = outer.type === "FunctionDeclaration" ? text(child(outer, "id"), "name") : outer.type === "MethodDefinition" || (outer.type === "Property" && outer["method"] === true) ? text(child(outer, "key"), "name") : null;
    if (name !== null) return `${name}@${createHash("sha256").update(tree.textOf(outer).replace(/\s+/g, " ")).digest("hex").slice(0, 8)}`;
  }
  return "module";
}

/** What the transpiler adds at the top of each file: `var __copyProps = …`. */
function isOfBundler(tree: SourceFile, node: SyntaxNode): boolean {
  for (const outer of tree.ancestors(node)) if (outer.type === "VariableDeclarator" && tree.textOf(outer).startsWith("__")) return true;
  return false;
}

/** The text with every condition handed to the switchboard; inner ones first come last in the text's order. */
function rewritten(source: string, leaves: readonly SyntaxNode[], from: number): string {
  const edits = leaves.flatMap((node, index) => [
    { at: node.start, text: `countersignCondition(${from + index}, (`, order: -node.end },
    { at: node.end, text: "))", order: -node.start },
  ]);
  let result = "";
  let at = 0;
  for (const edit of edits.sort((a, b) => a.at - b.at || a.order - b.order)) {
    result += source.slice(at, edit.at) + edit.text;
    at = edit.at;
  }
  return result + source.slice(at);
}

/** Leaves of what decides: tests of statements and expressions, and answers of predicates. */
function conditions(tree: SourceFile): readonly SyntaxNode[] {
  const found = new Set<SyntaxNode>();
  const take = (node: unknown) => {
    if (!isNode(node)) return;
    if (node.type === "LogicalExpression" && text(node, "operator") !== "??") {
      take(node["left"]);
      take(node["right"]);
    } else if (node.type === "ParenthesizedExpression") take(node["expression"]);
    else if (node.type === "UnaryExpression" && text(node, "operator") === "!") take(node["argument"]);
    else if (node.type !== "Literal") found.add(node);
  };
  for (const node of tree.nodes("IfStatement", "ConditionalExpression", "WhileStatement")) take(node["test"]);
  for (const node of [...tree.nodes("ReturnStatement").map((one) => one["argument"]), ...tree.nodes("ArrowFunctionExpression").map((one) => one["body"])]) {
    if (isNode(node) && isPredicate(node)) take(node);
  }
  return [...found].filter((node) => children(node, "expressions").length === 0).sort((a, b) => a.start - b.start || b.end - a.end);
}

function isPredicate(node: SyntaxNode): boolean {
  if (node.type === "LogicalExpression") return text(node, "operator") !== "??" && isNode(node["right"]) && isPredicate(node["right"]);
  if (node.type === "UnaryExpression") return text(node, "operator") === "!";
  return node.type === "BinaryExpression" && /^([!=]==|[<>]=?|in|instanceof)$/.test(text(node, "operator") ?? "");
}

/** The cases of the rules' test files, without mocha: `describe` runs at once, `it` is kept. */
async function collect(folder: string): Promise<readonly CollectedTest[]> {
  const tests: CollectedTest[] = [];
  const hooks: (() => unknown)[] = [];
  const path: string[] = [];
  const context = { timeout: () => context };
  const describe = (name: string, body: () => void) => {
    path.push(name);
    body.call(context);
    path.pop();
  };
  const it = (name: string, run: () => unknown) => tests.push({ name: [...path, name].join(" › "), run: () => run.call(context) });
  Object.assign(globalThis, { describe, it, before: (hook: () => unknown) => hooks.push(hook), after: () => undefined, beforeEach: () => undefined, afterEach: () => undefined });
  const load = createRequire(join(folder, "test/unit/checks/x.js"));
  for (const room of ["rules", "languages"]) {
    for (const name of readdirSync(join(folder, "test/unit/checks", room)).filter((one) => one.endsWith(".test.js") && !/hostile|case-count/.test(one))) load(`./${room}/${name}`);
  }
  load("./clones.test.js");
  for (const name of ["describe", "it", "before", "after", "beforeEach", "afterEach"]) Reflect.deleteProperty(globalThis, name);
  for (const hook of hooks) await hook();
  return tests;
}

/** Which cases evaluate which condition; a case that fails as things are is left out and said. */
async function reaching(tests: readonly CollectedTest[], board: Switchboard): Promise<ReadonlyMap<number, readonly CollectedTest[]>> {
  const reach = new Map<number, CollectedTest[]>();
  for (const test of tests) {
    board.touched = new Set();
    try {
      await test.run();
    } catch (error) {
      console.log(`fails unchanged: ${test.name}: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)}`);
      continue;
    }
    for (const id of board.touched) reach.set(id, [...(reach.get(id) ?? []), test]);
  }
  board.touched = null;
  return reach;
}

async function isKilled({ id }: Mutant, tests: readonly CollectedTest[], board: Switchboard): Promise<boolean> {
  board.active = id;
  try {
    for (const test of tests) {
      board.steps = 0;
      try {
        await test.run();
      } catch {
        return true;
      }
    }
    return false;
  } finally {
    board.active = -1;
  }
}

import { child, children, dottedName, holds, isFunction, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import { lostAnswers } from "../languages/lost-answers";
import { lostGuards } from "../languages/lost-protection";
import { plain } from "./condition-logic";
import { alternatives, demands, isProperty, isProtective, isRefusal, LEAVING, leaves, rightsIn, saysNo, wayOutOf } from "./guard-meaning";
import { freshOf, isAlike, isAny, successorOf, type Fresh, type LostGuard, type Places } from "./guard-successor";
import { lostDemands } from "./lost-demands";
import { PROTECTIVE } from "./protective-words";
import type { Removal, Rule } from "./rule";
import { short } from "./short-text";
import type { View } from "./view";

/** Calls that are guards by name: they throw, and what follows relies on it. */
const GUARDING_CALL = /^(assert|require[A-Z]|ensure|check[A-Z]|verify|validate|authori[sz]e|authenticate|guard|sanitize|invariant|enforce)/;

/** Calls that keep others out while something is done, or undo it as a whole: by their own name, or by their receiver's. */
const EXCLUDING_CALL = /^(runExclusive|withLock|withMutex|withTransaction|runInTransaction|inTransaction|\$?transaction|beginTransaction|startTransaction|tryLock|acquireLock|obtainLock|getLock|synchronized|forUpdate|setLock)$/;
const EXCLUDING_RECEIVER = /(lock|mutex|semaphore|redlock|barrier)s?(\(\))?\.(acquire|lock|use|wait|request|enter|down|take|readLock|writeLock)$/i;

/** New conditions of one function that a lost one is compared with. */
const MAXIMUM_ASKED = 100;

/** Those of them that are also read as a way in which it became another one. */
const MAXIMUM_FRESH = 30;

/** Characters. */
const MAXIMUM_BEGINNING = 200;

/** A check that stood before what follows, and that a change took away: nothing new is there to see. */
export const guardRemoved: Rule = {
  id: "guard-removed",
  class: "security",
  severity: "warning",
  cwe: 862,
  why: "A check that stood between a caller and what follows is gone, and a removed line leaves nothing to look at. Missing checks and insecure object references are 1.5 to 2 times as frequent in assistants' changes (CodeRabbit 2025, 470 pull requests).",
  fix: "Put the check back, or say in the sign-off's note what makes it unnecessary now.",
  example: {
    path: "src/shop.ts",
    before: "export function refund(user, order) {\n  if (!user.isAdmin) throw new Error(\"not allowed\");\n  return pay(order);\n}\n",
    bad: "export function refund(user, order) {\n  return pay(order);\n}\n",
    good: "export function refund(user, order) {\n  if (!user.isAdmin && !user.isOwner) throw new Error(\"not allowed\");\n  return pay(order);\n}\n",
  },

  find(view) {
    return view.isTest ? [] : (view.code?.unprotected ?? []);
  },

  removed(base, head) {
    if (base.code !== null && head !== null) return [...lostGuards(base, head), ...lostAnswers(base, head)];
    if (base.tree === null || head === null || head.tree === null || base.isTest) return [];
    return [...removedConditions(base, head), ...removedCalls(base, head), ...removedExclusions(base, head), ...lostDemands(base, head)];
  },
};

/** Leaves, and lets pass by it. */
const YES = /^return(true|1|next\(\));?$/;

/** `if (…) return`, `throw`, `continue`: the rest runs only where it did not hold. */
function removedConditions(base: View, head: View): readonly Removal[] {
  const standing = new Map<string, SyntaxNode[]>();
  const before = new Set(conditionsOf(base));
  // Ways out under a condition that is new (one that stood beside the guard already replaces nothing), and whether it names a right.
  const exits = new Map<string, boolean>();
  const renamed = new Set<string>();
  const asked = new Map<string, Asked[]>();
  const fresh = new Map<string, Fresh[]>();
  for (const node of head.tree?.nodes("IfStatement") ?? []) {
    const symbol = head.symbolAt(node.start);
    const test = child(node, "test");
    const condition = `${symbol}\0${test === null ? "" : plain(head, test)}`;
    standing.set(condition, [...(standing.get(condition) ?? []).slice(1 - MAXIMUM_FRESH), node]);
    if (test === null || before.has(condition)) continue;
    const one = freshOf(head, node, test);
    if (one !== null) fresh.set(symbol, [...(fresh.get(symbol) ?? []).slice(1 - MAXIMUM_FRESH), one]);
    const exit = `${symbol}\0${flat(head, child(node, "consequent"))}`;
    exits.set(exit, exits.get(exit) === true || rightsIn(head, test).length > 0);
    if (one?.isLeaving !== true) continue;
    renamed.add(`${symbol}\0${unnamed(head, test)}`);
    asked.set(symbol, [...(asked.get(symbol) ?? []).slice(-MAXIMUM_ASKED), { fresh: one, demands: demands(test).map((part) => flat(head, part)), alternatives: alternatives(test).map((part) => flat(head, part)) }]);
  }
  const symbols = symbolsOf(head);
  const survivorsOf = protectedBy(base, head);
  const isSpokenOf = variablesOf(head);
  const removals: Removal[] = [];
  for (const node of base.tree?.nodes("IfStatement") ?? []) {
    const consequent = child(node, "consequent");
    const test = child(node, "test");
    const symbol = base.symbolAt(node.start);
    if (consequent === null || test === null || !leaves(consequent) || !symbols.has(symbol)) continue;
    const same = standing.get(`${symbol}\0${plain(base, test)}`);
    if (same !== undefined) {
      if (isProtective(base, [test], consequent) && letsThrough({ base, head, consequent }, same, survivorsOf(node))) removals.push({ baseOffset: node.start, headOffset: same[0]?.start ?? 0, message: `the guard \`${shown(base, test)}\` lets everybody through now`, snippet: `guard ${symbol} ${flat(base, test)}`, severity: "error" });
      continue;
    }
    const inPlace = asked.get(symbol) ?? [];
    // It leaves in fewer cases: what it does not ask any more is what was removed.
    const looser = inPlace.find((one) => isFewer(one.alternatives, alternatives(test), base));
    const gone = looser === undefined ? [test] : alternatives(test).filter((part) => !looser.alternatives.includes(flat(base, part)));
    const isError = isProtective(base, gone, consequent) && isAny(survivorsOf(node));
    // The same way out under another condition: changed, not gone, where no right went with it.
    const exit = `${symbol}\0${flat(base, consequent)}`;
    const isElsewhere = exits.has(exit) && !(isError && looser !== undefined);
    if (isElsewhere && (!isError || exits.get(exit) === true)) continue;
    // The same question of a variable that has another name now.
    if (renamed.has(`${symbol}\0${unnamed(base, test)}`) && receiversIn(base, test).some((name) => !isSpokenOf(symbol, text(name, "name")))) continue;
    // It leaves more often than before: fewer things are demanded of what it keeps out, or it keeps something else out as well.
    const guard: LostGuard = { base, head, node, test, consequent, survivors: () => survivorsOf(node) };
    if (inPlace.some((one) => (isFewer(one.demands, demands(test), base) || holdsAll(one.alternatives, alternatives(test), base)) && isAlike(guard, one.fresh))) continue;
    const successor = looser === undefined ? successorOf(guard, fresh.get(symbol) ?? []) : null;
    if (successor === "kept") continue;
    const became = looser === undefined ? (successor?.became ?? (isElsewhere ? "was changed: its way out stands under another condition now" : "was removed")) : `does not ask for ${gone.map((part) => `\`${shown(base, part)}\``).join(", ")} any more`;
    removals.push({
      baseOffset: node.start,
      message: `the guard \`${shown(base, test)}\` ${became}`,
      snippet: `guard ${symbol} ${flat(base, test)}`,
      ...(isError && !isElsewhere && successor?.isInPlace !== true ? { severity: "error" as const } : {}),
    });
  }
  return removals;
}

/** Whether what leaves under a condition of the base does nothing of the kind under the same one of the head, and what it protected runs behind it. */
function letsThrough({ base, head, consequent }: Pick<LostGuard, "base" | "head" | "consequent">, same: readonly SyntaxNode[], survivors: Iterable<Places>): boolean {
  if (!isRefusal(base, wayOutOf(consequent)) || same.some((node) => keepsOut(head, child(node, "consequent")))) return false;
  const isElse = ({ first, last }: Places) => same.some((node) => holds(child(node, "alternate"), first) && holds(child(node, "alternate"), last));
  return [...survivors].some((places) => !isElse(places));
}

/** Whether a branch leaves otherwise than with a yes, or says no by a call that does not come back. */
function keepsOut(view: View, branch: SyntaxNode | null): boolean {
  if (branch === null || view.tree === null) return false;
  const leaving = [branch, ...LEAVING.flatMap((type) => view.tree?.within(branch, type) ?? [])].filter(({ type }) => LEAVING.includes(type));
  return leaving.some((one) => !YES.test(flat(view, one))) || (leaving.length === 0 && saysNo(view, branch));
}

/** A condition of the head that is new there and leaves: its parts as text. */
interface Asked {
  readonly fresh: Fresh;
  readonly demands: readonly string[];
  readonly alternatives: readonly string[];
}

/** Whether all that is asked now was asked before, beside something else. */
function isFewer(now: readonly string[], before: readonly SyntaxNode[], base: View): boolean {
  const parts = before.map((part) => flat(base, part));
  return now.length < parts.length && now.every((part) => parts.includes(part));
}

function holdsAll(now: readonly string[], before: readonly SyntaxNode[], base: View): boolean {
  return before.every((part) => now.includes(flat(base, part)));
}

/** Variables that a condition asks for something of theirs: `user` in `!user.isAdmin`. */
function receiversIn({ tree }: View, test: SyntaxNode): readonly SyntaxNode[] {
  return [test, ...(tree?.within(test, "MemberExpression") ?? [])].flatMap((node) => {
    const object = node.type === "MemberExpression" ? child(node, "object") : null;
    return object?.type === "Identifier" ? [object] : [];
  });
}

/** A condition without the names of those variables. */
function unnamed(view: View, test: SyntaxNode | null): string {
  if (test === null) return "";
  let words = "";
  let from = test.start;
  for (const { start, end } of [...receiversIn(view, test)].sort((one, other) => one.start - other.start)) {
    if (start < from) continue;
    words += `${view.text.slice(from, start)}_`;
    from = end;
  }
  return `${words}${view.text.slice(from, test.end)}`.replace(/\s+/g, "");
}

/** Whether a function of the head still has a variable by that name; the names of properties are none. Asked seldom, so made when asked. */
function variablesOf(view: View): (symbol: string, name: string | null) => boolean {
  let names: ReadonlySet<string> | null = null;
  return (symbol, name) => {
    names ??= new Set(
      (view.tree?.nodes("Identifier") ?? []).flatMap((node) => {
        return isProperty(node, view.tree?.parent(node) ?? null) ? [] : [`${view.symbolAt(node.start)}\0${text(node, "name") ?? ""}`];
      }),
    );
    return names.has(`${symbol}\0${name ?? ""}`);
  };
}

function conditionsOf(view: View): readonly string[] {
  return (view.tree?.nodes("IfStatement") ?? []).map((node) => `${view.symbolAt(node.start)}\0${plain(view, child(node, "test") ?? node)}`);
}

/** Where the head has, in the same function, what ran only past a guard of the base. */
function protectedBy(base: View, head: View): (guard: SyntaxNode) => Iterable<Places> {
  let places: ReadonlyMap<string, Places> | null = null;
  return function* (guard) {
    // Asked seldom, so made when asked.
    places ??= placesOf(head);
    let inner = guard;
    for (const outer of base.tree?.ancestors(guard) ?? []) {
      if (isFunction(outer)) return;
      for (const statement of children(outer, "body")) {
        // A way out that says nothing was kept from nobody.
        const found = statement.start > inner.start && !(LEAVING.includes(statement.type) && child(statement, "argument") === null) ? places.get(beginning(base, statement)) : undefined;
        if (found !== undefined) yield found;
      }
      inner = outer;
    }
  };
}

function placesOf(view: View): ReadonlyMap<string, Places> {
  const places = new Map<string, Places>();
  for (const statement of statementsIn(view)) {
    const key = beginning(view, statement);
    const before = places.get(key);
    places.set(key, { first: Math.min(before?.first ?? statement.start, statement.start), last: Math.max(before?.last ?? statement.start, statement.start) });
  }
  return places;
}

/** What stands in a block, or alone in a branch. */
function statementsIn({ tree }: View): readonly SyntaxNode[] {
  if (tree === null) return [];
  const branches = tree.nodes("IfStatement").flatMap((node) => child(node, "consequent") ?? []).filter(({ type }) => type !== "BlockStatement");
  return [...[tree.program, ...tree.nodes("BlockStatement")].flatMap((block) => children(block, "body")), ...branches];
}

/** A statement with the function it stands in, by as much of its text as tells it from another. */
function beginning(view: View, { start, end }: SyntaxNode): string {
  return `${view.symbolAt(start)}\0${view.text.slice(start, Math.min(end, start + MAXIMUM_BEGINNING)).replace(/\s+/g, "")}`;
}

/** `requireAdmin(user);` as a statement of its own. */
function removedCalls(base: View, head: View): readonly Removal[] {
  const standing = new Set([...guardingCalls(head)].map(({ key }) => key));
  const before = new Set([...guardingCalls(base)].map(({ key }) => key));
  // A guard that is new in the function and is told the same: renamed, not gone.
  const renamed = new Set([...guardingCalls(head)].filter(({ key, told }) => told !== "" && !before.has(key)).map(({ symbol, told }) => `${symbol}\0${told}`));
  const symbols = symbolsOf(head);
  const survivorsOf = protectedBy(base, head);
  return [...guardingCalls(base)]
    .filter(({ key, symbol, told }) => !standing.has(key) && symbols.has(symbol) && !renamed.has(`${symbol}\0${told}`))
    .map(({ key, node, name }) => ({
      baseOffset: node.start,
      message: `the guarding call \`${name}\` was removed`,
      snippet: `guarding call ${key}`,
      ...(PROTECTIVE.test(name) && isAny(survivorsOf(node)) ? { severity: "error" as const } : {}),
    }));
}

/** `await lock.acquire(x)`, `db.transaction(async (tx) => …)`: others could not come between, and now they can. */
function removedExclusions(base: View, head: View): readonly Removal[] {
  const standing = new Set([...exclusions(head)].map(({ symbol }) => symbol));
  const symbols = symbolsOf(head);
  const told = new Set<string>();
  return [...exclusions(base)].flatMap(({ symbol, name, node }): readonly Removal[] => {
    // Another lock in the same function is a lock that was exchanged.
    if (standing.has(symbol) || !symbols.has(symbol) || told.has(symbol)) return [];
    told.add(symbol);
    return [{ baseOffset: node.start, message: `\`${name}\`, which kept others out, was removed`, snippet: `exclusion ${symbol}` }];
  });
}

function* exclusions(view: View): Generator<{ symbol: string; name: string; node: SyntaxNode }> {
  for (const node of view.tree?.nodes("CallExpression") ?? []) {
    const callee = child(node, "callee");
    const name = dottedName(callee) ?? lastName(callee) ?? "";
    // What the callback does belongs to the function that asked for the lock.
    if (EXCLUDING_CALL.test(lastName(callee) ?? "") || EXCLUDING_RECEIVER.test(name)) yield { symbol: view.symbolAt(node.start), name, node };
  }
}

/** `told`: the first word of the guard's name and its arguments, `require` and `"write"` of `requirePermission("write")`; empty without any. */
function* guardingCalls(view: View): Generator<{ key: string; symbol: string; name: string; told: string; node: SyntaxNode }> {
  for (const node of view.tree?.nodes("ExpressionStatement") ?? []) {
    const expression = unwrapped(child(node, "expression"));
    const call = expression?.type === "AwaitExpression" ? unwrapped(child(expression, "argument")) : expression;
    if (call?.type !== "CallExpression") continue;
    const callee = child(call, "callee");
    const name = dottedName(callee) ?? lastName(callee) ?? "";
    const own = lastName(callee) ?? "";
    if (!GUARDING_CALL.test(own)) continue;
    const symbol = view.symbolAt(node.start);
    const args = children(call, "arguments").map((argument) => flat(view, argument));
    const told = args.length === 0 ? "" : `${/^[a-z]+/.exec(own)?.[0] ?? own}\0${args.join("\0")}`;
    yield { key: `${symbol}\0${name}`, symbol, name, told, node };
  }
}

/** Symbols that still stand: where a whole function went, its guards went with what they protected. */
function symbolsOf(view: View): ReadonlySet<string> {
  const symbols = new Set<string>([""]);
  for (const node of view.tree?.nodes("FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression", "MethodDefinition", "ClassDeclaration") ?? []) {
    const body = child(node, "body") ?? node;
    symbols.add(view.symbolAt(body.start + 1));
  }
  return symbols;
}

function flat(view: View, node: SyntaxNode | null): string {
  return node === null ? "" : view.text.slice(node.start, node.end).replace(/\s+/g, "");
}

function shown(view: View, node: SyntaxNode): string {
  return short(view.text.slice(node.start, node.end).replace(/\s+/g, " "));
}

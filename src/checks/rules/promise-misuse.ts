import { child, children, isFunction, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";
import type { Occurrence, Rule } from "./rule";

/**
 * Promises that nobody waits for, as far as syntax shows: asynchronous functions handed to what ignores their promise,
 * and calls of the file's own asynchronous functions as bare statements. Functions of other files need types.
 */
export const promiseMisuse: Rule = {
  id: "promise-misuse",
  class: "reliability",
  severity: "warning",
  cwe: 252,
  why: "What a promise that nobody waits for throws is lost, or ends the process; what follows runs before it is done.",
  fix: "Await it, return it, or say `void` and handle its rejection; use `for … of` or `Promise.all(list.map(…))` instead of `forEach`.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "orders.forEach(async (order) => {\n  await save(order);\n});\n",
    good: "for (const order of orders) await save(order);\n",
  },

  find(view) {
    const { tree } = view;
    if (tree === null || view.isTest) return [];
    const found = tree.nodes("CallExpression", "NewExpression").flatMap((node) => ignored(tree, node));
    const own = ownAsync(tree);
    for (const node of tree.nodes("ExpressionStatement")) {
      const call = child(node, "expression");
      const callee = call?.type === "CallExpression" ? child(call, "callee") : null;
      if (callee?.type !== "Identifier" || !own.has(text(callee, "name") ?? "") || !isInAsync(tree, node)) continue;
      found.push({ start: node.start, end: node.end, message: `nobody waits for \`${text(callee, "name") ?? ""}\`` });
    }
    return found.sort((a, b) => a.start - b.start);
  },
};

function ignored(tree: SourceFile, node: SyntaxNode): readonly Occurrence[] {
  const callee = unwrapped(child(node, "callee"));
  const first = children(node, "arguments")[0] ?? null;
  if (first === null || !isFunction(first) || first["async"] !== true) return [];
  const at = { start: node.start, end: Math.min(node.end, first.start + 40) };
  if (node.type === "NewExpression") return text(callee, "name") === "Promise" ? [{ ...at, message: "what this asynchronous executor throws is lost" }] : [];
  const method = callee?.type === "MemberExpression" ? lastName(callee) : null;
  if (method === "forEach") return [{ ...at, message: "`forEach` doesn't wait for this asynchronous function" }];
  if (method !== null && /^(filter|some|every|find|findIndex|sort|reduce)$/.test(method) && method !== "reduce") return [{ ...at, message: `\`${method}\` takes the promise for the answer: it is always true` }];
  // `list.map(async …)` as a statement, its promises thrown away.
  return method === "map" && tree.parent(node)?.type === "ExpressionStatement" ? [{ ...at, message: "the promises of this `map` are thrown away" }] : [];
}

/** Names of asynchronous functions that the file declares once. */
function ownAsync(tree: SourceFile): ReadonlySet<string> {
  const names = new Map<string, boolean>();
  const add = (name: string | null, isAsync: boolean) => {
    if (name !== null) names.set(name, isAsync && !names.has(name));
  };
  for (const node of tree.nodes("FunctionDeclaration")) add(text(child(node, "id"), "name"), node["async"] === true && node["generator"] !== true);
  for (const node of tree.nodes("VariableDeclarator")) {
    const init = child(node, "init");
    if (init !== null) add(text(child(node, "id"), "name"), isFunction(init) && init["async"] === true);
  }
  return new Set([...names].filter(([, isAsync]) => isAsync).map(([name]) => name));
}

/** Only where waiting was possible: the start of a program or an event's handler has nobody to wait. */
function isInAsync(tree: SourceFile, node: SyntaxNode): boolean {
  for (const outer of tree.ancestors(node)) if (isFunction(outer)) return outer["async"] === true;
  return false;
}

import { child, children, isFunction, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";
import { at, callsOf, flowOfView, type Call } from "./flow-sink";
import type { Flow } from "../flow/flow";
import type { Occurrence, Rule } from "./rule";

const LOOPS = /^(For|ForOf|ForIn|While|DoWhile)Statement$/;
const QUERY = /(^|\.)(find\w*|query|execute|fetch|get|load|read\w*|select|count|aggregate|insert\w*|update\w*|delete\w*|save|create|request|post|put|send\w*)$/;
const CONSTANT_TIME = /^(sleep|delay|wait|setTimeout|page\.|expect|test|it|user\.|fixture)/;
const SYNC = /^(fs|fs-extra|child_process|zlib|crypto)#\w+Sync$/;

/** Work that takes more of the machine than it has to: one request after the other, a blocked thread, a leak. */
export const resourceMisuse: Rule = {
  id: "resource-misuse",
  class: "reliability",
  severity: "note",
  cwe: 405,
  why: "Waiting for each of many requests in turn, or blocking the only thread, works on ten records and fails on ten thousand. Assistants' changes carry about 8 times as many of these (CodeRabbit 2025).",
  fix: "Ask for all at once with a limit (`Promise.all` over parts, one query with `IN`), use the asynchronous form in handlers, and stop timers where their owner ends.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "export async function load(ids) {\n  for (const id of ids) found.push(await db.query(\"SELECT a FROM b WHERE id = $1\", [id]));\n}\n",
    good: "export async function load(ids) {\n  found.push(...(await db.query(\"SELECT a FROM b WHERE id = ANY($1)\", [ids])));\n}\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null || view.isTest) return [];
    return [...waits(flow), ...callsOf(flow).flatMap((call) => [...blocks(flow, call), ...timers(flow, call)])].sort((a, b) => a.start - b.start);
  },
};

/** `for (const one of list) await query(one)`: nothing in the loop needs what came before. */
function waits(flow: Flow): readonly Occurrence[] {
  const { tree } = flow;
  return tree.nodes("AwaitExpression").flatMap((node) => {
    const call = unwrapped(child(node, "argument"));
    if (call?.type !== "CallExpression") return [];
    const name = flow.names.of(child(call, "callee"));
    if (!QUERY.test(name) || CONSTANT_TIME.test(name)) return [];
    const loop = loopAround(tree, node);
    if (loop === null || loop.type !== "ForOfStatement" || loop["await"] === true || leavesEarly(tree, loop)) return [];
    return [at(flow, node, null, `waits for \`${name.slice(-40)}\` once for each element of the loop`)];
  });
}

function loopAround(tree: SourceFile, node: SyntaxNode): SyntaxNode | null {
  let inner = node;
  for (const outer of tree.ancestors(node)) {
    if (isFunction(outer)) return null;
    if (LOOPS.test(outer.type) && child(outer, "body") === inner) return outer;
    inner = outer;
  }
  return null;
}

/** A loop that is left at the first hit, or tries again, has to wait. */
function leavesEarly(tree: SourceFile, loop: SyntaxNode): boolean {
  return tree.within(loop, "BreakStatement", "ReturnStatement").length > 0;
}

/** Synchronous input and output while a request waits. */
function blocks(flow: Flow, call: Call): readonly Occurrence[] {
  if (!SYNC.test(call.name)) return [];
  for (const outer of flow.tree.ancestors(call.node)) {
    if (!isFunction(outer)) continue;
    const first = children(outer, "params")[0] ?? null;
    if (first !== null && flow.sources.isRequestFunction(outer)) return [at(flow, call.node, null, `blocks every other request with \`${call.method}\``, "warning")];
  }
  return [];
}

/** `setInterval(…)` as a statement in a component or class: nobody can stop it. */
function timers(flow: Flow, call: Call): readonly Occurrence[] {
  if (!/^((window|globalThis)\.)?setInterval$/.test(call.name)) return [];
  const outer = flow.tree.parent(call.node);
  if (outer?.type !== "ExpressionStatement") return [];
  const owner = flow.bindings.functionOf(call.node);
  const above = flow.tree.parent(owner);
  const isEffect = above?.type === "CallExpression" && /^(use\w*Effect|onMount|onMounted|componentDidMount|ngOnInit)$/.test(lastName(child(above, "callee")) ?? "");
  const isMethod = above?.type === "MethodDefinition" && /^(componentDidMount|ngOnInit|connectedCallback|mounted|constructor)$/.test(text(child(above, "key"), "name") ?? "");
  return isEffect || isMethod ? [at(flow, call.node, null, "starts a timer that nobody can stop", "warning")] : [];
}

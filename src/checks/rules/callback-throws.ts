import { child, children, isFunction, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import { routesOf } from "../flow/routes";
import type { Flow } from "../flow/flow";
import { flowOfView } from "./flow-sink";
import type { Rule } from "./rule";

/** What calls back from the event loop, where no `catch` of the caller stands any more. */
const LATER = /^(fs|fs-extra|graceful-fs|dns|zlib|child_process|crypto)#(?!.*Sync$)(?!promises\.)\w+$|^((window|global|globalThis)\.)?(setTimeout|setInterval|setImmediate|queueMicrotask)$|^process\.nextTick$/;
const ERROR_PARAMETER = /^(e|ex|er|err|error|exception|failure|fault)\d?$/i;
/** These hand on what their function throws, or run it at once. */
const AT_ONCE = /^(then|catch|finally|map|forEach|filter|find|findIndex|some|every|reduce|flatMap|sort|Promise)$/;
const LISTENS = /^(on|once|addListener|addEventListener|use|test|it|describe|replace|replaceAll)$/;

/** A `throw` that nobody can catch, in a program that answers requests. */
export const callbackThrows: Rule = {
  id: "callback-throws",
  class: "security",
  severity: "warning",
  cwe: 248,
  why: "The caller is long gone when the callback runs: no `catch` sees the error, and the process ends for everybody, as often as somebody sends that request.",
  fix: "Hand the error on (`next(error)`, the callback's own first argument) or use the promise version and `await` it inside a `try`.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "import fs from \"node:fs\";\napp.get(\"/bill\", (req, res) => {\n  fs.readFile(BILL, (error, text) => {\n    if (error) throw error;\n    res.send(text);\n  });\n});\n",
    good: "import fs from \"node:fs\";\napp.get(\"/bill\", (req, res, next) => {\n  fs.readFile(BILL, (error, text) => {\n    if (error) return next(error);\n    res.send(text);\n  });\n});\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null || view.isTest) return [];
    const throws = flow.tree.nodes("ThrowStatement").filter((node) => isUncaught(flow, node));
    if (throws.length === 0) return [];
    const routes = routesOf(flow);
    return throws.filter((node) => routes.some(({ handler, node: route }) => encloses(handler ?? route, node)) || (routes.length > 0 && isNested(flow, node))).map((node) => ({ start: node.start, end: node.end, message: "throws in a callback, where nothing catches it: the process ends" }));
  },
};

function encloses(outer: SyntaxNode, inner: SyntaxNode): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Thrown in a function that is called back later, with no `try` around it there. */
function isUncaught(flow: Flow, thrown: SyntaxNode): boolean {
  let below: SyntaxNode = thrown;
  for (const outer of flow.tree.ancestors(thrown)) {
    if (outer.type === "TryStatement" && child(outer, "block") === below && child(outer, "handler") !== null) return false;
    if (isFunction(outer)) return outer["async"] !== true && outer["generator"] !== true && isCalledLater(flow, outer, thrown);
    below = outer;
  }
  return false;
}

function isCalledLater(flow: Flow, callback: SyntaxNode, thrown: SyntaxNode): boolean {
  const call = flow.tree.parent(callback);
  const args = children(call, "arguments");
  if (call?.type !== "CallExpression" || !args.includes(callback)) return false;
  const callee = unwrapped(child(call, "callee"));
  if (LATER.test(flow.names.of(callee))) return true;
  // `db.query(text, (err, rows) => { if (err) throw err; })`: told by what it is handed and throws.
  const first = text(children(callback, "params")[0] ?? null, "name");
  if (first === null || !ERROR_PARAMETER.test(first) || text(unwrapped(child(thrown, "argument")), "name") !== first) return false;
  const method = lastName(callee) ?? "";
  return !LISTENS.test(method) && !(args[0] === callback && AT_ONCE.test(method));
}

/** Within a function that holds the callback: at the top of a file, a program that can't start may end. */
function isNested(flow: Flow, thrown: SyntaxNode): boolean {
  let functions = 0;
  for (const outer of flow.tree.ancestors(thrown)) if (isFunction(outer)) functions++;
  return functions > 1;
}

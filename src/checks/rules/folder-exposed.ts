import { child, children, stringValue, templateTexts, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { at, callsOf, flowOfView, option, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

const SERVER = /^(express|connect|restify|polka|fastify)#(static|serveStatic|plugins\.serveStatic)$|^(serve-static|koa-static|koa-serve|koa-static-server|ecstatic|sirv|st|@koa\/static)#$|^(express|connect)\.static$|^serveStatic$/;
const PLUGIN = /^(@fastify\/static|fastify-static|inert|@hapi\/inert)#$/;
const LISTING = /^serve-index#$|^serveIndex$/;
/** Stands for the folder of the program, wherever it was started. */
const OWN = "\u0001";
const HOME = "\u0002";
const MAXIMUM_HOPS = 5;

/** Folders given to everybody that hold more than what is meant for them. */
export const folderExposed: Rule = {
  id: "folder-exposed",
  class: "data-governance",
  severity: "warning",
  cwe: 552,
  why: "Whoever guesses a name reads it: sources, `package.json`, `.env`, keys, or every file and version of what is installed.",
  fix: "Put what is for everybody into a folder of its own (`public`) and serve only that.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "import express from \"express\";\nexport const app = express();\napp.use(express.static(__dirname));\n",
    good: "import express from \"express\";\nimport { join } from \"node:path\";\nexport const app = express();\napp.use(express.static(join(__dirname, \"public\")));\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null || view.isTest) return [];
    return callsOf(flow).flatMap((call) => served(flow, call));
  },
};

function served(flow: Flow, call: Call): readonly Occurrence[] {
  if (LISTING.test(call.name)) return call.args.length === 0 ? [] : [at(flow, call.node, call.args[0] ?? null, "lists the names of everything in a folder")];
  const isPlugin = call.args.length > 1 && PLUGIN.test(flow.names.of(call.args[0] ?? null));
  const folder = SERVER.test(call.name) ? (call.args[0] ?? null) : isPlugin ? option(flow, call.args[1] ?? null, "root") : null;
  const path = folder === null ? null : pathOf(flow, folder, 0);
  const what = path === null ? null : exposed(path);
  return what === null ? [] : [at(flow, call.node, folder, `serves ${what}`)];
}

/** What a folder holds beside what is meant for everybody; null where that can't be said. */
function exposed(path: string): string | null {
  const steps: string[] = [];
  for (const step of path.split(/[/\\]+/)) {
    if (step === ".." && steps.length > 0 && steps.at(-1) !== "..") steps.pop();
    else if (step !== "." && step !== "") steps.push(step);
  }
  const [first, ...rest] = steps;
  if (first === undefined) return /^[/\\]/.test(path) ? "the whole file system" : "the program's own folder";
  if (rest.length === 0 && first === OWN) return "the program's own folder";
  if (rest.length === 0 && first === HOME) return "the home folder";
  if (steps.every((step) => step === ".." || step === OWN)) return "the folder above the program's own";
  const installed = steps.lastIndexOf("node_modules");
  if (installed < 0) return null;
  const inside = steps.slice(installed + 1);
  const named = inside[0]?.startsWith("@") === true ? 2 : 1;
  return inside.length <= named ? (inside.length < named ? "everything that is installed" : "every file of a package") : null;
}

/** A path that is put together from constants, the program's folder and the home folder; null for any other. */
function pathOf(flow: Flow, given: SyntaxNode, hops: number): string | null {
  const node = unwrapped(given);
  if (node === null || hops > MAXIMUM_HOPS) return null;
  const literal = stringValue(node);
  if (literal !== null) return literal;
  const source = flow.tree.textOf(node).replace(/\s+/g, "");
  if (/^(__dirname|import\.meta\.dirname|process\.cwd\(\))$/.test(source)) return OWN;
  if (node.type === "CallExpression") {
    const name = flow.names.of(child(node, "callee"));
    if (/^os#homedir$|(^|\.)os\.homedir$/.test(name)) return HOME;
    if (!/^path#(posix\.)?(join|resolve|normalize)$|^path\.(join|resolve|normalize)$/.test(name)) return null;
    return joined(children(node, "arguments").map((part) => pathOf(flow, part, hops + 1)), "/");
  }
  if (node.type === "BinaryExpression" && text(node, "operator") === "+") return joined([child(node, "left"), child(node, "right")].map((part) => (part === null ? null : pathOf(flow, part, hops + 1))), "");
  if (node.type === "TemplateLiteral") {
    const parts = children(node, "expressions").map((part) => pathOf(flow, part, hops + 1));
    return parts.includes(null) ? null : templateTexts(node).map((one, index) => one + (parts[index] ?? "")).join("");
  }
  const only = flow.bindings.onlyValue(node);
  return only === null ? null : pathOf(flow, only, hops + 1);
}

function joined(parts: readonly (string | null)[], separator: string): string | null {
  return parts.length === 0 || parts.includes(null) ? null : parts.join(separator);
}

import { child, children, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { propertyName } from "../flow/members";
import { at, callsOf, constantOf, flowOfView, harm, objectOf, option, truth, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

/** Doors between origins that stand open: CORS for everybody, messages to and from anybody. */
export const corsOpen: Rule = {
  id: "cors-open",
  class: "security",
  severity: "warning",
  isMildInTests: true,
  cwe: 346,
  why: "Any page a visitor has open can read answers meant for this one, or talk to it: the browser's wall between sites is taken down.",
  fix: "Name the origins that may read (`origin: [\"https://app.example\"]`); check `event.origin` first in a message listener, and send messages to a named origin.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "res.setHeader(\"Access-Control-Allow-Origin\", \"*\");\n",
    good: "res.setHeader(\"Access-Control-Allow-Origin\", \"https://shop.com\");\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    return [...callsOf(flow).flatMap((call) => [...headers(flow, call), ...middleware(flow, call), ...messages(flow, call)]), ...listeners(flow), ...pairs(flow)].sort((a, b) => a.start - b.start);
  },
};

const ALLOW_ORIGIN = /^access-control-allow-origin$/i;

function headers(flow: Flow, call: Call): readonly Occurrence[] {
  if (!/^(setHeader|header|set|append|addHeader|appendHeader)$/.test(call.method)) return [];
  if (!ALLOW_ORIGIN.test(constantOf(flow, call.args[0] ?? null) ?? "")) return [];
  return origin(flow, call.node, call.args[1] ?? null);
}

function origin(flow: Flow, node: SyntaxNode, value: SyntaxNode | null): readonly Occurrence[] {
  if (value === null) return [];
  const constant = constantOf(flow, value);
  if (constant === "*") return [at(flow, node, value, "lets every site read the answers")];
  if (constant === "null") return [at(flow, node, value, "lets sandboxed pages of anybody read the answers (`null`)")];
  const taint = harm(flow.value(value), "header", "remote");
  return taint === null ? [] : [at(flow, node, value, "lets the site that asks read the answers, whichever it is", "error")];
}

/** Headers in objects: `{ "Access-Control-Allow-Origin": "*" }`, `{ key: "Access-Control-Allow-Origin", value: "*" }`. */
function pairs(flow: Flow): readonly Occurrence[] {
  return flow.tree.nodes("Property").flatMap((node) => {
    const name = propertyName(node) ?? "";
    if (ALLOW_ORIGIN.test(name)) return origin(flow, node, child(node, "value"));
    if (!/^(key|name)$/.test(name) || !ALLOW_ORIGIN.test(stringValue(child(node, "value")) ?? "")) return [];
    const value = option(flow, flow.tree.parent(node), "value");
    return value === null ? [] : origin(flow, node, value);
  });
}

function middleware(flow: Flow, call: Call): readonly Occurrence[] {
  const isCors = /^(cors|@koa\/cors|kcors|koa2-cors|@fastify\/cors|fastify-cors|express-cors)#$|^cors$/.test(call.name);
  if (!isCors && !/(^|\.)enableCors$/.test(call.name)) {
    const cors = option(flow, call.args[call.args.length - 1] ?? null, "cors");
    if (!/(create|Server|register|route|io|WebSocketGateway|lambda|serve)/i.test(call.name)) return [];
    if (truth(flow, cors) === true) return [at(flow, call.node, cors, "lets every site read the answers (`cors: true`)")];
    return constantOf(flow, option(flow, cors, "origin")) === "*" ? [at(flow, call.node, cors, "lets every site read the answers")] : [];
  }
  const options = call.args[0] ?? null;
  if (options === null) return [at(flow, call.node, null, "lets every site read the answers (the default of CORS)")];
  const object = objectOf(flow, options);
  if (object === null) return [];
  const allowed = option(flow, object, "origin", "origins");
  if (allowed === null) return children(object, "properties").some((property) => property.type === "SpreadElement" || property["computed"] === true) ? [] : [at(flow, call.node, options, "lets every site read the answers (the default of CORS)")];
  const value = unwrapped(allowed);
  const listed = value?.type === "ArrayExpression" ? children(value, "elements") : [value];
  if (truth(flow, allowed) === true || listed.some((one) => /^(\*|null)$/.test(constantOf(flow, one) ?? ""))) return [at(flow, call.node, allowed, "lets every site read the answers")];
  if (listed.some((one) => isLoose(one))) return [at(flow, call.node, allowed, "allows more sites than the pattern seems to say")];
  const taint = harm(flow.value(allowed), "header", "remote");
  return taint === null ? [] : [at(flow, call.node, allowed, "lets the site that asks read the answers, whichever it is", "error")];
}

/** An origin's pattern whose dots match anything, or that has no end. */
function isLoose(node: SyntaxNode | null): boolean {
  const regex = node?.["regex"];
  const pattern = typeof regex === "object" && regex !== null ? String((regex as { pattern?: unknown }).pattern) : null;
  return pattern !== null && (/(?<!\\)\.(?![*+?])\w{2,}/.test(pattern) || !pattern.endsWith("$"));
}

function messages(flow: Flow, call: Call): readonly Occurrence[] {
  if (call.method !== "postMessage") return [];
  const target = call.args[1] ?? null;
  return target !== null && constantOf(flow, target) === "*" ? [at(flow, call.node, target, "sends the message to whichever site is in the window")] : [];
}

/** `addEventListener("message", handler)` and `onmessage = handler` that never look at the sender's origin. */
function listeners(flow: Flow): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const check = (node: SyntaxNode, given: SyntaxNode | null, owner: string) => {
    if (!/^(window|self|globalThis|top|parent|document|)$/.test(owner)) return;
    const handler = flow.callers.functionOf(unwrapped(given), 0);
    if (handler === null || /\.(origin|source|isTrusted)\b/.test(flow.tree.textOf(handler)) || children(handler, "params").length === 0) return;
    const first = children(handler, "params")[0] ?? null;
    if (first?.type === "ObjectPattern" && children(first, "properties").some((property) => propertyName(property) === "origin")) return;
    found.push(at(flow, node, null, "reads messages of any site: the sender's origin is not checked"));
    if (handler.start > node.end) found.push({ start: handler.start, end: Math.min(handler.end, handler.start + 40), message: "reads messages of any site: the sender's origin is not checked" });
  };
  for (const call of callsOf(flow)) {
    if (call.method === "addEventListener" && stringValue(call.args[0] ?? null) === "message") check(call.node, call.args[1] ?? null, call.receiver === null ? "" : flow.names.of(call.receiver));
  }
  for (const node of flow.tree.nodes("AssignmentExpression")) {
    const left = unwrapped(child(node, "left"));
    if (text(child(left, "property"), "name") === "onmessage") check(node, child(node, "right"), flow.names.of(child(left, "object")));
  }
  return found;
}

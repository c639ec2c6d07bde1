import { groupBy } from "../../core/group-by";
import { child, children, dottedName, isFunction, text, unwrapped, type SyntaxNode } from "../syntax/node";
import { firstLineEnd } from "../syntax/first-line";
import type { Flow } from "../flow/flow";
import { routesOf, sharedBefore, type Route } from "../flow/routes";
import { at, callsOf, flowOfView, shown, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

/** Names of what looks at input before it is used. */
const CHECKS = /(^|[^a-z])(valid\w*|schema\w*|sanit\w*|parse_?(body|input|request|payload)\w*|safe_?parse\w*|celebrate\w*|zod\w*|joi\w*|yup\w*|ajv\w*|dto\w*|pipe\w*|body_?parser_?schema|check_?(body|input|schema)\w*|assert_?(is|valid|shape)\w*|is_?valid\w*|pick|omit|decode|cast|coerce\w*|superstruct|typia|guard_?\w*)/;
/** Stores that take an object and keep every property of it. */
const KEEPS = /(^|\.)(create|insert|insertOne|insertMany|bulkCreate|update|updateOne|updateMany|findByIdAndUpdate|findOneAndUpdate|upsert|replaceOne|build|set|assign|merge|patch|fill|save)$/;
const BODY = /^(body|query|params|payload|rawBody|data)$/;
/** A cast to one of these says nothing about the shape. */
const SHAPELESS = /^(TSUnknownKeyword|TSAnyKeyword|TSStringKeyword|TSNumberKeyword|TSNeverKeyword|TSBooleanKeyword|TSObjectKeyword|TSUndefinedKeyword)$/;

/** What comes from outside is taken for what it should be. */
export const inputUnchecked: Rule = {
  id: "input-unchecked",
  class: "security",
  severity: "warning",
  cwe: 20,
  why: "Whoever sends the request chooses every property, also those that no form has: a role, a price, another one's id. 45 % of generated samples fail a security test, mostly for input that nobody looked at (Veracode 2026).",
  fix: "Parse it with a schema that names each property (zod, valibot, ajv), and pass on only what the schema gave back.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "app.post(\"/users\", async (req, res) => res.json(await User.create(req.body)));\n",
    good: "app.post(\"/users\", async (req, res) => res.json(await User.create(userSchema.parse(req.body))));\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null || view.isTest) return [];
    const found = [...callsOf(flow).flatMap((call) => kept(flow, call)), ...casts(flow), ...unlikeSiblings(flow)];
    const seen = new Set<number>();
    return found.sort((a, b) => a.start - b.start).filter(({ start }) => !seen.has(flow.tree.lines.lineOf(start)) && seen.add(flow.tree.lines.lineOf(start)));
  },
};

/** `User.create(req.body)`, `Object.assign(order, req.body)`, `{ ...req.body }` in a store's data. */
function kept(flow: Flow, call: Call): readonly Occurrence[] {
  const isAssign = call.name === "Object.assign";
  const isStored = KEEPS.test(`.${call.method}`) && (call.receiver !== null || isAssign) && !/^(res|resp|response|reply|headers?|localStorage|sessionStorage|cache|map|console|logger?|router|app|server|Map|Set|axios|http|fetch|api|client)(\.|$|\(\))/i.test(call.name);
  const isBuilt = call.node.type === "NewExpression" && /^[A-Z]/.test(call.method) && !/^(URL|Date|Error|Map|Set|Response|Request|Blob|FormData|URLSearchParams|Promise|RegExp|Buffer|Proxy|Uint8Array|\w*Error|\w*(Schema|Validator|Dto|DTO))$/.test(call.method);
  if (!isStored && !isBuilt) return [];
  for (const argument of isAssign ? call.args.slice(1) : call.args) {
    const taken = wholeInput(flow, argument, 0);
    if (taken === null || isCheckedAround(flow, call.node, taken)) continue;
    return [at(flow, call.node, argument, `keeps every property that the sender chose to send: ${shown(flow, { origin: "remote", at: taken, clean: 0, isBuilt: false, prefix: "", isText: false })}`)];
  }
  return [];
}

/** The input as a whole, in an expression: itself, spread into an object, under `data`, through a variable. */
function wholeInput(flow: Flow, given: SyntaxNode | null, hops: number): SyntaxNode | null {
  const node = unwrapped(given);
  if (node === null || hops > 4) return null;
  if (node.type === "MemberExpression") {
    const property = text(child(node, "property"), "name") ?? "";
    const object = unwrapped(child(node, "object"));
    if (!BODY.test(property) || object === null) return null;
    return flow.sources.isRequest(object) && property !== "params" ? node : null;
  }
  if (node.type === "CallExpression") {
    const callee = unwrapped(child(node, "callee"));
    const object = callee?.type === "MemberExpression" ? unwrapped(child(callee, "object")) : null;
    return object !== null && flow.sources.isRequest(object) && /^(json|formData|parseBody)$/.test(text(child(callee, "property"), "name") ?? "") ? node : null;
  }
  if (node.type === "ObjectExpression") {
    for (const property of children(node, "properties")) {
      const isSpread = property.type === "SpreadElement";
      const key = isSpread ? "" : (text(child(property, "key"), "name") ?? "");
      const inner = isSpread ? child(property, "argument") : /^(data|\$set|values|attributes|doc|defaults|update|create)$/.test(key) ? child(property, "value") : null;
      const found = inner === null ? null : wholeInput(flow, inner, hops + 1);
      if (found !== null) return found;
    }
    return null;
  }
  if (node.type !== "Identifier") return null;
  const binding = flow.bindings.resolve(node);
  if (binding?.kind === "parameter" && binding.path.length === 1 && binding.path[0] === "body" && flow.sources.ofParameter(binding) === "remote") return node;
  const only = flow.bindings.onlyWrite(node);
  if (only === null) return null;
  if (only.path.length === 0) return wholeInput(flow, only.value, hops + 1);
  const holder = unwrapped(only.value);
  return only.path.length === 1 && only.path[0] === "body" && holder !== null && flow.sources.isRequest(holder) ? node : null;
}

/** Whether the handler, or what runs before it, looks at the input in any way that has a name. */
function isCheckedAround(flow: Flow, node: SyntaxNode, taken: SyntaxNode): boolean {
  const { tree } = flow;
  let outermost: SyntaxNode | null = null;
  for (const outer of tree.ancestors(node)) if (isFunction(outer)) outermost = outer;
  if (outermost === null) return false;
  const inside = tree.within(outermost, "CallExpression").filter((call) => call.start < node.end);
  if (inside.some((call) => isCheckName(dottedName(child(call, "callee")) ?? "") || /\.(parse|parseAsync|safeParse|validateSync)$/.test(dottedName(child(call, "callee")) ?? "") && !/^JSON\./.test(dottedName(child(call, "callee")) ?? ""))) return true;
  const route = routesOf(flow).find(({ handler }) => handler === outermost);
  if (route?.before.some((one) => isCheck(flow, one)) === true) return true;
  // Its properties are asked for one by one: somebody thought of the shape.
  const looks = tree.within(outermost, "IfStatement").filter((one) => one.start < node.start && tree.textOf(child(one, "test") ?? one).includes(`${tree.textOf(taken)}.`)).length;
  return looks > 0 || children(outermost, "params").some((parameter) => /\b\w*(Dto|DTO|Schema|Input)\b/.test(tree.textOf(parameter)));
}

/** `(await request.json()) as Order`, `req.body as Order`: a cast looks at nothing. */
function casts(flow: Flow): readonly Occurrence[] {
  const { tree } = flow;
  return tree.nodes("TSAsExpression", "TSTypeAssertion", "VariableDeclarator").flatMap((node): readonly Occurrence[] => {
    const isDeclared = node.type === "VariableDeclarator";
    const type = isDeclared ? child(child(child(node, "id"), "typeAnnotation"), "typeAnnotation") : child(node, "typeAnnotation");
    const value = child(node, isDeclared ? "init" : "expression");
    if (type === null || value === null || SHAPELESS.test(type.type) || (isDeclared && unwrapped(value) !== value && value.type !== "AwaitExpression")) return [];
    const named = tree.textOf(type);
    if (/^(const|Record<string,\s*(unknown|any|string)>|\{\s*\[|Partial<|any\b|unknown\b)/.test(named)) return [];
    const taken = wholeInput(flow, value, 3) ?? parsedMessage(flow, value);
    if (taken === null || isCheckedInFunction(flow, node)) return [];
    return [{ start: node.start, end: node.end, message: `takes what was sent for \`${named.replace(/\s+/g, " ").slice(0, 40)}\` without looking at it` }];
  });
}

/** `JSON.parse(data)` of what a message or a request brought. */
function parsedMessage(flow: Flow, given: SyntaxNode): SyntaxNode | null {
  const node = unwrapped(given);
  if (node?.type !== "CallExpression" || flow.names.of(child(node, "callee")) !== "JSON.parse") return null;
  const argument = children(node, "arguments")[0] ?? null;
  return flow.value(argument).taints.some(({ origin }) => origin === "remote") ? node : null;
}

/** A cast is a check's last step, or its first: the value is looked at in the same function. */
function isCheckedInFunction(flow: Flow, node: SyntaxNode): boolean {
  const { tree } = flow;
  const owner = flow.bindings.functionOf(node);
  if (tree.within(owner, "CallExpression").some((call) => isCheckName(dottedName(child(call, "callee")) ?? "") || /(^|[^N])\.(parse|parseAsync|safeParse)$/.test(dottedName(child(call, "callee")) ?? ""))) return true;
  return tree.within(owner, "UnaryExpression").some((one) => text(one, "operator") === "typeof") || tree.within(owner, "BinaryExpression").some((one) => /^(in|instanceof)$/.test(text(one, "operator") ?? "")) || tree.within(owner, "IfStatement").some((one) => one.start > node.end && /^!|\|\|\s*!/.test(tree.textOf(child(one, "test") ?? one)));
}

/** A route that takes a body unlooked at, where most of its siblings have a check in front of theirs. */
function unlikeSiblings(flow: Flow): readonly Occurrence[] {
  const bringing = routesOf(flow).filter(({ method }) => /^(post|put|patch)$/.test(method));
  return [...groupBy(bringing, ({ group }) => group)].flatMap(([group, routes]): readonly Occurrence[] => {
    if (sharedBefore(flow, group).some(({ node }) => isCheck(flow, node))) return [];
    const checked = routes.filter((route) => isRouteChecked(flow, route));
    if (checked.length === 0 || checked.length * 2 < routes.length) return [];
    return routes.filter((route) => !checked.includes(route) && takesBody(flow, route)).map((route) => ({
      start: route.node.start,
      end: firstLineEnd(flow.tree, route.node),
      message: `\`${route.method.toUpperCase()} ${route.path}\` uses what was sent without a check; \`${checked[0]?.method.toUpperCase() ?? ""} ${checked[0]?.path ?? ""}\` beside it has one`,
      snippet: `unchecked ${route.method} ${route.path}`,
    }));
  });
}

function isRouteChecked(flow: Flow, { before, handler }: Route): boolean {
  if (before.some((node) => isCheck(flow, node))) return true;
  return handler !== null && flow.tree.within(handler, "CallExpression").some((call) => isCheckName(dottedName(child(call, "callee")) ?? ""));
}

function isCheck(flow: Flow, node: SyntaxNode): boolean {
  return [...(node.type === "Identifier" ? [node] : []), ...flow.tree.within(node, "Identifier")].some((one) => isCheckName(text(one, "name") ?? ""));
}

function isCheckName(name: string): boolean {
  return CHECKS.test(name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase());
}

function takesBody(flow: Flow, { handler }: Route): boolean {
  return handler !== null && flow.tree.within(handler, "MemberExpression").some((node) => text(child(node, "property"), "name") === "body" && flow.sources.isRequest(unwrapped(child(node, "object")) ?? node));
}

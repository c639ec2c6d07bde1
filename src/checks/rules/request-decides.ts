import { child, children, lastName, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { flowOfView } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

/** Doing one of these is what a check before it is there for. */
const SENSITIVE = /^(log_?in|sign_?in|authenticate|authori[sz]e|elevate|promote|impersonate|grant|exit|shutdown)$|^(log_?in|sign_?in|grant|elevate|promote|impersonate)(As|User|Admin|Access|Role|Permission|Privilege)s?\w*$|^(make|set)_?Admin$/i;
/** Names of what only the server can know. */
const PRIVILEGE = /^(is_?|x-?(is-?)?)?(admin|administrator|superuser|super_?admin|root|logged_?-?in|authenticated|auth_?ed)$/i;
const MAXIMUM_DEPTH = 6;

/** Rights that follow from what a sender says of himself. */
export const requestDecides: Rule = {
  id: "request-decides",
  class: "security",
  severity: "warning",
  cwe: 807,
  why: "A cookie, a header and a query are the sender's own words: whoever sets `admin=true` is let through.",
  fix: "Take who somebody is and may do from a verified session or token, on the server.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "app.get(\"/orders\", (req, res) => {\n  if (req.cookies.isAdmin === \"true\") return res.json(allOrders());\n  res.json([]);\n});\n",
    good: "app.get(\"/orders\", (req, res) => {\n  if (req.session.user.isAdmin) return res.json(allOrders());\n  res.json([]);\n});\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null || view.isTest) return [];
    return flow.tree.nodes("IfStatement", "ConditionalExpression").flatMap((node) => decided(flow, node));
  },
};

function decided(flow: Flow, node: SyntaxNode): readonly Occurrence[] {
  const test = child(node, "test");
  if (test === null) return [];
  const told = toldBy(flow, test, 0);
  if (told === null) return [];
  // With another condition beside it, only what is done where both hold.
  const branches = unwrapped(test)?.type === "LogicalExpression" ? [child(node, "consequent")] : [child(node, "consequent"), child(node, "alternate")];
  const isSensitive = PRIVILEGE.test(told.name) ? told.isUnsigned : branches.some((branch) => branch !== null && does(flow, branch));
  return isSensitive ? [{ start: node.start, end: test.end, message: `lets \`${flow.tree.textOf(told.node).slice(0, 40)}\`, which the sender chooses, decide` }] : [];
}

interface Told {
  readonly node: SyntaxNode;
  /** The last part of its name. */
  readonly name: string;
  /** It is neither part of a body nor a signed cookie. */
  readonly isUnsigned: boolean;
}

/** The part of a condition that is nothing but what a request says; a comparison with what the program knows is a check. */
function toldBy(flow: Flow, given: SyntaxNode | null, depth: number): Told | null {
  const node = unwrapped(given);
  if (node === null || depth > MAXIMUM_DEPTH) return null;
  if (node.type === "UnaryExpression") return text(node, "operator") === "!" ? toldBy(flow, child(node, "argument"), depth + 1) : null;
  if (node.type === "LogicalExpression") return toldBy(flow, child(node, "left"), depth + 1) ?? toldBy(flow, child(node, "right"), depth + 1);
  if (node.type === "BinaryExpression") {
    if (!/^[!=]==?$/.test(text(node, "operator") ?? "")) return null;
    const [left, right] = [child(node, "left"), child(node, "right")];
    const [one, other] = [toldBy(flow, left, depth + 1), toldBy(flow, right, depth + 1)];
    const isSecond = (side: SyntaxNode | null, found: Told | null) => found !== null || stringValue(side) !== null || unwrapped(side)?.type === "Literal";
    return (one !== null && isSecond(right, other) ? one : null) ?? (other !== null && isSecond(left, one) ? other : null);
  }
  if (node.type === "Identifier") {
    const only = flow.bindings.onlyWrite(node);
    if (only === null || only.value === null) return null;
    const from = only.path.length === 0 ? toldBy(flow, only.value, depth + 1) : null;
    if (from !== null) return from;
    // `const { isAdmin } = req.query`
    const part = only.path.length === 1 ? only.path[0] : undefined;
    const holder = part === undefined ? null : sourceOf(flow, only.value);
    return holder === null || part === undefined ? null : { node: only.value, name: part, isUnsigned: holder !== "body" };
  }
  if (node.type !== "MemberExpression") return null;
  const holder = sourceOf(flow, child(node, "object"));
  const name = node["computed"] === true ? stringValue(child(node, "property")) : lastName(node);
  return holder === null || name === null ? null : { node, name, isUnsigned: holder !== "body" };
}

/** `cookies` of `req.cookies`, `query` of `ctx.request.query`; null for what no sender chooses. */
function sourceOf(flow: Flow, given: SyntaxNode | null): string | null {
  const node = unwrapped(given);
  const name = node?.type === "MemberExpression" ? lastName(node) : null;
  if (name === null || !/^(cookies|query|params|headers|body)$/.test(name)) return null;
  return flow.value(node).taints.some(({ origin }) => origin === "remote") ? name : null;
}

/** Whether a branch does what asks for a right, before any function of its own. */
function does(flow: Flow, branch: SyntaxNode): boolean {
  return flow.tree.within(branch, "CallExpression").some((call) => SENSITIVE.test(lastName(unwrapped(child(call, "callee"))) ?? "") && !children(call, "arguments").some((argument) => /\b(pass(word|wd)?|token|code|credentials?)\b/i.test(flow.tree.textOf(argument))));
}

import { groupBy } from "../../core/group-by";
import { child, children, dottedName, text, type SyntaxNode } from "../syntax/node";
import { firstLineEnd } from "../syntax/first-line";
import type { Flow } from "../flow/flow";
import { routesOf, sharedBefore, type Route } from "../flow/routes";
import { flowOfView } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

/** Words of who may come in, as parts of a name. */
const GUARD = /(^|[^a-z])(is_?)?(auth(?!or($|[^i])|ors)\w*|authori[sz]\w*|protect\w*|guard\w*|permi(t|ssion)\w*|require_?(user|login|admin|role|session|owner|auth|scope|permission|account|member)\w*|ensure\w*|restrict\w*|role\w*|admin\w*|logged_?in\w*|login_?required|must_?\w+|only_?\w+|can_?\w+|acl\w*|access\w*|jwt\w*|passport\w*|verify_?(token|user|session|jwt|owner|access|auth)\w*|check_?(token|user|session|auth|access|permission|role|owner|login|admin)\w*|session_?(required|guard)\w*|with_?(auth|session|user)\w*|current_?user\w*|get_?(server_?)?(session|user|auth|current_?user)\w*|validate_?(session|token|user)\w*|bearer\w*|owner\w*|member\w*)/;
const PUBLIC = /log-?in|log-?out|sign-?in|sign-?up|sign-?out|regist|health|status|webhook|callback|public|reset|forgot|verif|docs?\b|metrics|oauth|ping|version|refresh|csrf|token|assets|static|favicon|robots|manifest|ready|live|openapi|swagger|captcha|otp|\bauth|session|password|invit|unsubscribe|contact|subscribe/i;

/** Fewer siblings than this show no habit. */
const LEAST_SIBLINGS = 2;

/** A route without the check of who asks that the routes beside it have. */
export const accessUnchecked: Rule = {
  id: "access-unchecked",
  class: "security",
  severity: "warning",
  cwe: 862,
  why: "The routes beside it ask who is calling, and this one answers everybody. Missing authorisation is the first in CWE's list for reachable code, and insecure object references are 1.5 to 2 times as frequent in assistants' changes (CodeRabbit 2025).",
  fix: "Put the same check in front of it, or move it to a router whose name says that it is public.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "router.get(\"/orders\", requireUser, list);\nrouter.delete(\"/orders/:id\", remove);\n",
    good: "router.get(\"/orders\", requireUser, list);\nrouter.delete(\"/orders/:id\", requireUser, remove);\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null || view.isTest) return [];
    return [...groupBy(routesOf(flow), ({ group }) => group)].flatMap(([group, routes]) => unguarded(flow, group, routes)).sort((a, b) => a.start - b.start);
  },
};

function unguarded(flow: Flow, group: string, routes: readonly Route[]): readonly Occurrence[] {
  const shared = sharedBefore(flow, group).filter(({ node }) => isGuard(flow, node));
  const isBehindShared = (route: Route) => shared.some(({ at }) => at < route.node.start);
  // Behind a check of the whole router there is nothing to compare.
  const alone = routes.filter((route) => !isBehindShared(route) && route.method !== "options" && route.method !== "head");
  const guarded = alone.filter((route) => hasGuard(flow, route));
  // One guarded sibling shows the way where there are only two; else it takes the greater part.
  if (guarded.length === 0 || alone.length < LEAST_SIBLINGS || guarded.length * 2 < alone.length) return [];
  return alone.flatMap((route): readonly Occurrence[] => {
    if (guarded.includes(route) || PUBLIC.test(route.path) || (route.path === "/" && route.method === "get")) return [];
    const like = guarded.find((one) => one.method === route.method) ?? guarded[0];
    const shown = `${route.method.toUpperCase()} ${route.path}`.trim();
    const place = { start: route.node.start, end: Math.min(route.node.end, firstLineEnd(flow.tree, route.node)) };
    return [{ ...place, message: `\`${shown}\` asks nobody who is calling; \`${like?.method.toUpperCase() ?? ""} ${like?.path ?? ""}\` beside it does`, snippet: `unguarded ${route.method} ${route.path}` }];
  });
}

/** A check in front of the handler, or in its first steps. */
function hasGuard(flow: Flow, route: Route): boolean {
  return route.before.some((node) => isGuard(flow, node)) || handlerAsks(flow, route);
}

function isGuard(flow: Flow, node: SyntaxNode): boolean {
  const names = [...(node.type === "Identifier" ? [node] : []), ...flow.tree.within(node, "Identifier")].map((one) => text(one, "name") ?? "");
  return names.some(isGuardName) || flow.tree.within(node, "Literal").some((one) => /^(admin|owner|jwt|bearer)$/i.test(text(one, "value") ?? ""));
}

function isGuardName(name: string): boolean {
  return GUARD.test(name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase());
}

/** `const user = await requireUser(req)`, `if (!req.user) return …`, `session.userId`, a status of 401 or 403. */
function handlerAsks(flow: Flow, { handler }: Route): boolean {
  if (handler === null) return false;
  const { tree } = flow;
  const body = child(handler, "body") ?? handler;
  if (tree.within(body, "Literal").some((node) => node["value"] === 401 || node["value"] === 403 || /^(unauthori[sz]ed|forbidden)$/i.test(text(node, "value") ?? ""))) return true;
  if (tree.within(body, "CallExpression").some((node) => isGuardName((dottedName(child(node, "callee")) ?? "").split(".").pop() ?? ""))) return true;
  if (tree.within(body, "NewExpression").some((node) => /unauthori[sz]ed|forbidden/i.test(dottedName(child(node, "callee")) ?? ""))) return true;
  const decorated = children(handler, "params").flatMap((parameter) => children(parameter, "decorators"));
  return decorated.some((decorator) => isGuard(flow, decorator)) || tree.within(body, "IfStatement").some((node) => /\b(user|session|account|principal|identity|viewer)\b/i.test(tree.textOf(child(node, "test") ?? node)));
}

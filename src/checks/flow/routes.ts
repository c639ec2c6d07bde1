import { child, children, isFunction, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "./flow";
import { propertyName } from "./members";

/** One way into a program that answers requests, as its framework registers it. */
export interface Route {
  readonly node: SyntaxNode;
  /** What stands beside it: the router, controller class or file that it belongs to. */
  readonly group: string;
  /** Lower case; `all` where it answers every method. */
  readonly method: string;
  readonly path: string;
  /** What runs before the handler: middleware, options, decorators. */
  readonly before: readonly SyntaxNode[];
  readonly handler: SyntaxNode | null;
}

const VERB = /^(get|post|put|patch|delete|del|all|options|head)$/;
const DECORATOR = /^(Get|Post|Put|Patch|Delete|All|Head|Options|Query|Mutation|HttpGet|HttpPost|HttpPut|HttpDelete)$/;
const EXPORTED = /^(GET|POST|PUT|PATCH|DELETE)$/;

const routes = new WeakMap<Flow, readonly Route[]>();

/**
 * The routes of a file. `x.post("/path", …, handler)` is a route on any receiver (express, koa-router, fastify, hono,
 * polka, restify); `@Post()` on a method (nest, tsoa, type-graphql); an exported `POST` (next, SvelteKit, remix-like).
 */
export function routesOf(flow: Flow): readonly Route[] {
  let found = routes.get(flow);
  if (found === undefined) routes.set(flow, (found = [...registered(flow), ...decorated(flow), ...exported(flow)]));
  return found;
}

/** What a router runs before every route that is registered after it, or before all. */
export function sharedBefore(flow: Flow, group: string): readonly { readonly at: number; readonly node: SyntaxNode }[] {
  return flow.tree.nodes("CallExpression").flatMap((call) => {
    const callee = unwrapped(child(call, "callee"));
    if (!/^(use|addHook|register|preHandler|onRequest|guard|before)$/.test(text(child(callee, "property"), "name") ?? "")) return [];
    const args = children(call, "arguments");
    const isForOnePath = stringValue(args[0] ?? null)?.startsWith("/") === true && stringValue(args[0] ?? null) !== "/";
    return flow.tree.textOf(child(callee, "object") ?? call) === group && !isForOnePath ? args.map((node) => ({ at: call.start, node })) : [];
  });
}

function* registered(flow: Flow): Generator<Route> {
  const { tree } = flow;
  for (const call of tree.nodes("CallExpression")) {
    const callee = unwrapped(child(call, "callee"));
    if (callee?.type !== "MemberExpression") continue;
    const method = text(child(callee, "property"), "name") ?? "";
    const args = children(call, "arguments");
    const object = unwrapped(child(callee, "object"));
    if (object === null) continue;
    if (method === "route" && args[0]?.type === "ObjectExpression") {
      const option = (name: string) => child(children(args[0] ?? null, "properties").find((property) => propertyName(property) === name) ?? null, "value");
      const path = stringValue(option("url")) ?? stringValue(option("path"));
      if (path !== null) yield { node: call, group: tree.textOf(object), method: (stringValue(option("method")) ?? "all").toLowerCase(), path, before: [args[0]], handler: handlerOf(flow, option("handler")) };
      continue;
    }
    if (!VERB.test(method)) continue;
    const path = stringValue(args[0] ?? null);
    const handler = handlerOf(flow, args[args.length - 1] ?? null);
    // `map.get("/key")` has no handler, and a client's `post("/path", data)` no function.
    if (path !== null && /^[/*:]|^$/.test(path) && args.length >= 2 && (handler !== null || isNamedHandler(args[args.length - 1]))) {
      yield { node: call, group: tree.textOf(object), method, path, before: args.slice(1, -1), handler };
    } else if (path === null && object.type === "CallExpression" && (handler !== null || isNamedHandler(args[args.length - 1]))) {
      // `router.route("/path").get(…).post(…)`
      const start = routeStart(object);
      const routed = start === null ? null : stringValue(children(start, "arguments")[0] ?? null);
      const owner = start === null ? null : child(unwrapped(child(start, "callee")), "object");
      if (routed !== null && owner !== null) yield { node: call, group: tree.textOf(owner), method, path: routed, before: args.slice(0, -1), handler };
    }
  }
}

function routeStart(node: SyntaxNode): SyntaxNode | null {
  let inner: SyntaxNode | null = node;
  for (let hops = 0; inner?.type === "CallExpression" && hops < 10; hops++) {
    const callee: SyntaxNode | null = unwrapped(child(inner, "callee"));
    if (callee?.type !== "MemberExpression") return null;
    if (text(child(callee, "property"), "name") === "route") return inner;
    inner = unwrapped(child(callee, "object"));
  }
  return null;
}

/** `controller.create`, `createUser`, `asyncHandler(createUser)`: a handler that stands elsewhere. */
function isNamedHandler(node: SyntaxNode | undefined): boolean {
  return node?.type === "Identifier" || node?.type === "MemberExpression" || node?.type === "CallExpression";
}

function handlerOf(flow: Flow, node: SyntaxNode | null): SyntaxNode | null {
  const inner = unwrapped(node);
  // A wrapper of any name: `handle(async (req, res) => …)`.
  return flow.callers.functionOf(inner, 0) ?? children(inner, "arguments").find(isFunction) ?? null;
}

function* decorated(flow: Flow): Generator<Route> {
  const { tree } = flow;
  for (const node of tree.nodes("MethodDefinition")) {
    const decorators = children(node, "decorators");
    for (const decorator of decorators) {
      const call = unwrapped(child(decorator, "expression"));
      const callee = call?.type === "CallExpression" ? child(call, "callee") : null;
      const name = text(callee, "name") ?? "";
      if (!DECORATOR.test(name)) continue;
      const owner = tree.parent(tree.parent(node) ?? node);
      const path = stringValue(children(call, "arguments")[0] ?? null) ?? "";
      const key = text(child(node, "key"), "name") ?? "";
      yield { node: decorator, group: `class ${owner?.start ?? 0}`, method: name.replace(/^Http/, "").toLowerCase(), path: `${path} ${key}`.trim(), before: [...decorators.filter((one) => one !== decorator), ...children(owner, "decorators")], handler: child(node, "value") };
    }
  }
}

function* exported(flow: Flow): Generator<Route> {
  for (const node of flow.tree.nodes("ExportNamedDeclaration")) {
    const declaration = child(node, "declaration");
    const list = declaration?.type === "VariableDeclaration" ? children(declaration, "declarations") : declaration === null ? [] : [declaration];
    for (const one of list) {
      const name = text(child(one, "id"), "name") ?? "";
      if (!EXPORTED.test(name)) continue;
      const init = unwrapped(child(one, "init"));
      const handler = one.type === "FunctionDeclaration" ? one : handlerOf(flow, init);
      yield { node: one, group: "exports", method: name.toLowerCase(), path: flow.tree.path, before: init?.type === "CallExpression" ? [child(init, "callee") ?? init] : [], handler };
    }
  }
}

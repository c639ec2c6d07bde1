import { child, children, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { MAXIMUM_TAINTS } from "../flow/taint";
import { at, callsOf, constantOf, flowOfView, harm, hostIsFixed, option, shown, type Call } from "./flow-sink";
import { isProperty } from "./guard-meaning";
import type { Occurrence, Rule } from "./rule";

const NAVIGATORS = /^((window|self|top|parent|document|globalThis|this|opener)\.)*(location\.(assign|replace)|navigate|open|window\.open|location)$|(^|\.)(\$window\.open|\$location\.(url|path)|navigation\.navigate|Linking\.openURL|shell\.openExternal)$/;
const LOCATION = /^((window|self|top|parent|document|globalThis|this|opener|\$window|win|frame\w*)(\.|\[\w+\]\.)?)*(location|\$location|location\.(href|pathname|host|hostname))$/;

/** The page that was asked for: another site's only where it begins with two slashes. */
const OWN_PATH = /^(path|originalUrl)$/;

const MAXIMUM_HOPS = 20;

/** Redirects to an address that a sender chooses. */
export const openRedirect: Rule = {
  id: "open-redirect",
  class: "security",
  severity: "error",
  isMildInTests: true,
  cwe: 601,
  why: "A link to this site leads people to another one that looks like it; with `javascript:` it runs a script here. Tokens in the address travel along.",
  fix: "Redirect to paths from a list, or require that the value is a relative path: one `/` first, no second `/` or `\\`.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "app.get(\"/login\", (req, res) => res.redirect(req.query.next));\n",
    good: "app.get(\"/login\", (req, res) => res.redirect(req.query.next === \"/cart\" ? \"/cart\" : \"/\"));\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    return [...callsOf(flow).flatMap((call) => occurrence(flow, call)), ...assigned(flow), ...returned(flow)].sort((a, b) => a.start - b.start);
  },
};

function occurrence(flow: Flow, call: Call): readonly Occurrence[] {
  for (const target of targetsOf(flow, call)) {
    const found = check(flow, call.node, target);
    if (found !== null) return [found];
  }
  return [];
}

function check(flow: Flow, node: SyntaxNode, target: SyntaxNode | null): Occurrence | null {
  if (target === null) return null;
  const taint = harm(flow.value(target), "redirect", "remote");
  if (taint === null || (hostIsFixed(taint.prefix) && taint.prefix !== "/") || keepsOrigin(flow, target)) return null;
  // The page's own address leads nowhere else.
  if (/^(window\.|document\.|self\.)*location\.(pathname|host|hostname|origin|protocol)$/.test(flow.tree.textOf(taint.at)) && taint.prefix === "") return null;
  if (isOwnPath(flow, target)) return at(flow, node, target, `redirects to the path of ${shown(flow, taint)}, which is another site's where it begins with two slashes`, "warning");
  return at(flow, node, target, `redirects to where ${shown(flow, taint)} says`);
}

/** Parts of an address that say nothing of whose it is. */
const BEHIND_THE_HOST = /^(pathname|search|searchParams|hash)$/;
/** What a variable's address may be asked for: texts of it, and the parts that change in place. */
const READ = /^(href|origin|host|hostname|protocol|port|toString|toJSON)$/;
/** Where a read part stands: nothing is given to it there. */
const READING = /^(CallExpression|TemplateLiteral|BinaryExpression|LogicalExpression)$/;
/** A path of this site: one slash, and no second one that others choose. */
const OWN = /^\/[\w-]/;
/** The platform's own request, or one that is such. */
const REQUEST = /^(?:Request|next\/server#NextRequest)$/;

/** Whether an address is one of `new URL(…)` of an origin that no sender chose, of which only parts behind the host were set since. */
function keepsOrigin(flow: Flow, given: SyntaxNode | null, hops = 0): boolean {
  const node = unwrapped(given);
  if (node === null || hops > MAXIMUM_HOPS) return false;
  if (node.type === "ConditionalExpression") return keepsOrigin(flow, child(node, "consequent"), hops + 1) && keepsOrigin(flow, child(node, "alternate"), hops + 1);
  if (node.type === "NewExpression") return isOfFixedOrigin(flow, node);
  if (node.type === "MemberExpression") return lastName(node) === "href" && keepsOrigin(flow, child(node, "object"), hops + 1);
  if (node.type === "CallExpression") {
    const callee = unwrapped(child(node, "callee"));
    return callee?.type === "MemberExpression" && lastName(callee) === "toString" && keepsOrigin(flow, child(callee, "object"), hops + 1);
  }
  const binding = node.type === "Identifier" ? flow.bindings.resolve(node) : null;
  const value = flow.bindings.onlyValue(node);
  return binding !== null && value !== null && keepsOrigin(flow, value, hops + 1) && flow.bindings.usesOf(binding).every((use) => leavesOrigin(flow, use, hops));
}

/** `new URL("/home", request.url)`, `new URL(settings.address)`. */
function isOfFixedOrigin(flow: Flow, made: SyntaxNode): boolean {
  const [address = null, base = null] = children(made, "arguments");
  const callee = unwrapped(child(made, "callee"));
  if (address === null || callee?.type !== "Identifier" || !/^(url#)?URL$/.test(flow.names.of(callee)) || (flow.bindings.resolve(callee)?.kind ?? "import") !== "import") return false;
  if (base !== null && isOwnAddress(flow, base)) {
    const { taints } = flow.value(address);
    const constant = constantOf(flow, address) ?? "";
    return taints.length === 0 ? constant === "/" || OWN.test(constant) : taints.length < MAXIMUM_TAINTS && taints.every(({ prefix }) => OWN.test(prefix));
  }
  return [address, base].every((one) => harm(flow.value(one), "redirect", "remote") === null);
}

/** `request.url`, `request.nextUrl`: where the request itself went. */
function isOwnAddress(flow: Flow, given: SyntaxNode): boolean {
  const node = unwrapped(given);
  const object = node?.type === "MemberExpression" ? unwrapped(child(node, "object")) : null;
  if (object === null || node?.["computed"] === true) return false;
  const name = lastName(node) ?? "";
  if (/^(href|origin)$/.test(name)) return lastName(object) === "nextUrl" && isOwnAddress(flow, object);
  return /^(url|nextUrl)$/.test(name) && object.type === "Identifier" && isOwnRequest(flow, object);
}

/** A parameter that holds the request by its type; a body by the same name holds what was sent. */
function isOwnRequest(flow: Flow, name: SyntaxNode): boolean {
  const binding = flow.bindings.resolve(name);
  if (binding?.kind !== "parameter" || binding.path.length > 0 || binding.index > 0 || binding.writes.length > 0 || binding.properties.length > 0 || flow.callers.argumentsFor(binding).length > 0) return false;
  const parameter = children(binding.node, "params")[0] ?? null;
  const type = child(child(child(parameter, "typeAnnotation"), "typeAnnotation"), "typeName");
  return type?.type === "Identifier" && REQUEST.test(flow.names.of(type)) && !isDeclared(flow, flow.names.of(type));
}

/** A type of the file's own is another one, whatever its name. */
function isDeclared({ tree }: Flow, name: string): boolean {
  return tree.nodes("TSTypeAliasDeclaration", "TSInterfaceDeclaration", "ClassDeclaration").some((one) => text(child(one, "id"), "name") === name);
}

/** Whether a use of a variable cannot change whose address it holds: it reads a part, sets one behind the host, or hands it to a redirect. */
function leavesOrigin(flow: Flow, use: SyntaxNode, hops: number): boolean {
  const outer = flow.tree.parent(use);
  if (outer === null) return false;
  // A property of the same name is another thing.
  if (outer["computed"] !== true && isProperty(use, outer)) return true;
  if (outer.type === "VariableDeclarator") return child(outer, "id") === use || isKeptIn(flow, outer, hops);
  if (outer.type === "ConditionalExpression") {
    const held = flow.tree.parent(outer);
    return child(outer, "test") === use || (held?.type === "VariableDeclarator" && isKeptIn(flow, held, hops));
  }
  if (outer.type === "CallExpression") return children(outer, "arguments").includes(use) && /^(redirect|permanentRedirect|temporaryRedirect|redirectTo)$/.test(lastName(child(outer, "callee")) ?? "");
  if (outer.type !== "MemberExpression" || child(outer, "object") !== use || outer["computed"] === true) return false;
  const name = lastName(outer) ?? "";
  return BEHIND_THE_HOST.test(name) || (READ.test(name) && READING.test(flow.tree.parent(outer)?.type ?? ""));
}

/** Whether a variable that an address is given to keeps its origin as well. */
function isKeptIn(flow: Flow, declarator: SyntaxNode, hops: number): boolean {
  const name = child(declarator, "id");
  const binding = name?.type === "Identifier" && hops < MAXIMUM_HOPS ? flow.bindings.resolve(name) : null;
  return binding?.writes.length === 1 && flow.bindings.usesOf(binding).every((use) => use === name || leavesOrigin(flow, use, hops + 1));
}

/** `url.pathname + "?" + query`: whether an address begins with the path that was asked for. */
function isOwnPath(flow: Flow, given: SyntaxNode | null, hops = 0): boolean {
  const node = unwrapped(given);
  if (node === null || hops > MAXIMUM_HOPS) return false;
  if (node.type === "MemberExpression") {
    const object = unwrapped(child(node, "object"));
    const name = lastName(node) ?? "";
    return object !== null && (name === "pathname" ? isUrl(flow, object) : OWN_PATH.test(name) && object.type === "Identifier" && flow.sources.isRequest(object));
  }
  if (node.type === "BinaryExpression") return isOwnPath(flow, child(node, "left"), hops + 1);
  if (node.type === "TemplateLiteral") {
    const [first] = children(node, "expressions");
    return first !== undefined && flow.tree.text.slice(node.start, first.start).trim() === "`${" && isOwnPath(flow, first, hops + 1);
  }
  return isOwnPath(flow, flow.bindings.onlyValue(node), hops + 1);
}

function isUrl(flow: Flow, node: SyntaxNode): boolean {
  const value = unwrapped(node.type === "Identifier" ? flow.bindings.onlyValue(node) : node);
  return lastName(value) === "nextUrl" || (value?.type === "NewExpression" && lastName(child(value, "callee")) === "URL");
}

function targetsOf(flow: Flow, { name, method, args, receiver }: Call): readonly (SyntaxNode | null)[] {
  const owner = receiver === null ? "" : flow.names.of(receiver);
  if (/^(redirect|permanentRedirect|temporaryRedirect|redirectTo)$/.test(method)) {
    // `redirect(302, address)`, `redirect(address, 302)`
    const first = unwrapped(args[0] ?? null);
    const isStatus = first?.type === "Literal" && typeof first["value"] === "number";
    return args.length > 1 && (isStatus || !/^(Response|NextResponse|reply|ctx|c)$/.test(owner)) ? [args[args.length - 1] ?? null, args[0] ?? null] : [args[0] ?? null];
  }
  if (/^(location|setLocation)$/.test(method) && /^(res|response|reply|h|ctx)(\.\w+\(\))*$/.test(owner)) return [args[0] ?? null];
  if (/^(setHeader|header|set|append|writeHead|addHeader|appendHeader)$/.test(method)) {
    if (method === "writeHead" || unwrapped(args[0] ?? null)?.type === "ObjectExpression") {
      const headers = args.find((argument) => option(flow, argument, "Location", "location") !== null) ?? null;
      return [option(flow, headers, "Location", "location")];
    }
    return /^(location|refresh)$/i.test(constantOf(flow, args[0] ?? null) ?? "") ? [args[1] ?? null] : [];
  }
  if (NAVIGATORS.test(name) && (receiver !== null || name !== "location")) return /(^|\.)open$/.test(name) && receiver !== null && !/^(window|self|globalThis|top|parent|this|\$window)$/.test(owner) ? [] : [args[0] ?? null];
  return [];
}

function assigned(flow: Flow): readonly Occurrence[] {
  return flow.tree.nodes("AssignmentExpression").flatMap((node) => {
    const left = unwrapped(child(node, "left"));
    const name = flow.names.of(left);
    const isLocation = LOCATION.test(name) && (left?.type !== "Identifier" || flow.bindings.resolve(left) === null);
    if (!isLocation && !(lastName(left) === "href" && /(^|\.)location$/.test(flow.names.of(child(left, "object"))))) return [];
    const found = text(node, "operator") === "=" ? check(flow, node, child(node, "right")) : null;
    return found === null ? [] : [found];
  });
}

/** Nest: `@Redirect()` and `return { url }`. */
function returned(flow: Flow): readonly Occurrence[] {
  if (!flow.tree.text.includes("@Redirect")) return [];
  return flow.tree.nodes("ReturnStatement").flatMap((node) => {
    const found = check(flow, node, option(flow, child(node, "argument"), "url"));
    return found === null ? [] : [found];
  });
}

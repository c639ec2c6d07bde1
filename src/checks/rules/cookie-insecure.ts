import { child, children, lastName, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { propertyName } from "../flow/members";
import { at, atOption, callsOf, constantOf, flowOfView, isFalse, objectOf, option, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

const SESSION = /^(express-session|cookie-session|client-sessions|koa-session|@fastify\/session|@fastify\/secure-session|iron-session|fastify-session|csurf|csrf-csrf)#$|^(session|cookieSession|expressSession|csrf|csurf)$/;
/** Built on `cookies`, which sets the flag by the connection unless told otherwise. */
const SECURE_BY_ITSELF = /^(cookie-session|koa-session)#$|^cookieSession$/;
const SENSITIVE = /(sess|sid\b|token|auth(?!or)|jwt|login|remember|user|csrf|account)/i;

/** Cookies of a session that scripts can read or that travel without encryption. */
export const cookieInsecure: Rule = {
  id: "cookie-insecure",
  class: "security",
  severity: "warning",
  cwe: 614,
  why: "A session's cookie without `secure` travels in the open once; without `httpOnly` any injected script takes it, and the session with it.",
  fix: "Set `secure`, `httpOnly` and `sameSite` where the cookie is made.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "res.cookie(\"session\", id);\n",
    good: "res.cookie(\"session\", id, { httpOnly: true, secure: true });\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    return [...callsOf(flow).flatMap((call) => [...session(flow, call), ...set(flow, call), ...header(flow, call)]), ...documents(flow)].sort((a, b) => a.start - b.start);
  },
};

function session(flow: Flow, call: Call): readonly Occurrence[] {
  if (!SESSION.test(call.name)) return [];
  const object = objectOf(flow, call.args[0] ?? null);
  if (object === null) return call.args.length === 0 && /session/i.test(call.name) ? [at(flow, call.node, null, "makes session cookies that travel without encryption")] : [];
  const given = option(flow, object, "cookie");
  const flags = objectOf(flow, given) ?? (given === null ? object : null);
  if (flags === null || hasSpread(flags)) return [];
  const written = writtenFlags(flow, call.args[0] ?? null);
  const secure = option(flow, flags, "secure", "secureProxy");
  const wrong = [secure, option(flow, flags, "httpOnly")].find((flag) => isFalse(flow, flag)) ?? null;
  if (wrong !== null) return [atOption(flow, call.node, wrong, "makes session cookies that travel without encryption or that scripts can read")];
  // Only what the file fails to set counts: express-session's cookies are httpOnly by themselves, those of `cookies` secure wherever the connection is.
  const lacks = secure === null && !written.has("secure") && !SECURE_BY_ITSELF.test(call.name);
  return lacks ? [atOption(flow, call.node, given, "makes session cookies that travel without encryption")] : [];
}

/** `options.cookie.secure = true` after the literal. */
function writtenFlags(flow: Flow, given: SyntaxNode | null): ReadonlySet<string> {
  const node = unwrapped(given);
  const binding = node?.type === "Identifier" ? flow.bindings.resolve(node) : null;
  return new Set((binding?.properties ?? []).filter(({ value }) => !isFalse(flow, value)).map(({ path }) => path[path.length - 1] ?? ""));
}

function hasSpread(object: SyntaxNode): boolean {
  return children(object, "properties").some((property) => property.type === "SpreadElement");
}

function set(flow: Flow, call: Call): readonly Occurrence[] {
  if (!/^(cookie|setCookie|set)$/.test(call.method) || call.receiver === null || call.args.length < 2) return [];
  const owner = flow.names.of(call.receiver);
  if (call.method === "set" ? !/(^|\.)(cookies?|cookie_?jar|cookie_?store)(\(\))?$/i.test(owner) : !/(^|\.)(res|response|reply|ctx|h|r)(\(\))?(\.\w+\(\))*$/.test(owner)) return [];
  const name = constantOf(flow, call.args[0] ?? null) ?? flow.tree.textOf(call.args[0] ?? call.node);
  const options = call.args[2] ?? null;
  const object = objectOf(flow, options);
  const wrong = [option(flow, object, "httpOnly"), option(flow, object, "secure")].find((flag) => isFalse(flow, flag)) ?? null;
  if (wrong !== null) return [atOption(flow, call.node, wrong, "sets a cookie that travels without encryption or that scripts can read")];
  if (!SENSITIVE.test(name)) return [];
  if (options === null) return [at(flow, call.node, null, `sets the cookie \`${name.slice(0, 30)}\` without any protection`)];
  if (object === null || hasSpread(object)) return [];
  const names = new Set([...children(object, "properties").map((property) => propertyName(property) ?? ""), ...writtenFlags(flow, options)]);
  return names.has("httpOnly") && names.has("secure") ? [] : [at(flow, call.node, null, `sets the cookie \`${name.slice(0, 30)}\` without ${names.has("httpOnly") ? "`secure`" : "`httpOnly`"}`)];
}

function header(flow: Flow, call: Call): readonly Occurrence[] {
  if (!/^(setHeader|header|append|set|appendHeader)$/.test(call.method) || !/^set-cookie$/i.test(constantOf(flow, call.args[0] ?? null) ?? "")) return [];
  const value = unwrapped(call.args[1] ?? null);
  const listed = value?.type === "ArrayExpression" ? children(value, "elements") : [value];
  const cookies = listed.map((one) => {
    const known = flow.value(one);
    return known.constant ?? known.literal;
  }).filter((all) => /^[\w.-]+=/.test(all));
  const lacks = cookies.some((all) => !/;\s*secure/i.test(all)) ? "Secure" : cookies.some((all) => SENSITIVE.test(all.split("=")[0] ?? "") && !/;\s*httponly/i.test(all)) ? "HttpOnly" : null;
  return lacks === null ? [] : [at(flow, call.node, call.args[1] ?? null, `sets a cookie without \`${lacks}\``)];
}

/** `document.cookie = "…"`: scripts can always read it; `secure` must still stand there. */
function documents(flow: Flow): readonly Occurrence[] {
  return flow.tree.nodes("AssignmentExpression").flatMap((node) => {
    const left = unwrapped(child(node, "left"));
    const right = child(node, "right");
    if (left?.type !== "MemberExpression" || lastName(left) !== "cookie" || !/(^|\.)document\.cookie$/.test(flow.names.of(left)) || right === null) return [];
    const { literal, constant } = flow.value(right);
    return SENSITIVE.test(literal.split("=")[0] ?? "") && !/;\s*secure/i.test(literal) && !/^[^=]*=\s*;/.test(constant ?? "") ? [at(flow, node, right, "sets a cookie that travels without encryption", "note")] : [];
  });
}

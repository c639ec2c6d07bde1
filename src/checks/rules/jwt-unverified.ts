import { child, children, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { at, callsOf, constantOf, flowOfView, isFalse, objectOf, option, truth, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

const LIBRARIES = /^(jsonwebtoken|jose|jwt-simple|express-jwt|koa-jwt|fast-jwt|@nestjs\/jwt|jws|passport-jwt|jwt-decode|jwt-verify|jsonwebtoken-promisified|@hapi\/jwt|hapi-auth-jwt2|fastify-jwt|@fastify\/jwt|node-jose|oslo\/jwt|react-jwt)#/;
const OWNERS = /(^|[.#])(jwt|JWT|jsonwebtoken|jose|jws|jwtService|jsonwt|token(s)?Service|JwtService|\w*[jJ]wt)$/;

/** Tokens that are believed without a check of their signature. */
export const jwtUnverified: Rule = {
  id: "jwt-unverified",
  class: "security",
  severity: "error",
  isMildInTests: true,
  cwe: 347,
  why: "A token whose signature nobody checks says whatever its sender wrote: anybody becomes anybody.",
  fix: "Verify with the key and a fixed list of algorithms (`verify(token, key, { algorithms: [\"RS256\"] })`) before a claim is used.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "import jwt from \"jsonwebtoken\";\nexport const userOf = (token) => jwt.decode(token).sub;\n",
    good: "import jwt from \"jsonwebtoken\";\nexport const userOf = (token) => jwt.verify(token, key, { algorithms: [\"RS256\"] }).sub;\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    const verifies = callsOf(flow).filter((call) => isTokenCall(flow, call) && /^(verify|jwtVerify|verifyAsync|jwtDecrypt|compactVerify|expressjwt)$/.test(call.method));
    return [...callsOf(flow).flatMap((call) => [...verified(flow, call), ...decoded(flow, call, verifies)]), ...algorithms(flow)].sort((a, b) => a.start - b.start);
  },
};

function isTokenCall(flow: Flow, { name, receiver }: Call): boolean {
  return LIBRARIES.test(name) || (receiver !== null && OWNERS.test(flow.names.of(receiver)));
}

function verified(flow: Flow, call: Call): readonly Occurrence[] {
  if (!isTokenCall(flow, call)) return [];
  if (/^(verify|decode|sign|verifyAsync|encode)$/.test(call.method) && call.args.length >= 2) {
    const key = unwrapped(call.args[1] ?? null);
    const isEmpty = key?.type === "Literal" && (key["value"] === "" || key["value"] === null || key["value"] === false);
    if (call.method === "verify" && (isEmpty || constantOf(flow, key) === "")) return [at(flow, call.node, key, "verifies a token with no key")];
    // `jwt.decode(token, key, true)` of jwt-simple: no check.
    if (call.method === "decode" && (truth(flow, call.args[2] ?? null) === true || (/jwt-simple#/.test(call.name) && (isEmpty || option(flow, call.args[3] ?? null, "noVerify") !== null)))) return [at(flow, call.node, call.args[2] ?? null, "decodes a token without checking its signature")];
  }
  const payload = unwrapped(call.args[0] ?? null);
  if (call.method === "sign" && /^(user|account|customer|profile|member|person|admin|\w+User)$/.test(text(payload, "name") ?? "") && objectOf(flow, payload) === null) return [at(flow, call.node, payload, "puts a whole record into a token that everybody can read", "warning")];
  const held = call.method === "sign" ? secretIn(flow, payload) : null;
  if (held !== null) return [at(flow, call.node, payload, `puts \`${held}\` into a token that everybody can read`, "warning")];
  const options = call.args.find((argument) => objectOf(flow, argument) !== null) ?? null;
  if (truth(flow, option(flow, options, "ignoreExpiration")) === true) return [at(flow, call.node, options, "accepts tokens that have expired", "warning")];
  if (isFalse(flow, option(flow, options, "verify"))) return [at(flow, call.node, options, "believes tokens without checking them")];
  return [];
}

/** A password among what a token says: it is signed, not encrypted. */
function secretIn(flow: Flow, given: SyntaxNode | null): string | null {
  const object = objectOf(flow, given);
  for (const property of object === null ? [] : children(object, "properties")) {
    const name = property.type === "SpreadElement" ? null : (text(child(property, "key"), "name") ?? stringValue(child(property, "key")));
    if (name !== null && /^(\w*passw(or)?d|passwd|pwd|passphrase|\w*secret|ssn|card_?number|credit_?card\w*)$/i.test(name)) return name;
    const inner = property.type === "SpreadElement" ? secretIn(flow, child(property, "argument")) : unwrapped(child(property, "value"))?.type === "ObjectExpression" ? secretIn(flow, child(property, "value")) : null;
    if (inner !== null) return inner;
  }
  return null;
}

/** `jwt.decode(token)`, `jwtDecode(token)` on a server where nothing in the file verifies. */
function decoded(flow: Flow, call: Call, verifies: readonly Call[]): readonly Occurrence[] {
  const isDecode = /^(decode|decodeJwt|unsafeDecode|decodeToken|UnsecuredJWT\.decode)$/.test(call.method) && isTokenCall(flow, call) && !/^(jwt-simple|jwt-decode)#/.test(call.name);
  if (!isDecode || call.args.length === 0) return [];
  const token = flow.tree.textOf(call.args[0] ?? call.node);
  if (verifies.some((other) => other.node.start < call.node.start && flow.tree.textOf(other.args[0] ?? other.node) === token)) return [];
  return [at(flow, call.node, call.args[0] ?? null, "reads a token's claims without checking its signature", "warning")];
}

/** `algorithms: ["none"]`, `algorithm: "none"`. */
function algorithms(flow: Flow): readonly Occurrence[] {
  return flow.tree.nodes("Property").flatMap((node) => {
    const name = (child(node, "key")?.["name"] ?? stringValue(child(node, "key"))) as string | null;
    const value = unwrapped(child(node, "value"));
    if (value === null || !/^(algorithms?|alg)$/.test(name ?? "")) return [];
    const listed: readonly (SyntaxNode | null)[] = value.type === "ArrayExpression" ? children(value, "elements") : [value];
    return listed.some((one) => /^none$/i.test(constantOf(flow, one) ?? "")) ? [at(flow, node, value, "accepts tokens without a signature (`none`)")] : [];
  });
}

import { child, children, lastName, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { at, constantOf, flowOfView } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

/** What only the two who know it may know: whoever finds it out acts for them. */
const SECRET = /^(?!.*(confirm|repeat|again|retype|verify_?password|verification_?status|old|prev|previous|last|initial|current_?hash|placeholder|default|strength|type|kind|policy|field|label|length|count|index|id$|name$|url|path|file|status|state|expir|algorithm|method))_?(\w*(passw(or)?d|passwd|passphrase|secret|signature|hmac|checksum_?key|api_?key|private_?key)|pwd|mac|sig|\w*(access|refresh|auth|api|csrf|xsrf|reset|session|bearer|verification|webhook|admin|service|secret|input|expected|provided|received|valid|stored)_?(token|sig|mac|digest)|otp|totp)(_?(value|hash|digest|header|input|param|string|hex|base64))?$/i;
const TOKEN_OF = /^(token|hash|digest|pin|code)$/i;
const HOLDER = /(user|account|session|member|admin|client|device|customer|tenant|config|settings|secrets?|credentials?|record)$/i;
const IN_ENVIRONMENT = /^(process\.env|Deno\.env|Bun\.env|import\.meta\.env)\.\w*(SECRET|TOKEN|KEY|PASSWORD|PASSWD|SIGNATURE|PASSPHRASE)\w*$/;
/** Results that a sender has to match. */
const KEYED = /(^|[#.])(createHmac|pbkdf2Sync|scryptSync|pbkdf2|scrypt|Hmac\w+)\(\)?|^crypto-js#(Hmac\w+|PBKDF2)/;
const REPETITION = /confirm|repeat|again|retype|old|prev|last|current|initial|new|placeholder|default/i;
const MAXIMUM_HOPS = 4;

/** Secrets compared with `===`, which stops at the first difference. */
export const timingUnsafeComparison: Rule = {
  id: "timing-unsafe-comparison",
  class: "security",
  severity: "warning",
  cwe: 208,
  why: "`===` stops at the first character that differs: how long a refusal takes tells how much of a guess was right, and a signature or token is found out piece by piece.",
  fix: "Compare buffers of one length with `crypto.timingSafeEqual`; compare passwords through their hash library's own function.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "import { createHmac } from \"node:crypto\";\nconst sign = (order) => createHmac(\"sha256\", key).update(order).digest();\nexport const isOurs = (order, signature) => signature === sign(order);\n",
    good: "import { timingSafeEqual } from \"node:crypto\";\nexport const isOurs = (order, signature) => timingSafeEqual(sign(order), signature);\n",
  },

  find(view) {
    const flow = flowOfView(view);
    // Whoever waits for an answer in the same browser learns nothing by it.
    if (flow === null || view.isTest || /\.[jt]sx$/.test(view.path)) return [];
    return flow.tree.nodes("BinaryExpression").flatMap((node) => compared(flow, node));
  },
};

function compared(flow: Flow, node: SyntaxNode): readonly Occurrence[] {
  if (!/^[!=]==?$/.test(text(node, "operator") ?? "")) return [];
  const left = unwrapped(child(node, "left"));
  const right = unwrapped(child(node, "right"));
  if (left === null || right === null || isPlain(left) || isPlain(right)) return [];
  const keyed = [left, right].find((side) => isKeyed(flow, side, 0));
  if (keyed !== undefined) return [at(flow, node, null, "compares a signature character by character")];
  const [named, other] = isSecret(flow, left) ? [left, right] : [right, left];
  if (!isSecret(flow, named)) return [];
  const constant = constantOf(flow, other);
  // A word stands for a kind, a short text for a state; a secret in the source looks like one.
  if (constant !== null) return constant.length >= 8 && /\d/.test(constant) && /[a-z]/i.test(constant) ? [said(flow, node, named)] : [];
  return isSamePerson(flow, named, other) ? [] : [said(flow, node, named)];
}

function said(flow: Flow, node: SyntaxNode, named: SyntaxNode): Occurrence {
  return at(flow, node, null, `compares \`${flow.tree.textOf(named).replace(/\s+/g, " ").slice(0, 40)}\` character by character`);
}

/** Nothing that could be guessed: `null`, a number, `typeof x`, a length. */
function isPlain(node: SyntaxNode): boolean {
  if (node.type === "Literal") return typeof node["value"] !== "string" || node["value"] === "";
  return node.type === "UnaryExpression" || text(node, "name") === "undefined" || (node.type === "MemberExpression" && /^(length|byteLength|size|type|kind)$/.test(lastName(node) ?? ""));
}

/** A digest with a key, through the variable that holds it. */
function isKeyed(flow: Flow, given: SyntaxNode | null, hops: number): boolean {
  const node = unwrapped(given);
  if (node === null || hops > MAXIMUM_HOPS) return false;
  if (node.type === "CallExpression") return KEYED.test(flow.names.of(node)) || /^(Buffer\.from|String)$/.test(flow.names.of(child(node, "callee"))) && children(node, "arguments").slice(0, 1).some((argument) => isKeyed(flow, argument, hops + 1)) || (child(node, "callee")?.type === "MemberExpression" && isKeyed(flow, child(child(node, "callee"), "object"), hops + 1));
  if (node.type === "TemplateLiteral") return children(node, "expressions").some((part) => isKeyed(flow, part, hops + 1));
  if (node.type === "BinaryExpression") return text(node, "operator") === "+" && [child(node, "left"), child(node, "right")].some((part) => isKeyed(flow, part, hops + 1));
  return isKeyed(flow, flow.bindings.onlyValue(node), hops + 1);
}

function isSecret(flow: Flow, node: SyntaxNode): boolean {
  if (IN_ENVIRONMENT.test(flow.names.of(node))) return true;
  if (node.type === "MemberExpression" && node["computed"] === true) return SECRET.test((stringValue(child(node, "property")) ?? "").replace(/^x-/i, "").replace(/-/g, "_"));
  const name = lastName(node);
  return name !== null && (SECRET.test(name) || (TOKEN_OF.test(name) && HOLDER.test(lastName(child(node, "object")) ?? "")));
}

/** Both came with the same request or form, or the other is a repetition, a constant or a state: nobody is let in by it. */
function isSamePerson(flow: Flow, one: SyntaxNode, other: SyntaxNode): boolean {
  const [owner, otherOwner] = [child(one, "object"), child(other, "object")];
  if (owner !== null && otherOwner !== null && flow.tree.textOf(owner) === flow.tree.textOf(otherOwner)) return true;
  const name = lastName(other) ?? "";
  return REPETITION.test(name) || /^[A-Z][A-Z0-9_]*$/.test(name) && !SECRET.test(name);
}

import { child, children, lastName, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { propertyName } from "../flow/members";
import { at, atOption, callsOf, constantOf, flowOfView, objectOf, option, type Call } from "./flow-sink";
import { isPublishable } from "./public-key";
import type { Occurrence, Rule } from "./rule";

/** Characters of a text that a secret is compared with. */
const LEAST_COMPARED = 8;

/** Calls that take a key: which argument. */
const KEYED: readonly { readonly name: RegExp; readonly argument: number }[] = [
  { name: /^(jsonwebtoken|jose|jwt-simple|fast-jwt|jws|@nestjs\/jwt)#(\w+\.)*(sign|verify|encode|decode|signAsync|verifyAsync|signSync)$|(^|\.)(jwt|JWT|jsonwt|jsonwebtoken)\.(sign|verify|encode)$/, argument: 1 },
  { name: /^(jose)#(\w+\.)*(asKey|importKey)$/, argument: 0 },
  { name: /(^|[#.])(createHmac|createCipher|createDecipher|createCipheriv|createDecipheriv|createSecretKey)$/, argument: 1 },
  { name: /(^|[#.])\w*[cC]rypto\w*(-js)?[#.](AES|DES|TripleDES|RC4|Rabbit|Blowfish)\.(encrypt|decrypt)$|(^|[#.])Hmac(SHA\d+|MD5)$/, argument: 1 },
  { name: /^(cookie-parser|cookie-session|keygrip)#$|^(cookieParser)$/, argument: 0 },
  { name: /(^|\.)(setKeys|basicAuth|auth)$|^(basic-auth-connect|basicauth-middleware)#$/, argument: 1 },
  { name: /(^|\.)auth$/, argument: 3 },
  { name: /^@google\/generative-ai#(\w+\.)*GoogleGenerativeAI$|^(stripe|resend|openai|groq-sdk|postmark)#(\w+\.)*([A-Z]\w*)?$|^@sendgrid\/mail#(\w+\.)*setApiKey$/, argument: 0 },
  { name: /^twilio#$/, argument: 1 },
  { name: /(^|[#.])(login|sign[iI]n|connect|authenticate)With(Username|User|Service|Client|App|Email)\w*(Password|Secret)$/, argument: 1 },
];
const BASIC = /^(express-basic-auth|basic-auth-connect|fastify-basic-auth)#$|^basicAuth$/;
const CLIENTS = /^(https?|follow-redirects|node-fetch|axios|got|needle|request|superagent|undici)#(\w+\.)*\w*$/;
const HOLDERS = /(session|strategy|jwt|expressjwt|oauth|passport|sequelize|createconnection|createpool|mysql|\bpg\b|client|pool|connect|mongoose|redis|nodemailer|createtransport|auth|aws|s3|cloudinary|twilio|stripe|plaid|nextauth|configure|config|basicauth|cookie)/i;
const SECRET_OPTION = /^(secret|secretOrKey|clientSecret|client_secret|consumerSecret|appSecret|sessionSecret|cookieSecret|jwtSecret|secretKey|secret_key|secretAccessKey|accessKeySecret|storageAccessKey|password|passwd|pass|privateKey|apiKey|api_key|apiSecret|authToken|accessToken|signingKey|encryptionKey|masterKey|keys)$/i;
const SECRET_VARIABLE = /^(?!.*(regex|pattern|field|label|placeholder|message|name|path|url|header|prefix|suffix|type|input|hint|error|title|description|selector|env|var|policy|length|min|max|count|index|column|prop|param|route|page|cookie|attr|class|event|text|help|validation|strength|reset|forgot|change|update|confirm|show|toggle|hide|visible|rule|id$|ids$|key$.*key$))(\w*(passw(or)?d|passwd|passphrase|client_?secret|api_?key|secret_?key|api_?secret|secret_?access_?key|auth_?token|access_?token|private_?key|jwt_?secret)|pwd|secret|\w*secret)$/i;
const NO_SECRET = /^$|\{\{.*\}\}|^(your|insert|enter|sample|dummy|placeholder|replace[-_ ]?me|change[-_ ]?me)([-_ ]|$)|^(\s+|\*+|x+|\.+|-+)$|\$\{|<[^>]+>|^(process\.env|env:|vault:|ENC\()|^(true|false|null|undefined|none|string|text|number|password|passwd|secret|token|apikey|email|username|change[-_ ]?me|replace[-_ ]?me)$|^https?:\/\/|\s.*\s/i;

/** Keys and passwords written into the program, found by what takes them. */
export const hardcodedCredential: Rule = {
  id: "hardcoded-credential",
  class: "security",
  severity: "warning",
  cwe: 798,
  why: "Whoever reads the repository, now or in its history, has the key; every installation shares it, and nobody can change it without a release.",
  fix: "Read it from the environment or a secret store, and end with an error where it is missing.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "app.use(session({ secret: \"keyboard cat\", cookie: { secure: true } }));\n",
    good: "app.use(session({ secret: process.env.SESSION_SECRET, cookie: { secure: true } }));\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null || view.isTest) return [];
    const found = [...callsOf(flow).flatMap((call) => [...keyed(flow, call), ...held(flow, call), ...paired(flow, call)]), ...named(flow)].sort((a, b) => a.start - b.start);
    const lines = new Set<number>();
    return found.filter(({ end }) => !lines.has(flow.tree.lines.lineOf(end - 1)) && lines.add(flow.tree.lines.lineOf(end - 1)).size > 0);
  },
};

function keyed(flow: Flow, call: Call): readonly Occurrence[] {
  const keys = KEYED.filter(({ name }) => name.test(call.name)).map(({ argument }) => call.args[argument] ?? null);
  const argument = keys.find((key) => objectOf(flow, key) === null && isConstant(flow, key));
  return argument === undefined ? [] : [at(flow, call.node, argument, "uses a key that is written into the program")];
}

/** `https.request({ auth: "ann:secret" })`, `request.get(url, { auth: { bearer: "…" } })`, `basicAuth({ users: { ann: "…" } })`. */
function paired(flow: Flow, call: Call): readonly Occurrence[] {
  for (const argument of call.args) {
    const auth = CLIENTS.test(call.name) ? option(flow, argument, "auth") : null;
    const text = auth === null ? null : constantOf(flow, auth);
    const [, secret = ""] = text?.split(/:(.*)/s) ?? [];
    if (auth !== null && ((secret !== "" && !NO_SECRET.test(secret)) || isWritten(flow, option(flow, auth, "pass", "password", "bearer", "token")))) return [atOption(flow, call.node, auth, "uses a password that is written into the program")];
    const users = BASIC.test(call.name) ? objectOf(flow, option(flow, argument, "users")) : null;
    const user = children(users, "properties").find((property) => isWritten(flow, child(property, "value")));
    if (user !== undefined) return [atOption(flow, call.node, child(user, "value"), "uses a password that is written into the program")];
  }
  return [];
}

/** `session({ secret: "…" })`, `new Strategy({ clientSecret: "…" })`. */
function held(flow: Flow, call: Call): readonly Occurrence[] {
  if (!HOLDERS.test(call.name)) return [];
  for (const argument of call.args) {
    const object = objectOf(flow, argument);
    if (object === null) {
      // `new Sequelize("db", "user", "password")`
      if (/(^|[#.])Sequelize$/.test(call.name) && argument === call.args[2] && isWritten(flow, argument)) return [at(flow, call.node, argument, "uses a password that is written into the program")];
      continue;
    }
    for (const property of children(object, "properties")) {
      const name = propertyName(property) ?? "";
      const value = child(property, "value");
      if (!SECRET_OPTION.test(name)) continue;
      const listed = unwrapped(value)?.type === "ArrayExpression" ? children(unwrapped(value), "elements") : [value];
      if (!listed.some((one) => isConstant(flow, one) && !isPublishable(name, constantOf(flow, one) ?? ""))) continue;
      return [atOption(flow, call.node, value, `takes \`${name}\` from the program's text`)];
    }
    const nested = option(flow, object, "auth", "credentials", "connection", "users");
    if (isWritten(flow, option(flow, nested, "pass", "password"))) return [atOption(flow, call.node, nested, "uses a password that is written into the program")];
  }
  return [];
}

/** `const password = "…"`, `config.clientSecret = "…"`, `{ apiKey: "…" }`. */
function named(flow: Flow): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const check = (node: SyntaxNode, name: string | null, value: SyntaxNode | null) => {
    const given = unwrapped(value);
    // `process.env.SECRET || "…"`: where nobody sets it, everybody knows it.
    const inner = given?.type === "LogicalExpression" && /^(\|\||\?\?)$/.test(text(given, "operator") ?? "") ? unwrapped(child(given, "right")) : given;
    if (name === null || !SECRET_VARIABLE.test(name) || (inner?.type !== "Literal" && inner?.type !== "TemplateLiteral")) return;
    if (isWritten(flow, inner) && !isPublishable(name, constantOf(flow, inner) ?? "")) found.push(at(flow, node, value, `\`${name}\` is written into the program`));
  };
  for (const node of flow.tree.nodes("VariableDeclarator")) check(node, text(child(node, "id"), "name"), child(node, "init"));
  for (const node of flow.tree.nodes("AssignmentExpression")) check(node, lastName(child(node, "left")), child(node, "right"));
  for (const node of flow.tree.nodes("Property", "PropertyDefinition")) check(node, propertyName(node), child(node, "value"));
  for (const node of flow.tree.nodes("BinaryExpression")) {
    if (!/^[!=]==?$/.test(text(node, "operator") ?? "")) continue;
    const sides = [child(node, "left"), child(node, "right")];
    for (const [known, given] of [sides, [...sides].reverse()]) {
      const value = stringValue(given ?? null);
      // A form asks whether both fields are alike, a parser what kind of token it has: neither compares with what looks drawn at random.
      if (value !== null && value.length >= LEAST_COMPARED && /\d/.test(value) && /[A-Za-z]/.test(value) && !/\s/.test(value)) check(node, lastName(unwrapped(known ?? null)), given ?? null);
    }
  }
  return found;
}

/** Whatever text it is: what takes it uses it as a key. */
function isConstant(flow: Flow, node: SyntaxNode | null): boolean {
  const value = constantOf(flow, node);
  return isWritten(flow, node) || (value !== null && value !== "" && !value.includes("${"));
}

/** A constant that says something: no placeholder, no word for it. */
function isWritten(flow: Flow, node: SyntaxNode | null): boolean {
  const inner = unwrapped(node);
  if (inner === null) return false;
  if (inner.type === "LogicalExpression") return isWritten(flow, child(inner, "right"));
  if (inner.type === "CallExpression" && /(^|[#.])(from|encode|asKey|TextEncoder\(\)\.encode)$/.test(flow.names.of(child(inner, "callee")))) return isWritten(flow, children(inner, "arguments")[0] ?? null);
  const only = flow.bindings.onlyValue(inner);
  // `const key = JWK.asKey("…")`: what a key was made of.
  if (only?.type === "CallExpression" && only.end <= inner.start) return isWritten(flow, only);
  const value = constantOf(flow, inner);
  return value !== null && value.length >= 4 && !NO_SECRET.test(value);
}

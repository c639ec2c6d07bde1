import { child, children, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { propertyName } from "../flow/members";
import { at, atOption, callsOf, constantOf, flowOfView, isFalse, objectOf, option, truth, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

const OFF = /^(rejectUnauthorized|strictSSL|strictSsl|verifySsl|verifySSL|sslVerify|checkServerIdentity|verifyPeer|validateCertificate|tlsRejectUnauthorized|sslValidate|tlsVerify|webSecurity|contextIsolation|verify_ssl|requestCert)$/;
const ON = /^(ignoreHTTPSErrors|acceptInsecureCerts|allowInsecure|insecure|insecureHTTPParser|tlsAllowInvalidCertificates|tlsAllowInvalidHostnames|tlsInsecure|allowRunningInsecureContent|nodeIntegration|nodeIntegrationInWorker|experimentalFeatures|trustServerCertificate|skipTLSVerify|allowInvalidCertificates)$/;
const OLD_PROTOCOL = /^(SSLv2|SSLv3|TLSv1|TLSv1\.0|TLSv1\.1)(_(method|client_method|server_method))?$|^(SSLv23|TLS)_method$/;
const VERSIONED = /^(minVersion|maxVersion|secureProtocol|tlsVersion|ssl_version|minTlsVersion)$/;
const PLAIN_ADDRESS = /^(http|ws|ftp|telnet):\/\/(?!(localhost|127\.|0\.0\.0\.0|\[?::1|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|host\.docker|[\w.-]*\.(local|test|internal|example|invalid|localhost)(?![\w.])))[\w]/i;
const CLIENT = /^((window|globalThis)\.)?(fetch|axios|request|got|needle|superagent|WebSocket|EventSource)$|^(axios|got|request|request-promise|needle|superagent|node-fetch|undici|ws|http|nugget|download|bent|ky)#(\(\)\.)?(get|post|put|patch|delete|request|create|stream|download)?$|(^|\.)(axios|request|http|https|got|needle|superagent)\.(get|post|put|patch|delete|request|open)$|(^|\.)(xhr|req|request|XMLHttpRequest\(\))\.open$|^(\$|jQuery)\.(ajax|get|post|getJSON)$/;

/** Encrypted connections that don't check who answers, use broken protocols, or aren't encrypted. */
export const tlsDisabled: Rule = {
  id: "tls-disabled",
  class: "security",
  severity: "error",
  isMildInTests: true,
  cwe: 295,
  why: "Whoever stands between the two ends reads and changes everything: without a check of the certificate, encryption is with anybody.",
  fix: "Leave the check on; trust a private authority by its certificate (`ca`), and use TLS 1.2 or later.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "const agent = new https.Agent({ rejectUnauthorized: false });\n",
    good: "const agent = new https.Agent({ ca: companyAuthority });\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    return [...properties(flow), ...assignments(flow), ...callsOf(flow).flatMap((call) => [...plain(flow, call), ...insecure(flow, call), ...database(flow, call)])].sort((a, b) => a.start - b.start);
  },
};

function properties(flow: Flow): readonly Occurrence[] {
  return flow.tree.nodes("Property").flatMap((node) => {
    const name = propertyName(node) ?? "";
    const value = child(node, "value");
    const message = value === null || flow.tree.parent(node)?.type === "ObjectPattern" ? null : setting(flow, name, value);
    return message === null ? [] : [inCall(flow, node, value, message, /^(webSecurity|contextIsolation|nodeIntegration|nodeIntegrationInWorker|experimentalFeatures|requestCert|insecureHTTPParser)$/.test(name) ? "warning" : undefined)];
  });
}

/** With the first line of the call that takes the options, where it stands just above. */
function inCall(flow: Flow, property: SyntaxNode, value: SyntaxNode | null, message: string, severity: Occurrence["severity"]): Occurrence {
  const { lines } = flow.tree;
  for (const outer of flow.tree.ancestors(property)) {
    if (lines.lineOf(property.start) - lines.lineOf(outer.start) > 1 || /Function|Statement|Declar/.test(outer.type)) break;
    if (outer.type === "CallExpression" || outer.type === "NewExpression") return { ...at(flow, property, value, message, severity), start: outer.start, end: property.end };
  }
  return at(flow, property, value, message, severity);
}

function assignments(flow: Flow): readonly Occurrence[] {
  return flow.tree.nodes("AssignmentExpression").flatMap((node) => {
    const left = unwrapped(child(node, "left"));
    const right = child(node, "right");
    const name = left?.type === "MemberExpression" ? (lastName(left) ?? "") : "";
    if (right === null) return [];
    if (name === "NODE_TLS_REJECT_UNAUTHORIZED") return /^0$/.test(constantOf(flow, right) ?? flow.tree.textOf(right)) ? [at(flow, node, right, "turns the check of certificates off for the whole process")] : [];
    const message = setting(flow, name, right);
    return message === null ? [] : [at(flow, node, right, message)];
  });
}

function setting(flow: Flow, name: string, value: SyntaxNode): string | null {
  if (name === "checkServerIdentity") return acceptsAnything(value) ? "accepts a certificate for any host (`checkServerIdentity`)" : null;
  if (OFF.test(name) && isFalse(flow, value)) return name === "webSecurity" || name === "contextIsolation" ? `turns a protection of the window off (\`${name}: false\`)` : `turns the check of certificates off (\`${name}: false\`)`;
  if (ON.test(name) && truth(flow, value) === true) return /^(nodeIntegration|nodeIntegrationInWorker|experimentalFeatures)$/.test(name) ? `gives pages more rights (\`${name}: true\`)` : `accepts connections that can't be trusted (\`${name}: true\`)`;
  if (VERSIONED.test(name) && OLD_PROTOCOL.test(constantOf(flow, value) ?? "")) return `allows an outdated protocol (\`${constantOf(flow, value) ?? ""}\`)`;
  return null;
}

/** A function that does nothing, or always gives `undefined`, `true` or `null`. */
function acceptsAnything(given: SyntaxNode): boolean {
  const value = unwrapped(given);
  if (value?.type !== "ArrowFunctionExpression" && value?.type !== "FunctionExpression") return value?.type === "Literal" || text(value, "name") === "undefined";
  const body = child(value, "body");
  if (body === null) return false;
  if (body.type !== "BlockStatement") return body.type === "Literal" || text(body, "name") === "undefined" || body.type === "UnaryExpression";
  const statements = children(body, "body");
  return statements.length === 0 || (statements.length === 1 && statements[0]?.type === "ReturnStatement" && (child(statements[0], "argument") === null || /^(Literal|Identifier|UnaryExpression)$/.test(child(statements[0], "argument")?.type ?? "")));
}

/** A client that the file got from elsewhere, by what its variable is called. */
const CALLER = /(client|http|rest|api|agent|requests?|got|axios)$/i;
const REQUEST = /^(get|post|put|patch|delete|head|request|stream)$/;

/** `fetch("http://…")`: an address without encryption, not on this machine. */
function plain(flow: Flow, call: Call): readonly Occurrence[] {
  if (!CLIENT.test(call.name) && !(REQUEST.test(call.method) && CALLER.test(lastName(call.receiver) ?? ""))) return [];
  const first = call.args[0] ?? null;
  const address = call.method === "open" ? (call.args[1] ?? null) : objectOf(flow, first) === null ? first : option(flow, first, "url", "uri", "baseURL");
  const value = address === null ? null : flow.value(address);
  const known = value?.constant ?? value?.taints[0]?.prefix ?? null;
  return known !== null && PLAIN_ADDRESS.test(known) ? [at(flow, call.node, address, "sends data without encryption", "warning")] : [];
}

function insecure(flow: Flow, call: Call): readonly Occurrence[] {
  return /(^|[#.])(createInsecure)$/.test(call.name) ? [at(flow, call.node, null, "connects without encryption", "warning")] : [];
}

/** Clients of databases, whose rows are worth as much as any page. */
const DATABASE = /^(pg|mysql|mysql2|mysql2\/promise|knex|typeorm|sequelize|mariadb|postgres|tedious|mssql)#/;
const PLAIN_CONNECTION = /[?&](sslmode=disable|(ssl|tls|useSSL|encrypt)=false)/i;
const THIS_MACHINE = /^(localhost|127\.|::1|\/)|@(localhost|127\.|\[?::1)/;

/** `new Pool({ ssl: false })`, `postgres://…?sslmode=disable`, to another machine. */
function database(flow: Flow, call: Call): readonly Occurrence[] {
  if (!DATABASE.test(call.name)) return [];
  for (const argument of call.args) {
    const nested = option(flow, argument, "connection");
    const address = objectOf(flow, argument) === null ? argument : (option(flow, argument, "url", "connectionString", "uri") ?? nested);
    const known = constantOf(flow, address);
    if (known !== null && PLAIN_CONNECTION.test(known) && !THIS_MACHINE.test(known)) return [atOption(flow, call.node, address, "connects to the database without encryption", "warning")];
    const settings = objectOf(flow, nested) ?? argument;
    const flag = option(flow, settings, "ssl");
    if (flag !== null && isFalse(flow, flag) && !THIS_MACHINE.test(constantOf(flow, option(flow, settings, "host")) ?? "")) return [atOption(flow, call.node, flag, "connects to the database without encryption", "warning")];
  }
  return [];
}

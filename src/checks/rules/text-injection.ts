import { child, children, isFunction, unwrapped } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { propertyName } from "../flow/members";
import { at, callsOf, constantOf, flowOfView, harm, objectOf, shown, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

const LOGGER = /^(console|log|logger|winston|pino|bunyan|log4js|npmlog|loglevel|logging|debug|signale|consola|tracer)([.#(]|$)|(^|\.)(log|logger)\.\w+$/;
const LEVEL = /^(log|info|warn|error|debug|trace|fatal|verbose|silly|notice|assert|dir|table|http)$/;

/** Text from outside in places with a grammar of their own: logs, headers, formats, XPath, LDAP. */
export const textInjection: Rule = {
  id: "text-injection",
  class: "security",
  severity: "warning",
  isMildInTests: true,
  cwe: 74,
  why: "A line break forges an entry of a log or a header, `%` reads a format's arguments, a quote ends an XPath or LDAP query. 88 % of generated code fails on log injection (Veracode 2025).",
  fix: "Log values as fields of an object, take line breaks out, keep formats and queries constant and hand values over apart.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "app.get(\"/order\", (req, res) => console.log(`no such order ${req.query.id}`));\n",
    good: "app.get(\"/order\", (req, res) => logger.info({ id: req.query.id }, \"no such order\"));\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    return [...callsOf(flow).flatMap((call) => [...logged(flow, call), ...header(flow, call), ...query(flow, call)]), ...hosts(flow)].sort((a, b) => a.start - b.start);
  },
};

function logged(flow: Flow, call: Call): readonly Occurrence[] {
  const isFormat = /^util#(format|inspect|log|formatWithOptions)$|^(printf|sprintf-js|format-util|sprintf|util|printj|extsprintf|string-format|quick-format-unescaped)[#.](\w*printf|format)?$|(^|\.)(sprintf|vsprintf)$/.test(call.name);
  const isLog = LEVEL.test(call.method) && LOGGER.test(call.name);
  if (!isFormat && !isLog) return [];
  const first = call.args[0] ?? null;
  if (first === null || objectOf(flow, first) !== null) return [];
  // What is logged beside a constant format is a value, not a format.
  const isFormatted = call.args.length > 1;
  const format = harm(flow.value(first), "format", "remote");
  if (format !== null && isFormatted) return [at(flow, call.node, first, `uses ${shown(flow, format)} as a format`)];
  if (isFormat) return format !== null && format.isBuilt ? [at(flow, call.node, first, `uses ${shown(flow, format)} as a format`, "note")] : [];
  for (const argument of call.args) {
    const taint = harm(flow.value(argument), "log", "remote");
    if (taint !== null && taint.isText) return [at(flow, call.node, argument, `writes ${shown(flow, taint)} into the log as it came`, "note")];
  }
  return [];
}

function header(flow: Flow, call: Call): readonly Occurrence[] {
  if (!/^(setHeader|header|set|writeHead|append|addHeader)$/.test(call.method) || call.receiver === null || !/^(res|response|reply|resp|ctx|_res|h)(\.\w+)*(\.\w+\(\))*$/.test(flow.names.of(call.receiver))) return [];
  const [first = null, second = null] = call.args;
  const object = objectOf(flow, call.method === "writeHead" ? (call.args[call.args.length - 1] ?? null) : first);
  const values = object === null ? [{ name: constantOf(flow, first), value: second, key: first }] : children(object, "properties").map((property) => ({ name: propertyName(property), value: child(property, "value"), key: null }));
  for (const { name, value, key } of values) {
    if (/^(location|refresh|access-control-allow-origin|set-cookie)$/i.test(name ?? "") || isFunction(unwrapped(value))) continue;
    const named = key === null ? null : harm(flow.value(key), "header", "remote");
    const taint = named ?? harm(flow.value(value), "header", "remote");
    if (taint !== null) return [at(flow, call.node, value, `puts ${shown(flow, taint)} into a header`, named === null ? "note" : "warning")];
  }
  return [];
}

/** `"https://" + req.headers.host`: links in mails then lead to whoever sent the request. */
function hosts(flow: Flow): readonly Occurrence[] {
  return flow.tree.nodes("BinaryExpression", "TemplateLiteral").flatMap((node) => {
    if (node.type === "BinaryExpression" && (node["operator"] !== "+" || flow.tree.parent(node)?.type === "BinaryExpression")) return [];
    const taint = flow.value(node).taints.find((one) => one.origin === "remote" && /^https?:\/\/$/.test(one.prefix));
    const isHost = /\.(host|hostname)\b|["'](x-forwarded-)?host["']/i.test(flow.tree.textOf(node));
    return taint === undefined || !isHost ? [] : [at(flow, node, null, `builds an address of this site from ${shown(flow, taint)}`)];
  });
}

function query(flow: Flow, call: Call): readonly Occurrence[] {
  const isXpath = /^(xpath|xpath\.js|xpath-html|xpathjs|xmldom-xpath)#(\w+)?$|(^|[#.])xpath\.(parse|select|select1|evaluate|useNamespaces\(\))$|(^|\.)(document|doc)\.evaluate$|^xpath#\w+\(\)$/.test(call.name);
  const isLdap = /^(search|searchAsync|bind)$/.test(call.method) && /(ldap|ldapjs|ldapClient)/i.test(call.name);
  if (!isXpath && !isLdap) return [];
  for (const argument of call.args.slice(0, 2)) {
    const taint = harm(flow.value(argument), "xpath", "remote");
    if (taint !== null) return [at(flow, call.node, argument, `builds an ${isXpath ? "XPath" : "LDAP"} query from ${shown(flow, taint)}`, "error")];
  }
  return [];
}

import { child, children, lastName, stringValue, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { at, callsOf, constantOf, flowOfView, harm, hostIsFixed, objectOf, option, shown, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

const CLIENTS = /^(axios|got|request|request-promise|request-promise-native|needle|superagent|node-fetch|cross-fetch|isomorphic-fetch|undici|urllib|http|https|http2|follow-redirects|follow-redirects\/https?|bent|ky|phin|wretch|unirest|simple-get|hyperquest|miniget|ofetch|popsicle|r2|client-request|http-proxy|httpntlm|soap|rss-parser|puppeteer-core|puppeteer|playwright|chrome-remote-interface|phantom|wkhtmltopdf|wkhtmltoimage|html-pdf|metascraper|open-graph-scraper|link-preview-js|download|nugget|fetch|minipass-fetch|make-fetch-happen|ws|socket\.io-client|libsodium|apollo-fetch|graphql-request|agentkeepalive|@actions\/http-client)#/;
const CLIENT_METHODS = /^(get|post|put|patch|delete|head|options|request|fetch|stream|del|json|text|buffer|extend|create|Request|getJSON|getBuffer|connect|generate|goto|Parser|parseURL|WebSocket|requestStream|pipeline|web|ws|all)?$/;
const BARE = /^((window|globalThis|self)\.)?(fetch|request|axios|got|needle|superagent|urllib|getJSON|rp|unirest|wretch|ky|\$fetch|useFetch|wkhtmltopdf|wkhtmltoimage)$/;
const OWNED = /(^|\.)(axios|got|request|needle|superagent|http|https|urllib|httpService|httpClient|rp|undici|unirest|\w*axios\w*|this\.http|bent|ky|agent)$/i;
const PAGES = /(^|\.)(goto|navigate|openUrl|setContent|navigateTo|generatePdf|open|setDocumentContent|loadURL|printToPDF|property|fromURL|fromFile|setRequestInterception|load_?url)$/i;
/** They take the page itself, not its address. */
const CONTENT = /^(setContent|setDocumentContent)$/;
const PAGE_OWNERS = /(page|browser|tab|phantom|frame|nightmare|driver|Page|context|JSDOM|jsdom#|mainWindow|win)\w*(\(\))?\.?$/i;
const ADDRESS_OPTIONS = ["url", "uri", "host", "hostname", "baseURL", "baseUrl", "prefixUrl", "href", "origin", "target", "expression", "proxy"];
/** What its clients ask for may be a whole address. */
const NODE_SERVER = /["'](?:node:)?https?2?["']/;
const MAXIMUM_HOPS = 5;

/** Requests of the server to an address that a sender chooses. */
export const requestForgery: Rule = {
  id: "request-forgery",
  class: "security",
  severity: "error",
  isMildInTests: true,
  cwe: 918,
  why: "The server sends the request with its own network and credentials: metadata services, internal tools and files answer to it. Frequent linters find none of these.",
  fix: "Choose the host from a list in the code and put the value only into the path or the query (`encodeURIComponent`), or check the parsed host before the request.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "app.get(\"/preview\", async (req, res) => res.send(await fetch(req.query.url)));\n",
    good: "app.get(\"/preview\", async (req, res) => {\n  const url = new URL(req.query.url);\n  if (url.hostname !== \"images.shop.com\") return;\n  res.send(await fetch(url));\n});\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    return callsOf(flow).flatMap((call) => occurrence(flow, call));
  },
};

function occurrence(flow: Flow, call: Call): readonly Occurrence[] {
  const address = addressOf(flow, call);
  for (const node of address) {
    const taint = harm(flow.value(node), "url", "remote");
    if (taint === null || hostIsFixed(taint.prefix)) continue;
    // A worker in front of an origin hands on what it was asked, and only the host can be made up.
    if (isOwnAddress(flow, node)) return [at(flow, call.node, node, `sends a request on to where ${shown(flow, taint)} says`, "warning")];
    return [at(flow, call.node, node, `sends a request to where ${shown(flow, taint)} says`)];
  }
  return automated(flow, call);
}

/** `request.url`, `new URL("/page", request.url)`: the address that was asked for, or another page of it. */
function isOwnAddress(flow: Flow, given: SyntaxNode | null, hops = 0): boolean {
  const node = unwrapped(given);
  if (node === null || hops > MAXIMUM_HOPS) return false;
  if (node.type === "MemberExpression") {
    const object = unwrapped(child(node, "object"));
    return lastName(node) === "url" && object?.type === "Identifier" && flow.sources.isRequest(object) && !NODE_SERVER.test(flow.tree.text);
  }
  if (node.type === "NewExpression") {
    const [path, base] = children(node, "arguments");
    if (lastName(child(node, "callee")) !== "URL") return false;
    return base === undefined ? isOwnAddress(flow, path ?? null, hops + 1) : isOwnAddress(flow, base, hops + 1) && constantOf(flow, path ?? null) !== null;
  }
  return isOwnAddress(flow, flow.bindings.onlyValue(node), hops + 1);
}

/** Expressions of a call that say where its request goes. */
function addressOf(flow: Flow, call: Call): readonly SyntaxNode[] {
  const { name, args, method, receiver } = call;
  const isClient = CLIENTS.test(name) && (name.endsWith("#") || CLIENT_METHODS.test(method));
  const isOwned = receiver !== null && /^(get|post|put|patch|delete|head|request|fetch|del|stream|getBuffer|getJSON)$/.test(method) && OWNED.test(flow.names.of(receiver)) && unwrapped(receiver)?.type !== "CallExpression";
  const isPage = receiver !== null && PAGES.test(method) && !CONTENT.test(method) && PAGE_OWNERS.test(flow.names.of(receiver));
  const isJquery = /^(\$|jQuery)\.(ajax|get|post|getJSON|getScript|load)$/.test(name);
  if (method === "open" && receiver !== null && /(xhr|XMLHttpRequest|request|req|http)\w*(\(\))?$/i.test(flow.names.of(receiver))) return args[1] === undefined ? [] : [args[1]];
  if (/^(WebSocket|EventSource|window\.WebSocket|SharedWorker|Worker)$/.test(name) || (BARE.test(name) && !/^request$/.test(name)) || isClient || isOwned || isPage || isJquery || (name === "request" && flow.bindings.resolve(unwrapped(child(call.node, "callee")) ?? call.node)?.kind !== "parameter")) {
    // The express application's `request.get` is the header's reader.
    if (receiver !== null && flow.sources.isRequest(receiver) && !name.includes("#") && /^(get|header)$/.test(method) && isOfHandler(flow, receiver)) return [];
    const first = args[0] ?? null;
    const object = objectOf(flow, first) ?? objectOf(flow, args[1] ?? null);
    const fromOptions = object === null ? [] : ADDRESS_OPTIONS.map((key) => option(flow, object, key)).filter((value) => value !== null);
    if (objectOf(flow, first) !== null) return fromOptions;
    const second = /(^|#|\.)(needle#?|request)$/.test(name) && stringValue(first) !== null && /^(get|post|put|delete|head|patch)$/i.test(stringValue(first) ?? "") ? (args[1] ?? null) : null;
    return [second ?? first, ...(isClient ? fromOptions : [])].filter((value) => value !== null);
  }
  return [];
}

function isOfHandler(flow: Flow, receiver: SyntaxNode): boolean {
  return flow.bindings.resolve(receiver)?.kind === "parameter";
}

/** Pages that an automated browser or a converter loads run what is in them. */
function automated(flow: Flow, call: Call): readonly Occurrence[] {
  const isConverter = /^(wkhtmltopdf|wkhtmltoimage|phantom|html-pdf|puppeteer|playwright)#/.test(call.name) || /(^|\.)(wkhtmltoimage\.generate|wkhtmltopdf)$/.test(call.name);
  const isPage = call.receiver !== null && (PAGES.test(call.method) || /^(evaluateJavaScript|evaluate)$/.test(call.method)) && PAGE_OWNERS.test(flow.names.of(call.receiver));
  if (!isConverter && !isPage) return [];
  for (const argument of call.args.slice(0, 2)) {
    const taint = harm(flow.value(argument), "url", "parameter");
    if (taint !== null && !hostIsFixed(taint.prefix)) return [at(flow, call.node, argument, CONTENT.test(call.method) ? `shows ${shown(flow, taint)} as a page in a browser that runs here: it loads addresses that only this machine reaches` : `loads a page from ${shown(flow, taint)}`, taint.origin === "remote" ? "error" : "warning")];
  }
  return [];
}

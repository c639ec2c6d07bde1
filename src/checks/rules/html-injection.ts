import { child, isFunction, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { propertyName } from "../flow/members";
import { PLACE, STRENGTH, type Origin } from "../flow/taint";
import { at, callsOf, constantOf, flowOfView, harm, isFalse, objectOf, option, shown, truth, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

/** Methods that read their argument as HTML: which argument, and how sure its origin must be. */
const WRITERS: readonly { readonly name: RegExp; readonly argument: number; readonly least: Origin; readonly what?: string }[] = [
  { name: /(^|\.)insertAdjacentHTML$/, argument: 1, least: "unknown" },
  { name: /(^|\.)document\.(write|writeln)$|^(doc|iframeDoc|contentDocument)\.(write|writeln)$/, argument: 0, least: "unknown" },
  { name: /(^|\.)(createContextualFragment|bypassSecurityTrust(Html|Script|Style|Url|ResourceUrl)|setInnerHTML\w*|setHTMLUnsafe|insertHTML|SafeString)$/, argument: 0, least: "unknown" },
  { name: /(^|\.)\$?sce\.trustAs(Html|Js|Url|ResourceUrl|Css)?$/, argument: 0, least: "unknown" },
  { name: /(^|\.)\$?sce\.trustAs$/, argument: 1, least: "unknown" },
  { name: /(^|\.)(parseFromString|unsafeHTML|unsafeSVG|htmlSafe|createElementFromHTML|parseHTML|toElement)$/, argument: 0, least: "parameter" },
  { name: /^(jsdom#JSDOM|jsdom#jsdom|lit\/directives\/unsafe-html\.js#unsafeHTML|lit-html\/directives\/unsafe-html(\.js)?#unsafeHTML)$/, argument: 0, least: "remote" },
  { name: /^(html-react-parser|react-html-parser|html-to-react)#/, argument: 0, least: "parameter" },
  { name: /^(angular\.element|WinJS\.Utilities\.set(Inner|Outer)HTMLUnsafe|\$compile\(\)|goog\.dom\.safe\.\w+)$/, argument: 0, least: "parameter" },
];
const JQUERY_METHODS = /^(html|append|prepend|before|after|replaceWith|wrap|wrapAll|wrapInner|appendTo|prependTo|insertBefore|insertAfter|replaceAll|add|has|globalEval)$/;
const JQUERY = /^(\$|jQuery|jquery#|cheerio#|zepto)(\(\)|\.|$)/;
const RESPONSE = /^(res|resp|response|reply|rep|ctx|c|h|_res|httpResponse|out|w|r)$/;
const ADDRESS_ATTRIBUTES = /^(href|src|srcdoc|action|formaction|xlink:href|data|poster|background)$/i;
/** Characters by which HTML is known again. */
const MAXIMUM_SNIPPET = 2_000;
/** Characters before an answer in which its kind of content may be set. */
const MAXIMUM_LOOK_BACK = 3_000;
const HTML_TAG = /<\/?[a-z!][^<]*/i;

/** Pages put together from text that others choose. */
export const htmlInjection: Rule = {
  id: "html-injection",
  class: "security",
  severity: "error",
  isMildInTests: true,
  cwe: 79,
  why: "The inserted text runs as a script in another person's session. 86 % of generated code fails on cross-site scripting (Veracode 2025), and assistants' changes bring 2.7 times as much of it (CodeRabbit 2025).",
  fix: "Set `textContent`, use the template's own escaping, or clean with a maintained sanitizer (DOMPurify) right where the HTML is set.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "element.innerHTML = `<b>${order.note}</b>`;\n",
    good: "element.textContent = order.note;\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    return [...callsOf(flow).flatMap((call) => written(flow, call) ?? responded(flow, call) ?? jquery(flow, call) ?? attribute(flow, call) ?? unescaped(flow, call) ?? []), ...assigned(flow), ...elements(flow), ...concatenated(flow)].sort((a, b) => a.start - b.start);
  },
};

function written(flow: Flow, call: Call): readonly Occurrence[] | null {
  const model = WRITERS.find(({ name }) => name.test(call.name));
  if (model === undefined) return null;
  const argument = call.args[model.argument] ?? null;
  if (call.method === "parseFromString" && !/html/i.test(constantOf(flow, call.args[1] ?? null) ?? "html")) return [];
  // A document that runs no scripts, or only its host's, is data.
  if (/^jsdom#/.test(call.name) && constantOf(flow, option(flow, call.args[1] ?? null, "runScripts")) !== "dangerously") return [];
  return put(flow, call.node, argument, call.method === "write" || call.method === "writeln" ? "document.write" : call.method, model.least);
}

function put(flow: Flow, node: SyntaxNode, argument: SyntaxNode | null, into: string, least: Origin): readonly Occurrence[] {
  if (argument === null) return [];
  const taint = harm(flow.value(argument), "html", least);
  if (taint === null) return [];
  const isCertain = taint.isBuilt || STRENGTH[taint.origin] >= STRENGTH.parameter;
  return [at(flow, node, argument, `puts ${shown(flow, taint)} into ${into}`, isCertain ? "error" : "warning")];
}

/** What a server answers with: text of a request comes back as a page. */
function responded(flow: Flow, call: Call): readonly Occurrence[] | null {
  const { receiver, method, args } = call;
  if (receiver === null || !/^(send|write|end|html|body|type|code|response)$/.test(method)) return null;
  const root = rootOf(receiver);
  if (!RESPONSE.test(root) || !/^(send|write|end|html|body|response)$/.test(method)) return null;
  if (!/^\w+(\.(response|res|raw|reply))*(\(\))?(\.(status|code|type|set|header|contentType|append|cookie|setHeader)\(\))*$/.test(flow.names.of(receiver))) return null;
  const argument = args[0] ?? null;
  if (argument === null || objectOf(flow, argument) !== null || isNotHtml(flow, call, root)) return [];
  const value = flow.value(argument);
  const isHtml = HTML_TAG.test(value.literal);
  const taint = harm(value, "html", "remote");
  // `data: …` is an event of a stream.
  if (taint === null || /^(data|event|id|retry): /.test(taint.prefix)) return [];
  return [at(flow, call.node, argument, isHtml ? `builds HTML from ${shown(flow, taint)}` : `answers with ${shown(flow, taint)} as a page`)];
}

/** A type of content other than HTML was set for this response, or one that the file doesn't show. */
function isNotHtml(flow: Flow, call: Call, root: string): boolean {
  let owner = flow.bindings.functionOf(call.node);
  // What answers later stands in the function that began the answer.
  for (let outer = flow.bindings.functionOf(owner); isFunction(outer) && flow.tree.parent(owner)?.type === "CallExpression"; outer = flow.bindings.functionOf(owner)) owner = outer;
  const from = Math.max(owner.start, call.node.start - MAXIMUM_LOOK_BACK);
  const before = flow.tree.text.slice(from, call.node.end);
  const blocks = flow.tree.within(owner, "BlockStatement");
  // What was set in another branch was not set for this answer.
  const isOnTheWay = (place: number) => blocks.every((block) => block.start > place || block.end < place || (block.start <= call.node.start && block.end >= call.node.end));
  const set = [...before.matchAll(/(?:content-?type["']?\s*[,:\]=]+\s*|\.(?:type|contentType)\(\s*)(?:["'`]([\w/+.-]+)|[\w.$]+\()/gi)].filter((found) => isOnTheWay(from + found.index)).pop();
  return set !== undefined && root !== "" && !/html|svg|xml|^$/i.test(set[1] ?? "unknown");
}

function rootOf(node: SyntaxNode): string {
  let inner: SyntaxNode | null = node;
  while (inner?.type === "MemberExpression" || inner?.type === "CallExpression") inner = unwrapped(child(inner, inner.type === "CallExpression" ? "callee" : "object"));
  return text(inner, "name") ?? "";
}

function jquery(flow: Flow, call: Call): readonly Occurrence[] | null {
  if (/^(\$|jQuery)$/.test(call.name)) {
    const argument = call.args[0] ?? null;
    if (argument === null || call.args.length > 2) return [];
    const taint = harm(flow.value(argument), "html", "remote");
    // `$("#" + id)` selects, it builds nothing.
    if (taint === null || (taint.isBuilt && !/^\s*</.test(taint.prefix)) || isAnchor(flow, argument)) return [];
    return [at(flow, call.node, argument, `builds HTML from ${shown(flow, taint)}`)];
  }
  if (!JQUERY_METHODS.test(call.method) || call.receiver === null) return null;
  const isJquery = JQUERY.test(call.name) || /^\$/.test(rootOf(call.receiver));
  const argument = call.args[0] ?? null;
  if (argument === null) return [];
  const computed = flow.callers.functionOf(unwrapped(argument), 0);
  const value = computed === null ? flow.value(argument) : flow.returned(computed, [], null);
  const taint = harm(value, "html", isJquery ? "parameter" : "remote");
  if (taint === null) return null;
  if (!isJquery && call.method !== "html") return null;
  if (/^(add|has|appendTo|prependTo|insertBefore|insertAfter|replaceAll)$/.test(call.method) && taint.origin !== "remote") return [];
  if (taint.origin === "parameter" && !taint.isBuilt && call.method !== "html") return [];
  return [at(flow, call.node, argument, `puts ${shown(flow, taint)} into ${call.method}`, STRENGTH[taint.origin] >= STRENGTH.operator || taint.isBuilt ? "error" : "warning")];
}

/** `location.hash` begins with `#` and `search` with `?`: a selector, no HTML. */
function isAnchor(flow: Flow, argument: SyntaxNode): boolean {
  const node = unwrapped(argument);
  const value = unwrapped(flow.bindings.onlyWrite(node)?.value ?? node);
  return value !== null && /(^|\.)location(\.(hash|search|href))?$/.test(flow.tree.textOf(value));
}

/** `element.setAttribute("href", text)`: `javascript:` runs. */
function attribute(flow: Flow, call: Call): readonly Occurrence[] | null {
  if (!/^(setAttribute|attr|prop)$/.test(call.method)) return null;
  const name = constantOf(flow, call.args[0] ?? null);
  if (name === null || !ADDRESS_ATTRIBUTES.test(name)) return [];
  const taint = harm(flow.value(call.args[1] ?? null), "html", "remote");
  return taint === null || taint.prefix !== "" ? [] : [at(flow, call.node, call.args[1] ?? null, `sets ${name} to ${shown(flow, taint)}`)];
}

/** Template engines and libraries told not to escape. */
function unescaped(flow: Flow, call: Call): readonly Occurrence[] | null {
  const options = [...call.args].reverse().find((argument) => objectOf(flow, argument) !== null) ?? null;
  if (options === null) return null;
  const told = (name: string) => option(flow, options, name);
  const off = ["autoescape", "autoEscape", "escapeHTML", "sanitize", "escapeMarkup"].find((name) => told(name) !== null && isFalse(flow, told(name)));
  if (off !== undefined && (off !== "sanitize" || /marked|markdown|showdown|showdown|setOptions/i.test(call.name))) return [at(flow, call.node, told(off), `turns escaping off (\`${off}: false\`)`, "warning")];
  if (truth(flow, told("noEscape")) === true) return [at(flow, call.node, told("noEscape"), "turns escaping off (`noEscape: true`)", "warning")];
  if (/(^|#|\.)serialize(-javascript)?#?$|^serialize-javascript#/.test(call.name) && truth(flow, told("unsafe")) === true) return [at(flow, call.node, told("unsafe"), "serialises without escaping (`unsafe: true`)", "warning")];
  const html = told("html") ?? told("innerHTML");
  if (/(^|\.)(sendMail|send)$/.test(call.name) && html !== null) {
    const taint = harm(flow.value(html), "html", "remote");
    if (taint !== null) return [at(flow, html, html, `builds HTML mail from ${shown(flow, taint)}`, "warning")];
  }
  return null;
}

/** `element.innerHTML = text`, `element.href = text`. */
function assigned(flow: Flow): readonly Occurrence[] {
  return flow.tree.nodes("AssignmentExpression").flatMap((node) => {
    const left = unwrapped(child(node, "left"));
    const name = left?.type === "MemberExpression" ? lastName(left) : null;
    const right = child(node, "right");
    if (name === null || right === null) return [];
    if (/^(innerHTML|outerHTML|srcdoc)$/.test(name)) return put(flow, node, right, name, "unknown");
    if (name === "escape" && /(^|\.)(mustache|Mustache|ejs|nunjucks)(#|\.|$)/i.test(flow.names.of(child(left, "object")))) return [at(flow, node, right, "replaces the template's escaping", "warning")];
    if (name === "escapeMarkup" && isFalse(flow, right)) return [at(flow, node, right, "turns escaping off (`escapeMarkup = false`)", "warning")];
    if (/^(src|action|formAction)$/.test(name) && /(script|iframe|frame|object|embed|form|el|element|node|link)\w*$/i.test(flow.names.of(child(left, "object")))) {
      const taint = harm(flow.value(right), "html", "remote");
      if (taint !== null && (taint.prefix === "" || /script/i.test(flow.names.of(child(left, "object"))))) return [at(flow, node, right, `loads what ${shown(flow, taint)} names`)];
    }
    return [];
  });
}

/** `"<b>" + req.query.name`: HTML that is put together here and shown elsewhere. */
function concatenated(flow: Flow): readonly Occurrence[] {
  return flow.tree.nodes("BinaryExpression", "TemplateLiteral").flatMap((node) => {
    const outer = flow.tree.parent(node);
    if (node.type === "BinaryExpression" && (text(node, "operator") !== "+" || outer?.type === "BinaryExpression")) return [];
    const taint = flow.value(node).taints.find((one) => one.origin === "remote" && (one.clean & PLACE.html) === 0 && /<[a-z][^>]*>?[^<]*$/i.test(one.prefix));
    return taint === undefined ? [] : [at(flow, node, null, `builds HTML from ${shown(flow, taint)}`, "warning")];
  });
}

/** The same HTML is the same finding, as an attribute and as a property. */
function putInner(flow: Flow, node: SyntaxNode, html: SyntaxNode | null, least: Origin): readonly Occurrence[] {
  const snippet = `dangerouslySetInnerHTML ${html === null ? "" : flow.tree.text.slice(html.start, Math.min(html.end, html.start + MAXIMUM_SNIPPET))}`;
  return put(flow, node, html, "dangerouslySetInnerHTML", least).map((occurrence) => ({ ...occurrence, snippet }));
}

/** JSX, and properties of elements that are made by hand. */
function elements(flow: Flow): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (const node of flow.tree.nodes("JSXAttribute")) {
    const name = text(child(node, "name"), "name") ?? "";
    const value = unwrapped(child(child(node, "value"), "expression"));
    if (value === null) continue;
    if (name === "dangerouslySetInnerHTML") {
      const html = option(flow, value, "__html");
      // What a call makes is told where it is made, unless somebody outside chose it.
      found.push(...(value.type === "ObjectExpression" && html === null ? [] : putInner(flow, node, html ?? value, html === null && value.type === "CallExpression" ? "parameter" : "unknown")));
    } else if (/^(href|src|srcDoc|action|formAction|xlinkHref|html|url)$/.test(name)) {
      const taint = harm(flow.value(value), "html", "remote");
      if (taint !== null && taint.prefix === "") found.push(at(flow, node, value, `sets ${name} to ${shown(flow, taint)}`, "warning"));
    }
  }
  for (const node of flow.tree.nodes("Property")) {
    const name = propertyName(node);
    const value = child(node, "value");
    if (name === "dangerouslySetInnerHTML") found.push(...putInner(flow, node, option(flow, value, "__html") ?? value, "unknown"));
    else if (name === "innerHTML") found.push(...put(flow, node, value, name, "parameter"));
  }
  return found;
}

import { child, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { at, callsOf, constantOf, flowOfView, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

/** A host, or an address with one. */
const HOST = /^(https?:\/\/|\.|\*\.)?([a-z0-9-]+\.)+(com|org|net|io|dev|app|edu|gov|co|uk|de|internal|cloud|ai|me|info|biz|us|eu)(:\d+)?(\/[\w./-]*)?$/i;
const HOST_IN_PATTERN = /(?:^|[^\w])(?:https?\??:?|\/\/|\^|\(|\|)?[\w\\.-]*[a-z0-9](\\?\.)(com|org|net|io|dev|app|edu|gov|co\.uk|internal)(?![\w])/i;

/** Checks and clean-ups that look complete and let the attack through. */
export const incompleteCheck: Rule = {
  id: "incomplete-check",
  class: "security",
  severity: "warning",
  cwe: 20,
  why: "`evil.com/?good.com` contains the allowed host, `.` in a pattern matches any character, and `replace` with text changes the first occurrence only: the check passes what it should stop.",
  fix: "Parse the address and compare its host; anchor patterns at both ends and escape dots; replace with a global pattern, or use a library's escaping.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "if (url.includes(\"shop.com\")) follow(url);\n",
    good: "if (new URL(url).hostname === \"shop.com\") follow(url);\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null || view.isTest) return [];
    return [...callsOf(flow).flatMap((call) => [...contained(flow, call), ...replacedOnce(flow, call)]), ...patterns(flow), ...schemes(flow)].sort((a, b) => a.start - b.start);
  },
};

/** `url.includes("good.com")`, `url.indexOf("good.com") !== -1`, `host.endsWith("good.com")`. */
function contained(flow: Flow, call: Call): readonly Occurrence[] {
  if (!/^(includes|indexOf|endsWith|startsWith|contains|search|lastIndexOf)$/.test(call.method) || call.receiver === null || call.args.length !== 1) return [];
  const wanted = stringValue(call.args[0] ?? null) ?? "";
  if (!HOST.test(wanted)) return [];
  // `x.lastIndexOf(host) === x.length - host.length`
  if (call.method === "lastIndexOf" && /\.length\s*-/.test(flow.tree.text.slice(call.node.end, call.node.end + 120))) return [];
  const receiver = unwrapped(call.receiver);
  if (receiver?.type === "ArrayExpression" || /(list|array|hosts|domains|origins|allowed\w*|whitelist|s)$/i.test(flow.names.of(call.receiver)) && !/(address|url|alias|this|href)s?$/i.test(flow.names.of(call.receiver))) return [];
  // What is refused for holding a host is another matter.
  const around = flow.tree.parent(call.node);
  if (around?.type === "UnaryExpression" || (around?.type === "BinaryExpression" && /^(={2,3}-1|<0)/.test(flow.tree.text.slice(call.node.end, around.end).replace(/\s/g, "")))) return [];
  const path = wanted.replace(/^https?:\/\//, "");
  const isWhole = (call.method === "endsWith" && wanted.startsWith(".")) || (call.method === "startsWith" && (path.includes("/") || /:\d+$/.test(path)));
  if (isWhole) return [];
  const outer = flow.tree.parent(call.node);
  const position = outer?.type === "BinaryExpression" ? text(outer, "operator") : null;
  const isStart = position !== null && /^[!=]==?$/.test(position) && unwrapped(child(outer, "right"))?.["value"] === 0;
  if (isStart && (path.includes("/") || /:\d+$/.test(path))) return [];
  return [at(flow, call.node, call.args[0] ?? null, `looks for \`${wanted.slice(0, 40)}\` anywhere in an address`)];
}

/** `text.replace("<", "&lt;")` in a function that cleans. */
function replacedOnce(flow: Flow, call: Call): readonly Occurrence[] {
  if (call.method !== "replace" || call.args.length !== 2 || call.receiver === null) return [];
  const pattern = unwrapped(call.args[0] ?? null);
  const regex = pattern?.["regex"];
  const isPattern = typeof regex === "object" && regex !== null;
  const flags = isPattern ? String((regex as { flags?: unknown }).flags) : "";
  const source = isPattern ? String((regex as { pattern?: unknown }).pattern) : (stringValue(pattern) ?? "");
  const replacement = stringValue(call.args[1] ?? null) ?? "?";
  const isMeta = /^(\\?['"`<>&\\/|*$;.^+?-]|\\n|\\t|\\r|\n|\.\.\/?|\\\.\\\.(\\?\/)?|--|<script\w*>?|script|javascript:|on\w+=|<!--|%2e)$/i.test(source);
  if (!flags.includes("g") && isMeta) {
    const isEscape = /^\\+.|^&\w+;|^&#|^%\d|^""$|^''$|^$|^_$|^-$|^\\\\|^\\u/.test(replacement) || replacement === "";
    // One line break or quote at the end is often all there is.
    const isTrim = replacement === "" && /^\\?['"`$|;]$/.test(source);
    if (isEscape && !isTrim && !/^(-|\.|\?|\+|\/|\*|\n|\\n)$/.test(source) || (isEscape && replacement.includes(source))) return [at(flow, call.node, call.args[0] ?? null, `replaces only the first \`${source.slice(0, 20)}\``)];
  }
  if (flags.includes("g") && /^(\\\.\\\.\\?\/|<script\b[^a-z]*(>.*)?|<!--.*|javascript:?|on\w+\\?s?\*?=.*|\\b?on\\w+.*=.*)$/i.test(source) && replacement === "") return [at(flow, call.node, call.args[0] ?? null, `what is left after one pass can form \`${source.slice(0, 20)}\` again`)];
  // Quotes are escaped, the backslash before them is not.
  if (flags.includes("g") && /^\\?['"`]$|^\[\\?['"`]+\]$/.test(source) && /^\\\\?.?['"$]/.test(replacement) && replacement.startsWith("\\") && !/replace(All)?\(\s*(\/\[?\\\\|["']\\\\)/.test(flow.tree.textOf(flow.bindings.functionOf(call.node)))) return [at(flow, call.node, call.args[0] ?? null, "escapes quotes and leaves backslashes")];
  return [];
}

/** Patterns with a host whose dots are open or whose ends are. */
function patterns(flow: Flow): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const check = (node: SyntaxNode, source: string) => {
    if (source.length > 500) return;
    const host = HOST_IN_PATTERN.exec(source);
    const open = /(?:^|[^\\\w)\]])([a-z0-9-]{2,})(?<!\\)\.([a-z0-9-]+\\?\.)(com|org|net|io|dev|app|edu|gov|internal)(?![\w.*+?])/i.test(source);
    const outer = flow.tree.parent(node);
    const use = outer?.type === "MemberExpression" ? flow.tree.parent(outer) : outer;
    const isRead = use !== null && /^(MemberExpression)$/.test(flow.tree.parent(use)?.type ?? "") || (use?.type === "CallExpression" && /\.(replace|replaceAll|split)$/.test(flow.names.of(child(use, "callee"))));
    if (isRead) return;
    if (open && /^\^|https?|\/\//.test(source)) found.push(at(flow, node, null, "a dot in this host's pattern matches any character"));
    else if (host !== null && /https?/.test(source) && !(source.startsWith("^") && /(\$|\/|\(\?:|\(\/|\[\/|\/\|)/.test(source.slice(source.search(/(com|org|net|io|dev|app|edu|gov|internal)/i))))) found.push(at(flow, node, null, "this address's pattern is open at an end"));
    else if (mixedAnchors(source)) found.push(at(flow, node, null, "an anchor holds for one alternative only"));
  };
  for (const node of flow.tree.nodes("Literal")) {
    const regex = node["regex"];
    if (typeof regex === "object" && regex !== null) check(node, String((regex as { pattern?: unknown }).pattern));
  }
  for (const call of callsOf(flow)) {
    const isPattern = call.name === "RegExp" || (/^(match|matchAll|search)$/.test(call.method) && call.receiver !== null);
    const source = isPattern ? constantOf(flow, call.args[0] ?? null) : null;
    if (source !== null) check(call.node, source);
  }
  return found;
}

/** `^a|b`: the anchor belongs to the first alternative; names of hosts and addresses are meant as a whole. */
function mixedAnchors(source: string): boolean {
  let depth = 0;
  const parts: string[] = [""];
  for (let index = 0; index < source.length; index++) {
    const character = source.charAt(index);
    if (character === "\\") {
      parts[parts.length - 1] = `${parts[parts.length - 1] ?? ""}${source.slice(index, index + 2)}`;
      index++;
      continue;
    }
    if (character === "(" || character === "[") depth++;
    if (character === ")" || character === "]") depth = Math.max(0, depth - 1);
    if (character === "|" && depth === 0) parts.push("");
    else parts[parts.length - 1] = `${parts[parts.length - 1] ?? ""}${character}`;
  }
  if (parts.length < 2) return false;
  const starts = parts.filter((part) => part.startsWith("^")).length;
  const ends = parts.filter((part) => part.endsWith("$")).length;
  const isWordy = parts.every((part) => /[a-z]/i.test(part.replace(/\\[a-z]/gi, "")));
  const first = parts[0] ?? "";
  const last = parts[parts.length - 1] ?? "";
  return isWordy && ((starts === 1 && first.startsWith("^") && ends === 0) || (ends === 1 && last.endsWith("$") && starts === 0)) ;
}

/** `url.startsWith("javascript:")` without `data:` and `vbscript:`. */
function schemes(flow: Flow): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (const node of flow.tree.nodes("Literal")) {
    const scheme = text(node, "value");
    if (scheme === null || !/^javascript:?$/i.test(scheme)) continue;
    const owner = flow.bindings.functionOf(node);
    const around = flow.tree.text.slice(Math.max(owner.start, node.start - 600), Math.min(owner.end, node.end + 600));
    const outer = flow.tree.parent(node);
    const isTest = outer !== null && (outer.type === "BinaryExpression" || (outer.type === "CallExpression" && /(startsWith|indexOf|includes|test|equals|search)$/.test(flow.names.of(child(outer, "callee")))) || outer.type === "ArrayExpression" || outer.type === "SwitchCase");
    if (isTest && !(/["'`/]\^?data/i.test(around) && /vbscript/i.test(around))) found.push(at(flow, node, null, "refuses `javascript:` and lets `data:` and `vbscript:` through"));
  }
  return found;
}

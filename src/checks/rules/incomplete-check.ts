import { child, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { at, callsOf, constantOf, flowOfView, type Call } from "./flow-sink";
import { incompleteReplacement } from "./incomplete-replacement";
import { looseRange } from "./loose-range";
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
    return [...callsOf(flow).flatMap((call) => [...contained(flow, call), ...incompleteReplacement(flow, call), ...lostEscape(flow, call)]), ...patterns(flow), ...schemes(flow), ...suffixes(flow)].sort((a, b) => a.start - b.start);
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
  if (around?.type === "UnaryExpression" || isDenied(flow, around) || (around?.type === "BinaryExpression" && /^(={2,3}-1|<0)/.test(flow.tree.text.slice(call.node.end, around.end).replace(/\s/g, "")))) return [];
  const path = wanted.replace(/^https?:\/\//, "");
  const isWhole = (call.method === "endsWith" && wanted.startsWith(".")) || (call.method === "startsWith" && (path.includes("/") || /:\d+$/.test(path)));
  if (isWhole) return [];
  const outer = flow.tree.parent(call.node);
  const position = outer?.type === "BinaryExpression" ? text(outer, "operator") : null;
  const isStart = position !== null && /^[!=]==?$/.test(position) && unwrapped(child(outer, "right"))?.["value"] === 0;
  if (isStart && (path.includes("/") || /:\d+$/.test(path))) return [];
  return [at(flow, call.node, call.args[0] ?? null, `looks for \`${wanted.slice(0, 40)}\` anywhere in an address`)];
}

/** `!(x.indexOf(host) !== -1)` */
function isDenied(flow: Flow, comparison: SyntaxNode | null): boolean {
  const outer = comparison?.type === "BinaryExpression" ? flow.tree.parent(comparison) : null;
  return outer?.type === "ParenthesizedExpression" && flow.tree.parent(outer)?.type === "UnaryExpression";
}

/** Patterns with a host whose dots are open or whose ends are. */
function patterns(flow: Flow): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const check = (node: SyntaxNode, source: string) => {
    if (source.length > 500) return;
    const host = HOST_IN_PATTERN.exec(source);
    const open = /(?:^|[^\\\w\]])(?:[a-z0-9-]{2,}|[)\w]\))?(?<!\\)\.([a-z0-9-]+\\?\.)(com|org|net|io|dev|app|edu|gov|internal)(?![\w.*+?])|^\^\(?[\w|().?\\]*[)?][a-z0-9-]{2,}\.(com|org|net|io|dev|app|edu|gov)(?![\w.*+?-])/i.test(source);
    const outer = flow.tree.parent(node);
    const use = outer?.type === "MemberExpression" ? flow.tree.parent(outer) : outer;
    const isRead = use !== null && /^(MemberExpression)$/.test(flow.tree.parent(use)?.type ?? "") || (use?.type === "CallExpression" && /\.(replace|replaceAll|split)$/.test(flow.names.of(child(use, "callee"))));
    if (isRead) return;
    if (open && /^\^|https?|\/\//.test(source)) found.push(at(flow, node, null, "a dot in this host's pattern matches any character"));
    else if (host !== null && /https?/.test(source) && !(source.startsWith("^") && /(\$|\/|\(\?:|\(\/|\[\/|\/\|)/.test(source.slice(source.search(/(com|org|net|io|dev|app|edu|gov|internal)/i))))) found.push(at(flow, node, null, "this address's pattern is open at an end"));
    else if (mixedAnchors(source)) found.push(at(flow, node, null, "an anchor holds for one alternative only"));
    else {
      const range = looseRange(source);
      if (range !== null) found.push(at(flow, node, null, `\`${range}\` holds more than letters or digits`, "note"));
    }
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
    const isAtStart = starts === 1 && first.startsWith("^");
  const isAtEnd = ends === 1 && last.endsWith("$");
  // `^a|b$` is two checks; with more between them, those in the middle are anchored nowhere.
  return isWordy && ((isAtStart && ends === 0) || (isAtEnd && starts === 0) || (isAtStart && isAtEnd && parts.length > 2));
}

/** `new RegExp("\.com$")`: the text's own escape takes the backslash away. */
function lostEscape(flow: Flow, call: Call): readonly Occurrence[] {
  const isPattern = call.name === "RegExp" || (/^(match|matchAll|search)$/.test(call.method) && call.receiver !== null);
  const pattern = isPattern ? (call.args[0] ?? null) : null;
  const written = pattern === null ? null : writtenOf(flow, pattern);
  const lost = written === null ? null : /(?<!\\)(?:\\\\)*(\\[.dDwWsSBb+*?()[\]{}|^$/-])/.exec(written);
  return lost === null ? [] : [at(flow, call.node, pattern, `\`${lost[1] ?? ""}\` in a text is no escape of the pattern`)];
}

/** A text as it is written in the source; through a constant of the file. */
function writtenOf(flow: Flow, given: SyntaxNode): string | null {
  const node = unwrapped(given);
  if (node?.type === "BinaryExpression" && text(node, "operator") === "+") {
    return [child(node, "left"), child(node, "right")].map((part) => (part === null ? null : writtenOf(flow, part))).find((part) => part !== null && part.includes("\\")) ?? null;
  }
  if (stringValue(node) !== null) return node === null ? null : flow.tree.textOf(node).slice(1, -1);
  const value = flow.bindings.onlyValue(node);
  return value === null || stringValue(value) === null ? null : flow.tree.textOf(value).slice(1, -1);
}

/** `x.indexOf(y) === x.length - y.length`: where `y` is missing, both sides can be -1. */
function suffixes(flow: Flow): readonly Occurrence[] {
  return flow.tree.nodes("BinaryExpression").flatMap((node) => {
    if (!/^[!=]==?$/.test(text(node, "operator") ?? "")) return [];
    const sides = [child(node, "left"), child(node, "right")];
    const search = sides.map((side) => onlyValue(flow, side)).find((side) => side?.type === "CallExpression" && /\.(indexOf|lastIndexOf)$/.test(flow.names.of(child(side, "callee")))) ?? null;
    const rest = sides.map((side) => onlyValue(flow, side)).find((side) => side?.type === "BinaryExpression" && /\.length\s*-\s*\(?[\w.$]*\.length\b/.test(flow.tree.textOf(side))) ?? null;
    if (search === null || rest === null) return [];
    const owner = flow.tree.textOf(flow.bindings.functionOf(node));
    return /(!==?|>)\s*-1\b|>=?\s*0\b|<\s*0\b|={2,3}\s*-1\b|\.length\s*>=?|\.length\s*<=?|\.includes\(/.test(owner) ? [] : [at(flow, node, null, "is true where the end is missing and the text one shorter")];
  });
}

/** What an expression is, or the one value its variable was given. */
function onlyValue(flow: Flow, given: SyntaxNode | null): SyntaxNode | null {
  const node = unwrapped(given);
  return flow.bindings.onlyValue(node) ?? node;
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

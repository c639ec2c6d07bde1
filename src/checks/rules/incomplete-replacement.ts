import { child, children, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { at, type Call } from "./flow-sink";
import type { Occurrence } from "./rule";

/** One character that means something to whoever reads the text, or a sequence that does. */
const META = /^(\\?['"`<>&\\|;]|\\n|\\r|\\t|\n|\r|\t|\.\.\/?|\\\.\\\.(\\?\/)?|--|<script\w*>?|script|javascript:|on\w+=|<!--|%2e)$/i;
/** Where one of these is escaped, all are meant; taken out once it is for other reasons. */
const META_WHEN_ESCAPED = /^\\?[/*.^+?{}[\]$%-]$/;
/** Where one is taken out, and then the other, the text was wrapped in them. */
const WRAPPERS: Readonly<Record<string, string>> = { "[": "]", "{": "}", '"': '"', "'": "'", "`": "`", "": "" };
/** Sequences that what is left can form again: `<scr<script>ipt>`, `....//`. */
const REFORMING = /<!--|--!?>|<\W{0,8}(\w\W{0,3})?(script|iframe)|(?:\\s[*+]?|[^a-z]|^)on(\\w|\[|[a-z]{3,})[^|]*=|(javascript|vbscript|data):|\.\.[/\\]|^\.\.$/i;
/** `text.replace("'", "")`, `/<script>/g` to nothing, `/"/g` to `\"`: replacements that look complete. */
export function incompleteReplacement(flow: Flow, call: Call): readonly Occurrence[] {
  if (!/^(replace|replaceAll)$/.test(call.method) || call.args.length !== 2 || call.receiver === null) return [];
  const argument = call.args[0] ?? null;
  const pattern = readPattern(flow, argument);
  if (pattern === null || pattern.source.length > MAXIMUM_PATTERN) return [];
  // A normalised path has its `..` at the start alone.
  if (pattern.source.includes("..") || pattern.source.includes("\\.\\.")) if (/(^|[#.])normalize$/.test(flow.names.of(child(unwrapped(call.receiver), "callee")))) return [];
  const isGlobal = pattern.isGlobal || call.method === "replaceAll";
  const replacement = stringValue(unwrapped(call.args[1] ?? null));
  const fault = isGlobal ? oncePassed(flow, call, pattern.source, replacement) : firstOnly(flow, call, pattern, replacement);
  return fault === null ? [] : [at(flow, call.node, argument, fault)];
}

/** Characters of a pattern; a longer one is generated or hostile. */
const MAXIMUM_PATTERN = 500;

interface Pattern {
  readonly source: string;
  readonly isGlobal: boolean;
  readonly isText: boolean;
}

/** A text, a literal pattern, or a constant of the file that holds one. */
function readPattern(flow: Flow, given: SyntaxNode | null, hops = 0): Pattern | null {
  const node = unwrapped(given);
  const regex = node?.["regex"];
  if (typeof regex === "object" && regex !== null) {
    const { pattern, flags } = regex as { pattern?: unknown; flags?: unknown };
    return { source: String(pattern), isGlobal: String(flags).includes("g"), isText: false };
  }
  const literal = stringValue(node);
  if (literal !== null) return { source: literal, isGlobal: false, isText: true };
  if ((node?.type === "NewExpression" || node?.type === "CallExpression") && text(child(node, "callee"), "name") === "RegExp") {
    const [source = null, flags = null] = children(node, "arguments").map((argument) => stringValue(argument));
    return source === null ? null : { source, isGlobal: (flags ?? "").includes("g"), isText: false };
  }
  return node === null || hops > 3 ? null : readPattern(flow, flow.bindings.onlyValue(node), hops + 1);
}

function firstOnly(flow: Flow, call: Call, { source, isText }: Pattern, replacement: string | null): string | null {
  if (replacement === null) return null;
  const single = isText ? source : alternatives(source);
  const isMeta = META.test(single) || (!isText && /^(['"`<>&\\|;]|\\\\){2,}$/.test(single));
  const escapes = /^\\+.|^&\w+;|^&#|^%[\da-f]{2}|^""$|^''$|^\\u/i.test(replacement);
  if (!isMeta && !(escapes && (META_WHEN_ESCAPED.test(single)) && (replacement.includes(single.replace(/^\\/, "")) || replacement.startsWith("%")))) return null;
  // One line break at the end, or the marks around a text, are all there is.
  if (replacement === "" && (/^(\\?[nr]|[\n\r]|--|script)$/.test(single) || isUnwrapped(flow, call, single) || isInLoop(flow, call.node))) return null;
  const isCleaning = escapes || /^[_ -]?$/.test(replacement);
  return isCleaning ? `replaces only the first \`${source.slice(0, 20)}\`` : null;
}

/** What stands inside `['"]` and `('|")`. */
function alternatives(source: string): string {
  const inner = /^\((?:\?:)?(.*)\)\+?$/s.exec(source)?.[1] ?? source;
  const list = /^\[((?:[^\]^\\]|\\.)(?:[^\]\\]|\\.)*)\]\+?$/s.exec(inner)?.[1];
  return list ?? inner;
}

/** `text.replace("[", "").replace("]", "")`. */
function isUnwrapped(flow: Flow, call: Call, source: string): boolean {
  const mark = source.replace(/^\\/, "");
  const isOther = (other: string | null) => other !== null && (WRAPPERS[mark] === other || WRAPPERS[other] === mark);
  const neighbours = [unwrapped(call.receiver), flow.tree.parent(flow.tree.parent(call.node) ?? call.node)];
  return neighbours.some((one) => one?.type === "CallExpression" && /\.replace$/.test(flow.names.of(child(one, "callee"))) && isOther(readPattern(flow, children(one, "arguments")[0] ?? null)?.source.replace(/^\\/, "") ?? null));
}

/** `do { … } while (before !== text)`: repeated until nothing is left. */
function isInLoop(flow: Flow, node: SyntaxNode): boolean {
  for (const outer of flow.tree.ancestors(node)) {
    if (/^(While|DoWhile)Statement$/.test(outer.type)) return true;
    if (/Function/.test(outer.type)) return false;
  }
  return false;
}

function oncePassed(flow: Flow, call: Call, source: string, replacement: string | null): string | null {
  if (replacement === null) return null;
  const plain = source.replace(/\\([/<>=!:-])/g, "$1").replace(/\\x2e|\\\./gi, ".").replace(/\\x2f/gi, "/");
  if (/^ ?$/.test(replacement)) return REFORMING.test(plain) && !plain.startsWith("^") && !isInLoop(flow, call.node) ? `what is left after one pass can form \`${source.slice(0, 20)}\` again` : null;
  // Quotes are escaped, the backslash before them is not.
  if (!/^\\(.?['"`]|\$[&1])$/.test(replacement) || !/^[^a-z]*$/i.test(alternatives(source)) || !/['"`]/.test(source) || /\\\\/.test(source)) return null;
  return /replace(All)?\(\s*(\/\(?\[?\\\\|["']\\)/.test(flow.tree.textOf(flow.bindings.functionOf(call.node))) ? null : "escapes quotes and leaves backslashes";
}

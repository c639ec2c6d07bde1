import { child, children, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Binding } from "./bindings";
import { stateOf } from "./component-state";
import { isConstantElsewhere, PAGES_OWN } from "./members";
import type { Flow, Frame } from "./flow";
import { asText, cleaned, concatenated, constant, EVERY_PLACE, NOTHING, PLACE, tainted, union, type Value } from "./taint";

/** Methods that give back (a part of) what they are called on. */
const KEEPS = /^(trim|trimEnd|trimStart|trimLeft|trimRight|toLowerCase|toUpperCase|toLocaleLowerCase|toLocaleUpperCase|slice|substring|substr|repeat|padStart|padEnd|normalize|split|at|pop|shift|reverse|sort|flat|values|entries|keys|filter|find|toString|valueOf|toJSON|get|getAll|clone|join|raw|text|json|then|finally|first|last|exec|match|matchAll|next|toArray|read|charAt|anchor|big|bold|link|val|html|attr|prop|data|getAttribute|from|body|formData)$/;
const CHOOSES = /^(filter|slice|sort|reverse|flat|at)$/;
const TEXTUAL = /^(trim\w*|to(Lower|Upper|Locale\w*)Case|slice|substring|substr|repeat|padStart|padEnd|toString|join|charAt|text)$/;
const ADDS = /^(concat|replace|replaceAll|splice|with|toSpliced)$/;
/** Methods that answer with a fact about their receiver. */
const FACTS = /^(indexOf|lastIndexOf|includes|startsWith|endsWith|test|search|localeCompare|charCodeAt|codePointAt|has|some|every|findIndex|getTime|valueOfNumber|toFixed|toPrecision|toISOString|toLocaleString|toLocaleDateString|toLocaleTimeString|toDateString|toUTCString|isValid|equals|count|digest|size|exists|existsSync|isFile|isDirectory)$/;
const EACH = /^(map|forEach|filter|find|findLast|some|every|flatMap|findIndex|each|eachSeries|mapSeries|replaceAll|replace|then|tap|sort)$/;

/** Functions that give back (a part of) their arguments. */
const PASSES = new RegExp(
  "^(" +
    [
      "String|Object|Array|Promise\\.(resolve|all|race|allSettled|any)|Object\\.(assign|values|entries|keys|fromEntries|freeze|create)|Array\\.(from|of)|Buffer\\.from|Buffer\\.concat|Buffer|structuredClone|JSON\\.(parse|stringify)|Symbol|Uint8Array|TextDecoder\\(\\)\\.decode",
      "decodeURI|decodeURIComponent|unescape|atob|btoa|URL|URLSearchParams|Set|Map|FormData|Headers|Request|Response|Blob|File",
      "(path|path/posix|path/win32|upath)#(\\w+\\.)?(join|resolve|normalize|dirname|format|parse|toNamespacedPath|relative)",
      "url#(parse|format|resolve|URL|fileURLToPath|pathToFileURL|domainToASCII|URLSearchParams)|(querystring|qs|query-string|querystringify|url-parse|parseurl|parse-url|normalize-url|url-join|whatwg-url|urijs|fast-url-parser|parse-uri)#.*",
      "util#(format|inspect|formatWithOptions)|(sprintf-js|printf|format-util|printj|string-template|pupa|supplant)#.*|(json5|flatted|jsonc-parser|json-parse-\\w+|safe-json-parse|jsonparse|circular-json|serialize-to-js|js-yaml|yaml|yamljs|toml|ini|papaparse|csv-parse)#.*",
      "(lodash|underscore|ramda|lodash/fp|lodash/\\w+)#.*|_\\.(\\w+)|(deepmerge|merge|extend|object-assign|xtend|defaults|clone|clone-deep|merge-options|merge-deep|array-union|array-uniq|uniq|arrify|flatten|p-map|p-all|bluebird|immutable|concat-stream|raw-body|co-body|get-stream|slash|camelcase|kebab-case|pascal-case|snake-case|underscore.string|classnames|clsx|ansi-colors|chalk|colors|kleur|wrap-ansi|strip-ansi|slice-ansi|pretty-format|marked|markdown-it|showdown|snarkdown|remarkable|commonmark|remark|unified|jwt-decode|base-64|js-base64|url-template|dateformat|moment|dayjs|luxon|date-fns)#.*",
      "(\\$|jQuery)\\.(extend|parseJSON|trim|map|merge|param|parseHTML)|angular\\.(fromJson|toJson|copy|extend|merge|element)",
    ].join("|") +
    ")$",
);
const NUMBERS = /^(Number|parseInt|parseFloat|BigInt|Boolean|Number\.\w+|Math\.\w+|isNaN|isFinite|Date(\.\w+)?|Symbol\.for|crypto\.(randomUUID|getRandomValues)|performance\.now)$|^crypto#(randomBytes|randomUUID|randomInt|createHash|createHmac|getHashes|timingSafeEqual|scryptSync|pbkdf2Sync)|^(uuid|nanoid|bcrypt|bcryptjs|argon2|object-hash|md5|sha1|shortid|cuid|ulid|hasha|crypto-random-string)#|^(path|path\/posix)#(\w+\.)?(basename|extname|isAbsolute)$|^os#|^util#(isDeepStrictEqual|types)|^(fs|fs-extra|fs\/promises|fs#promises)#?.*(exists|stat|access|realpath|mkdtemp)/;
const READS_FILES = /^(fs|fs-extra|graceful-fs|fs\/promises)#(promises\.)?(readFile|readFileSync|readdir|readdirSync|readJson|readJsonSync|readlink)$/;

/** What calls make of the values they are given: the language's own functions and well-known libraries. */
export class CallModels {
  constructor(private readonly flow: Flow) {}

  /** The value of a call, or null where only the file's own functions can say. */
  call(node: SyntaxNode, frame: Frame | null): Value | null {
    const { flow } = this;
    const callee = unwrapped(child(node, "callee"));
    const args = children(node, "arguments");
    const name = flow.names.of(callee);
    const values = () => args.map((argument) => flow.value(argument, frame));
    if (NUMBERS.test(name)) return /basename$/.test(name) ? cleaned(asText(union(values())), PLACE.path) : NOTHING;
    const places = flow.sanitizers.placesOf(name);
    if (places !== 0) return cleaned(asText(union(values())), places);
    if (READS_FILES.test(name)) return { ...tainted("operator", node), literal: "" };
    if (/^(process\.cwd|Date\.now|new\.target|require\.resolve|import\.meta\.resolve)$/.test(name)) return NOTHING;
    const method = callee?.type === "MemberExpression" ? text(child(callee, "property"), "name") : null;
    // A date has no text of its own; its format's letters that mean nothing stay as they are.
    if (/^(date-fns(\/\w+)?#(format|formatInTimeZone|lightFormat)|date-fns\/fp#format\(\))$/.test(name)) return /^date-fns\/fp/.test(name) ? flow.value(children(unwrapped(child(node, "callee")), "arguments")[0] ?? null, frame) : flow.value(args[args.length > 2 ? 2 : 1] ?? null, frame);
    if (/^date-fns\/fp#format$/.test(name)) return flow.value(args[0] ?? null, frame);
    if (name === "util#format" || /(^|[#.])(sprintf|vsprintf)$/.test(name)) return concatenated(values());
    if (PASSES.test(name)) return /^(path|upath)/.test(name) ? this.joined(name, args, frame) : /(stringify|^String|format|toJson)$/.test(name) ? this.stringified(name, union(values())) : union(values());
    if (/(^|[#.])useState$/.test(name)) return stateOf(flow, node, frame);
    const receiver = callee?.type === "MemberExpression" ? unwrapped(child(callee, "object")) : null;
    if (receiver === null || method === null) return null;
    return this.method(node, receiver, method, args, frame);
  }

  /** The value of a parameter of a function that is handed to a known method: `list.forEach((item) => …)`. */
  callbackParameter(binding: Binding, frame: Frame | null): Value | null {
    const { flow } = this;
    const outer = flow.tree.parent(binding.node);
    if (outer?.type !== "CallExpression") return null;
    const callee = unwrapped(child(outer, "callee"));
    if (callee === binding.node) return flow.property(children(outer, "arguments")[binding.index] ?? null, binding.path, frame);
    const method = callee?.type === "MemberExpression" ? (text(child(callee, "property"), "name") ?? "") : "";
    const receiver = callee?.type === "MemberExpression" ? unwrapped(child(callee, "object")) : null;
    const name = flow.names.of(callee);
    if (/^(fs|fs-extra|graceful-fs)#read(File|dir|link)$/.test(name)) return binding.index === 1 ? tainted("operator", binding.node) : NOTHING;
    if (/(^|[.#])(each|forEach|map|eachSeries|mapSeries|mapLimit|filter|forOf|waterfall)$/.test(name) && /^(async|lodash|underscore|_|\$|jQuery|bluebird|p-map)(?![\w$])/.test(name)) {
      return binding.index === (/^(\$|jQuery)/.test(name) ? 1 : 0) ? flow.property(children(outer, "arguments")[0] ?? null, ["*", ...binding.path], frame) : NOTHING;
    }
    if (receiver === null) return null;
    if (/^(reduce|reduceRight)$/.test(method)) return binding.index <= 1 ? flow.property(receiver, ["*", ...binding.path], frame) : NOTHING;
    if (!EACH.test(method)) return method === "catch" ? NOTHING : null;
    if (binding.index !== 0) return NOTHING;
    return flow.property(receiver, ["*", ...binding.path], frame);
  }

  private method(node: SyntaxNode, receiver: SyntaxNode, method: string, args: readonly SyntaxNode[], frame: Frame | null): Value | null {
    const { flow } = this;
    if (FACTS.test(method)) return NOTHING;
    // `NAMES.find(…)` of a list elsewhere: one of its constants, as `NAMES[0]` is.
    if (/^(find|findLast|filter|at|slice)$/.test(method) && isConstantElsewhere(flow.names.of(receiver), [])) return NOTHING;
    // Names of places, and what is true of a field, are the page's own.
    if (/^(getAttribute|attr|prop)$/.test(method) && PAGES_OWN.test(stringValue(args[0] ?? null) ?? "")) return NOTHING;
    // What a pattern of letters and digits found holds nothing else.
    if (/^(match|matchAll|exec)$/.test(method) && isHarmlessPattern(unwrapped(method === "exec" ? receiver : (args[0] ?? null)))) return NOTHING;
    const callback = args[0] !== undefined ? flow.callers.functionOf(unwrapped(args[0]), 0) : null;
    if (/^(map|flatMap|then)$/.test(method) && callback !== null) return flow.returned(callback, [flow.value(receiver, frame)], frame);
    if (method === "map" || method === "flatMap") return this.mapped(receiver, args, frame);
    if (/^(reduce|reduceRight)$/.test(method) && callback !== null) {
      const start = flow.value(args[1] ?? null, frame);
      const items = flow.property(receiver, ["*"], frame);
      return union([start, items, flow.returned(callback, [union([start, items]), items, NOTHING], frame)]);
    }
    if (method === "replace" || method === "replaceAll") return this.replaced(receiver, method, args, frame);
    if (method === "join" && receiver.type === "ArrayExpression") {
      const separator = args[0] === undefined ? constant(",") : flow.value(args[0], frame);
      return concatenated(children(receiver, "elements").flatMap((element, index) => [...(index === 0 ? [] : [separator]), flow.value(element, frame)]));
    }
    if (method === "join") return concatenatedBy(flow.value(receiver, frame), flow.value(args[0] ?? null, frame));
    if (ADDS.test(method)) {
      const values = [flow.value(receiver, frame), ...args.map((argument) => flow.value(argument, frame))];
      return method === "concat" && unwrapped(receiver)?.type !== "ArrayExpression" ? concatenated(values) : union(values);
    }
    // What an object of the file defines itself is its own.
    const own = flow.callers.functionOf(unwrapped(child(node, "callee")), 0);
    if (own !== null) return null;
    if (!KEEPS.test(method)) return null;
    const value = flow.value(receiver, frame);
    // Of harmless items that a call gave, any choice and order is harmless.
    if (value.taints.length === 0 && CHOOSES.test(method) && receiver.type === "CallExpression") return NOTHING;
    if (value.taints.every((taint) => taint.origin === "unknown") && value.constant === null && !TEXTUAL.test(method)) return null;
    return TEXTUAL.test(method) ? { ...asText(value), constant: method === "toString" || method === "trim" ? value.constant : null } : { ...value, constant: null };
  }

  /** `ids.map(encodeURIComponent)`, `ids.map(Number)`. */
  private mapped(receiver: SyntaxNode, args: readonly SyntaxNode[], frame: Frame | null): Value {
    const value = this.flow.property(receiver, ["*"], frame);
    const name = this.flow.names.of(args[0] ?? null);
    if (NUMBERS.test(name)) return NOTHING;
    return cleaned(value, this.flow.sanitizers.placesOf(name));
  }

  /** Replacing every bad character cleans; replacing the first one, or only some of them, doesn't. */
  private replaced(receiver: SyntaxNode, method: string, args: readonly SyntaxNode[], frame: Frame | null): Value {
    const { flow } = this;
    const value = asText(flow.value(receiver, frame));
    const given = unwrapped(args[0] ?? null);
    const pattern = flow.bindings.onlyValue(given) ?? given;
    const literal = pattern?.["regex"];
    const source = typeof literal === "object" && literal !== null ? (literal as { pattern?: unknown; flags?: unknown }) : null;
    const expression = typeof source?.pattern === "string" ? source.pattern : (stringValue(pattern) ?? "");
    const isGlobal = method === "replaceAll" || (typeof source?.flags === "string" && source.flags.includes("g"));
    const result = union([{ ...value, constant: null }, flow.value(args[1] ?? null, frame)]);
    // `../` as often as it stands at the start.
    if (!isGlobal) return /\\\.\\\..*\)[+*]/.test(expression) ? cleaned(result, PLACE.path) : result;
    let places = 0;
    if (/\[\^/.test(expression) || /^\\W\+?$|^\\D\+?$/.test(expression)) places = EVERY_PLACE;
    if (/[<>&"']|\\W/.test(expression)) places |= PLACE.html;
    if (/'|\\'/.test(expression)) places |= PLACE.sql | PLACE.shell;
    // Every mark that parts one command from the next.
    if (/^\[/.test(expression) && /;/.test(expression) && /&/.test(expression) && /\|/.test(expression)) places |= PLACE.shell;
    if (/\\n|\\r|\\s|\n/.test(expression)) places |= PLACE.log | PLACE.header;
    if (/\[[^\]]*[./][^\]]*\]|\\\.|^\.\.?$|^\/$/.test(expression)) places |= PLACE.path;
    if (/[[\\](\*|\.|\+|\?|\^|\$|\||\(|\{|\/|-).*[\])]/.test(expression) && /\\\$&|\\\\\$&|\$1/.test(this.flow.tree.textOf(args[1] ?? receiver))) places |= PLACE.pattern;
    return cleaned(result, places);
  }

  /** Only `basename` takes folders away; `normalize` of a rooted path can't climb. */
  private joined(name: string, args: readonly SyntaxNode[], frame: Frame | null): Value {
    const values = args.map((argument, index) => (index > 0 && /join$/.test(name) && this.isRooted(argument, 0) ? cleaned(this.flow.value(argument, frame), PLACE.path) : this.flow.value(argument, frame)));
    return /(join|resolve)$/.test(name) ? concatenated(values) : union(values);
  }

  /** `path.join("/", x)`, `path.normalize("/" + x)`: no `..` is left in it, only the root is wrong. */
  isRooted(given: SyntaxNode | null, hops: number): boolean {
    const node = unwrapped(given);
    const binding = node?.type === "Identifier" && hops < 3 ? this.flow.bindings.resolve(node) : null;
    const only = binding?.kind === "variable" && binding.writes.length === 1 ? binding.writes[0] : undefined;
    if (only !== undefined) return only.path.length === 0 && this.isRooted(only.value, hops + 1);
    if (node?.type !== "CallExpression" || !/^(path|path\/posix|upath)#(posix\.)?(join|normalize|resolve)$/.test(this.flow.names.of(child(node, "callee")))) return false;
    const first = this.flow.value(children(node, "arguments")[0] ?? null);
    return (first.constant ?? first.taints[0]?.prefix ?? "").startsWith("/");
  }

  private stringified(name: string, value: Value): Value {
    if (!/stringify|toJson/.test(name)) return asText(value);
    return cleaned(asText(value), PLACE.nosql | PLACE.log | PLACE.path | PLACE.redirect | PLACE.url | PLACE.header);
  }
}

/** Every character that the pattern takes is a letter, a digit, `_`, `-` or a colon. */
function isHarmlessPattern(node: SyntaxNode | null): boolean {
  const literal = node?.["regex"];
  const source = typeof literal === "object" && literal !== null ? String((literal as { pattern?: unknown }).pattern) : null;
  return source !== null && /^(?:\\[dwb]|\[(?:\\[dw]|[\w:-])+\]|[\w^$()|+*?:-]|\{\d+(?:,\d*)?\})+$/.test(source);
}

function concatenatedBy(list: Value, separator: Value): Value {
  if (list.taints.length === 0) return { taints: separator.taints, literal: `${list.literal} ${separator.literal}`, constant: null };
  return { taints: list.taints.map((taint) => ({ ...taint, isBuilt: true, isText: true })), literal: `${list.literal} ${separator.literal}`, constant: null };
}

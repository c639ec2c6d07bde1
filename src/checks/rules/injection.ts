import { child, children, dottedName, lastName, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";
import { isFromOutside, originOf, type ExpressionOrigin } from "./expression-origin";
import type { Occurrence, Rule } from "./rule";

const SQL_METHODS = /^(query|execute|exec|raw|rawQuery|queryRaw|\$queryRawUnsafe|\$executeRawUnsafe|unsafe|all|get|run|each|prepare|literal|whereRaw|orderByRaw|selectRaw|havingRaw|joinRaw|fromRaw|groupByRaw|createQueryBuilder|many|one|oneOrNone|manyOrNone|none|any)$/;
const SQL_TEXT = /\b(select\s[\s\S]{0,400}?\bfrom|insert\s+into|update\s[\s\S]{0,200}?\bset|delete\s+from|replace\s+into|merge\s+into|drop\s+(table|database|index|view|schema)|alter\s+table|create\s+(table|index|view|user)|truncate\s+table|union\s+(all\s+)?select|grant\s|exec(ute)?\s+\w|call\s+\w+\s*\(|where\s+[\w."`]+\s*(=|like|in\b|<|>)|order\s+by|set\s+(search_path|role))/i;

const SHELL_NAMES = /^(exec|execSync|execAsync|execPromise|execP|asyncExec)$/;
const SHELL_OWNERS = /(^|\.)(child_?process|cp|childProcess|shell|shelljs|sh|execa)$/i;
const SPAWN_NAMES = /^(spawn|spawnSync|execFile|execFileSync|execa|execaSync)$/;
const SHELLS = /(^|\/)(sh|bash|zsh|dash|cmd|cmd\.exe|powershell|powershell\.exe|pwsh)$/;

const HTML_SANITIZER = /(^|\.)(sanitize\w*|purify\w*|escape\w*|encode\w*|htmlEscape\w*|he\.\w+|xss|createHTML|renderToString|renderToStaticMarkup|trusted\w*)$/i;
const SHELL_SANITIZER = /(^|\.)(quote|shellQuote|shellEscape|escapeShell\w*|shescape\.\w+|escape\w*Shell\w*)$/i;
const SQL_SANITIZER = /(^|\.)(escape|escapeId|escapeIdentifier|escapeLiteral|quoteIdent\w*|quoteLiteral|quoteIdentifier|identifier|pgFormat|mysql\.format|SqlString\.\w+)$/i;
const REGEX_SANITIZER = /(^|\.)(escape\w*Reg\w*|reg\w*Escape|escapeStringRegexp|RegExp\.escape|escape)$/i;
const NONE = () => false;

const WEB_OUTPUT = /^(res|response|reply|ctx|c)\.(send|write|end|html|body)$|^(res|response)\.status\(\)\.(send|end)$/;

/** Text that another interpreter will run, put together from what is not known. */
export const injection: Rule = {
  id: "injection",
  class: "security",
  severity: "error",
  cwe: 74,
  why: "Whoever controls the inserted value controls the query, command, page or program. 45 % of generated code carries an OWASP flaw, and 86 % fails on cross-site scripting (Veracode 2025).",
  fix: "Keep code and data apart: bind parameters, pass arguments as a list without a shell, set textContent or escape for the place, and never evaluate strings.",

  find(view) {
    const { tree } = view;
    if (tree === null) return [];
    const found: Occurrence[] = [];
    for (const call of tree.nodes("CallExpression", "NewExpression")) {
      const occurrence = sqlCall(tree, call) ?? shellCall(tree, call) ?? evalCall(tree, call) ?? htmlCall(tree, call) ?? patternCall(tree, call);
      if (occurrence !== null) found.push(occurrence);
    }
    for (const assignment of tree.nodes("AssignmentExpression")) {
      const name = lastName(child(assignment, "left"));
      if (name === "innerHTML" || name === "outerHTML" || name === "srcdoc") {
        const occurrence = htmlValue(tree, assignment, child(assignment, "right"), name);
        if (occurrence !== null) found.push(occurrence);
      }
    }
    for (const attribute of tree.nodes("JSXAttribute")) {
      if (text(child(attribute, "name"), "name") !== "dangerouslySetInnerHTML") continue;
      const object = unwrapped(child(child(attribute, "value"), "expression"));
      const html = object?.type === "ObjectExpression" ? (children(object, "properties").find((property) => text(child(property, "key"), "name") === "__html") ?? null) : null;
      const occurrence = htmlValue(tree, attribute, html === null ? object : child(html, "value"), "dangerouslySetInnerHTML");
      if (occurrence !== null) found.push(occurrence);
    }
    return found.sort((a, b) => a.start - b.start);
  },
};

function sqlCall(tree: SourceFile, call: SyntaxNode): Occurrence | null {
  const callee = unwrapped(child(call, "callee"));
  const method = lastName(callee);
  if (callee?.type !== "MemberExpression" && method !== "query" && method !== "sql") return null;
  if (method === null || !(SQL_METHODS.test(method) || method === "sql")) return null;
  const first = firstArgument(call);
  // `query({ text: …, values: […] })`
  const object = first?.type === "ObjectExpression" ? children(first, "properties").find((property) => /^(text|sql|query)$/.test(text(child(property, "key"), "name") ?? "")) : undefined;
  const origin = originOf(tree, object === undefined ? first : child(object, "value"), (name) => SQL_SANITIZER.test(name));
  if (!origin.isBuilt || origin.unknownParts.length === 0 || !SQL_TEXT.test(origin.literalText)) return null;
  return { start: call.start, end: call.end, message: `builds SQL from ${shown(tree, origin)}` };
}

function shellCall(tree: SourceFile, call: SyntaxNode): Occurrence | null {
  const callee = unwrapped(child(call, "callee"));
  const name = lastName(callee);
  if (name === null) return null;
  const owner = callee?.type === "MemberExpression" ? dottedName(child(callee, "object")) : null;
  const args = children(call, "arguments");
  const isShell = SHELL_NAMES.test(name) && (owner === null ? callee?.type === "Identifier" : SHELL_OWNERS.test(owner));
  const isCommand = /^(command|commandSync)$/.test(name) && owner !== null && /execa$/.test(owner);
  if (isShell || isCommand) return shellText(tree, call, [args[0] ?? null]);
  if (!SPAWN_NAMES.test(name) || (owner !== null && !SHELL_OWNERS.test(owner))) return null;
  const options = unwrapped(args[args.length - 1] ?? null);
  const shell = options?.type === "ObjectExpression" ? children(options, "properties").find((property) => text(child(property, "key"), "name") === "shell") : undefined;
  const usesShell = shell !== undefined && child(shell, "value")?.["value"] !== false;
  if (usesShell) return shellText(tree, call, [args[0] ?? null, args[1] ?? null]);
  // `spawn("sh", ["-c", text])`
  const list = unwrapped(args[1] ?? null);
  if (SHELLS.test(stringValue(args[0] ?? null) ?? "") && list?.type === "ArrayExpression") return shellText(tree, call, [list]);
  return null;
}

function shellText(tree: SourceFile, call: SyntaxNode, parts: readonly (SyntaxNode | null)[]): Occurrence | null {
  for (const part of parts) {
    if (part?.type === "ObjectExpression") continue;
    const origin = originOf(tree, part, (name) => SHELL_SANITIZER.test(name));
    if (origin.unknownParts.length === 0) continue;
    const outside = origin.isBuilt || origin.unknownParts.some((unknown) => isFromOutside(tree, unknown));
    return { start: call.start, end: call.end, message: `gives a shell ${shown(tree, origin)}`, ...(outside ? {} : { severity: "warning" as const }) };
  }
  return null;
}

function evalCall(tree: SourceFile, call: SyntaxNode): Occurrence | null {
  const name = dottedName(child(call, "callee")) ?? "";
  const args = children(call, "arguments");
  let code: SyntaxNode | null = null;
  if (/^((window|globalThis|global|self)\.)?eval$/.test(name)) code = args[0] ?? null;
  else if (/^((window|globalThis|global|self)\.)?(Async)?Function$/.test(name)) code = args[args.length - 1] ?? null;
  else if (/^(vm\.)?(runInContext|runInNewContext|runInThisContext|compileFunction)$/.test(name)) code = args[0] ?? null;
  else if (name === "vm.Script" && call.type === "NewExpression") code = args[0] ?? null;
  else if (/^((window|globalThis|self)\.)?set(Timeout|Interval)$/.test(name)) {
    const origin = originOf(tree, args[0] ?? null, NONE);
    return origin.isBuilt && origin.unknownParts.length > 0 ? { start: call.start, end: call.end, message: "runs a built string as a program after a time" } : null;
  }
  if (code === null) return null;
  const origin = originOf(tree, code, NONE);
  return origin.unknownParts.length === 0 ? null : { start: call.start, end: call.end, message: `runs ${shown(tree, origin)} as a program` };
}

function htmlCall(tree: SourceFile, call: SyntaxNode): Occurrence | null {
  const callee = unwrapped(child(call, "callee"));
  const name = lastName(callee);
  const full = dottedName(callee) ?? "";
  const args = children(call, "arguments");
  if (name === "insertAdjacentHTML") return htmlValue(tree, call, args[1] ?? null, name);
  if (/(^|\.)document\.(write|writeln)$/.test(full)) return htmlValue(tree, call, args[0] ?? null, "document.write");
  if (name === "createContextualFragment" || name === "bypassSecurityTrustHtml") return htmlValue(tree, call, args[0] ?? null, name);
  const isWeb = WEB_OUTPUT.test(full);
  const isJquery = /^(\$|jQuery)\(\)(\.\w+(\(\))?)*\.(html|append|prepend|before|after)$/.test(full);
  if (!isWeb && !isJquery) return null;
  const origin = originOf(tree, args[0] ?? null, (sanitizer) => HTML_SANITIZER.test(sanitizer));
  const isHtml = /<[a-z!/][^<]*/i.test(origin.literalText);
  if (!origin.isBuilt || !isHtml || origin.unknownParts.length === 0) return null;
  return { start: call.start, end: call.end, message: `builds HTML from ${shown(tree, origin)}`, ...(isWeb && !origin.unknownParts.some((part) => isFromOutside(tree, part)) ? { severity: "warning" as const } : {}) };
}

function htmlValue(tree: SourceFile, node: SyntaxNode, value: SyntaxNode | null, sink: string): Occurrence | null {
  const origin = originOf(tree, value, (name) => HTML_SANITIZER.test(name));
  if (origin.unknownParts.length === 0) return null;
  const outside = origin.isBuilt || origin.unknownParts.some((part) => isFromOutside(tree, part));
  return { start: node.start, end: node.end, message: `puts ${shown(tree, origin)} into ${sink}`, ...(outside ? {} : { severity: "warning" as const }) };
}

function patternCall(tree: SourceFile, call: SyntaxNode): Occurrence | null {
  if (dottedName(child(call, "callee")) !== "RegExp") return null;
  const origin = originOf(tree, firstArgument(call), (name) => REGEX_SANITIZER.test(name));
  const outside = origin.unknownParts.filter((part) => isFromOutside(tree, part));
  if (outside.length === 0) return null;
  // `pattern.source` of another regular expression is a pattern already.
  if (outside.every((part) => lastName(part) === "source")) return null;
  return { start: call.start, end: call.end, message: `builds a regular expression from ${shown(tree, { ...origin, unknownParts: outside })}`, severity: "warning" };
}

function firstArgument(call: SyntaxNode): SyntaxNode | null {
  return unwrapped(children(call, "arguments")[0] ?? null);
}

function shown(tree: SourceFile, origin: ExpressionOrigin): string {
  const part = origin.unknownParts[0];
  if (part === undefined) return "a value that is not known";
  const source = tree.textOf(part).replace(/\s+/g, " ");
  return `\`${source.length > 40 ? `${source.slice(0, 37)}…` : source}\``;
}

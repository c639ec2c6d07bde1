import { child, children, dottedName, stringValue, templateTexts, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";

/** Data that a script would make, found without running it. */
export type StaticValue = string | number | boolean | null | readonly StaticValue[] | { readonly [key: string]: StaticValue };

/** Something that only running the script would tell. */
export interface UnreadPart {
  /** Keys and positions: `forbidden[2].from`. */
  readonly at: string;
  readonly line: number;
  readonly what: string;
}

export interface StaticModule {
  /** What the script exports; null where it exports nothing that can be read. */
  readonly value: StaticValue;
  /** What it exports by name. */
  readonly named: Readonly<Record<string, StaticValue>>;
  readonly unread: readonly UnreadPart[];
  /** 1-based line of each object, by its keys and positions. */
  readonly lines: Readonly<Record<string, number>>;
  readonly problem: string | null;
}

/** The keys under which a value says which module it would be loaded from, and by which name. */
export const LOADED_FROM = "countersign:loaded-from";
export const LOADED_NAME = "countersign:loaded-name";

/** The key of what stands in an object or list for a value that could not be read. */
export const UNREAD_KEY = "countersign:unread";
const UNREAD_MARK: StaticValue = { [UNREAD_KEY]: true };

/** Whether any part of a value could not be read. */
export function isPartlyUnread(value: StaticValue | undefined): boolean {
  if (typeof value !== "object" || value === null) return false;
  return UNREAD_KEY in value || Object.values(value as Readonly<Record<string, StaticValue>>).some(isPartlyUnread);
}

/** What a value stands for that could not be read. */
const UNREAD = Symbol("unread");
type Read = StaticValue | typeof UNREAD;

const MAXIMUM_DEPTH = 200;
const MAXIMUM_VALUES = 50_000;

/** Functions that give back what they are given: lists of configurations, typed helpers. */
const PASSING = /(^|\.)(defineConfig|config|freeze|createConfig|definePolicy|defineFlatConfig)$/;

/** What a configuration script exports, as far as its text alone says it. */
export function staticModule(file: SourceFile): StaticModule {
  if (file.syntaxError !== null) return nothing(file.syntaxError);
  const reader = new StaticReader(file);
  const root = exported(file);
  const value = root === null ? UNREAD : reader.read(root, "", 0);
  const named = reader.named();
  const problem = value !== UNREAD || Object.keys(named).length > 0 ? null : root === null ? "it exports nothing that can be read without running it" : "what it exports can only be known by running it, which is not done";
  return { value: value === UNREAD ? null : value, named, unread: reader.unread, lines: reader.lines, problem };
}

/** A module that gave nothing, with the reason. */
export function nothing(problem: string): StaticModule {
  return { value: null, named: {}, unread: [], lines: {}, problem };
}

function exported(file: SourceFile): SyntaxNode | null {
  const assigned = file.nodes("AssignmentExpression").find((node) => ["module.exports", "exports.default"].includes(dottedName(child(node, "left")) ?? ""));
  const declared = file.nodes("ExportDefaultDeclaration")[0] ?? null;
  return assigned !== undefined ? child(assigned, "right") : declared !== null ? child(declared, "declaration") : child(file.nodes("TSExportAssignment")[0] ?? null, "expression");
}

class StaticReader {
  readonly unread: UnreadPart[] = [];
  readonly lines: Record<string, number> = {};
  private readonly names: ReadonlyMap<string, SyntaxNode>;
  private readonly modules: ReadonlyMap<string, StaticValue>;
  private readonly open = new Set<SyntaxNode>();
  private count = 0;

  constructor(private readonly file: SourceFile) {
    this.names = new Map(
      file.nodes("VariableDeclarator").flatMap((node) => {
        const name = text(child(node, "id"), "name");
        const value = child(node, "init");
        return name === null || value === null ? [] : [[name, value] as const];
      }),
    );
    this.modules = new Map(
      file.nodes("ImportDeclaration").flatMap((node) => {
        const from = stringValue(child(node, "source"));
        return from === null ? [] : children(node, "specifiers").map((one) => {
              const imported = text(child(one, "imported"), "name");
              return [text(child(one, "local"), "name") ?? "", { [LOADED_FROM]: from, ...(imported === null ? {} : { [LOADED_NAME]: imported }) }] as const;
            });
      }),
    );
  }

  /** Values of `export const`; what can't be read of them is told where they are used. */
  named(): Readonly<Record<string, StaticValue>> {
    const declared = this.file.nodes("ExportNamedDeclaration").flatMap((node) => children(child(node, "declaration"), "declarations"));
    return Object.fromEntries(
      declared.flatMap((node) => {
        const [name, init] = [text(child(node, "id"), "name"), child(node, "init")];
        const value = name === null || init === null ? UNREAD : this.read(init, name, 0);
        return name === null || value === UNREAD ? [] : [[name, value] as const];
      }),
    );
  }

  read(given: SyntaxNode, at: string, depth: number): Read {
    const node = unwrapped(given) ?? given;
    if (depth > MAXIMUM_DEPTH || this.count++ > MAXIMUM_VALUES || this.open.has(node)) return this.lose(node, at, "it is nested too deep, or holds itself");
    this.open.add(node);
    const value = this.readOpen(node, at, depth + 1);
    this.open.delete(node);
    return value;
  }

  private readOpen(node: SyntaxNode, at: string, depth: number): Read {
    switch (node.type) {
      case "Literal":
        return this.literal(node);
      case "TemplateLiteral":
        return this.template(node, at, depth);
      case "ArrayExpression":
        return this.list(children(node, "elements"), at, depth);
      case "ObjectExpression":
        return this.object(node, at, depth);
      case "Identifier":
        return this.name(node, at, depth);
      case "BinaryExpression":
        return this.sum(node, at, depth);
      case "UnaryExpression":
        return this.negated(node, at, depth);
      case "MemberExpression":
        return this.member(node, at, depth);
      case "CallExpression":
        return this.call(node, at, depth);
      default:
        return this.lose(node, at, "it is computed");
    }
  }

  private literal(node: SyntaxNode): Read {
    const regex = node["regex"];
    if (typeof regex === "object" && regex !== null) return String((regex as { readonly pattern?: unknown }).pattern);
    const value = node["value"];
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null ? value : UNREAD;
  }

  private template(node: SyntaxNode, at: string, depth: number): Read {
    const parts = children(node, "expressions").map((one) => this.read(one, at, depth));
    const texts = parts.flatMap((part) => (typeof part === "string" || typeof part === "number" ? [`${part}`] : []));
    if (texts.length < parts.length) return this.lose(node, at, "its template holds what is computed");
    return templateTexts(node).map((one, index) => one + (texts[index] ?? "")).join("");
  }

  private list(elements: readonly SyntaxNode[], at: string, depth: number): Read {
    const values: StaticValue[] = [];
    for (const element of elements) {
      const place = `${at}[${values.length}]`;
      const spread = element.type === "SpreadElement" ? child(element, "argument") : null;
      const value = this.read(spread ?? element, spread === null ? place : at, depth);
      if (value === UNREAD) values.push(UNREAD_MARK);
      else if (spread === null) values.push(value);
      else if (Array.isArray(value)) values.push(...(value as readonly StaticValue[]));
      else this.lose(element, at, "what is spread is no list that can be read");
    }
    return values;
  }

  private object(node: SyntaxNode, at: string, depth: number): Read {
    this.lines[at] ??= this.file.lines.lineOf(node.start) + 1;
    const result = new Map<string, StaticValue>();
    for (const property of children(node, "properties")) {
      if (property.type === "SpreadElement") {
        const spread = child(property, "argument");
        const value = spread === null ? UNREAD : this.read(spread, at, depth);
        if (value !== UNREAD && typeof value === "object" && value !== null && !Array.isArray(value)) for (const [key, inner] of Object.entries(value)) result.set(key, inner);
        else if (value !== UNREAD) this.lose(property, at, "what is spread is no object that can be read");
        if (value === UNREAD) result.set(UNREAD_KEY, true);
        continue;
      }
      const key = this.key(property, at, depth);
      const inner = child(property, "value");
      if (key === null || inner === null || key === "__proto__") continue;
      const value = this.read(inner, at === "" ? key : `${at}.${key}`, depth);
      result.set(key, value === UNREAD ? UNREAD_MARK : value);
    }
    return Object.fromEntries(result);
  }

  private key(property: SyntaxNode, at: string, depth: number): string | null {
    const key = child(property, "key");
    if (key === null) return null;
    if (property["computed"] !== true) return text(key, "name") ?? stringValue(key) ?? String(key["value"]);
    const value = this.read(key, at, depth);
    return typeof value === "string" ? value : null;
  }

  private name(node: SyntaxNode, at: string, depth: number): Read {
    const name = text(node, "name") ?? "";
    const value = this.names.get(name);
    if (value !== undefined) return this.read(value, at, depth);
    const loaded = this.modules.get(name);
    if (loaded !== undefined) return loaded;
    return name === "undefined" ? null : this.lose(node, at, `\`${name}\` is not made in this file`);
  }

  private sum(node: SyntaxNode, at: string, depth: number): Read {
    const [left, right] = [child(node, "left"), child(node, "right")];
    if (node["operator"] !== "+" || left === null || right === null) return this.lose(node, at, "it is computed");
    const [one, other] = [this.read(left, at, depth), this.read(right, at, depth)];
    return typeof one === "string" && typeof other === "string" ? one + other : this.lose(node, at, "it is computed");
  }

  private negated(node: SyntaxNode, at: string, depth: number): Read {
    const inner = child(node, "argument");
    const value = inner === null ? UNREAD : this.read(inner, at, depth);
    if (node["operator"] === "-" && typeof value === "number") return -value;
    return node["operator"] === "!" && typeof value !== "symbol" ? !value : this.lose(node, at, "it is computed");
  }

  private member(node: SyntaxNode, at: string, depth: number): Read {
    const owner = child(node, "object");
    const property = child(node, "property");
    const key = node["computed"] === true ? stringValue(property) : text(property, "name");
    const value = owner === null ? UNREAD : this.read(owner, at, depth);
    if (value === UNREAD || key === null || typeof value !== "object" || value === null || Array.isArray(value)) return this.lose(node, at, "it is computed");
    const inner = (value as Readonly<Record<string, StaticValue>>)[key];
    return Object.hasOwn(value, key) && inner !== undefined ? inner : this.lose(node, at, `\`${this.file.textOf(node).slice(0, 60)}\` is not made in this file`);
  }

  /** `[…].join("|")`, `a.concat(b)`, `require("./x")`, and functions that pass on what they are given. */
  private call(node: SyntaxNode, at: string, depth: number): Read {
    const callee = unwrapped(child(node, "callee"));
    const parameters = children(node, "arguments");
    const name = dottedName(callee) ?? "";
    const [first] = parameters;
    if ((name === "require" || name === "require.resolve") && stringValue(first ?? null) !== null) return { [LOADED_FROM]: stringValue(first ?? null) ?? "" };
    if (callee?.type === "MemberExpression") {
      const method = text(child(callee, "property"), "name");
      const owner = child(callee, "object");
      if (owner !== null && (method === "join" || method === "concat")) {
        const value = this.read(owner, at, depth);
        const others = parameters.map((one) => this.read(one, at, depth));
        const separator = others.length === 0 ? "," : others[0];
        if (method === "join" && Array.isArray(value) && typeof separator === "string") return value.map(String).join(separator);
        if (method === "concat" && Array.isArray(value) && others.every((one) => Array.isArray(one))) return [...(value as readonly StaticValue[]), ...(others as readonly (readonly StaticValue[])[]).flat()];
        return this.lose(node, at, "it is computed");
      }
    }
    if (PASSING.test(name) && parameters.length > 0) return parameters.length === 1 && first !== undefined && first.type !== "SpreadElement" ? this.read(first, at, depth) : this.list(parameters, at, depth);
    return this.lose(node, at, `\`${name === "" ? "a function" : name}()\` would have to be called`);
  }

  private lose(node: SyntaxNode, at: string, what: string): typeof UNREAD {
    const line = this.file.lines.lineOf(node.start) + 1;
    if (!this.unread.some((one) => one.at === at && one.line === line)) this.unread.push({ at, line, what });
    return UNREAD;
  }
}

import { child, children, stringValue, templateTexts, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";
import { Bindings, type Binding, type Write } from "./bindings";
import { CallModels } from "./call-models";
import { Callers } from "./callers";
import { Guards } from "./guards";
import { isConstantElsewhere, isLastPart, isPageHtml, isTextual, propertyName, TEXTUAL } from "./members";
import { Names } from "./names";
import { MAXIMUM_WRITES, ReachingWrites } from "./reaching-writes";
import { Sanitizers } from "./sanitizers";
import { Sources } from "./sources";
import { asText, cleaned, concatenated, constant, EVERY_PLACE, NOTHING, PLACE, STRENGTH, tainted, union, type Value } from "./taint";

/** Expressions that are followed in one file; what a hostile file asks beyond that stays unknown, and is said. */
const MAXIMUM_STEPS = 300_000;
const MAXIMUM_DEPTH = 60;
const MAXIMUM_CALL_DEPTH = 3;
/** Calls of one `try` that are looked at. */
const MAXIMUM_THROWERS = 20;
/** Their errors, where there are any, repeat nothing of what they were given. */
const SILENT = /^(JSON|Object|Array|String|Number|Math|Promise|Date|Symbol|console|document|window|\$|jQuery|setTimeout|setInterval|parseInt|parseFloat|encodeURI(Component)?|fetch|require|res|response|reply)\b|\.(match|matchAll|exec|test|replace|split|indexOf|includes|startsWith|endsWith|slice|substring|substr|trim|toString|push|set|get|has|add|then|log|info|warn|error|debug)$/;

/** Values of parameters while a call is followed into its function. */
export interface Frame {
  readonly owner: SyntaxNode;
  readonly args: readonly Value[];
  readonly outer: Frame | null;
  readonly depth: number;
}

/**
 * Follows values backwards through one file: variables and their parts, calls of the file's own functions, callbacks,
 * text that is put together, sanitizers and checks. What it can't see: other files, what a callee does to its argument
 * beyond returning it, values that travel through an object under a computed name, and the order of writes across functions.
 */
export class Flow {
  readonly bindings: Bindings;
  readonly names: Names;
  readonly sources: Sources;
  readonly guards: Guards;
  readonly sanitizers = new Sanitizers();
  readonly callers: Callers;
  /** The budget ran out: values after that are unknown. */
  isExhausted = false;
  private readonly models: CallModels;
  private readonly writes: ReachingWrites;
  private readonly memo = new Map<SyntaxNode, Value>();
  private readonly open = new Set<SyntaxNode>();
  /** Expressions of which a part is being asked for. */
  private readonly openParts = new Set<SyntaxNode>();
  private steps = 0;
  /** How often something was left out because it was asked for already. */
  private cuts = 0;
  private depth = 0;

  constructor(readonly tree: SourceFile) {
    this.bindings = new Bindings(tree);
    this.names = new Names(this.bindings);
    this.sources = new Sources(tree, this.bindings, this.names);
    this.guards = new Guards(tree, this.bindings);
    this.callers = new Callers(tree, this.bindings);
    this.models = new CallModels(this);
    this.writes = new ReachingWrites(tree, this.bindings);
  }

  /** What an expression's value is made of. */
  value(given: SyntaxNode | null, frame: Frame | null = null): Value {
    const node = unwrapped(given);
    if (node === null) return NOTHING;
    if (frame === null) {
      const known = this.memo.get(node);
      if (known !== undefined) return known;
    }
    // A value that depends on itself adds nothing to itself.
    if (this.open.has(node)) {
      this.cuts++;
      return NOTHING;
    }
    if (++this.steps > MAXIMUM_STEPS || this.depth > MAXIMUM_DEPTH) {
      if (this.steps > MAXIMUM_STEPS) this.isExhausted = true;
      this.cuts++;
      return NOTHING;
    }
    const cuts = this.cuts;
    this.open.add(node);
    this.depth++;
    const result = this.compute(node, frame);
    this.depth--;
    this.open.delete(node);
    // What a circle cut short is only true from where it was asked.
    if (frame === null && (this.cuts === cuts || this.open.size === 0)) this.memo.set(node, result);
    return result;
  }

  /** The value of a property of an expression. */
  property(given: SyntaxNode | null, path: readonly string[], frame: Frame | null = null): Value {
    const node = unwrapped(given);
    if (node === null) return NOTHING;
    if (path.length === 0) return this.value(node, frame);
    // A function that hands a part of what it was given to itself: one level deeper holds nothing new.
    if (this.openParts.has(node) || ++this.steps > MAXIMUM_STEPS || this.depth > MAXIMUM_DEPTH) {
      if (this.steps > MAXIMUM_STEPS) this.isExhausted = true;
      this.cuts++;
      return NOTHING;
    }
    this.openParts.add(node);
    this.depth++;
    const result = this.part(node, path, frame);
    this.depth--;
    this.openParts.delete(node);
    return result;
  }

  private part(node: SyntaxNode, path: readonly string[], frame: Frame | null): Value {
    const [name = "*", ...rest] = path;
    if (node.type === "ObjectExpression") {
      const found = children(node, "properties").filter((property) => property.type !== "SpreadElement" && (name === "*" || propertyName(property) === name || property["computed"] === true));
      const spread = children(node, "properties").filter((property) => property.type === "SpreadElement");
      if (found.length > 0) return union(found.map((property) => this.property(child(property, "value"), rest, frame)));
      return union(spread.map((property) => this.property(child(property, "argument"), path, frame)));
    }
    if (node.type === "ArrayExpression") return union(children(node, "elements").map((element) => this.property(element, rest, frame)));
    if (node.type === "ThisExpression") return this.thisMember(node, name, frame);
    if (node.type === "Identifier") {
      const binding = this.bindings.resolve(node);
      if (this.sources.isRequest(node)) return this.sources.isSenders(name, node) ? tainted("remote", node, TEXTUAL.test(name)) : NOTHING;
      if (binding !== null) return isConstantElsewhere(this.names.of(node), path) ? NOTHING : this.bindingProperty(binding, node, path, frame);
    }
    if (node.type === "ConditionalExpression" || node.type === "LogicalExpression") {
      return union([child(node, node.type === "LogicalExpression" ? "left" : "consequent"), child(node, node.type === "LogicalExpression" ? "right" : "alternate")].map((part) => this.property(part, path, frame)));
    }
    if (node.type === "MemberExpression") {
      const own = this.sources.of(node);
      if (own === null && node["computed"] !== true) return this.property(child(node, "object"), [text(child(node, "property"), "name") ?? "*", ...path], frame);
    }
    return this.value(node, frame);
  }

  private compute(node: SyntaxNode, frame: Frame | null): Value {
    switch (node.type) {
      case "Literal":
        return constant(text(node, "value") ?? text(node, "raw") ?? "");
      case "TemplateLiteral":
        return this.template(node, frame);
      case "TaggedTemplateExpression": {
        const tag = this.names.of(child(node, "tag"));
        // A tag gets its values apart from its text; only `String.raw` and style tags put them together.
        return /^(String\.raw|html|css|svg|dedent|outdent)$/.test(tag) ? this.template(child(node, "quasi") ?? node, frame) : NOTHING;
      }
      case "BinaryExpression":
        return text(node, "operator") === "+" ? this.sum(node, frame) : NOTHING;
      case "ConditionalExpression":
        return union([this.value(child(node, "consequent"), frame), this.value(child(node, "alternate"), frame)]);
      case "LogicalExpression":
        return text(node, "operator") === "&&" ? this.value(child(node, "right"), frame) : union([this.value(child(node, "left"), frame), this.value(child(node, "right"), frame)]);
      case "SequenceExpression": {
        const list = children(node, "expressions");
        return this.value(list[list.length - 1] ?? null, frame);
      }
      case "AssignmentExpression":
        return this.value(child(node, "right"), frame);
      case "SpreadElement":
      case "YieldExpression":
        return this.value(child(node, "argument"), frame);
      case "ArrayExpression":
        return union(children(node, "elements").map((element) => this.value(element, frame)));
      case "ObjectExpression":
        return union(children(node, "properties").map((property) => this.value(child(property, property.type === "SpreadElement" ? "argument" : "value"), frame)));
      case "Identifier":
        return this.identifier(node, frame);
      case "MemberExpression":
        return this.member(node, frame);
      case "CallExpression":
      case "NewExpression":
        return this.call(node, frame);
      case "UnaryExpression":
      case "UpdateExpression":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
      case "ClassExpression":
      case "ThisExpression":
      case "JSXElement":
      case "JSXFragment":
      case "MetaProperty":
      case "Super":
        return NOTHING;
      default:
        return tainted("unknown", node);
    }
  }

  private template(node: SyntaxNode, frame: Frame | null): Value {
    const parts = children(node, "expressions");
    return concatenated(templateTexts(node).flatMap((part, index) => [constant(part), ...(index < parts.length ? [this.value(parts[index] ?? null, frame)] : [])]));
  }

  /** A long sum leans to the left; walking it needs no depth. */
  private sum(node: SyntaxNode, frame: Frame | null): Value {
    const parts: SyntaxNode[] = [];
    let inner: SyntaxNode | null = node;
    while (inner?.type === "BinaryExpression" && text(inner, "operator") === "+") {
      const right = child(inner, "right");
      if (right !== null) parts.push(right);
      inner = unwrapped(child(inner, "left"));
    }
    if (inner !== null) parts.push(inner);
    return concatenated(parts.reverse().map((part, index) => (index > 0 && this.models.isRooted(part, 0) ? cleaned(this.value(part, frame), PLACE.path) : this.value(part, frame))));
  }

  private identifier(node: SyntaxNode, frame: Frame | null): Value {
    const name = text(node, "name") ?? "";
    if (/^(undefined|NaN|Infinity|__dirname|__filename)$/.test(name)) return NOTHING;
    const own = this.sources.of(node);
    if (own !== null) return tainted(own, node);
    const binding = this.bindings.resolve(node);
    // A global: constants are written in capitals.
    if (binding === null) return /^[A-Z][A-Z0-9_]*$/.test(name) ? NOTHING : tainted("unknown", node);
    const value = this.bindingValue(binding, node, frame);
    return value.taints.length === 0 ? value : cleaned(value, this.guards.cleanedAt(node));
  }

  private bindingValue(binding: Binding, use: SyntaxNode, frame: Frame | null): Value {
    switch (binding.kind) {
      case "import":
        return /^[A-Z][A-Z0-9_]*$/.test(binding.name) ? NOTHING : tainted("unknown", use);
      case "function":
      case "class":
        return NOTHING;
      case "catch":
        return this.thrown(binding.node, frame);
      case "parameter":
        return this.withProperties(binding, use, [], this.oneOf(binding, use, [], this.writes.isReplaced(binding, use) ? null : this.parameter(binding, use, frame), frame), frame);
      case "variable": {
        const writes = this.writes.at(binding, use);
        const appended = writes.some((write) => write.kind === "append");
        const whole = appended ? concatenated(writes.slice().sort((a, b) => a.at.start - b.at.start).map((write) => this.written(write, [], frame))) : this.oneOf(binding, use, [], null, frame);
        return this.withProperties(binding, use, [], whole, frame);
      }
    }
  }

  /** Any of the values in force at a use, or a part of it; what a check replaced where it failed came through it. */
  private oneOf(binding: Binding, use: SyntaxNode, path: readonly string[], given: Value | null, frame: Frame | null): Value {
    const writes = this.writes.at(binding, use);
    const values = writes.map((write) => cleaned(this.written(write, path, frame), this.guards.survivedBy(use, writes.filter((other) => other.at.start > write.at.end).map(({ at }) => at))));
    return union(given === null ? values : [cleaned(given, this.guards.survivedBy(use, writes.map(({ at }) => at))), ...values]);
  }

  private written(write: Write, path: readonly string[], frame: Frame | null): Value {
    return this.property(write.value, [...(write.kind === "each" ? ["*"] : []), ...write.path, ...path], frame);
  }

  /** What a message of an error repeats: what was thrown, and what calls that may fail were given. */
  private thrown(clause: SyntaxNode, frame: Frame | null): Value {
    const block = child(this.tree.parent(clause), "block");
    if (block === null || this.open.has(clause)) return NOTHING;
    const owner = this.bindings.functionOf(clause);
    this.open.add(clause);
    const given = this.tree.within(block, "CallExpression", "NewExpression", "ThrowStatement").filter((node) => this.bindings.functionOf(node) === owner && !(node.type === "CallExpression" && SILENT.test(this.names.of(child(node, "callee"))))).slice(0, MAXIMUM_THROWERS).flatMap((node): readonly (SyntaxNode | null)[] => (node.type === "ThrowStatement" ? [child(node, "argument")] : children(node, "arguments")));
    const value = union(given.map((argument) => this.value(argument, frame)));
    this.open.delete(clause);
    return asText({ ...value, taints: value.taints.filter((taint) => STRENGTH[taint.origin] >= STRENGTH.operator).map((taint) => ({ ...taint, isBuilt: true, clean: taint.clean | (EVERY_PLACE & ~PLACE.html) })) });
  }

  private bindingProperty(binding: Binding, use: SyntaxNode, path: readonly string[], frame: Frame | null): Value {
    if (binding.kind === "import") return /^[A-Z][A-Z0-9_]*$/.test(binding.name) ? NOTHING : tainted("unknown", use);
    if (binding.kind === "catch") return path[0] === "stack" || path[0] === "message" || path[0] === "*" ? this.thrown(binding.node, frame) : NOTHING;
    if (binding.kind === "parameter") {
      const framed = frameOf(frame, binding.node);
      if (framed === null) {
        const sites = this.callers.argumentsFor(binding);
        const whole = sites.length > 0 ? union(sites.map((argument) => this.property(argument, [...binding.path, ...path], null))) : this.parameter(binding, use, frame, path);
        return this.withProperties(binding, use, path, whole, frame);
      }
      return this.withProperties(binding, use, path, this.parameter(binding, use, frame, path), frame);
    }
    return this.withProperties(binding, use, path, this.oneOf(binding, use, path, null, frame), frame);
  }

  /** Adds what was written to parts of a variable, before the use where both stand in one function. */
  private withProperties(binding: Binding, use: SyntaxNode, path: readonly string[], whole: Value, frame: Frame | null): Value {
    if (binding.properties.length === 0) return whole;
    const owner = this.bindings.functionOf(use);
    const relevant = binding.properties.slice(0, MAXIMUM_WRITES).filter(({ path: written, at }) => {
      if (at.start <= use.start && at.end >= use.end) return false;
      if (at.start > use.start && this.bindings.functionOf(at) === owner && !this.writes.shareLoop(at, use)) return false;
      return written.every((part, index) => index >= path.length || part === "*" || path[index] === "*" || part === path[index]);
    });
    if (relevant.length === 0) return whole;
    const last = this.lastOverwrite(relevant, path, use);
    if (last !== null) return this.overwritten(relevant.filter(({ at }) => at.start >= last.at.start), path, frame);
    return union([whole, this.overwritten(relevant, path, frame)]);
  }

  /** The last write that always ran before a use and left nothing of what a part held. */
  private lastOverwrite(writes: Binding["properties"], path: readonly string[], use: SyntaxNode): Binding["properties"][number] | null {
    // They stand in the order of the text.
    const whole = writes.filter(({ path: written, at }) => written.length <= path.length && !written.includes("*") && !path.slice(0, written.length).includes("*") && text(at, "operator") === "=" && this.writes.isAlwaysBefore(at, use));
    return whole[whole.length - 1] ?? null;
  }

  private overwritten(relevant: Binding["properties"], path: readonly string[], frame: Frame | null): Value {
    return union(relevant.slice(0, 50).map(({ value, path: written }) => this.property(value, path.slice(written.length), frame)));
  }

  private parameter(binding: Binding, use: SyntaxNode, frame: Frame | null, path: readonly string[] = []): Value {
    const framed = frameOf(frame, binding.node);
    if (framed !== null) return framed.args[binding.index] ?? NOTHING;
    const role = this.sources.ofParameter(binding);
    if (role === "remote") return tainted("remote", use);
    if (role === null) return NOTHING;
    const left = this.sources.placesLeft(binding, path);
    return left === 0 ? NOTHING : cleaned(this.given(binding, use, frame), EVERY_PLACE & ~left);
  }

  /** What the file's callers give to a parameter, and what others may. */
  private given(binding: Binding, use: SyntaxNode, frame: Frame | null): Value {
    const known = this.models.callbackParameter(binding, frame);
    if (known !== null) return known;
    const sites = this.callers.argumentsFor(binding);
    if (sites.length === 0) return this.callers.isUnreachable(binding.node) ? NOTHING : tainted("parameter", use);
    const values = sites.map((argument) => this.property(argument, binding.path, null));
    return union(this.callers.isExported(binding.node) ? [...values, tainted("parameter", use)] : values);
  }

  private member(node: SyntaxNode, frame: Frame | null): Value {
    const own = this.sources.of(node);
    // HTML that the page shows already brings nothing new to it.
    if (own !== null) return cleaned(tainted(own, node, isTextual(node)), this.guards.cleanedAt(node) | (isPageHtml(node) ? PLACE.html : 0));
    const property = node["computed"] === true ? stringValue(child(node, "property")) : text(child(node, "property"), "name");
    if (/^(length|byteLength|index|lastIndex)$/.test(property ?? "")) return NOTHING;
    const object = unwrapped(child(node, "object"));
    if (object === null) return NOTHING;
    if (object.type === "ThisExpression") return this.thisMember(node, property ?? "*", frame);
    if (this.sources.isRequest(object) || this.sources.isRequest(node) || this.tree.textOf(object) === "process.argv") return NOTHING;
    if (/^process\.(pid|ppid|platform|arch|versions?|release|execPath|title|uptime\(\)|hrtime)$/.test(this.names.of(node))) return NOTHING;
    // Whoever sends a link to a page chooses the rest of its address.
    if (/^(protocol|host|hostname|port|origin)$/.test(property ?? "") && /(^|\.)location$/.test(this.names.of(object)) && this.sources.of(object) === "remote") return NOTHING;
    // Facts about what libraries give; what was sent may use the same names.
    if (/^(size|status|statusCode|ok|code|errno)$/.test(property ?? "") && this.value(object, frame).taints.every((taint) => taint.origin !== "remote")) return NOTHING;
    const value = isLastPart(this.bindings, object, node) ? cleaned(this.value(object, frame), PLACE.path) : this.property(object, [property ?? "*"], frame);
    // `NAMES.users` of a constant elsewhere.
    if (/^[A-Z][A-Z0-9_]*$/.test(text(object, "name") ?? "") && value.taints.every((taint) => taint.origin === "unknown")) return NOTHING;
    return cleaned(value, value.taints.length === 0 ? 0 : this.guards.cleanedAt(node) | (isPageHtml(node) ? PLACE.html : 0));
  }

  private thisMember(node: SyntaxNode, name: string, frame: Frame | null): Value {
    const owner = this.bindings.classOf(node);
    const values = owner === null ? [] : (this.bindings.members.get(owner)?.get(name) ?? []);
    if (values.length === 0) return tainted("unknown", node);
    return union(values.slice(0, 10).map((value) => this.value(value, frame)));
  }

  private call(node: SyntaxNode, frame: Frame | null): Value {
    const own = this.sources.of(node);
    if (own !== null) return cleaned(tainted(own, node, true), this.guards.cleanedAt(node));
    const modelled = this.models.call(node, frame);
    if (modelled !== null) return modelled;
    const target = this.callers.targetOf(node);
    if (target === null) return tainted("unknown", node);
    const args = children(node, "arguments").map((argument) => this.value(argument, frame));
    return this.returned(target, args, frame);
  }

  /** What a function of this file gives back for these arguments. */
  returned(target: SyntaxNode, args: readonly Value[], frame: Frame | null): Value {
    if ((frame?.depth ?? 0) >= MAXIMUM_CALL_DEPTH || this.open.has(target)) return NOTHING;
    const inner: Frame = { owner: target, args, outer: frame, depth: (frame?.depth ?? 0) + 1 };
    const body = child(target, "body");
    if (body === null) return NOTHING;
    this.open.add(target);
    const results = body.type !== "BlockStatement" ? [body] : this.tree.within(body, "ReturnStatement").filter((statement) => this.bindings.functionOf(statement) === target).map((statement) => child(statement, "argument"));
    const value = union(results.slice(0, 20).map((result) => this.value(result, inner)));
    this.open.delete(target);
    return value;
  }
}

function frameOf(frame: Frame | null, owner: SyntaxNode): Frame | null {
  for (let inner = frame; inner !== null; inner = inner.outer) if (inner.owner === owner) return inner;
  return null;
}

const flows = new WeakMap<SourceFile, Flow>();

/** Nodes of a file whose values are followed; about 30,000 lines of ordinary code. */
const MAXIMUM_NODES = 300_000;

/** The flow of a file, made once for all rules; null where the file is too large for it. */
export function flowOf(tree: SourceFile): Flow | null {
  if (tree.size > MAXIMUM_NODES) return null;
  let flow = flows.get(tree);
  if (flow === undefined) flows.set(tree, (flow = new Flow(tree)));
  return flow;
}

/** Whether a rule asked for more of a file than its budget. */
export function isFlowExhausted(tree: SourceFile): boolean {
  return tree.size > MAXIMUM_NODES || flows.get(tree)?.isExhausted === true;
}

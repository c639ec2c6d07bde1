import { child, children, isFunction, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";
import type { Bindings } from "./bindings";
import { leaves } from "./leaving";
import { placesMatched } from "./matched-patterns";
import { EVERY_PLACE, PLACE } from "./taint";

const ALLOWING = /(^|[._])(is(?!NaN|Array|String|Object|Empty|Defined|Nil|Null|Undefined|Function|Buffer|Error|Equal)\w*(valid|safe|allow|trusted|known|permitted|white|local|relative|alpha|numeric|int|uuid|hex|email|slug|ascii|date|in)\w*|isFinite|isInteger|isSafeInteger|has\w*|allow\w*|white\w*|valid\w*|safe\w*|permitted\w*|trusted\w*|check\w*|verify\w*|matches|\w*[iI]s(Path)?(Inside|Within|Under|Below)\w*|known\w*|accepts?\w*)$/i;
const DENYING = /(^|[._])(is(Nan|Invalid|Unsafe|Forbidden|Illegal|Bad|Malicious|Blocked|Dangerous|Blacklisted)\w*|isNaN|invalid\w*|unsafe\w*|forbidden\w*|illegal\w*|blocked\w*|contains?(Unsafe|Invalid|Illegal)\w*)$/i;
const ASSERTING = /(^|\.)(assert\w*|invariant|ensure\w*|require(?=[A-Z])\w+|check(?=[A-Z])\w+|validate\w*|verify\w*|guard\w*)$/;
const MAXIMUM_DEPTH = 12;
/** Levels around a use that are looked at; deeper code is generated or hostile. */
const MAXIMUM_STEPS = 300;
/** Checks of one block that are looked at, nearest first. */
const MAXIMUM_CHECKS = 100;

/** Finds checks that hold where a value is used, and which places they make it harmless for. */
export class Guards {
  private readonly leaving = new Map<SyntaxNode, readonly SyntaxNode[]>();
  /** By where a parameter of a check of the file stands, and whether the check holds: what that says of it; nothing as long as it is being read. */
  private readonly answers = new Map<string, number>();
  /** Checks in checks whose answer is being read. */
  private asking = 0;

  constructor(
    private readonly tree: SourceFile,
    private readonly bindings: Bindings,
  ) {}

  /** Places (bits) for which checks around `use`, or before it on the way to it, clean what it names. */
  cleanedAt(use: SyntaxNode): number {
    const key = this.keyOf(use);
    if (key === null) return 0;
    let places = 0;
    let inner: SyntaxNode = use;
    let steps = 0;
    for (const outer of this.tree.ancestors(use)) {
      if (places === EVERY_PLACE || ++steps > MAXIMUM_STEPS) return places;
      switch (outer.type) {
        case "IfStatement":
        case "ConditionalExpression":
          if (child(outer, "consequent") === inner) places |= this.whenTrue(child(outer, "test"), key, 0);
          else if (child(outer, "alternate") === inner) places |= this.whenFalse(child(outer, "test"), key, 0);
          break;
        case "WhileStatement":
        case "ForStatement":
          if (child(outer, "body") === inner) places |= this.whenTrue(child(outer, "test"), key, 0);
          break;
        case "LogicalExpression":
          if (child(outer, "right") === inner) places |= text(outer, "operator") === "&&" ? this.whenTrue(child(outer, "left"), key, 0) : text(outer, "operator") === "||" ? this.whenFalse(child(outer, "left"), key, 0) : 0;
          break;
        case "AssignmentExpression":
          // `x ||= f(x)` runs where there is no `x`.
          if (/^(\|\||\?\?)=$/.test(text(outer, "operator") ?? "") && child(outer, "right") === inner && this.keyOf(child(outer, "left")) === key) places |= EVERY_PLACE;
          break;
        case "SwitchCase":
          if (child(outer, "test") !== null && child(outer, "test") !== inner && this.keyOf(child(this.tree.parent(outer), "discriminant")) === key) places |= EVERY_PLACE;
          places |= this.before(outer, inner, key);
          break;
        case "BlockStatement":
        case "Program":
          places |= this.before(outer, inner, key);
          break;
      }
      inner = outer;
    }
    return places;
  }

  /** `if (!ok(x)) x = other;` before a use: what `x` held until then got there only where it was found to be good. */
  survivedBy(use: SyntaxNode, writes: readonly SyntaxNode[]): number {
    const key = writes.length === 0 ? null : this.keyOf(use);
    if (key === null) return 0;
    let places = 0;
    for (const write of writes.slice(0, MAXIMUM_CHECKS)) {
      const statement = this.tree.parent(write);
      const block = statement?.type === "ExpressionStatement" ? this.tree.parent(statement) : null;
      const condition = block?.type === "BlockStatement" ? this.tree.parent(block) : block;
      if (condition?.type !== "IfStatement" || condition.end > use.start) continue;
      const branch = block?.type === "BlockStatement" ? block : statement;
      if (child(condition, "consequent") === branch) places |= this.whenFalse(child(condition, "test"), key, 0);
      else if (child(condition, "alternate") === branch) places |= this.whenTrue(child(condition, "test"), key, 0);
    }
    return places;
  }

  /** `if (!ok(x)) return;`, `assert(ok(x));` earlier in the same list of statements. */
  private before(block: SyntaxNode, inner: SyntaxNode, key: string): number {
    let places = 0;
    const statements = this.leavingStatements(block);
    let last = 0;
    for (let high = statements.length; last < high; ) {
      const middle = (last + high) >> 1;
      if ((statements[middle]?.start ?? Infinity) < inner.start) last = middle + 1;
      else high = middle;
    }
    for (const statement of statements.slice(Math.max(0, last - MAXIMUM_CHECKS), last)) {
      if (/^(While|DoWhile)Statement$/.test(statement.type)) {
        places |= this.whenFalse(child(statement, "test"), key, 0);
        continue;
      }
      if (statement.type === "IfStatement") {
        if (leaves(child(statement, "consequent"))) places |= this.whenFalse(child(statement, "test"), key, 0);
        else if (leaves(child(statement, "alternate"))) places |= this.whenTrue(child(statement, "test"), key, 0);
        continue;
      }
      const call = unwrapped(child(statement, "expression"));
      const args = children(call, "arguments");
      const callee = this.calleeName(call);
      if (/(^|\.)(assert|invariant|ok)$/.test(callee)) places |= this.whenTrue(args[0] ?? null, key, 0);
      else if (args.some((argument) => this.keyOf(argument) === key)) places |= EVERY_PLACE;
    }
    return places;
  }

  private leavingStatements(block: SyntaxNode): readonly SyntaxNode[] {
    let found = this.leaving.get(block);
    if (found === undefined) {
      const list = children(block, block.type === "SwitchCase" ? "consequent" : "body");
      found = list.filter((statement) => {
        // After a loop what it went on for is over.
        if (statement.type === "WhileStatement" || statement.type === "DoWhileStatement") return this.tree.within(statement, "BreakStatement").length === 0;
        if (statement.type === "IfStatement") return leaves(child(statement, "consequent")) || leaves(child(statement, "alternate"));
        const call = unwrapped(child(statement, "expression"));
        return call?.type === "CallExpression" && ASSERTING.test(this.calleeName(call));
      });
      this.leaving.set(block, found);
    }
    return found;
  }

  private whenTrue(given: SyntaxNode | null, key: string, depth: number): number {
    const test = unwrapped(given);
    if (test === null || depth > MAXIMUM_DEPTH) return 0;
    switch (test.type) {
      case "UnaryExpression":
        return text(test, "operator") === "!" ? this.whenFalse(child(test, "argument"), key, depth + 1) : 0;
      case "LogicalExpression": {
        const left = this.whenTrue(child(test, "left"), key, depth + 1);
        const right = this.whenTrue(child(test, "right"), key, depth + 1);
        return text(test, "operator") === "&&" ? left | right : left & right;
      }
      case "BinaryExpression":
        return this.compared(test, key, true);
      case "MemberExpression":
        // `allowed[x]`
        return test["computed"] === true && this.keyOf(child(test, "property")) === key ? EVERY_PLACE : 0;
      case "CallExpression":
        return this.called(test, key, true);
      case "Identifier":
        // `const ok = check(x); if (ok)`
        return this.whenTrue(this.bindings.onlyWrite(test)?.value ?? null, key, depth + 1);
      default:
        return 0;
    }
  }

  private whenFalse(given: SyntaxNode | null, key: string, depth: number): number {
    const test = unwrapped(given);
    if (test === null || depth > MAXIMUM_DEPTH) return 0;
    switch (test.type) {
      case "UnaryExpression":
        return text(test, "operator") === "!" ? this.whenTrue(child(test, "argument"), key, depth + 1) : 0;
      case "LogicalExpression": {
        const left = this.whenFalse(child(test, "left"), key, depth + 1);
        const right = this.whenFalse(child(test, "right"), key, depth + 1);
        return text(test, "operator") === "||" ? left | right : left & right;
      }
      case "BinaryExpression":
        return this.compared(test, key, false);
      case "CallExpression":
        return this.called(test, key, false);
      case "Identifier":
        // What is empty or missing harms nobody.
        return this.keyOf(test) === key ? EVERY_PLACE : this.whenFalse(this.bindings.onlyWrite(test)?.value ?? null, key, depth + 1);
      default:
        return 0;
    }
  }

  private compared(test: SyntaxNode, key: string, holds: boolean): number {
    const operator = text(test, "operator") ?? "";
    const left = unwrapped(child(test, "left"));
    const right = unwrapped(child(test, "right"));
    if (left === null || right === null) return 0;
    if (operator === "in") return holds && this.keyOf(left) === key ? EVERY_PLACE : 0;
    const isEqual = (operator === "===" || operator === "==") === holds;
    const isEquality = /^[!=]==?$/.test(operator);
    if (isEquality && left.type === "UnaryExpression" && text(left, "operator") === "typeof" && this.keyOf(child(left, "argument")) === key) {
      if (!isEqual) return 0;
      return /^(number|boolean|bigint)$/.test(stringValue(right) ?? "") ? EVERY_PLACE : stringValue(right) === "string" ? PLACE.nosql | PLACE.prototype : 0;
    }
    // `pattern.exec(x) == null`
    const call = [left, right].find((side) => side.type === "CallExpression");
    const missing = [left, right].find((side) => (side.type === "Literal" && side["value"] === null) || text(side, "name") === "undefined");
    if (isEquality && call !== undefined && missing !== undefined) return this.called(call, key, !isEqual);
    if (isEquality && call !== undefined && right.type === "Literal" && typeof right["value"] === "boolean") return this.called(call, key, right["value"] === isEqual);
    const other = this.keyOf(left) === key ? right : this.keyOf(right) === key ? left : null;
    if (isEquality && other !== null) {
      // Nothing is allowed by being present.
      if (!isEqual || other.type === "Identifier" && text(other, "name") === "undefined") return 0;
      return other.type === "Literal" && (other["value"] === null || other["value"] === "") ? 0 : EVERY_PLACE;
    }
    // A part of the address is compared: `new URL(x).host === …`, `parsed.hostname !== …`.
    const part = [left, right].find((side) => side.type === "MemberExpression" && /^(host|hostname|origin)$/.test(text(child(side, "property"), "name") ?? "") && this.derivesFrom(child(side, "object"), key));
    if (isEquality && part !== undefined) return isEqual ? PLACE.url | PLACE.redirect : 0;
    // Who sent the message is compared: `event.origin === …`.
    if (isEquality && isEqual && [left, right].some((side) => this.isSenderOf(side, key))) return EVERY_PLACE;
    if (isEquality && [left, right].some((side) => side.type === "CallExpression" && /(^|\.)dirname$/.test(this.calleeName(side)) && children(side, "arguments").some((argument) => this.isAbout(argument, key)))) return isEqual ? PLACE.path : 0;
    const start = isEquality ? ([left, right].find((side) => this.isStartOf(side, key)) ?? null) : null;
    if (start !== null) return this.startCompared(start === left ? right : left, isEqual);
    return this.positioned(left, right, operator, key, holds);
  }

  /** `x.slice(0, n)`, `x.charAt(0)`, `x[0]`. */
  private isStartOf(node: SyntaxNode, key: string): boolean {
    const isZero = (argument: SyntaxNode | null | undefined) => unwrapped(argument ?? null)?.["value"] === 0;
    if (node.type === "MemberExpression") return node["computed"] === true && isZero(child(node, "property")) && this.isAbout(child(node, "object") ?? node, key);
    const receiver = node.type === "CallExpression" ? child(unwrapped(child(node, "callee")), "object") : null;
    return receiver !== null && /\.(slice|substr|substring|charAt|at)$/.test(this.calleeName(node)) && isZero(children(node, "arguments")[0]) && this.isAbout(receiver, key);
  }

  /** The start is the allowed folder, or it isn't `..`. */
  private startCompared(other: SyntaxNode, isEqual: boolean): number {
    const start = stringValue(other);
    if (isEqual) return start === null || /^\/?[\w.-]+\//.test(start) ? PLACE.path : 0;
    return start !== null && start.startsWith(".") ? PLACE.path : 0;
  }

  /** `event.origin` for `event.data` and its parts. */
  private isSenderOf(node: SyntaxNode, key: string): boolean {
    if (node.type !== "MemberExpression" || text(child(node, "property"), "name") !== "origin") return false;
    const message = this.keyOf(child(node, "object"));
    return message !== null && (key === message || key.startsWith(`${message}.`));
  }

  /** `list.indexOf(x) !== -1` and its spellings. */
  private positioned(left: SyntaxNode, right: SyntaxNode, operator: string, key: string, holds: boolean): number {
    const call = left.type === "CallExpression" ? left : right.type === "CallExpression" ? right : null;
    if (call === null || !/(^|\.)(indexOf|lastIndexOf|search|findIndex)$/.test(this.calleeName(call))) return 0;
    const limit = this.tree.textOf(call === left ? right : left).replace(/\s/g, "");
    const found = (limit === "-1" && /^(!==?|>)$/.test(operator)) || (limit === "0" && operator === ">=");
    const absent = (limit === "-1" && /^===?$/.test(operator)) || (limit === "0" && operator === "<");
    const starts = limit === "0" && /^===?$/.test(operator);
    if (starts && holds) return this.begins(call, key);
    if (limit === "0" && /^!==?$/.test(operator) && !holds) return this.begins(call, key);
    if (!found && !absent) return 0;
    return this.membership(call, key, found === holds);
  }

  private called(call: SyntaxNode, key: string, holds: boolean): number {
    const callee = unwrapped(child(call, "callee"));
    const args = children(call, "arguments");
    const method = callee?.type === "MemberExpression" ? (text(child(callee, "property"), "name") ?? "") : (text(callee, "name") ?? "");
    const receiver = callee?.type === "MemberExpression" ? unwrapped(child(callee, "object")) : null;
    const takes = args.some((argument) => this.keyOf(argument) === key || this.derivesFrom(argument, key));
    switch (method) {
      case "includes":
      case "contains":
      case "has":
      case "hasOwnProperty":
      case "hasOwn":
      case "some":
      case "every":
      case "find":
        return this.membership(call, key, holds);
      case "startsWith":
        return holds ? this.begins(call, key) : receiver !== null && this.isAbout(receiver, key) && /^["'`]\./.test(this.tree.textOf(args[0] ?? receiver)) ? PLACE.path : 0;
      case "test":
      case "exec":
        return takes ? placesMatched(this.patternOf(receiver, 0), holds) : 0;
      case "match":
      case "matchAll":
        return receiver !== null && this.isAbout(receiver, key) ? placesMatched(this.patternOf(args[0] ?? null, 0), holds) : 0;
      case "isNaN":
        return takes && !holds ? EVERY_PLACE : 0;
      case "isAbsolute":
        return 0;
      // What is there under this name was named before.
      case "existsSync":
      case "pathExistsSync":
        return holds && (takes || args.some((argument) => this.tree.within(argument, "Identifier", "MemberExpression").some((part) => this.keyOf(part) === key))) ? PLACE.shell : 0;
    }
    if (!takes) return 0;
    const name = this.calleeName(call);
    // `isInvalid` holds "valid" too.
    const isDenying = DENYING.test(name);
    return holds !== isDenying && (isDenying || ALLOWING.test(name)) ? EVERY_PLACE : this.answered(callee, args, key, holds);
  }

  /** A check that this file writes itself: what its one answer says about the parameter. */
  private answered(callee: SyntaxNode | null, args: readonly SyntaxNode[], key: string, holds: boolean): number {
    const binding = callee?.type === "Identifier" ? this.bindings.resolve(callee) : null;
    const owner = binding?.kind === "function" ? binding.node : this.bindings.onlyValue(callee);
    const parameter = owner !== null && isFunction(owner) ? (children(owner, "params")[args.findIndex((argument) => this.keyOf(argument) === key)] ?? null) : null;
    if (owner === null || parameter?.type !== "Identifier") return 0;
    const asked = `${parameter.start} ${String(holds)}`;
    const known = this.answers.get(asked);
    if (known !== undefined || this.asking >= MAXIMUM_DEPTH) return known ?? 0;
    const body = child(owner, "body");
    const [only, ...others] = children(body, "body");
    const answer = body?.type !== "BlockStatement" ? body : others.length === 0 && only?.type === "ReturnStatement" ? child(only, "argument") : null;
    const inner = `${text(parameter, "name") ?? ""}@${owner.start}`;
    this.answers.set(asked, 0);
    this.asking++;
    const places = holds ? this.whenTrue(answer, inner, 0) : this.whenFalse(answer, inner, 0);
    this.asking--;
    this.answers.set(asked, places);
    return places;
  }

  /** `list.includes(x)` allows; `x.includes("..")` shows what it must not hold. */
  private membership(call: SyntaxNode, key: string, isInside: boolean): number {
    const receiver = unwrapped(child(unwrapped(child(call, "callee")), "object"));
    const args = children(call, "arguments");
    if (receiver !== null && this.isAbout(receiver, key)) {
      const wanted = stringValue(args[0] ?? null) ?? "";
      if (isInside) return 0;
      return wanted.includes("..") ? PLACE.path : /^[/\\]{1,2}$/.test(wanted) ? PLACE.path | PLACE.redirect : wanted === "__proto__" ? PLACE.prototype : wanted === "<" ? PLACE.html : 0;
    }
    if (!isInside) return args.some((argument) => this.keyOf(argument) === key) && this.isDenyList(receiver) ? PLACE.prototype : 0;
    return args.some((argument) => this.keyOf(argument) === key || this.derivesFrom(argument, key) || this.isSenderOf(argument, key)) ? EVERY_PLACE : 0;
  }

  /** `["__proto__", …]`, `new Set(["__proto__", …])`, or a constant that holds one. */
  private isDenyList(given: SyntaxNode | null): boolean {
    const list = this.bindings.onlyValue(given) ?? given;
    return list !== null && /^(ArrayExpression|NewExpression)$/.test(list.type) && this.tree.textOf(list).includes("__proto__");
  }

  /** `x.startsWith(root)`, `x.indexOf(root) === 0`. */
  private begins(call: SyntaxNode, key: string): number {
    const receiver = unwrapped(child(unwrapped(child(call, "callee")), "object"));
    if (receiver === null || !this.isAbout(receiver, key)) return 0;
    const start = stringValue(children(call, "arguments")[0] ?? null);
    if (start === null) return PLACE.path | PLACE.url | PLACE.redirect;
    return /^(https?:)?\/\/[^/]+\//.test(start) ? PLACE.url | PLACE.redirect | PLACE.path : /^\/?[\w.-]+\//.test(start) ? PLACE.path | PLACE.redirect : 0;
  }

  /** The text of a regular expression: a literal, `new RegExp("…")`, or a constant that holds one. */
  private patternOf(given: SyntaxNode | null, hops: number): string | null {
    const node = unwrapped(given);
    const literal = node?.["regex"];
    if (typeof literal === "object" && literal !== null) return String((literal as { pattern?: unknown }).pattern);
    if (node?.type === "NewExpression" || node?.type === "CallExpression") return text(child(node, "callee"), "name") === "RegExp" ? stringValue(children(node, "arguments")[0] ?? null) : null;
    if (node?.type !== "Identifier" || hops > 3) return stringValue(node);
    return this.patternOf(this.bindings.onlyValue(node), hops + 1);
  }

  private isAbout(node: SyntaxNode, key: string): boolean {
    return this.keyOf(node) === key || this.derivesFrom(node, key);
  }

  /** `x.toLowerCase()`, `new URL(x)`, `path.extname(x)`, or a variable that holds such a value. */
  private derivesFrom(given: SyntaxNode | null, key: string, depth = 0): boolean {
    const node = unwrapped(given);
    if (node === null || depth > 4) return false;
    if (this.keyOf(node) === key) return true;
    if (node.type === "CallExpression" || node.type === "NewExpression") {
      const callee = unwrapped(child(node, "callee"));
      const receiver = callee?.type === "MemberExpression" ? child(callee, "object") : null;
      return (receiver !== null && this.derivesFrom(receiver, key, depth + 1)) || children(node, "arguments").some((argument) => this.derivesFrom(argument, key, depth + 1));
    }
    if (node.type === "MemberExpression") {
      const object = child(node, "object");
      // One part of an object says nothing about the others; the host of an address does.
      return this.keyOf(object) === key ? /^(host|hostname|origin|pathname|protocol|href)$/.test(text(child(node, "property"), "name") ?? "") : this.derivesFrom(object, key, depth + 1);
    }
    const only = unwrapped(this.bindings.onlyWrite(node)?.value ?? null);
    return only?.type !== "Identifier" && this.derivesFrom(only, key, depth + 1);
  }

  /** What a check and a use have in common: the same variable, or the same member of it. */
  private keyOf(given: SyntaxNode | null): string | null {
    const node = unwrapped(given);
    if (node === null) return null;
    const parts: string[] = [];
    let inner: SyntaxNode | null = node;
    while (inner?.type === "MemberExpression" && parts.length < 8) {
      parts.unshift(inner["computed"] === true ? `[${this.tree.textOf(child(inner, "property") ?? inner).slice(0, 60)}]` : (text(child(inner, "property"), "name") ?? "?"));
      inner = unwrapped(child(inner, "object"));
    }
    if (inner?.type === "ThisExpression") return ["this", ...parts].join(".");
    if (inner?.type !== "Identifier") return null;
    const binding = this.bindings.resolve(inner);
    return [`${text(inner, "name") ?? ""}@${binding === null ? "" : binding.node.start}`, ...parts].join(".");
  }

  private calleeName(call: SyntaxNode | null): string {
    const callee = unwrapped(child(call, "callee"));
    if (callee?.type === "MemberExpression") return `.${text(child(callee, "property"), "name") ?? ""}`;
    return text(callee, "name") ?? "";
  }
}

/** Documents that a text is read into: no script runs in them, and nothing of them is seen before somebody puts it into the page. */
import { child, children, isFunction, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { isProperty } from "./guard-meaning";

/** What is asked of a node and is no node itself, nor HTML. */
const FACT = /^(textContent|innerText|length|title|id|className|tagName|nodeName|nodeType|nodeValue|childElementCount)$/;
/** Methods whose answer is no node; what `remove` takes out is gone. */
const ANSWERS = /^(getAttribute|getAttributeNames|hasAttribute|hasAttributes|hasChildNodes|matches|contains|remove|removeAttribute|setAttribute)$/;
const MARKUP = /^(innerHTML|outerHTML)$/;
/** Methods that hand nodes to the function they are given. */
const EACH = /^(forEach|map|flatMap|filter|find|findLast|findIndex|some|every|reduce|reduceRight|sort)$/;
const COMPARED = /^([!=]==?|[<>]=?|in|instanceof)$/;
/** What passes one of its parts on as it is. */
const PASSING = /^(TSAsExpression|TSNonNullExpression|TSSatisfiesExpression|ParenthesizedExpression|ChainExpression|LogicalExpression|SpreadElement|ArrayExpression)$/;

/** Steps from the document to where its nodes go. */
const MAXIMUM_STEPS = 200;

/** Whether what `new DOMParser().parseFromString(…)` made stays where it was made: its nodes go nowhere, and its HTML at most back to the caller. */
export function staysInert(flow: Flow, call: SyntaxNode): boolean {
  const receiver = unwrapped(child(unwrapped(child(call, "callee")), "object"));
  const parser = receiver?.type === "Identifier" ? flow.bindings.onlyValue(receiver) : receiver;
  if (parser?.type !== "NewExpression" || lastName(child(parser, "callee")) !== "DOMParser") return false;
  return new Places(flow, flow.bindings.functionOf(call)).stays(call);
}

/** Where the nodes of one document go. */
class Places {
  private steps = 0;
  /** Functions that were handed to a method of a node. */
  private readonly called = new Set<SyntaxNode>();

  constructor(
    private readonly flow: Flow,
    private readonly owner: SyntaxNode,
  ) {}

  /** Whether nothing takes a node, or nodes, out of the function; `isMarkup` where it is their HTML. */
  stays(node: SyntaxNode, isMarkup = false): boolean {
    const outer = this.flow.tree.parent(node);
    if (outer === null || ++this.steps > MAXIMUM_STEPS) return false;
    if (PASSING.test(outer.type)) return this.stays(outer, isMarkup);
    switch (outer.type) {
      case "ExpressionStatement":
      case "UnaryExpression":
      case "IfStatement":
      case "WhileStatement":
        return true;
      case "BinaryExpression":
        return COMPARED.test(text(outer, "operator") ?? "");
      case "ConditionalExpression":
        return child(outer, "test") === node || this.stays(outer, isMarkup);
      case "MemberExpression":
        return child(outer, "object") === node && !isMarkup && this.partStays(outer);
      case "CallExpression":
        return !isMarkup && (child(outer, "callee") === node ? this.answerStays(outer) : this.isList(outer) && this.stays(outer));
      case "VariableDeclarator":
        return !isMarkup && this.variableStays(child(outer, "id"));
      case "ForOfStatement":
        return this.variableStays(child(children(child(outer, "left"), "declarations")[0] ?? null, "id"));
      case "ReturnStatement":
      case "ArrowFunctionExpression":
        // What a function that is called for each node gives back, is in the answer of the call.
        return (isMarkup && this.flow.bindings.functionOf(node) === this.owner) || this.called.has(this.flow.bindings.functionOf(node));
      default:
        return false;
    }
  }

  private partStays(member: SyntaxNode): boolean {
    const name = lastName(member) ?? "";
    const outer = this.flow.tree.parent(member);
    const isSet = outer?.type === "AssignmentExpression" && child(outer, "left") === member;
    return isSet || FACT.test(name) || this.stays(member, MARKUP.test(name));
  }

  /** Of a method that was called on a node: what it answers, and the functions that it hands nodes to. */
  private answerStays(call: SyntaxNode): boolean {
    const name = lastName(child(call, "callee")) ?? "";
    const isHanded = (argument: SyntaxNode) => (isFunction(argument) ? children(argument, "params").every((parameter) => this.variableStays(parameter)) : !EACH.test(name));
    const args = children(call, "arguments");
    for (const one of args.filter(isFunction)) this.called.add(one);
    return args.every(isHanded) && (ANSWERS.test(name) || this.stays(call));
  }

  /** `Array.from(nodes)`. */
  private isList(call: SyntaxNode): boolean {
    return children(call, "arguments").length === 1 && this.flow.names.of(child(call, "callee")) === "Array.from";
  }

  /** A property by the name of a variable is another thing. */
  private isNamedAlike(use: SyntaxNode): boolean {
    const outer = this.flow.tree.parent(use);
    return outer?.["computed"] !== true && isProperty(use, outer);
  }

  private variableStays(name: SyntaxNode | null): boolean {
    const binding = name?.type === "Identifier" ? this.flow.bindings.resolve(name) : null;
    const isOnce = binding?.kind === "parameter" ? binding.writes.length === 0 : binding?.writes.length === 1;
    return binding !== null && isOnce && this.flow.bindings.usesOf(binding).every((use) => use === name || this.isNamedAlike(use) || this.stays(use));
  }
}

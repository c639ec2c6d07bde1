import { child, children, isFunction, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";
import { isNode } from "../syntax/node";
import type { Binding, Bindings } from "./bindings";

const MAXIMUM_SITES = 30;

/** Which function of the file a call runs, and from where in the file a function is called. */
export class Callers {
  private sites: Map<SyntaxNode, SyntaxNode[]> | null = null;
  private methods: Map<string, SyntaxNode[]> | null = null;
  private offers: boolean | null = null;

  constructor(
    private readonly tree: SourceFile,
    private readonly bindings: Bindings,
  ) {}

  /** The function that a call or `new` runs, where the file shows exactly one. */
  targetOf(call: SyntaxNode): SyntaxNode | null {
    if (call.type === "NewExpression") return null;
    return this.functionOf(unwrapped(child(call, "callee")), 0);
  }

  /** The function that an expression stands for. */
  functionOf(node: SyntaxNode | null, hops: number): SyntaxNode | null {
    if (node === null || hops > 4) return null;
    if (isFunction(node)) return node;
    if (node.type === "Identifier") {
      const binding = this.bindings.resolve(node);
      return binding?.kind === "function" ? binding.node : this.functionOf(this.bindings.onlyValue(node), hops + 1);
    }
    if (node.type === "CallExpression") {
      // `useCallback(f)`, `wrap(f)`, `f.bind(this)`
      const callee = unwrapped(child(node, "callee"));
      if (callee?.type === "MemberExpression" && text(child(callee, "property"), "name") === "bind") return this.functionOf(unwrapped(child(callee, "object")), hops + 1);
      const first = unwrapped(children(node, "arguments")[0] ?? null);
      return first !== null && isFunction(first) && /^(useCallback|memo|once|debounce|throttle|promisify|asyncHandler|catchAsync|wrap\w*)$/.test(text(callee, "name") ?? text(child(callee, "property"), "name") ?? "") ? first : null;
    }
    if (node.type !== "MemberExpression" || node["computed"] === true) return null;
    const named = this.methodsNamed(text(child(node, "property"), "name") ?? "");
    // Only a name of one's own in the file is taken for it: `list.map` is not the class's `map`.
    const object = unwrapped(child(node, "object"));
    const isOwn = object?.type === "ThisExpression" || (object?.type === "Identifier" && this.isOfThisFile(object));
    return named.length === 1 && isOwn ? (named[0] ?? null) : null;
  }

  /** Expressions that calls in the file give to a parameter. */
  argumentsFor(binding: Binding): readonly SyntaxNode[] {
    this.sites ??= this.readSites();
    return (this.sites.get(binding.node) ?? []).slice(0, MAXIMUM_SITES).flatMap((call) => {
      const args = children(call, "arguments").slice(isBound(call) ? 1 : 0);
      const spread = args.find((argument) => argument.type === "SpreadElement");
      const argument = args[binding.index] ?? spread;
      return argument === undefined ? [] : [argument];
    });
  }

  /** Whether others than this file can call a function. */
  isExported(owner: SyntaxNode): boolean {
    for (const outer of this.tree.ancestors(owner)) {
      if (/^Export/.test(outer.type)) return true;
      if (outer.type === "AssignmentExpression" && /^(module\.)?exports\b/.test(this.tree.textOf(child(outer, "left") ?? outer))) return true;
      if (isFunction(outer)) return false;
    }
    return false;
  }

  /** Whether nobody can call a function: its module offers others, and nothing in the file names this one. */
  isUnreachable(owner: SyntaxNode): boolean {
    const id = owner.type === "FunctionDeclaration" ? child(owner, "id") : null;
    const binding = id === null || this.tree.parent(owner)?.type !== "Program" ? null : this.bindings.resolve(id);
    if (binding === null || !this.offersSomething()) return false;
    return this.bindings.usesOf(binding).every((node) => node === id);
  }

  private offersSomething(): boolean {
    this.offers ??= this.tree.nodes("ExportNamedDeclaration", "ExportDefaultDeclaration").length > 0 || this.tree.nodes("AssignmentExpression").some((node) => /^(module\.)?exports\b/.test(this.tree.textOf(child(node, "left") ?? node)));
    return this.offers;
  }

  private isOfThisFile(object: SyntaxNode): boolean {
    const binding = this.bindings.resolve(object);
    if (binding === null) return false;
    if (binding.kind === "class") return true;
    const value = binding.kind === "variable" ? unwrapped(binding.writes[0]?.value ?? null) : null;
    if (value?.type === "NewExpression") {
      const callee = unwrapped(child(value, "callee"));
      return callee?.type === "Identifier" && this.bindings.resolve(callee)?.kind === "class";
    }
    return value?.type === "ObjectExpression" || binding.properties.length > 0;
  }

  private methodsNamed(name: string): readonly SyntaxNode[] {
    if (this.methods === null) {
      this.methods = new Map();
      const add = (key: string | null, value: unknown) => {
        if (key !== null && isNode(value) && isFunction(value)) this.methods?.set(key, [...(this.methods.get(key) ?? []), value]);
      };
      for (const node of this.tree.nodes("MethodDefinition", "PropertyDefinition", "Property")) add(text(child(node, "key"), "name"), node["value"]);
      for (const node of this.tree.nodes("AssignmentExpression")) {
        const left = child(node, "left");
        if (left?.type === "MemberExpression" && left["computed"] !== true) add(text(child(left, "property"), "name"), node["right"]);
      }
    }
    return this.methods.get(name) ?? [];
  }

  private readSites(): Map<SyntaxNode, SyntaxNode[]> {
    const sites = new Map<SyntaxNode, SyntaxNode[]>();
    for (const call of this.tree.nodes("CallExpression")) {
      const target = isBound(call) ? this.functionOf(unwrapped(child(unwrapped(child(call, "callee")), "object")), 0) : this.targetOf(call);
      if (target === null) continue;
      const list = sites.get(target);
      if (list === undefined) sites.set(target, [call]);
      else list.push(call);
    }
    for (const made of this.tree.nodes("NewExpression")) {
      const target = this.constructorOf(unwrapped(child(made, "callee")));
      if (target !== null) sites.set(target, [...(sites.get(target) ?? []), made]);
    }
    return sites;
  }

  /** The function that `new` runs: a function of the file, or what its class says. */
  private constructorOf(callee: SyntaxNode | null): SyntaxNode | null {
    const binding = callee?.type === "Identifier" ? this.bindings.resolve(callee) : null;
    if (binding?.kind !== "class") return this.functionOf(callee, 0);
    const made = children(child(binding.node, "body"), "body").find((member) => text(member, "kind") === "constructor") ?? null;
    return child(made, "value");
  }
}

/** `f.bind(self, x)`: the arguments that are known already. */
function isBound(call: SyntaxNode): boolean {
  const callee = unwrapped(child(call, "callee"));
  return callee?.type === "MemberExpression" && text(child(callee, "property"), "name") === "bind";
}

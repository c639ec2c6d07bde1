import { child, children, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Binding, Bindings } from "./bindings";

const MAXIMUM_PARTS = 30;
const MAXIMUM_HOPS = 6;

/**
 * The name of an expression with the module it comes from: `child_process#exec`, `express#()`, `fs#promises.readFile`;
 * what no import explains keeps its own name: `document.write`, `db.query`. `()` stands for a call, `?` for what has no name.
 */
export class Names {
  private readonly known = new Map<SyntaxNode, string>();

  constructor(private readonly bindings: Bindings) {}

  of(node: SyntaxNode | null): string {
    return this.read(node, 0);
  }

  private read(given: SyntaxNode | null, hops: number): string {
    const node = unwrapped(given);
    if (node === null) return "?";
    const before = this.known.get(node);
    if (before !== undefined) return before;
    const name = this.compute(node, hops);
    this.known.set(node, name);
    return name;
  }

  private compute(node: SyntaxNode, hops: number): string {
    const parts: string[] = [];
    let inner: SyntaxNode | null = node;
    while (inner !== null && parts.length < MAXIMUM_PARTS) {
      if (inner.type === "MemberExpression") {
        const property = child(inner, "property");
        parts.unshift(`.${(inner["computed"] === true ? stringValue(property) : text(property, "name")) ?? "?"}`);
        inner = unwrapped(child(inner, "object"));
        continue;
      }
      if (inner.type === "CallExpression" || inner.type === "NewExpression") {
        const callee = unwrapped(child(inner, "callee"));
        const first = children(inner, "arguments")[0] ?? null;
        const required = callee?.type === "Identifier" && text(callee, "name") === "require" ? stringValue(first) : null;
        if (required !== null) return joined(`${moduleName(required)}#`, parts);
        // `promisify(exec)` is `exec` to whoever calls it.
        if (inner.type === "CallExpression" && /^(promisify|promisifyAll|callbackify|toESM|__importStar|__importDefault|interopRequire\w*)$/.test(lastPart(callee))) {
          inner = unwrapped(first);
          continue;
        }
        parts.unshift("()");
        inner = callee;
        continue;
      }
      break;
    }
    if (inner === null) return joined("?", parts);
    if (inner.type === "ImportExpression") return joined(`${moduleName(stringValue(child(inner, "source")) ?? "?")}#`, parts);
    if (inner.type === "ThisExpression") return joined("this", parts);
    if (inner.type !== "Identifier") return joined("?", parts);
    const name = text(inner, "name") ?? "?";
    const binding = this.bindings.resolve(inner);
    return joined(binding === null ? name : (this.ofBinding(binding, hops) ?? name), parts);
  }

  private ofBinding(binding: Binding, hops: number): string | null {
    if (binding.module !== null) {
      const imported = binding.path[0] ?? "*";
      return imported === "*" || imported === "default" ? `${moduleName(binding.module)}#` : `${moduleName(binding.module)}#${imported}`;
    }
    const [write, ...others] = binding.writes;
    if (binding.kind !== "variable" || write === undefined || others.length > 0 || write.kind === "each" || write.kind === "keys" || hops >= MAXIMUM_HOPS) return null;
    const value = unwrapped(write.value);
    if (value === null || !/^(Identifier|MemberExpression|CallExpression|NewExpression|ImportExpression)$/.test(value.type)) return null;
    const origin = this.read(value, hops + 1);
    // A name of its own says more than the call it came from, unless a module explains it.
    if (!origin.includes("#")) return null;
    return joined(origin, write.path.map((part) => `.${part}`));
  }
}

function joined(root: string, parts: readonly string[]): string {
  if (!root.endsWith("#")) return root + parts.join("");
  return root + parts.join("").replace(/^\.(default(\.|$))?/, "");
}

function moduleName(specifier: string): string {
  return specifier.replace(/^node:/, "");
}

function lastPart(node: SyntaxNode | null): string {
  return (node?.type === "MemberExpression" ? text(child(node, "property"), "name") : text(node, "name")) ?? "";
}

import { child, children, dottedName, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";
import type { Binding } from "../flow/bindings";
import type { Flow } from "../flow/flow";
import { flowOfView } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

const MAXIMUM_HOPS = 6;
const MAXIMUM_SHOWN = 4;

/**
 * A `switch` over a union or enumeration that leaves members out and has no default. Reads the types that the file
 * itself declares; those of other files are the type-aware pass's.
 */
export const switchNotExhaustive: Rule = {
  id: "switch-not-exhaustive",
  class: "reliability",
  severity: "warning",
  cwe: 478,
  why: "A member that no case names falls through in silence: nothing throws, nothing returns. Faults of logic are 1.75 times as frequent in assistants' changes (CodeRabbit 2025).",
  fix: "Handle the members that are missing, or add a default that assigns the value to `never`, so that the compiler names the next one.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "type State = \"open\" | \"paid\" | \"lost\";\nexport function tell(state: State) {\n  switch (state) {\n    case \"open\": remind(); break;\n    case \"paid\": thank(); break;\n  }\n}\n",
    good: "type State = \"open\" | \"paid\" | \"lost\";\nexport function tell(state: State) {\n  switch (state) {\n    case \"open\": remind(); break;\n    case \"paid\": thank(); break;\n    case \"lost\": break;\n  }\n}\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null || view.isTest) return [];
    const { tree } = flow;
    return tree.nodes("SwitchStatement").flatMap((node): readonly Occurrence[] => {
      const cases = children(node, "cases");
      if (cases.length < 2 || cases.some((one) => child(one, "test") === null) || isDecidedAfter(tree, node, cases)) return [];
      const labels = cases.map((one) => labelOf(unwrapped(child(one, "test"))));
      if (labels.some((label) => label === null)) return [];
      const members = membersOf(flow, node, labels as string[]);
      const missing = members?.filter((member) => !labels.includes(member)) ?? [];
      if (missing.length === 0 || members === null || labels.some((label) => !members.includes(label ?? ""))) return [];
      const discriminant = child(node, "discriminant");
      return [{ start: node.start, end: discriminant?.end ?? node.end, message: missingMessage(missing), snippet: `switch ${tree.textOf(discriminant ?? node)} without ${missing.join()}` }];
    });
  },
};

/** What is left out, in words; the type-aware pass says the same. */
export function missingMessage(missing: readonly string[]): string {
  const named = missing.slice(0, MAXIMUM_SHOWN).map((member) => `\`${member}\``).join(", ");
  return `no case for ${named}${missing.length > MAXIMUM_SHOWN ? ` and ${missing.length - MAXIMUM_SHOWN} more` : ""}, and no default`;
}

/** Each case leaves, and what follows the `switch` is said for all the others: that is its default. */
function isDecidedAfter(tree: SourceFile, node: SyntaxNode, cases: readonly SyntaxNode[]): boolean {
  const outer = tree.parent(node);
  const siblings = children(outer, outer?.type === "SwitchCase" ? "consequent" : "body");
  const next = siblings[siblings.indexOf(node) + 1];
  return next !== undefined && cases.every((one, index) => {
    const body = children(one, "consequent").flatMap((statement) => (statement.type === "BlockStatement" ? children(statement, "body") : [statement]));
    const last = body[body.length - 1];
    return last === undefined ? index < cases.length - 1 : /^(Return|Throw|Continue)Statement$/.test(last.type);
  });
}

/** `"a"` for a text, `Kind.A` for a member of an enumeration, the digits of a number. */
function labelOf(test: SyntaxNode | null): string | null {
  if (test?.type === "Literal" && typeof test["value"] === "number") return String(test["value"]);
  const constant = stringValue(test);
  if (constant !== null) return `"${constant}"`;
  return test?.type === "MemberExpression" ? dottedName(test) : null;
}

/** Every member of the type that is switched over; null where the file doesn't tell. */
function membersOf(flow: Flow, node: SyntaxNode, labels: readonly string[]): readonly string[] | null {
  const types = new Types(flow.tree);
  const enumeration = labels[0]?.includes('"') === false ? labels[0].split(".")[0] : undefined;
  if (enumeration !== undefined && labels.every((label) => label.startsWith(`${enumeration}.`))) {
    const members = types.enumMembers(enumeration);
    if (members !== null) return members;
  }
  const type = typeOf(flow, types, unwrapped(child(node, "discriminant")));
  return type === null ? null : types.members(type, 0);
}

/** The declared type of an expression: of a name, or of a property of a name. */
function typeOf(flow: Flow, types: Types, node: SyntaxNode | null): SyntaxNode | null {
  if (node?.type === "Identifier") {
    const binding = flow.bindings.resolve(node);
    const declared = binding === null ? null : annotationOf(binding);
    if (declared !== null || binding === null) return binding !== null && binding.path.length > 0 ? types.property(declared, binding.path, 0) : declared;
    const only = flow.bindings.onlyWrite(node);
    const inner = only?.kind !== "init" || unwrapped(only.value) === node ? null : typeOf(flow, types, unwrapped(only.value));
    return inner === null || only === null ? null : only.path.length === 0 ? inner : types.property(inner, only.path, 0);
  }
  if (node?.type !== "MemberExpression" || node["computed"] === true) return null;
  const object = typeOf(flow, types, unwrapped(child(node, "object")));
  return object === null ? null : types.property(object, [text(child(node, "property"), "name") ?? "?"], 0);
}

function annotationOf(binding: Binding): SyntaxNode | null {
  const holder = binding.kind === "parameter" ? (children(binding.node, "params")[binding.index] ?? null) : binding.kind === "variable" ? child(binding.node, "id") : null;
  const inner = holder?.type === "TSParameterProperty" ? child(holder, "parameter") : holder;
  const pattern = inner?.type === "AssignmentPattern" ? child(inner, "left") : inner;
  return child(child(pattern, "typeAnnotation"), "typeAnnotation");
}

/** The types that a file declares. */
class Types {
  private readonly named = new Map<string, SyntaxNode>();

  constructor(tree: SourceFile) {
    for (const node of tree.nodes("TSTypeAliasDeclaration", "TSInterfaceDeclaration", "TSEnumDeclaration")) {
      const name = text(child(node, "id"), "name");
      if (name !== null) this.named.set(name, node);
    }
  }

  enumMembers(name: string): readonly string[] | null {
    const node = this.named.get(name);
    if (node?.type !== "TSEnumDeclaration") return null;
    const members = children(child(node, "body") ?? node, "members");
    return members.map((member) => `${name}.${text(child(member, "id"), "name") ?? stringValue(child(member, "id")) ?? "?"}`);
  }

  /** Labels of a union of literals, or of an enumeration; null for every other type. */
  members(type: SyntaxNode | null, hops: number): readonly string[] | null {
    if (type === null || hops > MAXIMUM_HOPS) return null;
    switch (type.type) {
      case "TSLiteralType": {
        const label = labelOf(child(type, "literal"));
        return label === null ? null : [label];
      }
      case "TSParenthesizedType":
        return this.members(child(type, "typeAnnotation"), hops + 1);
      case "TSUnionType": {
        const parts = children(type, "types").map((part) => this.members(part, hops + 1));
        return parts.some((part) => part === null) ? null : [...new Set(parts.flatMap((part) => part ?? []))];
      }
      case "TSTypeReference": {
        const name = text(child(type, "typeName"), "name") ?? "";
        const declared = this.named.get(name);
        if (declared?.type === "TSEnumDeclaration") return this.enumMembers(name);
        return declared?.type === "TSTypeAliasDeclaration" && child(declared, "typeParameters") === null ? this.members(child(declared, "typeAnnotation"), hops + 1) : null;
      }
      default:
        return null;
    }
  }

  /** The type of a property, through aliases; of a union of objects the union of their properties. */
  property(type: SyntaxNode | null, path: readonly string[], hops: number): SyntaxNode | null {
    if (type === null || hops > MAXIMUM_HOPS) return null;
    const [name, ...rest] = path;
    if (name === undefined) return type;
    if (type.type === "TSTypeReference") {
      const declared = this.named.get(text(child(type, "typeName"), "name") ?? "");
      if (declared?.type === "TSTypeAliasDeclaration") return this.property(child(declared, "typeAnnotation"), path, hops + 1);
      return declared?.type === "TSInterfaceDeclaration" ? this.ofMembers(children(child(declared, "body"), "body"), name, rest, hops) : null;
    }
    if (type.type === "TSTypeLiteral") return this.ofMembers(children(type, "members"), name, rest, hops);
    if (type.type !== "TSUnionType") return null;
    const parts = children(type, "types").map((part) => this.property(part, path, hops + 1));
    if (parts.length === 0 || parts.some((part) => part === null)) return null;
    return { ...type, types: parts };
  }

  private ofMembers(members: readonly SyntaxNode[], name: string, rest: readonly string[], hops: number): SyntaxNode | null {
    const member = members.find((one) => one.type === "TSPropertySignature" && one["optional"] !== true && text(child(one, "key"), "name") === name);
    return member === undefined ? null : this.property(child(child(member, "typeAnnotation"), "typeAnnotation"), rest, hops + 1);
  }
}

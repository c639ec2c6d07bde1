import { child, children, text, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";
import { propertyName } from "./members";
import { EVERY_PLACE, PLACE } from "./taint";

/** From a name to the type that it stands for. */
const MAXIMUM_HOPS = 5;

/** What the file's own types say of parameters: a number, a truth value or one of a few words carries nobody's text. */
export class DeclaredTypes {
  private named: Map<string, SyntaxNode> | null = null;
  /** By hops: what was found out already. Types that name each other many times over would be read as often. */
  private readonly known: Map<SyntaxNode, number>[] = [];

  constructor(private readonly tree: SourceFile) {}

  /**
   * Places (bits of `PLACE`) that the part of a parameter which a path names can still harm: none by what the author
   * listed; a shell by a number, as no declaration is checked when the program runs and a shell forgives nothing.
   */
  placesLeft(parameter: SyntaxNode | null, path: readonly string[]): number {
    const inner = parameter?.type === "TSParameterProperty" ? child(parameter, "parameter") : parameter;
    const pattern = inner?.type === "AssignmentPattern" ? child(inner, "left") : inner;
    const annotation = child(child(pattern, "typeAnnotation"), "typeAnnotation");
    return annotation === null ? EVERY_PLACE : this.places(this.member(annotation, path, 0), 0);
  }

  private places(type: SyntaxNode | null, hops: number): number {
    if (type === null) return EVERY_PLACE;
    const known = (this.known[hops] ??= new Map());
    let places = known.get(type);
    if (places === undefined) known.set(type, (places = this.read(type, hops)));
    return places;
  }

  private read(type: SyntaxNode, hops: number): number {
    switch (type.type) {
      case "TSNumberKeyword":
        return PLACE.shell;
      case "TSBooleanKeyword":
      case "TSBigIntKeyword":
      case "TSNullKeyword":
      case "TSUndefinedKeyword":
      case "TSLiteralType":
        return 0;
      case "TSUnionType":
        return children(type, "types").reduce((places, part) => places | this.places(part, hops + 1), 0);
      case "TSTypeReference":
        return hops < MAXIMUM_HOPS ? this.places(this.meaning(type), hops + 1) : EVERY_PLACE;
      default:
        return EVERY_PLACE;
    }
  }

  /** The type of a member: of a type written out, or of an interface or alias of this file. */
  private member(type: SyntaxNode | null, path: readonly string[], hops: number): SyntaxNode | null {
    const [name, ...rest] = path;
    if (type === null || name === undefined || hops > MAXIMUM_HOPS) return type;
    if (type.type === "TSTypeReference") return this.member(this.meaning(type), path, hops + 1);
    const members = children(type, type.type === "TSTypeLiteral" ? "members" : "body");
    const found = members.find((one) => one.type === "TSPropertySignature" && propertyName(one) === name) ?? null;
    return this.member(child(child(found, "typeAnnotation"), "typeAnnotation"), rest, hops);
  }

  private meaning(reference: SyntaxNode): SyntaxNode | null {
    const name = text(child(reference, "typeName"), "name") ?? "";
    // A function's or class's own type parameter stands for whatever its caller says.
    for (const outer of this.tree.ancestors(reference)) if (children(child(outer, "typeParameters"), "params").some((one) => text(child(one, "name"), "name") === name)) return null;
    if (this.named === null) {
      this.named = new Map();
      for (const node of this.tree.nodes("TSTypeAliasDeclaration", "TSInterfaceDeclaration")) {
        const name = text(child(node, "id"), "name");
        const meaning = child(node, node.type === "TSTypeAliasDeclaration" ? "typeAnnotation" : "body");
        if (name !== null && meaning !== null) this.named.set(name, meaning);
      }
    }
    return this.named.get(name) ?? null;
  }
}

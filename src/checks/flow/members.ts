import { child, children, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Bindings } from "./bindings";

/** `text.split("/")[0]`, `parts[parts.length - 1]` of such parts: one name, no folder. */
export function isLastPart(bindings: Bindings, given: SyntaxNode, node: SyntaxNode): boolean {
  // `const parts = name.split("/"); parts[parts.length - 1]`
  const object = bindings.onlyValue(given) ?? given;
  if (object.type !== "CallExpression" || node["computed"] !== true) return false;
  const callee = unwrapped(child(object, "callee"));
  const index = unwrapped(child(node, "property"));
  const isPlace = index?.type === "Literal" || (index?.type === "BinaryExpression" && text(index, "operator") === "-" && text(child(unwrapped(child(index, "left")), "property"), "name") === "length");
  return isPlace && text(child(callee, "property"), "name") === "split" && /^[/\\]$/.test(stringValue(children(object, "arguments")[0] ?? null) ?? "");
}

/** Members of a request that are text, whatever a parser made of the rest. */
export const TEXTUAL = /^(url|originalUrl|path|params|param|headers|pathParameters|hostname|host|href|hash|search|referrer|URL|cookie|value)$/;

/** Addresses and headers are text; what a parser made of a body or a query may be an object. */
export function isTextual(node: SyntaxNode): boolean {
  return TEXTUAL.test(text(child(node, "property"), "name") ?? "");
}

/** Attributes that name a place or say what is true of a field: the page's own, whatever was typed in. */
export const PAGES_OWN = /^(id|type|checked|selected|disabled|readonly|required)$/i;

/** What a page shows already. */
export function isPageHtml(node: SyntaxNode): boolean {
  return /^(innerHTML|outerHTML)$/.test(text(child(node, "property"), "name") ?? "");
}

/** Values that whoever runs the program sets are written in capitals too. */
const SETTINGS = /(^|[/#._@-])(env|environment|config(uration)?|settings|secrets?)(?![a-z])/i;

/** `KEYS`, `Keys.OWNER`, `keys.column.OWNER` of what a module gives (`./keys#Keys`): written in capitals, a constant; `env.OWNER` is a setting. */
export function isConstantElsewhere(name: string, path: readonly string[]): boolean {
  const [, module, given] = /^([^()#]+)#([^()]*)$/.exec(name) ?? [];
  if (module === undefined || given === undefined) return false;
  const parts = [...given.split("."), ...path];
  const first = parts.findIndex((part) => /^[A-Z][A-Z0-9_]+$/.test(part));
  return first >= 0 && !SETTINGS.test([module, ...parts.slice(0, first)].join("."));
}

/** The name a property is written under; null where it is computed. */
export function propertyName(property: SyntaxNode | null): string | null {
  const key = child(property, "key");
  return text(key, "name") ?? stringValue(key);
}

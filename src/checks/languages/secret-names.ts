import type { SyntaxTree, TreeNode } from "./syntax-tree";

/** Names of what must not be read by whoever reads a log, in either spelling. */
const SECRET = /^(?!.*(count|length|expir|valid|reset|hash|digest|type|field|label|name$|url|policy|strength|limit|usage|max|min|_?id$|error|err$|path|file|index|kind|present|missing|required|mask|redact))(\w*(passw(or)?d|passwd|passphrase|secret|credential)s?|pwd|\w*(access|refresh|auth|bearer|session|api|id)_?token|\w*api_?key|private_?key|authorization|ssn|social_?security\w*|\w*credit_?card\w*|card_?number|cvv|cvc|iban|pin_?code|date_?of_?birth|dob|passport_?(no|number))$/i;
/** Types whose value is made of what they hold, unlike a call's. */
const NAMES = /^(identifier|field_identifier|property_identifier|variable_name|name|constant|instance_variable|word)$/;
const MADE = /call|invocation|lambda|subscript_assignment|keyword_argument_name/;

/** The first secret by name that a value holds as it is; in strings only where they are filled in. */
export function nameOfSecret(tree: SyntaxTree, value: TreeNode): string | null {
  const stack: TreeNode[] = [value];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    // Ruby asks for a property as it calls.
    const isProperty = node.type === "call" && !node.children.some(({ field }) => field === "arguments" || field === "block");
    if (MADE.test(node.type) && !isProperty) {
      if (node === value) return null;
      continue;
    }
    const name = tree.textOf(node).replace(/^[$@]+/, "");
    if (NAMES.test(node.type) && node.field !== "object" && node.field !== "operand" && node.field !== "receiver" && node.field !== "key" && SECRET.test(name)) return name;
    // Only the last part of a path is what is written.
    for (const child of [...node.children].reverse()) if (child.field !== "object" && child.field !== "operand" && !(isProperty && child.field === "receiver")) stack.push(child);
  }
  return null;
}

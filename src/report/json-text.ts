/** One JSON document as it is printed: two blanks of indentation and a final newline; keys in the order they were built. */
export function jsonText(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

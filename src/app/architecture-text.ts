const MAXIMUM_LINE = 200;

/**
 * An architecture section as a person would write it: an element or a rule a line, longer ones broken. `indent` is that of the
 * line that the section begins on.
 */
export function architectureText(value: unknown, indent: string): string {
  const isShort = indent.length > 2;
  const line = oneLine(value);
  if (typeof value !== "object" || value === null || (isShort && line.length + indent.length <= MAXIMUM_LINE && !isListOfRules(value))) return line;
  const inner = `${indent}  `;
  const parts = Array.isArray(value) ? value.map((one) => architectureText(one, inner)) : Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${architectureText(one, inner)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return parts.length === 0 ? `${open}${close}` : `${open}\n${parts.map((part) => inner + part).join(",\n")}\n${indent}${close}`;
}

function isListOfRules(value: object): boolean {
  return Array.isArray(value) && value.some((one) => typeof one === "object" && one !== null && !Array.isArray(one) && "because" in one);
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  if (typeof value === "object" && value !== null) return `{ ${Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${oneLine(one)}`).join(", ")} }`;
  return JSON.stringify(value);
}

/** Words from a repository inside Markdown that a forge renders: they may not format, link, mention anybody or end a table. */
import { printable } from "./text-layout";

const ZERO_WIDTH = "\u200b";

/** Running text. Mentions, references and bare addresses are broken by an invisible space, because escapes don't stop them. */
export function markdownText(text: string): string {
  return printable(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\\`*_{}[\]()#+!|~$]/g, (character) => `\\${character}`)
    .replace(/@(?=[A-Za-z0-9_-])/g, `@${ZERO_WIDTH}`)
    .replace(/#(?=\d)/g, `#${ZERO_WIDTH}`)
    .replace(/:\/\//g, `:${ZERO_WIDTH}//`)
    .replace(/\bwww\./gi, (match) => `${match.slice(0, 3)}${ZERO_WIDTH}.`)
    .replace(/^(\s*)([-+]|\d+\.)(?=\s)/, "$1\\$2");
}

/** A code span, inside of which nothing is formatted or mentioned. Safe in a table cell. */
export function markdownCode(text: string): string {
  const shown = printable(text).replaceAll("|", "\\|");
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const padding = shown.startsWith("`") || shown.endsWith("`") || shown === "" ? " " : "";
  return `${fence}${padding}${shown}${padding}${fence}`;
}

/** Lines as a fenced block that they can't end. */
export function markdownBlock(lines: readonly string[]): string {
  const shown = lines.map(printable);
  const longest = Math.max(2, ...shown.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${shown.join("\n")}\n${fence}`;
}

/** An address inside `(…)`: what could end it is written as bytes. */
export function markdownAddress(address: string): string {
  return address.replace(/[\s<>()\\|]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`);
}

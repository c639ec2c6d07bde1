import { existsSync, readFileSync } from "node:fs";

/**
 * Lines with which VS Code's server complains about native modules that nobody built. It works without them, and they would
 * bury what matters.
 */
const NOISE = /spdlog|bindings|watchdog|node:internal|\/lib\/vscode\/(out|node_modules)\/|^\s*tries: \[$|^\s*[\]}]?\s*$/;

/**
 * @param {string} text Output of VS Code's server.
 * @returns {string} Its lines of interest.
 */
export function withoutNoise(text) {
  const lines = text.split("\n").filter((line) => !NOISE.test(line));
  return lines.join("\n");
}

/**
 * @param {string} text
 * @param {number} [count]
 * @returns {string} The last lines, indented for use below a message.
 */
export function lastLines(text, count = 25) {
  const lines = text.trimEnd().split("\n").slice(-count);
  return lines.map((line) => `    ${line}`).join("\n");
}

/**
 * @param {string} file A log of VS Code's, which may be missing.
 * @param {number} [count]
 * @returns {string} Its last lines of interest, indented.
 */
export function tailOf(file, count) {
  return existsSync(file) ? lastLines(withoutNoise(readFileSync(file, "utf8")), count) : `    (no log at ${file})`;
}

import type { CountersignError } from "../core/model";
import { quotedPath } from "../core/quoted-path";
import { printable } from "./text-layout";

/** One line: `countersign: what happened: where: what to do`; parts that are not known are left out. */
export function errorText(error: CountersignError): string {
  const { path, line, hint } = error.details;
  const where = path === undefined ? undefined : shown(path) + (line === undefined ? "" : `:${line}`);
  const parts = ["countersign", error.message, where, hint].filter((part) => part !== undefined && part !== "");
  return `${parts.map((part) => printable((part ?? "").replace(/\s*\n\s*/g, " ").trim())).join(": ")}\n`;
}

/** A backslash alone is no reason to quote here: the path may be the system's own. */
function shown(path: string): string {
  const slashes = path.replaceAll("\\", "/");
  return quotedPath(slashes) === slashes ? path : quotedPath(path);
}

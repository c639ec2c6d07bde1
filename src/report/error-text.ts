import type { CountersignError } from "../core/model";
import { printable } from "./text-layout";

/** One line: `countersign: what happened: where: what to do`; parts that are not known are left out. */
export function errorText(error: CountersignError): string {
  const { path, line, hint } = error.details;
  const where = path === undefined ? undefined : line === undefined ? path : `${path}:${line}`;
  const parts = ["countersign", error.message, where, hint].filter((part) => part !== undefined && part !== "");
  return `${parts.map((part) => printable((part ?? "").replace(/\s*\n\s*/g, " ").trim())).join(": ")}\n`;
}

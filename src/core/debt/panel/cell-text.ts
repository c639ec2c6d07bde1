/** A figure as people read it, the same in the panel and in every report. */
import type { Unit } from "./panel";

export function cellText(value: number | string | null, unit: Unit): string {
  if (value === null) return "–";
  if (typeof value === "string") return value;
  switch (unit) {
    case "share":
      return `${trimmed(value * 100)} %`;
    case "minutes":
      return value === 0 ? "0" : value < 10 ? trimmed(value) : String(Math.round(value));
    case "days":
      return `${value} d`;
    default:
      return trimmed(value);
  }
}

/** "+12", "-3 d", "±0"; empty where there is nothing to compare with. */
export function changeText(value: number | string | null, previous: number | null, unit: Unit): string {
  if (typeof value !== "number" || previous === null) return "";
  const change = value - previous;
  if (change === 0) return "±0";
  const amount = unit === "share" ? `${trimmed(Math.abs(change) * 100)} points` : cellText(Math.abs(change), unit);
  return `${change > 0 ? "+" : "−"}${amount}`;
}

function trimmed(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** A figure as people read it, the same in the panel and in every report: thousands apart, and its unit beside it or in its column's title. */
import { counted, groupedNumber } from "../../counted";
import type { Column, Unit } from "./panel";

/** In a table, whose columns name lines and minutes; see `columnTitle`. */
export function cellText(value: number | string | null, unit: Unit): string {
  if (value === null) return "–";
  if (typeof value === "string") return value;
  switch (unit) {
    case "share":
      return `${rounded(value * 100)} %`;
    case "minutes":
      return value < 10 ? rounded(value) : groupedNumber(Math.round(value));
    case "days":
      return `${rounded(value)} d`;
    default:
      return rounded(value);
  }
}

/** By itself: "14,276 lines", "265 d", "50 %". */
export function figureText(value: number | string | null, unit: Unit): string {
  if (typeof value !== "number") return cellText(value, unit);
  return unit === "lines" ? counted(value, "line") : unit === "minutes" ? `${cellText(value, unit)} min` : cellText(value, unit);
}

/** A column's title, with the unit of its figures where neither they nor the title say it. */
export function columnTitle({ title, unit }: Pick<Column, "title" | "unit">): string {
  if (unit === "lines") return /\blines\b/i.test(title) ? title : `${title} (lines)`;
  if (unit === "minutes") return /\bminutes\b/i.test(title) ? title : `${title} (min)`;
  return title;
}

/** "+12 lines", "−3 d", "±0"; empty where there is nothing to compare with. */
export function changeText(value: number | string | null, previous: number | null, unit: Unit): string {
  if (typeof value !== "number" || previous === null) return "";
  const change = value - previous;
  if (change === 0) return "±0";
  const amount = unit === "share" ? `${rounded(Math.abs(change) * 100)} points` : figureText(Math.abs(change), unit);
  return `${change > 0 ? "+" : "−"}${amount}`;
}

/** What went into a formula; its name says the unit. */
export function inputText(value: number | string): string {
  return typeof value === "number" ? rounded(value) : value;
}

function rounded(value: number): string {
  return groupedNumber(Math.round(value * 100) / 100);
}

/** A figure as people read it, the same in the panel and in every report: thousands apart, and its unit beside it or in its column's title. */
import { groupedNumber } from "../../counted";
import type { Column, Unit } from "./panel";
import { countOf, inEnglish, type Say } from "./say";

/** In a table, whose columns name lines and minutes; see `columnTitle`. */
export function cellText(value: number | string | null, unit: Unit, say: Say = inEnglish): string {
  if (value === null) return "–";
  if (typeof value === "string") return value;
  switch (unit) {
    case "share":
      return `${rounded(value * 100)} %`;
    case "minutes":
      return value < 10 ? rounded(value) : groupedNumber(Math.round(value));
    case "days":
      return say("{0} d", rounded(value));
    default:
      return rounded(value);
  }
}

/** By itself: "14,276 lines", "265 d", "50 %". */
export function figureText(value: number | string | null, unit: Unit, say: Say = inEnglish): string {
  if (typeof value !== "number") return cellText(value, unit, say);
  return unit === "lines" ? countOf(say, value, "line") : unit === "minutes" ? say("{0} min", cellText(value, unit)) : cellText(value, unit, say);
}

/** A column's title, with the unit of its figures where neither they nor the title say it. */
export function columnTitle({ title, unit }: Pick<Column, "title" | "unit">, say: Say = inEnglish): string {
  if (unit === "lines") return saysAlready(title, say("lines")) ? title : say("{0} (lines)", title);
  if (unit === "minutes") return saysAlready(title, say("minutes")) ? title : say("{0} (min)", title);
  return title;
}

function saysAlready(title: string, unit: string): boolean {
  return title.toLowerCase().split(/\s+/).includes(unit.toLowerCase());
}

/** "+12 lines", "−3 d", "±0"; empty where there is nothing to compare with. */
export function changeText(value: number | string | null, previous: number | null, unit: Unit, say: Say = inEnglish): string {
  if (typeof value !== "number" || previous === null) return "";
  const change = value - previous;
  if (change === 0) return "±0";
  const amount = unit === "share" ? say("{0} points", rounded(Math.abs(change) * 100)) : figureText(Math.abs(change), unit, say);
  return `${change > 0 ? "+" : "−"}${amount}`;
}

/** What went into a formula; its name says the unit. */
export function inputText(value: number | string): string {
  return typeof value === "number" ? rounded(value) : value;
}

function rounded(value: number): string {
  return groupedNumber(Math.round(value * 100) / 100);
}

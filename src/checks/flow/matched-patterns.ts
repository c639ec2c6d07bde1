import { EVERY_PLACE, PLACE } from "./taint";

/**
 * Places (bits) that a value harms no more once it was held against a pattern: one that describes the whole value allows, one that looks for bad
 * characters denies. `source`: the pattern's text, null where it is unknown; `holds`: whether it matched.
 */
export function placesMatched(source: string | null, holds: boolean): number {
  if (source === null) return holds ? EVERY_PLACE : 0;
  if (holds) {
    if (!source.startsWith("^")) return 0;
    if (/^\^https?:\\?\/\\?\/[\w.\\-]+\\?\//.test(source)) return PLACE.url | PLACE.redirect;
    return source.endsWith("$") && !/\.[*+]|\[\^|\\S[*+]/.test(source) ? EVERY_PLACE : 0;
  }
  if (/^\[\^[^\]]*\][+*]?$/.test(source)) return EVERY_PLACE;
  return (/\\\.\\\.|\.\./.test(source) ? PLACE.path : 0) | (/[<>]/.test(source) && !source.includes("(?<") ? PLACE.html : 0);
}

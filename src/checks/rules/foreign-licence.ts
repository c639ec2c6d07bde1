import type { Occurrence, Rule } from "./rule";
import type { View } from "./view";

/** Licences that ask something of whoever passes the code on, by what their texts and headers say. */
const COPYLEFT: readonly { readonly name: string; readonly family: RegExp; readonly text: RegExp }[] = [
  { name: "AGPL", family: /AGPL/i, text: /GNU\s+Affero\s+General\s+Public\s+Licen[cs]e|SPDX-License-Identifier:\s*\(?AGPL-[\w.-]+|\bAGPL-?3(\.0)?(-only|-or-later)?\b/i },
  { name: "LGPL", family: /LGPL/i, text: /GNU\s+(Lesser|Library)\s+General\s+Public\s+Licen[cs]e|SPDX-License-Identifier:\s*\(?LGPL-[\w.-]+/i },
  { name: "GPL", family: /(^|[^AL])GPL/i, text: /GNU\s+General\s+Public\s+Licen[cs]e|SPDX-License-Identifier:\s*\(?GPL-[\w.-]+|\b(released|licen[cs]ed|distributed)\s+under\s+(the\s+)?(terms\s+of\s+the\s+)?(GNU\s+)?GPL(v[23])?\b/i },
  { name: "SSPL", family: /SSPL/i, text: /Server\s+Side\s+Public\s+Licen[cs]e|SPDX-License-Identifier:\s*SSPL/i },
  { name: "BUSL", family: /BUSL|BSL/i, text: /Business\s+Source\s+Licen[cs]e|SPDX-License-Identifier:\s*BUSL/i },
  { name: "EUPL", family: /EUPL/i, text: /European\s+Union\s+Public\s+Licen[cs]e|SPDX-License-Identifier:\s*EUPL/i },
  { name: "MPL", family: /MPL/i, text: /Mozilla\s+Public\s+Licen[cs]e|SPDX-License-Identifier:\s*MPL/i },
  { name: "CC BY-SA", family: /CC-BY-SA/i, text: /Creative\s+Commons\s+Attribution-(NonCommercial-)?ShareAlike|SPDX-License-Identifier:\s*CC-BY-(NC-)?SA|\bCC[ -]BY[ -](NC-)?SA\b/i },
  { name: "a licence for non-commercial use", family: /-NC|noncommercial/i, text: /Creative\s+Commons\s+Attribution-NonCommercial|SPDX-License-Identifier:\s*(CC-BY-NC|PolyForm-Noncommercial)/i },
];
const PROPRIETARY = /\b(proprietary\s+and\s+confidential|unauthori[sz]ed\s+copying\s+of\s+this\s+file|trade\s+secrets?\s+of|strictly\s+confidential|all\s+rights\s+reserved\b(?=[^]{0,200}\b(proprietary|confidential|may\s+not\s+be)))/i;
const COPYRIGHT = /(?:copyright|\u00a9)\s*(?:\(c\)|\u00a9)?\s*(?:\d{4}(?:\s*[-\u2013,]\s*(?:\d{4}|present|now))?,?\s*)+(?:by\s+)?([^\n*]{2,80})/i;
const PASTED = /https?:\/\/(?:[\w-]+\.)?(?:stackoverflow\.com|stackexchange\.com|superuser\.com|serverfault\.com|askubuntu\.com)\/(?:a|q|questions)\/\d+[^\s)"'`]*/i;

/** Files that speak of licences because that is what they are for. */
const ABOUT_LICENCES = /(^|\/)(licen[cs]es?|copying|notice|third[-_]?party[\w-]*|unlicense|authors|changelog|contributing|readme|patents)[^/]*$|\.(md|mdx|rst|adoc|lock|html?)$|(^|\/)(package(-lock)?\.json|pnpm-lock\.yaml|composer\.json|Cargo\.toml|[\w.-]*licen[cs]e[\w.-]*)$/i;

/** Code under somebody else's terms. */
export const foreignLicence: Rule = {
  id: "foreign-licence",
  class: "data-governance",
  severity: "warning",
  why: "The text says that it belongs to somebody else, or that it comes with terms: those apply to whoever ships it. A model repeats what it has read, headers included, and no scanner on npm compares single files.",
  fix: "Find where it comes from. Keep it with its notice where its terms allow that, take a package with terms that fit, or write it anew without it.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "// SPDX-License-Identifier: AGPL-3.0-only\nexport const rate = 0.19;\n",
    good: "// SPDX-License-Identifier: MIT\nexport const rate = 0.19;\n",
  },

  find(view) {
    if (ABOUT_LICENCES.test(view.path)) return [];
    return commentsOf(view).flatMap(({ start, text }): readonly Occurrence[] => {
      const found = statement(view, text);
      return found === null ? [] : [{ start: start + found.at, end: start + found.at + found.length, message: found.message, severity: found.severity, snippet: found.message }];
    });
  },
};

interface Statement {
  readonly at: number;
  readonly length: number;
  readonly message: string;
  readonly severity: "warning" | "note";
}

function statement(view: View, comment: string): Statement | null {
  const { licence, holders } = view.facts;
  for (const { name, family, text } of COPYLEFT) {
    const match = text.exec(comment);
    if (match === null) continue;
    // A repository under the same terms passes on what it is itself.
    if (licence !== null && family.test(licence)) return null;
    return { at: match.index, length: match[0].length, message: `says that this text is under ${name}${licence === null ? "" : `, and this repository is under ${licence}`}`, severity: "warning" };
  }
  const proprietary = PROPRIETARY.exec(comment);
  const copyright = COPYRIGHT.exec(comment);
  const holder = (copyright?.[1] ?? "").replace(/\ball rights reserved\b.*$/i, "").replace(/[.,;*/\s]+$/, "").trim();
  const isOwn = holders.some((word) => holder.toLowerCase().includes(word));
  if (proprietary !== null && !isOwn && (licence === null || !/UNLICENSED|SEE LICEN[CS]E/i.test(licence))) return { at: proprietary.index, length: proprietary[0].length, message: "says that nobody may copy this text", severity: "warning" };
  if (copyright !== null && holder !== "" && holders.length > 0 && !isOwn) return { at: copyright.index, length: copyright[0].trimEnd().length, message: `carries the copyright of ${holder.slice(0, 60)}, who is not named as holder of this repository`, severity: "warning" };
  const pasted = PASTED.exec(comment);
  // `@see` points at what explains the code, not at where it was taken from.
  return pasted === null || /\bsee:?\s*$/i.test(comment.slice(0, pasted.index)) ? null : { at: pasted.index, length: pasted[0].length, message: "points at the page this was taken from, whose answers are under CC BY-SA", severity: "note" };
}

/** Comments of a parsed file, neighbouring line comments as one; the beginning of any other text. */
function commentsOf(view: View): readonly { readonly start: number; readonly text: string }[] {
  const { tree, code } = view;
  if (tree === null && code === null) return /\.(json|jsonc|ya?ml|toml|svg|csv|txt|snap)$/i.test(view.path) ? [] : [{ start: 0, text: view.text.slice(0, 3_000) }];
  const joined: { start: number; end: number; text: string }[] = [];
  for (const { start, end } of tree?.comments ?? code?.comments ?? []) {
    const last = joined[joined.length - 1];
    if (last !== undefined && /^\s*$/.test(view.text.slice(last.end, start))) {
      last.text = view.text.slice(last.start, end);
      last.end = end;
    } else joined.push({ start, end, text: view.text.slice(start, end) });
  }
  return joined;
}

/** How much an assertion proves, by its name: 3 an exact value, 2 a part or a kind, 1 only that something is there. */
export function strengthOf(matcher: string, args: number): number {
  const name = matcher.replace(/[!?]$/, "").replace(/_/g, "").toLowerCase();
  if (/(not(be)?(null|nil|none|empty)|isdefined|truthy|falsy|exists?|present|noerror|successful|donotthrow|doesnotthrow|nothing)$/.test(name)) return 1;
  if (/^(assert|asserttrue|assertfalse|istrue|isfalse|true|false|ok|debugassert|assertthat|that|require)$/.test(name)) return args > 1 && name === "assertthat" ? 2 : 1;
  if (/(notequal|notsame|assertne|ne$|contains?|includes?|matches?|match|regex|greater|less|instance|isa|raises?|throws?|throwserror|error|in$|startwith|endwith|between|almost|kindof|respondto|like)/.test(name)) return 2;
  return /(equals?|eql?|eq|same|is|be|count|length|empty|null|nil|none|resultseq)$/.test(name) ? 3 : 2;
}

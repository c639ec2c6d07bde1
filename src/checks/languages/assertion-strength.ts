/** Assertions of the test libraries, whatever their language's spelling; a helper of the tests' own does something with what it is given. */
const OF_LIBRARIES = /^(assert|expect|require|should|debugassert|be)?(not)?(be)?(true|false|equals?|equal(to|ity|case)?|eql?|ne|same(as)?|identical|null|nil|none|is(none|true|false|null|nil|empty|not\w*)?|ok|that|truthy|falsy|contains?\w*|include\w*|in|empty|greater\w*|less\w*|gt|lt|instanceof|isinstance|deepequal|almostequal\w*|arrayequals|iterableequals|count\w*|match(es)?|regexp?|match\w*|len(gth)?|zero|positive|negative|exactly)?s?$/;

/** Whether it asserts by itself, so that literals alone make it say nothing. */
export function isOfLibrary(matcher: string): boolean {
  return OF_LIBRARIES.test(matcher.replace(/[!?]$/, "").replace(/_/g, "").toLowerCase());
}

/** How much an assertion proves, by its name: 3 an exact value, 2 a part or a kind, 1 only that something is there. */
export function strengthOf(matcher: string, args: number): number {
  const name = matcher.replace(/[!?]$/, "").replace(/_/g, "").toLowerCase();
  if (/(not(be)?(null|nil|none|empty)|isdefined|truthy|falsy|exists?|present|noerror|successful|donotthrow|doesnotthrow|nothing)$/.test(name)) return 1;
  if (/^(assert|asserttrue|assertfalse|istrue|isfalse|true|false|ok|debugassert|assertthat|that|require)$/.test(name)) return args > 1 && name === "assertthat" ? 2 : 1;
  if (/(notequal|notsame|assertne|ne$|contains?|includes?|matches?|match|regex|greater|less|instance|isa|raises?|throws?|throwserror|error|in$|startwith|endwith|between|almost|kindof|respondto|like)/.test(name)) return 2;
  return /(equals?|eql?|eq|same|is|be|count|length|empty|null|nil|none|resultseq)$/.test(name) ? 3 : 2;
}

/** Numbers of the Common Weakness Enumeration in tags such as `external/cwe/cwe-089` or `CWE-79: Improper…`. */
export function cweIn(words: readonly string[]): readonly number[] {
  return [...new Set(words.flatMap((word) => [...word.matchAll(/\bcwe[-_ ]?0*(\d{1,5})\b/gi)].map((match) => Number(match[1]))))];
}

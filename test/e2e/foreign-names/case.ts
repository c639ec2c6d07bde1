/** Words (parted by blanks) that no rule has seen, the text that they stand in, and what else the case needs. */
export type ForeignCase = readonly [words: string, head: string, more?: { readonly path?: string; readonly base?: string }];

export interface ForeignCases {
  /** Path of a case that names none; `src/WORD.ts` by its first word else. */
  readonly path?: string;
  readonly reports: readonly ForeignCase[];
  readonly accepts: readonly ForeignCase[];
}

export type ForeignRules = Readonly<Record<string, ForeignCases>>;

/** A handler of an HTTP server called `server`. */
export function handled(server: string, body: string): string {
  return `${server}.get("/${server}", (req, res) => { ${body} });\n`;
}

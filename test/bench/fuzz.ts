/** A million random edits, a quarter for each language, held against that language's own scanner. Throws at the first that is lost or falsely verified. */
import { fuzz, noCounts, type FuzzCounts } from "../unit/core/carry/fuzz-campaign";
import { PYTHON, ruby, SHELL, TYPESCRIPT, type FuzzLanguage } from "../unit/core/carry/fuzz-languages";

/** Edits behind one seed: a failure names the seed, and this many edits find it again. */
const PORTION = 5000;

export async function benchFuzz(edits: number, only: readonly string[] | undefined, print: (line: string) => void = console.log): Promise<void> {
  const languages: FuzzLanguage[] = [PYTHON, SHELL, await ruby(), TYPESCRIPT];
  const chosen = languages.filter(({ name }) => only === undefined || only.includes(name));
  const each = Math.ceil(edits / languages.length);
  let all = 0;
  for (const language of chosen) {
    const counts = noCounts();
    const started = performance.now();
    for (let seed = 1000; counts.edits < each; seed++) fuzz(language, seed, Math.min(PORTION, each - counts.edits), counts);
    all += counts.edits;
    print(line(language, counts, performance.now() - started));
  }
  print(`fuzz: ${all} edits, none lost, none falsely verified`);
}

function line({ name, keepsTokens }: FuzzLanguage, counts: FuzzCounts, milliseconds: number): string {
  const parts = [
    `${counts.edits} edits in ${Math.round(milliseconds / 1000)} s`,
    `${counts.changed} hunks with other tokens, none verified`,
    `${counts.sameKept} of ${counts.same} with the same tokens verified`,
    ...(keepsTokens ? [`${counts.rewrappedKept} of ${counts.rewrapped} re-wrapped verified`] : []),
    `${counts.gone} of which only brackets are left`,
    ...(keepsTokens ? [`${counts.opened} behind a literal left open, ${counts.unparsed} in a file that does not parse`] : []),
  ];
  return `fuzz ${name}: ${parts.join("; ")}`;
}

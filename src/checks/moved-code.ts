import type { ChangedText, RuleAnswer } from "./parsing/protocol";
import { withoutLayout } from "./rules/layout";
import type { RuleFinding } from "./rules/rule";

/** More text is not compared: all of it is read without its layout. */
const MAXIMUM_CHARACTERS = 8_000_000;
/** More errors are no code that somebody moved. */
const MAXIMUM_ERRORS = 100;

/** What the rules say of files as if all of them were new. */
type Ask = (files: readonly ChangedText[]) => Promise<ReadonlyMap<string, RuleAnswer>>;

/**
 * The answers with a warning in place of an error where the change only put a function into another file: the same rule said the same of the same lines
 * there, and they stand there no more. `files`: those that the change touches or deletes, with their base.
 */
export async function withoutMoved(answers: ReadonlyMap<string, RuleAnswer>, files: readonly ChangedText[], ask: Ask): Promise<ReadonlyMap<string, RuleAnswer>> {
  const errors = [...answers].flatMap(([path, { findings }]) => findings.flatMap(({ within }) => (within === undefined ? [] : [{ path, within }])));
  if (errors.length === 0) return answers;
  const told = new Map<string, string>();
  if (errors.length <= MAXIMUM_ERRORS && files.reduce((sum, { text, base }) => sum + text.length + (base?.length ?? 0), 0) <= MAXIMUM_CHARACTERS) {
    const sources = files.filter((file) => {
      const texts = { base: withoutLayout(file.base ?? ""), head: withoutLayout(file.text) };
      return errors.some(({ path, within }) => path !== file.path && texts.base.includes(within) && !texts.head.includes(within));
    });
    const before = sources.length === 0 ? new Map<string, RuleAnswer>() : await ask(sources.map(({ base, basePath }) => ({ path: basePath, basePath, text: base ?? "", base: null })));
    for (const [path, { findings }] of before) for (const finding of findings) if (finding.within !== undefined) told.set(keyOf(finding), path);
  }
  return new Map([...answers].map(([path, answer]) => [path, { ...answer, findings: answer.findings.map((finding) => settled(finding, told.get(keyOf(finding)))) }] as const));
}

function settled({ within, ...finding }: RuleFinding, from: string | undefined): RuleFinding {
  return within === undefined || from === undefined ? finding : { ...finding, severity: "warning", message: `${finding.message}, as it did in ${from} before` };
}

function keyOf({ rule, message, within }: RuleFinding): string {
  return [rule, message, within].join("\0");
}

import type { ChangedText, RuleAnswer } from "./parsing/protocol";
import type { RuleFinding } from "./rules/rule";

/** Where a change took code from: a function that it only put into another file is no worse there. */
export class MovedCode {
  /** Texts without white space, by path; made where an error asks for them. */
  private readonly squeezed = new Map<string, { readonly base: string; readonly head: string }>();

  /** `files`: those that the change touches or deletes, with their base. */
  constructor(private readonly files: readonly ChangedText[]) {}

  /** The answer with what only moved as a warning. */
  told(path: string, answer: RuleAnswer): RuleAnswer {
    if (answer.findings.every(({ within }) => within === undefined)) return answer;
    return { ...answer, findings: answer.findings.map((finding) => this.toldOf(path, finding)) };
  }

  private toldOf(path: string, { within, ...finding }: RuleFinding): RuleFinding {
    const from = within === undefined ? undefined : this.files.find((file) => file.base !== null && file.path !== path && this.lost(file, within));
    return from === undefined ? finding : { ...finding, severity: "warning", message: `${finding.message}, as it did in ${from.basePath} before` };
  }

  private lost(file: ChangedText, text: string): boolean {
    let texts = this.squeezed.get(file.path);
    if (texts === undefined) this.squeezed.set(file.path, (texts = { base: squeeze(file.base ?? ""), head: squeeze(file.text) }));
    return texts.base.includes(text) && !texts.head.includes(text);
  }
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, "");
}

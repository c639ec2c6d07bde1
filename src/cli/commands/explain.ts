import { CountersignError } from "../../core/model";
import { nearestName } from "../../core/nearest-name";
import type { RuleDescription } from "../../core/ports";
import { readWorkTreeText } from "../../platform/command-files";
import { splitLines } from "../../core/fingerprint/lines";
import { ruleCatalogue } from "../../engine/compose";
import { numberedText } from "../../report/approval-text";
import { explainJson, ruleRecordText, ruleText } from "../../report/explain-text";
import { recordsJson } from "../../report/records-json";
import { printable } from "../../report/text-layout";
import type { CommandContext, RegisterCommand } from "../command-context";
import { askForKey, confirmed } from "../confirmation";
import { refuseAgents, refuseWithoutTerminal } from "../human-presence";
import { fileAndLines, plainFormatOption, type PlainFormat } from "../options";

interface ExplainOptions {
  readonly notAProblem?: string;
  readonly note?: string;
  readonly format: PlainFormat;
}

const DEED = "call a finding no problem";

/** `countersign explain`: what a rule sees and why, and what came of it here. */
export const registerExplain: RegisterCommand = (program, context) => {
  program
    .command("explain")
    .description("what a rule sees, why it matters, what to do and an example; how often it spoke here and what people said")
    .argument("<rule>", "a rule as findings name it, such as error-swallowed or eslint/no-eval")
    .option("--not-a-problem <file:line>", "say, signed, that its finding at this place is none: shows it, asks, and signs")
    .option("--note <text>", "with --not-a-problem: the reason")
    .addOption(plainFormatOption())
    .action(async (name: string, options: ExplainOptions) => {
      if (options.notAProblem !== undefined) return callNoProblem(context, name, options.notAProblem, options);
      if (options.note !== undefined) throw new CountersignError("usage", "--note goes with --not-a-problem", { hint: "countersign explain RULE --not-a-problem src/pay.ts:12 --note WHY" });
      const rule = ruleNamed(name, ruleCatalogue());
      const layout = { palette: context.palette, width: context.width };
      // What is asked first is answered at once; the record takes a look at the whole change.
      if (options.format !== "json") context.print(ruleText(rule, layout));
      try {
        const record = await context.withSession(async (session) => {
          await session.open({}, context.progress, context.signal);
          return session.ruleRecord(rule.id);
        });
        context.print(options.format === "json" ? explainJson(rule, record) : ruleRecordText(record, layout));
      } catch (error) {
        // What the rule is holds outside of a repository, too.
        if (options.format === "json" || !(error instanceof CountersignError && error.code === "no-repository")) throw error;
      }
    });
};

function ruleNamed(name: string, catalogue: readonly RuleDescription[]): RuleDescription {
  const rule = catalogue.find(({ id }) => id === name);
  if (rule !== undefined) return rule;
  const tool = /^([a-z0-9-]+)\/(.+)$/.exec(name);
  if (tool !== null) return { id: name, class: "maintainability", severity: "warning", why: `${tool[1] ?? ""} has this rule; its report says how severe each finding is. See its own documentation.`, fix: `Do what ${tool[1] ?? ""} asks, or set "severity" at the report's entry in "external".`, cwe: null, alwaysHigh: false, example: null };
  const known = catalogue.map(({ id }) => id);
  const near = nearestName(name, known);
  throw new CountersignError("usage", `unknown rule "${name}"`, { hint: near === null ? `expected one of ${known.join(", ")}` : `did you mean "${near}"?` });
}

/** Through the same door as a sign-off. Errors: `refused` in an agent's environment and without a terminal, `usage`, `not-found`, `drifted`. */
async function callNoProblem(context: CommandContext, rule: string, place: string, { note, format }: ExplainOptions): Promise<void> {
  refuseAgents(context.host, DEED);
  refuseWithoutTerminal(context.host, DEED);
  const typed = fileAndLines(place);
  if (typed === null) throw new CountersignError("usage", `"${place}" is not FILE:LINE`, { hint: "name a line of the finding, such as src/pay.ts:12" });
  const reason = note?.trim() ?? "";
  if (reason === "") throw new CountersignError("usage", "a statement needs a reason", { hint: "give it with --note" });
  const result = await context.withSession(async (session) => {
    const { findings, signing } = await session.open({ viewedMarks: true }, context.progress, context.signal);
    if (signing.signer === null) throw new CountersignError("refused", "git does not know who you are", { hint: "set it: git config --global user.email you@example.com" });
    const path = context.pathIn(session, typed.file);
    const found = findings.map(({ finding }) => finding).find((finding) => finding.path === path && finding.rule === rule && finding.startLine <= typed.first && finding.endLine >= typed.first);
    if (found === undefined) throw new CountersignError("not-found", `${rule} finds nothing there`, { path, line: typed.first, hint: "countersign check lists findings with their lines" });
    const lines = session.root === null ? [] : splitLines(readWorkTreeText(session.root, path) ?? "");
    context.progress.clear();
    context.host.error(`${numberedText(path, lines.slice(found.startLine - 1, found.endLine), found.startLine, { palette: context.palette, width: context.width })}\n  ${printable(found.message)} (${printable(rule)})\n`);
    const createKey = await askForKey(context, signing);
    await confirmed(context, `State as ${printable(signing.signer)} that this is not a problem here?`);
    return session.quiet({ path, line: typed.first, rule, contentKey: found.contentKey, reason, method: "terminal", ...(createKey ? { createKey } : {}) });
  });
  const id = result.records[0]?.id.slice(0, 12) ?? "";
  context.print(format === "json" ? recordsJson(result) : `Recorded and signed: ${printable(rule)} is not a problem there. countersign log shows it; countersign withdraw ${id} takes it back.\n`);
}

import { l10n, window } from "vscode";
import { INTERNAL_COMMANDS } from "../contributions";
import { lineSpan, oneLine } from "../services/words";
import type { CommandContext, CommandTable } from "./command-context";
import { worthOfAll } from "./sign-dialog";

/** Which finding a quick fix was offered for; anybody may call a command with anything. */
interface FindingArgument {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
}

/** *Not a Problem Here…*: a reason, then a modal dialog whose first choice changes nothing. */
export function statementCommands(context: CommandContext): CommandTable<typeof INTERNAL_COMMANDS.notAProblem> {
  return {
    [INTERNAL_COMMANDS.notAProblem]: async (argument) => {
      const wanted = findingArgument(argument);
      const signings = wanted === null ? [] : context.session.signings([wanted.path]);
      const found = wanted === null ? undefined : context.store.snapshot?.findings.map(({ finding }) => finding).find((finding) => finding.path === wanted.path && finding.rule === wanted.rule && finding.startLine <= wanted.line && finding.endLine >= wanted.line);
      if (found === undefined || signings.length === 0) {
        context.notifications.status(l10n.t("The finding is not there any more."));
        return;
      }
      const question = l10n.t("{0} is not a problem at {1} of {2}?", found.rule, lineSpan(found.startLine, found.endLine), found.path);
      const reason = await window.showInputBox({ title: question, prompt: l10n.t("Why not? Kept with the statement, for everyone to read."), ignoreFocusOut: true, validateInput: (value) => (value.trim() === "" ? l10n.t("A statement needs a reason.") : null) });
      if (reason === undefined || reason.trim() === "") {
        return;
      }
      const sign = signings.some(({ signing }) => signing.key === null) ? { id: "create" as const, title: l10n.t("Create Key and Sign") } : { id: "sign" as const, title: l10n.t("Sign") };
      const answer = await context.notifications.ask({
        message: question,
        detail: `${found.message}\n${l10n.t("Reason: {0}", oneLine(reason, 200))}\n${l10n.t("It counts for this text only: when it changes, the finding is back.")}\n\n${worthOfAll(signings)}`,
        choices: [{ id: "stay", title: l10n.t("Leave It") }, sign],
      });
      if (answer === "sign" || answer === "create") {
        const { records } = await context.engine.request("quiet", { path: found.path, line: found.startLine, rule: found.rule, contentKey: found.contentKey, reason: reason.trim(), method: "editor", ...(answer === "create" ? { createKey: true } : {}) });
        context.lastBatch.set({ records: records.map(({ id }) => id), lines: [question, l10n.t("Reason: {0}", oneLine(reason, 200))], tookBack: false, statement: true });
        context.notifications.status(l10n.t("Recorded and signed: not a problem here."));
      }
    },
  };
}

function findingArgument(argument: unknown): FindingArgument | null {
  if (typeof argument !== "object" || argument === null || !("path" in argument) || !("line" in argument) || !("rule" in argument)) {
    return null;
  }
  const { path, line, rule } = argument;
  return typeof path === "string" && typeof rule === "string" && typeof line === "number" && Number.isSafeInteger(line) ? { path, line, rule } : null;
}

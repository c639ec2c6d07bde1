import { l10n } from "vscode";
import { INTERNAL_COMMANDS } from "../contributions";
import { lineSpan } from "../services/words";
import type { CommandContext, CommandTable } from "./command-context";
import { signStatement } from "./signed-statement";

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
      const stated = await signStatement(
        context,
        {
          path: found.path,
          question: l10n.t("{0} is not a problem at {1} of {2}?", found.rule, lineSpan(found.startLine, found.endLine), found.path),
          prompt: l10n.t("Why not? Kept with the statement, for everyone to read."),
          place: found.message,
          reach: l10n.t("It counts for this text only: when it changes, the finding is back."),
          about: "finding",
        },
        (statement) => context.engine.request("quiet", { path: found.path, line: found.startLine, rule: found.rule, contentKey: found.contentKey, method: "editor", ...statement }),
      );
      if (stated) {
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

import { l10n } from "vscode";
import type { IntentAnswer } from "../../app/session-types";
import { oneLine } from "../services/words";
import type { Section } from "./hunk-sections";

/** Characters of a request or a reason in a hover. */
const LINE_LENGTH = 500;

type Check = IntentAnswer["checks"][number];

/** What was asked, why the assistant says it did it, and what it ran afterwards; secrets are out already. */
export function intentSections(intent: IntentAnswer): readonly Section[] {
  const said = intent.reason === null ? [] : [oneLine(intent.reason.text, LINE_LENGTH)];
  const checks = intent.checks.length === 0 ? [l10n.t("Nothing was run to check it.")] : intent.checks.map(checkLine);
  const secrets = intent.secrets === 0 ? [] : [l10n.t("Secrets left out: {0}", intent.secrets)];
  return [
    { heading: l10n.t("What was asked"), lines: [...intent.requests.map(({ at, text }) => l10n.t("{0}: {1}", moment(at), oneLine(text, LINE_LENGTH))), ...secrets] },
    { heading: l10n.t("What the assistant says"), lines: said },
    { heading: l10n.t("What it ran"), lines: checks },
  ].filter((section) => section.lines.length > 0);
}

function checkLine(check: Check): string {
  const outcome = check.exitCode === null ? l10n.t("exit code unknown") : l10n.t("exit code {0}", check.exitCode);
  const what = `${check.kinds.map(kindWord).join(", ")}: ${oneLine(check.command, LINE_LENGTH)}: ${outcome}`;
  return check.isAfterEdit ? l10n.t("{0}, after the edit, {1}", what, moment(check.at)) : l10n.t("{0}, older than the edit ({1}): it says nothing about it", what, moment(check.at));
}

function kindWord(kind: Check["kinds"][number]): string {
  switch (kind) {
    case "tests":
      return l10n.t("tests");
    case "types":
      return l10n.t("type check");
    case "lint":
      return l10n.t("lint");
    case "build":
      return l10n.t("build");
  }
}

function moment(at: string): string {
  return at.replace("T", " ").replace(/(:\d\d)(\.\d+)?Z$/, " UTC");
}

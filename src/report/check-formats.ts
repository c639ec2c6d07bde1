/** The nine formats of `check` by name. */
import { checkGithub } from "./check-github";
import { checkGitlab } from "./check-gitlab";
import { checkHtml } from "./check-html";
import { checkJson } from "./check-json";
import { checkJunit } from "./check-junit";
import { checkMarkdown } from "./check-markdown";
import { checkRdjson } from "./check-rdjson";
import type { CheckReport } from "./check-report";
import { checkSarif } from "./check-sarif";
import { checkText } from "./check-text";
import type { TextOptions } from "./answers";

export const CHECK_FORMATS = ["text", "json", "sarif", "github", "gitlab", "junit", "rdjson", "markdown", "html"] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];

/** One report as text; `layout` is for the format `text` alone. */
export function renderCheck(format: CheckFormat, report: CheckReport, layout: TextOptions): string {
  switch (format) {
    case "text":
      return checkText(report.snapshot, { ...layout, findingsOutsideHunks: report.findingsOutsideHunks, soft: report.soft, excerpts: report.excerpts });
    case "json":
      return checkJson(report.snapshot, report);
    case "sarif":
      return checkSarif(report);
    case "github":
      return checkGithub(report);
    case "gitlab":
      return checkGitlab(report);
    case "junit":
      return checkJunit(report);
    case "rdjson":
      return checkRdjson(report);
    case "markdown":
      return checkMarkdown(report);
    case "html":
      return checkHtml(report);
  }
}

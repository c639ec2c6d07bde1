import * as z from "zod";

/** Parts that the rules of the architecture section share. */
export const text = z.string().min(1).max(1000);
export const texts = z.union([text, z.array(text).min(1).max(500)]);
export const severityOrOff = z.enum(["off", "error", "warning", "note"]);
export const selector = texts.describe("Elements or globs; a folder's name means all in it, <name> in a glob captures one segment, and ! takes out.");

/** What every rule may carry. */
export const common = {
  severity: severityOrOff.optional(),
  because: text.describe("Why the rule stands; shown with each finding.").optional(),
};

/** The shape of `.countersign/config.jsonc`: one zod schema, from which media/schemas/configuration.schema.json is made. */
import * as z from "zod";

const glob = z.string().min(1).max(1000);
const globs = z.array(glob).max(1000);
const limit = z.number().min(0).max(1_000_000_000).nullable();
const count = z.int().min(0).max(1_000_000_000).nullable();
const factor = z.number().min(0).max(1000);
const slug = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "expected a name in lower case with hyphens").max(100);

const severityOrOff = z.enum(["off", "error", "warning", "note"]);
const trust = z.enum(["none", "self-declared", "forge", "key", "key+touch"]);

const riskLevel = z.enum(["low", "unrated", "medium", "high"]);

const gate = z
  .strictObject({
    informational: z.boolean().describe("Show the conditions and let none of them fail."),
    high: count.describe("Open hunks of high risk that are allowed; null: no condition."),
    medium: count.describe("Open hunks of medium risk that are allowed."),
    low: count.describe("Open hunks of low risk that are allowed."),
    unrated: count.describe("Open hunks that no analyser could rate."),
    hunks: count.describe("Open hunks of any risk."),
    lines: count.describe("Unverified lines."),
    minutes: limit.describe("Minutes of review owed."),
    stale: count.describe("Hunks whose approved text changed."),
    rejected: count.describe("Hunks that a person refused."),
    unclaimed: count.describe("Changed lines of unknown origin."),
    errors: count.describe("Introduced findings of severity error."),
    warnings: count.describe("Introduced findings of severity warning."),
    notes: count.describe("Introduced findings of severity note."),
    age: count.describe("Days since the oldest open hunk was written."),
    growth: limit.describe("Minutes owed beyond those at the merge base: 0 in project means that debt may not grow."),
  })
  .partial();

const requirement = z
  .strictObject({
    criteria: z.array(slug).max(20).describe("Criteria that the sign-offs together must name, such as reviewed or security-reviewed."),
    signers: z.int().min(1).max(20).describe("Distinct people who must have signed."),
    notPrompter: z.boolean().describe("At least one signer is not the person who prompted the assistant."),
    minTrust: trust.describe("The least that must stand behind a signature for it to count."),
    maximumAgeDays: z.int().min(1).max(36_500).nullable().describe("A sign-off older than this, at the date of the judged commits, counts no more."),
    coolDownHours: z.number().min(0).max(8_760).describe("Hours that must lie between the commit and a sign-off that counts; for who works alone."),
    owner: z.boolean().describe("At least one signer owns the file, by the base's CODEOWNERS; people says whose account or team is whose."),
  })
  .partial();

const policy = z
  .strictObject({
    version: z.int().min(0).max(1_000_000).describe("Your own number for this policy; shown beside the verdict."),
    unclaimed: z.enum(["ignore", "report", "assume-ai"]).describe("What changed lines of unknown origin are worth."),
    marks: z.enum(["gate", "report"]).describe("Whether what only a commit mark claims can fail the gate."),
    gates: z.strictObject({ patch: gate, project: gate }).partial().describe("patch: the change since the base; project: everything by assistants."),
    require: z
      .strictObject({ high: requirement, medium: requirement, low: requirement, unrated: requirement })
      .partial()
      .describe("What a sign-off must carry before it counts for a hunk of this risk."),
    paths: z
      .array(
        z.strictObject({
          name: slug.describe("Stands in the names of its conditions: patch.high (payments)."),
          files: globs.describe("The files it is about."),
          patch: gate.describe("Conditions for these files alone, beside those of the whole change.").optional(),
          require: z.strictObject({ high: requirement, medium: requirement, low: requirement, unrated: requirement }).partial().describe("What a sign-off of these files must carry; replaces the general rule level by level.").optional(),
        }),
      )
      .max(100)
      .describe("Rules for parts of the tree."),
    seen: z.boolean().describe("Where an editor observed it, sign-offs say how much of a hunk its signer had on the screen: all, most or part of it."),
    people: z
      .record(z.string().min(3).max(320), z.array(z.string().regex(/^@[\w.-]+(?:\/[\w.-]+)*$/, "expected @account or @organisation/team").max(255)).max(100))
      .describe("Who is who: a signer's e-mail address, and the accounts (@ann) and teams (@shop/payments) that are theirs on the forge. Where it names anybody, only their approvals on the forge count."),
    overrule: z.array(z.string().min(1).max(320)).max(100).describe("Signers whose approval outweighs another key's rejection."),
    waivers: z
      .strictObject({
        signers: z.array(z.string().min(1).max(320)).max(100).describe("Who may waive: exact addresses. Nobody by default."),
        maximumDays: z.number().min(0).max(366).describe("Longest time from a waiver's date to its end."),
        risk: riskLevel.describe("Highest risk that can be waived."),
        minTrust: trust.describe("The least that must stand behind a waiver's signature."),
      })
      .partial()
      .describe("Break-glass waivers: let a hunk pass unreviewed for a time; its debt stays."),
    bulk: z
      .strictObject({
        hunks: z.int().min(1).max(100_000).nullable().describe("More hunks than this signed at once are a bulk sign-off; null: none is."),
        risk: riskLevel.describe("Highest risk for which a bulk sign-off counts."),
      })
      .partial()
      .describe("What a sign-off of many hunks at once is worth."),
  })
  .partial();

const debt = z
  .strictObject({
    minutesPerLine: factor.describe("Minutes per significant unverified line; 0.3 is 200 lines an hour."),
    perHunk: factor.describe("Minutes added for each hunk."),
    perSeam: factor.describe("Minutes added for each place where approved lines were deleted or re-ordered."),
    kind: z.strictObject({ code: factor, test: factor, prose: factor }).partial(),
    risk: z.strictObject({ low: factor, medium: factor, unrated: factor, high: factor }).partial(),
    tests: z.strictObject({ executed: factor, notExecuted: factor, unknown: factor }).partial(),
    budget: z.number().min(0).max(1_000_000).describe("Minutes of unreviewed debt after which the status bar and the agents' tools say: review first. 0: no budget. It fails no gate and blocks no edit."),
    critical: globs.describe("Security-critical files: their hunks come first among those of their level."),
    generated: globs.describe("Generated and vendored files, which owe nothing. Replaces the default list."),
  })
  .partial();

const on = z.boolean();
const sources = z
  .strictObject({
    hook: on,
    snapshot: on,
    note: on,
    "agent-trace": on,
    transcript: on,
    editor: on,
    "commit-mark": on,
    burst: on,
    manual: on,
  })
  .partial();

const external = z.strictObject({
  report: glob.describe("Where the tool writes its report: SARIF, ESLint's or oxlint's JSON, lcov, Istanbul's or V8's coverage, Stryker's mutation.json."),
  severity: z.enum(["error", "warning", "note"]).optional().describe("What each of its findings counts as, whatever the tool says."),
});

export const configurationSchema = z
  .strictObject({
    $schema: z.string().max(1000),
    baseline: z
      .string()
      .regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/, "expected a full commit id")
      .nullable()
      .describe("The commit from which debt is counted."),
    repository: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{7,127}$/, "expected a repository id as `countersign init` writes it")
      .describe("This repository's id; sign-offs name it, so that they can't be replayed elsewhere."),
    include: globs.describe("Files that are supervised."),
    exclude: globs.describe("Files that are left out altogether."),
    sources: sources.describe("Sources of evidence to listen to; one that isn't named is on."),
    architecture: z.record(z.string(), z.unknown()).describe("elements, layers, forbid, allowOnly, publicEntry, acyclic, reach, limit, external, pure, orphan, usage, classes, naming, exports, concrete, leaks"),
    risk: z
      .record(slug, z.union([severityOrOff, z.looseObject({ severity: severityOrOff.optional() })]))
      .describe("Per rule: off, a severity, or an object with severity and the rule's options."),
    debt: debt.describe("Factors of the minutes of review."),
    policy: policy.describe("What must be true before a change may merge."),
    external: z.array(external).max(50).describe("Reports of tools that you already run. They are read, never made: nothing here is executed."),
  })
  .partial();

export type ConfigurationInput = z.infer<typeof configurationSchema>;

/**
 * The JSON Schema that the editor's completion uses; draft 2020-12, comments and trailing commas allowed in the file.
 * `architecture` is the schema of that section, which only the checks know.
 */
export function configurationJsonSchema(architecture?: object): Record<string, unknown> {
  const schema = z.toJSONSchema(configurationSchema, { io: "input" });
  return {
    ...schema,
    ...(architecture === undefined ? {} : { properties: { ...schema.properties, architecture: { ...architecture, $schema: undefined, description: "Who may import whom." } } }),
    $id: "countersign/configuration/1",
    title: "Countersign configuration (.countersign/config.jsonc)",
    allowComments: true,
    allowTrailingCommas: true,
  };
}

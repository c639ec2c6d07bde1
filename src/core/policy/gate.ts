/** What must be true before a change may merge, evaluated to conditions that say what would satisfy them. */
import { TRUST_ORDER, type AttachedFinding, type DebtItem, type GateCondition, type Severity } from "../model";
import { openLines } from "../debt/open-lines";
import { quotedPath } from "../quoted-path";
import { daysBetween } from "./time";
import { GATE_LIMITS, requirementOf, type Configuration, type Gate, type Requirement } from "./configuration-types";

export interface GateInput {
  readonly items: readonly DebtItem[];
  readonly findings: readonly AttachedFinding[];
  readonly unclaimedLines: number;
  /** The time that the verdict knows, for the age of debt; absent: no commit, so nothing has an age. */
  readonly reference?: string | null;
  /** Hundredths of a minute that the project owed at the merge base; absent: nothing. */
  readonly before?: number;
  /** The same for each of `policy.paths`, by name. */
  readonly unclaimedByArea?: ReadonlyMap<string, number>;
}

/** Conditions of one gate, in fixed order; informational ones always pass. */
export function evaluateGate(name: "patch" | "project", input: GateInput, configuration: Configuration): GateCondition[] {
  const whole = conditionsOf(name, configuration.policy.gates[name], input, configuration);
  if (name === "project") return whole;
  // A part of the tree has conditions of its own, beside those of the whole.
  const parts = configuration.policy.paths.flatMap((area) => {
    const belongs = (item: DebtItem) => item.hunk.areas?.includes(area.name) === true;
    const ids = new Set(input.items.filter(belongs).map((item) => item.hunk.id));
    const part = { ...input, items: input.items.filter(belongs), findings: input.findings.filter(({ hunk }) => hunk !== null && ids.has(hunk)), unclaimedLines: input.unclaimedByArea?.get(area.name) ?? 0 };
    return conditionsOf(name, area.patch, part, configuration).map((condition) => ({ ...condition, condition: `${condition.condition} (${area.name})` }));
  });
  return [...whole, ...parts];
}

function conditionsOf(name: "patch" | "project", gate: Gate, input: GateInput, configuration: Configuration): GateCondition[] {
  const open = openItems(name, input.items, configuration);
  return GATE_LIMITS.flatMap((limitName): GateCondition[] => {
    const limit = gate[limitName];
    if (limit === null) return [];
    const actual = measure(limitName, open, input);
    const pass = gate.informational || actual <= limit;
    const hunks = actual > limit ? countedHunks(limitName, limit, open, input) : [];
    return [{ condition: `${name}.${limitName}`, limit, actual, pass, why: explain(limitName, limit, actual, open, gate.informational, configuration), ...(hunks.length === 0 ? {} : { hunks }) }];
  });
}

function openItems(name: "patch" | "project", items: readonly DebtItem[], configuration: Configuration): readonly DebtItem[] {
  const gated = items.filter((item) => configuration.policy.marks === "gate" || item.hunk.evidence.tier < 7);
  return gated.filter((item) => !item.hunk.generated && !isAnswered(item, configuration) && !isWaived(item) && !(name === "project" && item.known === true));
}

/** Hundredths of a minute that a project owes by the gate's reckoning. */
export function owedByProject(items: readonly DebtItem[], configuration: Configuration): number {
  return openItems("project", items, configuration).reduce((sum, item) => sum + item.hundredths, 0);
}

/** A waiver lets a hunk pass for a time; never one that a person refused. */
export function isWaived(item: DebtItem): boolean {
  return item.waived !== undefined && item.state !== "rejected";
}

/** Whole days since a hunk was written, to the date of the judged commits; 0 while it is not committed. */
export function ageInDays(item: DebtItem, reference: string | null | undefined): number {
  const { writtenAt } = item.hunk;
  return reference === null || reference === undefined || writtenAt === null || writtenAt === undefined ? 0 : daysBetween(writtenAt, reference);
}

/** Signed off, with all that the policy asks for at its risk. */
export function isAnswered(item: DebtItem, configuration: Configuration): boolean {
  return item.state === "signed-off" && unmetRequirements(item, requirementOf(configuration.policy, item.hunk, item.risk.level)).length === 0;
}

/** What a signed-off hunk still lacks under the policy, in words. */
export function unmetRequirements(item: DebtItem, requirement: Requirement): string[] {
  const unmet: string[] = [];
  if (item.answering !== undefined) {
    const { signers, criteria } = item.answering;
    const demands = [
      ...(requirement.maximumAgeDays === null ? [] : [`not older than ${requirement.maximumAgeDays} day(s)`]),
      ...(requirement.coolDownHours === 0 ? [] : [`given ${requirement.coolDownHours} hour(s) or more after the commit`]),
    ];
    if (signers === 0 && demands.length > 0) unmet.push(`a sign-off of every line ${demands.join(", ")}${requirement.minTrust === "none" ? "" : `, of trust ${requirement.minTrust} or more`}: sign it again`);
    else if (signers === 0 && requirement.minTrust !== "none") unmet.push(`a signature of trust ${requirement.minTrust} or more on every line`);
    else if (signers < requirement.signers) unmet.push(`${requirement.signers} signer(s) of every line (has ${signers})`);
    for (const criterion of requirement.criteria) if (!criteria.includes(criterion)) unmet.push(`the criterion ${criterion} on every line`);
    if (requirement.owner && item.answering.owners === 0) unmet.push((item.hunk.owners ?? []).length === 0 ? "an owner of the file, and CODEOWNERS names none that policy.people knows" : `a signature of an owner (${(item.hunk.owners ?? []).join(", ")}) on every line`);
    if (requirement.notPrompter && item.answering.others === 0) {
      const prompters = item.hunk.prompters ?? [];
      unmet.push(prompters.length === 0 ? "a commit, so that it is known who prompted the assistant, and another signer" : `a signer other than ${prompters.join(", ")}`);
    }
    return unmet;
  }
  const trusted = item.records.filter((record) => TRUST_ORDER.indexOf(record.trust) >= TRUST_ORDER.indexOf(requirement.minTrust));
  if (trusted.length < item.records.length && requirement.minTrust !== "none") unmet.push(`a signature of trust ${requirement.minTrust} or more`);
  const criteria = new Set(trusted.flatMap((record) => record.criteria));
  for (const criterion of requirement.criteria) if (!criteria.has(criterion)) unmet.push(`the criterion ${criterion}`);
  const signers = new Set(trusted.map((record) => record.signer));
  if (signers.size < requirement.signers) unmet.push(`${requirement.signers} signers (has ${signers.size})`);
  return unmet;
}

function measure(name: (typeof GATE_LIMITS)[number], open: readonly DebtItem[], input: GateInput): number {
  const introduced = (severity: Severity) =>
    input.findings.filter((entry) => entry.hunk !== null && entry.finding.introduced && entry.finding.severity === severity && open.some((item) => item.hunk.id === entry.hunk)).length;
  switch (name) {
    case "high":
    case "medium":
    case "low":
    case "unrated":
      return open.filter((item) => item.risk.level === name).length;
    case "hunks":
      return open.length;
    case "lines":
      return open.reduce((sum, item) => sum + openLines(item), 0);
    case "minutes":
      return open.reduce((sum, item) => sum + item.hundredths, 0) / 100;
    case "growth":
      return Math.max(0, open.reduce((sum, item) => sum + item.hundredths, 0) - (input.before ?? 0)) / 100;
    case "stale":
    case "rejected":
      return open.filter((item) => item.state === name).length;
    case "unclaimed":
      return input.unclaimedLines;
    case "errors":
      return introduced("error");
    case "warnings":
      return introduced("warning");
    case "notes":
      return introduced("note");
    case "age":
      return Math.max(0, ...open.map((item) => ageInDays(item, input.reference)));
  }
}

/** The hunks behind a measure: what a person has to look at to bring it down. */
function countedHunks(name: (typeof GATE_LIMITS)[number], limit: number, open: readonly DebtItem[], input: GateInput): readonly string[] {
  const ids = (matches: (item: DebtItem) => boolean) => open.filter(matches).map((item) => item.hunk.id);
  switch (name) {
    case "high":
    case "medium":
    case "low":
    case "unrated":
      return ids((item) => item.risk.level === name);
    case "hunks":
    case "lines":
    case "minutes":
    case "growth":
      return ids(() => true);
    case "stale":
    case "rejected":
      return ids((item) => item.state === name);
    case "age":
      return ids((item) => ageInDays(item, input.reference) > limit);
    case "unclaimed":
      return [];
    case "errors":
    case "warnings":
    case "notes": {
      const severity = name.slice(0, -1);
      const carrying = new Set(input.findings.filter((entry) => entry.finding.introduced && entry.finding.severity === severity).map((entry) => entry.hunk));
      return ids((item) => carrying.has(item.hunk.id));
    }
  }
}

function explain(name: keyof Gate, limit: number, actual: number, open: readonly DebtItem[], informational: boolean, configuration: Configuration): string {
  const suffix = informational ? " (informational: nothing fails)" : "";
  if (actual <= limit) return `${actual} of at most ${limit}${suffix}`;
  const first = (matches: (item: DebtItem) => boolean) => {
    const item = open.find(matches);
    return item === undefined ? "" : `, first ${placeOf(item)}`;
  };
  switch (name) {
    case "high":
    case "medium":
    case "low":
    case "unrated": {
      const matching = open.filter((item) => item.risk.level === name);
      const lacking = matching.find((item) => item.state === "signed-off");
      const lacks = lacking === undefined ? "" : `; ${placeOf(lacking)} is signed off but lacks ${unmetRequirements(lacking, requirementOf(configuration.policy, lacking.hunk, name)).join(", ")}`;
      return `${actual} ${name === "unrated" ? "unrated" : `${name}-risk`} hunk(s) without a sign-off that counts${first((item) => item.risk.level === name)}: sign them off, change or remove them${lacks}${refusedWaiver(matching)}${suffix}`;
    }
    case "errors":
    case "warnings":
    case "notes":
      return `${actual} introduced finding(s) of severity ${name.slice(0, -1)} in hunks nobody answers for: fix them, or sign the hunk off with a note${suffix}`;
    case "unclaimed":
      return `${actual} changed line(s) whose origin nobody knows: connect the assistant's hook, or say whose they are${suffix}`;
    case "rejected":
      return `${actual} rejected hunk(s)${first((item) => item.state === "rejected")}: rework them, or have the rejection withdrawn${suffix}`;
    case "age":
      return `the oldest open hunk was written ${actual} day(s) before the judged commits, at most ${limit} allowed${first((item) => item.hunk.writtenAt === oldestOf(open))}: sign the oldest off, change or remove them${suffix}`;
    case "growth":
      return `the debt grows by ${actual} minute(s), at most ${limit} allowed: sign off what the change brings, or pay as much of what was there${suffix}`;
    default:
      return `${actual} ${name}, at most ${limit} allowed${first(() => true)}: sign hunks off, change or remove them${refusedWaiver(open)}${suffix}`;
  }
}

/** A person who waived must learn why the gate still fails. */
function refusedWaiver(items: readonly DebtItem[]): string {
  const refused = items.find((item) => item.waiverRefused !== undefined);
  return refused?.waiverRefused === undefined ? "" : `; ${placeOf(refused)}: ${refused.waiverRefused}`;
}

/** As git quotes it: a name may hold a line break. */
function placeOf({ hunk }: DebtItem): string {
  return `${quotedPath(hunk.path)}:${hunk.startLine}`;
}

function oldestOf(items: readonly DebtItem[]): string | undefined {
  return items.flatMap((item) => item.hunk.writtenAt ?? []).sort()[0];
}

import { Option } from "commander";
import { join, resolve } from "node:path";
import { CountersignError } from "../../core/model";
import { errorText } from "../../report/error-text";
import { BREAKDOWNS, type Breakdown, type Panel, type PanelFilter } from "../../core/debt/panel/panel";
import { dateOf, dayOf, type PanelFacts } from "../../core/debt/panel/facts";
import { FactsSum, withMissing } from "../../core/debt/panel/merge";
import { panelOf, usualFilter } from "../../core/debt/panel/panel-of";
import { tableCsv, tableMarkdown } from "../../core/debt/panel/table-text";
import { nearestName } from "../../core/nearest-name";
import { readGivenText, readInstalledText, writeReportLines } from "../../platform/command-files";
import { aiDisclosure } from "../../report/panel/ai-disclosure";
import { auditJson, auditOf } from "../../report/panel/audit";
import { auditMarkdown } from "../../report/panel/audit-markdown";
import { panelCsv } from "../../report/panel/panel-csv";
import { panelHtml } from "../../report/panel/panel-html";
import { panelJson } from "../../report/panel/panel-json";
import { panelMarkdown } from "../../report/panel/panel-markdown";
import { warehouseLines } from "../../report/panel/warehouse-ndjson";
import type { CommandContext, RegisterCommand } from "../command-context";
import { collected, revision } from "../options";
import { gatherEach } from "../report-gathering";
import { reportOutputs, writeReports, type ReportOutput } from "../report-outputs";

const FORMATS = ["markdown", "html", "csv", "json", "ndjson"] as const;
type Format = (typeof FORMATS)[number];
/** Of a report that lacks a repository which was named. */
const NOT_EVALUATED = 3;

interface ReportOptions {
  readonly format?: readonly string[];
  readonly output?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly by?: Breakdown;
  readonly rev?: string;
  readonly compare?: string;
  readonly module?: string;
  readonly owner?: string;
  readonly assistant?: string;
  readonly risk?: string;
  readonly section?: string;
  readonly audit?: string;
  readonly list?: string;
  readonly names?: boolean;
}

/** `countersign report`: the lead's panel, for people and machines. */
export const registerReport: RegisterCommand = (program, context) => {
  program
    .command("report")
    .description("the lead's panel: where debt piles up, whether review keeps pace, what was waved through")
    .argument("[dir...]", "repositories to report together; default: this one")
    .addOption(new Option("--list <file>", "a file that names further repositories, one a line"))
    .addOption(new Option("--format <format>", `${FORMATS.join(", ")}; repeatable`).argParser(collected))
    .addOption(new Option("--output <file>", "where the format's report goes; one for each --format").argParser(collected))
    .option("--since <date>", "first day of the period, such as 2026-01-31")
    .option("--until <date>", "last day of the period; default: today")
    .addOption(new Option("--by <dimension>", "what the table of places is broken down by").choices([...BREAKDOWNS]))
    .option("--rev <rev>", "look at REV instead of HEAD")
    .option("--compare <rev>", "measure changes against the state at REV")
    .option("--module <name>", "only this module")
    .option("--owner <name>", "only this owner (CODEOWNERS)")
    .option("--assistant <name>", "only this assistant")
    .addOption(new Option("--risk <level>", "only hunks of this risk").choices(["high", "medium", "low", "unrated"]))
    .option("--section <id>", "one table, or ai-disclosure: markdown and csv")
    .addOption(new Option("--audit <range>", "BASE..HEAD: who answered for each hunk, with which key: markdown and json").conflicts(["section", "compare", "rev", "since", "until", "by", "module", "owner", "assistant", "risk"]))
    .option("--names", "name the signers")
    .action(async (folders: readonly string[], options: ReportOptions) => {
      if (options.audit === undefined) await report(context, folders, options);
      else await audit(context, folders, options, options.audit);
    });
};

async function report(context: CommandContext, folders: readonly string[], options: ReportOptions): Promise<void> {
  const outputs = reportOutputs(options.format ?? [], options.output ?? [], FORMATS, "markdown");
  checkSection(outputs, options.section);
  const until = dateGiven(options.until, "--until");
  const since = dateGiven(options.since, "--since");
  const places = placesOf(context, folders, options.list);
  const gatherAll = async (rev: string | undefined, take: (facts: PanelFacts) => void) => {
    const { missing } = await gatherEach(places, (folder) => gatherIn(context, folder, { rev, until, names: options.names === true }), take, (error) => {
      context.host.error(errorText(error));
      context.exitCode = NOT_EVALUATED;
    });
    return missing;
  };
  if (places.length === 0) throw new CountersignError("usage", "no repository was named", { hint: "name folders, or run it inside one" });
  const isWhole = [options.compare, options.module, options.owner, options.assistant, options.risk].every((given) => given === undefined);
  if (isWhole && outputs.every(({ format }) => format === "ndjson")) {
    await stream(context, outputs[0]?.file ?? null, gatherAll, options.rev);
    return;
  }
  const gather = async (rev: string | undefined) => {
    const sum = new FactsSum();
    const missing = await gatherAll(rev, (gathered) => sum.add(gathered));
    const facts = sum.total();
    if (facts === null) throw new CountersignError("internal", "no repository was read");
    return withMissing(facts, missing);
  };
  const facts = await gather(options.rev);
  const filter = filterOf(facts, options, since, until);
  const compared = options.compare === undefined ? undefined : { facts: atItsDay(await gather(options.compare)), label: `the state at ${options.compare}` };
  const panel = panelOf(facts, filter, { ...(options.by === undefined ? {} : { by: options.by }), ...(compared === undefined ? {} : { compareWith: compared }) });
  const streamed = outputs.filter(({ format }) => format === "ndjson");
  for (const { file } of streamed) {
    if (file !== null) writeReportLines(resolve(context.host.directory, file), warehouseLines(facts));
    else for (const line of warehouseLines(facts)) context.print(line);
  }
  writeReports(context, outputs.filter(({ format }) => format !== "ndjson"), (format) => rendered(format, facts, panel, options.section));
}

function rendered(format: Format, facts: PanelFacts, panel: Panel, section: string | undefined): string {
  if (section === "ai-disclosure") return aiDisclosure(panel);
  const table = section === undefined ? undefined : tableNamed(panel, section);
  switch (format) {
    case "json":
      return panelJson(panel);
    case "csv":
      return table === undefined ? panelCsv(panel) : tableCsv(table);
    case "html":
      return panelHtml(facts, panel, readInstalledText(join(__dirname, "webview.js")));
    default:
      return table === undefined ? panelMarkdown(panel) : `${tableMarkdown(table)}\n`;
  }
}

function tableNamed(panel: Panel, section: string): Panel["tables"][number] {
  const table = panel.tables.find(({ id }) => id === section);
  if (table !== undefined) return table;
  const known = ["ai-disclosure", ...panel.tables.map(({ id }) => id)];
  const near = nearestName(section, known);
  throw new CountersignError("usage", `there is no section "${section}"`, { hint: near === null ? `use one of ${known.join(", ")}` : `did you mean "${near}"?` });
}

function checkSection(outputs: readonly ReportOutput<Format>[], section: string | undefined): void {
  const usable: readonly Format[] = section === "ai-disclosure" ? ["markdown"] : ["markdown", "csv"];
  const wrong = outputs.find(({ format }) => !usable.includes(format));
  if (section !== undefined && wrong !== undefined) throw new CountersignError("usage", `--section has no format ${wrong.format}`, { hint: `use ${usable.join(" or ")}` });
}

/** Each repository's lines are written before the next one is opened. */
async function stream(context: CommandContext, file: string | null, gatherAll: (rev: string | undefined, take: (facts: PanelFacts) => void) => Promise<unknown>, rev: string | undefined): Promise<void> {
  const sum = new FactsSum();
  const path = file === null ? null : resolve(context.host.directory, file);
  if (path !== null) writeReportLines(path, []);
  await gatherAll(rev, (gathered) => {
    sum.add(gathered);
    const facts = sum.total();
    const lines = facts === null ? [] : warehouseLines(facts);
    if (path !== null) writeReportLines(path, lines, true);
    else for (const line of lines) context.print(line);
    sum.forget();
  });
}

/** One repository of the report. */
async function gatherIn(context: CommandContext, folder: string, options: { readonly rev: string | undefined; readonly until: string | undefined; readonly names: boolean }): Promise<PanelFacts> {
  return context.withSession(
    (session) => session.panelFacts({ ...(options.rev === undefined ? {} : { revision: revision(options.rev) }), ...(options.until === undefined ? {} : { until: options.until }), names: options.names }, context.progress, context.signal),
    "settle",
    folder,
  );
}

function placesOf(context: CommandContext, folders: readonly string[], list: string | undefined): readonly string[] {
  const { directory } = context.host;
  const listed = list === undefined ? [] : readGivenText(resolve(directory, list)).split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
  const all = [...new Set([...folders, ...listed].map((folder) => resolve(directory, folder)))];
  return all.length === 0 && list === undefined ? [directory] : all;
}

function filterOf(facts: PanelFacts, options: ReportOptions, since: string | undefined, until: string | undefined): PanelFilter {
  const usual = usualFilter(facts);
  const { module, owner, assistant, risk } = options;
  const filter = { from: since ?? usual.from, to: until ?? usual.to, ...(module === undefined ? {} : { module }), ...(owner === undefined ? {} : { owner }), ...(assistant === undefined ? {} : { assistant }), ...(risk === undefined ? {} : { risk }) };
  if (filter.from > filter.to) throw new CountersignError("usage", `the period ends (${filter.to}) before it begins (${filter.from})`, { hint: "check --since and --until" });
  for (const [name, value, known] of [["module", module, facts.modules], ["owner", owner, facts.owners], ["assistant", assistant, facts.authors.map((author) => author.assistant)]] as const) {
    if (value === undefined || known.includes(value)) continue;
    const near = nearestName(value, known);
    throw new CountersignError("usage", `there is no ${name} "${value}" here`, { hint: near === null ? `known: ${[...new Set(known)].slice(0, 10).join(", ")}` : `did you mean "${near}"?` });
  }
  return filter;
}

/** Facts at a revision are compared as of the last day on which anything happened there. */
function atItsDay(facts: PanelFacts): PanelFacts {
  const days = facts.repositories.flatMap(({ lastDay }) => lastDay ?? []);
  return days.length === 0 ? facts : { ...facts, asOf: Math.max(...days) };
}

function dateGiven(typed: string | undefined, option: string): string | undefined {
  if (typed === undefined) return undefined;
  if (/^\d{4}-\d\d-\d\d$/.test(typed) && !Number.isNaN(dayOf(typed)) && dateOf(dayOf(typed)) === typed) return typed;
  throw new CountersignError("usage", `${option} "${typed}" is not a day`, { hint: "give it as 2026-01-31" });
}

async function audit(context: CommandContext, folders: readonly string[], options: ReportOptions, range: string): Promise<void> {
  const outputs = reportOutputs(options.format ?? [], options.output ?? [], ["markdown", "json"] as const, "markdown");
  const [base, head, ...rest] = range.split("..");
  if (base === undefined || base === "" || head === undefined || head === "" || rest.length > 0 || head.startsWith(".")) throw new CountersignError("usage", `--audit "${range}" is not a range`, { hint: "give it as BASE..HEAD" });
  const [folder] = folders;
  if (folders.length > 1) throw new CountersignError("usage", "--audit looks at one repository", { hint: "run it once for each" });
  const audited = await context.withSession((session) => session.auditRange(revision(base), revision(head), context.progress, context.signal), "settle", folder === undefined ? undefined : resolve(context.host.directory, folder));
  const document = auditOf(audited);
  writeReports(context, outputs, (format) => (format === "json" ? auditJson(document) : auditMarkdown(document)));
}

import { Option } from "commander";
import type { LogEntry } from "../../app/session-types";
import { CountersignError, TRUST_ORDER, type Trust, type Verdict } from "../../core/model";
import { logJson } from "../../report/log-json";
import { logText } from "../../report/log-text";
import type { RegisterCommand } from "../command-context";
import { plainFormatOption, type PlainFormat } from "../options";

interface LogFilter {
  readonly signer?: string;
  readonly path?: string;
  /** UTC, ISO 8601 or the beginning of it. */
  readonly since?: string;
  readonly verdict?: Verdict;
  readonly trust?: Trust;
}

function isWanted({ record, trust }: LogEntry, filter: LogFilter): boolean {
  const { signer, path, since, verdict } = filter;
  const isBelow = path === undefined || path === "" || record.path === path || record.path.startsWith(`${path}/`);
  const isBy = signer === undefined || record.signer.includes(signer) || record.key.includes(signer);
  return isBelow && isBy && (since === undefined || record.at >= since) && (verdict === undefined || record.verdict === verdict) && (filter.trust === undefined || TRUST_ORDER.indexOf(trust) >= TRUST_ORDER.indexOf(filter.trust));
}

function momentOf(value: string): string {
  if (!/^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\dZ?)?)?)?)?$/.test(value)) throw new CountersignError("usage", `"${value}" is not a day`, { hint: "give one such as 2026-01-01" });
  return value;
}

/** `countersign log`: who answered for what, when, and how far it can be trusted. */
export const registerLog: RegisterCommand = (program, context) => {
  program
    .command("log")
    .description("who answered for what, when, and what the ledger can't vouch for")
    .addOption(new Option("--signer <name>", "only of this signer or key, or a part of either"))
    .addOption(new Option("--path <path>", "only of this file or folder"))
    .addOption(new Option("--since <date>", "only from this day or moment on, such as 2026-01-01").argParser(momentOf))
    .addOption(new Option("--verdict <verdict>", "only of this kind").choices(["approved", "approved-with-notes", "rejected", "withdrawn"]))
    .addOption(new Option("--trust <level>", "only as well trusted as this").choices([...TRUST_ORDER]))
    .addOption(plainFormatOption())
    .action(async (options: LogFilter & { readonly format: PlainFormat }) => {
      const answer = await context.withSession(async (session) => {
        const whole = await session.log();
        const path = options.path === undefined ? undefined : context.pathIn(session, options.path);
        return { ...whole, entries: whole.entries.filter((entry) => isWanted(entry, { ...options, ...(path === undefined ? {} : { path }) })) };
      });
      context.print(options.format === "json" ? logJson(answer) : logText(answer, { palette: context.palette, width: context.width }));
    });
};

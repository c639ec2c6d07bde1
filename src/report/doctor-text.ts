import type { TextOptions } from "./answers";
import type { AssistantHealth, DoctorDocument } from "./doctor-document";
import { counted } from "../core/counted";
import { printable, wrap } from "./text-layout";

const VERDICTS: Readonly<Record<AssistantHealth["verdict"], string>> = {
  alive: "alive",
  quiet: "connected, nothing heard",
  unexpected: "heard, not connected here",
  "not-connected": "not connected",
};

/** Who is connected and was heard, what the repository gives, and what to do about the rest. */
export function doctorText(document: DoctorDocument, options: TextOptions): string {
  const sections = [assistantLines(document, options), repositoryLines(document, options), journalLines(document, options), transcriptLines(document, options), findingLines(document, options)];
  return `${sections.filter((section) => section.length > 0).map((section) => section.join("\n")).join("\n\n")}\n`;
}

function assistantLines({ assistants, launcher }: DoctorDocument, { palette, width }: TextOptions): string[] {
  const shown = assistants.filter((one) => one.verdict !== "not-connected" || one.seemsInstalled);
  const lines = shown.flatMap((one) => {
    const mark = one.verdict === "alive" ? palette.good : one.verdict === "not-connected" ? palette.dim : palette.caution;
    const where = one.connections.filter(({ state }) => state !== "not-connected").map(({ scope, state, files }) => `${scope}${state === "connected" ? "" : ` (${state})`}: ${files.join(", ")}`);
    const heard = one.lastEvent === null ? "no event kept" : `${counted(one.events, "event")}, last ${one.lastEvent.tool} at ${one.lastEvent.at}`;
    const further = [...where, heard, ...(one.crossLoaded > 0 ? [`${counted(one.crossLoaded, "payload")} of other hosts refused, because their own hooks count them`] : []), ...(one.lastClaim === null ? [] : [`last claim ${one.lastClaim}`])];
    return [`${palette.name(one.name)}  ${mark(VERDICTS[one.verdict])}`, ...further.flatMap((text) => wrap(printable(text), width - 2).map((line) => `  ${line}`))];
  });
  const others = assistants.length - shown.length;
  return [palette.bold("Assistants"), ...lines, ...(others > 0 ? [palette.dim(`${others} others: not connected, and nothing of them was seen`)] : []), ...wrap(printable(`Launcher: ${launcher.path} (${launcher.state})`), width)];
}

function repositoryLines({ repository, key, ledger }: DoctorDocument, { palette, width }: TextOptions): string[] {
  const clone = [repository.shallow ? "shallow" : "", repository.partial ? "partial" : ""].filter((word) => word !== "").join(", ");
  return [
    palette.bold("Repository"),
    ...[
      `${repository.root ?? "bare"}${clone === "" ? "" : ` (${clone} clone)`}, ${repository.branch ?? "no branch"} at ${repository.head?.slice(0, 12) ?? "no commit"}`,
      `remote ${repository.remote ?? "none"}, default branch ${repository.defaultBranch ?? "unknown"}, policy ${repository.policy ?? "unreadable"}`,
      `ledger: ${counted(ledger.records, "record")} in ${counted(ledger.signedLanes, "signed lane")}, ${counted(ledger.claims, "claim")} in ${counted(ledger.claimLanes, "lane")}`,
      key === null ? "key: none" : `key: ${key.fingerprint} (${key.source === "git" ? "git's" : "made by Countersign"}), trust ${key.trust}`,
    ].flatMap((text) => wrap(printable(text), width)),
  ];
}

function journalLines({ journal }: DoctorDocument, { palette, width }: TextOptions): string[] {
  const newest = journal.problems.slice(-5);
  return [
    palette.bold("Journal"),
    `${counted(journal.events, "event")} kept, ${counted(journal.problemCount, "problem")}`,
    ...journal.damage.flatMap((text) => wrap(printable(text), width - 2).map((line) => `  ${palette.caution(line)}`)),
    ...newest.flatMap(({ at, hook, problem }) => wrap(printable(`${at} ${hook}: ${problem}`), width - 2).map((line) => `  ${line}`)),
  ];
}

function transcriptLines({ transcripts }: DoctorDocument, { palette, width }: TextOptions): string[] {
  if (transcripts === undefined || transcripts.counts.length === 0) return [];
  const told = transcripts.counts.map(({ assistant, files, edits }) => `${assistant}: ${counted(edits, "edit")} in ${counted(files, "transcript")} of this machine`);
  const further = transcripts.problems.slice(0, 5);
  return [palette.bold("Transcripts"), ...[...told, `${counted(transcripts.edits, "edit")} that no hook told`, ...further].flatMap((text) => wrap(printable(text), width))];
}

function findingLines({ findings, healthy }: DoctorDocument, { palette, width }: TextOptions): string[] {
  if (findings.length === 0) return [palette.good("Everything that was looked at is in order.")];
  return [
    ...(healthy ? [] : [palette.bold("To do")]),
    ...findings.flatMap(({ level, what, hint }) => {
      const mark = level === "problem" ? palette.bad : level === "warning" ? palette.caution : palette.dim;
      return [...wrap(printable(`${level}: ${what}`), width).map((line) => mark(line)), ...wrap(printable(hint), width - 2).map((line) => `  ${line}`)];
    }),
  ];
}

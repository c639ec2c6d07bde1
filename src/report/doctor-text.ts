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

const WORK_TREES: Readonly<Record<NonNullable<DoctorDocument["repository"]["workTree"]>, string>> = {
  main: "",
  linked: " (one of several work trees, which share journal and ledger)",
  submodule: " (a submodule: its debt and sign-offs are its own)",
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
    const version = one.version === null ? [] : [`version ${one.version}`];
    const further = [...where, ...version, heard, ...(one.crossLoaded > 0 ? [`${counted(one.crossLoaded, "payload")} of other hosts refused: those count by their own hooks`] : []), ...(one.lastClaim === null ? [] : [`last claim ${one.lastClaim}`])];
    return [`${palette.name(one.name)}  ${mark(VERDICTS[one.verdict])}`, ...further.flatMap((text) => wrap(printable(text), width - 2).map((line) => `  ${line}`))];
  });
  const others = assistants.length - shown.length;
  const rest = others === 0 ? [] : [shown.length === 0 ? `none of ${others} is connected, and nothing of them was seen` : `${others} ${others === 1 ? "other" : "others"}: not connected, and nothing of them was seen`];
  const script = launcher.state === "missing" && !assistants.some(({ verdict }) => verdict !== "not-connected") ? "Launcher: none yet; the first connect writes it" : `Launcher: ${launcher.path} (${launcher.state})`;
  return [palette.bold("Assistants"), ...lines, ...rest.map((text) => palette.dim(text)), ...wrap(printable(script), width)];
}

function repositoryLines({ repository, key, ledger }: DoctorDocument, { palette, width }: TextOptions): string[] {
  const clone = [repository.shallow ? "shallow" : "", repository.partial ? "partial" : ""].filter((word) => word !== "").join(", ");
  return [
    palette.bold("Repository"),
    ...[
      `${repository.root ?? "bare"}${clone === "" ? "" : ` (${clone} clone)`}${WORK_TREES[repository.workTree ?? "main"]}, ${repository.head === null ? `${repository.branch ?? "no branch"}, no commit yet` : `${repository.branch ?? "detached"} at ${repository.head.slice(0, 12)}`}`,
      `remote ${repository.remote ?? "none"}, default branch ${repository.defaultBranch?.replace(/^refs\/remotes\//, "") ?? "unknown"}, base ${repository.base ?? "unknown"}, policy ${repository.policy ?? "unreadable"}`,
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
    healthy ? palette.good("Nothing is wrong. Worth knowing:") : palette.bold("To do"),
    ...findings.flatMap(({ level, what, hint }) => {
      const mark = level === "problem" ? palette.bad : level === "warning" ? palette.caution : palette.dim;
      return [...wrap(printable(`${level}: ${what}`), width).map((line) => mark(line)), ...wrap(printable(hint), width - 2).map((line) => `  ${line}`)];
    }),
  ];
}

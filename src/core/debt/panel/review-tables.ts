/** How reviews went: events that may be worth a talk, never people. */
import { counted, groupedNumber } from "../../counted";
import { TRUST_ORDER, type Trust } from "../../model";
import { dayOf, type VerdictFact } from "./facts";
import type { Row, Table } from "./panel";
import { grouped, isWithin, landedLines, shareOf, signedLines, sum, type Selection } from "./selection";
import { FEWEST_SAMPLES, originKnown } from "./standing-tables";
import { quotedPath } from "../../quoted-path";

/** More than this in one signature is a large batch; see the panel's own words for where the numbers come from. */
const LARGE_BATCH = { hunks: 10, lines: 400 } as const;
/** Lines an hour above which nobody is known to find much: five times the rate that is published as effective. */
const READING_LIMIT = 1000;
/** A longer pause between two batches says nothing about reading time. */
const LONGEST_PAUSE_MINUTES = 120;
const MOST_EVENTS = 200;
const STANDS_BEHIND: Readonly<Record<Trust, string>> = { none: "nothing", "self-declared": "self-declared key", forge: "the forge's word", key: "enrolled key", "key+touch": "enrolled key with touch" };

interface Batch {
  readonly at: string;
  readonly signer: number;
  readonly verdicts: readonly VerdictFact[];
  readonly lines: number;
}

interface Signal {
  readonly at: string;
  readonly what: string;
  readonly detail: string;
  readonly signer: number;
}

export function signals(selection: Selection): Table {
  const { facts, from, to, items } = selection;
  const batches = batchesOf(selection);
  const found = [...tooFast(batches), ...large(batches), ...overFindings(batches)].filter((signal) => isWithin(dayOf(signal.at), from, to));
  const rows = found.sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : one.what < other.what ? -1 : 1)).slice(0, MOST_EVENTS);
  const alone = items.filter((item) => item.byPrompterAlone === true);
  const prompters: Row[] = alone.map((item) => ({ cells: ["", "Signed by the prompter alone", `${quotedPath(item.path)}:${item.startLine}, ${counted(item.size, "line")}`, ""], hunks: [item.id] }));
  return {
    id: "signals",
    title: "Signals",
    chart: "none",
    columns: [
      { id: "at", title: "When", unit: "text" },
      { id: "what", title: "Signal", unit: "text" },
      { id: "detail", title: "Detail", unit: "text" },
      { id: "signer", title: "Signer", unit: "text" },
    ],
    rows: [...rows.map((signal): Row => ({ cells: [signal.at, signal.what, signal.detail, facts.signers[signal.signer] ?? ""] })), ...prompters],
    formula: {
      text: `Events that may mean a rubber stamp, and may not. Signed faster than it can be read: the lines of a batch need more time, at ${groupedNumber(READING_LIMIT)} lines an hour, than passed since the same key's batch before (pauses over ${LONGEST_PAUSE_MINUTES} minutes are left out). Large batch: over ${LARGE_BATCH.hunks} hunks or ${LARGE_BATCH.lines} lines in one signature. Signed over a finding: a rule named the hunk and there is no note. By the prompter alone: every signer of a hunk that stands today is an author of its commits.`,
      inputs: { batches: batches.length, events: rows.length + prompters.length },
    },
    note: "Signals, not verdicts. Names are hidden unless they are asked for.",
  };
}

function batchesOf({ verdicts }: Selection): Batch[] {
  const approved = verdicts.filter((verdict) => verdict.verdict === "approved");
  return grouped(approved, (verdict) => String(verdict.batch).padStart(9, "0"))
    .flatMap(([, own]): Batch[] => {
      const [first] = own;
      return first === undefined ? [] : [{ at: first.at, signer: first.signer, verdicts: own, lines: sum(own, (verdict) => verdict.lines) }];
    })
    .sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}

function tooFast(batches: readonly Batch[]): Signal[] {
  const last = new Map<number, Batch>();
  return batches.flatMap((batch) => {
    const before = last.get(batch.signer);
    last.set(batch.signer, batch);
    if (before === undefined) return [];
    const minutes = (Date.parse(batch.at) - Date.parse(before.at)) / 60_000;
    const needed = (batch.lines / READING_LIMIT) * 60;
    if (minutes > LONGEST_PAUSE_MINUTES || minutes >= needed) return [];
    return [{ at: batch.at, what: "Signed faster than it can be read", detail: `${counted(batch.lines, "line")} ${rounded(minutes)} min after the batch before`, signer: batch.signer }];
  });
}

function large(batches: readonly Batch[]): Signal[] {
  return batches
    .filter((batch) => batch.verdicts.length > LARGE_BATCH.hunks || batch.lines > LARGE_BATCH.lines)
    .map((batch) => ({ at: batch.at, what: "Large batch", detail: `${counted(batch.verdicts.length, "hunk")}, ${counted(batch.lines, "line")} in one signature`, signer: batch.signer }));
}

function overFindings(batches: readonly Batch[]): Signal[] {
  return batches.flatMap((batch) =>
    batch.verdicts
      .filter((verdict) => verdict.rules.length > 0 && !verdict.hasNote && (verdict.risk === "high" || verdict.risk === "medium"))
      .map((verdict) => ({ at: batch.at, what: "Signed over a finding without a note", detail: `${verdict.path}: ${verdict.rules.join(", ")}`, signer: batch.signer })),
  );
}

/** Who answered for what, newest first: what the ledger holds of the period. */
export function answers({ facts, verdicts, from, to }: Selection): Table {
  const given = verdicts.filter((verdict) => isWithin(dayOf(verdict.at), from, to)).sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
  const withKeys = given.some(({ key }) => key !== null);
  const rows = given.slice(0, MOST_EVENTS).map(({ at, verdict, path, lines, risk, trust, key, signer, rules, hasNote }): Row => ({ cells: [at, verdict, path, lines, risk, STANDS_BEHIND[trust], rules.join(", "), hasNote ? "yes" : "no", facts.signers[signer] ?? "", ...(withKeys ? [key ?? ""] : [])] }));
  return {
    id: "answers",
    title: "Who answered",
    chart: "none",
    columns: [
      { id: "at", title: "When", unit: "date" },
      { id: "verdict", title: "Verdict", unit: "text" },
      { id: "path", title: "File", unit: "text" },
      { id: "lines", title: "Lines", unit: "lines" },
      { id: "risk", title: "Risk then", unit: "text" },
      { id: "trust", title: "Signed with", unit: "text" },
      { id: "findings", title: "Findings then", unit: "text" },
      { id: "note", title: "Note", unit: "text" },
      { id: "signer", title: "Signer", unit: "text" },
      ...(withKeys ? [{ id: "key", title: "Key", unit: "text" as const }] : []),
    ],
    rows,
    formula: { text: `Verdicts of the period that stand in the ledger, with verified signatures; what was taken back is left out. At most ${MOST_EVENTS}, newest first. Evidence and keys of each hunk: countersign report --audit BASE..HEAD.`, inputs: { verdicts: given.length } },
    note: rows.length === 0 ? "Nobody answered for anything in this period." : given.length > rows.length ? `The newest ${MOST_EVENTS} of ${counted(given.length, "verdict")}.` : "",
  };
}

/** What was let pass without a review, and is owed still. */
export function waivedThrough({ facts, verdicts, from, to }: Selection): Table {
  const waived = verdicts.flatMap((verdict) => (verdict.waiver === undefined || !isWithin(dayOf(verdict.at), from, to) ? [] : [{ ...verdict, waiver: verdict.waiver }]));
  const rows = waived
    .sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : one.path < other.path ? -1 : 1))
    .slice(0, MOST_EVENTS)
    .map(({ at, path, risk, lines, signer, waiver }): Row => ({ cells: [at, path, risk, lines, waiver.until === null ? null : waiver.until.slice(0, 10), waiver.reason, waiver.hunks.length, facts.signers[signer] ?? ""], ...(waiver.hunks.length === 0 ? {} : { hunks: waiver.hunks }) }));
  return {
    id: "waived",
    title: "Waved through",
    chart: "none",
    columns: [
      { id: "at", title: "When", unit: "date" },
      { id: "path", title: "File", unit: "text" },
      { id: "risk", title: "Risk", unit: "text" },
      { id: "lines", title: "Lines", unit: "lines" },
      { id: "until", title: "Until", unit: "date" },
      { id: "reason", title: "Reason", unit: "text" },
      { id: "open", title: "Hunks still owed", unit: "count" },
      { id: "signer", title: "Signer", unit: "text" },
    ],
    rows,
    formula: { text: "Waivers of the period: a hunk passes the gate for a time, without a review, with a reason; its debt stays. Hunks still owed: open ones at the head that the waiver speaks of, whether or not it has run out. How much landed open without any word is in \"How changes landed\".", inputs: { waivers: waived.length, "lines": sum(waived, ({ lines }) => lines) } },
    note: rows.length === 0 ? "Nothing was waived in this period." : "",
  };
}

/** One figure a row: what it is, its value or share, and from how many samples. */
export function reviewQuality(selection: Selection): Table {
  const { spans, from, to, items } = selection;
  const batches = batchesOf(selection).filter((batch) => isWithin(dayOf(batch.at), from, to));
  const sizes = batches.map((batch) => batch.lines).sort((one, other) => one - other);
  const signed = items.filter((item) => item.byPrompterAlone !== null);
  const landedOpen = sum(spans, (span) => (span.first && span.state === 0 && isWithin(span.introduced, from, to) ? span.lines : 0));
  const laterSigned = sum(spans, (span) => (span.first && span.state === 0 && isWithin(span.introduced, from, to) && span.end === "signed" && span.to !== null && span.to - span.introduced <= 14 && span.to <= to ? span.lines : 0));
  const fixedOf = (state: 0 | 1) => sum(spans, (span) => (span.fixed && span.state === state && isWithin(span.to, from, to) ? span.lines : 0));
  const known = originKnown(selection);
  const added = sum(selection.added.filter((fact) => isWithin(fact.day, from, to)), (fact) => fact.lines);
  const answered = signedLines(spans, from, to);
  const landed = landedLines(spans, from, to);
  const rows: Row[] = [
    row("Sign-off batches", batches.length, "count", batches.length),
    row("Lines of a batch, median", sizes[Math.floor((sizes.length - 1) / 2)] ?? null, "lines", batches.length),
    row("Lines of the largest batch", sizes[sizes.length - 1] ?? null, "lines", batches.length),
    row("Signed by the prompter alone", shareOf(signed.filter((item) => item.byPrompterAlone === true).length, signed.length), "share of signed hunks", signed.length),
    row("Signed, then written over by a fix", shareOf(fixedOf(1), answered), "share of signed lines", answered),
    row("Unsigned, then written over by a fix", shareOf(fixedOf(0), landedOpen), "share of lines landed open", landedOpen),
    row("Landed open, then signed unchanged within 14 days", shareOf(laterSigned, landedOpen), "share of lines landed open", landedOpen),
    row("Added lines of known origin", known, "share of added lines", added),
    row("Lines by assistants landed", landed, "lines", landed),
    ...byTrust(batches),
  ];
  return {
    id: "review-quality",
    title: "How reviews went",
    chart: "none",
    columns: [
      { id: "figure", title: "Figure", unit: "text" },
      { id: "value", title: "Value", unit: "count" },
      { id: "share", title: "Share", unit: "share" },
      { id: "of", title: "Of what", unit: "text" },
      { id: "samples", title: "Samples", unit: "count" },
    ],
    rows,
    formula: {
      text: "Over the period. A fix is a commit whose subject begins with fix, hotfix, bugfix or revert; counted are the lines it wrote over. Landed open, then signed unchanged: what a gate held up or would have, for code that then turned out to need no change. How fast somebody reads stays on their own machine.",
      inputs: { batches: batches.length },
    },
    note: `No figure here is about a person. Rows of fewer than ${FEWEST_SAMPLES} samples are greyed: they say little.`,
  };
}

const TRUST: Readonly<Record<Trust, string>> = { none: "Approved, unsigned", "self-declared": "Approved, self-declared key", forge: "Approved on the forge", key: "Approved, enrolled key", "key+touch": "Approved, enrolled key with touch" };

/** What stands behind the approvals, weakest first. */
function byTrust(batches: readonly Batch[]): Row[] {
  const approvals = batches.flatMap(({ verdicts }) => verdicts);
  return TRUST_ORDER.flatMap((trust) => {
    const count = approvals.filter((verdict) => verdict.trust === trust).length;
    return count === 0 ? [] : [row(TRUST[trust], shareOf(count, approvals.length), "share of approvals", approvals.length)];
  });
}

function row(figure: string, value: number | null, of: string, samples: number): Row {
  const isShare = of.startsWith("share of");
  return { cells: [figure, isShare ? null : value, isShare ? value : null, of, samples], ...(samples < FEWEST_SAMPLES ? { faint: true } : {}) };
}

function rounded(minutes: number): string {
  return String(Math.round(minutes * 10) / 10);
}

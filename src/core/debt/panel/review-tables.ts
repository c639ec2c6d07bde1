/** How reviews went: events that may be worth a talk, never people. */
import { groupedNumber } from "../../counted";
import { TRUST_ORDER, type Trust } from "../../model";
import { dayOf, type VerdictFact } from "./facts";
import type { Row, Table } from "./panel";
import { grouped, isWithin, landedLines, shareOf, signedLines, sum, type Selection } from "./selection";
import { countOf, signerName, wordOf, type Say } from "./say";
import { FEWEST_SAMPLES, originKnown } from "./standing-tables";
import { quotedPath } from "../../quoted-path";

/** More than this in one signature is a large batch; see the panel's own words for where the numbers come from. */
const LARGE_BATCH = { hunks: 10, lines: 400 } as const;
/** Lines an hour above which nobody is known to find much: five times the rate that is published as effective. */
const READING_LIMIT = 1000;
/** A longer pause between two batches says nothing about reading time. */
const LONGEST_PAUSE_MINUTES = 120;
const MOST_EVENTS = 200;
const STANDS_BEHIND: Readonly<Record<Trust, (say: Say) => string>> = { none: (say) => say("nothing"), "self-declared": (say) => say("self-declared key"), forge: (say) => say("the forge's word"), key: (say) => say("enrolled key"), "key+touch": (say) => say("enrolled key with touch") };

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
  const { facts, from, to, items, say } = selection;
  const batches = batchesOf(selection);
  const found = [...tooFast(batches, say), ...large(batches, say), ...overFindings(batches, say)].filter((signal) => isWithin(dayOf(signal.at), from, to));
  const rows = found.sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : one.what < other.what ? -1 : 1)).slice(0, MOST_EVENTS);
  const alone = items.filter((item) => item.byPrompterAlone === true);
  const prompters: Row[] = alone.map((item) => ({ cells: ["", say("Signed by the prompter alone"), `${quotedPath(item.path)}:${item.startLine}, ${countOf(say, item.size, "line")}`, ""], hunks: [item.id] }));
  return {
    id: "signals",
    title: say("Signals"),
    chart: "none",
    columns: [
      { id: "at", title: say("When"), unit: "text" },
      { id: "what", title: say("Signal"), unit: "text" },
      { id: "detail", title: say("Detail"), unit: "text" },
      { id: "signer", title: say("Signer"), unit: "text" },
    ],
    rows: [...rows.map((signal): Row => ({ cells: [signal.at, signal.what, signal.detail, signerName(say, facts.signers[signal.signer] ?? "")] })), ...prompters],
    formula: {
      text: say("Events that may mean a rubber stamp, and may not. Signed faster than it can be read: the lines of a batch need more time, at {0} lines an hour, than passed since the same key's batch before (pauses over {1} minutes are left out). Large batch: over {2} hunks or {3} lines in one signature. Signed over a finding: a rule named the hunk and there is no note. By the prompter alone: every signer of a hunk that stands today is an author of its commits.", groupedNumber(READING_LIMIT), LONGEST_PAUSE_MINUTES, LARGE_BATCH.hunks, LARGE_BATCH.lines),
      inputs: { [say("batches")]: batches.length, [say("events")]: rows.length + prompters.length },
    },
    note: say("Signals, not verdicts. Names are hidden unless they are asked for."),
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

function tooFast(batches: readonly Batch[], say: Say): Signal[] {
  const last = new Map<number, Batch>();
  return batches.flatMap((batch) => {
    const before = last.get(batch.signer);
    last.set(batch.signer, batch);
    if (before === undefined) return [];
    const minutes = (Date.parse(batch.at) - Date.parse(before.at)) / 60_000;
    const needed = (batch.lines / READING_LIMIT) * 60;
    if (minutes > LONGEST_PAUSE_MINUTES || minutes >= needed) return [];
    return [{ at: batch.at, what: say("Signed faster than it can be read"), detail: say("{0} {1} min after the batch before", countOf(say, batch.lines, "line"), rounded(minutes)), signer: batch.signer }];
  });
}

function large(batches: readonly Batch[], say: Say): Signal[] {
  return batches
    .filter((batch) => batch.verdicts.length > LARGE_BATCH.hunks || batch.lines > LARGE_BATCH.lines)
    .map((batch) => ({ at: batch.at, what: say("Large batch"), detail: say("{0}, {1} in one signature", countOf(say, batch.verdicts.length, "hunk"), countOf(say, batch.lines, "line")), signer: batch.signer }));
}

function overFindings(batches: readonly Batch[], say: Say): Signal[] {
  return batches.flatMap((batch) =>
    batch.verdicts
      .filter((verdict) => verdict.rules.length > 0 && !verdict.hasNote && (verdict.risk === "high" || verdict.risk === "medium"))
      .map((verdict) => ({ at: batch.at, what: say("Signed over a finding without a note"), detail: `${verdict.path}: ${verdict.rules.join(", ")}`, signer: batch.signer })),
  );
}

/** Who answered for what, newest first: what the ledger holds of the period. */
export function answers({ facts, verdicts, from, to, say }: Selection): Table {
  const given = verdicts.filter((verdict) => isWithin(dayOf(verdict.at), from, to)).sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
  const withKeys = given.some(({ key }) => key !== null);
  const rows = given.slice(0, MOST_EVENTS).map(({ at, verdict, path, lines, risk, trust, key, signer, rules, hasNote }): Row => ({ cells: [at, wordOf(say, verdict), path, lines, wordOf(say, risk), STANDS_BEHIND[trust](say), rules.join(", "), hasNote ? say("yes") : say("no"), signerName(say, facts.signers[signer] ?? ""), ...(withKeys ? [key ?? ""] : [])] }));
  return {
    id: "answers",
    title: say("Who answered"),
    chart: "none",
    columns: [
      { id: "at", title: say("When"), unit: "date" },
      { id: "verdict", title: say("Verdict"), unit: "text" },
      { id: "path", title: say("File"), unit: "text" },
      { id: "lines", title: say("Lines"), unit: "lines" },
      { id: "risk", title: say("Risk then"), unit: "text" },
      { id: "trust", title: say("Signed with"), unit: "text" },
      { id: "findings", title: say("Findings then"), unit: "text" },
      { id: "note", title: say("Note"), unit: "text" },
      { id: "signer", title: say("Signer"), unit: "text" },
      ...(withKeys ? [{ id: "key", title: say("Key"), unit: "text" as const }] : []),
    ],
    rows,
    formula: { text: say("Verdicts of the period that stand in the ledger, with verified signatures; what was taken back is left out. At most {0}, newest first. Evidence and keys of each hunk: countersign report --audit BASE..HEAD.", MOST_EVENTS), inputs: { [say("verdicts")]: given.length } },
    note: rows.length === 0 ? say("Nobody answered for anything in this period.") : given.length > rows.length ? say("The newest {0} of {1}.", MOST_EVENTS, countOf(say, given.length, "verdict")) : "",
  };
}

/** What was let pass without a review, and is owed still. */
export function waivedThrough({ facts, verdicts, from, to, say }: Selection): Table {
  const waived = verdicts.flatMap((verdict) => (verdict.waiver === undefined || !isWithin(dayOf(verdict.at), from, to) ? [] : [{ ...verdict, waiver: verdict.waiver }]));
  const rows = waived
    .sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : one.path < other.path ? -1 : 1))
    .slice(0, MOST_EVENTS)
    .map(({ at, path, risk, lines, signer, waiver }): Row => ({ cells: [at, path, wordOf(say, risk), lines, waiver.until === null ? null : waiver.until.slice(0, 10), waiver.reason, waiver.hunks.length, signerName(say, facts.signers[signer] ?? "")], ...(waiver.hunks.length === 0 ? {} : { hunks: waiver.hunks }) }));
  return {
    id: "waived",
    title: say("Waved through"),
    chart: "none",
    columns: [
      { id: "at", title: say("When"), unit: "date" },
      { id: "path", title: say("File"), unit: "text" },
      { id: "risk", title: say("Risk"), unit: "text" },
      { id: "lines", title: say("Lines"), unit: "lines" },
      { id: "until", title: say("Until"), unit: "date" },
      { id: "reason", title: say("Reason"), unit: "text" },
      { id: "open", title: say("Hunks still owed"), unit: "count" },
      { id: "signer", title: say("Signer"), unit: "text" },
    ],
    rows,
    formula: { text: say("Waivers of the period: a hunk passes the gate for a time, without a review, with a reason; its debt stays. Hunks still owed: open ones at the head that the waiver speaks of, whether or not it has run out. How much landed open without any word is in \"How changes landed\"."), inputs: { [say("waivers")]: waived.length, [say("lines")]: sum(waived, ({ lines }) => lines) } },
    note: rows.length === 0 ? say("Nothing was waived in this period.") : "",
  };
}

/** One figure a row: what it is, its value or share, and from how many samples. */
export function reviewQuality(selection: Selection): Table {
  const { spans, from, to, items, say } = selection;
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
    figure(say("Sign-off batches"), batches.length, say("count"), batches.length),
    figure(say("Lines of a batch, median"), sizes[Math.floor((sizes.length - 1) / 2)] ?? null, say("lines"), batches.length),
    figure(say("Lines of the largest batch"), sizes[sizes.length - 1] ?? null, say("lines"), batches.length),
    shareRow(say("Signed by the prompter alone"), shareOf(signed.filter((item) => item.byPrompterAlone === true).length, signed.length), say("share of signed hunks"), signed.length),
    shareRow(say("Signed, then written over by a fix"), shareOf(fixedOf(1), answered), say("share of signed lines"), answered),
    shareRow(say("Unsigned, then written over by a fix"), shareOf(fixedOf(0), landedOpen), say("share of lines landed open"), landedOpen),
    shareRow(say("Landed open, then signed unchanged within 14 days"), shareOf(laterSigned, landedOpen), say("share of lines landed open"), landedOpen),
    shareRow(say("Added lines of known origin"), known, say("share of added lines"), added),
    figure(say("Lines by assistants landed"), landed, say("lines"), landed),
    ...byTrust(batches, say),
  ];
  return {
    id: "review-quality",
    title: say("How reviews went"),
    chart: "none",
    columns: [
      { id: "figure", title: say("Figure"), unit: "text" },
      { id: "value", title: say("Value"), unit: "count" },
      { id: "share", title: say("Share"), unit: "share" },
      { id: "of", title: say("Of what"), unit: "text" },
      { id: "samples", title: say("Samples"), unit: "count" },
    ],
    rows,
    formula: {
      text: say("Over the period. A fix is a commit whose subject begins with fix, hotfix, bugfix or revert; counted are the lines it wrote over. Landed open, then signed unchanged: what a gate held up or would have, for code that then turned out to need no change. How fast somebody reads stays on their own machine."),
      inputs: { [say("batches")]: batches.length },
    },
    note: say("No figure here is about a person. Rows of fewer than {0} samples are greyed: they say little.", FEWEST_SAMPLES),
  };
}

const TRUST: Readonly<Record<Trust, (say: Say) => string>> = { none: (say) => say("Approved, unsigned"), "self-declared": (say) => say("Approved, self-declared key"), forge: (say) => say("Approved on the forge"), key: (say) => say("Approved, enrolled key"), "key+touch": (say) => say("Approved, enrolled key with touch") };

/** What stands behind the approvals, weakest first. */
function byTrust(batches: readonly Batch[], say: Say): Row[] {
  const approvals = batches.flatMap(({ verdicts }) => verdicts);
  return TRUST_ORDER.flatMap((trust) => {
    const count = approvals.filter((verdict) => verdict.trust === trust).length;
    return count === 0 ? [] : [shareRow(TRUST[trust](say), shareOf(count, approvals.length), say("share of approvals"), approvals.length)];
  });
}

function figure(words: string, value: number | null, of: string, samples: number): Row {
  return { cells: [words, value, null, of, samples], ...(samples < FEWEST_SAMPLES ? { faint: true } : {}) };
}

function shareRow(words: string, share: number | null, of: string, samples: number): Row {
  return { cells: [words, null, share, of, samples], ...(samples < FEWEST_SAMPLES ? { faint: true } : {}) };
}

function rounded(minutes: number): string {
  return String(Math.round(minutes * 10) / 10);
}

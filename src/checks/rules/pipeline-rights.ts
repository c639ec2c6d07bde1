import type { View } from "./view";

/** What a block of rights lets be read. */
type Readable = ReadonlySet<string> | "everything";

interface Block {
  /** Where its line begins. */
  readonly offset: number;
  /** The job that it stands in; null for the whole workflow. */
  readonly job: string | null;
  /** What it lets be read, also where it gives more. */
  readonly readable: Readable;
  readonly isReadOnly: boolean;
}

interface Workflow {
  readonly blocks: readonly Block[];
  readonly jobs: readonly string[];
}

/** More rights than there are, more jobs than people write: hostile files are taken as they stand. */
const MAXIMUM_RIGHTS = 100;
const MAXIMUM_PARTS = 300;
const EMPTY: Workflow = { blocks: [], jobs: [] };

/**
 * Offsets of the lines that begin a block of rights in a workflow and give nobody more than before: the block only lets
 * be read, and what it holds for could read that already. Without any block a workflow may do what the repository lets it.
 */
export function narrowedRights(head: View, base: View | null): ReadonlySet<number> {
  if (!/(^|\/)\.github\/workflows\//.test(head.path)) return new Set();
  const now = workflowOf(head);
  const before = base === null ? EMPTY : workflowOf(base);
  if ([now, before].some(({ blocks, jobs }) => blocks.length + jobs.length > MAXIMUM_PARTS)) return new Set();
  return new Set(now.blocks.filter((block) => block.isReadOnly && concerned(block, now).every((job) => readBefore(job, now, before).every((known) => covers(known, block.readable)))).map(({ offset }) => offset));
}

/** The workflow itself and the jobs without a block of their own; a job's block concerns that job. */
function concerned({ job }: Block, { jobs, blocks }: Workflow): readonly (string | null)[] {
  return job === null ? [null, ...jobs.filter((name) => !blocks.some((one) => one.job === name))] : [job];
}

/** What was readable where a block holds now: by the job's own block, else by the workflow's; a new job goes by the head's as well. */
function readBefore(job: string | null, now: Workflow, before: Workflow): readonly Readable[] {
  const of = ({ blocks }: Workflow, name: string | null) => blocks.filter((block) => block.job === name).map(({ readable }) => readable);
  const own = of(before, job);
  if (own.length > 0) return own;
  return [...of(before, null), ...(job === null || before.jobs.includes(job) ? [] : of(now, null))];
}

function covers(known: Readable, asked: Readable): boolean {
  return known === "everything" || (asked !== "everything" && [...asked].every((scope) => known.has(scope)));
}

/** Blocks at the beginning of a line, and those of jobs, by how far their lines stand in. */
function workflowOf(view: View): Workflow {
  const lines = [...view.eachLine()].filter(({ text }) => !/^\s*(#|$)/.test(text)).map(({ text, offset }) => ({ text: text.trim(), offset, indent: text.search(/\S/) }));
  const blocks: Block[] = [];
  const jobs: string[] = [];
  let section = "";
  let atJobs = 0;
  let atParts = 0;
  lines.forEach(({ text, offset, indent }, index) => {
    if (indent === 0) [section, atJobs] = [text, 0];
    const isInJobs = /^["']?jobs["']?\s*:/.test(section) && indent > 0;
    if (isInJobs && (atJobs === 0 || indent <= atJobs)) {
      jobs.push(text.replace(/["']|\s*:.*/g, ""));
      [atJobs, atParts] = [indent, 0];
    } else if (isInJobs && atParts === 0) atParts = indent;
    const value = /^["']?permissions["']?\s*:(.*)$/.exec(text)?.[1];
    if (value === undefined || !(indent === 0 || (isInJobs && indent === atParts))) return;
    const inner = lines.slice(index + 1, index + 1 + MAXIMUM_RIGHTS);
    const end = inner.findIndex((line) => line.indent <= indent);
    blocks.push({ offset, job: indent === 0 ? null : (jobs[jobs.length - 1] ?? ""), ...rightsOf(value, inner.slice(0, end < 0 ? inner.length : end).map((line) => line.text)) });
  });
  return { blocks, jobs };
}

/** `read-all`, `{ contents: read }`, or one right a line. */
function rightsOf(value: string, lines: readonly string[]): Pick<Block, "readable" | "isReadOnly"> {
  const given = plain(value);
  if (given === "read-all" || given === "write-all") return { readable: "everything", isReadOnly: given === "read-all" };
  const flow = /^\{(.*)\}$/.exec(given)?.[1];
  const parts = (flow?.split(",") ?? lines).map(plain).filter((part) => part !== "");
  const rights = parts.map((part) => /^["']?([\w-]+)["']?\s*:\s*["']?(read|write|none)["']?$/.exec(part));
  const isKnown = (flow !== undefined || (given === "" && parts.length > 0 && parts.length < MAXIMUM_RIGHTS)) && rights.every((right) => right !== null);
  return {
    readable: new Set(rights.flatMap((right) => (right?.[1] === undefined || right[2] === "none" ? [] : [right[1]]))),
    isReadOnly: isKnown && rights.every((right) => right?.[2] !== "write"),
  };
}

function plain(text: string): string {
  return text.replace(/(^|\s)#.*$/, "").trim().replace(/^(["'])(.*)\1$/, "$2");
}

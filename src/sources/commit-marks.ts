/**
 * Does a commit say that an assistant wrote it? Author, committer, trailers and footers by provenance.md 5.1, matched by
 * 5.2: the subject is never evidence, names alone are not, and marks stand at the start of a line anywhere in the body,
 * because squash merges leave them in the middle.
 */
import type { CommitInfo } from "../core/ports";
import type { KnownAccount } from "./commit-mark-table";
import { ACCOUNT_OF_BOT, ACCOUNT_OF_EMAIL, ACCOUNT_OF_NUMBER, ASSISTANT_OF_NAME, LINE_MARKS } from "./commit-mark-table";
import { shortText } from "./fields";

export type MarkStrength = "author" | "co-author" | "assist";

export interface CommitMark {
  readonly assistant: string;
  readonly model?: string;
  /** Empty where the commit names none. */
  readonly agentSession: string;
  readonly strength: MarkStrength;
  /** The mark as it stands in the commit: the line of the message, or `author NAME <EMAIL>`. */
  readonly detail: string;
}

const ORDER: readonly MarkStrength[] = ["author", "co-author", "assist"];
const MAXIMUM_MESSAGE = 1024 * 1024;
const MAXIMUM_LINE = 500;
const LONGEST_NAME = 80;

/** The strongest mark of a commit, or null. A session or model that a weaker mark of the same assistant names is added. */
export function markOf(commit: CommitInfo): CommitMark | null {
  const marks = marksOf(commit);
  const best = ORDER.flatMap((strength) => marks.filter((mark) => mark.strength === strength))[0];
  if (best === undefined) return null;
  const same = marks.filter((mark) => mark.assistant === best.assistant);
  const model = best.model ?? same.find((mark) => mark.model !== undefined)?.model;
  const agentSession = same.find((mark) => mark.agentSession !== "")?.agentSession ?? "";
  return { assistant: best.assistant, ...(model === undefined ? {} : { model }), agentSession, strength: best.strength, detail: best.detail };
}

/** Every mark in order: author, committer, then the lines of the body. */
function marksOf(commit: CommitInfo): CommitMark[] {
  const marks: CommitMark[] = [];
  const author = personMark(commit.authorName, commit.authorEmail);
  if (author !== null) marks.push({ ...author, strength: author.strength === "assist" ? "assist" : "author", detail: `author ${person(commit.authorName, commit.authorEmail)}` });
  const committer = personMark(commit.committerName, commit.committerEmail);
  // A committer may only have rebased; still the commit went through its hands.
  if (committer !== null) marks.push({ ...committer, detail: `committer ${person(commit.committerName, commit.committerEmail)}` });
  for (const line of bodyLines(commit.message)) {
    const mark = lineMark(line);
    if (mark !== null) marks.push({ ...mark, detail: shortText(line, 300) });
  }
  return marks;
}

type Found = Omit<CommitMark, "detail">;

/** Lines after the first one that is not blank: that one is the subject. */
function bodyLines(message: string): string[] {
  const lines = message.slice(0, MAXIMUM_MESSAGE).split(/\r\n|\n|\r/);
  const subject = lines.findIndex((line) => line.trim() !== "");
  return lines.slice(subject + 1).filter((line) => line !== "" && line.length <= MAXIMUM_LINE).map((line) => line.trimEnd());
}

function lineMark(line: string): Found | null {
  const coAuthor = /^co-authored-by:([^<>]*)<([^<>\s]+)>$/i.exec(line);
  if (coAuthor !== null) return personMark(coAuthor[1] ?? "", coAuthor[2] ?? "");
  for (const mark of LINE_MARKS) {
    const match = mark.pattern.exec(line);
    if (match !== null) return { assistant: mark.assistant, agentSession: match[1] ?? "", strength: strengthOf(mark) };
  }
  const disclosed = /^(assisted-by|generated-by|entire-agent):\s*(\S.*)$/i.exec(line);
  if (disclosed !== null) return disclosure((disclosed[1] ?? "").toLowerCase(), (disclosed[2] ?? "").trim());
  if (/^Entire-Checkpoint: [0-9a-f]{6,64}$/i.test(line) || /^Entire-Attribution: \d{1,3}% agent\b/i.test(line)) {
    // Says that an agent took part; at 0 % it did not.
    return /: 0% agent/.test(line) ? null : { assistant: "unknown", agentSession: "", strength: "co-author" };
  }
  return null;
}

/** `Assisted-by: AGENT:MODEL [TOOLS]` (Linux), a known assistant's name or address; a person's name says nothing: curl credits people so. */
function disclosure(trailer: string, value: string): Found | null {
  const address = /^([^<>]*)<([^<>\s]+)>$/.exec(value);
  if (address !== null) return personMark(address[1] ?? "", address[2] ?? "");
  const pair = /^([A-Za-z][\w.-]{0,63}(?: [A-Za-z][\w.-]{0,30}){0,2}):([\w.@/-]{1,100})(?:\s|$)/.exec(value);
  if (pair !== null && !(pair[2] ?? "").startsWith("//")) {
    const agent = (pair[1] ?? "").toLowerCase();
    const known = ASSISTANT_OF_NAME.get(agent);
    // Generators have always said so (`Generated-by: protoc:3.2`): only assistants by name there.
    if (known === undefined && trailer !== "assisted-by") return null;
    // Derived from the ledger, which knows the lines: no statement about the whole commit.
    const isDerived = / countersign$/.test(value);
    return { assistant: known ?? agent.replace(/[^a-z0-9]+/g, "-"), model: pair[2] ?? "", agentSession: "", strength: isDerived ? "assist" : "co-author" };
  }
  if (value.length > LONGEST_NAME) return null;
  const name = value.toLowerCase();
  const exact = ASSISTANT_OF_NAME.get(name);
  if (exact !== undefined) return { assistant: exact, agentSession: "", strength: "co-author" };
  // `ChatGPTv5`, `Claude Opus 4.5`: a known name and a version, nothing that could be a surname.
  const versioned = /^([a-z][a-z ]*?)[ -]?((?:(?:opus|sonnet|haiku|pro|flash|max|mini)\b[ -]?)?v?\d[\w.-]*)$/.exec(name);
  const known = versioned === null ? undefined : ASSISTANT_OF_NAME.get(versioned[1] ?? "");
  return known === undefined ? null : { assistant: known, model: value, agentSession: "", strength: "co-author" };
}

function personMark(name: string, email: string): Found | null {
  const account = accountOf(name, email.trim().toLowerCase());
  if (account === null) return null;
  const model = modelOf(name, account.assistant);
  return { assistant: account.assistant, ...(model === null ? {} : { model }), agentSession: "", strength: strengthOf(account) };
}

function strengthOf(account: KnownAccount): MarkStrength {
  return account.role === "assist" ? "assist" : "co-author";
}

function accountOf(name: string, email: string): KnownAccount | null {
  const direct = ACCOUNT_OF_EMAIL.get(email);
  if (direct !== undefined) return direct;
  const noreply = /^(?:(\d{1,12})\+)?([a-z0-9-]{1,64}(?:\[bot\])?)@users\.noreply\.github\.com$/.exec(email);
  if (noreply !== null) {
    const [, number, login = ""] = noreply;
    const known = (number === undefined ? undefined : ACCOUNT_OF_NUMBER.get(number)) ?? ACCOUNT_OF_BOT.get(login);
    if (known !== undefined) return known;
  }
  // `[bot]` is no part of a person's name; autofix signs with addresses of its own.
  if (/^copilot autofix powered by ai$/i.test(name.trim())) return { assistant: "copilot", role: "assist" };
  const bot = ACCOUNT_OF_BOT.get(name.trim().toLowerCase());
  if (bot !== undefined) return bot;
  // aider adds itself to the person's own name.
  return / \(aider\)$/.test(name.trim()) ? { assistant: "aider", role: "writer" } : null;
}

/** `Claude Opus 4.5` and `aider (gpt-5)` name a model; a bare name does not. */
function modelOf(name: string, assistant: string): string | null {
  const trimmed = shortText(name, 100);
  if (assistant === "aider") return /^aider \(([^()]{1,80})\)$/.exec(trimmed)?.[1] ?? null;
  if (assistant !== "claude-code") return null;
  const words = /^Claude (?:Code )?\(?((?:Opus|Sonnet|Haiku|\d)[\w .-]{0,60}?)\)?(?: \([^()]{1,40}\))?$/i.exec(trimmed)?.[1];
  return words ?? null;
}

function person(name: string, email: string): string {
  return shortText(`${name} <${email}>`, 300);
}

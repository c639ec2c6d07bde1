import { createHash } from "node:crypto";
import type { ChildRunner, Log, Worker, WorkerReply } from "../../core/ports";
import type { ProjectFacts } from "../rules/project-facts";
import type { RuleSettings } from "../rules/rule";
import type { AnswerOf, ChangedText, ParserRequest, SourceText } from "./protocol";

/** What a file may measure before the parser is not asked at all. */
export const MAXIMUM_BYTES = 5 * 1024 * 1024;
const MAXIMUM_LINE = 1024 * 1024;

/** A batch is small enough that a time-out wastes little, and large enough that messages cost little. */
const BATCH_FILES = 150;
const BATCH_CHARACTERS = 300_000;
const BATCH_TIMEOUT = 20_000;

/** A crash costs a new process, and finding the culprit a few; hostile code must not make that endless. */
const MAXIMUM_CRASHES = 60;

/** Trees stand outside of the heap until their small handles are collected, so those are collected often. */
const LIMITS = { memory: 768, nursery: 4, idle: 5 * 60_000 };

export interface ParserAnswers<Answer> {
  readonly answers: ReadonlyMap<string, Answer>;
  /** Why a file has no answer. */
  readonly problems: ReadonlyMap<string, string>;
}

/** Asks the parser process in batches, and finds the file that crashed it. */
export class ParserClient {
  private worker: Worker | null = null;
  /** Digests of texts that crashed or stalled the parser, so that they do so once. */
  private readonly culprits = new Map<string, string>();

  constructor(
    private readonly processes: ChildRunner,
    private readonly log: Log,
    /** Milliseconds for one batch. */
    private readonly timeout = BATCH_TIMEOUT,
  ) {}

  modules(files: readonly SourceText[], signal?: AbortSignal): Promise<ParserAnswers<AnswerOf["modules"]>> {
    return this.run(files, (batch) => ({ kind: "modules", files: batch }), signal);
  }

  names(files: readonly SourceText[], signal?: AbortSignal): Promise<ParserAnswers<AnswerOf["names"]>> {
    return this.run(files, (batch) => ({ kind: "names", files: batch }), signal);
  }

  exports(files: readonly SourceText[], signal?: AbortSignal): Promise<ParserAnswers<AnswerOf["exports"]>> {
    return this.run(files, (batch) => ({ kind: "exports", files: batch }), signal);
  }

  globals(files: readonly SourceText[], signal?: AbortSignal): Promise<ParserAnswers<AnswerOf["globals"]>> {
    return this.run(files, (batch) => ({ kind: "globals", files: batch }), signal);
  }

  outlines(files: readonly SourceText[], signal?: AbortSignal): Promise<ParserAnswers<AnswerOf["outlines"]>> {
    return this.run(files, (batch) => ({ kind: "outlines", files: batch }), signal);
  }

  /** What the changes did to all that users of these files can see. */
  surfaces(files: readonly ChangedText[], signal?: AbortSignal): Promise<ParserAnswers<AnswerOf["surfaces"]>> {
    return this.run(files, (batch) => ({ kind: "surfaces", files: batch }), signal);
  }

  /** What configuration scripts export, without running them. */
  values(files: readonly SourceText[], signal?: AbortSignal): Promise<ParserAnswers<AnswerOf["values"]>> {
    return this.run(files, (batch) => ({ kind: "values", files: batch }), signal);
  }

  rules(files: readonly ChangedText[], settings: RuleSettings, signal?: AbortSignal, facts?: ProjectFacts): Promise<ParserAnswers<AnswerOf["rules"]>> {
    return this.run(files, (batch) => ({ kind: "rules", files: batch, settings, ...(facts === undefined ? {} : { facts }) }), signal);
  }

  dispose(): void {
    this.worker?.dispose();
    this.worker = null;
  }

  private async run<Text extends SourceText, Answer>(files: readonly Text[], request: (batch: readonly Text[]) => ParserRequest, signal?: AbortSignal): Promise<ParserAnswers<Answer>> {
    const answers = new Map<string, Answer>();
    const problems = new Map<string, string>();
    const fit: Text[] = [];
    for (const file of files) {
      const problem = tooLarge(file.text) ?? (this.culprits.size > 0 ? this.culprits.get(digest(file)) : undefined);
      if (problem === undefined) fit.push(file);
      else problems.set(file.path, problem);
    }
    const worker = (this.worker ??= this.processes.worker("parser", LIMITS));
    let crashes = 0;
    const ask = async (batch: readonly Text[]): Promise<void> => {
      const reply = await worker.ask(request(batch), this.timeout, signal);
      if (reply.outcome === "answer") {
        const values = reply.value as readonly Answer[];
        batch.forEach((file, index) => {
          const value = values[index];
          if (value !== undefined) answers.set(file.path, value);
        });
        return;
      }
      const stop = crashes++ >= MAXIMUM_CRASHES;
      const only = batch.length === 1 ? batch[0] : undefined;
      if (only !== undefined) {
        const why = inWords(reply, this.timeout);
        this.log.info(`${only.path}: ${why}`);
        if (reply.outcome !== "failed") this.culprits.set(digest(only), why);
        problems.set(only.path, why);
      } else if (stop) {
        for (const file of batch) problems.set(file.path, `the parser crashed ${MAXIMUM_CRASHES} times in one run; this file was in the last batch that did`);
      } else {
        const middle = batch.length >> 1;
        await ask(batch.slice(0, middle));
        await ask(batch.slice(middle));
      }
    };
    const asked = await Promise.allSettled(batches(fit).map(ask));
    for (const one of asked) if (one.status === "rejected") throw one.reason;
    // In the order of the files: what was asked again came later.
    return { answers: new Map(files.flatMap(({ path }) => (answers.has(path) ? [[path, answers.get(path) as Answer] as const] : []))), problems };
  }
}

function batches<Text extends SourceText>(files: readonly Text[]): Text[][] {
  const result: Text[][] = [];
  let batch: Text[] = [];
  let characters = 0;
  for (const file of files) {
    if (batch.length > 0 && (batch.length >= BATCH_FILES || characters + file.text.length > BATCH_CHARACTERS)) {
      result.push(batch);
      batch = [];
      characters = 0;
    }
    batch.push(file);
    characters += file.text.length;
  }
  if (batch.length > 0) result.push(batch);
  return result;
}

function tooLarge(text: string): string | undefined {
  if (text.length > MAXIMUM_BYTES) return "larger than 5 MiB: not parsed";
  if (text.length <= MAXIMUM_LINE) return undefined;
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\n", at);
    const length = (end < 0 ? text.length : end) - at;
    if (length > MAXIMUM_LINE) return "a line is longer than 1 MiB: not parsed";
    at += length + 1;
  }
  return undefined;
}

function inWords(reply: WorkerReply, timeout: number): string {
  switch (reply.outcome) {
    case "crashed":
      return `the parser crashed on this file (${reply.why})`;
    case "timed-out":
      return `the parser did not finish with this file in ${timeout / 1000} s`;
    case "failed":
      return `this file could not be analysed: ${reply.why.split("\n")[0] ?? ""}`;
    case "answer":
      return "";
  }
}

function digest(file: SourceText | ChangedText): string {
  const base = "base" in file ? `${file.withoutTree === true ? "text" : "tree"}${file.base ?? ""}` : "";
  return createHash("sha256").update(file.path.slice(file.path.lastIndexOf("."))).update("\0").update(file.text).update("\0").update(base).digest("base64");
}

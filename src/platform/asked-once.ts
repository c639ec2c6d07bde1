import type { GitPlumbing, GitRunOptions } from "../core/ports";

/** Commands that only read, as we call them: what they answered a moment ago is their answer still. */
const READING: ReadonlySet<string> = new Set(["rev-parse", "symbolic-ref", "for-each-ref", "merge-base", "config", "show", "ls-files", "ls-tree", "rev-list"]);

/**
 * Git as it answered first: a question that was asked before starts no process. For the length of one evaluation, which must not see
 * two states of the repository anyway; never for whoever writes and reads back.
 */
export class AskedOnce implements GitPlumbing {
  private readonly answers = new Map<string, Promise<{ code: number; stdout: Buffer; stderr: string }>>();
  private readonly outputs = new Map<string, Promise<Buffer>>();

  constructor(private readonly git: GitPlumbing) {}

  run(args: readonly string[], options?: GitRunOptions): Promise<Buffer> {
    return kept(this.outputs, args, options, () => this.git.run(args, options));
  }

  attempt(args: readonly string[], options?: GitRunOptions): Promise<{ code: number; stdout: Buffer; stderr: string }> {
    return kept(this.answers, args, options, () => this.git.attempt(args, options));
  }

  stream(args: readonly string[], options?: GitRunOptions): AsyncIterable<Buffer> {
    return this.git.stream(args, options);
  }

  freed(words: string): Promise<readonly string[] | null> {
    return this.git.freed(words);
  }
}

/** What may be cancelled, takes an input or has another environment is asked each time. */
function kept<Answer>(answers: Map<string, Promise<Answer>>, args: readonly string[], options: GitRunOptions | undefined, ask: () => Promise<Answer>): Promise<Answer> {
  if (!READING.has(args[0] ?? "") || options?.input !== undefined || options?.environment !== undefined || options?.signal !== undefined) return ask();
  const question = args.join("\0");
  const known = answers.get(question);
  if (known !== undefined) return known;
  const answer = ask();
  answers.set(question, answer);
  return answer;
}

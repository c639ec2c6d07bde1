import type { ChildProcessWithoutNullStreams } from "node:child_process";
import type { Socket } from "node:net";
import { CountersignError } from "../core/model";
import type { GitProcess } from "./git-process";

/** What the store holds under an id; `bytes` is null where the object is larger than asked for. */
export interface StoredObject {
  readonly type: string;
  readonly size: number;
  readonly bytes: Buffer | null;
}

interface Request {
  readonly onHeader: (type: string, size: number) => void;
  readonly onBody: (bytes: Buffer) => void;
  readonly onMissing: () => void;
  readonly onError: (error: Error) => void;
}

/** SHA-1 or SHA-256, in hexadecimal. */
export const OBJECT_ID = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * Reads objects by id through two long-lived processes, `cat-file --batch-check` for sizes and `--batch` for contents,
 * so that neither a process per file nor a giant blob's content is ever paid for. The processes start on first use
 * and keep nothing alive while idle.
 */
export class ObjectReader {
  private sizes: BatchProcess | null = null;
  private contents: BatchProcess | null = null;

  constructor(private readonly git: GitProcess) {}

  /**
   * Objects by id; absent where missing. Larger than `maximumBytes`: size only.
   * Errors: CountersignError `usage` for an id that is not a full hexadecimal id, `internal` when git ends early.
   */
  async read(ids: Iterable<string>, maximumBytes: number): Promise<Map<string, StoredObject>> {
    const wanted = [...new Set(ids)];
    for (const id of wanted) {
      if (!OBJECT_ID.test(id)) throw new CountersignError("usage", `${JSON.stringify(id.slice(0, 80))} is not a full object id`);
    }
    const result = new Map<string, StoredObject>();
    if (wanted.length === 0) return result;
    const small: string[] = [];
    this.sizes ??= new BatchProcess(this.git, "--batch-check", false);
    await this.sizes.ask(wanted, (id, type, size) => {
      result.set(id, { type, size, bytes: null });
      if (size <= maximumBytes) small.push(id);
    });
    this.contents ??= new BatchProcess(this.git, "--batch", true);
    await this.contents.ask(small, (id, type, size, bytes) => {
      result.set(id, { type, size, bytes });
    });
    return result;
  }

  dispose(): void {
    this.sizes?.dispose();
    this.contents?.dispose();
    this.sizes = null;
    this.contents = null;
  }
}

/** One `cat-file` process: requests are answered in order. */
class BatchProcess {
  private child: ChildProcessWithoutNullStreams | null = null;
  private readonly waiting: Request[] = [];
  private next = 0;
  private chunks: Buffer[] = [];
  private buffered = 0;
  private stderr = "";
  private header: { readonly size: number } | null = null;

  constructor(
    private readonly git: GitProcess,
    private readonly mode: "--batch" | "--batch-check",
    private readonly withBodies: boolean,
  ) {}

  /** Resolves when every id has been answered; `found` is not called for missing ones. */
  async ask(ids: readonly string[], found: (id: string, type: string, size: number, bytes: Buffer | null) => void): Promise<void> {
    if (ids.length === 0) return;
    const child = this.running();
    await new Promise<void>((resolve, reject) => {
      let open = ids.length;
      const close = () => {
        if (--open === 0) resolve();
      };
      for (const id of ids) {
        let type = "";
        let size = 0;
        this.waiting.push({
          onHeader: (objectType, objectSize) => {
            type = objectType;
            size = objectSize;
            if (this.withBodies) return;
            found(id, type, size, null);
            close();
          },
          onBody: (bytes) => {
            found(id, type, size, bytes);
            close();
          },
          onMissing: close,
          onError: reject,
        });
      }
      keepAlive(child, true);
      child.stdin.write(`${ids.join("\n")}\n`);
    });
  }

  dispose(): void {
    this.child?.stdin.end();
    this.child = null;
  }

  private running(): ChildProcessWithoutNullStreams {
    if (this.child !== null) return this.child;
    const child = this.git.converse(["cat-file", this.mode]);
    this.child = child;
    this.stderr = "";
    this.chunks = [];
    this.buffered = 0;
    this.header = null;
    child.stdout.on("data", (chunk: Buffer) => {
      this.accept(chunk);
      if (this.pending() === 0) keepAlive(child, false);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (this.stderr.length < 4096) this.stderr += chunk.toString("utf8");
    });
    // A write after git's end shows as the process's own end, below.
    child.stdin.on("error", () => undefined);
    child.on("error", (error: NodeJS.ErrnoException) => {
      this.fail(
        error.code === "ENOENT"
          ? new CountersignError("no-git", "git was not found", { hint: "install git, or put it on PATH" }, { cause: error })
          : new CountersignError("internal", `git could not be started: ${error.message}`, {}, { cause: error }),
      );
    });
    child.on("close", (code) => {
      if (this.child === child) this.child = null;
      this.fail(new CountersignError("internal", `git cat-file ended (${code ?? "killed"}) while objects were read: ${this.stderr.trim().slice(0, 500)}`));
    });
    return child;
  }

  private pending(): number {
    return this.waiting.length - this.next;
  }

  private fail(error: Error): void {
    const open = this.waiting.splice(this.next);
    this.waiting.length = 0;
    this.next = 0;
    for (const request of open) request.onError(error);
  }

  private take(): Request | undefined {
    const request = this.waiting[this.next++];
    if (this.next > 4096) {
      this.waiting.splice(0, this.next);
      this.next = 0;
    }
    return request;
  }

  private accept(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.buffered += chunk.length;
    // A large body is joined once, when all of it is here.
    if (this.header !== null && this.buffered < this.header.size + 1) return;
    let data = this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks);
    for (;;) {
      if (this.header !== null) {
        const size = this.header.size;
        if (data.length < size + 1) break;
        const body = Buffer.from(data.subarray(0, size));
        data = data.subarray(size + 1);
        this.header = null;
        this.take()?.onBody(body);
        continue;
      }
      const end = data.indexOf(10);
      if (end === -1) break;
      const words = data.toString("latin1", 0, end).split(" ");
      data = data.subarray(end + 1);
      this.acceptHeader(words);
    }
    this.chunks = data.length > 0 ? [data] : [];
    this.buffered = data.length;
  }

  private acceptHeader(words: readonly string[]): void {
    const [, type, size] = words;
    if (type === undefined || size === undefined) {
      this.take()?.onMissing();
      return;
    }
    this.waiting[this.next]?.onHeader(type, Number(size));
    if (this.withBodies) this.header = { size: Number(size) };
    else this.take();
  }
}

/** An idle process must not keep the command line from exiting. */
function keepAlive(child: ChildProcessWithoutNullStreams, busy: boolean): void {
  for (const stream of [child.stdin, child.stdout, child.stderr]) {
    const socket = stream as Partial<Pick<Socket, "ref" | "unref">>;
    if (busy) socket.ref?.();
    else socket.unref?.();
  }
  if (busy) child.ref();
  else child.unref();
}

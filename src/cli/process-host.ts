import { createInterface } from "node:readline";
import { CountersignError } from "../core/model";
import type { Host } from "./host";

/** Milliseconds that a command has to end by itself after an interrupt. */
const GRACE = 2_000;
/** Ctrl+C, a job that is cancelled, a terminal that is closed. */
const INTERRUPTS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The real process. */
export function processHost(): Host {
  // A reader such as `head` may close the pipe early; what it doesn't want to read is no error.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  return {
    get directory() {
      try {
        return process.cwd();
      } catch {
        throw new CountersignError("no-repository", "the current folder is gone", { hint: "change to a folder that exists" });
      }
    },
    environment: process.env,
    interactive: process.stdin.isTTY && process.stderr.isTTY,
    outputIsTerminal: process.stdout.isTTY,
    errorIsTerminal: process.stderr.isTTY,
    // A pseudo-terminal may say 0, which means that nobody told it.
    columns: (process.stdout.isTTY ? process.stdout.columns : process.stderr.isTTY ? process.stderr.columns : 0) || null,
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
    ask,
    onInterrupt(callback) {
      const listener = (name: NodeJS.Signals) => {
        callback();
        // Work that does not look at its signal must not keep a person waiting.
        setTimeout(() => process.exit(name === "SIGTERM" ? 143 : 130), GRACE).unref();
      };
      for (const name of INTERRUPTS) process.once(name, listener);
      return () => {
        for (const name of INTERRUPTS) process.off(name, listener);
      };
    },
  };
}

function ask(question: string, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
    let answer: string | null = null;
    let interrupted = false;
    const interrupt = () => {
      interrupted = true;
      reader.close();
    };
    // In terminal mode Ctrl+C arrives here, not as a signal.
    reader.on("SIGINT", interrupt);
    signal.addEventListener("abort", interrupt, { once: true });
    reader.on("close", () => {
      signal.removeEventListener("abort", interrupt);
      if (interrupted) {
        process.stderr.write("\n");
        reject(new CountersignError("interrupted", "interrupted"));
      } else resolve(answer);
    });
    reader.question(question, (text) => {
      answer = text;
      reader.close();
    });
  });
}

import { spawn } from "node:child_process";

/** A running engine: its two streams, its end, and the way to end it. */
export interface EngineProcess {
  readonly input: NodeJS.WritableStream;
  readonly output: NodeJS.ReadableStream;
  /** Resolves once, with the exit code, the signal or the reason it could not be started, and the last of its stderr. */
  readonly ended: Promise<string>;
  kill(): void;
}

/** As much of stderr as a bug report needs. */
const KEPT_STDERR = 4_000;
/** An engine that does not end by itself within this many milliseconds after its stdin closed is killed. */
const GRACE = 2_000;

/**
 * Starts `script` with the Node that runs this very process (Electron's in desktop VS Code, hence ELECTRON_RUN_AS_NODE).
 * `kill` closes its stdin first, so that a fold that is writing can end, and kills it after two seconds.
 */
export function startEngineProcess(script: string): EngineProcess {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
  });
  let stderr = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text: string) => {
    stderr = (stderr + text).slice(-KEPT_STDERR);
  });
  // A write to a process that just died fails; its end is told through `ended`.
  child.stdin.on("error", (error) => {
    stderr = `${stderr}\nstdin: ${error.message}`.slice(-KEPT_STDERR);
  });
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<string>((resolve) => {
    const finish = (why: string): void => {
      clearTimeout(timer);
      resolve(stderr.trim() === "" ? why : `${why}: ${stderr.trim()}`);
    };
    child.once("error", (error) => finish(`could not be started: ${error.message}`));
    child.once("close", (code, signal) => finish(signal === null ? `exit code ${code ?? "unknown"}` : `signal ${signal}`));
  });
  return {
    input: child.stdin,
    output: child.stdout,
    ended,
    kill: () => {
      child.stdin.end();
      timer = setTimeout(() => child.kill("SIGKILL"), GRACE);
      timer.unref();
    },
  };
}

import { spawn } from "node:child_process";
import { connect } from "node:net";
import { CountersignError } from "../core/model";

export interface SshKeygenRequest {
  /** Private key file, or a public one whose private half is in the agent. */
  readonly keyFile: string;
  readonly namespace: string;
  readonly body: Uint8Array;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** May it ask on the terminal? */
  readonly terminal: boolean;
  /** Of the key, for messages. */
  readonly fingerprint: string;
}

/** Long enough to find a passphrase or a security key, short enough not to hang a dialog for ever. */
const LIMIT = 120_000;
const AGENT_LIMIT = 2_000;
const NO_KEY = /No private key found|Couldn't load/i;
const MAXIMUM_OUTPUT = 256 * 1024;

/** Armoured signature by `ssh-keygen -Y sign`. Errors: `signing-failed`, saying what to do. `limit` in milliseconds. */
export function runSshKeygen(program: string, request: SshKeygenRequest, limit = LIMIT): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ["-Y", "sign", "-q", "-n", request.namespace, "-f", request.keyFile], {
      env: environmentFor(request),
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    let output = "";
    let words = "";
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, limit);
    child.stdout.on("data", (chunk: Buffer) => {
      if (output.length < MAXIMUM_OUTPUT) output += chunk.toString("latin1");
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (words.length < 8192) words += chunk.toString("utf8");
    });
    // It may end before it has read its input; its exit code then says why.
    child.stdin.on("error", () => undefined);
    child.stdin.end(Buffer.from(request.body));
    child.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(
        error.code === "ENOENT"
          ? failed(request, `${program} was not found`, "install OpenSSH's client, or use an unencrypted key or one made by Countersign", error)
          : failed(request, error.message, "check that ssh-keygen can be run", error),
      );
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      if (timedOut) reject(failed(request, `no answer within ${limit / 1000} s`, "touch the security key or enter the passphrase in time, or add the key to ssh-agent first"));
      else if (code === 0) resolve(output);
      else void whyRefused(request, words, program, code).then(reject);
    });
  });
}

async function whyRefused(request: SshKeygenRequest, words: string, program: string, code: number | null): Promise<CountersignError> {
  const dead = NO_KEY.test(words) ? await deadAgent(request.environment) : null;
  if (dead !== null) return failed(request, dead.what, dead.hint);
  return failed(request, words.trim().slice(0, 400) || `${program} ended with ${code ?? "a signal"}`, hintFor(words));
}

/** ssh-keygen says the same of a key that the agent lacks and of an agent that isn't there; null where one answers, or can't be asked so. */
function deadAgent(environment: SshKeygenRequest["environment"]): Promise<{ readonly what: string; readonly hint: string } | null> {
  // Windows' agent listens on a pipe of its own, whatever the variable says.
  if (process.platform === "win32") return Promise.resolve(null);
  const socket = environment["SSH_AUTH_SOCK"];
  if (socket === undefined || socket === "") return Promise.resolve({ what: "the private key lies in no file beside its .pub, and SSH_AUTH_SOCK names no ssh-agent", hint: "start ssh-agent and run ssh-add, or correct git's user.signingkey" });
  return new Promise((resolve) => {
    const connection = connect(socket);
    const answer = (dead: { readonly what: string; readonly hint: string } | null): void => {
      connection.destroy();
      resolve(dead);
    };
    connection.setTimeout(AGENT_LIMIT, () => answer(null));
    connection.once("connect", () => answer(null));
    connection.once("error", (error) => answer({ what: `no ssh-agent answers at ${socket}: ${error.message}`, hint: "start the agent or the password manager that holds the key, and set SSH_AUTH_SOCK to its socket" }));
  });
}

function environmentFor(request: SshKeygenRequest): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...request.environment, LC_ALL: "C" };
  // Without a terminal of ours a prompt would appear, unseen, in whatever terminal started the editor, and wait there.
  if (!request.terminal) environment["SSH_ASKPASS_REQUIRE"] = "force";
  return environment;
}

function hintFor(words: string): string {
  if (/passphrase|askpass|read_passphrase/i.test(words)) return "run ssh-add for this key first, so that the agent holds it, or set SSH_ASKPASS";
  if (/agent refused/i.test(words)) return "the agent refused: confirm its question, or unlock the key";
  if (/agent|No private key found|Couldn't load/i.test(words)) return "the private key is neither beside its .pub nor in ssh-agent: run ssh-add, or correct git's user.signingkey";
  if (/device|security key|touch|pin/i.test(words)) return "plug the security key in and touch it when it blinks";
  if (/permissions|too open/i.test(words)) return "let only yourself read the key file: chmod 600";
  return "try ssh-keygen -Y sign with this key by hand, or run ssh-add for it";
}

function failed(request: SshKeygenRequest, what: string, hint: string, cause?: Error): CountersignError {
  return new CountersignError("signing-failed", `signing with ${request.fingerprint} (${request.keyFile}) failed: ${what}`, { hint }, cause ? { cause } : undefined);
}

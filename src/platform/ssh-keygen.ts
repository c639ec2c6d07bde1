import { spawn } from "node:child_process";
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
      else if (code !== 0) reject(failed(request, words.trim().slice(0, 400) || `${program} ended with ${code ?? "a signal"}`, hintFor(words)));
      else resolve(output);
    });
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

// Starts programs in process groups of their own and makes sure that none outlives us.
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { lastLines } from "./log-text.mjs";
import { endTree } from "./process-tree.mjs";
import { hostDirectory } from "./paths.mjs";

/** How long a program may take to end by itself after SIGTERM, in milliseconds. */
const GRACE = 5_000;

const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/** What is left to undo when this process ends, latest first. @type {Set<() => void>} */
const pending = new Set();
let guarded = false;

/**
 * Runs `undo` when this process ends, by itself or by SIGINT, SIGTERM or SIGHUP. It must be synchronous and may run only once.
 *
 * @param {() => void} undo
 * @returns {() => void} Withdraws it.
 */
export function atEnd(undo) {
  guardEnd();
  pending.add(undo);
  return () => pending.delete(undo);
}

/** Turns the signals that end a process into an orderly exit, so that the exit handlers, Playwright's too, get their turn. */
export function guardEnd() {
  if (guarded) {
    return;
  }
  guarded = true;
  process.on("exit", () => {
    for (const undo of [...pending].reverse()) {
      undo();
    }
  });
  for (const [signal, number] of Object.entries(SIGNAL_NUMBERS)) {
    process.on(signal, () => process.exit(128 + number));
  }
}

/**
 * @typedef {object} Group
 * @property {number} processId Id of the group and of its leader.
 * @property {import("node:child_process").ChildProcess} leader
 * @property {Promise<number>} ended Settles with the program's exit code.
 * @property {() => boolean} isRunning
 * @property {() => Promise<void>} stop Ends every process of the group and waits for it.
 */

/**
 * Starts a program in a process group of its own.
 *
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {object} options
 * @param {string} [options.workingDirectory]
 * @param {Record<string, string | undefined>} [options.environment] The whole environment; an undefined value unsets.
 * @param {string} [options.logFile] Receives both output streams; without it they are pipes of the leader.
 * @returns {Group}
 */
export function startGroup(command, commandArguments, { workingDirectory, environment = process.env, logFile }) {
  const log = logFile === undefined ? undefined : openSync(logFile, "a");
  const leader = spawn(process.execPath, [join(hostDirectory, "supervisor.mjs"), command, ...commandArguments], {
    cwd: workingDirectory,
    detached: true,
    env: environment,
    stdio: ["pipe", log ?? "pipe", log ?? "pipe"],
  });
  if (log !== undefined) {
    closeSync(log);
  }
  const processId = leader.pid ?? 0;
  if (processId === 0) {
    throw new Error(`cannot start a process for ${command}`);
  }
  let running = true;
  const withdraw = atEnd(() => endTree(processId, "SIGKILL"));
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => {
    leader.on(log === undefined ? "close" : "exit", (code) => {
      running = false;
      endTree(processId, "SIGKILL"); // what the program left behind
      withdraw();
      resolve(code ?? 1);
    });
  });

  async function stop() {
    if (running) {
      endTree(processId, "SIGTERM");
      await Promise.race([ended, delay(GRACE, undefined, { ref: false })]);
    }
    if (running) {
      endTree(processId, "SIGKILL");
    }
    await ended;
  }

  return { processId, leader, ended, isRunning: () => running, stop };
}

/**
 * Runs a program to its end.
 *
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {object} [options]
 * @param {string} [options.workingDirectory]
 * @param {Record<string, string | undefined>} [options.environment]
 * @param {(output: string) => string} [options.clean] Takes out what nobody wants to read.
 * @returns {Promise<string>} What it printed on both streams.
 * @throws When it exits with another code than 0; the message carries the end of its output.
 */
export async function run(command, commandArguments, { clean = (output) => output, ...options } = {}) {
  const group = startGroup(command, commandArguments, options);
  let output = "";
  for (const stream of [group.leader.stdout, group.leader.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => (output += text));
  }
  const code = await group.ended;
  if (code !== 0) {
    throw new Error(`${command} ${commandArguments.join(" ")} failed with exit code ${code}\n${lastLines(clean(output))}`);
  }
  return clean(output);
}

import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { atEnd } from "./processes.mjs";

/** A lock without a readable owner is somebody in the act of taking it, unless it is older than this (milliseconds). */
const OWNERLESS_AGE = 10_000;

/**
 * Does `work` while no other process holds the lock. The lock is a folder, because making one either succeeds or fails as a
 * whole; the owner's process id inside tells a lock in use from one that a killed process left behind.
 *
 * @template T
 * @param {string} directory The lock: a path whose parent exists.
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] Called once if the lock is taken.
 * @returns {Promise<T>}
 */
export async function withLock(directory, work, onWait = () => {}) {
  let waited = false;
  while (!take(directory)) {
    if (isAbandoned(directory)) {
      setAside(directory);
      continue;
    }
    if (!waited) {
      waited = true;
      onWait();
    }
    await delay(200);
  }
  const release = () => rmSync(directory, { recursive: true, force: true });
  const withdraw = atEnd(release);
  try {
    return await work();
  } finally {
    withdraw();
    release();
  }
}

/** @param {string} directory */
function take(directory) {
  try {
    mkdirSync(directory);
  } catch (error) {
    if (error.code === "EEXIST") {
      return false;
    }
    throw error;
  }
  writeFileSync(join(directory, "owner"), String(process.pid));
  return true;
}

/** @param {string} directory */
function isAbandoned(directory) {
  try {
    const owner = Number(readFileSync(join(directory, "owner"), "utf8"));
    if (owner > 0) {
      return !isAlive(owner);
    }
  } catch (error) {
    if (error.code !== "ENOENT") {
      throw error;
    }
  }
  const made = statSync(directory, { throwIfNoEntry: false })?.mtimeMs;
  return made !== undefined && Date.now() - made > OWNERLESS_AGE;
}

/** @param {number} processId */
function isAlive(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Moves an abandoned lock away. Of several waiters one succeeds; the others find it gone. @param {string} directory */
function setAside(directory) {
  const aside = `${directory}-abandoned-${process.pid}`;
  try {
    renameSync(directory, aside);
  } catch (error) {
    if (error.code !== "ENOENT") {
      throw error;
    }
    return;
  }
  if (!isAbandoned(aside)) {
    renameSync(aside, directory); // another waiter was quicker, and this is its lock already
    return;
  }
  rmSync(aside, { recursive: true, force: true });
}

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { startBrowser } from "../browser.mjs";

/**
 * Opens an address in a browser and looks for the sample's rows, for notifications, and for requests that leave this machine.
 *
 * @param {string} run
 * @param {string} address
 * @param {string} origin
 */
export async function expectRows(run, address, origin) {
  const browser = await startBrowser({ directory: run });
  try {
    /** @type {string[]} */
    const elsewhere = [];
    browser.page.on("request", (request) => {
      if (/^(https?|wss?):/.test(request.url()) && new URL(request.url()).host !== new URL(origin).host) {
        elsewhere.push(request.url());
      }
    });
    await browser.page.goto(address, { timeout: 60_000 });
    await browser.page.getByRole("tab", { name: "Sample Container" }).click({ timeout: 60_000 });
    await browser.page.getByRole("treeitem", { name: "Second row" }).waitFor({ timeout: 60_000 });
    await browser.page.locator('[id="status.notifications"]').click();
    // A note on progress, which a busy machine may show, goes by itself; a complaint would stay.
    await browser.page.locator(".notifications-center").getByText("No New Notifications").waitFor({ timeout: 30_000 });
    assert.deepEqual(elsewhere, []);
  } finally {
    await browser.stop();
  }
}

/** @param {number} port */
export async function expectRefusedElsewhere(port) {
  const outward = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  for (const { address, family, internal } of outward) {
    if (!internal && family === "IPv4") {
      await assert.rejects(fetch(`http://${address}:${port}/version`, { signal: AbortSignal.timeout(3_000) }), `${address} answers`);
    }
  }
}

/** @param {string} text @returns {string[]} The command lines of this machine's processes in which it occurs. */
export function commandsThatName(text) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((processId) => {
      try {
        return readFileSync(`/proc/${processId}/cmdline`, "utf8").replaceAll("\0", " ");
      } catch {
        return ""; // it ended in between
      }
    })
    .filter((command) => command.includes(text));
}

/**
 * @param {() => boolean} condition
 * @param {() => string} complaint
 */
export async function waitUntil(condition, complaint) {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    assert.ok(Date.now() < deadline, complaint());
    await delay(50);
  }
}

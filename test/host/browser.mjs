import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { ensureHost } from "./install.mjs";
import { browserFonts, browserLibraries, inflatedBrowser } from "./paths.mjs";
import { guardEnd } from "./processes.mjs";

/** Single-process mode and disabled web security, which the browser's package proposes, would break the workbench. */
const BROWSER_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/**
 * @typedef {object} BrowserOptions
 * @property {string} directory A fresh profile is made below it.
 * @property {{ width: number, height: number }} [viewport] In CSS pixels. Default 1280 by 800.
 * @property {"dark" | "light"} [colorScheme] What pages see of the system's preference. Default "dark".
 * @property {Partial<Parameters<import("playwright-core").BrowserType["launchPersistentContext"]>[1]>} [contextOptions] Any
 *   other option of Playwright, such as `recordVideo` or `deviceScaleFactor`.
 *
 * @typedef {object} Browser
 * @property {import("playwright-core").BrowserContext} context
 * @property {import("playwright-core").Page} page The first page, still empty.
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a headless Chromium: the installed one, or the executable that COUNTERSIGN_TEST_BROWSER names (needed on arm64, for
 * which the npm package has no binary).
 *
 * @param {BrowserOptions} options
 * @returns {Promise<Browser>}
 */
export async function startBrowser({ directory, viewport = { width: 1280, height: 800 }, colorScheme = "dark", contextOptions = {} }) {
  await ensureHost();
  guardEnd();
  const { chromium } = await import("playwright-core");
  mkdirSync(directory, { recursive: true });
  const context = await chromium.launchPersistentContext(mkdtempSync(join(directory, "browser-")), {
    ...browserProgram(),
    headless: true,
    args: BROWSER_ARGUMENTS,
    viewport,
    colorScheme,
    locale: "en-US",
    permissions: ["clipboard-read", "clipboard-write"],
    // Our own handlers turn signals into an exit, at which Playwright ends the browser.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    ...contextOptions,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  return { context, page, stop: () => context.close() };
}

function browserProgram() {
  const given = process.env.COUNTERSIGN_TEST_BROWSER;
  if (given !== undefined && given !== "") {
    return { executablePath: given };
  }
  if (!existsSync(inflatedBrowser)) {
    throw new Error(`no browser comes with the test host on ${process.arch}: set COUNTERSIGN_TEST_BROWSER to the executable of a Chromium`);
  }
  const libraries = [browserLibraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(":");
  const fonts = existsSync("/etc/fonts/fonts.conf") ? {} : { FONTCONFIG_PATH: browserFonts };
  return { executablePath: inflatedBrowser, env: { ...process.env, LD_LIBRARY_PATH: libraries, ...fonts } };
}

import { makeRun } from "../host/mocha-entry.cjs";

/** What the extension host calls: every suite of this folder. */
export const run = makeRun([__dirname], { timeout: 240_000 });

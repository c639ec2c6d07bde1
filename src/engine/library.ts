/**
 * Countersign as a library for Node. **Unstable before 1.0**: names and shapes may change with any minor version; the
 * documents that `report.document` holds are the contract's and change only with their schema's version.
 *
 * ```js
 * const { check } = require("countersign");
 * const report = await check("/path/to/repository", { base: "origin/main" });
 * if (report.verdict === "fail") console.log(report.render("markdown"));
 * ```
 */
import { CountersignError, type DebtSnapshot } from "../core/model";
import type { Log } from "../core/ports";
import type { OpenOptions } from "../app/session-types";
import { checkDocument } from "../report/check-json";
import type { CheckDocument } from "../report/check-document";
import { CHECK_FORMATS, renderCheck, type CheckFormat } from "../report/check-formats";
import { PLAIN } from "../report/palette";
import { createSession } from "./compose";

export { CHECK_FORMATS, CountersignError, createSession };
export type { CheckDocument, CheckFormat, DebtSnapshot };

/** Where to measure from and what to judge; as the options of `countersign check`. */
export type CheckOptions = Pick<OpenOptions, "base" | "head" | "staged" | "all" | "since" | "paths" | "assumeAi" | "policyRef" | "policyFile" | "only" | "approvals" | "reports"> & {
  /** Also findings that stand in no hunk. */
  readonly allFindings?: boolean;
  readonly signal?: AbortSignal;
  readonly log?: Log;
};

export interface CheckReport {
  readonly verdict: "pass" | "fail" | "not-evaluated";
  /** What the command line would exit with: 0, 1 or 3. */
  readonly exitCode: 0 | 1 | 3;
  /** `countersign/check/1`. */
  readonly document: CheckDocument;
  /** Any of the nine formats; text is 80 columns wide and without colours. */
  render(format: CheckFormat): string;
}

/** Of package.json; a test holds the two together. */
export const VERSION = "0.1.0";

const SILENT: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
const EXIT_CODE = { pass: 0, fail: 1, "not-evaluated": 3 } as const;

/** The gate for the repository that `folder` lies in. Errors: `CountersignError` with a `code`, such as `no-base` or `configuration`. */
export async function check(folder: string, { allFindings, signal, log, ...options }: CheckOptions = {}): Promise<CheckReport> {
  const session = await createSession(folder, { log: log ?? SILENT });
  try {
    await session.settle();
    const snapshot = await session.open(options, undefined, signal);
    const exitCode = EXIT_CODE[snapshot.verdict];
    const findingsOutsideHunks = allFindings === true || options.assumeAi === true;
    return {
      verdict: snapshot.verdict,
      exitCode,
      document: checkDocument(snapshot, { exitCode, findingsOutsideHunks }),
      render: (format) => renderCheck(format, { snapshot, exitCode, soft: false, findingsOutsideHunks, excerpts: new Map(), version: VERSION }, { palette: PLAIN, width: 80 }),
    };
  } finally {
    session.dispose();
  }
}

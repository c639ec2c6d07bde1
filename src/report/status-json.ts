import type { DebtSnapshot } from "../core/model";
import type { CheckDocument } from "./check-document";
import { documentOf, type CheckReportOptions } from "./check-json";
import { jsonText } from "./json-text";
import { totalsOf } from "./totals";

/** `countersign/status/1`: check's document with `viewed` told apart, and with the scope, history and signing in it. */
export interface StatusDocument extends CheckDocument {
  readonly scope: { readonly label: string; readonly branch: string | null; readonly all: boolean };
  readonly history: { readonly lines: number; readonly files: number } | null;
  readonly signing: { readonly signer: string | null; readonly key: string | null; readonly trust: string; readonly unsigned: number };
}

export function statusDocument(snapshot: DebtSnapshot, options: CheckReportOptions): StatusDocument {
  const { unseen, viewed, stale, rejected, "signed-off": signedOff } = totalsOf(snapshot.items).byState;
  const document = documentOf(snapshot, options, "countersign/status/1", {
    byState: { unseen, viewed, stale, rejected, "signed-off": signedOff },
    stateOf: (item) => item.state,
  });
  const { scope, history, signing } = snapshot;
  return {
    ...document,
    scope: { label: scope.baseLabel, branch: scope.branch, all: scope.all },
    history: history === null ? null : { lines: history.lines, files: history.files },
    signing: { signer: signing.signer, key: signing.key?.fingerprint ?? null, trust: signing.trust, unsigned: signing.unsigned },
  };
}

export function statusJson(snapshot: DebtSnapshot, options: CheckReportOptions): string {
  return jsonText(statusDocument(snapshot, options));
}

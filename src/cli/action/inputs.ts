/** The action's inputs, as the runner hands them over: `INPUT_` and the name in capitals. */
import { CountersignError, type Severity } from "../../core/model";
import type { Environment } from "../pipeline/pipeline";

export interface ActionInputs {
  readonly base?: string;
  readonly head?: string;
  readonly policyRef?: string;
  readonly failOn?: Severity;
  readonly soft: boolean;
  readonly annotations: boolean;
  readonly summary: boolean;
  readonly comment: boolean;
  readonly approvals: boolean;
  readonly rerun: boolean;
  readonly sarifFile?: string;
  readonly jsonFile?: string;
  readonly directory?: string;
  readonly token?: string;
  readonly forgeKey?: string;
  readonly cacheDirectory?: string;
}

/** Errors: `usage`, naming the input. */
export function actionInputs(environment: Environment): ActionInputs {
  const text = (name: string): string | undefined => {
    const value = environment[`INPUT_${name.toUpperCase().replaceAll(" ", "_")}`]?.trim();
    return value === undefined || value === "" ? undefined : value;
  };
  const flag = (name: string, otherwise: boolean): boolean => {
    const value = text(name)?.toLowerCase();
    if (value === undefined) return otherwise;
    if (value === "true" || value === "false") return value === "true";
    throw new CountersignError("usage", `the input ${name} is "${value}"`, { hint: "expected true or false" });
  };
  const failOn = text("fail-on");
  const isSeverity = (value: string): value is Severity => ["error", "warning", "note"].includes(value);
  if (failOn !== undefined && !isSeverity(failOn)) throw new CountersignError("usage", `the input fail-on is "${failOn}"`, { hint: "expected error, warning or note" });
  const given = { base: text("base"), head: text("head"), policyRef: text("policy-ref"), sarifFile: text("sarif-file"), jsonFile: text("json-file"), directory: text("working-directory"), token: text("token"), forgeKey: text("forge-key"), cacheDirectory: text("cache-dir"), failOn };
  return {
    soft: flag("informational", false),
    annotations: flag("annotations", true),
    summary: flag("summary", true),
    comment: flag("comment", false),
    approvals: flag("approvals", true),
    rerun: flag("rerun", false),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
}

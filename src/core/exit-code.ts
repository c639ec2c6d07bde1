import type { ErrorCode } from "./model";

/** contract.md's exit codes: 2 for what the caller can correct, 3 for what could not be evaluated, 130 interrupted. */
export function exitCodeOf(code: ErrorCode): 2 | 3 | 130 {
  switch (code) {
    case "usage":
    case "configuration":
    case "policy":
    case "refused":
    case "not-found":
    case "drifted":
    case "no-repository":
      return 2;
    case "interrupted":
      return 130;
    default:
      return 3;
  }
}

import type { CountersignError } from "../core/model";
import { jsonText } from "./json-text";

/** `countersign/error/1`. */
export function errorJson(error: CountersignError): string {
  const { path, line, hint } = error.details;
  return jsonText({
    schema: "countersign/error/1",
    code: error.code,
    message: error.message,
    ...(path === undefined ? {} : { path }),
    ...(line === undefined ? {} : { line }),
    ...(hint === undefined ? {} : { hint }),
  });
}

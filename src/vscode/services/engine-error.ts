import type { EngineErrorData } from "../../protocol/messages";

/** A request that the engine refused or could not serve, in words a person can act on. */
export class EngineError extends Error {
  constructor(
    /** contract.md's error code, or `unavailable` while no engine answers. */
    readonly code: string,
    message: string,
    readonly hint: string | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "EngineError";
  }

  /** Message and hint as one text for a dialog. */
  get text(): string {
    return this.hint === null ? this.message : `${this.message} ${this.hint}`;
  }
}

/** Reads the error data of a failed JSON-RPC request; anything else becomes `internal` with its own message. */
export function toEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) {
    return error;
  }
  const data = typeof error === "object" && error !== null && "data" in error ? error.data : undefined;
  if (isErrorData(data)) {
    const place = data.path === undefined ? "" : ` (${data.path}${data.line === undefined ? "" : `:${data.line}`})`;
    return new EngineError(data.code, `${data.message}${place}`, data.hint ?? null, { cause: error });
  }
  return new EngineError("internal", error instanceof Error ? error.message : String(error), null, { cause: error });
}

function isErrorData(value: unknown): value is EngineErrorData {
  return typeof value === "object" && value !== null && "code" in value && typeof value.code === "string" && "message" in value && typeof value.message === "string";
}

import type { EngineRequests } from "../../protocol/messages";

/** What commands and views may ask: the session alone opens folders and folds. */
export type EngineQuestion = Exclude<keyof EngineRequests, "initialize" | "refresh">;

/** An engine, or several behind one door. Errors: EngineError. */
export interface Engine {
  request<M extends EngineQuestion>(method: M, parameters: EngineRequests[M]["parameters"]): Promise<EngineRequests[M]["result"]>;
}

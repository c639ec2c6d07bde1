import * as vscode from "vscode";
import { LANGUAGE_MODEL_TOOLS } from "../contributions";
import { DisposableList } from "./disposables";
import type { Disposable } from "./emitter";
import type { Engine } from "./engine";

/**
 * The read-only questions of agents, offered to the editor's own chat. Editors older than this API have no `registerTool`
 * (engines.vscode is older, too): there the command line's `mcp` serves the same answers.
 */
export function registerLanguageModelTools(engine: Engine): Disposable {
  const owned = new DisposableList();
  const host = toolHost();
  if (host !== null) {
    for (const [name, id] of Object.entries(LANGUAGE_MODEL_TOOLS)) {
      owned.add(host(id, (input) => engine.request("askAgent", { name, input })));
    }
  }
  return owned;
}

type RegisterTool = (id: string, answer: (input: unknown) => Promise<string>) => Disposable;

/** Null where this editor has no such API. */
function toolHost(): RegisterTool | null {
  const lm = member(vscode, "lm");
  const registerTool = member(lm, "registerTool");
  const [TextPart, Result] = [member(vscode, "LanguageModelTextPart"), member(vscode, "LanguageModelToolResult")];
  if (typeof registerTool !== "function" || typeof TextPart !== "function" || typeof Result !== "function") {
    return null;
  }
  return (id, answer) => {
    const invoke = async (options: unknown): Promise<unknown> => Reflect.construct(Result, [[Reflect.construct(TextPart, [await answer(member(options, "input") ?? {})])]]);
    const registered: unknown = Reflect.apply(registerTool, lm, [id, { invoke }]);
    return { dispose: () => callDispose(registered) };
  };
}

function member(owner: unknown, name: string): unknown {
  return typeof owner === "object" && owner !== null ? Reflect.get(owner, name) : undefined;
}

function callDispose(registered: unknown): void {
  const dispose = member(registered, "dispose");
  if (typeof dispose === "function") {
    Reflect.apply(dispose, registered, []);
  }
}

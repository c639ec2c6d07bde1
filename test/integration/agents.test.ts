import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { LANGUAGE_MODEL_TOOLS } from "../../src/vscode/contributions";
import { activated, snapshotOf } from "./extension";

interface ToolsOfHost {
  readonly tools: readonly { readonly name: string }[];
  invokeTool(name: string, options: { readonly input: object; readonly toolInvocationToken: undefined }): Thenable<{ readonly content: readonly { readonly value: string }[] }>;
}

describe("language-model tools", () => {
  it("are listed by the editor and answer from the engine; none can sign", async () => {
    const api = await activated();
    const host = vscode.lm as unknown as ToolsOfHost;
    const ours = host.tools.map(({ name }) => name).filter((name) => name.startsWith("countersign"));
    assert.deepEqual([...ours].sort(), Object.values(LANGUAGE_MODEL_TOOLS).slice().sort());
    const before = snapshotOf(api).items.map(({ hunk, state, records }) => [hunk.id, state, records.length]);
    for (const name of ours) {
      const { content } = await host.invokeTool(name, { input: {}, toolInvocationToken: undefined });
      const document = JSON.parse(content.map(({ value }) => value).join("")) as { readonly schema: string };
      assert.equal(document.schema, `countersign/agent-${name.slice("countersign_".length)}/1`);
    }
    assert.deepEqual(snapshotOf(api).items.map(({ hunk, state, records }) => [hunk.id, state, records.length]), before);
    await assert.rejects(async () => host.invokeTool("countersign_debt", { input: { limit: -1 }, toolInvocationToken: undefined }));
  });
});

/** axe-core on a frame, shadow roots included. */
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot, type Frame } from "./host";

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Fails with each violation's rule and first element. */
export async function assertAccessible(frame: Frame, what: string): Promise<void> {
  await frame.evaluate(readFileSync(join(projectRoot, "node_modules/axe-core/axe.min.js"), "utf8") + ";0");
  const violations = await frame.evaluate<readonly Violation[]>('axe.run(document.querySelector("countersign-panel")).then(({ violations }) => violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) })))');
  assert.deepEqual(violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.length} × ${nodes[0]?.html ?? ""}: ${nodes[0]?.failureSummary ?? ""}`), [], what);
}

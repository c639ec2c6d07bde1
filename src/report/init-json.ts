import type { SetupPlan } from "./answers";
import { jsonText } from "./json-text";

/** `countersign/init/1`: what `init` wrote, or would write. */
export function initJson(plan: SetupPlan, written: boolean): string {
  return jsonText({
    schema: "countersign/init/1",
    written,
    baseline: plan.baseline,
    repository: plan.repositoryId,
    files: plan.files.map(({ path, exists, text }) => ({ path, exists, text })),
    notes: plan.notes,
  });
}

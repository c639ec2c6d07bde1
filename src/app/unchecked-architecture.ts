import type { DebtItem, NotChecked } from "../core/model";
import type { Configuration } from "../core/policy/configuration-types";
import { isAnswered } from "../core/policy/gate";

/** What the import graph and the rules on symbols report of a file or a project that it could not read. */
const OF_GRAPH: ReadonlySet<string> = new Set(["imports", "import resolution", "globals", "licences", "semantic rules"]);

/**
 * What the policy needs of the architecture and could not have: the section has rules, a condition on findings can fail
 * the gate, and an assistant's open hunk stands in a file whose imports nobody could follow. Then nothing may pass.
 */
export function uncheckedArchitecture(notChecked: readonly NotChecked[], items: readonly DebtItem[], configuration: Configuration): readonly NotChecked[] {
  const { architecture } = configuration;
  const { informational, errors, warnings, notes } = configuration.policy.gates.patch;
  const hasRules = typeof architecture === "object" && architecture !== null && Object.keys(architecture).some((key) => key !== "elements");
  if (!hasRules || informational || (errors === null && warnings === null && notes === null)) return [];
  const open = items.filter((item) => !item.hunk.generated && !isAnswered(item, configuration)).map((item) => item.hunk.path);
  return notChecked.filter(({ what, path }) => {
    if (!OF_GRAPH.has(what) || open.length === 0) return false;
    // A project file decides for everything below it; what has no path concerns all.
    const folder = path === undefined ? "" : path.slice(0, path.lastIndexOf("/") + 1);
    return what === "imports" || what === "globals" || what === "semantic rules" ? open.includes(path ?? "") : open.some((one) => one.startsWith(folder));
  });
}

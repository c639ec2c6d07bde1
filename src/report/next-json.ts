import type { DebtSnapshot } from "../core/model";
import type { CheapestWay } from "../core/policy/cheapest-way";
import { jsonText } from "./json-text";
import { minutesOf } from "./minutes";

/** `countersign/next/1`: the hunks to sign, in order, and the conditions that no sign-off can satisfy. */
export function nextJson(snapshot: DebtSnapshot, way: CheapestWay, project?: CheapestWay): string {
  return jsonText({
    schema: "countersign/next/1",
    verdict: snapshot.verdict,
    ...documentOf(way),
    project: project === undefined ? null : documentOf(project),
  });
}

function documentOf(way: CheapestWay) {
  return {
    minutes: minutesOf(way.hundredths),
    hunks: way.steps.map(({ item, towards }) => ({
      id: item.hunk.id,
      path: item.hunk.path,
      startLine: item.hunk.startLine,
      endLine: item.hunk.endLine,
      state: item.state,
      risk: item.risk.level,
      minutes: minutesOf(item.hundredths),
      towards,
    })),
    beyond: way.beyond.map(({ condition, limit, actual, why }) => ({ condition, limit, actual, why })),
  };
}

import type { Finding, Severity } from "../../core/model";
import type { ImportEdge } from "../graph/import-graph";
import { ruleCatalogue } from "../rules/catalogue";
import { contentKey } from "../rules/run-rules";

/** A finding at the line of an import; the key is rule, from and to, so that moved lines stay the same finding. */
export interface EdgeFinding {
  readonly edge: ImportEdge;
  readonly rule: "cycle" | "layer" | "forbidden-import" | "unresolved-import" | "undeclared-package";
  readonly severity: Severity;
  readonly message: string;
  readonly because?: string;
  readonly fix?: string;
  /** What the edge leads to, as far as identity goes. */
  readonly target: string;
  readonly related?: Finding["related"];
}

/** Identity of an edge finding; `rename` gives a base path the name it has at the head. */
export function keyOfEdge({ rule, edge, target }: EdgeFinding, rename: (path: string) => string = (path) => path): string {
  return contentKey(rule, `${rename(edge.from)}\0${rename(target)}`, "");
}

export function toFinding(found: EdgeFinding, introduced: boolean): Finding {
  const { edge, rule, severity, message, because } = found;
  const description = ruleCatalogue().find(({ id }) => id === rule);
  const { startLine, startColumn, endLine, endColumn } = edge.place;
  return {
    path: edge.from,
    startLine,
    startColumn,
    endLine,
    endColumn,
    rule,
    class: description?.class ?? "architecture",
    severity,
    message,
    why: because ?? description?.why ?? "",
    fix: found.fix ?? description?.fix ?? "",
    introduced,
    contentKey: keyOfEdge(found),
    related: found.related ?? [],
  };
}

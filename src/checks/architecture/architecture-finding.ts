import { TOP_FOLDER } from "../../core/hunks/modules";
import type { Finding, Severity } from "../../core/model";
import type { Scope } from "../graph/counted-graph";
import type { ImportEdge } from "../graph/import-graph";
import { ruleCatalogue } from "../rules/catalogue";
import { contentKey } from "../rules/run-rules";

/** Rules of the architecture section, by the ids that findings name. */
export type ArchitectureRule =
  | "cycle"
  | "layer"
  | "forbidden-import"
  | "restricted-import"
  | "deep-import"
  | "transitive-import"
  | "limit-exceeded"
  | "impure-module"
  | "orphan-file"
  | "unresolved-import"
  | "undeclared-package"
  | "phantom-package"
  | "dev-package"
  | "banned-package"
  | "licence";

/** A place in a file: an import's line, or the first line where there is none to point at. */
export interface LinePlace {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A violation before it is known whether the base had it. Its identity is rule, file and target: never a line. */
export interface Violation {
  readonly rule: ArchitectureRule;
  readonly severity: Severity;
  readonly path: string;
  readonly place: LinePlace;
  readonly message: string;
  readonly because?: string | undefined;
  readonly fix?: string | undefined;
  /** What the violation leads to, as far as identity goes; paths in it are renamed as `path` is. */
  readonly target: string;
  readonly related?: Finding["related"];
  /** Files of the circle that a violation of `cycle` is about. */
  readonly members?: readonly string[];
  /** Where the rule itself compared with the base; else identity decides. */
  readonly introduced?: boolean;
  /** Keys and positions of the rule in the architecture section; none for what is on by default. */
  readonly rulePlace?: readonly (string | number)[] | undefined;
}

export const FIRST_LINE: LinePlace = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };

/** Identity of a violation; `rename` gives a base path the name it has at the head. */
export function keyOf({ rule, path, target }: Violation, rename: (path: string) => string = (same) => same): string {
  return contentKey(rule, `${rename(path)}\0${rename(target)}`, "");
}

/** `file`: the configuration that the rule stands in. */
export function toFinding(found: Violation, introduced: boolean, file: string): Finding {
  const { path, place, rule, severity, message, because, rulePlace } = found;
  const description = ruleCatalogue().find(({ id }) => id === rule);
  const { startLine, startColumn, endLine, endColumn } = place;
  return {
    path,
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
    contentKey: keyOf(found),
    related: found.related ?? [],
    ...(rulePlace === undefined ? {} : { configuredAt: { path: file, place: ["architecture", ...rulePlace] } }),
  };
}

/** What is common to all violations at an import. */
export function atEdge(edge: ImportEdge, rule: ArchitectureRule, severity: Severity, message: string, more: Partial<Pick<Violation, "because" | "fix" | "target">> = {}): Violation {
  const related = edge.to === null ? [] : [{ path: edge.to, startLine: 1, message: "imported here" }];
  return { rule, severity, path: edge.from, place: edge.place, message, target: more.target ?? edge.to ?? edge.specifier, related, because: more.because, fix: more.fix };
}

/** The kind of an edge in words, where it isn't the plain one. */
export function kindInWords(edge: ImportEdge): string {
  return edge.kind === "value" ? "" : ` (${edge.kind})`;
}

/** Steps of a chain as related places, each at the line of its import. */
export function chainOf(edges: readonly ImportEdge[], isNew?: (edge: ImportEdge) => boolean): Finding["related"] {
  return edges.slice(0, MAXIMUM_CHAIN).map((edge) => ({ path: edge.from, startLine: edge.place.startLine, message: `imports ${edge.to ?? edge.specifier} (${edge.kind})${isNew?.(edge) === true ? ", added by this change" : ""}` }));
}

/** A file, folder or package as a message names it. */
export function nodeInWords(name: string, scope: Scope): string {
  return name !== "" ? name : scope === "package" ? "(root package)" : TOP_FOLDER;
}

/** A chain of files in one line; the middle of a long one is left out, the related places have it. */
export function chainInWords(files: readonly string[]): string {
  return (files.length > 8 ? [...files.slice(0, 4), "…", ...files.slice(-3)] : files).join(" → ");
}

const MAXIMUM_CHAIN = 60;

/** The severity of a rule that is not off. */
export function severityOf(configured: Severity | "off" | undefined, otherwise: Severity): Severity {
  return configured === undefined || configured === "off" ? otherwise : configured;
}

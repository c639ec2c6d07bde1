import type { ImportGraph } from "../graph/import-graph";
import { isTestPath } from "../syntax/language";
import type { GlobalUse } from "../parsing/protocol";
import { atEdge, FIRST_LINE, kindInWords, severityOf, type Violation } from "./architecture-finding";
import type { Orphan, Pure } from "./architecture-schema";
import { targetsOf } from "./edge-targets";
import type { Selectors } from "./selectors";

/** Files that nobody imports and that no tool starts by their name. */
const STARTED = /\.(config|stories|story)\.[cm]?[jt]sx?$|\.d\.[cm]?ts$|(^|\/)(index|main)\.[cm]?[jt]sx?$/;

/** Files that nothing imports, in any way. */
export function orphanViolations(rule: Orphan, graph: ImportGraph, selectors: Selectors): readonly Violation[] {
  if (rule.severity === "off") return [];
  const imported = new Set(graph.edges.flatMap((edge) => (edge.to === null || edge.to === edge.from ? [] : [edge.to])));
  return graph.files.flatMap((path): readonly Violation[] => {
    if (imported.has(path) || !selectors.matches(rule.in, path)) return [];
    if (rule.isolated === true && graph.edgesFrom(path).length > 0) return [];
    if (rule.except === undefined ? isTestPath(path) || STARTED.test(path) : selectors.matches(rule.except, path)) return [];
    return [{ rule: "orphan-file", severity: severityOf(rule.severity, "warning"), path, place: FIRST_LINE, message: `nothing imports ${path}`, because: rule.because, target: "" }];
  });
}

/** Files whose globals a `pure` rule asks for. */
export function pureFiles(rules: readonly Pure[], graph: ImportGraph, selectors: Selectors): readonly string[] {
  const asked = rules.filter(({ severity }) => severity !== "off");
  return asked.length === 0 ? [] : graph.files.filter((path) => asked.some((rule) => selectors.matches(rule.in, path)));
}

/** Modules and globals of Node or of a page in files that must run anywhere. */
export function pureViolations(rule: Pure, graph: ImportGraph, globals: ReadonlyMap<string, readonly GlobalUse[]>, selectors: Selectors): readonly Violation[] {
  if (rule.severity === "off") return [];
  const severity = rule.severity ?? "error";
  const allowed = new Set(rule.allow ?? []);
  const meant = [...(rule.node === false ? [] : ["node"]), ...(rule.dom === false ? [] : ["dom"])];
  return graph.files.flatMap((path): readonly Violation[] => {
    if (!selectors.matches(rule.in, path)) return [];
    const modules = rule.node === false ? [] : graph.edgesFrom(path).flatMap((edge): readonly Violation[] => {
      const name = targetsOf(edge)[0] ?? "";
      if (edge.kind === "type" || !name.startsWith("node:") || allowed.has(name) || allowed.has(name.slice(5))) return [];
      return [atEdge(edge, "impure-module", severity, `${path} may not import ${name}, a module of Node${kindInWords(edge)}`, { because: rule.because, target: name })];
    });
    const seen = new Set<string>();
    const uses = (globals.get(path) ?? []).flatMap((use): readonly Violation[] => {
      if (!meant.includes(use.of) || allowed.has(use.name) || seen.has(use.name)) return [];
      seen.add(use.name);
      return [{ rule: "impure-module", severity, path, place: use, message: `${path} may not use \`${use.name}\`, a global of ${use.of === "node" ? "Node" : "a browser's page"}`, because: rule.because, target: use.name }];
    });
    return [...modules, ...uses];
  });
}

import type { SymbolRole } from "../semantic/structure-protocol";
import type { ArchitectureProblem } from "./architecture-configuration";
import type { Architecture } from "./architecture-schema";
import { elementsOf } from "./configured-rules";
import { listed } from "./listed";
import { unknownName } from "./selector-names";
import { parseSymbol } from "./symbol-names";

type Place = readonly (string | number)[];

/** What the schema can't see in rules about files: symbols that name nothing, expressions that don't compile, rules that ask for nothing. */
export function structureProblems(architecture: Architecture): readonly ArchitectureProblem[] {
  const names = Object.keys(elementsOf(architecture));
  const symbols = (given: string | readonly string[] | undefined, role: SymbolRole, path: Place): readonly ArchitectureProblem[] =>
    listed(given).flatMap((written, index) => symbolProblem(written, role, Array.isArray(given) ? [...path, index] : path, names));
  return [
    ...placed(architecture.usage, "usage").flatMap(([rule, at]) => symbols(rule.symbol, "value", [...at, "symbol"])),
    ...placed(architecture.classes, "classes").flatMap(([rule, at]) => [
      ...(rule.extends === undefined && rule.implements === undefined && rule.decorators === undefined ? [{ path: at, message: "asks for nothing", hint: "say what the classes extend, implement or carry: extends, implements or decorators" }] : []),
      ...symbols(rule.extends, "extends", [...at, "extends"]),
      ...symbols(rule.implements, "implements", [...at, "implements"]),
      ...symbols(rule.decorators, "decorator", [...at, "decorators"]),
    ]),
    ...placed(architecture.naming, "naming").flatMap(([rule, at]) => [
      ...(rule.style === undefined && rule.prefix === undefined && rule.suffix === undefined && rule.matches === undefined ? [{ path: at, message: "asks for nothing", hint: "say how the names are written: style, prefix, suffix or matches" }] : []),
      ...expressionProblem(rule.matches, [...at, "matches"]),
      ...symbols(rule.extending, "extends", [...at, "extending"]),
      ...symbols(rule.implementing, "implements", [...at, "implementing"]),
      ...symbols(rule.decorated, "decorator", [...at, "decorated"]),
    ]),
  ];
}

function placed<T>(rules: T | readonly T[] | undefined, section: string): readonly (readonly [rule: T, path: Place])[] {
  return listed(rules).map((rule, index) => [rule, Array.isArray(rules) ? [section, index] : [section]] as const);
}

function symbolProblem(written: string, role: SymbolRole, path: Place, elements: readonly string[]): readonly ArchitectureProblem[] {
  const parsed = parseSymbol(written, role);
  if (parsed === null) return [{ path, message: `"${written}" names no symbol`, hint: role === "value" ? "write a global such as process.env, MODULE#NAME such as npm:axios#default, or new NAME, extends NAME, implements NAME, @NAME" : "write a name such as Repository, or MODULE#NAME such as npm:typeorm#BaseEntity" }];
  return parsed.module === null || /^(npm|node):/.test(parsed.module) ? [] : unknownName({ selector: parsed.module, path }, elements);
}

function expressionProblem(source: string | undefined, path: Place): readonly ArchitectureProblem[] {
  if (source === undefined) return [];
  try {
    new RegExp(`^(?:${source})$`);
    return [];
  } catch (error) {
    return [{ path, message: "not a regular expression", hint: error instanceof Error ? error.message : String(error) }];
  }
}

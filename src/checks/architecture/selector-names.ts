import { nearestName } from "../../core/nearest-name";
import type { ArchitectureProblem } from "./architecture-configuration";
import type { Architecture } from "./architecture-schema";
import { elementsOf, placedRules } from "./configured-rules";
import { listed } from "./listed";
import { captureNames } from "./selectors";

/** Fields of each kind of rule that hold selectors. */
const SELECTOR_FIELDS = {
  layers: ["order", "exhaustive"],
  forbid: ["from", "to"],
  allowOnly: ["of", "imports", "importedBy"],
  publicEntry: ["of", "entry"],
  acyclic: ["in"],
  reach: ["from", "to", "through"],
  limit: ["of"],
  pure: ["in"],
  orphan: ["in", "except"],
  usage: ["only", "in"],
  classes: ["in"],
  naming: ["in"],
  exports: ["in"],
  concrete: ["in", "of", "ports"],
  leaks: ["in", "private"],
} as const satisfies Partial<Record<keyof Architecture, readonly string[]>>;

/** Sections whose rules compare captures, with the sides that can make them. */
const COMPARING = ["layers", "forbid", "allowOnly"] as const;

export interface PlacedSelector {
  readonly selector: string;
  readonly path: readonly (string | number)[];
}

/** Selectors and captures of the section that mean nothing: they would match nothing, and their rules pass silently. */
export function nameProblems(architecture: Architecture): readonly ArchitectureProblem[] {
  return [...unknownNames(architecture), ...unknownCaptures(architecture)];
}

/** Every selector that the section's own rules name, where it stands. */
function selectorsOf(architecture: Architecture): readonly PlacedSelector[] {
  return (Object.keys(SELECTOR_FIELDS) as (keyof typeof SELECTOR_FIELDS)[]).flatMap((section) => {
    const rules: unknown = architecture[section];
    return listed(rules).flatMap((rule, index) => {
      const place = Array.isArray(rules) ? [section, index] : [section];
      return SELECTOR_FIELDS[section].flatMap((field) => textsIn((rule as Readonly<Record<string, unknown>>)[field], [...place, field]));
    });
  });
}

/** Texts of a field: itself, a list, or a list within (siblings of a layer). */
function textsIn(value: unknown, path: readonly (string | number)[]): readonly PlacedSelector[] {
  if (typeof value === "string") return [{ selector: value, path }];
  if (Array.isArray(value)) return value.flatMap((one, index) => textsIn(one, [...path, index]));
  return typeof value === "object" && value !== null && "siblings" in value ? textsIn(value.siblings, [...path, "siblings"]) : [];
}

/** A selector that is neither an element nor a glob nor a path is a slip. */
function unknownNames(architecture: Architecture): readonly ArchitectureProblem[] {
  const names = Object.keys(elementsOf(architecture));
  return selectorsOf(architecture).flatMap((placed) => unknownName(placed, names));
}

/** The problem of one selector, or none; `names` are those of the elements. */
export function unknownName({ selector, path }: PlacedSelector, names: readonly string[]): readonly ArchitectureProblem[] {
  const bare = selector.replace(/^!/, "");
  if (names.includes(bare) || /[*?{[/.:<]/.test(bare)) return [];
  const near = nearestName(bare, names);
  return [{ path, message: `"${selector}" is no element, path or glob`, hint: near === null ? `name it under architecture.elements, or write a glob such as "${bare}/**"` : `did you mean "${near}"?` }];
}

/** `when` compares captures: one that neither side can make would never hold. */
function unknownCaptures(architecture: Architecture): readonly ArchitectureProblem[] {
  const elements = elementsOf(architecture);
  return COMPARING.flatMap((section) =>
    placedRules(architecture, section).flatMap(({ rule, place }) => {
      if (place === null || rule.when === undefined) return [];
      const sides = SELECTOR_FIELDS[section].flatMap((field) => textsIn((rule as Readonly<Record<string, unknown>>)[field], []));
      const captures = new Set(sides.flatMap(({ selector }) => captureNames(listed(elements[selector.replace(/^!/, "")] ?? selector))));
      return Object.keys(rule.when).flatMap((name): readonly ArchitectureProblem[] => {
        if (captures.has(name)) return [];
        const near = nearestName(name, [...captures]);
        return [{ path: [...place, "when", name], message: `no selector of this rule captures "${name}"`, hint: near === null ? `write <${name}> in a glob, such as "src/features/<${name}>/**"` : `did you mean "${near}"?` }];
      });
    }),
  );
}

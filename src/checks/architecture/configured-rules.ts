import type { Architecture } from "./architecture-schema";
import { listed } from "./listed";
import { presetOf } from "./presets";

/** Sections of the architecture that hold one rule or a list of them. */
export type RuleSection = Exclude<keyof Architecture, "elements" | "external" | "preset">;

type RuleOf<Section extends RuleSection> = Exclude<NonNullable<Architecture[Section]>, readonly unknown[]>;

/** A rule with where it stands in its section: keys and positions. */
export interface PlacedRule<Rule> {
  readonly rule: Rule;
  readonly place: readonly (string | number)[] | null;
}

/** The elements of the section: the preset's, each of which one of the same name replaces. */
export function elementsOf(architecture: Architecture): NonNullable<Architecture["elements"]> {
  return { ...presetOf(architecture.preset)?.elements, ...architecture.elements };
}

/** The rules of a section, the preset's first; those stand where the preset is named. */
export function placedRules<Section extends RuleSection>(architecture: Architecture, section: Section): readonly PlacedRule<RuleOf<Section>>[] {
  const own = architecture[section] as RuleOf<Section> | readonly RuleOf<Section>[] | undefined;
  const preset = presetOf(architecture.preset)?.[section] as RuleOf<Section> | readonly RuleOf<Section>[] | undefined;
  return [
    ...listed(preset).map((rule) => ({ rule, place: ["preset"] })),
    ...listed(own).map((rule, index) => ({ rule, place: Array.isArray(own) ? [section, index] : [section] })),
  ];
}

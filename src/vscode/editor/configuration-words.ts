import type { ConfigurationInspection } from "../../app/session-types";

/** What fits at a place of the configuration. */
export interface Word {
  readonly text: string;
  readonly kind: "element" | "folder" | "package" | "rule" | "person";
  readonly detail: string;
}

const SELECTORS = /^(layers|forbid|allowOnly|publicEntry|acyclic|reach|limit|pure|orphan|usage|classes|naming|exports|concrete|leaks)(\.\d+)?\.(order|exhaustive|from|to|of|imports|importedBy|entry|in|through|except|only|ports|private)(\.|$)/;
/** Fields in which a selector may name packages. */
const PACKAGES = /\.(to|imports)(\.|$)/;

/** Words for the place that `path` names, keys and positions; none where only the schema has something to say. */
export function wordsFor(path: readonly (string | number)[], inspection: ConfigurationInspection): readonly Word[] {
  const [section, ...rest] = path.map(String);
  const place = rest.join(".");
  if (section === "risk" && rest.length === 1) return inspection.rules.map((text) => ({ text, kind: "rule", detail: "" }));
  if (section === "policy" && rest[0] === "people") return (rest.length > 2 ? inspection.accounts : inspection.people).map(person);
  if (section === "policy" && /^(overrule|waivers\.signers)(\.|$)/.test(place)) return inspection.people.map(person);
  if (section === "include" || section === "exclude" || (section === "debt" && place.startsWith("generated")) || (section === "policy" && /^paths\.\d+\.files/.test(place))) return folders(inspection);
  if (section !== "architecture") return [];
  if (/^elements\.[^.]+(\.|$)/.test(place)) return folders(inspection);
  if (/^external\.(banned|licence)(\.\d+)?\.(package|except)(\.|$)/.test(place)) return inspection.packages.map((text) => ({ text, kind: "package", detail: "" }));
  if (!SELECTORS.test(place)) return [];
  const elements = inspection.elements.map(({ name, files }): Word => ({ text: name, kind: "element", detail: String(files) }));
  const packages = PACKAGES.test(place) ? inspection.packages.map((name): Word => ({ text: `npm:${name}`, kind: "package", detail: "" })) : [];
  return [...elements, ...folders(inspection), ...packages];
}

function person(text: string): Word {
  return { text, kind: "person", detail: "" };
}

function folders({ folders: names }: ConfigurationInspection): readonly Word[] {
  return names.map((name) => ({ text: `${name}/**`, kind: "folder", detail: "" }));
}

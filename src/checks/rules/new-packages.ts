import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { codeKindOf } from "../../core/hunks/classify";
import { isOfExample } from "./example-folders";
import { askedFor, isLocalVersion } from "./invented-package";
import type { Occurrence } from "./rule";
import type { View } from "./view";

/** Sections whose packages run with the program itself, and those that run on people's machines and in pipelines only. */
const SECTIONS = [
  { field: "dependencies", isShipped: true },
  { field: "optionalDependencies", isShipped: true },
  { field: "devDependencies", isShipped: false },
] as const;

/** Packages that a manifest takes in and that no manifest of the base asked for; nothing where the base is not known. */
export function newPackages(view: View): readonly Occurrence[] {
  const { declaredBefore } = view.facts;
  if (declaredBefore === undefined || declaredBefore.length === 0) return [];
  const known = new Set(declaredBefore);
  const came = new Set(view.facts.lockedBefore);
  const publishers = new Set(declaredBefore.flatMap((name) => scopeOf(name) ?? []));
  const root = parseTree(view.text, [], { allowTrailingComma: true });
  if (root === undefined) return [];
  const isOfNoProgram = codeKindOf(view.path) === "test" || (isOfExample(view.path) && findNodeAtLocation(root, ["private"])?.value === true && view.text.match(/"private"\s*:/g)?.length === 1);
  return SECTIONS.flatMap(({ field, isShipped }) =>
    (findNodeAtLocation(root, [field])?.children ?? []).flatMap((property): readonly Occurrence[] => {
      const [key, value] = property.children ?? [];
      const declared: unknown = key?.value;
      const version: unknown = value?.value;
      if (typeof declared !== "string" || typeof version !== "string" || isLocalVersion(version)) return [];
      const name = askedFor(declared, version);
      if (known.has(name) || name.startsWith("@types/")) return [];
      const told = name === declared ? `\`${name}\`` : `\`${name}\` under the name \`${declared}\``;
      const place = { start: property.offset, end: property.offset + property.length, snippet: `takes in ${name}` };
      if (!isShipped || isOfNoProgram) return [{ ...place, message: `takes in ${told}, which this repository did not use before: it runs on people's machines and in pipelines` }];
      if (came.has(name)) return [{ ...place, message: `takes in ${told}, which came only with other packages before: it runs with the program's rights` }];
      // Whom one package of theirs was trusted for is no stranger.
      const isKnownPublisher = publishers.has(scopeOf(name) ?? "");
      return [{ ...place, message: `takes in ${told}, which this repository did not use before: it runs with the program's rights`, ...(isKnownPublisher ? {} : { severity: "error" as const }) }];
    }),
  );
}

function scopeOf(name: string): string | null {
  return /^@[^/]+(?=\/)/.exec(name)?.[0] ?? null;
}

import type { MatchedElement } from "../../core/ports";
import { elementsOf } from "../architecture/configured-rules";
import type { Architecture } from "../architecture/architecture-schema";
import { Selectors } from "../architecture/selectors";

const EXAMPLES = 5;

/** How many of the paths each element means, with a few of them. `folder`: where the section's globs begin. */
export function matchedElements(architecture: Architecture, paths: readonly string[], folder = ""): readonly MatchedElement[] {
  const elements = elementsOf(architecture);
  const selectors = new Selectors(elements, folder);
  return Object.keys(elements).map((name) => {
    const files = paths.filter((path) => selectors.matches(name, path));
    return { name, files: files.length, examples: files.slice(0, EXAMPLES) };
  });
}

import { z } from "zod";
import { CountersignError } from "../../core/model";
import { EDGE_KINDS } from "../graph/import-graph";
import { nearestName } from "../../core/nearest-name";

const text = z.string().min(1).max(1000);
const texts = z.union([text, z.array(text).min(1).max(500)]);
const because = text.describe("Why the rule stands; shown with each finding.").optional();
const kind = z.enum(EDGE_KINDS);
const severityOrOff = z.enum(["off", "error", "warning", "note"]);

const acyclic = z.strictObject({
  scope: z.literal("file"),
  kinds: z.array(kind).min(1).describe("Kinds of edges that count; edges of types only load nothing and are left out by default.").optional(),
  severity: severityOrOff.optional(),
  because,
});

/** The `architecture` section. Selectors are names of elements, or globs over paths; a folder's name means all in it. */
export const architectureSchema = z.strictObject({
  elements: z.record(text, texts).describe("Names for parts of the code, by glob; a glob that begins with ! takes files out.").optional(),
  layers: z
    .array(
      z.strictObject({
        order: z.array(z.union([text, z.array(text).min(1)])).min(2).describe("From the top down. Names in one list are siblings that may not import each other."),
        open: z.boolean().describe("true (default): a layer may import every layer below it; false: only the next one.").optional(),
        severity: severityOrOff.optional(),
        because,
      }),
    )
    .optional(),
  forbid: z
    .array(
      z.strictObject({
        from: texts,
        to: texts.describe("Elements, globs, or packages as npm:NAME and node:NAME."),
        kind: z.union([kind, z.array(kind).min(1)]).describe("Only edges of these kinds; all by default.").optional(),
        severity: severityOrOff.optional(),
        because,
      }),
    )
    .optional(),
  acyclic: z.union([acyclic, z.array(acyclic)]).optional(),
  external: z.strictObject({ undeclared: severityOrOff, unresolved: severityOrOff }).partial().optional(),
});

export type Architecture = z.infer<typeof architectureSchema>;
export type Acyclic = z.infer<typeof acyclic>;

type Issue = z.core.$ZodIssue;

/**
 * Parses the `architecture` section; null or undefined is the empty one. Errors: `configuration`, naming the place in
 * the section, what was expected and, for an unknown key or element, the nearest known one.
 */
export function parseArchitecture(value: unknown): Architecture {
  const parsed = architectureSchema.safeParse(value ?? {});
  if (!parsed.success) {
    const issue = deepest(parsed.error.issues);
    throw new CountersignError("configuration", `${placeOf(issue.path)}: ${issue.message}`, { path: ".countersign/config.jsonc", hint: issue.hint });
  }
  checkNames(parsed.data);
  return parsed.data;
}

interface Located {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly hint: string;
}

/** Of a union's alternatives the one that got furthest is the one that was meant. */
function deepest(issues: readonly Issue[], above: readonly PropertyKey[] = []): Located {
  const located = issues.map((issue): Located => {
    const path = [...above, ...issue.path];
    if (issue.code === "unrecognized_keys") {
      const key = issue.keys[0] ?? "";
      const known = knownKeys(path);
      const near = nearestName(key, known);
      return { path, message: `unknown key "${key}"`, hint: near === null ? `expected one of ${known.join(", ")}` : `did you mean "${near}"?` };
    }
    if (issue.code === "invalid_union") {
      const inner = issue.errors.map((branch) => deepest(branch, path)).sort((a, b) => b.path.length - a.path.length)[0];
      if (inner !== undefined && inner.path.length > path.length) return inner;
      const unknown = issue.errors.flat().find((one) => one.code === "unrecognized_keys");
      if (unknown !== undefined) return deepest([unknown], path);
    }
    return { path, message: "not what is expected here", hint: issue.message };
  });
  // A misspelt key explains the one that is missing.
  return located.find(({ message }) => message.startsWith("unknown key")) ?? located[0] ?? { path: above, message: "not valid", hint: "compare it with the schema" };
}

function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  switch (path[0]) {
    case undefined:
      return Object.keys(architectureSchema.shape);
    case "layers":
      return ["order", "open", "severity", "because"];
    case "forbid":
      return ["from", "to", "kind", "severity", "because"];
    case "acyclic":
      return Object.keys(acyclic.shape);
    case "external":
      return ["undeclared", "unresolved"];
    default:
      return [];
  }
}

function placeOf(path: readonly PropertyKey[]): string {
  return ["architecture", ...path].map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? String(part) : `.${String(part)}`)).join("");
}

/** A selector that is neither an element nor a glob nor a path is a slip: it would match nothing and pass silently. */
function checkNames(architecture: Architecture): void {
  const names = Object.keys(architecture.elements ?? {});
  const check = (selector: string, place: string) => {
    const bare = selector.replace(/^!/, "");
    if (names.includes(bare) || /[*?{[/.:]/.test(bare)) return;
    const near = nearestName(bare, names);
    throw new CountersignError("configuration", `${place}: "${selector}" is no element, path or glob`, {
      path: ".countersign/config.jsonc",
      hint: near === null ? `name it under architecture.elements, or write a glob such as "${bare}/**"` : `did you mean "${near}"?`,
    });
  };
  architecture.layers?.forEach((layers, index) => layers.order.forEach((layer, position) => [layer].flat().forEach((one) => check(one, `architecture.layers[${index}].order[${position}]`))));
  architecture.forbid?.forEach((rule, index) => {
    [rule.from].flat().forEach((one) => check(one, `architecture.forbid[${index}].from`));
    [rule.to].flat().forEach((one) => check(one, `architecture.forbid[${index}].to`));
  });
}

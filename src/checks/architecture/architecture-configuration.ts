import * as z from "zod";
import { CountersignError } from "../../core/model";
import { nearestName } from "../../core/nearest-name";
import { architectureSchema, type Architecture } from "./architecture-schema";
import { nameProblems } from "./selector-names";
import { structureProblems } from "./structure-configuration";

type Issue = z.core.$ZodIssue;
type Place = readonly PropertyKey[];

/** Where the repository's own configuration stands. */
export const ROOT_FILE = ".countersign/config.jsonc";

/** Something in the section that is not as it must be, at its keys and positions. */
export interface ArchitectureProblem {
  readonly path: Place;
  readonly message: string;
  readonly hint: string;
}

/**
 * Parses the `architecture` section of `file`; null or undefined is the empty one. Errors: `configuration`, naming the
 * place in the section, what was expected and, for an unknown key or element, the nearest known one.
 */
export function parseArchitecture(value: unknown, file: string = ROOT_FILE): Architecture {
  const read = readArchitecture(value);
  const [first] = read.problems;
  if (first !== undefined) throw refused(first, file);
  return read.architecture;
}

/** Same, with every unknown name instead of the first; a wrong form is one problem, and the section then empty. */
export function readArchitecture(value: unknown): { readonly architecture: Architecture; readonly problems: readonly ArchitectureProblem[] } {
  const parsed = architectureSchema.safeParse(value ?? {});
  if (!parsed.success) return { architecture: {}, problems: [deepest(parsed.error.issues, value)] };
  return { architecture: parsed.data, problems: [...nameProblems(parsed.data), ...structureProblems(parsed.data)] };
}

/** Of a union's alternatives the one that got furthest is the one that was meant. */
function deepest(issues: readonly Issue[], value: unknown, above: Place = []): ArchitectureProblem {
  const located = issues.map((issue): ArchitectureProblem => {
    const path = [...above, ...issue.path];
    if (issue.code === "unrecognized_keys") {
      const key = issue.keys[0] ?? "";
      const known = knownKeys(path);
      const near = nearestName(key, known);
      return { path: [...path, key], message: `unknown key "${key}"`, hint: near === null ? `expected one of ${known.join(", ")}` : `did you mean "${near}"?` };
    }
    if (issue.code === "invalid_union") {
      // A list was meant where a list stands.
      const isList = Array.isArray(valueAt(value, path));
      const branches = issue.errors.filter((branch) => !branch.some((one) => one.path.length === 0 && one.code === "invalid_type" && (one.expected === "array") !== isList));
      const inner = branches.map((branch) => deepest(branch, value, path)).sort((a, b) => b.path.length - a.path.length)[0];
      if (inner !== undefined && inner.path.length > path.length) return inner;
      const unknown = issue.errors.flat().find((one) => one.code === "unrecognized_keys");
      if (unknown !== undefined) return deepest([unknown], value, path);
      // What the meant alternative expects says more than that no alternative fits.
      if (inner !== undefined) return inner;
    }
    return { path, message: "not what is expected here", hint: issue.message };
  });
  // A misspelt key explains the one that is missing.
  return located.find(({ message }) => message.startsWith("unknown key")) ?? located[0] ?? { path: above, message: "not valid", hint: "compare it with the schema" };
}

function valueAt(value: unknown, path: Place): unknown {
  return path.reduce<unknown>((inner, part) => (typeof inner === "object" && inner !== null ? (inner as Readonly<Record<PropertyKey, unknown>>)[part] : undefined), value);
}

/** The part of a JSON Schema that says which keys there are. */
interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
}

/** Made at the first unknown key only. */
let schemaForm: SchemaNode | null = null;

function knownKeys(path: Place): readonly string[] {
  schemaForm ??= z.toJSONSchema(architectureSchema, { io: "input" }) as SchemaNode;
  const alternatives = (node: SchemaNode): readonly SchemaNode[] => [node, ...(node.anyOf ?? []).flatMap(alternatives)];
  let nodes: readonly SchemaNode[] = alternatives(schemaForm);
  for (const part of path) {
    nodes = nodes.flatMap((node) => (typeof part === "number" ? (node.items ?? []) : (node.properties?.[String(part)] ?? []))).flatMap(alternatives);
  }
  return [...new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})))];
}

function placeOf(path: Place): string {
  return ["architecture", ...path].map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? String(part) : `.${String(part)}`)).join("");
}

function refused({ path, message, hint }: ArchitectureProblem, file: string): CountersignError {
  const at = message.startsWith("unknown key") ? path.slice(0, -1) : path;
  return new CountersignError("configuration", `${placeOf(at)}: ${message}`, { path: file, hint, place: ["architecture", ...path.map((part) => (typeof part === "symbol" ? String(part) : part))] });
}

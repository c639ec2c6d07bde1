import { z } from "zod";
import { CountersignError } from "../../core/model";
import { nearestName } from "../../core/nearest-name";
import { architectureSchema, type Architecture } from "./architecture-schema";
import { captureNames } from "./selectors";

type Issue = z.core.$ZodIssue;
type Place = readonly PropertyKey[];

/**
 * Parses the `architecture` section; null or undefined is the empty one. Errors: `configuration`, naming the place in
 * the section, what was expected and, for an unknown key or element, the nearest known one.
 */
export function parseArchitecture(value: unknown): Architecture {
  const parsed = architectureSchema.safeParse(value ?? {});
  if (!parsed.success) {
    const issue = deepest(parsed.error.issues, value);
    throw refused(issue.path, issue.message, issue.hint);
  }
  checkNames(parsed.data);
  return parsed.data;
}

/** A rule, a list of rules, or none, as a list. */
export function listed<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

interface Located {
  readonly path: Place;
  readonly message: string;
  readonly hint: string;
}

/** Of a union's alternatives the one that got furthest is the one that was meant. */
function deepest(issues: readonly Issue[], value: unknown, above: Place = []): Located {
  const located = issues.map((issue): Located => {
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

function refused(path: Place, message: string, hint: string): CountersignError {
  const at = message.startsWith("unknown key") ? path.slice(0, -1) : path;
  return new CountersignError("configuration", `${placeOf(at)}: ${message}`, { path: ".countersign/config.jsonc", hint, place: ["architecture", ...path.map((part) => (typeof part === "symbol" ? String(part) : part))] });
}

/** A selector that is neither an element nor a glob nor a path is a slip: it would match nothing and pass silently. */
function checkNames(architecture: Architecture): void {
  const names = Object.keys(architecture.elements ?? {});
  const check = (selector: string, place: Place) => {
    const bare = selector.replace(/^!/, "");
    if (names.includes(bare) || /[*?{[/.:<]/.test(bare)) return;
    const near = nearestName(bare, names);
    throw refused(place, `"${selector}" is no element, path or glob`, near === null ? `name it under architecture.elements, or write a glob such as "${bare}/**"` : `did you mean "${near}"?`);
  };
  const checkAll = (selectors: string | readonly string[] | undefined, place: Place) => listed(selectors).forEach((one, index) => check(one, Array.isArray(selectors) ? [...place, index] : place));
  const each = <T>(rules: T | readonly T[] | undefined, section: string, fields: (rule: T) => Readonly<Record<string, string | readonly string[] | undefined>>) =>
    listed(rules).forEach((rule, index) => {
      for (const [field, selectors] of Object.entries(fields(rule))) checkAll(selectors, Array.isArray(rules) ? [section, index, field] : [section, field]);
    });
  each(architecture.layers, "layers", ({ order, exhaustive }) => ({ order: order.flatMap((names_) => (typeof names_ === "object" && "siblings" in names_ ? names_.siblings : [names_].flat())), exhaustive }));
  each(architecture.forbid, "forbid", ({ from, to }) => ({ from, to }));
  each(architecture.allowOnly, "allowOnly", ({ of, imports, importedBy }) => ({ of, imports, importedBy }));
  each(architecture.publicEntry, "publicEntry", ({ of, entry }) => ({ of, entry }));
  each(architecture.acyclic, "acyclic", (rule) => ({ in: rule.in }));
  each(architecture.reach, "reach", ({ from, to, through }) => ({ from, to, through }));
  each(architecture.limit, "limit", ({ of }) => ({ of }));
  each(architecture.pure, "pure", (rule) => ({ in: rule.in }));
  each(architecture.orphan, "orphan", (rule) => ({ in: rule.in, except: rule.except }));
  checkCaptures(architecture);
}

/** `when` compares captures: one that neither side can make would never hold, and the rule would pass silently. */
function checkCaptures({ elements = {}, layers, forbid, allowOnly }: Architecture): void {
  const known = (selectors: readonly (string | readonly string[])[]) => new Set(selectors.flat().flatMap((selector) => captureNames(listed(elements[selector.replace(/^!/, "")] ?? selector))));
  const check = (rule: { readonly when?: Readonly<Record<string, unknown>> | undefined }, place: Place, ...sides: readonly (string | readonly string[])[]) => {
    for (const name of Object.keys(rule.when ?? {})) {
      const captures = known(sides);
      if (captures.has(name)) continue;
      const near = nearestName(name, [...captures]);
      throw refused([...place, "when", name], `no selector of this rule captures "${name}"`, near === null ? `write <${name}> in a glob, such as "src/features/<${name}>/**"` : `did you mean "${near}"?`);
    }
  };
  const places = (rules: unknown, section: string, index: number): Place => (Array.isArray(rules) ? [section, index] : [section]);
  listed(layers).forEach((rule, index) => check(rule, places(layers, "layers", index), rule.order.flatMap((names) => (typeof names === "object" && "siblings" in names ? names.siblings : [names].flat()))));
  listed(forbid).forEach((rule, index) => check(rule, places(forbid, "forbid", index), rule.from, rule.to));
  listed(allowOnly).forEach((rule, index) => check(rule, places(allowOnly, "allowOnly", index), rule.of, rule.imports ?? [], rule.importedBy ?? []));
}

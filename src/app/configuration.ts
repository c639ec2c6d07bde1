import type { z } from "zod";
import { CountersignError, type RiskLevel } from "../core/model";
import type { Configuration, Gate, PathPolicy, Requirement } from "../core/policy/configuration-types";
import { defaultConfiguration, NO_CONDITIONS } from "../core/policy/default-configuration";
import { configurationJsonSchema, configurationSchema, type ConfigurationInput } from "./configuration-schema";
import { parseJsonc, type JsoncDocument } from "./jsonc-document";
import { nearestName } from "../core/nearest-name";

export { defaultConfiguration };

/** Where the configuration stands, repository-relative. */
export const CONFIGURATION_PATH = ".countersign/config.jsonc";

/**
 * Parses the text of a configuration file and fills in the defaults; `path` is only said in errors.
 * Errors: `configuration`, naming file, line, what was expected and, for an unknown key, the nearest known one.
 */
export function parseConfiguration(text: string, path: string): Configuration {
  const document = parseJsonc(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, path);
  const parsed = configurationSchema.safeParse(document.value);
  if (!parsed.success) throw locatedError(parsed.error.issues, document, path);
  return withDefaults(parsed.data);
}

function withDefaults(input: ConfigurationInput): Configuration {
  const defaults = defaultConfiguration();
  const { debt, policy } = input;
  const gate = (name: "patch" | "project"): Gate => ({ ...defaults.policy.gates[name], ...policy?.gates?.[name] });
  const requirement = (level: RiskLevel): Requirement => ({ ...defaults.policy.require[level], ...policy?.require?.[level] });
  return {
    baseline: input.baseline ?? null,
    repository: input.repository ?? null,
    include: input.include ?? defaults.include,
    exclude: input.exclude ?? defaults.exclude,
    sources: input.sources ?? defaults.sources,
    architecture: input.architecture ?? defaults.architecture,
    risk: input.risk ?? defaults.risk,
    debt: {
      minutesPerLine: debt?.minutesPerLine ?? defaults.debt.minutesPerLine,
      perHunk: debt?.perHunk ?? defaults.debt.perHunk,
      perSeam: debt?.perSeam ?? defaults.debt.perSeam,
      kind: { ...defaults.debt.kind, ...debt?.kind },
      risk: { ...defaults.debt.risk, ...debt?.risk },
      tests: { ...defaults.debt.tests, ...debt?.tests },
      budget: debt?.budget ?? defaults.debt.budget,
      critical: debt?.critical ?? defaults.debt.critical,
      generated: debt?.generated ?? defaults.debt.generated,
    },
    policy: {
      version: policy?.version ?? defaults.policy.version,
      unclaimed: policy?.unclaimed ?? defaults.policy.unclaimed,
      marks: policy?.marks ?? defaults.policy.marks,
      gates: { patch: gate("patch"), project: gate("project") },
      require: { high: requirement("high"), medium: requirement("medium"), low: requirement("low"), unrated: requirement("unrated") },
      seen: policy?.seen ?? defaults.policy.seen,
      paths: (policy?.paths ?? []).map(({ name, files, patch, require }): PathPolicy => ({
        name,
        files,
        patch: { ...NO_CONDITIONS, ...patch },
        // What an area leaves unsaid is as for the whole tree.
        require: Object.fromEntries(Object.entries(require ?? {}).map(([level, own]) => [level, { ...requirement(level as RiskLevel), ...own }])),
      })),
      people: policy?.people ?? defaults.policy.people,
      overrule: policy?.overrule ?? defaults.policy.overrule,
      waivers: { ...defaults.policy.waivers, ...policy?.waivers },
      bulk: { ...defaults.policy.bulk, ...policy?.bulk },
    },
    external: input.external ?? defaults.external,
  };
}

type Issue = z.core.$ZodIssue;
type Path = readonly (string | number)[];

/** Where an issue stands and what it says; the first in the file is reported, the others are counted. */
interface LocatedIssue {
  readonly line: number;
  readonly message: string;
  readonly hint: string;
}

function locatedError(issues: readonly Issue[], document: JsoncDocument, path: string): CountersignError {
  const located = issues.flatMap((issue) => locate(issue, [], document)).sort((a, b) => a.line - b.line || rank(a) - rank(b));
  const first = located[0] ?? { line: 1, message: "the configuration is not valid", hint: "compare it with the schema" };
  const others = located.length - 1;
  const more = others > 0 ? ` (and ${others} more ${others === 1 ? "problem" : "problems"} below)` : "";
  return new CountersignError("configuration", first.message + more, { path, line: first.line, hint: first.hint });
}

/** On one line, a misspelt key explains the one that is missing. */
function rank(issue: LocatedIssue): number {
  return issue.message.startsWith("unknown key") ? 0 : 1;
}

function locate(issue: Issue, parent: Path, document: JsoncDocument): readonly LocatedIssue[] {
  const at: Path = [...parent, ...issue.path.filter((part) => typeof part !== "symbol")];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const known = knownKeys(at);
      const near = nearestName(key, known);
      return {
        line: document.lineOfKey(at, key),
        message: `unknown key "${key}"${at.length > 0 ? ` in ${named(at)}` : ""}`,
        hint: near ? `did you mean "${near}"?` : `expected one of ${known.join(", ")}`,
      };
    });
  }
  if (issue.code === "invalid_union") {
    // The alternative whose outer form fits is the one that was meant.
    const fits = (branch: readonly Issue[]) => !branch.some((inner) => inner.path.length === 0 && inner.code !== "unrecognized_keys");
    const meant = issue.errors.find(fits);
    if (meant && meant.length > 0) return meant.flatMap((one) => locate(one, at, document));
  }
  const { message, hint } = inWords(issue, at);
  return [{ line: document.lineOf(at), message, hint }];
}

function inWords(issue: Issue, at: Path): { message: string; hint: string } {
  const place = at.length > 0 ? named(at) : "the file";
  switch (issue.code) {
    case "invalid_type":
      if (issue.message.endsWith("received undefined")) return { message: `${place} is missing`, hint: `expected ${article(issue.expected)}` };
      return { message: `${place} has the wrong type`, hint: `expected ${article(issue.expected)}` };
    case "invalid_value":
      return { message: `${place} has a value that is not known`, hint: `expected one of ${issue.values.map((value) => `"${String(value)}"`).join(", ")}` };
    case "too_small":
      return { message: `${place} is too small`, hint: `expected at least ${String(issue.minimum)}` };
    case "too_big":
      return { message: `${place} is too large`, hint: `expected at most ${String(issue.maximum)}` };
    case "invalid_key":
      return { message: `${place} is not a valid name`, hint: issue.issues[0]?.message ?? "expected a name" };
    case "invalid_union":
      return { message: `${place} is none of the forms that are allowed`, hint: unionForms() };
    default:
      return { message: `${place} is not valid`, hint: issue.message };
  }
}

function unionForms(): string {
  return 'expected "off", "error", "warning", "note", or an object with "severity" and options';
}

function article(expected: string): string {
  const words: Record<string, string> = { array: "a list", object: "an object", record: "an object", int: "a whole number", string: "a text", number: "a number", boolean: "true or false" };
  return words[expected] ?? expected;
}

/** `["policy","gates"]` → `policy.gates`; list positions as `[0]`. */
function named(path: Path): string {
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`)).join("");
}

/** Made at the first unknown key: building it costs about a millisecond. */
let schemaForm: SchemaNode | null = null;

/** The keys that the schema knows at a place, found in its JSON Schema form. */
function knownKeys(at: Path): readonly string[] {
  schemaForm ??= configurationJsonSchema();
  let places: readonly SchemaNode[] = [schemaForm];
  for (const part of at) {
    places = places.flatMap(alternatives).flatMap((schema) => child(schema, part));
  }
  return [...new Set(places.flatMap(alternatives).flatMap((schema) => Object.keys(schema.properties ?? {})))].filter((key) => key !== "$schema");
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
}

function alternatives(schema: SchemaNode): readonly SchemaNode[] {
  return schema.anyOf ? [schema, ...schema.anyOf.flatMap(alternatives)] : [schema];
}

function child(schema: SchemaNode, part: string | number): readonly SchemaNode[] {
  if (typeof part === "number") return schema.items ? [schema.items] : [];
  const property = schema.properties?.[part];
  if (property) return [property];
  return typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : [];
}

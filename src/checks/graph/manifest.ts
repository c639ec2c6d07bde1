import { parse, type ParseError } from "jsonc-parser";

/** What a package.json says, as far as imports are concerned. */
export interface Manifest {
  /** Directory of the package.json. */
  readonly directory: string;
  readonly name: string | null;
  /** Names of packages, by the field that declares them; the field that promises most counts. */
  readonly declared: ReadonlyMap<string, Declaration>;
  readonly licence: string | null;
  /** Subpath imports that begin with `#`. */
  readonly imports: Readonly<Record<string, unknown>>;
  readonly exports: unknown;
  /** Entry fields, best first. */
  readonly entries: readonly string[];
  readonly workspaces: readonly string[];
  /** `engines`: an editor or runtime that provides a module of its own, such as vscode. */
  readonly provided: ReadonlySet<string>;
}

/** In which field a package is declared. */
export type Declaration = "dependencies" | "peerDependencies" | "optionalDependencies" | "devDependencies";

/** What promises most comes last. */
export const DEPENDENCY_FIELDS: readonly Declaration[] = ["devDependencies", "optionalDependencies", "peerDependencies", "dependencies"];

/** Null where the text is no JSON object. */
export function parseManifest(text: string, directory: string): Manifest | null {
  const json = parseJsonObject(text);
  if (json === null) return null;
  const declared = new Map<string, Declaration>();
  for (const field of DEPENDENCY_FIELDS) for (const name of Object.keys(objectOf(json[field]))) declared.set(name, field);
  for (const name of stringsOf(json["bundledDependencies"] ?? json["bundleDependencies"])) declared.set(name, "dependencies");
  const workspaces = Array.isArray(json["workspaces"]) ? json["workspaces"] : objectOf(json["workspaces"])["packages"];
  return {
    directory,
    name: typeof json["name"] === "string" ? json["name"] : null,
    declared,
    licence: typeof json["license"] === "string" ? json["license"] : null,
    imports: objectOf(json["imports"]),
    exports: json["exports"],
    entries: ["source", "types", "typings", "module", "main"].map((field) => json[field]).filter((entry) => typeof entry === "string"),
    workspaces: stringsOf(workspaces),
    provided: new Set(Object.keys(objectOf(json["engines"]))),
  };
}

/** Deno's import map beside a package.json, or in its place: the packages it names are declared there. */
export function withDenoImports(manifest: Manifest | undefined, text: string, directory: string): Manifest | null {
  const json = parseJsonObject(text);
  if (json === null) return null;
  const names = Object.keys(objectOf(json["imports"])).flatMap((key) => /^(?:@[^/]+\/[^/]+|[^@./#$~:][^/:]*)(?=\/|$)/.exec(key)?.[0] ?? []);
  const declared = new Map<string, Declaration>([...names.map((name) => [name, "dependencies"] as const), ...(manifest?.declared ?? [])]);
  const empty: Manifest = { directory, name: null, declared, licence: null, imports: {}, exports: undefined, entries: [], workspaces: [], provided: new Set() };
  return { ...(manifest ?? empty), declared };
}

/** Globs of a pnpm-workspace.yaml: the list under `packages`, in its block or its flow form. */
export function pnpmWorkspaces(yaml: string): readonly string[] {
  const globs: string[] = [];
  let inside = false;
  for (const line of yaml.split(/\r?\n/)) {
    const flow = /^packages\s*:\s*\[(.*)\]\s*(?:#.*)?$/.exec(line);
    if (flow !== null) return (flow[1] ?? "").split(",").map(unquoted).filter((glob) => glob !== "");
    if (/^packages\s*:\s*(?:#.*)?$/.test(line)) inside = true;
    else if (inside && /^\s*-\s+/.test(line)) globs.push(unquoted(line.replace(/^\s*-\s+/, "")));
    else if (inside && /^\S/.test(line) && !line.startsWith("#")) inside = false;
  }
  return globs;
}

function unquoted(value: string): string {
  const trimmed = value.trim();
  const quoted = /^(["'])(.*?)\1/.exec(trimmed);
  return quoted === null ? trimmed.replace(/\s+#.*$/, "") : (quoted[2] ?? "");
}

/** JSON, or JSON with comments and trailing commas; null where it is broken or no object. */
export function parseJsonObject(text: string): Readonly<Record<string, unknown>> | null {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true, disallowComments: false });
  return errors.length > 0 || typeof value !== "object" || value === null || Array.isArray(value) ? null : (value as Record<string, unknown>);
}

/** Why `parseJsonObject` gave nothing, with the line of the first fault. */
export function whyNoJsonObject(text: string): string {
  const [fault] = parseErrors(text);
  return fault === undefined ? "not a JSON object" : `not valid JSON on line ${text.slice(0, fault.offset).split("\n").length} (comments and trailing commas are allowed)`;
}

function parseErrors(text: string): readonly ParseError[] {
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: true, disallowComments: false });
  return errors;
}

export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

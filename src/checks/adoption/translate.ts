import { CountersignError } from "../../core/model";
import type { LeftOption, Snapshot, TranslatedArchitecture } from "../../core/ports";
import { parseArchitecture } from "../architecture/architecture-configuration";
import { directoryOf, joinPath } from "../graph/paths";
import type { ParserClient } from "../parsing/parser-client";
import { LOADED_FROM, LOADED_NAME, type StaticModule, type StaticValue } from "../parsing/static-value";
import { fromBoundaries, isAboutBoundaries } from "./boundaries";
import { fromDependencyCruiser } from "./dependency-cruiser";
import { asList, asObject, asText, asTexts, type PlainObject } from "./plain-values";

const EXTENSIONS = ["", ".js", ".cjs", ".mjs", ".ts", ".mts", ".cts", ".json", "/index.js"];
const MAXIMUM_MODULES = 20;

/**
 * An architecture section made of a configuration of dependency-cruiser or eslint-plugin-boundaries. The file, and those
 * of the repository that it loads, are read as text and never run. Errors: `not-found`, `configuration`.
 */
export async function translateConfiguration(snapshot: Snapshot, path: string, parser: ParserClient, signal?: AbortSignal): Promise<TranslatedArchitecture> {
  const reader = new ConfigurationReader(snapshot, parser, signal);
  const module = await reader.module(path);
  if (module === null) throw new CountersignError("not-found", "there is no such file in the work tree", { path, hint: "name a dependency-cruiser or ESLint configuration by its path in the repository" });
  if (/\.ya?ml$/.test(path)) throw new CountersignError("configuration", "YAML is not read here", { path, hint: "write the configuration as JSON or JavaScript first" });
  if (module.problem !== null) throw new CountersignError("configuration", `the configuration can't be read: ${module.problem}`, { path, hint: "data is read, and constants, spreads and joins of it; nothing is run" });
  const value = await reader.filled(module.value, path, 0);
  const isCruiser = asObject(value) !== null && ["forbidden", "allowed", "required"].some((key) => key in (asObject(value) ?? {}));
  const read = { ...module, value };
  if (!isCruiser && !isAboutBoundaries(read)) throw new CountersignError("configuration", "it is neither a dependency-cruiser configuration nor one of eslint-plugin-boundaries", { path, hint: "expected forbidden, allowed or required, or boundaries/elements in the settings" });
  const sections = isCruiser ? fromDependencyCruiser({ ...read, value: await reader.extended(asObject(value) ?? {}, path) }) : fromBoundaries(read);
  // A name or capture that the section would refuse is a fault of ours, to be seen here and not by the user's next check.
  if (sections.architecture !== null) parseArchitecture(sections.architecture, path);
  const unloaded: readonly LeftOption[] = reader.unloaded.map(({ at, from }) => ({ option: at === "" ? "the configuration" : at, line: null, why: `it is loaded from ${from}, which is no file of this repository that can be read` })).filter(({ option }) => isCruiser || option.includes("boundaries/"));
  return { tool: isCruiser ? "dependency-cruiser" : "eslint-plugin-boundaries", ...sections, left: [...sections.left, ...unloaded] };
}

class ConfigurationReader {
  readonly unloaded: { readonly at: string; readonly from: string }[] = [];
  private readonly modules = new Map<string, Promise<StaticModule | null>>();

  constructor(
    private readonly snapshot: Snapshot,
    private readonly parser: ParserClient,
    private readonly signal: AbortSignal | undefined,
  ) {}

  module(path: string): Promise<StaticModule | null> {
    let known = this.modules.get(path);
    if (known === undefined) this.modules.set(path, (known = this.read(path)));
    return known;
  }

  /** The value with what it loads from files of the repository in its place. */
  async filled(value: StaticValue, path: string, depth: number, at = ""): Promise<StaticValue> {
    if (typeof value !== "object" || value === null || depth > 60) return value;
    if (Array.isArray(value)) {
      const parts = await Promise.all((value as readonly StaticValue[]).map((one, index) => this.filled(one, path, depth + 1, `${at}[${index}]`)));
      return parts;
    }
    const object = value as PlainObject;
    const from = asText(object[LOADED_FROM]);
    if (from === null) return Object.fromEntries(await Promise.all(Object.entries(object).map(async ([key, one]) => [key, await this.filled(one, path, depth + 1, at === "" ? key : `${at}.${key}`)] as const)));
    const loaded = await this.load(from, path);
    const name = asText(object[LOADED_NAME]);
    const inner = loaded === null ? undefined : name === null || name === "default" ? loaded.module.value : loaded.module.named[name];
    if (loaded !== null && inner !== undefined && inner !== null) return this.filled(inner, loaded.path, depth + 1, at);
    this.unloaded.push({ at, from });
    return null;
  }

  /** The configurations that one extends, beneath it; rules of the same name are replaced. */
  async extended(value: PlainObject, path: string, depth = 0): Promise<PlainObject> {
    const bases: PlainObject[] = [];
    const unread: string[] = [];
    for (const base of asTexts(value["extends"])) {
      const loaded = depth > 5 ? null : await this.load(base, path);
      const inner = loaded === null ? null : asObject(await this.filled(loaded.module.value, loaded.path, 0));
      if (inner === null || loaded === null) unread.push(base);
      else bases.push(await this.extended(inner, loaded.path, depth + 1));
    }
    const objects = asObject(value["extends"]);
    if (objects !== null) bases.push(objects);
    const all = [...bases, value];
    const named = (key: string) => {
      const byName = new Map<string, StaticValue>();
      all.forEach((one, level) => asList(one[key]).forEach((rule, index) => byName.set(asText(asObject(rule)?.["name"]) ?? `${level}:${index}`, { ...(asObject(byName.get(asText(asObject(rule)?.["name"]) ?? "") ?? null) ?? {}), ...(asObject(rule) ?? {}) })));
      return [...byName.values()];
    };
    const lists = Object.fromEntries(["forbidden", "allowed", "required"].flatMap((key) => (all.some((one) => one[key] !== undefined) ? [[key, named(key)]] : [])));
    const { extends: _extends, ...own } = value;
    return { ...(Object.assign({}, ...bases) as PlainObject), ...own, ...lists, options: Object.assign({}, ...all.map((one) => asObject(one["options"]) ?? {})) as PlainObject, ...(unread.length === 0 ? {} : { extends: unread }) };
  }

  private async load(specifier: string, path: string): Promise<{ readonly module: StaticModule; readonly path: string } | null> {
    if (!specifier.startsWith(".") || this.modules.size >= MAXIMUM_MODULES) return null;
    const target = joinPath(directoryOf(path), specifier);
    const found = target === null ? undefined : EXTENSIONS.map((extension) => target + extension).find((one) => this.snapshot.has(one));
    const module = found === undefined ? null : await this.module(found);
    return module === null || found === undefined || module.problem !== null ? null : { module, path: found };
  }

  private async read(path: string): Promise<StaticModule | null> {
    if (!this.snapshot.has(path)) return null;
    const content = (await this.snapshot.read([path])).get(path);
    if (content?.kind !== "text") throw new CountersignError("configuration", "a plain text file was expected", { path });
    const isData = /(\.jsonc?|\.json5|\/?\.[\w-]+rc)$/.test(path);
    // Data is read as the expression that it is, on the same lines.
    const file = isData ? { path: `${path}.cjs`, text: `module.exports = ${content.text.replace(/^\uFEFF/, "")}` } : { path, text: content.text };
    const { answers, problems } = await this.parser.values([file], this.signal);
    const problem = problems.get(file.path);
    if (problem !== undefined) throw new CountersignError("configuration", problem, { path });
    return answers.get(file.path) ?? null;
  }
}

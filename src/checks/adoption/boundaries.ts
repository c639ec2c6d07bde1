import picomatch from "picomatch";
import type { LeftOption } from "../../core/ports";
import { EDGE_KINDS, type EdgeKind } from "../graph/import-graph";
import { isNodeBuiltin } from "../graph/node-builtins";
import { isPartlyUnread, type StaticModule, type StaticValue } from "../parsing/static-value";
import { captureNames } from "../architecture/selectors";
import { elementGlobs, type ElementGlob } from "./boundaries-elements";
import type { TranslatedSections } from "./dependency-cruiser";
import { asList, asObject, asText, asTexts, type PlainObject } from "./plain-values";

type When = Readonly<Record<string, "same" | "different">>;

/** What an element selector means: types by name, and how their captures must relate to those of `from`. */
interface Meant {
  readonly types: readonly string[];
  readonly when: When;
}

/** Whether one type may import another, as far as the rules up to now decide it. */
type Decision = { readonly kind: "allow" | "deny" } | { readonly kind: "allow-when" | "deny-when"; readonly when: When } | { readonly kind: "unclear" | "left-out" };

const SEVERITIES: Readonly<Record<string, string>> = { "2": "error", error: "error", "1": "warning", warn: "warning", "0": "off", off: "off" };
const NODES: Readonly<Record<string, readonly EdgeKind[]>> = { import: ["value", "type", "side-effect"], export: ["re-export"], "dynamic-import": ["dynamic"], require: ["require"] };
const DEPENDENCIES = ["boundaries/element-types", "boundaries/dependencies"];
const WITHOUT_COUNTERPART: Readonly<Record<string, string>> = {
  "boundaries/no-private": "which elements are private to others has no counterpart; publicEntry says what may be entered",
  "boundaries/no-unknown": "files outside of all elements: layers.exhaustive says it",
  "boundaries/no-unknown-files": "files outside of all elements: layers.exhaustive says it",
  "boundaries/no-unknown-dependencies": "files outside of all elements: layers.exhaustive says it",
  "boundaries/no-ignored": "files that are ignored may be imported here",
};

/** Whether anything that was read is about boundaries. */
export function isAboutBoundaries({ value }: Pick<StaticModule, "value">): boolean {
  return configurationsIn(value).some((one) => keysOf(one).some((key) => key.startsWith("boundaries/")));
}

/** Translates what an ESLint configuration, flat or legacy, says to eslint-plugin-boundaries. */
export function fromBoundaries(module: StaticModule): TranslatedSections {
  const unread = module.unread.filter(({ at }) => at.includes("boundaries/")).map(({ at, line, what }) => ({ option: at, line, why: `${what}, and nothing is run` }));
  return new Translation(configurationsIn(module.value), module.lines, unread).result();
}

/** The configuration objects of a file: itself, those of a list, and the overrides of a legacy one. */
function configurationsIn(value: StaticValue): readonly PlainObject[] {
  if (Array.isArray(value)) return (value as readonly StaticValue[]).flatMap((one) => configurationsIn(one));
  const object = asObject(value);
  if (object === null) return [];
  const nested = asObject(object["eslintConfig"]);
  return nested !== null ? configurationsIn(nested) : [object, ...asList(object["overrides"]).flatMap((one) => configurationsIn(one))];
}

function keysOf(configuration: PlainObject): readonly string[] {
  return [...Object.keys(asObject(configuration["settings"]) ?? {}), ...Object.keys(asObject(configuration["rules"]) ?? {})];
}

class Translation {
  private readonly elements: readonly ElementGlob[];
  private readonly settings: PlainObject;
  private readonly rules: PlainObject;
  private readonly left: LeftOption[];
  private readonly kinds: readonly EdgeKind[] | null;
  private readonly sections: { forbid: object[]; allowOnly: object[]; publicEntry: object[] } = { forbid: [], allowOnly: [], publicEntry: [] };
  private carried = 0;
  private total = 0;

  constructor(
    configurations: readonly PlainObject[],
    private readonly lines: StaticModule["lines"],
    unread: readonly LeftOption[],
  ) {
    this.left = [...unread];
    const concerned = configurations.filter((one) => keysOf(one).some((key) => key.startsWith("boundaries/")));
    this.settings = Object.assign({}, ...concerned.map((one) => asObject(one["settings"]) ?? {})) as PlainObject;
    this.rules = Object.assign({}, ...concerned.map((one) => asObject(one["rules"]) ?? {})) as PlainObject;
    if (concerned.some((one) => one["files"] !== undefined || one["ignores"] !== undefined)) this.leave("files, ignores", "rules hold for all files here; narrow the elements where that is too much");
    const compared = new Set([...JSON.stringify(this.rules).matchAll(/from\.(?:captured\.)?([\w-]+)/g)].map((match) => match[1] ?? ""));
    const { elements, left } = elementGlobs(asList(this.settings["boundaries/elements"]), asTexts(this.settings["boundaries/ignore"]), compared);
    this.elements = elements;
    for (const one of left) this.leave(one.option, one.why);
    const nodes = asTexts(this.settings["boundaries/dependency-nodes"]);
    const kinds = nodes.flatMap((node) => NODES[node] ?? []);
    this.kinds = kinds.length === 0 ? null : EDGE_KINDS.filter((kind) => kinds.includes(kind));
    for (const key of Object.keys(this.settings)) if (key.startsWith("boundaries/") && !/\/(elements|ignore|dependency-nodes)$/.test(key)) this.leave(`settings.${key}`, key === "boundaries/include" ? "rules look at all files of the repository" : "about that plugin's running, not about rules");
  }

  result(): TranslatedSections {
    for (const [key, value] of Object.entries(this.rules)) {
      if (!key.startsWith("boundaries/")) continue;
      const [level, options] = Array.isArray(value) ? (value as readonly StaticValue[]) : [value];
      const severity = SEVERITIES[typeof level === "number" || typeof level === "string" ? `${level}` : ""] ?? "error";
      if (severity === "off") continue;
      const without = WITHOUT_COUNTERPART[key];
      if (DEPENDENCIES.includes(key)) this.dependencies(asObject(options) ?? {}, severity, key);
      else if (key === "boundaries/entry-point") this.entries(asObject(options) ?? {}, severity);
      else if (key === "boundaries/external") this.external(asObject(options) ?? {}, severity);
      else {
        this.total++;
        this.leave(`rules.${key}`, without ?? "it has no counterpart");
      }
    }
    const sections = Object.fromEntries(Object.entries(this.sections).filter(([, list]) => list.length > 0));
    const elements = Object.fromEntries(this.elements.map(({ type, globs }) => [type, globs.length === 1 ? (globs[0] ?? "") : globs]));
    const architecture = Object.keys(sections).length === 0 ? null : { elements, ...sections, acyclic: [{ scope: "file", severity: "off" }], external: { undeclared: "off", phantom: "off", unresolved: "off" } };
    return { architecture, carried: this.carried, total: this.total, left: this.left };
  }

  /** Decides for every pair of types, rule by rule: the last one that speaks of it wins, and within one what is disallowed. */
  private dependencies(options: PlainObject, severity: string, key: string): void {
    const rules = asList(options["rules"] ?? options["policies"]).map((rule) => asObject(rule) ?? {});
    const isByKind = rules.some((rule) => typeof rule["importKind"] === "string" && rule["importKind"] !== "*");
    for (const importKind of isByKind ? (["value", "type"] as const) : [null]) {
      const table = this.decisions(options, rules, importKind, key);
      for (const from of this.elements) this.forbidden(from, table.get(from.type) ?? new Map<string, Decision>(), severity, importKind, rules);
    }
  }

  private decisions(options: PlainObject, rules: readonly PlainObject[], importKind: "value" | "type" | null, key: string): ReadonlyMap<string, Map<string, Decision>> {
    const initial: Decision = { kind: options["default"] === "allow" ? "allow" : "deny" };
    const table = new Map(this.elements.map(({ type }) => [type, new Map(this.elements.map((other): [string, Decision] => [other.type, initial]))]));
    rules.forEach((rule, index) => {
      const at = `rules.${key}.rules[${index}]`;
      if (importKind === null || importKind === "value") this.total++;
      const strange = Object.keys(rule).filter((name) => !/^(from|to|allow|disallow|message|importKind|name)$/.test(name));
      const parts = [...(isPartlyUnread({ from: rule["from"] ?? null, allow: rule["allow"] ?? null, disallow: rule["disallow"] ?? null }) ? ["what can only be known by running it"] : []), ...strange, ...(rule["from"] === undefined ? ["a rule without from"] : [])];
      const kind = rule["importKind"];
      if (typeof kind === "string" && kind !== "*" && importKind !== null && kind !== importKind) return;
      const sources = this.meant(rule["from"], at);
      const disallowed = this.meant(rule["disallow"], at);
      const allowed = this.meant(rule["allow"], at);
      if (sources === null || disallowed === null || allowed === null || parts.length > 0 || sources.some(({ when }) => Object.keys(when).length > 0)) {
        this.leave(at, parts.length > 0 ? `${parts.join(", ")} has no counterpart` : "its selector has conditions without a counterpart; what it speaks of is left open");
        for (const from of this.mentioned(rule["from"])) for (const to of this.mentioned([rule["allow"] ?? null, rule["disallow"] ?? null])) table.get(from)?.set(to, { kind: "left-out" });
        return;
      }
      for (const from of sources.flatMap(({ types }) => types)) {
        const decided = table.get(from);
        for (const { verdict, meant } of [...allowed.map((one) => ({ verdict: "allow" as const, meant: one })), ...disallowed.map((one) => ({ verdict: "deny" as const, meant: one }))]) {
          for (const to of meant.types) decided?.set(to, next(decided.get(to) ?? initial, verdict, meant.when));
        }
      }
      if (importKind === null || importKind === "value") this.carried++;
    });
    return table;
  }

  private forbidden(from: ElementGlob, decided: ReadonlyMap<string, Decision>, severity: string, importKind: "value" | "type" | null, rules: readonly PlainObject[]): void {
    const kinds = importKind === "type" ? ["type"] : importKind === "value" ? (this.kinds ?? EDGE_KINDS).filter((kind) => kind !== "type") : this.kinds;
    const allowed = [...decided].filter(([to, { kind }]) => kind !== "deny" || to === from.type).map(([to]) => to);
    const message = rules.map((rule) => asText(rule["message"])).find((text, index) => text !== null && !/\$\{|\{\{/.test(text) && this.meant(rules[index]?.["from"], "")?.some(({ types }) => types.length === 1 && types[0] === from.type) === true);
    const because = message ?? `${from.type} may import only ${allowed.length === 0 ? "itself" : allowed.join(", ")}.`;
    const add = (to: readonly string[], when?: When) => this.sections.forbid.push({ from: from.type, to: to.length === 1 ? (to[0] ?? "") : to, ...(kinds === null ? {} : { kind: [...kinds] }), ...(when === undefined ? {} : { when }), severity, because });
    const denied = [...decided].filter(([to, { kind }]) => kind === "deny" && to !== from.type).map(([to]) => to);
    if (denied.length > 0) add(denied);
    for (const [to, decision] of decided) {
      const own = to === from.type;
      if (decision.kind === "unclear") this.leave(`${from.type} → ${to}`, "several conditions decide about it; write it as forbid with when");
      else if (decision.kind === "deny" && own) for (const name of capturesOf(from)) add([to], { [name]: "different" });
      else if (decision.kind === "deny-when") add([to], decision.when);
      else if (decision.kind === "allow-when") for (const [name, relation] of Object.entries(decision.when)) this.allowWhen(from, to, name, relation, add);
    }
  }

  /** What is allowed on one condition is forbidden on its opposite. */
  private allowWhen(from: ElementGlob, to: string, name: string, relation: "same" | "different", add: (to: readonly string[], when: When) => void): void {
    const target = this.elements.find(({ type }) => type === to);
    const has = (element: ElementGlob | undefined) => element !== undefined && capturesOf(element).includes(name);
    if (!has(from) || !has(target)) this.leave(`${from.type} → ${to}`, `not both of them capture ${name}`);
    else if (relation === "different" && to === from.type) this.leave(`${from.type} → ${to}`, `within one ${name} only the element itself is allowed, which has no counterpart`);
    else add([to], { [name]: relation === "same" ? "different" : "same" });
  }

  private entries(options: PlainObject, severity: string): void {
    asList(options["rules"]).forEach((rule, index) => {
      const at = `rules.boundaries/entry-point.rules[${index}]`;
      this.total++;
      const object = asObject(rule) ?? {};
      const targets = this.meant(object["target"], at);
      const files = asTexts(object["allow"]);
      if (targets === null || files.length === 0 || targets.some(({ when }) => Object.keys(when).length > 0)) {
        this.leave(at, "only what may be entered is carried over");
        return;
      }
      this.carried++;
      for (const type of targets.flatMap(({ types }) => types)) {
        const globs = this.elements.find((element) => element.type === type)?.globs.filter((glob) => !glob.startsWith("!")) ?? [];
        const entry = globs.filter((glob) => glob.endsWith("/**")).flatMap((glob) => files.map((file) => (file === "*" || file === "**" ? glob : `${glob.slice(0, -3)}/${file}`)));
        if (entry.length > 0) this.sections.publicEntry.push({ of: type, entry: entry.length === 1 ? (entry[0] ?? "") : entry, severity, because: asText(object["message"]) ?? `${type} is entered by ${files.join(", ")} alone.` });
      }
    });
    if (options["default"] !== "allow") this.leave("rules.boundaries/entry-point.default", "elements without a rule can be entered anywhere here");
  }

  private external(options: PlainObject, severity: string): void {
    const isOpen = options["default"] === "allow";
    asList(options["rules"]).forEach((rule, index) => {
      const at = `rules.boundaries/external.rules[${index}]`;
      this.total++;
      const object = asObject(rule) ?? {};
      const sources = this.meant(object["from"], at);
      const listed = asList(object[isOpen ? "disallow" : "allow"]).concat(typeof object[isOpen ? "disallow" : "allow"] === "string" ? [object[isOpen ? "disallow" : "allow"] ?? ""] : []);
      const names = listed.filter((one) => typeof one === "string");
      if (sources === null || names.length === 0) {
        this.leave(at, "it names no packages that can be carried over");
        return;
      }
      if (names.length < listed.length) this.leave(at, "what it says of single names or paths inside of a package");
      this.carried++;
      const packages = names.flatMap((name) => (isNodeBuiltin(name) ? [`node:${name.replace(/^node:/, "")}`] : [`npm:${name}`]));
      for (const type of sources.flatMap(({ types }) => types)) {
        const because = asText(object["message"]) ?? (isOpen ? `${type} does without these packages.` : `${type} uses only these packages.`);
        if (isOpen) this.sections.forbid.push({ from: type, to: packages, severity, because });
        else this.sections.allowOnly.push({ of: type, imports: ["**", ...packages], severity, because });
      }
    });
  }

  /** Types that a selector names, whatever its conditions. */
  private mentioned(selector: StaticValue | undefined): readonly string[] {
    if (typeof selector === "string") return this.elements.map(({ type }) => type).filter((name) => picomatch.isMatch(name, selector));
    if (Array.isArray(selector)) return (selector as readonly StaticValue[]).flatMap((one) => this.mentioned(one));
    const object = asObject(selector) ?? {};
    return this.mentioned(object["type"] ?? object["to"] ?? object["element"] ?? []);
  }

  /** Null where the selector says what has no counterpart. */
  private meant(selector: StaticValue | undefined, at: string): readonly Meant[] | null {
    if (selector === undefined || selector === null) return [];
    if (typeof selector === "string") return this.typed(selector, {}, at);
    if (Array.isArray(selector)) {
      const list = selector as readonly StaticValue[];
      const [type, captures] = list;
      const conditions = asObject(captures);
      if (list.length === 2 && typeof type === "string" && conditions !== null && !("type" in conditions) && !("to" in conditions) && !("element" in conditions)) return this.typed(type, conditions, at);
      const all = list.map((one) => this.meant(one, at));
      return all.some((one) => one === null) ? null : all.flatMap((one) => one ?? []);
    }
    const object = asObject(selector) ?? {};
    const inner = object["to"] ?? object["element"];
    if (inner !== undefined) return Object.keys(object).length === 1 ? this.meant(inner, at) : null;
    if (Object.keys(object).some((name) => !/^(type|captured)$/.test(name))) return null;
    const captured = asObject(object["captured"]) ?? {};
    const all = asTexts(object["type"]).map((type) => this.typed(type, captured, at));
    return all.length === 0 || all.some((one) => one === null) ? null : all.flatMap((one) => one ?? []);
  }

  private typed(type: string, conditions: PlainObject, at: string): readonly Meant[] | null {
    const types = this.elements.map((element) => element.type).filter((name) => picomatch.isMatch(name, type));
    if (types.length === 0 && at !== "") this.leave(at, `no element has the type "${type}"`);
    const when: Record<string, "same" | "different"> = {};
    for (const [name, value] of Object.entries(conditions)) {
      const own = /^(!?)(?:\$\{from\.(?:captured\.)?([\w-]+)\}|\{\{\s*from\.(?:captured\.)?([\w-]+)\s*\}\})$/.exec(asText(value) ?? "");
      if (own === null || (own[2] ?? own[3]) !== name) return null;
      when[name] = own[1] === "!" ? "different" : "same";
    }
    return types.length === 0 ? [] : [{ types, when }];
  }

  private leave(option: string, why: string): void {
    const line = Object.entries(this.lines).find(([at]) => at !== "" && option !== "" && at.endsWith(option.replace(/^(rules|settings)\./, "")))?.[1] ?? null;
    if (!this.left.some((one) => one.option === option && one.why === why)) this.left.push({ option, line, why });
  }
}

function capturesOf({ globs }: ElementGlob): readonly string[] {
  return captureNames(globs.filter((glob) => !glob.startsWith("!")));
}

function next(before: Decision, verdict: "allow" | "deny", when: When): Decision {
  if (Object.keys(when).length === 0) return { kind: verdict };
  if (before.kind === verdict) return before;
  return before.kind === "allow" || before.kind === "deny" ? { kind: verdict === "allow" ? "allow-when" : "deny-when", when } : { kind: "unclear" };
}

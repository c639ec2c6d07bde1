import picomatch from "picomatch";
import type { NotChecked, Severity } from "../../core/model";
import type { InstalledPackages } from "../../core/ports";
import type { ImportEdge, ImportGraph } from "../graph/import-graph";
import { isNodeBuiltin } from "../graph/node-builtins";
import { isTestPath } from "../syntax/language";
import { atEdge, severityOf, type Violation } from "./architecture-finding";
import type { External } from "./architecture-schema";
import { listed } from "./listed";
import type { EdgeRule } from "./import-rules";
import type { Selectors } from "./selectors";
import { isLicenceAllowed } from "./spdx";

/** Files that tools run, not the product: what they import need not be there in production. */
const TOOLING = /(^|\/)(scripts?|tools?|benchmarks?|bench|examples?|fixtures|mocks?|__mocks__|stories|\.storybook|\.github)\/|\.(stories|story|config|bench|fixture|mock)\.[cm]?[jt]sx?$|(^|\/)[^/]*\.d\.[cm]?ts$|(^|\/)(gulpfile|gruntfile|rollup|webpack|vite|vitest|jest|esbuild|eslint|prettier|babel|karma|playwright|cypress)[^/]*\.[cm]?[jt]s$/i;

/** A picture, a font, a style or the like in a folder: a bundler finds it by an alias of its own. */
const ASSET = /^[^?#]*\/[^/?#]+\.(?:avif|bmp|gif|ico|jpe?g|png|svg|webp|riv|lottie|glb|gltf|css|less|s[ac]ss|styl|eot|otf|ttf|woff2?|mp[34]|ogg|wav|webm|pdf)(?:[?#].*)?$/i;

const MAXIMUM_UNKNOWN = 10;

/** Imports that lead nowhere, and packages that are not there where the code runs. */
export class ExternalRule implements EdgeRule {
  constructor(
    private readonly settings: External,
    private readonly selectors: Selectors,
  ) {}

  find(edge: ImportEdge): Violation | null {
    return this.unresolved(edge) ?? this.banned(edge) ?? this.undeclared(edge) ?? this.devInProduction(edge);
  }

  private unresolved(edge: ImportEdge): Violation | null {
    const { resolution, specifier } = edge;
    if (resolution.kind !== "unresolved" || this.settings.unresolved === "off") return null;
    // An alias that only a bundler knows looks the same as a slip.
    const severity: Severity = this.settings.unresolved ?? (resolution.isAlias ? "note" : "warning");
    const { otherCase } = resolution;
    const fix = otherCase !== undefined ? `Write the path as the file is called: ${otherCase}.` : resolution.isAlias ? "Declare the alias in tsconfig's paths, where every tool can read it, or correct the specifier; where the file is only made by a build, nothing is wrong here." : undefined;
    return atEdge(edge, "unresolved-import", severity, `\`${specifier}\` leads to no file of this repository${otherCase === undefined ? "" : `: ${otherCase} differs in upper and lower case, which only some systems overlook`}`, { target: specifier, fix });
  }

  private undeclared(edge: ImportEdge): Violation | null {
    const { resolution } = edge;
    if (resolution.kind !== "undeclared") return null;
    const { name, elsewhere } = resolution;
    if (elsewhere) {
      if (this.settings.phantom === "off") return null;
      return atEdge(edge, "phantom-package", this.settings.phantom ?? "warning", `the package \`${name}\` is not declared in the nearest package.json; it is only there because something else brings it`, { target: name });
    }
    if (this.settings.undeclared === "off") return null;
    return atEdge(edge, "undeclared-package", this.settings.undeclared ?? (edge.kind === "type" || isAsset(edge) ? "warning" : "error"), `the package \`${name}\` is in no package.json and no lockfile of this repository`, { target: name });
  }

  private devInProduction(edge: ImportEdge): Violation | null {
    const { devInProduction } = this.settings;
    const { resolution } = edge;
    if (devInProduction === undefined || devInProduction === "off" || edge.kind === "type") return null;
    if (resolution.kind !== "external" || resolution.declared !== "devDependencies") return null;
    const rule = typeof devInProduction === "string" ? { severity: devInProduction } : devInProduction;
    if (rule.severity === "off") return null;
    const runs = "in" in rule && rule.in !== undefined ? this.selectors.matches(rule.in, edge.from) : !isTestPath(edge.from) && !TOOLING.test(edge.from);
    const isBundled = "bundled" in rule && rule.bundled !== undefined && listed(rule.bundled).some((glob) => picomatch.isMatch(resolution.name, glob));
    if (!runs || isBundled) return null;
    return atEdge(edge, "dev-package", rule.severity ?? "error", `${edge.from} imports \`${resolution.name}\`, which only devDependencies declare: it is not there in production`, { target: resolution.name, because: "because" in rule ? rule.because : undefined });
  }

  private banned(edge: ImportEdge): Violation | null {
    const name = packageOf(edge);
    if (name === null) return null;
    for (const rule of this.settings.banned ?? []) {
      if (rule.severity === "off") continue;
      const isMeant = listed(rule.package).some((glob) => picomatch.isMatch(name, glob) || picomatch.isMatch(edge.specifier, glob));
      if (!isMeant) continue;
      const fix = rule.instead === undefined ? undefined : `Use ${rule.instead} instead.`;
      return atEdge(edge, "banned-package", rule.severity ?? "error", `the package \`${name}\` is banned here${rule.instead === undefined ? "" : `: use ${rule.instead}`}`, { target: name, because: rule.because, fix });
    }
    return null;
  }
}

/**
 * Imports of packages whose licence the rule does not allow, as lockfiles or the rule itself (`known`) state it. What
 * neither states is not checked; what is installed is told with it, for a person to write down: no verdict rests on it.
 */
export function licenceViolations(settings: External, graph: ImportGraph, installed: InstalledPackages | null, notChecked: NotChecked[]): readonly Violation[] {
  const { licence } = settings;
  if (licence === undefined || licence.severity === "off") return [];
  const { licences } = graph.parts;
  const unknown = new Map<string, string>();
  const found = graph.edges.flatMap((edge): readonly Violation[] => {
    const name = packageOf(edge);
    if (name === null || edge.to !== null || (licence.except ?? []).some((glob) => picomatch.isMatch(name, glob))) return [];
    const stated = licence.known?.[name] ?? licences?.get(name);
    if (stated === undefined) {
      if (edge.resolution.kind === "external" && edge.resolution.declared !== "provided" && edge.resolution.declared !== "unknown" && !unknown.has(name)) unknown.set(name, edge.from);
      return [];
    }
    if (isLicenceAllowed(licence.allow, stated)) return [];
    return [atEdge(edge, "licence", severityOf(licence.severity, "error"), `the package \`${name}\` is under ${stated}; allowed are ${licence.allow.join(", ")}`, { target: name, because: licence.because })];
  });
  if (unknown.size > 0) notChecked.push({ what: "licences", why: unknownLicences(unknown, installed, licences === null) });
  return found;
}

function unknownLicences(unknown: ReadonlyMap<string, string>, installed: InstalledPackages | null, isNoneStated: boolean): string {
  const names = [...unknown].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, MAXIMUM_UNKNOWN).map(([name, from]) => {
    const there = installed?.licenceOf(name, from) ?? null;
    return there === null ? name : `${name} (${there} where it is installed here)`;
  });
  const list = `${names.join(", ")}${unknown.size > names.length ? ` and ${unknown.size - names.length} more` : ""}`;
  const why = isNoneStated ? `no lockfile of this repository states licences (npm's package-lock.json does): ${list}` : `no lockfile states the licence of ${list}`;
  return `${why}; write what you know under architecture.external.licence.known`;
}

function packageOf({ resolution }: ImportEdge): string | null {
  if (resolution.kind !== "external" && resolution.kind !== "undeclared") return null;
  return isNodeBuiltin(resolution.name) ? null : resolution.name;
}

/** Taken for its value: what is imported for its effect, or while the program runs, may be code by any name. */
function isAsset({ kind, specifier }: ImportEdge): boolean {
  return /^(value|re-export)$/.test(kind) && ASSET.test(specifier);
}

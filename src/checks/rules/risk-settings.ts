import { CountersignError, type Severity } from "../../core/model";
import { nearestName } from "../../core/nearest-name";
import type { ChecksConfiguration } from "../../core/ports";
import { ROOT_FILE } from "../architecture/architecture-configuration";
import { ruleCatalogue } from "./catalogue";
import type { RuleSettings } from "./rule";

/** The settings for a file; the same object for all files of one configuration. */
export type SettingsOf = (path: string) => RuleSettings;

/** Settings by the nearest configuration that has a `risk` section. Errors: `configuration`, naming file and nearest rule. */
export function riskSettings({ risk, nested = [] }: ChecksConfiguration): SettingsOf {
  const root = ruleSettings(risk, ROOT_FILE);
  const below = nested
    .flatMap(({ path, folder, risk: own }) => (own === undefined ? [] : [{ folder: `${folder}/`, settings: ruleSettings(own, path) }]))
    .sort((a, b) => b.folder.length - a.folder.length);
  return below.length === 0 ? () => root : (path) => below.find(({ folder }) => path.startsWith(folder))?.settings ?? root;
}

const SETTINGS: readonly string[] = ["off", "error", "warning", "note"];

/** The `risk` section: off, a severity, or an object with `severity`. Errors: `configuration`, naming the nearest rule. */
function ruleSettings(risk: ChecksConfiguration["risk"], file: string): RuleSettings {
  const known = ruleCatalogue().map(({ id }) => id);
  const settings: Record<string, "off" | Severity> = {};
  for (const [rule, value] of Object.entries(risk)) {
    if (!known.includes(rule)) {
      const near = nearestName(rule, known);
      throw new CountersignError("configuration", `risk: unknown rule "${rule}"`, { path: file, place: ["risk", rule], hint: near === null ? `expected one of ${known.join(", ")}` : `did you mean "${near}"?` });
    }
    const given: unknown = typeof value === "object" && value !== null ? (value as { severity?: unknown }).severity : value;
    if (given === undefined) continue;
    if (typeof given !== "string" || !SETTINGS.includes(given)) {
      throw new CountersignError("configuration", `risk.${rule}: not a severity`, { path: file, place: ["risk", rule], hint: `expected one of ${SETTINGS.join(", ")}` });
    }
    settings[rule] = given as "off" | Severity;
  }
  return settings;
}

import * as z from "zod";
import { EDGE_KINDS } from "../graph/import-graph";
import { PRESET_NAMES } from "../../core/architecture-presets";
import { common, selector, severityOrOff, text, texts } from "./schema-parts";
import { classes, concrete, exportsRule, leaks, naming, usage } from "./structure-schema";

const kind = z.enum(EDGE_KINDS);
const kinds = z.array(kind).min(1).max(EDGE_KINDS.length);
const when = z.record(text, z.enum(["same", "different"])).describe("Only where a capture of both sides is the same, or different: {\"feature\": \"different\"}.").optional();
const counted = kinds.describe("Kinds of edges that count; all by default.").optional();
const loading = kinds.describe("Kinds of edges that count; by default those that load the other module: edges of types and dynamic imports are left out.").optional();

const sibling = z.strictObject({ siblings: z.array(text).min(1).max(500), independent: z.boolean().describe("true (default): they may not import each other.").optional() });

export const layers = z.strictObject({
  order: z.array(z.union([text, z.array(text).min(1), sibling])).min(2).max(200).describe("From the top down. Names in one list are siblings that may not import each other."),
  open: z.boolean().describe("true (default): a layer may import every layer below it; false: only the next one.").optional(),
  exhaustive: selector.describe("Files that must belong to one of the layers.").optional(),
  kinds: counted,
  when,
  ...common,
});

export const forbid = z.strictObject({
  from: selector,
  to: texts.describe("Elements, globs, or packages as npm:NAME and node:NAME."),
  kind: z.union([kind, kinds]).describe("Only edges of these kinds; all by default.").optional(),
  when,
  ...common,
});

export const allowOnly = z.strictObject({
  of: selector,
  imports: texts.describe("All that these files may import, beside each other; packages as npm:NAME and node:NAME count only where one is named.").optional(),
  importedBy: texts.describe("All who may import these files, beside themselves.").optional(),
  kinds: counted,
  when,
  ...common,
});

export const publicEntry = z.strictObject({
  of: selector.describe("What is entered by its entry files only; with a capture each value of it is a part of its own."),
  entry: selector.describe("The files that others may import."),
  kinds: counted,
  ...common,
});

export const acyclic = z.strictObject({
  scope: z.enum(["file", "folder", "package"]).describe("Whether files, folders or packages must form no circle."),
  in: selector.describe("Only these files; all by default.").optional(),
  kinds: loading,
  ...common,
});

export const reach = z.strictObject({
  from: selector,
  to: texts.describe("What must not be reached by any chain of imports: elements, globs, or packages as npm:NAME and node:NAME."),
  through: selector.describe("Chains that pass one of these are allowed.").optional(),
  kinds: loading,
  ...common,
});

export const limit = z.strictObject({
  of: selector,
  per: z.enum(["file", "folder", "package"]).describe("What is measured; file by default.").optional(),
  fanIn: z.int().min(0).describe("How many others may import it.").optional(),
  fanOut: z.int().min(0).describe("How many others it may import.").optional(),
  instability: z.number().min(0).max(1).describe("Outgoing of all dependencies between it and the rest (Martin 1994): 0 stable, 1 unstable.").optional(),
  distance: z.number().min(0).max(1).describe("Distance from the main sequence, |abstractness + instability - 1|; abstract are exported types and abstract classes.").optional(),
  cycleSize: z.int().min(1).describe("How many files may reach each other in a circle; for files only.").optional(),
  kinds: loading,
  ...common,
});

const devInProduction = z.strictObject({ severity: severityOrOff.optional(), in: selector.describe("The files that run in production; by default all but tests, scripts, stories and configuration.").optional(), bundled: selector.optional().describe("Packages that the build puts into what is shipped, so that devDependencies may declare them; name globs."), because: common.because });
const banned = z.strictObject({ package: texts.describe("Names of packages, or globs over them."), instead: text.optional(), ...common });
const licence = z.strictObject({ allow: z.array(text).min(1).max(500).describe("SPDX identifiers."), known: z.record(text, text).describe("Licences by package, as a person looked them up: for what no lockfile states, and before what one does.").optional(), except: z.array(text).max(500).describe("Packages that are allowed whatever they say.").optional(), ...common });

export const external = z
  .strictObject({
    undeclared: severityOrOff.describe("A package in no manifest and no lockfile."),
    phantom: severityOrOff.describe("A package that is there only because something else brings it."),
    unresolved: severityOrOff.describe("A specifier that leads to no file."),
    devInProduction: z.union([severityOrOff, devInProduction]).describe("Code that runs in production imports what only devDependencies declare; off by default."),
    banned: z.array(banned).max(200),
    licence: licence.describe("Licences of imported packages, as npm's lockfile or `known` states them."),
  })
  .partial();

export const pure = z.strictObject({
  in: selector,
  node: z.boolean().describe("true (default): no modules and globals of Node.").optional(),
  dom: z.boolean().describe("true (default): no globals of a browser's page.").optional(),
  allow: z.array(text).max(200).describe("Modules (node:crypto) and globals that are allowed all the same.").optional(),
  ...common,
});

export const orphan = z.strictObject({
  in: selector,
  except: selector.describe("Files that nobody needs to import: entry points.").optional(),
  isolated: z.boolean().describe("true: only files that import nothing either; false by default.").optional(),
  ...common,
});

/** One rule, or a list of them. */
function some<T extends z.ZodType>(rule: T) {
  return z.union([rule, z.array(rule).max(500)]);
}

/** The `architecture` section. Selectors are names of elements, or globs over paths. */
export const architectureSchema = z.strictObject({
  preset: z.enum(PRESET_NAMES).describe("Elements and rules of a well-known architecture; elements of the same name replace the preset's, further rules stand beside its own.").optional(),
  elements: z.record(text, texts).describe("Names for parts of the code, by glob; <name> captures one segment, a glob that begins with ! takes files out.").optional(),
  layers: some(layers).optional(),
  forbid: some(forbid).optional(),
  allowOnly: some(allowOnly).optional(),
  publicEntry: some(publicEntry).optional(),
  acyclic: some(acyclic).optional(),
  reach: some(reach).optional(),
  limit: some(limit).optional(),
  external: external.optional(),
  pure: some(pure).optional(),
  orphan: some(orphan).optional(),
  usage: some(usage).optional(),
  classes: some(classes).optional(),
  naming: some(naming).optional(),
  exports: some(exportsRule).optional(),
  concrete: some(concrete).optional(),
  leaks: some(leaks).optional(),
});

export type Architecture = z.infer<typeof architectureSchema>;
export type Layers = z.infer<typeof layers>;
export type Forbid = z.infer<typeof forbid>;
export type AllowOnly = z.infer<typeof allowOnly>;
export type PublicEntry = z.infer<typeof publicEntry>;
export type Acyclic = z.infer<typeof acyclic>;
export type Reach = z.infer<typeof reach>;
export type Limit = z.infer<typeof limit>;
export type External = z.infer<typeof external>;
export type Pure = z.infer<typeof pure>;
export type Orphan = z.infer<typeof orphan>;

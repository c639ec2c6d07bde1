import * as z from "zod";
import { NAMED_KINDS, NAME_STYLES } from "../semantic/structure-protocol";
import { common, selector, text, texts } from "./schema-parts";

const symbols = texts.describe("Symbols: a global (fetch, process.env), MODULE#NAME with a package (npm:knex#default, node:fs#readFileSync) or a file or element (src/db.ts#Client).");
const namedKind = z.enum(NAMED_KINDS);
const nameStyle = z.enum(NAME_STYLES);

/** Symbols that only named places may use. */
export const usage = z.strictObject({
  symbol: texts.describe("Symbols: fetch, process.env, Date.now, npm:axios#default, src/db.ts#Client; new NAME, new NAME() without arguments, extends NAME, implements NAME, @NAME."),
  only: selector.describe("Where it may be used; nowhere by default.").optional(),
  in: selector.describe("Only these files are judged; all by default.").optional(),
  ...common,
});

/** What all classes of an element must be. */
export const classes = z.strictObject({
  in: selector,
  named: texts.describe("Only classes of these names; * stands for any part.").optional(),
  extends: symbols.describe("One of these is a base class of each, directly or further up.").optional(),
  implements: symbols.describe("Each implements one of these, itself or by a base class.").optional(),
  decorators: symbols.describe("Each carries one of these, without the @.").optional(),
  ...common,
});

export const naming = z.strictObject({
  in: selector,
  of: z.union([namedKind, z.array(namedKind).min(1).max(NAMED_KINDS.length)]).describe("Kinds of declarations whose names are meant; a function is also a constant that holds one."),
  exported: z.boolean().describe("Only what is exported, or only what is not.").optional(),
  style: z.union([nameStyle, z.array(nameStyle).min(1).max(NAME_STYLES.length)]).describe("One of these ways of writing; of a file what stands before the first dot.").optional(),
  prefix: text.optional(),
  suffix: text.optional(),
  matches: text.describe("A regular expression that the whole name must match.").optional(),
  extending: symbols.describe("Only classes with this base class.").optional(),
  implementing: symbols.describe("Only classes with this interface.").optional(),
  decorated: symbols.describe("Only classes with this decorator.").optional(),
  ...common,
});

export const exportsRule = z.strictObject({
  in: selector,
  default: z.enum(["banned", "required"]).describe("Whether files may not, or must, have a default export."),
  ...common,
});

export const concrete = z.strictObject({
  in: selector.describe("Files that may not take, make or ask a container for a class whose interface the repository has."),
  of: selector.describe("Only classes of these files.").optional(),
  ports: selector.describe("Only where the interface stands in these files.").optional(),
  ...common,
});

export const leaks = z.strictObject({
  in: selector.describe("Files whose exports may show only types that are exported too."),
  private: selector.describe("Files whose types no export may show either.").optional(),
  ...common,
});

export type Usage = z.infer<typeof usage>;
export type Classes = z.infer<typeof classes>;
export type Naming = z.infer<typeof naming>;
export type ExportsRule = z.infer<typeof exportsRule>;
export type Concrete = z.infer<typeof concrete>;
export type Leaks = z.infer<typeof leaks>;

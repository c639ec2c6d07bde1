import type { Snapshot } from "../../core/ports";
import type { ImportGraph } from "../graph/import-graph";
import { textOf } from "../graph/project-files";
import { NO_EXPORTS, type ModuleExports } from "../parsing/module-exports";
import type { ParserClient } from "../parsing/parser-client";

/** What a name can be used as by those who import it. */
export type Use = "value" | "type";

/** What a module offers, its own names and those that it passes on as a whole. */
export interface Offered {
  readonly names: ReadonlyMap<string, Use>;
  /** Specifiers of `export *` whose names can't be known here: packages, and modules that are not there. */
  readonly unknown: readonly string[];
}

/** More modules than any chain of `export *` has; a bound for hostile ones. */
const MAXIMUM_MODULES = 2_000;

/**
 * Names that modules of one snapshot export, followed through `export *` of any depth, circles included. A default
 * export is never passed on by a star, and `export type *` passes on types alone. A name that two stars offer counts
 * as offered, although the language leaves out one that means two things.
 */
export class ExportedNames {
  private readonly read = new Map<string, ModuleExports>();

  constructor(
    private readonly snapshot: Snapshot,
    private readonly graph: ImportGraph,
    private readonly parser: ParserClient,
  ) {}

  offeredBy(path: string, signal?: AbortSignal): Promise<Offered> {
    return this.follow([{ path, isTypeOnly: false }], path, signal);
  }

  /** What `export * from SPECIFIER` in a module passes on; null where it leads to no module of the snapshot. */
  async passedOn(path: string, specifier: string, signal?: AbortSignal): Promise<Offered | null> {
    const target = this.targetOf(path, specifier);
    return target === null ? null : this.follow([{ path: target, isTypeOnly: false }], null, signal);
  }

  /** `own` is the module whose default export counts. */
  private async follow(start: readonly Step[], own: string | null, signal?: AbortSignal): Promise<Offered> {
    const names = new Map<string, Use>();
    const unknown = new Set<string>();
    const seen = new Set<string>();
    let front = start;
    while (front.length > 0 && seen.size < MAXIMUM_MODULES) {
      await this.load(front.map(({ path }) => path), signal);
      const next: Step[] = [];
      for (const { path, isTypeOnly } of front) {
        const key = `${path}\0${isTypeOnly}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const { types, values, passed, stars, typeStars } = this.read.get(path) ?? NO_EXPORTS;
        const offer = (name: string, use: Use) => {
          if ((name === "default" && path !== own) || names.get(name) === "value") return;
          names.set(name, isTypeOnly ? "type" : use);
        };
        for (const name of types) offer(name, "type");
        for (const name of values) offer(name, "value");
        for (const [name] of passed) offer(name, "value");
        for (const specifier of stars) {
          const target = this.targetOf(path, specifier);
          if (target === null) unknown.add(specifier);
          else next.push({ path: target, isTypeOnly: isTypeOnly || typeStars.includes(specifier) });
        }
      }
      front = next;
    }
    return { names, unknown: [...unknown] };
  }

  private targetOf(path: string, specifier: string): string | null {
    return this.graph.edgesFrom(path).find((edge) => edge.specifier === specifier && edge.to !== null)?.to ?? null;
  }

  private async load(paths: readonly string[], signal?: AbortSignal): Promise<void> {
    const wanted = [...new Set(paths)].filter((path) => !this.read.has(path));
    if (wanted.length === 0) return;
    const texts = await this.snapshot.read(wanted);
    const sources = wanted.flatMap((path) => {
      const text = textOf(texts.get(path));
      return text === null ? [] : [{ path, text }];
    });
    const { answers } = await this.parser.exports(sources, signal);
    for (const path of wanted) this.read.set(path, answers.get(path) ?? NO_EXPORTS);
  }
}

interface Step {
  readonly path: string;
  readonly isTypeOnly: boolean;
}

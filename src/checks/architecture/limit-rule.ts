import type { CountedGraph } from "../graph/counted-graph";
import type { ImportEdge, ImportGraph } from "../graph/import-graph";
import { FIRST_LINE, nodeInWords, severityOf, type Violation } from "./architecture-finding";
import type { Limit } from "./architecture-schema";
import type { Selectors } from "./selectors";

const METRICS = ["fanIn", "fanOut", "instability", "distance", "cycleSize"] as const;
type Metric = (typeof METRICS)[number];

const WORDS: Readonly<Record<Metric, string>> = {
  fanIn: "is imported by",
  fanOut: "imports",
  instability: "has an instability of",
  distance: "has a distance from the main sequence of",
  cycleSize: "is in a circle of",
};

/** Files, folders or packages whose measure is beyond the limit; introduced where it grew, at the import that made it grow. */
export function limitViolations(rule: Limit, head: ImportGraph, now: CountedGraph, base: ImportGraph | null, before: CountedGraph | null, selectors: Selectors): readonly Violation[] {
  if (rule.severity === "off") return [];
  const measured = new Measures(head, now);
  const earlier = base === null || before === null ? null : new Measures(base, before);
  const thing = rule.per ?? "file";
  return now.names.flatMap((name, node) => {
    const files = measured.filesOf(node);
    const isMeant = thing === "file" ? selectors.matches(rule.of, name) : files.some((path) => selectors.matches(rule.of, path));
    if (!isMeant) return [];
    return METRICS.flatMap((metric): readonly Violation[] => {
      const limit = rule[metric];
      const value = limit === undefined ? null : measured.value(metric, node);
      if (limit === undefined || value === null || value <= limit) return [];
      const old = before === null || earlier === null ? null : before.numberOf(name) < 0 ? null : earlier.value(metric, before.numberOf(name));
      const introduced = old === null || old <= limit || value > old;
      const cause = introduced ? measured.cause(metric, node, before) : null;
      const unit = metric === "fanIn" || metric === "fanOut" ? ` ${value} ${thing}s` : metric === "cycleSize" ? ` ${value} files` : ` ${value}`;
      return [
        {
          rule: "limit-exceeded",
          severity: severityOf(rule.severity, "warning"),
          path: cause?.from ?? files[0] ?? name,
          place: cause?.place ?? FIRST_LINE,
          message: `${nodeInWords(name, thing)} ${WORDS[metric]}${unit}, at most ${limit} allowed${old === null || old === value ? "" : ` (${old} before)`}`,
          because: rule.because,
          target: `${metric} ${thing} ${name}`,
          introduced,
        },
      ];
    });
  });
}

class Measures {
  private readonly files: readonly (readonly string[])[];
  private readonly incoming: readonly (readonly ImportEdge[])[];

  constructor(
    graph: ImportGraph,
    private readonly counted: CountedGraph,
  ) {
    const incoming: ImportEdge[][] = counted.names.map(() => []);
    const files: Set<string>[] = counted.names.map(() => new Set());
    counted.outgoing.forEach((list, from) => {
      for (const { to, edge } of list) {
        incoming[to]?.push(edge);
        files[from]?.add(edge.from);
        if (edge.to !== null) files[to]?.add(edge.to);
      }
    });
    this.files = files.map((set, node) => (set.size > 0 ? [...set].sort() : [counted.nameOf(node)]));
    this.incoming = incoming;
    this.offerOf = (path) => graph.parts.offers[graph.numberOf(path)] ?? { total: 0, abstract: 0 };
  }

  private readonly offerOf: (path: string) => { readonly total: number; readonly abstract: number };

  /** Files of a node that take part in any edge out of it or into it. */
  filesOf(node: number): readonly string[] {
    return this.files[node] ?? [];
  }

  /** Rounded to hundredths; null where there is nothing to measure. */
  value(metric: Metric, node: number): number | null {
    switch (metric) {
      case "fanIn":
        return this.counted.predecessors[node]?.length ?? 0;
      case "fanOut":
        return this.counted.successors[node]?.length ?? 0;
      case "instability":
        return this.instability(node);
      case "distance": {
        const instability = this.instability(node);
        const offers = this.filesOf(node).map(this.offerOf);
        const total = offers.reduce((sum, offer) => sum + offer.total, 0);
        if (instability === null || total === 0) return null;
        const abstractness = offers.reduce((sum, offer) => sum + offer.abstract, 0) / total;
        return Math.round(Math.abs(abstractness + instability - 1) * 100) / 100;
      }
      case "cycleSize": {
        const component = this.counted.component[node];
        return this.counted.component.reduce((size, one) => size + Number(one === component), 0);
      }
    }
  }

  /** The first import that was not there before and counts for the measure; null where there is none. */
  cause(metric: Metric, node: number, before: CountedGraph | null): ImportEdge | null {
    const edges = metric === "fanIn" ? (this.incoming[node] ?? []) : (this.counted.outgoing[node] ?? []).map(({ edge }) => edge);
    if (before === null) return edges[0] ?? null;
    const known = new Set(before.outgoing.flatMap((list) => list.map(({ edge }) => `${edge.from}\0${edge.to ?? ""}`)));
    return edges.find((edge) => !known.has(`${edge.from}\0${edge.to ?? ""}`)) ?? null;
  }

  /** Outgoing of all dependencies, counted in files on the other side. */
  private instability(node: number): number | null {
    const outgoing = new Set((this.counted.outgoing[node] ?? []).map(({ edge }) => edge.to)).size;
    const incoming = new Set((this.incoming[node] ?? []).map((edge) => edge.from)).size;
    return outgoing + incoming === 0 ? null : Math.round((outgoing / (outgoing + incoming)) * 100) / 100;
  }
}

/** The panel as a document: tiles and tables. A chart is a drawing of a table, so that what is seen can be read and copied. */
import type { NotChecked } from "../../model";
import type { LedgerState } from "./ledger-words";

export interface PanelFilter {
  /** First and last day of the period, YYYY-MM-DD, both inside. */
  readonly from: string;
  readonly to: string;
  readonly repository?: string;
  readonly module?: string;
  readonly owner?: string;
  readonly assistant?: string;
  readonly risk?: string;
}

export const BREAKDOWNS = ["module", "owner", "assistant", "risk", "repository"] as const;
export type Breakdown = (typeof BREAKDOWNS)[number];

export type Unit = "lines" | "days" | "share" | "minutes" | "count" | "text" | "date" | "place";

export interface Formula {
  /** How it is computed, in a sentence or two. */
  readonly text: string;
  /** What went in, by name. */
  readonly inputs: Readonly<Record<string, number | string>>;
}

export interface Tile {
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  /** Null: there is nothing to compute it from. Shares are 0 to 1. */
  readonly value: number | string | null;
  /** The same for the period before, or for the revision that is compared with. */
  readonly previous: number | null;
  /** Whether more of it is better (1), worse (-1) or neither (0). */
  readonly direction: -1 | 0 | 1;
  readonly detail: string;
  readonly formula: Formula;
  /** Hunks behind it. */
  readonly hunks: readonly string[];
}

export interface Column {
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
}

export interface Row {
  readonly cells: readonly (number | string | null)[];
  /** Hunks behind the row, for the tree; absent where it counts lines that may be gone. */
  readonly hunks?: readonly string[];
  /** Too few samples to say much. */
  readonly faint?: boolean;
}

export interface Table {
  readonly id: string;
  readonly title: string;
  readonly chart: "area" | "bars" | "shares" | "heat" | "none";
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly formula: Formula;
  /** What a reader should keep in mind, or why it is empty. */
  readonly note: string;
}

export interface Panel {
  readonly schema: "countersign/report/1";
  readonly filter: PanelFilter;
  readonly by: Breakdown;
  /** What the changes of the tiles are measured against. */
  readonly comparedWith: string;
  readonly repositories: readonly { readonly name: string; readonly head: string; readonly since: string; readonly policyVersion: number; readonly ledger: LedgerState }[];
  readonly originKnown: number | null;
  readonly tiles: readonly Tile[];
  readonly tables: readonly Table[];
  readonly notChecked: readonly NotChecked[];
  /** Why there is little to see; empty otherwise. */
  readonly empty: string;
}

/** Messages between the editor and the panel's page. */
import type { PanelFacts } from "../core/debt/panel/facts";
import type { Breakdown, PanelFilter } from "../core/debt/panel/panel";

export type ToPage =
  | { readonly type: "facts"; readonly facts: PanelFacts; readonly named: boolean }
  | { readonly type: "progress"; readonly text: string }
  | { readonly type: "failed"; readonly text: string };

export type FromPage =
  | { readonly type: "ready" }
  | { readonly type: "refresh" }
  /** List exactly these hunks in the tree. */
  | { readonly type: "show-hunks"; readonly label: string; readonly hunks: readonly string[] }
  | { readonly type: "open-hunk"; readonly hunk: string }
  | { readonly type: "copy"; readonly text: string }
  | { readonly type: "names"; readonly wanted: boolean };

/** What the page remembers over a reload. */
export interface PageState {
  readonly filter?: PanelFilter;
  readonly by?: Breakdown;
}

/** What a report's file carries for its page. */
export interface PageData {
  readonly facts: PanelFacts;
  readonly filter: PanelFilter;
  readonly by: Breakdown;
}

import type { Locator } from "./host";

/** A row of the tree as it is on the screen. */
export interface ShownRow {
  /** 1 for the outermost. */
  readonly level: number;
  /** What a screen reader says: the accessible name. */
  readonly spoken: string;
  readonly label: string;
  readonly description: string;
  /** Null for a row without children. */
  readonly expanded: boolean | null;
  /** Name of the codicon before the label; empty for none. */
  readonly icon: string;
}

/** Rows in sight, top to bottom. The elements stand in the order of their making, so their places decide. */
export function shownRows(sidebar: Locator): Promise<readonly ShownRow[]> {
  return sidebar.locator('[role="treeitem"]').evaluateAll((elements) =>
    elements
      .map((element) => {
        const text = (selector: string): string => (element.querySelector(selector)?.textContent ?? "").replace(/\u00a0/g, " ").trim();
        const expanded = element.getAttribute("aria-expanded");
        const icon = /codicon-([\w-]+)/.exec(element.querySelector(".custom-view-tree-node-item-icon")?.className ?? "");
        return {
          top: element.getBoundingClientRect().top,
          row: {
            level: Number(element.getAttribute("aria-level")),
            spoken: element.getAttribute("aria-label") ?? "",
            label: text(".label-name"),
            description: text(".label-description"),
            expanded: expanded === null ? null : expanded === "true",
            icon: icon?.[1] ?? "",
          },
        };
      })
      .sort((one, other) => one.top - other.top)
      .map(({ row }) => row),
  );
}

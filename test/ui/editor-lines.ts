import type { Page, PageDocument, PageElement } from "./host";

declare const document: PageDocument;
declare function getComputedStyle(element: PageElement): { readonly borderLeftWidth: string; readonly borderLeftStyle: string };

/** The lenses of one hunk, as they are on the screen. */
export interface ShownLens {
  /** 1-based line that they stand above. */
  readonly line: number;
  /** All of them, joined as the editor shows them: "Unverified · Claude · … | Sign off… | Reject… | Why?". */
  readonly text: string;
  /** Distance of the row below it from the top of the window, in CSS pixels. */
  readonly top: number;
}

/** Lenses in sight, top to bottom. A lens knows no line on the page; the line number next below it tells. */
export function shownLenses(page: Page): Promise<readonly ShownLens[]> {
  return page.evaluate(() => {
    const editor = document.querySelector(".editor-group-container.active .editor-instance .monaco-editor");
    if (editor === null) {
      return [];
    }
    const numbers = [...editor.querySelectorAll(".margin-view-overlays .line-numbers")]
      .map((element) => ({ line: Number(element.textContent), top: element.getBoundingClientRect().top }))
      .filter(({ line }) => line > 0)
      .sort((one, other) => one.top - other.top);
    return [...editor.querySelectorAll(".codelens-decoration")]
      .map((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        const below = numbers.find((number) => number.top >= (top + bottom) / 2);
        return { line: below?.line ?? 0, text: (element.textContent ?? "").replace(/\u00a0/g, " ").trim(), top: below?.top ?? top };
      })
      .filter(({ text }) => text !== "")
      .sort((one, other) => one.top - other.top);
  });
}

/** 1-based lines whose decoration has a left border of this style. */
export async function styledLines(page: Page, style: string): Promise<readonly number[]> {
  const lines = await page.evaluate(() => {
    const editor = document.querySelector(".editor-group-container.active .editor-instance .monaco-editor");
    if (editor === null) {
      return [];
    }
    const numbers = [...editor.querySelectorAll(".margin-view-overlays .line-numbers")].map((element) => ({ line: Number(element.textContent), top: element.getBoundingClientRect().top }));
    return [...editor.querySelectorAll(".view-overlays .cdr")].flatMap((element) => {
      const computed = getComputedStyle(element);
      const { top } = element.getBoundingClientRect();
      const number = numbers.find((candidate) => Math.abs(candidate.top - top) < 3);
      return parseFloat(computed.borderLeftWidth) > 0 && number !== undefined ? [{ line: number.line, style: computed.borderLeftStyle }] : [];
    });
  });
  return [...new Set(lines.filter((line) => line.style === style).map((line) => line.line))].sort((one, other) => one - other);
}

/** What a difference marks. */
export interface DiffLines {
  /** 1-based lines of the left side. */
  readonly removed: readonly number[];
  /** 1-based lines of the right side. */
  readonly added: readonly number[];
}

export function markedLines(page: Page): Promise<DiffLines> {
  return page.evaluate(() => {
    const marked = (side: string, mark: string): readonly number[] => {
      const editor = document.querySelector(`.editor-group-container.active .monaco-diff-editor .editor.${side}`);
      if (editor === null) {
        return [];
      }
      const numbers = [...editor.querySelectorAll(".margin-view-overlays .line-numbers")].map((element) => ({ line: Number(element.textContent), top: element.getBoundingClientRect().top }));
      const lines = [...editor.querySelectorAll(`.view-overlays .${mark}`)].flatMap((element) => {
        const { top } = element.getBoundingClientRect();
        return numbers.filter((number) => Math.abs(number.top - top) < 3).map(({ line }) => line);
      });
      return [...new Set(lines)].sort((one, other) => one - other);
    };
    return { removed: marked("original", "line-delete"), added: marked("modified", "line-insert") };
  });
}

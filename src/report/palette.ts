export type Colour = (text: string) => string;

/** Colours as functions, so that reporters stay pure: the caller decides whether they do anything. */
export interface Palette {
  readonly bold: Colour;
  readonly dim: Colour;
  /** Failed, high risk, rejected. */
  readonly bad: Colour;
  /** Medium risk, stale, not checked. */
  readonly caution: Colour;
  /** Passed, signed off. */
  readonly good: Colour;
  /** Paths and commands. */
  readonly name: Colour;
}

const plain = (text: string) => text;

export const PLAIN: Palette = { bold: plain, dim: plain, bad: plain, caution: plain, good: plain, name: plain };

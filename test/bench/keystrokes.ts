import type { WorkbenchPage } from "../ui/workbench-page";

declare const document: { addEventListener(event: "keydown", listener: () => void, capture: boolean): void };
declare const requestAnimationFrame: (callback: () => void) => void;
declare const globalThis: { keystrokeTimes?: number[] };

const STROKES = 200;

export interface KeystrokeFigures {
  /** Milliseconds from the key to the end of the frame that shows it. */
  readonly p50: number;
  readonly p95: number;
}

/** Types into the active editor, and undoes it; in the page each key is timed until the frame after it is painted. */
export async function keystrokes(workbench: WorkbenchPage): Promise<KeystrokeFigures> {
  const { page } = workbench;
  await workbench.goTo(2, 3);
  await page.evaluate(() => {
    if (globalThis.keystrokeTimes === undefined) {
      document.addEventListener(
        "keydown",
        () => {
          const pressed = performance.now();
          requestAnimationFrame(() => {
            setTimeout(() => globalThis.keystrokeTimes?.push(performance.now() - pressed), 0);
          });
        },
        true,
      );
    }
    globalThis.keystrokeTimes = [];
  });
  const text = "const typed = amount * 2; ";
  for (let stroke = 0; stroke < STROKES; stroke++) await page.keyboard.press(text[stroke % text.length] === " " ? "Space" : (text[stroke % text.length] ?? "a"));
  const times = (await page.evaluate(() => globalThis.keystrokeTimes ?? [])).sort((one, other) => one - other);
  await workbench.runCommand("File: Revert File");
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}

import type { WorkbenchPage } from "../ui/workbench-page";

declare const document: { addEventListener(event: "keydown", listener: () => void, capture: boolean): void };
declare const requestAnimationFrame: (callback: () => void) => void;
declare const globalThis: { keystrokeTimes?: number[] };

const STROKES = 200;

/**
 * Types into the active editor, and undoes it; in the page each key is timed until the frame after it is painted.
 * Milliseconds, one a key, in no order.
 */
export async function keystrokes(workbench: WorkbenchPage): Promise<readonly number[]> {
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
  const times = await page.evaluate(() => globalThis.keystrokeTimes ?? []);
  await workbench.runCommand("File: Revert File");
  return times;
}

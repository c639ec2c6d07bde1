import picocolors from "picocolors";
import { PLAIN, type Palette } from "../report/palette";
import type { Host } from "./host";

/** NO_COLOR beats FORCE_COLOR beats what the stream is (no-color.org, force-color.org). */
export function wantsColour(host: Host): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = host.environment;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return host.outputIsTerminal && TERM !== "dumb";
}

export function paletteFor(coloured: boolean): Palette {
  if (!coloured) return PLAIN;
  const colours = picocolors.createColors(true);
  return {
    bold: colours.bold,
    dim: colours.dim,
    bad: colours.red,
    caution: colours.yellow,
    good: colours.green,
    name: colours.cyan,
  };
}

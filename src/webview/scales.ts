import { scaleBand, scaleLinear } from "d3-scale";

/** Size of every chart in its own units; the page scales it to the room there is. */
export const CHART = { width: 640, height: 220, left: 48, right: 8, top: 10, bottom: 26 } as const;

export function heights(most: number, least = 0) {
  return scaleLinear()
    .domain([Math.min(0, least), Math.max(1, most)])
    .nice(4)
    .range([CHART.height - CHART.bottom, CHART.top]);
}

export function columns(names: readonly string[], padding = 0.25) {
  return scaleBand()
    .domain(names)
    .range([CHART.left, CHART.width - CHART.right])
    .paddingInner(padding)
    .paddingOuter(0.1);
}

/** At most so many names fit below a chart. */
export function shownNames(names: readonly string[], most = 7): readonly string[] {
  const step = Math.max(1, Math.ceil(names.length / most));
  return names.filter((_, index) => (names.length - 1 - index) % step === 0);
}

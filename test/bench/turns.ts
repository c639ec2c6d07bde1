import { spawnSync } from "node:child_process";

/** Median milliseconds by name; the first is the floor. */
export type Medians = ReadonlyMap<string, number>;

const WARM = 1;

/** Runs commands in turns, so that a busy minute meets all of them, and leaves out the first rounds. `before` runs unmeasured, before each. */
export function inTurns(runs: number, cwd: string, commands: Readonly<Record<string, readonly string[]>>, before?: (name: string, run: number) => void): Medians {
  const times = new Map<string, number[]>(Object.keys(commands).map((name) => [name, []]));
  for (let run = -WARM; run < runs; run++) {
    for (const [name, [executable = "", ...args]] of Object.entries(commands)) {
      before?.(name, run);
      const start = process.hrtime.bigint();
      const { status, stderr, stdout } = spawnSync(executable, args, { cwd, encoding: "utf8" });
      const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
      if (status !== 0) throw new Error(`${name}: exit ${status ?? "signal"}: ${stderr}${stdout}`);
      if (run >= 0) times.get(name)?.push(milliseconds);
    }
  }
  return new Map([...times].map(([name, list]) => [name, medianOf(list)]));
}

export function printTurns(medians: Medians): void {
  const [floor = 1] = medians.values();
  for (const [name, milliseconds] of medians) console.log(`  ${name.padEnd(44)} ${milliseconds.toFixed(0).padStart(6)} ms  ${(milliseconds / floor).toFixed(2).padStart(6)} x`);
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
}

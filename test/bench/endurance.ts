/** The full campaigns: 8 people × 25 sign-offs that push at once, and 100 kills in the middle of an append or an exchange. */
import { killAgainAndAgain, pushAtOnce } from "../e2e/ledger-endurance";

export async function benchEndurance(print: (line: string) => void = console.log): Promise<void> {
  const pushing = performance.now();
  const { signed, read, exchanges, tries } = await pushAtOnce(8, 25);
  print(`endurance: 8 people × 25 sign-offs at once: ${signed} signed, ${read} read in a fresh clone, ${exchanges} exchanges, ${tries} pushes (${(tries / exchanges).toFixed(2)} a push), ${Math.round((performance.now() - pushing) / 1000)} s`);
  const killing = performance.now();
  const figures = await killAgainAndAgain(100, 7);
  print(`endurance: ${figures.kills} kills, ${figures.inTheMiddle} of them after the first record of a process: ${figures.acknowledged} records acknowledged, all of them there, ${figures.read} read in a fresh clone; ${Math.round((performance.now() - killing) / 1000)} s`);
}

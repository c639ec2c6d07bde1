/** Hostile texts for every parser of evidence, as many as asked for. Throws at the first that does harm. */
import { fuzzParser, fuzzedParsers } from "../unit/sources/parser-fuzz";

export function benchParsers(rounds: number): void {
  let all = 0;
  for (const parser of fuzzedParsers()) {
    const started = performance.now();
    const named = fuzzParser(parser, rounds, 4711);
    all += rounds;
    console.log(`${parser.name}: ${rounds} hostile texts in ${((performance.now() - started) / 1000).toFixed(1)} s, ${named} still named a file`);
  }
  console.log(`parsers: ${all} texts, none threw, no path led out of the repository`);
}

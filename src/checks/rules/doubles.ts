/** Doubles that a test file makes of what its code uses, read as text: spies, stubs, and what these give back. */
import { wordsIn } from "./gone-names";
import type { Assertion } from "./test-structure";

/** Characters beside a name in which the call stands that makes its double. */
const NEAR = 200;
const MOST_TRIES = 100;

/** `spy = vi.spyOn(object, "`. */
const SPIED = /(?:([\w$]+)\s*=\s*)?\b(?:[\w$]+\.)?(?:spyOn|spy|stub|replace|method)\([^;"'`=]*["'`]$/;
/** `vi.mocked(`. */
const MOCKED = /\bmocked\($/;
/** `: vi.fn(`, `= sinon.stub(`, `.mockReturnValue(`. */
const MADE = /^["'`]?\s*(?:[:=]\s*(?:\w+\.)?(?:fn|stub|spy|fake)\(|\.(?:mock\w+|returns|resolves|callsFake)\()/;
/** What a double is given to answer: `= vi.fn().mockReturnValue(answer`, `: () => answer`. */
const ANSWERS = /^["'`]?\)?\s*(?::\s*(?:async\s*)?\(\)\s*=>\s*\(?|[:=.][^;,\n]*?\b(?:fn|stub|fake|mock(?:Return|Resolved|Implementation)\w*|returns|resolves|callsFake)\(\s*)([^;,\n]*)/;

const TEXTS = /(["'`])[^"'`]*\1/g;

/** The double of something that goes by a name. */
export class Double {
  constructor(
    readonly name: string,
    /** Variables that hold it or what it gives back, with the offsets where that is said. */
    private readonly held: ReadonlyMap<string, readonly number[]>,
    private readonly isMade: boolean,
  ) {}

  /** Whether an assertion is about the double, or about what it gave back, as one of the offsets says that `isNear`. */
  isIn({ subject }: Pick<Assertion, "subject">, isNear: (offset: number) => boolean): boolean {
    const root = /^[\w$]+/.exec(subject)?.[0] ?? "";
    const isHeld = this.held.get(root)?.some(isNear) === true;
    return isHeld || (this.isMade && wordsIn(subject).has(this.name));
  }
}

/** Doubles that the text makes for some of the names. */
export function doublesIn(text: string, names: readonly string[]): readonly Double[] {
  const words = wordsIn(text);
  return names.filter((name) => words.has(name)).flatMap((name) => {
    const held = new Map<string, number[]>();
    const hold = (variable: string, offset: number) => held.set(variable, [...(held.get(variable) ?? []), offset]);
    let isMade = false;
    for (let at = text.indexOf(name), tries = 0; at >= 0 && tries < MOST_TRIES; at = text.indexOf(name, at + 1), tries++) {
      const left = text.slice(Math.max(0, at - NEAR), at);
      const right = text.slice(at + name.length, at + name.length + NEAR);
      if (/[\w$]$/.test(left) || /^[\w$]/.test(right)) continue;
      const spied = SPIED.exec(left);
      if (spied?.[1] !== undefined) hold(spied[1], at);
      const isHere = spied !== null || MOCKED.test(left) || MADE.test(right);
      isMade ||= isHere;
      const answer = ANSWERS.exec(right)?.[1] ?? "";
      for (const value of wordsIn(answer.replace(TEXTS, ""))) hold(value, at);
    }
    return isMade || held.size > 0 ? [new Double(name, held, isMade)] : [];
  });
}

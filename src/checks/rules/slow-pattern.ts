/** Longer patterns are generated; looking at them would itself take long. */
const MAXIMUM_LENGTH = 2_000;

interface Part {
  /** Characters it can begin with, as a set written by hand: `*` for any. */
  readonly set: string;
  readonly isRepeated: boolean;
  readonly holdsRepeated: boolean;
  readonly alternatives: readonly string[];
  readonly canBeEmpty: boolean;
}

/**
 * Whether a pattern has a repetition that can split one text in several ways: a repeated group that ends or begins in a
 * repetition (`(a+)+`, `(a*b?)*`), or whose alternatives overlap (`(a|a)*`, `(\w|\d)+`). Found by reading, never by running it.
 */
export function isSlowPattern(pattern: string): boolean {
  if (pattern.length > MAXIMUM_LENGTH) return false;
  const reader = new Reader(pattern);
  reader.alternatives(0);
  return reader.isSlow;
}

class Reader {
  isSlow = false;
  private at = 0;

  constructor(private readonly pattern: string) {}

  /** Reads up to the closing parenthesis; gives the parts of each alternative. */
  alternatives(depth: number): readonly (readonly Part[])[] {
    const found: Part[][] = [[]];
    while (this.at < this.pattern.length && depth < 50) {
      const character = this.pattern.charAt(this.at);
      if (character === ")") break;
      if (character === "|") {
        this.at++;
        found.push([]);
        continue;
      }
      const part = this.part(depth);
      if (part !== null) found[found.length - 1]?.push(part);
    }
    return found;
  }

  private part(depth: number): Part | null {
    const character = this.pattern.charAt(this.at);
    if (character === "^" || character === "$") {
      this.at++;
      return null;
    }
    if (character === "(") {
      const opening = /^\((\?(:|=|!|<=|<!|<[^>=!]+>))?/.exec(this.pattern.slice(this.at))?.[0] ?? "(";
      this.at += opening.length;
      const inner = this.alternatives(depth + 1);
      this.at++;
      const repetition = this.repetition();
      if (/^\(\?[=!]|^\(\?<[=!]/.test(opening)) return null;
      if (repetition === "many" && splits(inner)) this.isSlow = true;
      const first = inner.map((parts) => parts[0]?.set ?? "");
      return { set: first.join(""), isRepeated: repetition === "many", holdsRepeated: inner.some((parts) => parts.some((part) => part.isRepeated || part.holdsRepeated)), alternatives: first, canBeEmpty: repetition !== "one" || inner.some((parts) => parts.every((part) => part.canBeEmpty)) };
    }
    const set = this.characterSet();
    const repetition = this.repetition();
    return { set, isRepeated: repetition === "many", holdsRepeated: false, alternatives: [], canBeEmpty: repetition === "maybe" || (repetition === "many" && this.pattern.charAt(this.at - 1) !== "+") };
  }

  private characterSet(): string {
    const character = this.pattern.charAt(this.at);
    if (character === "\\") {
      const text = this.pattern.slice(this.at, this.at + 2);
      this.at += /^\\[up]\{/.test(this.pattern.slice(this.at, this.at + 3)) ? this.pattern.indexOf("}", this.at) - this.at + 1 || 2 : 2;
      return /^\\[wdsWDSbB]$/.test(text) ? text : text.slice(1);
    }
    if (character === "[") {
      let end = this.at + 1;
      while (end < this.pattern.length && this.pattern.charAt(end) !== "]") end += this.pattern.charAt(end) === "\\" ? 2 : 1;
      const text = this.pattern.slice(this.at, end + 1);
      this.at = end + 1;
      return text;
    }
    this.at++;
    return character === "." ? "*" : character;
  }

  private repetition(): "one" | "maybe" | "many" {
    const found = /^([*+?]|\{(\d+)(,(\d*))?\})\??/.exec(this.pattern.slice(this.at, this.at + 20));
    if (found === null) return "one";
    this.at += found[0].length;
    if (found[1] === "?") return "maybe";
    if (found[2] === undefined) return "many";
    const most = found[3] === undefined ? Number(found[2]) : found[4] === "" ? Infinity : Number(found[4]);
    return most > 15 ? "many" : most === 1 ? "one" : "maybe";
  }
}

/** Whether a repeated group of these alternatives can read one text in several ways. */
function splits(alternatives: readonly (readonly Part[])[]): boolean {
  for (const parts of alternatives) {
    const required = parts.filter((part) => !part.canBeEmpty || part.isRepeated);
    const first = parts[0];
    const last = parts[parts.length - 1];
    if (first === undefined || last === undefined) continue;
    // `(a+)+`, `(a+b?)+`: nothing that must stand between two repetitions.
    const fixed = required.filter((part) => !part.isRepeated && !part.canBeEmpty);
    const repeated = parts.filter((part) => part.isRepeated || (part.holdsRepeated && part.canBeEmpty));
    // `(a+,?a*)*` with overlapping ends.
    if (repeated.length > 0 && fixed.every((part) => repeated.every((other) => overlaps(part.set, other.set)))) return true;
  }
  for (let one = 0; one < alternatives.length; one++) {
    for (let other = one + 1; other < Math.min(alternatives.length, 20); other++) {
      const left = alternatives[one] ?? [];
      const right = alternatives[other] ?? [];
      if (left.length === 1 && right.length === 1 && overlaps(left[0]?.set ?? "", right[0]?.set ?? "")) return true;
    }
  }
  return false;
}

function overlaps(one: string, other: string): boolean {
  if (one === "" || other === "") return false;
  if (one === other || one === "*" || other === "*") return true;
  return SAMPLES.some((sample) => holds(one, sample) && holds(other, sample));
}

const SAMPLES = ["a", "Z", "0", "_", " ", "-", ".", "/", ",", ";", "@", "\n", "\"", "'", "<", "=", ":", "&", "%", "é"];

function holds(set: string, sample: string): boolean {
  if (set.length === 1) return set === sample;
  try {
    return new RegExp(`^(?:${set})$`, "u").test(sample);
  } catch (error) {
    // What only reads without the flag is compared as it stands.
    if (error instanceof SyntaxError) return set.includes(sample);
    throw error;
  }
}

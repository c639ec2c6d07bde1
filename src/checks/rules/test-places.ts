/** Where else a change put a test, or took it from: its lines are looked for in those of other files. */
import type { ChangedTests } from "./project-facts";
import { lastTitle, type TestCase } from "./test-structure";
import type { View } from "./view";

/** Titles that are shorter, without white space, stand in any text. */
const LEAST_TITLE = 8;
/** Characters without white space from which on a test's lines stand elsewhere by no chance. */
const LEAST_BODY = 80;
/** From here on a title is one test's alone. */
const LONG_TITLE = 20;

export class TestPlaces {
  /** Each test is asked about several times, and the texts are long. */
  private readonly known = new Map<TestCase, "whole" | "title" | null>();

  constructor(
    private readonly view: View,
    private readonly others: readonly ChangedTests[],
    /** Characters, without white space, of a title that counts beside the same assertions. */
    private readonly leastTitle = LEAST_TITLE,
  ) {}

  /** Whether the test stands in another place with all that it asserts; "title" where only its title is known to stand there. */
  placeOf(test: TestCase): "whole" | "title" | null {
    let found = this.known.get(test);
    if (found === undefined) this.known.set(test, (found = this.find(test)));
    return found;
  }

  private find({ title, node, assertions }: TestCase): "whole" | "title" | null {
    const last = lastTitle(title).replace(/\s+/g, "");
    const places = last.length < (assertions.length === 0 ? LEAST_TITLE : this.leastTitle) ? [] : this.others.filter(({ text }) => text.includes(last));
    if (places.some(({ text }) => assertions.every((assertion) => text.includes(assertion.text)))) return "whole";
    const lines = node === null ? [] : linesWithin(this.view.text.slice(node.start, node.end));
    if (lines.join("").length >= LEAST_BODY && this.others.some(({ text }) => lines.every((line) => text.includes(line)))) return "whole";
    return last.length >= LONG_TITLE && places.some(({ path }) => path !== this.view.path) ? "title" : null;
  }
}

/** Lines between the first and the last one, without white space. */
export function linesWithin(text: string): readonly string[] {
  const lines = text.split("\n").slice(1, -1);
  return lines.map((line) => line.replace(/\s+/g, "")).filter((line) => line !== "");
}

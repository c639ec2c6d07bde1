/**
 * How much an expression made of a glob may try before it gives up. Wildcards one behind the other make a matcher try
 * every way of dividing a name among them: a hostile pair of glob and path would hold it for years.
 */
const MAXIMUM_WORK = 5_000_000;

/** The wildcards that multiply: inside of one segment, and over segments. What stands at the end is tried once. */
interface Shape {
  readonly inSegment: number;
  readonly overSegments: number;
}

/** Says of a glob which paths can be matched against it in a time that nobody notices. */
export class GlobWork {
  private readonly shape: Shape;
  /** Paths up to this many characters need no closer look. */
  private readonly safeLength: number;

  constructor(glob: string) {
    this.shape = shapeOf(glob);
    let length = 4096;
    while (length > 8 && workOf(this.shape, length, length / 2) > MAXIMUM_WORK) length >>= 1;
    this.safeLength = length;
  }

  isTooMuch(path: string): boolean {
    if (path.length <= this.safeLength) return false;
    const segments = path.split("/");
    return workOf(this.shape, Math.max(...segments.map(({ length }) => length)), segments.length) > MAXIMUM_WORK;
  }
}

function shapeOf(glob: string): Shape {
  const segments = glob.replace(/\/\*\*$/, "").split("/");
  const wildcards = segments.filter((segment) => segment !== "**").map((segment) => segment.match(/\*+|[+*@]\(|<[A-Za-z][\w-]*>/g)?.length ?? 0);
  return { inSegment: Math.max(0, ...wildcards), overSegments: segments.filter((segment) => segment === "**").length };
}

/** Ways to divide a segment of so many characters, and a path of so many segments, among the wildcards. */
function workOf({ inSegment, overSegments }: Shape, characters: number, segments: number): number {
  return combinations(characters, inSegment) * combinations(segments, overSegments);
}

function combinations(of: number, taken: number): number {
  let result = 1;
  for (let index = 0; index < taken; index++) result *= Math.max(1, (of - index) / (index + 1));
  return result;
}

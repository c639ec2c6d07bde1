/** Facts of one repository after the other: never more than one is open, and one that can't be read keeps no other from being told. */
import { CountersignError, type NotChecked } from "../core/model";

export interface Gathered {
  /** What could not be read, by the folder that was named. */
  readonly missing: readonly NotChecked[];
}

/**
 * Gathers from each place in turn and gives it to `take`, which keeps what it needs of it. A place among several that fails is told to
 * `tell` and left out. Errors: that of the place where it is the only one, or the first where every one fails; `interrupted`.
 */
export async function gatherEach<T>(places: readonly string[], gather: (place: string) => Promise<T>, take: (gathered: T) => void, tell: (error: CountersignError) => void): Promise<Gathered> {
  const failures: { readonly place: string; readonly error: CountersignError }[] = [];
  for (const place of places) {
    try {
      take(await gather(place));
    } catch (error) {
      if (places.length === 1 || !(error instanceof CountersignError) || error.code === "interrupted") throw error;
      failures.push({ place, error: new CountersignError(error.code, `${place}: ${error.message}`, error.details, { cause: error }) });
    }
  }
  const [first] = failures;
  if (first !== undefined && failures.length === places.length) throw first.error;
  for (const { error } of failures) tell(error);
  return { missing: failures.map(({ place, error }) => ({ what: `the repository ${place}`, why: (error.cause instanceof Error ? error.cause : error).message })) };
}

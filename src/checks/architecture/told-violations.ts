import type { Finding } from "../../core/model";
import { keyOf, toFinding, type Violation } from "./architecture-finding";

/** What is told of violations, made once for each: most of them stay the same from one edit to the next. */
export class ToldViolations {
  private readonly keys = new WeakMap<Violation, string>();
  private readonly introduced = new WeakMap<Violation, Finding>();
  private readonly inherited = new WeakMap<Violation, Finding>();
  private readonly withPlace = new WeakMap<Violation, Violation>();

  /** `file`: the configuration that the rules stand in. */
  constructor(private readonly file: string) {}

  key(found: Violation): string {
    return remembered(this.keys, found, () => keyOf(found));
  }

  finding(found: Violation, introduced: boolean): Finding {
    return remembered(introduced ? this.introduced : this.inherited, found, () => toFinding(found, introduced, this.file));
  }

  /** With the place of the rule that found them; a violation is one rule's alone. */
  placed(found: readonly Violation[], place: readonly (string | number)[] | null): readonly Violation[] {
    return place === null ? found : found.map((one) => remembered(this.withPlace, one, () => ({ ...one, rulePlace: place })));
  }
}

function remembered<Key extends object, Value>(known: WeakMap<Key, Value>, key: Key, make: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) {
    value = make();
    known.set(key, value);
  }
  return value;
}

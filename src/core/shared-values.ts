/**
 * A JSON value with each of its parts said once. A snapshot of many hunks says the same path, evidence and factors thousands of
 * times: sent so it is a fraction of the bytes, and what is read back holds one object where there were thousands.
 */

/** Null, a truth, a number or a text stands for itself; a list of numbers is an array (`[-1, parts…]`) or an object (`[shape, values…]`). */
type Node = null | boolean | number | string | readonly number[];

/** `T` on its way. Nodes come after the nodes that they refer to by place; the last one is the value. */
export interface SharedValue<T> {
  /** Keys of the objects, in their order. */
  readonly shapes: readonly (readonly string[])[];
  readonly nodes: readonly Node[];
  /** Never there: keeps the value's type. */
  readonly of?: T;
}

const ARRAY = -1;

/** Packs what `JSON.stringify` would take; properties that are undefined are left out, as there. */
export function packShared<T>(value: T): SharedValue<T> {
  const shapes: (readonly string[])[] = [];
  const nodes: Node[] = [];
  const places = new Map<unknown, number>();
  const shapePlaces = new Map<string, number>();

  /** By value for what stands for itself, else by a text that no such value has the type of. */
  const place = (key: unknown, node: Node): number => {
    const known = places.get(key);
    if (known !== undefined) return known;
    nodes.push(node);
    places.set(key, nodes.length - 1);
    return nodes.length - 1;
  };
  const composite = (kind: number, parts: readonly unknown[]): number => {
    const node = [kind, ...parts.map(pack)];
    // A text of the value itself begins with a quotation mark here, so that none can pass for a list.
    return place(`[${node.join()}`, node);
  };
  const shapeOf = (keys: readonly string[]): number => {
    const key = JSON.stringify(keys);
    const known = shapePlaces.get(key);
    if (known !== undefined) return known;
    shapes.push(keys);
    shapePlaces.set(key, shapes.length - 1);
    return shapes.length - 1;
  };
  const pack = (part: unknown): number => {
    if (typeof part === "string") return place(`"${part}`, part);
    if (Array.isArray(part)) return composite(ARRAY, part);
    if (typeof part === "object" && part !== null) {
      const entries = (Object.entries(part) as [string, unknown][]).filter(([, each]) => each !== undefined);
      return composite(shapeOf(entries.map(([key]) => key)), entries.map(([, each]) => each));
    }
    const plain = typeof part === "boolean" || (typeof part === "number" && Number.isFinite(part)) ? part : null;
    return place(plain, plain);
  };
  pack(value);
  return { shapes, nodes };
}

/** What was packed, deeply equal to it; equal parts are one object, so nobody may change it. Errors: a node that refers to none before it. */
export function unpackShared<T>({ shapes, nodes }: SharedValue<T>): T {
  // A copy of an empty object of that shape is as small as one that was parsed.
  const blanks = shapes.map((keys) => JSON.parse(`{${keys.map((key) => `${JSON.stringify(key)}:null`).join()}}`) as Record<string, unknown>);
  const values: unknown[] = [];
  const valueAt = (place: number | undefined): unknown => {
    if (place === undefined || !Number.isInteger(place) || place < 0 || place >= values.length) throw new RangeError("a shared value refers to one that has not come yet");
    return values[place];
  };
  for (const node of nodes) {
    if (!Array.isArray(node)) {
      values.push(node);
      continue;
    }
    const [kind = ARRAY, ...parts] = node as readonly number[];
    const keys = shapes[kind];
    const blank = blanks[kind];
    if (keys === undefined || blank === undefined) {
      values.push(parts.map(valueAt));
      continue;
    }
    const object = { ...blank };
    for (let each = 0; each < keys.length; each++) object[keys[each] ?? ""] = valueAt(parts[each]);
    values.push(object);
  }
  return values.at(-1) as T;
}

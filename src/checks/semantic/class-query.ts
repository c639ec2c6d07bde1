import type { SourceFile } from "ts-morph";
import { classesIn, classNameOf, hasBase, hasDecorator, hasInterface } from "./class-heads";
import type { Origins } from "./origins";
import type { Placing } from "./placing";
import type { Found, Query, SymbolPattern } from "./structure-protocol";

/** Classes of an element that lack the base class, the interface or the decorator that all of them must have. */
export function misshapenClasses(file: SourceFile, { named, needs }: Extract<Query, { kind: "classes" }>, origins: Origins, place: Placing): readonly Found[] {
  const names = named.map(nameMatcher);
  return classesIn(file).flatMap((one): readonly Found[] => {
    const name = classNameOf(one);
    if (names.length > 0 && !names.some((matches) => matches(name))) return [];
    const missing = [
      ...(hasBase(one, needs.extending, origins) ? [] : [`does not extend ${anyOf(needs.extending)}`]),
      ...(hasInterface(one, needs.implementing, origins) ? [] : [`implements no ${anyOf(needs.implementing)}`]),
      ...(hasDecorator(one, needs.decorated, origins) ? [] : [`carries no @${anyOf(needs.decorated)}`]),
    ];
    return missing.map((what) => place(one.getNameNode() ?? one, `the class \`${name}\` ${what}`, `${name} ${what}`));
  });
}

function anyOf(patterns: readonly SymbolPattern[]): string {
  return patterns.map(({ written }) => written).join(" or ");
}

/** `*` stands for any part of a name. */
function nameMatcher(glob: string): (name: string) => boolean {
  const parts = glob.split("*");
  const [first = "", ...rest] = parts;
  return (name) => {
    if (rest.length === 0) return name === glob;
    if (!name.startsWith(first)) return false;
    let at = first.length;
    for (const [index, part] of rest.entries()) {
      if (index === rest.length - 1) return name.length >= at + part.length && name.endsWith(part);
      const found = name.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return true;
  };
}

import { RegExpParser, type AST } from "@eslint-community/regexpp";

/** What a glob is made of before it is written down. */
type Token = { readonly kind: "text"; readonly text: string } | { readonly kind: "segment" } | { readonly kind: "one" } | { readonly kind: "class"; readonly text: string } | { readonly kind: "any" } | { readonly kind: "capture"; readonly name: string };

/** One way through the alternatives of an expression, with what its numbered groups stand for in it. */
interface Way {
  readonly tokens: readonly Token[];
  /** What must not follow: the tokens before and what they are followed by. */
  readonly not: readonly (readonly Token[])[];
  readonly groups: Readonly<Record<number, string>>;
}

export interface ConvertedPattern {
  readonly globs: readonly string[];
  /** Globs of what the expression leaves out of them, by looking ahead. */
  readonly not: readonly string[];
  /** What each numbered group stands for: text, with `<name>` in it for a segment that the glob captures. */
  readonly groups: Readonly<Record<number, string>>;
}

/** An expression that no list of globs says. */
export class NotAGlob extends Error {}

const MAXIMUM_WAYS = 256;
const ANY: Token = { kind: "any" };
/** Stands in an expression for a captured segment of another one. */
const MARK = 0xe200;

/**
 * Globs that match the paths that a regular expression finds: one entry for each meaning of its numbered groups. `groups`
 * is what `$1` and its like stand for. Errors: `NotAGlob`, saying what has no counterpart.
 */
export function globsOf(pattern: string, groups: Readonly<Record<number, string>> = {}): readonly ConvertedPattern[] {
  const names: string[] = [];
  const source = pattern.replace(/\$(\d)/g, (whole, digit: string) => {
    const stands = groups[Number(digit)];
    if (stands === undefined) throw new NotAGlob(`\`${whole}\` stands for more than a text and one folder`);
    return stands.replace(/<([^>]+)>|[\\^$.*+?()[\]{}|]/g, (found, name: string | undefined) => {
      if (name === undefined) return `\\${found}`;
      names.push(name);
      return String.fromCharCode(MARK + names.length - 1);
    });
  });
  let parsed: AST.Pattern;
  try {
    parsed = new RegExpParser().parsePattern(source);
  } catch (error) {
    throw new NotAGlob(error instanceof Error ? error.message : "it is no regular expression", { cause: error });
  }
  const ways = new Converter(names).ways(parsed.alternatives, true);
  const byGroups = new Map<string, { globs: Set<string>; not: Set<string>; groups: Way["groups"] }>();
  for (const way of ways) {
    const key = JSON.stringify([way.groups, way.not]);
    const known = byGroups.get(key) ?? { globs: new Set<string>(), not: new Set<string>(), groups: way.groups };
    for (const glob of written(way.tokens)) known.globs.add(glob);
    for (const glob of way.not.flatMap(written)) known.not.add(glob);
    byGroups.set(key, known);
  }
  return [...byGroups.values()].map(({ globs, not, groups: own }) => ({ globs: [...globs], not: [...not], groups: own }));
}

class Converter {
  constructor(private readonly names: readonly string[]) {}

  /** `whole`: nothing stands around, so that an end without an anchor means anything. */
  ways(alternatives: readonly AST.Alternative[], whole: boolean): readonly Way[] {
    const all = alternatives.flatMap((alternative) => this.sequence(alternative.elements, whole));
    if (all.length > MAXIMUM_WAYS) throw new NotAGlob("it has too many alternatives");
    return all;
  }

  private sequence(elements: readonly AST.Element[], whole: boolean): readonly Way[] {
    let ways: readonly Way[] = [EMPTY];
    const anchors = { start: false, end: false };
    for (const element of elements) {
      if (whole && anchors.start && element.type === "Assertion" && element.kind === "lookahead" && element.negate) {
        ways = ways.map((way) => ({ ...way, not: [...way.not, ...this.refused(way, element)] }));
        continue;
      }
      if (element.type === "Assertion") {
        if (!whole || (element.kind !== "start" && element.kind !== "end")) throw new NotAGlob(`\`${element.raw}\` looks around`);
        anchors[element.kind] = true;
        continue;
      }
      const next = this.element(element);
      ways = ways.flatMap((way) => next.map((one) => ({ ...way, tokens: [...way.tokens, ...one.tokens], groups: { ...way.groups, ...one.groups } })));
      if (ways.length > MAXIMUM_WAYS) throw new NotAGlob("it has too many alternatives");
    }
    if (!whole) return ways;
    // A group may hold the anchor: (^|/)name, name($|/).
    return ways.map(({ tokens, groups, not }) => ({ not, tokens: [...(anchors.start || isAnchor(tokens[0]) ? [] : [ANY]), ...tokens.filter((token) => !isAnchor(token)), ...(anchors.end || isAnchor(tokens.at(-1)) ? [] : [ANY])], groups }));
  }

  /** What a negative look ahead takes out, where the text before it can end in one place only. */
  private refused(way: Way, { alternatives, raw }: AST.LookaroundAssertion): readonly (readonly Token[])[] {
    if (way.tokens.some(({ kind }) => kind === "any")) throw new NotAGlob(`\`${raw}\` looks around`);
    return alternatives.flatMap(({ elements }) => {
      const last = elements.at(-1);
      const isEnd = last?.type === "Assertion" && last.kind === "end";
      return this.sequence(isEnd ? elements.slice(0, -1) : elements, false).map(({ tokens }) => [...way.tokens, ...tokens, ...(isEnd ? [] : [ANY])]);
    });
  }

  private element(element: AST.QuantifiableElement | AST.Quantifier | AST.Element): readonly Way[] {
    switch (element.type) {
      case "Character":
        return plain(this.character(element.value));
      case "CharacterSet":
        return plain(element.kind === "any" ? { kind: "one" } : { kind: "class", text: SETS[element.raw] ?? unsupported(element.raw) });
      case "CharacterClass":
        return plain(this.characterClass(element));
      case "Group":
        return this.group(element.alternatives);
      case "CapturingGroup":
        return this.capture(element);
      case "Quantifier":
        return this.quantified(element);
      default:
        throw new NotAGlob(`\`${element.raw}\` has no counterpart`);
    }
  }

  private character(value: number): Token {
    const name = this.names[value - MARK];
    return name === undefined ? { kind: "text", text: String.fromCodePoint(value) } : { kind: "capture", name };
  }

  private group(alternatives: readonly AST.Alternative[]): readonly Way[] {
    return alternatives.flatMap(({ elements }) => {
      // Anchors at the edge of a group are those of the whole.
      const start = isEdge(elements[0], "start");
      const end = isEdge(elements.at(-1), "end");
      const inner = this.sequence(elements.slice(start ? 1 : 0, end ? -1 : undefined), false);
      return inner.map((way) => ({ ...way, tokens: [...(start ? [ANCHOR] : []), ...way.tokens, ...(end ? [ANCHOR] : [])] }));
    });
  }

  private capture(group: AST.CapturingGroup): readonly Way[] {
    const number = captureNumber(group);
    const ways = this.group(group.alternatives);
    return ways.map(({ tokens, groups, not }): Way => {
      const texts = tokens.map((token) => (token.kind === "text" ? token.text : token.kind === "segment" ? "\0" : null));
      if (texts.includes(null)) return { not, tokens, groups };
      const whole = texts.join("");
      if (!whole.includes("\0")) return { not, tokens, groups: { ...groups, [number]: whole } };
      // One folder, with its neighbours written out: a part of a name, or two folders, is nothing that a capture could hold.
      if (!/^(?:[^\0]*\/)?\0(?:\/[^\0]*)?$/.test(whole)) return { not, tokens, groups };
      return { not, tokens: tokens.map((token) => (token.kind === "segment" ? { kind: "capture", name: `group${number}` } : token)), groups: { ...groups, [number]: whole.replace("\0", `<group${number}>`) } };
    });
  }

  private characterClass(element: AST.CharacterClass): Token {
    const inside = element.raw.slice(element.negate ? 2 : 1, -1).replaceAll("\\/", "/").replace(/\\([^dwsDWS])/g, "$1");
    if (/[\\[\]]/.test(inside)) throw new NotAGlob(`\`${element.raw}\` has no counterpart`);
    if (element.negate && (inside === "/" || inside === "")) return { kind: "one" };
    if (inside.length === 1 && !element.negate) return { kind: "text", text: inside };
    return { kind: "class", text: `[${element.negate ? "!" : ""}${inside}${element.negate && !inside.includes("/") ? "/" : ""}]` };
  }

  private quantified({ element, min, max, raw }: AST.Quantifier): readonly Way[] {
    const isMany = max === Infinity;
    if (element.type === "CharacterSet" && element.kind === "any" && isMany && min <= 1) return plain(ANY);
    if (element.type === "CharacterClass" && isMany && min <= 1) {
      const token = this.characterClass(element);
      if (token.kind === "one") return plain({ kind: "segment" });
      if (token.kind === "class") return plain({ kind: "class", text: `${min === 0 ? "*" : "+"}(${token.text})` });
    }
    if (element.type === "CharacterSet" && element.kind !== "any" && isMany && min <= 1) return plain({ kind: "class", text: `${min === 0 ? "*" : "+"}(${SETS[element.raw] ?? unsupported(element.raw)})` });
    if (min === 0 && max === 1) return [EMPTY, ...this.element(element)];
    if (min === max && min <= 8) {
      const inner = this.element(element);
      if (inner.length === 1) return [{ not: [], tokens: Array.from({ length: min }, () => inner[0]?.tokens ?? []).flat(), groups: inner[0]?.groups ?? {} }];
    }
    throw new NotAGlob(`\`${raw}\` has no counterpart`);
  }
}

const SETS: Readonly<Partial<Record<string, string>>> = { "\\d": "[0-9]", "\\w": "[A-Za-z0-9_]" };
const EMPTY: Way = { tokens: [], not: [], groups: {} };
const ANCHOR: Token = { kind: "text", text: "" };

function isEdge(element: AST.Element | undefined, kind: "start" | "end"): boolean {
  return element?.type === "Assertion" && element.kind === kind;
}

function isAnchor(token: Token | undefined): boolean {
  return token === ANCHOR;
}

function unsupported(raw: string): never {
  throw new NotAGlob(`\`${raw}\` has no counterpart`);
}

function plain(token: Token): readonly Way[] {
  return [{ tokens: [token], not: [], groups: {} }];
}

/** Position of a capturing group among those of its pattern, from 1. */
function captureNumber(group: AST.CapturingGroup): number {
  let above: AST.Node | null = group.parent;
  while (above !== null && above.type !== "Pattern") above = above.parent;
  const before = [...(above?.raw ?? "").slice(0, group.start - (above?.start ?? 0)).matchAll(/\\.|\[(?:\\.|[^\]])*\]|\((?!\?)|\(\?</g)].filter(([found]) => found.startsWith("("));
  return before.length + 1;
}

/** The globs of one sequence: what stands for anything is several of them, with and without folders between. */
function written(tokens: readonly Token[]): readonly string[] {
  const isMagic = tokens.some((token) => token.kind !== "text");
  let globs = [""];
  tokens.forEach((token, index) => {
    const isLast = index === tokens.length - 1;
    globs = globs.flatMap((glob) => {
      if (token.kind !== "any") return [glob + inGlob(token, isMagic)];
      if (index === 0) return isLast ? ["**"] : ["**/*"];
      if (glob.endsWith("/")) return isLast ? [`${glob}**`] : [`${glob}**/*`];
      if (glob.endsWith("*")) return isLast ? [glob, `${glob}/**`] : [glob, `${glob}/**/*`];
      return isLast ? [`${glob}*`, `${glob}*/**`] : [`${glob}*`, `${glob}*/**/*`];
    });
  });
  return globs.map((glob) => (isMagic || glob.includes("/") ? glob : `./${glob}`));
}

function inGlob(token: Exclude<Token, { kind: "any" }>, isMagic: boolean): string {
  switch (token.kind) {
    case "text":
      if (/[<>]/.test(token.text)) throw new NotAGlob("a name with < or > has no counterpart");
      return isMagic ? token.text.replace(/[\\*?{}[\]()!+@|]/g, "\\$&") : token.text;
    case "segment":
      return "*";
    case "one":
      return "?";
    case "class":
      return token.text;
    case "capture":
      return `<${token.name}>`;
  }
}

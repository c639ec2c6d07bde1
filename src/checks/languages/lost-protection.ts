import { countsOf } from "../../core/counts";
import { groupBy } from "../../core/group-by";
import type { Removal } from "../rules/rule";
import { PROTECTIVE, VALIDATING } from "../rules/protective-words";
import type { View } from "../rules/view";
import type { CodeFacts } from "./code-facts";

/** What SQL calls what keeps wrong rows out. */
export const CONSTRAINT = "the constraint";

/** Guards, guarding calls and declarations of protection that the base had and the head has not, where their place still stands. */
export function lostGuards(base: View, head: View): readonly Removal[] {
  if (base.code === null || head.code === null || base.isTest) return [];
  const places = placesOf(head, head.code);
  const removals: (Removal & { readonly end: number })[] = [];
  const standing = countsOf(head.code.guards.map(({ start, condition }) => `${head.symbolAt(start)}\0${condition}`));
  const exits = countsOf(head.code.guards.map(({ start, exit }) => `${head.symbolAt(start)}\0${exit}`));
  const before = countsOf(base.code.guards.map(({ start, exit }) => `${base.symbolAt(start)}\0${exit}`));
  const old = new Set(base.code.guards.map(({ start, condition }) => `${base.symbolAt(start)}\0${condition}`));
  const added = head.code.guards.map(({ start, condition }) => ({ symbol: head.symbolAt(start), condition })).filter(({ symbol, condition }) => !old.has(`${symbol}\0${condition}`));
  const oldCalls = countsOf(base.code.protections.map(({ start, name }) => `${base.symbolAt(start)}\0${name}`));
  for (const { start, end, name } of head.code.protections) {
    const symbol = head.symbolAt(start);
    if (!take(oldCalls, `${symbol}\0${name}`)) added.push({ symbol, condition: head.text.slice(start, end) });
  }
  const exitsAnywhere = countsOf(head.code.guards.map(({ exit }) => exit));
  const exitsBefore = countsOf(base.code.guards.map(({ exit }) => exit));
  const wentAway = overloads(base, head);
  const bodyOf = bodies(head, head.code);
  for (const { start, end, condition, exit, shown } of base.code.guards) {
    const symbol = base.symbolAt(start);
    if (!places.has(symbol) || wentAway(symbol, start) || take(standing, `${symbol}\0${condition}`)) continue;
    // The same way out as often as before, under other conditions: changed, not gone.
    if ((exits.get(`${symbol}\0${exit}`) ?? 0) >= (before.get(`${symbol}\0${exit}`) ?? 0)) continue;
    const isProtective = PROTECTIVE.test(base.text.slice(start, end)) || VALIDATING.test(condition);
    // It says the same words when it fails, from another place now.
    if (!isProtective && /["'`]\S/.test(exit) && (exitsAnywhere.get(exit) ?? 0) >= (exitsBefore.get(exit) ?? 0)) continue;
    // The same question in another form, or another one about the same: a change that is there to be seen.
    if (!isProtective && ((condition.length >= 8 && bodyOf(symbol).includes(condition)) || takeAbout(added, symbol, condition))) continue;
    removals.push({ baseOffset: start, end, message: `the guard \`${shown}\` was removed`, snippet: `guard ${symbol} ${condition}`, ...(isProtective ? { severity: "error" as const } : {}) });
  }
  const guards = [...removals];
  // A constraint goes with its column.
  const words = new Set(base.code.protections.some(({ what }) => what === CONSTRAINT) ? namesOf(head.text) : []);
  const guarding = countsOf(head.code.protections.map(({ start, name }) => `${head.symbolAt(start)}\0${name}`));
  for (const { start, end, name, what } of base.code.protections) {
    const symbol = base.symbolAt(start);
    if (take(guarding, `${symbol}\0${name}`) || !places.has(symbol) || (what === CONSTRAINT && !columnsOf(name).some((one) => words.has(one)))) continue;
    if (guards.some((one) => start >= one.baseOffset && end <= one.end)) continue;
    removals.push({ baseOffset: start, end, message: `${what} \`${name}\` was removed`, snippet: `${what} ${symbol} ${name}`, ...(PROTECTIVE.test(name) ? { severity: "error" as const } : {}) });
  }
  // The same check taken out at three places of one function is one reason.
  const told = new Set<string>();
  return removals.filter(({ snippet }) => told.size < told.add(snippet).size).map(({ end: _end, ...removal }) => removal);
}

/** Columns that a constraint speaks of: no keywords, functions, types or texts. */
function columnsOf(constraint: string): readonly string[] {
  const plain = constraint.replace(/^(NOT NULL of|CHECK|UNIQUE|PRIMARY KEY|REFERENCES)/i, "").replace(/'[^']*'|::\w+|\w+\s*(?=\()/g, " ");
  return namesOf(plain).filter((word) => !/^(and|or|not|null|is|in|any|all|array|true|false|between|like|similar|to)$/.test(word));
}

function namesOf(source: string): readonly string[] {
  return source.toLowerCase().match(/[a-z_]\w*/g) ?? [];
}

/** Calls whose failure was looked at, and which now stand without that. */
export function lostHandling(base: View, head: View): readonly Removal[] {
  if (base.code === null || head.code === null) return [];
  const keyed = (view: View, code: CodeFacts, isProtected: boolean) => countsOf(code.calls.filter((call) => call.isProtected === isProtected).map(({ start, name }) => `${view.symbolAt(start)}\0${name}`));
  const bareBefore = keyed(base, base.code, false);
  const bareNow = keyed(head, head.code, false);
  const protectedNow = keyed(head, head.code, true);
  const told = new Set<string>();
  return base.code.calls.flatMap(({ start, name, isAnswered }): readonly Removal[] => {
    const key = `${base.symbolAt(start)}\0${name}`;
    if (!isAnswered || told.has(key) || (protectedNow.get(key) ?? 0) > 0 || (bareNow.get(key) ?? 0) <= (bareBefore.get(key) ?? 0)) return [];
    told.add(key);
    return [{ baseOffset: start, message: base.code?.lostHandling(name) ?? name, snippet: `handling ${key}` }];
  });
}

/** Places that still stand: where a whole function went, its guards went with what they protected. */
function placesOf(view: View, code: CodeFacts): ReadonlySet<string> {
  return new Set(["", ...code.declarations.map(({ start }) => view.symbolAt(start))]);
}

/** Whether a place lies in one of several functions of a name, and that one went while others stay. */
function overloads(base: View, head: View): (symbol: string, at: number) => boolean {
  const bySymbol = (view: View) => groupBy(view.code?.declarations ?? [], ({ start }) => view.symbolAt(start));
  const signature = (view: View, { start, end }: { readonly start: number; readonly end: number }) => (view.text.slice(start, end).split(/\{|=>|;/)[0] ?? "").replace(/\s+/g, "");
  const before = bySymbol(base);
  const now = bySymbol(head);
  return (symbol, at) => {
    const old = before.get(symbol) ?? [];
    const left = now.get(symbol) ?? [];
    const own = old.find(({ start, end }) => start <= at && end > at);
    return own !== undefined && left.length < old.length && !left.some((one) => signature(head, one) === signature(base, own));
  };
}

/** Text of the declarations of a symbol, without white space. */
function bodies(view: View, code: CodeFacts): (symbol: string) => string {
  const texts = new Map<string, string>();
  return (symbol) => {
    const known = texts.get(symbol);
    if (known !== undefined) return known;
    const text = symbol === "" ? "" : code.declarations.filter(({ start }) => view.symbolAt(start) === symbol).map(({ start, end }) => view.text.slice(start, end).replace(/\s+/g, "")).join("\0");
    texts.set(symbol, text);
    return text;
  };
}

/** Takes a new condition of the same place that begins with the same name. */
function takeAbout(added: { readonly symbol: string; readonly condition: string }[], symbol: string, condition: string): boolean {
  const subject = (condition.match(/[A-Za-z_]\w{2,}/g) ?? []).find((word) => !/^(null|nil|none|not|true|false|undefined|self|this|instanceof)$/i.test(word));
  const index = subject === undefined ? -1 : added.findIndex((one) => one.symbol === symbol && new RegExp(`\\b${subject}\\b`).test(one.condition));
  if (index >= 0) added.splice(index, 1);
  return index >= 0;
}

function take(left: Map<string, number>, key: string): boolean {
  const count = left.get(key) ?? 0;
  if (count > 0) left.set(key, count - 1);
  return count > 0;
}

/** Random source files of several hunks, and random edits of them, for the carry fuzz. */
import { file, type TestFile } from "./fixtures";

export type Random = (below: number) => number;

/** The same numbers on every machine. */
export function randomFrom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

/** A part of a file: an assistant's hunk, or lines of the base between two. */
export interface Region {
  readonly isHunk: boolean;
  readonly lines: readonly string[];
}

export interface Source {
  readonly path: string;
  readonly regions: readonly Region[];
}

export function chosen<T>(random: Random, from: readonly T[]): T {
  const value = from[random(from.length)];
  if (value === undefined) throw new Error("nothing to choose from");
  return value;
}

const NAMES = ["amount", "user", "rate", "config", "order"];
const OPERATORS = ["+", "-", "*", "===", "<", "&&", "||", "??"];

function expression(random: Random, depth = 0): string {
  const name = () => chosen(random, NAMES);
  switch (random(depth > 1 ? 4 : 11)) {
    case 0:
      return name();
    case 1:
      return String(random(99));
    case 2:
      return `"${name()}  ${random(9)}"`;
    case 3:
      return `'it\\'s ${name()}'`;
    case 4:
      return `${expression(random, 2)} ${chosen(random, OPERATORS)} ${expression(random, 2)}`;
    case 5:
      return `${name()}(${expression(random, depth + 1)}, ${expression(random, depth + 1)})`;
    case 6:
      return `${name()}.${name()}(${expression(random, depth + 1)})`;
    case 7:
      return `/[/'"]${name()}\\//g.test(${expression(random, depth + 1)})`;
    case 8:
      return `\`\${${expression(random, 2)}}  and ${name()}\``;
    case 9:
      return `(${expression(random, depth + 1)})`;
    default:
      return `{ ${name()}: ${expression(random, depth + 1)}, ${name()}2: [${expression(random, 2)}, 1] }.${name()}`;
  }
}

export function typescriptStatement(random: Random, indent: string): string[] {
  const name = () => chosen(random, NAMES);
  switch (random(12)) {
    case 0:
      return [`${indent}const ${name()}${random(50)} = ${expression(random)};`];
    case 1:
      return [`${indent}if (${expression(random)}) ${name()}(${expression(random)});`];
    case 2:
      return [`${indent}if (${expression(random)}) {`, `${indent}  ${name()}(${expression(random)});`, `${indent}} else {`, `${indent}  throw new Error(${expression(random)});`, `${indent}}`];
    case 3:
      return [`${indent}// ${name()}, then ${name()}`];
    case 4:
      return [`${indent}/* ${name()}`, `${indent}   ${name()} */`];
    case 5:
      return [`${indent}const text${random(50)} = \`first ${name()}`, `  kept  ${name()}`, `${indent}last\`;`];
    case 6:
      return [`${indent}for (const one of ${name()}) {`, `${indent}  ${name()}++;`, `${indent}}`];
    case 7:
      return [`${indent}${name()} = (${name()}) => ${expression(random)};`];
    case 8:
      return [""];
    case 9:
      return [`${indent}${name()}`, `${indent}++${name()};`];
    case 10:
      return [`${indent}return ${expression(random)};`];
    default:
      return [`${indent}await ${name()}(${expression(random)}); // ${name()}`];
  }
}

export function typescriptHunk(random: Random, index: number): string[] {
  const body = Array.from({ length: 2 + random(6) }, () => typescriptStatement(random, "  ")).flat();
  return [`export async function step${index}(${chosen(random, NAMES)}: number) {`, ...body, "}"];
}

export function pythonHunk(random: Random, index: number): string[] {
  const name = () => chosen(random, NAMES);
  const value = () => chosen(random, [name(), String(random(99)), `"${name()}  ${random(9)}"`, `f'{${name()}}  x'`, `${name()}(${name()}, ${random(9)})`, `[${name()}, ${random(9)}]`]);
  const statement = (indent: string): string[] => {
    switch (random(11)) {
      case 9:
        return [`${indent}total = ${random(9)} + \\`, `${indent}    ${value()}`];
      case 10:
        return [`${indent}text = "first \\`, `  kept ${name()}"`];
      case 0:
        return [`${indent}${name()} = ${value()} + ${value()}`];
      case 1:
        return [`${indent}if ${name()} > ${random(9)}:`, `${indent}    ${name()}(${value()})`, `${indent}else:`, `${indent}    raise ValueError(${value()})`];
      case 2:
        return [`${indent}for one in ${name()}:`, `${indent}    ${name()}(one)`, `${indent}    ${name()} = ${value()}`];
      case 3:
        return [`${indent}# ${name()}`];
      case 4:
        return [`${indent}text = """first ${name()}`, `  kept  ${name()}`, `${indent}last"""`];
      case 5:
        return [""];
      case 6:
        return [`${indent}${name()}(`, `${indent}    ${value()},`, `${indent}    ${value()},`, `${indent})`];
      case 7:
        return [`${indent}return ${value()}`];
      default:
        return [`${indent}if not ${name()}:`, `${indent}    return ${value()}`];
    }
  };
  return [`def step${index}(${name()}):`, ...Array.from({ length: 2 + random(5) }, () => statement("    ")).flat(), `    return ${name()}`];
}

export function shellHunk(random: Random, index: number): string[] {
  const name = () => chosen(random, NAMES);
  const value = () => chosen(random, [name(), String(random(99)), `"$${name()}  ${random(9)}"`, `'${name()}  "x'`, `"\${${name()}:-its}"`, `"$(${name()} ${random(9)})"`, `\${#${name()}}`, "$#", `${name()}#${random(9)}`, `'a\\'`, `\\"${random(9)}`]);
  const statement = (indent: string): string[] => {
    switch (random(16)) {
      case 0:
        return [`${indent}${name()}=${value()}`];
      case 1:
        return [`${indent}if [ "$${name()}" -gt ${random(9)} ]; then`, `${indent}  ${name()} ${value()}`, `${indent}else`, `${indent}  ${name()} ${value()} || return ${random(9)}`, `${indent}fi`];
      case 2:
        return [`${indent}for one in ${value()} ${value()}; do`, `${indent}  ${name()} "$one"`, `${indent}done`];
      case 3:
        return [`${indent}# ${name()}'s "own`];
      case 4:
        return [`${indent}text="first ${name()}`, `  kept  ${name()}`, `${indent}last"`];
      case 5:
        return [`${indent}${name()} <<END`, `  kept $${name()}`, "    deeper", "END"];
      case 6:
        return [`${indent}${name()} --first ${value()} \\`, `${indent}  --second ${value()} \\`, `${indent}  ${value()}`];
      case 7:
        return [`${indent}case "$${name()}" in`, `${indent}  ${name()}|${random(9)}) ${name()} ${value()} ;;`, `${indent}  *) ${name()} ;;`, `${indent}esac`];
      case 8:
        return [""];
      case 9:
        return [`${indent}${name()} ${value()} | ${name()} ${value()} && ${name()}`];
      case 10:
        return [`${indent}[ $# -gt ${random(9)} ] && text="a`, `    b  "`];
      case 11:
        return [`${indent}list=(`, `${indent}  ${value()}`, `${indent}  ${value()}`, `${indent})`];
      case 12:
        return [`${indent}text='it is ${name()}`, `    "kept  ${random(9)}'`, `${indent}${name()} ${value()}`];
      case 13:
        return [`${indent}${name()}_\\`, `${name()} ${value()}`];
      case 14:
        return [`${indent}${name()} <<-'STOP' ${value()}`, `\t\tkept $(${name()}`, "\tSTOP"];
      default:
        return [`${indent}${name()} $((${random(9)} << ${random(9)})) <<< ${value()}`];
    }
  };
  return [`step${index}() {`, ...Array.from({ length: 2 + random(5) }, () => statement("  ")).flat(), `  ${name()}`, "}"];
}

export function rubyHunk(random: Random, index: number): string[] {
  const name = () => chosen(random, NAMES);
  const value = () => chosen(random, [name(), String(random(99)), `"${name()}  ${random(9)}"`, `'it\\'s ${name()}'`, `"#{${name()}["x"]}  y"`, `:${name()}`, `%w[${name()}  ${name()}]`, `${name()}(${random(9)})`, `/["']${name()}/`, `%q(a "b)`, `?"`, `{ ${name()}: ${random(9)} }`]);
  const statement = (indent: string): string[] => {
    switch (random(15)) {
      case 0:
        return [`${indent}${name()} = ${value()}`];
      case 1:
        return [`${indent}if ${name()} > ${random(9)}`, `${indent}  ${name()}(${value()})`, `${indent}else`, `${indent}  raise ArgumentError, ${value()}`, `${indent}end`];
      case 2:
        return [`${indent}${name()}.each do |one|`, `${indent}  ${name()}(one, ${value()})`, `${indent}end`];
      case 3:
        return [`${indent}# ${name()}'s "own`];
      case 4:
        return [`${indent}text = "first ${name()}`, `  kept  ${name()}`, `${indent}last"`];
      case 5:
        return [`${indent}text = <<~TEXT`, `${indent}  kept #{${name()}}`, `${indent}    deeper`, `${indent}TEXT`];
      case 6:
        return [`${indent}${name()}(`, `${indent}  ${value()},`, `${indent}  ${value()},`, `${indent})`];
      case 7:
        return [`${indent}return ${value()} unless ${name()}`];
      case 8:
        return [""];
      case 9:
        return [`${indent}${name()}`, `${indent}  .map { |one| one + ${random(9)} }`, `${indent}  .select(&:${name()})`];
      case 10:
        return [`${indent}total = ${random(9)} + \\`, `${indent}  ${value()}`];
      case 11:
        return [`${indent}${name()}(<<-ONE, <<-TWO)`, "  kept", "    ONE", `  "kept`, "    TWO"];
      case 12:
        return [`${indent}case ${name()}`, `${indent}when ${random(9)} then ${value()}`, `${indent}else ${value()}`, `${indent}end`];
      case 13:
        return ["=begin", `  ${name()}'s "own`, "=end"];
      default:
        return [`${indent}text = %Q(first ${name()}`, `    kept  "${name()})`, `${indent}rate = ${value()}`];
    }
  };
  return [`def step${index}(${name()})`, ...Array.from({ length: 2 + random(5) }, () => statement("  ")).flat(), "end"];
}

/** Base lines, hunk, base lines, hunk, base lines; a neighbour may read like the hunk's own first or last line. */
export function randomSource(random: Random, path: string, hunk: (random: Random, index: number) => string[], base: (index: number) => string): Source {
  const regions: Region[] = [];
  const count = 1 + random(3);
  for (let index = 0; index < count; index++) {
    const lines = hunk(random, random(1_000_000));
    regions.push({ isHunk: false, lines: [base(random(1_000_000)), base(random(1_000_000))] }, { isHunk: true, lines });
  }
  regions.push({ isHunk: false, lines: [base(random(1_000_000))] });
  return { path, regions };
}

/** The text of all regions, for an oracle; hunks alone with `hunksOnly`. */
export function textOf(regions: readonly Region[]): string {
  return `${regions.flatMap((region) => region.lines).join("\n")}\n`;
}

export function testFileOf({ path, regions }: Source): TestFile {
  const made = file(path, regions.flatMap(({ isHunk, lines }) => lines.map((line) => (isHunk ? "+" : " ") + line)).join("\n"));
  return made;
}

/** One edit of the hunk's lines: the name says what it does, whether it changes tokens is for the oracle to say. */
export type Edit = readonly [name: string, edit: (lines: readonly string[], random: Random, other: readonly string[]) => string[]];

/** Edits that any language knows. */
export const EDITS: readonly Edit[] = [
  ["delete a line", (lines, random) => lines.filter((_, index, all) => index !== random(all.length))],
  ["insert a line", (lines, random, other) => spliced(lines, random(lines.length + 1), 0, chosen(random, other))],
  ["duplicate a line", (lines, random) => spliced(lines, random(lines.length + 1), 0, chosen(random, lines))],
  ["swap lines", (lines, random) => swapped(lines, random(lines.length), random(lines.length))],
  ["swap neighbours", (lines, random) => ((at) => swapped(lines, at, Math.min(at + 1, lines.length - 1)))(random(lines.length))],
  ["another name", (lines, random) => changedLine(lines, random, (line) => line.replace(/\b(amount|user|rate|config|order)\b/, "other"))],
  ["another number", (lines, random) => changedLine(lines, random, (line) => line.replace(/\d+/, "7777"))],
  ["another operator", (lines, random) => changedLine(lines, random, (line) => line.replace(/ (\+|<|===|&&) /, " - "))],
  ["re-indent by tabs", (lines) => lines.map((line) => line.replace(/^ +/, (blanks) => "\t".repeat(blanks.length / 2)))],
  ["indent deeper", (lines) => lines.map((line) => (line === "" ? line : `  ${line}`))],
  ["indent one line", (lines, random) => changedLine(lines, random, (line) => `  ${line}`)],
  ["CRLF", (lines) => lines.map((line) => `${line}\r`)],
  ["blanks at the end", (lines, random) => changedLine(lines, random, (line) => `${line}  `)],
  ["a blank line", (lines, random) => spliced(lines, random(lines.length + 1), 0, "")],
  ["blanks within", (lines, random) => changedLine(lines, random, (line) => line.replace(/(\S) {2}(\S)/, "$1 $2"))],
  ["blanks around an operator", (lines, random) => changedLine(lines, random, (line) => line.replace(/ (=|===|<|\+) /, "$1"))],
  ["break after a bracket", (lines, random) => broken(lines, random, "(")],
  ["break after a comma", (lines, random) => broken(lines, random, ",")],
  ["break after =", (lines, random) => broken(lines, random, " = ")],
  ["break after return", (lines, random) => broken(lines, random, "return")],
  ["break before an operator", (lines, random) => broken(lines, random, " ", " ")],
  ["join two lines", (lines, random) => ((at) => [...lines.slice(0, at), `${lines[at] ?? ""} ${(lines[at + 1] ?? "").trim()}`, ...lines.slice(at + 2)])(random(lines.length))],
  ["no semicolon", (lines, random) => changedLine(lines, random, (line) => line.replace(/;$/, ""))],
  ["a comment at the end", (lines, random) => changedLine(lines, random, (line) => `${line} // seen`)],
  ["comment it out", (lines, random) => changedLine(lines, random, (line) => `// ${line.trim()}`)],
  ["a negation", (lines, random) => changedLine(lines, random, (line) => line.replace("if (", "if (!"))],
  ["delete the tail", (lines, random) => lines.slice(0, Math.max(1, lines.length - 1 - random(3)))],
  ["delete the head", (lines, random) => lines.slice(Math.min(lines.length - 1, 1 + random(3)))],
];

function spliced(lines: readonly string[], at: number, count: number, ...added: string[]): string[] {
  const copy = [...lines];
  copy.splice(at, count, ...added);
  return copy;
}

function swapped(lines: readonly string[], one: number, other: number): string[] {
  const copy = [...lines];
  [copy[one], copy[other]] = [copy[other] ?? "", copy[one] ?? ""];
  return copy;
}

function changedLine(lines: readonly string[], random: Random, change: (line: string) => string): string[] {
  const at = random(lines.length);
  return lines.map((line, index) => (index === at ? change(line) : line));
}

/** Breaks a line after a text (all that is between goes to the next line). */
function broken(lines: readonly string[], random: Random, after: string, keep = ""): string[] {
  const candidates = lines.flatMap((line, index) => (line.trim().indexOf(after) > 0 ? [index] : []));
  if (candidates.length === 0) return [...lines];
  const at = chosen(random, candidates);
  const line = lines[at] ?? "";
  const places = [...line.matchAll(new RegExp(after.replace(/[(]/g, "\\$&"), "g"))].map((match) => match.index + after.length).filter((place) => line.slice(0, place).trim() !== "" && line.slice(place).trim() !== "");
  if (places.length === 0) return [...lines];
  const place = chosen(random, places);
  return spliced(lines, at, 1, line.slice(0, place - keep.length), `      ${line.slice(place).trimStart()}`);
}

/** The OpenSSH allowed_signers format (ssh-keygen(1), ALLOWED SIGNERS), stricter where a loose reading would let anyone sign as anyone. */
import { KEY_TYPES, parsePublicKeyLine, type SshPublicKey } from "./public-key";
import { SshFormatError } from "./wire";

export interface AllowedSigner {
  /** 1-based line of the file. */
  readonly line: number;
  /** Exact names the key may sign as. */
  readonly principals: readonly string[];
  readonly key: SshPublicKey;
  /** Pattern list of the `namespaces` option; null where the line has none, which allows every namespace. */
  readonly namespaces: string | null;
  /** UTC ISO 8601 with seconds, inclusive. */
  readonly validAfter: string | null;
  readonly validBefore: string | null;
}

export interface AllowedSigners {
  readonly signers: readonly AllowedSigner[];
  /** Lines that were left out; a key on such a line is not enrolled. */
  readonly problems: readonly { readonly line: number; readonly why: string }[];
}

const MAXIMUM_LENGTH = 4 * 1024 * 1024;
const MAXIMUM_LINES = 20_000;

/** Reads the whole file. Never throws: a line that can't be used is a problem with its number, and enrols nobody. */
export function parseAllowedSigners(text: string): AllowedSigners {
  if (text.length > MAXIMUM_LENGTH) return { signers: [], problems: [{ line: 1, why: `the file is longer than ${MAXIMUM_LENGTH} characters` }] };
  const lines = text.replace(/^\ufeff/, "").split("\n");
  if (lines.length > MAXIMUM_LINES) return { signers: [], problems: [{ line: 1, why: `the file has more than ${MAXIMUM_LINES} lines` }] };
  const signers: AllowedSigner[] = [];
  const problems: { line: number; why: string }[] = [];
  lines.forEach((raw, index) => {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) return;
    try {
      signers.push(parseLine(line, index + 1));
    } catch (error) {
      if (!(error instanceof SshFormatError)) throw error;
      problems.push({ line: index + 1, why: error.message });
    }
  });
  return { signers, problems };
}

/** True when `namespace` is allowed by the line's `namespaces` option. */
export function allowsNamespace(signer: AllowedSigner, namespace: string): boolean {
  return signer.namespaces === null || matchesPatternList(namespace, signer.namespaces);
}

/** True when the line's validity window holds `at` (UTC ISO 8601 with seconds). */
export function isValidAt(signer: AllowedSigner, at: string): boolean {
  return (signer.validAfter === null || at >= signer.validAfter) && (signer.validBefore === null || at <= signer.validBefore);
}

function parseLine(line: string, number: number): AllowedSigner {
  const first = takeWord(line);
  const principals = first.word.replace(/^"([^"]*)"$/, "$1").split(",");
  for (const principal of principals) checkPrincipal(principal);
  const second = takeWord(first.rest);
  const hasOptions = !isKeyType(second.word);
  const options = hasOptions ? parseOptions(second.word) : new Map<string, string>();
  const key = parsePublicKeyLine(hasOptions ? second.rest : first.rest);
  const namespaces = options.get("namespaces") ?? null;
  return {
    line: number,
    principals,
    key,
    namespaces,
    validAfter: time(options.get("valid-after")),
    validBefore: time(options.get("valid-before")),
  };
}

function isKeyType(word: string): boolean {
  if (KEY_TYPES.some((type) => type === word)) return true;
  // Named here so that the message speaks of the key, not of an unknown option.
  if (/^(ssh-|ecdsa-|sk-)[\w.@-]+$/.test(word)) throw new SshFormatError(`unsupported key type ${word.slice(0, 80)}: expected one of ${KEY_TYPES.join(", ")}`);
  return false;
}

function checkPrincipal(principal: string): void {
  if (principal === "") throw new SshFormatError("an empty principal: expected names, separated by commas");
  if (/[*?!]/.test(principal)) {
    throw new SshFormatError(`the principal ${JSON.stringify(principal.slice(0, 80))} is a pattern, which would let one key sign as many people: write each name out`);
  }
}

/** The first word, where blanks inside double quotes don't end it. */
function takeWord(text: string): { word: string; rest: string } {
  let quoted = false;
  let end = 0;
  for (; end < text.length; end += 1) {
    const character = text[end];
    if (character === "\\" && text[end + 1] === '"') end += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === " " || character === "\t")) break;
  }
  if (quoted) throw new SshFormatError("a double quote that is not closed");
  return { word: text.slice(0, end), rest: text.slice(end).trim() };
}

function parseOptions(text: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  let rest = text;
  while (rest !== "") {
    const match = /^([A-Za-z-]+)(?:="((?:[^"\\]|\\.)*)")?(?:,(?=.)|$)/.exec(rest);
    if (!match) throw new SshFormatError(`options that can't be read: ${JSON.stringify(rest.slice(0, 80))}: expected name="value", separated by commas`);
    const name = (match[1] ?? "").toLowerCase();
    if (name === "cert-authority") throw new SshFormatError("cert-authority is not supported: enrol each person's own key");
    if (name !== "namespaces" && name !== "valid-after" && name !== "valid-before") {
      throw new SshFormatError(`unknown option ${JSON.stringify(name.slice(0, 40))}: expected namespaces, valid-after or valid-before`);
    }
    if (match[2] === undefined) throw new SshFormatError(`the option ${name} needs a value in double quotes`);
    if (options.has(name)) throw new SshFormatError(`the option ${name} stands twice`);
    options.set(name, match[2].replace(/\\"/g, '"'));
    rest = rest.slice(match[0].length);
  }
  return options;
}

/**
 * `YYYYMMDD[HHMM[SS]][Z]` as ISO 8601. ssh-keygen reads a time without Z in the machine's own zone; a verdict must not
 * depend on the machine, so here it is UTC as well.
 */
function time(text: string | undefined): string | null {
  if (text === undefined) return null;
  const match = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?Z?$/.exec(text);
  if (!match) throw new SshFormatError(`the time ${JSON.stringify(text.slice(0, 40))} can't be read: expected YYYYMMDD or YYYYMMDDHHMM[SS], with or without Z`);
  const [, year, month, day, hour = "00", minute = "00", second = "00"] = match;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  const parsed = new Date(iso);
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString() !== iso.replace("Z", ".000Z")) {
    throw new SshFormatError(`the time ${JSON.stringify(text)} does not exist in the calendar`);
  }
  return iso;
}

/** OpenSSH's pattern list: comma separated, `*` and `?` as wildcards, a matching `!pattern` refuses. */
function matchesPatternList(text: string, list: string): boolean {
  let matched = false;
  for (const entry of list.split(",")) {
    const pattern = entry.trim();
    if (pattern.startsWith("!")) {
      if (matchesPattern(text, pattern.slice(1))) return false;
    } else if (matchesPattern(text, pattern)) {
      matched = true;
    }
  }
  return matched;
}

/** Greedy match with one point of return: time is at most the product of both lengths, whatever the pattern. */
function matchesPattern(text: string, pattern: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === "*") {
      star = inPattern;
      starAt = at;
      inPattern += 1;
    } else if (wanted !== undefined && (wanted === "?" || wanted === text[at])) {
      at += 1;
      inPattern += 1;
    } else if (star >= 0) {
      starAt += 1;
      at = starAt;
      inPattern = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === "*") inPattern += 1;
  return inPattern === pattern.length;
}

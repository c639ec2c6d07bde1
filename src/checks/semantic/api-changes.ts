import type { SourceFile } from "ts-morph";
import { exportedApi, type ApiEntry, type ApiMember, type ApiSignature, type Placed } from "./exported-api";
import type { ApiAddition, ApiChange, ApiChangeKind } from "./protocol";

/** What a change did to those who use a module: only what can break them, not what was added. */
export function apiChanges(base: SourceFile, head: SourceFile): readonly ApiChange[] {
  const before = exportedApi(base);
  const after = exportedApi(head);
  const changes: ApiChange[] = [];
  for (const [symbol, old] of before) {
    const current = after.get(symbol);
    if (current === undefined) {
      const renamed = [...after].find(([name, entry]) => !before.has(name) && sameShape(old, entry));
      const message = symbol.startsWith("* from ") ? `no longer passes on what ${symbol.slice(7)} exports` : renamed === undefined ? `no longer exports \`${symbol}\`` : `\`${symbol}\` is now exported as \`${renamed[0]}\``;
      changes.push({ kind: "export-removed", symbol, message, wasValue: isValue(old), ...(renamed === undefined ? { ...topOf(head), baseLine: old.node.getStartLineNumber() } : placeOf(renamed[1].node)) });
      continue;
    }
    for (const { kind, message } of entryChanges(symbol, old, current)) {
      if (!changes.some((change) => change.message === message)) changes.push({ kind, symbol, message, ...placeOf(current.node) });
    }
  }
  return changes;
}

/** Names that the head exports by itself and the base did not; `* from X` for what it newly passes on as a whole. */
export function apiAdditions(base: SourceFile, head: SourceFile): readonly ApiAddition[] {
  const before = exportedApi(base);
  return [...exportedApi(head)].flatMap(([symbol, { node }]) => (before.has(symbol) ? [] : [{ symbol, ...placeOf(node) }]));
}

function isValue({ kind, isTypeOnly }: ApiEntry): boolean {
  return !isTypeOnly && kind !== "interface" && kind !== "type" && kind !== "re-export";
}

type Described = { readonly kind: ApiChangeKind; readonly message: string };

function entryChanges(symbol: string, old: ApiEntry, current: ApiEntry): readonly Described[] {
  if (current.isTypeOnly && !old.isTypeOnly && isValue(old)) return [{ kind: "kind-changed", message: `\`${symbol}\` is exported as a type only` }];
  // A name that comes from another module by now can't be compared.
  if (old.kind === "re-export" || current.kind === "re-export") return [];
  const isType = (entry: ApiEntry) => entry.kind === "interface" || entry.kind === "type";
  if (old.kind !== current.kind && !(isType(old) && isType(current))) return [{ kind: "kind-changed", message: `\`${symbol}\` was a ${old.kind} and is now a ${current.kind}` }];
  const changes: Described[] = [...signaturesChanged(symbol, old.kind === "class" ? "constructor of " : "", old.signatures, current.signatures)];
  for (const [name, member] of old.members) {
    const now = current.members.get(name);
    if (now === undefined) changes.push({ kind: "member-removed", message: `\`${symbol}.${name}\` was removed` });
    else changes.push(...memberChanges(`${symbol}.${name}`, member, now));
  }
  if (isType(current)) {
    for (const [name, member] of current.members) {
      if (!old.members.has(name) && !member.isOptional && old.members.size > 0) changes.push({ kind: "member-required", message: `\`${symbol}\` now requires \`${name}\`` });
    }
  }
  if (old.type !== null && current.type !== null && old.type !== current.type) changes.push({ kind: "type-changed", message: `the type of \`${symbol}\` changed from \`${cut(old.type)}\` to \`${cut(current.type)}\`` });
  return changes;
}

function memberChanges(name: string, old: ApiMember, current: ApiMember): readonly Described[] {
  if (old.signature !== null && current.signature !== null) return signaturesChanged(name, "", [old.signature], [current.signature]);
  if (old.isOptional && !current.isOptional) return [{ kind: "member-required", message: `\`${name}\` is now required` }];
  if (!old.isOptional && current.isOptional) return [{ kind: "member-retyped", message: `\`${name}\` may now be missing` }];
  if (old.type !== null && current.type !== null && old.type !== current.type) return [{ kind: "member-retyped", message: `the type of \`${name}\` changed from \`${cut(old.type)}\` to \`${cut(current.type)}\`` }];
  return [];
}

/** Each old signature must still be there in some form; what changed is said against the one in the same place. */
function signaturesChanged(symbol: string, what: string, before: readonly ApiSignature[], after: readonly ApiSignature[]): readonly Described[] {
  return before.flatMap((old, index) => {
    if (after.some((current) => signatureChanges(symbol, what, old, current).length === 0)) return [];
    const current = after[index] ?? after[after.length - 1];
    return current === undefined ? [] : signatureChanges(symbol, what, old, current);
  });
}

function signatureChanges(symbol: string, what: string, old: ApiSignature, current: ApiSignature): readonly Described[] {
  const changes: Described[] = [];
  old.parameters.forEach((parameter, index) => {
    const now = current.parameters[index] ?? (current.parameters[current.parameters.length - 1]?.isRest === true ? current.parameters[current.parameters.length - 1] : undefined);
    if (now === undefined) changes.push({ kind: "parameter-removed", message: `the ${what}\`${symbol}\` no longer takes \`${parameter.name}\`` });
    else if (parameter.isOptional && !now.isOptional) changes.push({ kind: "parameter-required", message: `\`${now.name}\` of the ${what}\`${symbol}\` is now required` });
    else if (parameter.type !== null && now.type !== null && parameter.type !== now.type && !now.isRest) {
      changes.push({ kind: "parameter-retyped", message: `\`${now.name}\` of the ${what}\`${symbol}\` changed from \`${cut(parameter.type)}\` to \`${cut(now.type)}\`` });
    } else if (parameter.type === now.type && parameter.name !== now.name && old.parameters.some(({ name }) => name === now.name)) {
      changes.push({ kind: "parameter-retyped", message: `the parameters of the ${what}\`${symbol}\` changed places` });
    }
  });
  for (const parameter of current.parameters.slice(old.parameters.length)) {
    if (!parameter.isOptional) changes.push({ kind: "parameter-required", message: `the ${what}\`${symbol}\` now requires \`${parameter.name}\`` });
  }
  if (old.returns !== null && current.returns !== null && old.returns !== current.returns) {
    changes.push({ kind: "return-changed", message: `\`${symbol}\` returned \`${cut(old.returns)}\` and now returns \`${cut(current.returns)}\`` });
  }
  return changes;
}

function sameShape(one: ApiEntry, other: ApiEntry): boolean {
  const shape = ({ kind, signatures, members, type }: ApiEntry) => JSON.stringify([kind, signatures, [...members], type]);
  return one.kind !== "re-export" && shape(one) === shape(other) && (one.signatures.length > 0 || one.members.size > 0);
}

/** The first line of a declaration: its head is what changed, not its body. */
function placeOf(node: Placed): Pick<ApiChange, "startLine" | "startColumn" | "endLine" | "endColumn"> {
  const file = node.getSourceFile();
  const { line, column } = file.getLineAndColumnAtPos(node.getStart());
  const body = "getBody" in node && typeof node.getBody === "function" ? (node.getBody as () => Placed | undefined).call(node) : undefined;
  const end = file.getLineAndColumnAtPos(body === undefined ? node.getEnd() : body.getStart());
  return { startLine: line, startColumn: column, endLine: end.line, endColumn: end.column };
}

/** What is gone has no place of its own; the caller finds the nearest line that survives. */
function topOf(file: SourceFile): Pick<ApiChange, "startLine" | "startColumn" | "endLine" | "endColumn"> {
  const first = file.getFullText().split("\n", 1)[0] ?? "";
  return { startLine: 1, startColumn: 1, endLine: 1, endColumn: first.length + 1 };
}

function cut(type: string): string {
  return type.length > 80 ? `${type.slice(0, 77)}…` : type;
}

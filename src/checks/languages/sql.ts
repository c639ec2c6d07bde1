import type { Occurrence } from "../rules/rule";
import type { TestCase, TestMarker } from "../rules/test-structure";
import type { SpannedDeclaration } from "../syntax/outline";
import { isLiteral } from "./code-calls";
import { CONSTRAINT } from "./lost-protection";
import type { CodeFacts, Guard, Protection } from "./code-facts";
import { masked, type MaskedSql } from "./sql-text";
import { strengthOf } from "./assertion-strength";

const CREATE = /\bCREATE\s+(?:OR\s+(?:REPLACE|ALTER)\s+)?(?:TEMP(?:ORARY)?\s+|UNIQUE\s+|UNLOGGED\s+|MATERIALIZED\s+|EDITIONABLE\s+|DEFINER\s*=\s*\S+\s+)*(TABLE|FUNCTION|PROCEDURE|PROC|VIEW|TRIGGER|TYPE|PACKAGE(?:\s+BODY)?|SCHEMA|DOMAIN)\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w."`[\]\s]*?[\w"`\]])(?=[\s(;]|$)/g;
/** What may stand between a column's type and its `NOT NULL`: attributes of a column are a set, in any order. A text is blanked out. */
const ATTRIBUTE = String.raw`(?:COLLATE\s+[\w."\x60]+|(?:CHARACTER\s+SET|CHARSET)\s+\w+|DEFAULT(?:\s+(?!NOT\b)[^\s,]+)?|COMMENT|WITH(?:OUT)?\s+TIME\s+ZONE|(?:VARYING|PRECISION)(?:\s*\([\d\s,]*\))?|PRIMARY\s+KEY|UNIQUE|UNSIGNED|SIGNED|ZEROFILL|BINARY|AUTO_?INCREMENT)\s+`;
const NOT_NULL = new RegExp(String.raw`([\w"\x60]+)\s+(?!(?:IS|AND|OR|WHEN|IF|SET)\b)[\w]+(?:\s*\([\d\s,]*\))?\s+(?:${ATTRIBUTE}){0,8}NOT\s+NULL\b`, "g");
const ROUTINE = /^(FUNCTION|PROC|TRIGGER|PACKAGE)/;

/** Statements of SQL in any dialect. No grammar reads all of them, so words are looked at where no string or comment stands. */
export function readSql(text: string): CodeFacts {
  const sql = masked(text);
  const declarations = declarationsOf(sql);
  return {
    declarations,
    comments: sql.comments,
    swallowed: swallowedIn(sql),
    dropped: [],
    unprotected: unprotectedIn(sql),
    logged: [],
    guards: guardsIn(sql),
    protections: protectionsIn(sql),
    calls: [],
    tests: testsIn(sql, declarations),
    markers: markersIn(sql),
    lostHandling: (name) => `the handler around \`${name}\` was removed`,
  };
}

function* all(sql: MaskedSql, pattern: RegExp): Generator<{ readonly start: number; readonly end: number; readonly matched: RegExpExecArray }> {
  for (const matched of sql.code.matchAll(pattern)) yield { start: matched.index, end: matched.index + matched[0].length, matched };
}

function declarationsOf(sql: MaskedSql): readonly SpannedDeclaration[] {
  const heads = [...all(sql, CREATE)];
  return heads.map(({ start, end, matched }, index) => {
    const what = matched[1] ?? "";
    const next = heads[index + 1]?.start ?? sql.code.length;
    const kind = ROUTINE.test(what) ? "function" : what === "TYPE" || what === "DOMAIN" ? "type" : "class";
    return { name: sql.source.slice(end - (matched[2] ?? "").length, end).replace(/["`[\]]/g, "").trim(), kind, start, end: endOf(sql, end, next, kind === "function") } as const;
  });
}

/** A statement ends with its semicolon; a routine, whose body has some of its own, before the next one or at its closing quote. */
function endOf(sql: MaskedSql, from: number, next: number, isRoutine: boolean): number {
  const quoted = sql.bodies.find(({ start }) => start > from && start < next);
  const semicolon = sql.code.indexOf(";", isRoutine && quoted !== undefined ? quoted.end : from);
  if (isRoutine && quoted === undefined) {
    const batch = /^\s*(GO|\/|DELIMITER\b.*)\s*$/m.exec(sql.code.slice(from, next));
    return batch === null ? next : from + batch.index;
  }
  return semicolon < 0 || semicolon > next ? next : semicolon + 1;
}

function swallowedIn(sql: MaskedSql): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const add = (pattern: RegExp, message: (matched: RegExpExecArray) => string, severity?: "error" | "warning") => {
    for (const { start, end, matched } of all(sql, pattern)) found.push({ start, end, message: message(matched), ...(severity === undefined ? {} : { severity }) });
  };
  add(/\bWHEN\s+OTHERS\s+THEN\s+NULL\s*;(?=\s*(END|WHEN)\b)/g, () => "catches and ignores every error", "error");
  add(/\bWHEN\s+OTHERS\s+THEN(?=\s+END\b)/g, () => "catches and ignores every error", "error");
  add(/\bWHEN\s+OTHERS\s+THEN\s+RETURN\s+(NULL|FALSE|TRUE|0|-1)?\s*;/g, ([, value]) => `turns every error into \`${value ?? "nothing"}\``);
  add(/\bWHEN\s+OTHERS\s+THEN\s+(RAISE\s+(NOTICE|WARNING|INFO|LOG|DEBUG)|DBMS_OUTPUT\.PUT_LINE)[^;]*;(?=\s*END\b)/g, () => "only logs the error and goes on as if nothing had happened");
  add(/\bBEGIN\s+CATCH\s*;?\s*END\s+CATCH\b/g, () => "catches and ignores every error", "error");
  add(/\bBEGIN\s+CATCH\s+PRINT\b[^;]*;?\s*END\s+CATCH\b/g, () => "only logs the error and goes on as if nothing had happened");
  add(/\bDECLARE\s+CONTINUE\s+HANDLER\s+FOR\s+SQL(EXCEPTION|WARNING)\s+BEGIN\s*END\b/g, () => "catches and ignores every error", "error");
  add(/\bWHENEVER\s+(SQL|OS)ERROR\s+CONTINUE\b/g, () => "goes on when a statement fails");
  add(/\\SET\s+ON_ERROR_STOP\s+(OFF|0|FALSE)\b/g, () => "goes on when a statement fails");
  add(/\bSET\s+XACT_ABORT\s+OFF\b/g, () => "goes on when a statement of the transaction fails");
  return found.sort((a, b) => a.start - b.start);
}

function unprotectedIn(sql: MaskedSql): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const add = (pattern: RegExp, message: string, severity: "error" | "warning") => {
    for (const { start, end } of all(sql, pattern)) found.push({ start, end, message, severity });
  };
  add(/\bDROP\s+(CONSTRAINT|POLICY|NOT\s+NULL|CHECK)\b/g, "drops what kept wrong data or strangers out", "warning");
  add(/\b(DISABLE|NO\s+FORCE)\s+ROW\s+LEVEL\s+SECURITY\b/g, "switches row level security off", "error");
  add(/\bDISABLE\s+TRIGGER\b/g, "switches triggers off", "warning");
  add(/\bNOCHECK\s+CONSTRAINT\b|\bFOREIGN_KEY_CHECKS\s*=\s*0|\bUNIQUE_CHECKS\s*=\s*0|\bSESSION_REPLICATION_ROLE\s*(=|TO)\s*\S*REPLICA|\bFOREIGN_KEYS\s*=\s*(OFF|0)\b/g, "switches the checking of constraints off", "warning");
  add(/\bGRANT\s+ALL\b[^;]*\bTO\s+PUBLIC\b/g, "grants everything to everybody", "error");
  for (const { start, end, matched } of statements(sql)) {
    if (/\b(WHERE|JOIN|LIMIT|CURRENT\s+OF)\b/.test(matched)) continue;
    const what = /^\s*DELETE/.test(matched) ? "deletes every row: there is no WHERE" : "changes every row: there is no WHERE";
    found.push({ start, end, message: what, severity: "warning" });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Statements that change rows that stand. */
function* statements(sql: MaskedSql): Generator<{ readonly start: number; readonly end: number; readonly matched: string }> {
  for (const { start, end, matched } of all(sql, /(?<=^|;|\bBEGIN|\bTHEN|\bAS|\bELSE|\$)(\s*)(UPDATE\s+(?!OF\b|ON\b|STATISTICS\b|CASCADE\b)[\w."`[\]]+\s+(?:AS\s+\w+\s+|\w+\s+)?SET\b[^;]*|DELETE\s+FROM\b[^;]*)/g)) {
    yield { start: start + (matched[1] ?? "").length, end, matched: matched[2] ?? "" };
  }
}

function guardsIn(sql: MaskedSql): readonly Guard[] {
  const guards: Guard[] = [];
  const add = (pattern: RegExp) => {
    for (const { start, end, matched } of all(sql, pattern)) {
      const condition = sql.source.slice(start, end).slice(2, 2 + (matched[1] ?? "").length).trim();
      guards.push({ start, end, condition: flat(condition), exit: flat(sql.source.slice(end - (matched[2] ?? "").length, end)), shown: condition.replace(/\s+/g, " ").slice(0, 60) });
    }
  };
  add(/\bIF(\s(?:(?!\bTHEN\b)[^;]){1,400}?)\bTHEN\s+((?:RAISE(?!\s+(?:NOTICE|WARNING|INFO|LOG|DEBUG))|RETURN|SIGNAL|LEAVE)\b[^;]*;)/g);
  add(/\bIF(\s[^;]{1,400}?)\s(?:BEGIN\s+)?((?:THROW|RAISERROR|RETURN)\b[^;\n]*)/g);
  return guards.filter(({ start }, index) => guards.findIndex((one) => one.start === start) === index).sort((a, b) => a.start - b.start);
}

function protectionsIn(sql: MaskedSql): readonly Protection[] {
  const found: Protection[] = [];
  const add = (pattern: RegExp, what: string, name: (matched: RegExpExecArray, source: string) => string) => {
    for (const { start, end, matched } of all(sql, pattern)) found.push({ start, end, what, name: name(matched, sql.source.slice(start, end)) });
  };
  add(/\bCHECK\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g, CONSTRAINT, (_matched, source) => short(source));
  add(NOT_NULL, CONSTRAINT, (matched) => `NOT NULL of ${(matched[1] ?? "").toLowerCase()}`);
  add(/\bREFERENCES\s+([\w."`]+)/g, CONSTRAINT, (matched) => `REFERENCES ${(matched[1] ?? "").toLowerCase()}`);
  add(/\bUNIQUE\s*\([^)]*\)|\bPRIMARY\s+KEY\s*\([^)]*\)/g, CONSTRAINT, (_matched, source) => short(source));
  add(/\bCREATE\s+POLICY\s+([\w"]+)/g, "the policy", (_matched, source) => short(source.replace(/^.*\s/, "")));
  add(/\b(?:ENABLE|FORCE)\s+ROW\s+LEVEL\s+SECURITY\b/g, "the statement", () => "ENABLE ROW LEVEL SECURITY");
  add(/\bREVOKE\s[^;]*/g, "the statement", (_matched, source) => short(source));
  for (const { start, end, matched } of statements(sql)) {
    const place = /\bWHERE\b/.exec(matched);
    if (place !== null) found.push({ start: start + place.index, end, what: "the condition", name: `WHERE of ${short(matched.slice(0, matched.search(/\b(SET|WHERE)\b/))).trim()}` });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** pgTAP's assertions, and test routines of tSQLt and others by their name. */
function testsIn(sql: MaskedSql, declarations: readonly SpannedDeclaration[]): readonly TestCase[] {
  const isTest = /\b(PLAN|NO_PLAN|FINISH)\s*\(|\bTSQLT\.|\bUT\.EXPECT/.test(sql.code) || declarations.some(({ name }) => /(^|[.\s])test/i.test(name));
  if (!isTest) return [];
  const pattern = /\b(?:SELECT|PERFORM|NEXT)\s+((?:(?:SET_|BAG_|RESULTS_)?(?:EQ|NE|HAS|HASNT)|OK|IS|ISNT|MATCHES|IMATCHES|ALIKE|CMP_OK|PASS|FAIL|THROWS_\w+|LIVES_OK|PERFORMS_OK|IS_EMPTY|ISNT_EMPTY|HAS_\w+|HASNT_\w+|COL_\w+|\w+_PRIVS_ARE|POLICIES_ARE|ROW_EQ))\s*\(([^;]*)\)\s*;|\bEXEC(?:UTE)?\s+TSQLT\.(ASSERT\w+|FAIL|EXPECT\w+)\s+([^;\n]*)/g;
  const assertions = [...all(sql, pattern)].map(({ start, end, matched }) => {
    const name = (matched[1] ?? matched[3] ?? "").toLowerCase();
    const listed = matched[2] ?? matched[4] ?? "";
    const at = start + matched[0].indexOf(listed);
    const [first = "", second = ""] = sql.source.slice(at, at + listed.length).split(",").map((part) => part.trim());
    // Names of tables and texts of queries are literals, too, and the database answers for them; `pass` only tells.
    const saysNothing = name === "ok" ? isLiteral(first) : /^(is|isnt|matches|imatches|alike|cmp_ok|eq|ne|assert\w+)$/.test(name) && isLiteral(first) && isLiteral(second);
    const strength = saysNothing ? 0 : strengthOf(name.replace(/^assert/, ""), 2);
    return { node: { type: "assertion", start, end }, text: flat(sql.source.slice(start, end)), subject: flat(first), matcher: name, strength };
  });
  const cases = declarations.filter(({ name, kind }) => kind === "function" && /(^|[.\s])test/i.test(name)).map(({ name, start, end }) => ({ title: name, node: { type: "test", start, end }, assertions: assertions.filter(({ node }) => node.start >= start && node.end <= end), body: flat(sql.source.slice(start, end)), isSkipped: false }));
  const loose = assertions.filter(({ node }) => !cases.some((one) => node.start >= one.node.start && node.end <= one.node.end));
  return loose.length === 0 ? cases : [...cases, { title: "", node: null, assertions: loose, body: "", isSkipped: false }];
}

function markersIn(sql: MaskedSql): readonly TestMarker[] {
  const called = [...all(sql, /\b(?:SELECT|PERFORM)\s+(SKIP|TODO|TODO_START)\s*\(/g)].map(({ start, end, matched }) => ({ node: { type: "skip", start, end }, kind: matched[1] === "SKIP" ? ("skip" as const) : ("todo" as const), title: "" }));
  const annotated = sql.comments.flatMap(({ start, end }) => (/^--\s*\[@tSQLt:SkipTest\]|^--\s*%disabled\b/i.test(sql.source.slice(start, end)) ? [{ node: { type: "skip", start, end }, kind: "skip" as const, title: "" }] : []));
  return [...called, ...annotated].sort((a, b) => a.node.start - b.node.start);
}

function flat(source: string): string {
  return source.replace(/\s+/g, "");
}

function short(source: string): string {
  return source.replace(/\s+/g, " ").slice(0, 60);
}

import { codeKindOf } from "../../core/hunks/classify";
import { isOfExample } from "./example-folders";
import type { View } from "./view";

/** Characters of a line that are looked at: a longer one is data. */
const LONGEST = 400;

const DESTROYS =
  /\b(DROP\s+(TABLE|COLUMN|SCHEMA|DATABASE)|TRUNCATE\s)|\bALTER\s+TABLE\b.*\bDROP\s+(?!(CONSTRAINT|DEFAULT|NOT|INDEX|KEY|PRIMARY|FOREIGN|CHECK|IDENTITY|EXPRESSION)\b)|\b(drop_table|drop_column|remove_columns?|remove_reference|remove_belongs_to|drop_join_table|dropTable|dropTableIfExists|dropIfExists|dropColumns?|removeColumn|RemoveField|DeleteModel)\b/i;
const REWRITES = /\bDELETE\s+FROM\b|\bUPDATE\s+[\w."`[\]]+\s+SET\b|\.(update_all|delete_all|destroy_all)\b|\bALTER\s+COLUMN\s+\S+\s+(SET\s+DATA\s+)?TYPE\b/i;

/** The part that undoes the migration destroys what the other made: a method, a key or a mark. A comment that goes on in words is no mark. */
const BACK = /^\s*(?:[\w.]+\s+)*?(?:\w+\.)*(?:down(?:grade)?|safe_?down)\b\s*(?:[(:={]|do\b|$)|^\s*--\s*(?:(?:\+\w+\s+|migrate:|\/{0,2}@)(?:down|undo)\b|(?:down|undo)(?:\s+migration)?[\s:=-]*$)/i;
const FORTH = /^\s*(?:[\w.]+\s+)*?(?:\w+\.)*(?:up(?:grade)?|safe_?up|change)\b\s*(?:[(:={]|do\b|$)|^\s*--\s*(?:\+\w+\s+|migrate:|@)?up\b/i;
const BACK_FILE = /(^|[/._-])(down|undo|rollback)\.sql$|(^|\/)U\d[\w.]*__[^/]+\.sql$/i;
/** A view that writes into a table holds no rows itself, though ClickHouse drops it like a table. */
const VIEW = /\bCREATE\s+MATERIALIZED\s+VIEW\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w.]+)\s+TO\b/gi;
const DROPPED = /\bDROP\s+TABLE\s+(?:IF\s+EXISTS\s+)?([\w.]+)/i;
/** What a tool writes of the tables as they are. */
const DUMP = /(^|\/)db\/schema\.rb$/;

/**
 * What a line of a migration takes from a database for good, by the line's offset; undefined where it takes nothing. What undoes the
 * migration is left out, and what the databases of tests and examples lose.
 */
export function destroysData(view: View): (offset: number) => string | undefined {
  const found = new Map<number, string>();
  if (isForGood(view.path) && (NUMBERED.test(view.path) || !PROGRAM.test(view.path)) && !BACK_FILE.test(view.path) && !DUMP.test(view.path)) {
    let isBack = false;
    const views = new Set([...view.text.matchAll(VIEW)].flatMap(([, name]) => name ?? []));
    for (const { text, offset } of view.eachLine()) {
      const line = text.slice(0, LONGEST);
      if (BACK.test(line)) isBack = true;
      else if (FORTH.test(line)) isBack = false;
      if (isBack || /^\s*(#|\/\/|--|\*|\/\*)/.test(line)) continue;
      if (DESTROYS.test(line) && !views.has(DROPPED.exec(line)?.[1] ?? "")) found.set(offset, "destroys data that a database holds");
      else if (REWRITES.test(line)) found.set(offset, "rewrites data that a database holds");
    }
  }
  return (offset) => found.get(offset);
}

/** A script without a number belongs to what makes or runs migrations. */
const PROGRAM = /\.[cm]?[jt]sx?$/;

/** The databases of examples and tests are made anew. */
function isForGood(path: string): boolean {
  return !isOfExample(path) && codeKindOf(path) !== "test";
}

/** A number or a date at the beginning of a name, or Flyway's `V1__`; a small `v1` is a version of something, unless it is of a statement or as long as a number is written. */
const NUMBERED = /(^|\/)(?:\d|[VUR]\d|[vur](?:\d{3}|\d[\w.]*__|\d[\w.-]*\.sql$))[\w.-]*(\/[^/]+)?$/;

/** One of a numbered or dated row: databases remember which of them ran, and run none twice. */
export function isNumbered(path: string): boolean {
  return NUMBERED.test(path) && isForGood(path);
}

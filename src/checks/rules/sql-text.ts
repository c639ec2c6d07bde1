/** A sentence goes on with these where a statement names a table or a user. */
const NO_NAME = String.raw`(?!\s+(?:the|your|our|my|their|its|his|her|this|that|these|those)\b)`;
/** What `SET` gives a value to: a column, or one that is put in; then the clauses that may follow. */
const ASSIGNED = String.raw`\s*(?:$|[(,?%'"\x60\[\u0000]|:\w|[@$\w."\x60\[\]]*\s*[-+*/|]{0,2}=|(?:where|from|returning|output)\b)`;
/** What a privilege is not called in SQL. */
const GRANTED = String.raw`\s+(?!(?:\w+\s+)?(?:access|permissions?|rights?|consent|admission|entry|leave)\b)(?:[\w\s,()*]*?\bon\b|["'\x60\w.\u0000]*\s*to\b)`;

const STATEMENTS = new RegExp(
  String.raw`\b(?:` +
    [
      String.raw`select\s[\s\S]{0,400}?\bfrom\b${NO_NAME}`,
      String.raw`(?:insert|replace|merge)\s+into\b${NO_NAME}`,
      String.raw`update\b${NO_NAME}\s[\s\S]{0,200}?\bset\b${ASSIGNED}`,
      String.raw`delete\s+from\b${NO_NAME}`,
      String.raw`drop\s+(?:table|database|index|view|schema)\b${NO_NAME}`,
      String.raw`(?:alter|truncate)\s+table\b${NO_NAME}`,
      String.raw`create\s+(?:table|index|view|user)\b${NO_NAME}`,
      String.raw`union\s+(?:all\s+)?select`,
      String.raw`grant\b${GRANTED}`,
      String.raw`call\s+\w+\s*\(`,
      String.raw`where\s+[\w."\x60]+\s*(?:=|like\b|in\b|<|>)`,
      String.raw`order\s+by\b${NO_NAME}`,
      String.raw`set\s+(?:search_path|role)\b(?!\s+(?:for|of)\b)`,
    ].join("|") +
    ")",
  "i",
);

/** A procedure by its name and what may follow it: an argument, a variable, a mark for a bound value, the statement's end. */
const PROCEDURE = /\bexec(?:ute)?\s+(?:immediate\b|(?:@\w+\s*=\s*)?["[]?\w[\w.[\]"]*(?:\(|\s*;|\s+(?:['"@,?$]|:\w|N'|-?\d[\d.]*\s*,|(?:null|default)\b)))/i;
/** Nothing follows but what is put in: as a sentence may end. A schema or joined words are a procedure's name. */
const PROCEDURE_ALONE = /\bexec(?:ute)?\s+["[]?\w[\w.[\]"]*\s*$/i;
const PROCEDURE_NAMED = /\bexec(?:ute)?\s+(?:["[]|\w*[._])[\w.[\]"]*\s*$/i;

/**
 * Whether the constant parts of a text are SQL: the words after a statement's first one have to fit its grammar as well.
 * `isForSql`: whoever takes the text takes nothing but SQL, so that `exec name` needs no other sign.
 */
export function readsAsSql(text: string, isForSql: boolean): boolean {
  return STATEMENTS.test(text) || PROCEDURE.test(text) || (isForSql ? PROCEDURE_ALONE : PROCEDURE_NAMED).test(text);
}

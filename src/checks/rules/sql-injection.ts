import { callsOf, flowOfView, harm, at, option, shown, type Call } from "./flow-sink";
import type { Flow } from "../flow/flow";
import { MAXIMUM_TAINTS, PLACE, UNKNOWN_TEXT, type Value } from "../flow/taint";
import { text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Occurrence, Rule } from "./rule";
import { readsAsSql } from "./sql-text";

/** Methods whose first argument a database reads as SQL. */
const METHODS = /^(query|execute|exec|raw|rawQuery|queryRaw|\$queryRawUnsafe|\$executeRawUnsafe|unsafe|all|get|run|each|prepare|literal|fn|whereRaw|orWhereRaw|orderByRaw|selectRaw|havingRaw|joinRaw|fromRaw|groupByRaw|createQueryBuilder|many|one|oneOrNone|manyOrNone|none|any|result|task|multi|streamQuery|queryAsync|executeSql|batch|sql|runSql|executeQuery|rawSql|simpleQuery)$/;
/** Methods of query builders that take a piece of SQL as text. */
const PIECES = /^(where|andWhere|orWhere|having|andHaving|orHaving|whereRaw|orWhereRaw|orderBy|addOrderBy|groupBy|addSelect|select|innerJoin|leftJoin|raw|literal|havingRaw|orderByRaw|groupByRaw|joinRaw|fromRaw|selectRaw|andWhereRaw)$/;
const OWNERS = /(^|[.#])(db|database|conn|connection|pool|client|sequelize|knex|pg|pgp|mysql\w*|sqlite\w*|mssql|oracledb|sql|postgres|manager|entityManager|dataSource|prisma|repository|repo|queryRunner|tx|trx|transaction|session|cassandra|snowflake|bigquery|spanner|orm|models?)\w*(\(\))?$/i;
const DRIVERS = /^(mysql|mysql2|mysql2\/promise|pg|pg-promise|pg-native|postgres|sqlite3|better-sqlite3|sqlite|mssql|tedious|oracledb|knex|sequelize|typeorm|@prisma\/client|slonik|massive|bookshelf|objection|mikro-orm|cassandra-driver|snowflake-sdk|node-firebird|ibm_db|sql\.js|promise-mysql|serverless-mysql|@databases\/\w+|drizzle-orm[^#]*)#/;
/** Methods of many other things, too: what they take is SQL where their owner or the text says so. */
const COMMON_METHODS = /^(get|run|all|each|one|none|any|many|task|multi|result|batch|fn|literal|exec|execute)$/;
/** How a statement begins; a sentence with the same words goes on otherwise. */
const STATEMENT = /^\s*(select\s[\s\S]{0,200}?\bfrom\s+\S|insert\s+into\s+\S+|update\s+\S+\s+set\s|delete\s+from\s+\S|drop\s+(table|database|view)\s|alter\s+table\s|create\s+(table|database|view)\s)/i;
const CONDITION = /(=|<|>|\blike\b|\bin\s*\(|\bis\b|\bbetween\b)/i;

/** What comes before the name of a table or a column, in quotes or after the name of its schema. */
const NAME_FOLLOWS = new RegExp(`(?:\\b(?:(?<!distinct\\s)from|into|table|update|index|view|references|truncate|database|schema|column)\\s+(?:(?:if\\s+(?:not\\s+)?exists|only)\\s+)?(?:["\`[]?[\\w${UNKNOWN_TEXT}]+["\`\\]]?\\.)?["\`[]?|\\bpragma\\s+\\w+\\(["'\`]?)$`, "i");

/** `EXTRACT(year FROM`: a value follows. */
const IN_CALL = /\b(?:extract|substring|trim|overlay|position)\s*\([^()]*$/i;

/** Queries put together from text that others choose. */
export const sqlInjection: Rule = {
  id: "sql-injection",
  class: "security",
  severity: "error",
  isMildInTests: true,
  cwe: 89,
  why: "Whoever controls the inserted value controls the query: reads, changes or drops what the account may touch. 45 % of generated code carries an OWASP flaw (Veracode 2025).",
  fix: "Bind values as parameters (`query(text, [value])`); choose names of tables and columns from a list in the code.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "db.query(`SELECT * FROM orders WHERE id = '${id}'`);\n",
    good: "db.query(\"SELECT * FROM orders WHERE id = $1\", [id]);\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    const found = callsOf(flow).flatMap((call) => occurrence(flow, call));
    return [...found, ...built(flow).filter(({ start, end }) => !found.some((call) => call.start <= start && end <= call.end))].sort((a, b) => a.start - b.start);
  },
};

/** A statement that is put together here from a request and run elsewhere. */
function built(flow: Flow): readonly Occurrence[] {
  return flow.tree.nodes("BinaryExpression", "TemplateLiteral").flatMap((node) => {
    const outer = flow.tree.parent(node);
    if (outer?.type === "TaggedTemplateExpression" || outer?.type === "CallExpression" || (node.type === "BinaryExpression" && (text(node, "operator") !== "+" || outer?.type === "BinaryExpression"))) return [];
    const taint = flow.value(node).taints.find((one) => one.origin === "remote" && (one.clean & PLACE.sql) === 0 && STATEMENT.test(one.prefix) && readsAsSql(one.prefix, false));
    return taint === undefined ? [] : [at(flow, node, null, `builds SQL from ${shown(flow, taint)}`, "warning")];
  });
}

function occurrence(flow: Flow, call: Call): readonly Occurrence[] {
  const isDriver = DRIVERS.test(call.name);
  if (!METHODS.test(call.method) && !PIECES.test(call.method) && !isDriver) return [];
  if (call.receiver === null && !/^(query|sql)$/.test(call.method) && !isDriver) return [];
  const first = call.args[0] ?? null;
  const statement = unwrapped(first)?.type === "ObjectExpression" || option(flow, first, "text", "sql", "query") !== null ? option(flow, first, "text", "sql", "query", "values") : first;
  if (statement === null) return [];
  const value = flow.value(statement);
  const taint = harm(value, "sql", "unknown");
  if (taint === null) return [];
  const isOwner = isDriver || OWNERS.test(flow.names.of(call.receiver));
  const isPiece = PIECES.test(call.method) && (CONDITION.test(value.literal) || /^order/i.test(call.method)) && /["'`\s=]/.test(value.literal);
  const isStatement = (METHODS.test(call.method) || isDriver) && readsAsSql(value.literal, isOwner || !COMMON_METHODS.test(call.method));
  if (taint.isBuilt && (isStatement || (isPiece && isText(flow, statement)))) {
    const isName = taint.origin !== "remote" && namesOnly(value);
    return [at(flow, call.node, statement, `builds SQL ${isName ? "with the name of a table or column " : ""}from ${shown(flow, taint)}`, isName ? "warning" : undefined)];
  }
  // The whole statement comes from a request.
  if (taint.origin === "remote" && isOwner && /^(query|execute|exec|raw|unsafe|\$queryRawUnsafe|\$executeRawUnsafe|prepare|run|all|each|many|one|none|any|literal)$/.test(call.method) && !/(redis|mongo|cache|\bmap\b|router|app|axios|http|command|child_process|cp\b|\bre(gex)?\b)/i.test(call.name)) {
    return [at(flow, call.node, statement, `runs ${shown(flow, taint)} as SQL`)];
  }
  return [];
}

/** Whether whatever stands in a statement names a table or a column: who calls it writes that down, as far as the file shows. */
function namesOnly({ taints }: Value): boolean {
  return taints.length < MAXIMUM_TAINTS && taints.every(({ prefix, clean }) => (clean & PLACE.sql) !== 0 || (NAME_FOLLOWS.test(prefix) && !IN_CALL.test(prefix)));
}

/** A piece of SQL is text; an object of conditions is not. */
function isText(flow: Flow, node: SyntaxNode): boolean {
  const inner = unwrapped(node);
  return inner?.type !== "ObjectExpression" && inner?.type !== "ArrowFunctionExpression" && flow.value(node).literal !== "";
}

/** What the same words weigh in a test, in a script, and about a page's own path. */
import { codeInjection } from "../../../../src/checks/rules/code-injection";
import { openRedirect } from "../../../../src/checks/rules/open-redirect";
import { pathTraversal } from "../../../../src/checks/rules/path-traversal";
import { requestForgery } from "../../../../src/checks/rules/request-forgery";
import { secret } from "../../../../src/checks/rules/secret";
import { shellInjection } from "../../../../src/checks/rules/shell-injection";
import { sqlInjection } from "../../../../src/checks/rules/sql-injection";
import { markedCases } from "./marked-cases";

const handler = (body: string) => `app.get("/x", (req, res) => { ${body} });`;

const COUNT = "export const count = (state) => db.query(`SELECT count(*) FROM moors WHERE state = '${state}'`);\n";
markedCases(sqlInjection, {
  reports: [],
  accepts: ["filter(Boolean)", "slice(1)", "sort()", "reverse()", "flat()", "at(0)"].map((some) => `export const find = (ids) => db.query("SELECT a FROM moors WHERE " + ids.map((id, at) => \`id = {moor\${at}}\`).${some}${some === "at(0)" ? "" : '.join(" OR ")'});`),
  says: [
    [COUNT, /^error builds SQL/],
    // Names made of numbers, whichever of them are left and in which order.
    ...["filter(Boolean)", "slice(1)", "sort()", "reverse()"].map((some) => [`export const find = (ids) => db.query("SELECT a FROM moors WHERE " + ids.map((id, at) => \`id = \${id}\`).${some}.join(" OR "));`, /^error builds SQL/] as const),
    [["src/latest/a.ts", COUNT], /^error builds SQL/],
    [["src/a.test.ts", COUNT], /^warning builds SQL/],
    [["test/helpers/seed.ts", COUNT], /^warning builds SQL/],
    [["packages/api-integration-tests/seed.ts", COUNT], /^warning builds SQL/],
  ],
  deltas: [
    // The same words, wrapped, weigh in a test what they weighed there before.
    { base: COUNT, head: COUNT.replace("=> db", "=> locked(() => db").replace("`);", "`));"), brings: false },
  ],
});

markedCases(sqlInjection, {
  path: "src/a.test.ts",
  reports: [],
  accepts: [],
  deltas: [{ base: COUNT, head: COUNT.replace("=> db", "=> locked(() => db").replace("`);", "`));"), brings: false }],
});

markedCases(codeInjection, {
  reports: [],
  accepts: [],
  says: [
    [handler("eval(req.body.rule);"), /^error/],
    [["e2e/a.ts", handler("eval(req.body.rule);")], /^warning/],
    [["app/api/test/route.ts", handler("eval(req.body.rule);")], /^error/],
    [["src/routes/tests/grade/rules.ts", handler("eval(req.body.rule);")], /^error/],
    [["src/server/test/rules.test.ts", handler("eval(req.body.rule);")], /^warning/],
  ],
});

// What is no sender's to choose weighs the same everywhere.
markedCases(secret, {
  reports: [],
  accepts: [],
  says: [[["src/a.test.ts", 'const key = "ghp_4hT9xQ2mVb7LsKd8RfWz3YpNc6JgEa1UoXiB";\n'], /^error/]],
});

const SHELL = "import { execSync, spawn } from 'node:child_process';\n";
markedCases(shellInjection, {
  reports: [],
  accepts: [],
  says: [
    [`${SHELL}execSync("ls " + process.argv[2]);`, /^warning gives a shell `process\.argv/],
    [`${SHELL}execSync(\`ls \${process.env.FOLDER}\`);`, /^warning gives a shell `process\.env\.FOLDER/],
    [`${SHELL}bot.command("x", (ctx) => { execSync(ctx.message.text); });`, /^error gives a shell `ctx/],
    [`${SHELL}export async function run(ctx) { execSync(ctx.message.text); }`, /^error gives a shell `ctx/],
    [`${SHELL}export async function run(ctx) { execSync("ls " + ctx.folder.name); }`, /^error gives a shell `ctx/],
    [`${SHELL}export const list = (folder) => execSync("ls " + folder);`, /^error gives a shell `folder/],
    [`${SHELL}${handler('execSync("ls " + process.argv[2] + req.query.folder);')}`, /^error gives a shell `req/],
  ],
});

markedCases(openRedirect, {
  reports: [],
  accepts: [],
  says: [
    [handler("const url = new URL(req.url); url.searchParams.set('tab', 'a'); res.redirect(url.pathname + '?' + url.searchParams.toString());"), /^warning redirects to the path of `req\.url`, which is another site's/],
    ["export async function loader({ request }) { const url = new URL(request.url); const here = url.pathname + url.search; return redirect(here); }", /^warning redirects to the path/],
    [handler("res.redirect(`${req.path}?done=1`);"), /^warning redirects to the path of `req\.path`/],
    [handler("res.redirect(req.originalUrl);"), /^warning redirects to the path/],
    [handler("const url = new URL(req.query.to); res.redirect(url.href);"), /^error redirects to where/],
    [handler("res.redirect(req.query.to + url.pathname);"), /^error redirects to where/],
    [handler("res.redirect(`${req.query.to}${req.path}`);"), /^error redirects to where/],
    [handler("res.redirect(req.query['path']);"), /^error redirects to where/],
    [handler("res.redirect(req.query.path);"), /^error redirects to where/],
    [handler("res.redirect(`http://${req.query.host}`);"), /^error redirects to where/],
    [handler("res.redirect(JSON.parse(req.query.state).path);"), /^error redirects to where/],
    [handler("const payload = req.body; res.redirect(payload.path);"), /^error redirects to where/],
    [handler("res.redirect(req.body.next.pathname);"), /^error redirects to where/],
    ["export function middleware(request: NextRequest) { return redirect(request.nextUrl.pathname); }", /^warning redirects to the path/],
  ],
});

const query = (text: string, before = "") => `export function run(moor, fen, peat) { ${before} return db.query(\`${text}\`); }\n`;
const NAME = /^warning builds SQL with the name of a table or column from/;

markedCases(sqlInjection, {
  reports: [],
  accepts: [],
  says: [
    [query("SELECT a FROM ${moor} WHERE b = 1"), NAME],
    [query('INSERT INTO "${moor}"."${fen}" (a) VALUES (1)'), NAME],
    [query("ALTER TABLE [${moor}] ADD COLUMN ${fen} text"), NAME],
    [query("UPDATE bogs.${moor} SET a = 1"), NAME],
    [query("DROP INDEX ${moor}"), NAME],
    [query('DROP TABLE IF EXISTS "${moor}"'), NAME],
    [query("CREATE TABLE if not exists ${moor} (a text)"), NAME],
    [query("ALTER TABLE ONLY ${moor} ADD COLUMN a text"), NAME],
    [query("SELECT a FROM b WHERE c = IF EXISTS ${moor}"), /^error builds SQL from/],
    [query("SELECT a FROM ${moor} WHERE b = '${fen}'"), /^error builds SQL from/],
    [query("SELECT a FROM bogs WHERE ${moor} = 1"), /^error builds SQL from/],
    [query("SELECT a FROM bogs ORDER BY ${moor}"), /^error builds SQL from/],
    [query("SELECT a FROM bogs WHERE b = ${moor}.c"), /^error builds SQL from/],
    [query("SELECT a FROM upfrom ${moor}"), /^error builds SQL from/],
    [query("SELECT a FROM b WHERE c IS NOT DISTINCT FROM ${moor}"), /^error builds SQL from/],
    [query("SELECT EXTRACT(year FROM ${moor}) FROM b"), /^error builds SQL from/],
    [query("SELECT a FROM b JOIN ${moor}"), /^error builds SQL from/],
    ["import Database from 'better-sqlite3';\nconst db = new Database();\nexport const columns = (moor) => db.exec(`PRAGMA table_info(${moor}); SELECT a FROM b`);", NAME],
    [handler("db.query(`SELECT a FROM ${req.query.table} WHERE b = 1`);"), /^error builds SQL from `req\.query/],
    // More names than are kept.
    [query("DROP TABLE ${moor}; DROP TABLE ${fen}; DROP TABLE ${peat}; DROP TABLE ${x1}; DROP TABLE ${x2}; DROP TABLE ${x3}", "const [x1, x2, x3] = load();"), /^error builds SQL from/],
  ],
});

const files = "import { readFileSync } from 'node:fs';\n";
markedCases(pathTraversal, {
  reports: [],
  accepts: [
    // A plugin's context is what the program itself made.
    `${files}export const plugin = make((ctx) => readFileSync(ctx.settings.output));`,
    `${files}export const plugin = { write(context) { return readFileSync(context.root); } };`,
    `${files}app.get("/x", (c) => readFileSync(c.env.PAGE));`,
  ],
  says: [
    // That a file is there gives none of it away.
    ...["existsSync", "statSync", "fs.lstatSync", "fs.access", "fs.promises.stat"].map((ask) => [`import fs, { existsSync, statSync } from "node:fs";\n${handler(`${ask}("a/" + req.query.name);`)}`, /^warning tells whether there is the file that `req\.query` names/] as const),
    [`import fs from "node:fs";\n${handler("fs.readdirSync('a/' + req.query.name);")}`, /^error reads or writes the file that/],
    [`${files}export const plugin = make((ctx) => readFileSync(ctx.query.file));`, /^error reads or writes the file that/],
    [`${files}router.get("/x", (ctx) => readFileSync(ctx.moor));`, /^error reads or writes the file that/],
    [`${files}export function load(req) { return readFileSync(req.moor); }`, /^error reads or writes the file that/],
  ],
});

markedCases(requestForgery, {
  reports: [],
  accepts: [],
  says: [
    ["export default { async fetch(request) { const url = new URL('/page', request.url); return fetch(url); } };", /^warning sends a request on to where `request\.url` says/],
    ["export default { async fetch(request) { return fetch(request.url, { method: 'POST' }); } };", /^warning sends a request on/],
    ["export default { async fetch(request) { return fetch(new URL(request.url)); } };", /^warning sends a request on/],
    ["export default { async fetch(request) { const { to } = await request.json(); return fetch(new URL(to, request.url)); } };", /^error sends a request to where/],
    ["export default { async fetch(request) { return fetch(new Request(request.url)); } };", /^error sends a request to where/],
    ["export default { async fetch(request) { return fetch(new URL(request.url).searchParams.get('url')); } };", /^error sends a request to where/],
    [handler("fetch(req.query.url);"), /^error sends a request to where/],
    [handler("const data = req.body; fetch(data.request.url);"), /^error sends a request to where/],
    ["import http from 'node:http';\nhttp.createServer((req, res) => http.get(req.url, (answer) => answer.pipe(res)));", /^error sends a request to where/],
    ["export default { async fetch(request) { return fetch(request.headers.get('to')); } };", /^error sends a request to where/],
    [handler("fetch(req.query.to);"), /^error sends a request to where/],
  ],
});

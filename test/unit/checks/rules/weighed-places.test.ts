/** What the same words weigh in a test, in a script, and about a page's own path. */
import { codeInjection } from "../../../../src/checks/rules/code-injection";
import { openRedirect } from "../../../../src/checks/rules/open-redirect";
import { secret } from "../../../../src/checks/rules/secret";
import { shellInjection } from "../../../../src/checks/rules/shell-injection";
import { sqlInjection } from "../../../../src/checks/rules/sql-injection";
import { markedCases } from "./marked-cases";

const handler = (body: string) => `app.get("/x", (req, res) => { ${body} });`;

const COUNT = "export const count = (table) => db.query(`SELECT count(*) FROM ${table} WHERE open = 1`);\n";
markedCases(sqlInjection, {
  reports: [],
  accepts: [],
  says: [
    [COUNT, /^error builds SQL/],
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
  ],
});

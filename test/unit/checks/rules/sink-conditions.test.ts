/** One case for each condition of these rules that the other tables leave open; `npm run bench -- --only rule-mutants` says which. */
import { openRedirect } from "../../../../src/checks/rules/open-redirect";
import { prototypePollution } from "../../../../src/checks/rules/prototype-pollution";
import { requestForgery } from "../../../../src/checks/rules/request-forgery";
import { shellInjection } from "../../../../src/checks/rules/shell-injection";
import { markedCases } from "./marked-cases";

const handler = (body: string) => `app.get("/x", (req, res) => { ${body} });`;
const asked = "new URLSearchParams(location.search).get('to')";

markedCases(openRedirect, {
  reports: [
    handler("res.redirect(req.query.next, 301);"),
    handler("res.location(req.query.next);"),
    `window.open(${asked});`,
    `open(${asked});`,
    `frame.location.href = ${asked};`,
    "location.href = 'javascript:' + location.pathname;",
    "@Controller()\nclass A {\n  @Get()\n  @Redirect()\n  go(@Query('to') to: string) { return { url: to }; }\n}",
    ["app/go/route.ts", "export async function GET(request: Request) { const to = new URL(request.url).searchParams.get('to'); return Response.redirect(to, 302); }"],
  ],
  accepts: [
    "server.get('/x', (req, reply) => { reply.redirect('/home', req.query.code); });",
    handler("map.location(req.query.next);"),
    `store.open(${asked});`,
    `link.href = ${asked};`,
    `frame.location.hash = ${asked};`,
    `location(${asked});`,
    "location.href = location.pathname;",
    "class A {\n  go(@Query('to') to: string) { return { url: to }; }\n}",
    "@Controller()\nclass A {\n  @Get()\n  @Redirect()\n  go() { return { url: '/home' }; }\n}",
    `location.href += ${asked};`,
  ],
});

markedCases(requestForgery, {
  reports: [
    "import needle from 'needle';\n" + handler("needle('get', req.query.url, done);"),
    handler("const xhr = new XMLHttpRequest(); xhr.open('GET', req.query.url);"),
    handler("request({ url: req.query.url }, done);"),
    "import request from 'request';\n" + handler("request.get(req.query.url);"),
    "import puppeteer from 'puppeteer';\nexport async function shot(url) { const browser = await puppeteer.launch(); const page = await browser.newPage(); await page.goto(url); }",
  ],
  accepts: [
    "import needle from 'needle';\n" + handler("needle('get', 'https://api.company.com/' + req.query.id, done);"),
    handler("const xhr = new XMLHttpRequest(); xhr.open(req.query.method);"),
    handler("folder.open('r', req.query.url);"),
    "app.get('/x', (request, response) => { response.json(request.get(request.query.header)); });",
    "export const load = (request) => app.get('/x', (req) => request(req.query.url));",
    "import puppeteer from 'puppeteer';\nexport async function shot(name) { const browser = await puppeteer.launch(); const page = await browser.newPage(); await page.goto('https://www.company.com/' + name); }",
  ],
  says: [
    ["import puppeteer from 'puppeteer';\nexport async function shot(url) { const browser = await puppeteer.launch(); const page = await browser.newPage(); await page.goto(url); }", /^warning loads a page/],
    ["import puppeteer from 'puppeteer';\napp.get('/x', async (req, res) => { const page = await browser.newPage(); await page.setContent(req.body.html); });", /^error shows .* as a page in a browser that runs here/],
  ],
});

markedCases(shellInjection, {
  reports: ["import { spawn } from 'child_process';\nexport const f = (list) => spawn('bash', list);", handler("spawn('git', ['log', req.query.ref]);"), "import { spawn } from 'child_process';\nexport const f = (list) => spawn('sh', ['-ec', list]);"],
  accepts: [
    handler("spawn('sh', ['run.sh', req.query.name]);"),
    handler("spawn('git', ['log', '--', req.query.ref]);"),
    handler("spawn('git', ['log', `refs/heads/${req.query.ref}`]);"),
    handler("spawn('convert', [req.query.ref]);"),
    handler("spawn('git', { cwd: req.query.ref });"),
    handler("const model = pick(); model.exec(req.query.q);"),
    "export const f = (text) => /a/.exec(text);",
  ],
  says: [
    ["import { spawn } from 'child_process';\nexport function f() { spawn(process.env.PROGRAM); }", /^warning starts/],
    ["import { spawn } from 'child_process';\n" + handler("spawn(req.body.program);"), /^error starts/],
    ["import { exec } from 'child_process';\nexec(read());", /^warning gives a shell/],
    ["import { exec } from 'child_process';\nexec('ls ' + read());", /^error gives a shell/],
  ],
});

markedCases(prototypePollution, {
  reports: [
    "import _ from 'lodash';\n" + handler("_.merge(req.body, defaults);"),
    handler("store[req.body.a].name = 1;"),
    "function put(object, keys, value) { let inner = object; for (let i = 0; i < keys.length - 1; i++) { inner = inner[keys[i]]; } inner[keys[keys.length - 1]] = value; }",
    "function walk(rows, steps) { let row = rows; for (const step of steps) row = row[step]; return row; }",
    "function walk(rows, steps) { let row = rows; steps.forEach((step) => { row = row[step]; }); return row; }",
  ],
  accepts: [
    "import _ from 'lodash';\n" + handler("_.defaultsDeep(req.body, defaults);"),
    handler("Object.assign(user, req.body);"),
    handler("store[`user-${req.body.a}`].name = 1;"),
    handler("const row = rows[req.query.id]; row[0] = 1;"),
    handler("store.items[req.body.a] = 1;"),
    "function walk(row, step) { row = row[step]; return row; }",
    "function walk(rows) { let row = rows; for (let at = 0; at < 3; at++) { row = row[at]; } return row; }",
    "function copy(into, from) { for (const key of Object.keys(from)) into[key] = from[key]; }",
  ],
  says: [[handler("Object.assign(user, JSON.parse(req.body.text));"), /^note merges/]],
});

import { codeInjection } from "../../../../src/checks/rules/code-injection";
import { htmlInjection } from "../../../../src/checks/rules/html-injection";
import { nosqlInjection } from "../../../../src/checks/rules/nosql-injection";
import { openRedirect } from "../../../../src/checks/rules/open-redirect";
import { pathTraversal } from "../../../../src/checks/rules/path-traversal";
import { regexInjection } from "../../../../src/checks/rules/regex-injection";
import { requestForgery } from "../../../../src/checks/rules/request-forgery";
import { shellInjection } from "../../../../src/checks/rules/shell-injection";
import { sqlInjection } from "../../../../src/checks/rules/sql-injection";
import { templateInjection } from "../../../../src/checks/rules/template-injection";
import { textInjection } from "../../../../src/checks/rules/text-injection";
import { markedCases } from "./marked-cases";

const fetched = (body: string) => `import { NextRequest } from "next/server"; export async function GET(request: NextRequest) { ${body} }`;
const handler = (body: string) => `app.get("/x", (req, res) => { ${body} });`;

markedCases(sqlInjection, {
  reports: [
    "db.query(`SELECT * FROM users WHERE id = ${id}`);",
    "db.query('SELECT * FROM users WHERE id = ' + req.params.id);",
    "const sql = `DELETE FROM t WHERE a = '${name}'`;\nawait connection.execute(sql);",
    "let q = 'SELECT a FROM b WHERE c = ';\nq += value;\npool.query(q);",
    "prisma.$queryRawUnsafe(`SELECT 1 FROM a WHERE b = ${c}`);",
    "knex.whereRaw('name = ' + name + ' order by x');",
    "client.query({ text: `UPDATE a SET b = ${c}`, values: [] });",
    "function find(key) { return 'SELECT a FROM b WHERE c = ' + key; }\npool.query(find(req.query.key));",
    "repository.createQueryBuilder('u').where(\"u.name = '\" + name + \"'\").getMany();",
    handler("const { statement } = req.body; pool.query(statement);"),
    "query('SELECT a FROM b WHERE c = ' + req.query.c);",
    "import { connect } from 'tedious';\nconnect('SELECT a FROM b WHERE c = ' + req.query.c);",
  ],
  accepts: [
    "execute('SELECT a FROM b WHERE c = ' + req.query.c);",
    "import { connect } from 'tedious';\nconnect('server of ' + req.query.c);",
    "db.query('SELECT * FROM users WHERE id = $1', [id]);",
    "db.query(`SELECT * FROM users WHERE id = ?`, [req.params.id]);",
    "await sql`SELECT * FROM users WHERE id = ${id}`;",
    "const TABLE = 'users';\ndb.query(`SELECT * FROM ${TABLE} WHERE id = ?`, [id]);",
    "db.query('SELECT a, b ' + 'FROM c');",
    "db.query(`SELECT * FROM a LIMIT ${Number(n)}`);",
    "db.query(`SELECT a FROM b WHERE c IN (${ids.map(() => '?').join(', ')})`, ids);",
    "logger.info(`update ${name} to ${version}`);",
    "const m = /a/.exec(text); pattern.exec(input);",
    "function load(order) { if (!['name', 'age'].includes(order)) throw new Error('no'); return db.query(`SELECT a FROM b ORDER BY ${order}`); }",
    "db.query(`SELECT a FROM b WHERE c = ${connection.escape(value)}`);",
  ],
  deltas: [
    { base: "db.query('SELECT a FROM b WHERE c = ?', [id]);", head: "db.query(`SELECT a FROM b WHERE c = ${id}`);", brings: true },
    { base: "db.query(`SELECT a FROM b WHERE c = ${id}`);", head: "// note\ndb.query(`SELECT a FROM b WHERE c = ${id}`);", brings: false },
  ],
});

markedCases(shellInjection, {
  reports: [
    "import { exec } from 'child_process';\nexec(`git clone ${url}`);",
    "import cp from 'child_process';\ncp.execSync('rm -rf ' + folder);",
    "spawn('git ' + name, { shell: true });",
    "spawn('sh', ['-c', command]);",
    "function run(command) { exec(command) }",
    "const util = require('util');\nconst run = util.promisify(require('node:child_process').exec);\nexport const go = (name) => run('ls ' + name);",
    handler("const parts = ['ls', req.query.folder]; require('child_process').exec(parts.join(' '));"),
    "import execa from 'execa';\nexport const f = (name) => execa.command(`ls ${name}`);",
    handler("spawn(req.body.program);"),
    "const shell = require('shelljs');\nexport function f(a) { shell.exec('tar ' + a); }",
  ],
  accepts: [
    "exec('git status');",
    "execFile('git', ['clone', '--', url]);",
    "spawn('git', ['log', name], { shell: false });",
    "const found = /x/.exec(req.query.text);",
    "import { exec } from 'child_process';\nconst FOLDER = 'dist';\nexec(`rm -rf ${FOLDER}`);",
    "import { quote } from 'shell-quote';\nimport { exec } from 'child_process';\nexec(`ls ${quote([name])}`);",
    "import { exec } from 'child_process';\nexport function f(n) { if (!/^[a-z]+$/.test(n)) return; exec('ls ' + n); }",
    "model.exec(`find ${name}`);",
    "import { exec } from 'child_process';\nexec(`kill ${parseInt(pid, 10)}`);",
  ],
  deltas: [{ base: "execFile('ls', [name]);", head: "exec(`ls ${name}`);", brings: true }],
});

markedCases(codeInjection, {
  reports: [
    "eval(code);",
    "const f = new Function('a', body);",
    "vm.runInNewContext(`x = ${y}`);",
    "setTimeout('go(' + id + ')', 1);",
    handler("const fn = handlers[req.query.name]; handlers[req.query.name]();"),
    handler("require(req.query.module);"),
    "export const run = (page, text) => page.evaluate('go(' + text + ')');",
    "import { VM } from 'vm2';\nexport const f = (code) => new VM().run(code);",
    "element.setAttribute('onclick', location.hash.slice(1));",
    handler("import(req.params.plugin);"),
  ],
  accepts: [
    "eval('1 + 1');",
    "setTimeout(() => go(id), 1);",
    "setTimeout(callback, 10);",
    "const f = new Function('a', 'return a');",
    "handlers['open']();",
    "const plugin = require('./plugin');",
    "page.evaluate(() => document.title);",
    "const parsed = JSON.parse(req.body.text);",
    handler("if (!['a', 'b'].includes(req.query.name)) return; handlers[req.query.name]();"),
  ],
});

markedCases(htmlInjection, {
  reports: [
    "import { JSDOM } from 'jsdom';\napp.get('/', (req, res) => { new JSDOM(req.body.page, { runScripts: 'dangerously' }); });",
    "element.innerHTML = `<b>${name}</b>`;",
    "function show(text) { element.innerHTML = text }",
    ["src/a.tsx", "const x = (p) => <div dangerouslySetInnerHTML={{ __html: p.html }} />;"],
    "document.write('<p>' + location.hash);",
    handler("res.send('<h1>' + req.query.name + '</h1>')"),
    handler("const name = req.query.name; res.end('Hello ' + name);"),
    "element.insertAdjacentHTML('beforeend', message);",
    "$('#x').html(location.search);",
    "this.sanitizer.bypassSecurityTrustHtml(this.text);",
    "window.addEventListener('message', (event) => { target.outerHTML = event.data; });",
    "nunjucks.configure('views', { autoescape: false });",
  ],
  accepts: [
    "import { JSDOM } from 'jsdom';\napp.get('/', (req, res) => { new JSDOM(req.body.page, { runScripts: 'outside-only' }); });",
    "element.textContent = name; element.innerHTML = '';",
    "element.innerHTML = DOMPurify.sanitize(html);",
    handler("res.send({ name: req.query.name }); res.send(`ok ${n}`);"),
    handler("res.json(req.query.name);"),
    handler("res.type('text/plain'); res.send(req.query.name);"),
    handler("res.send(escapeHtml(req.query.name));"),
    "$('#x').text(location.search);",
    "$(location.hash).show();",
    "element.innerHTML = `<b>${Number(count)}</b>`;",
    ["src/a.tsx", "const x = (p) => <a href={`/users/${p.id}`}>{p.name}</a>;"],
  ],
});

markedCases(pathTraversal, {
  reports: [
    "import fs from 'fs';\napp.get('/', (req, res) => { const parts = req.query.name.split('.'); res.send(fs.readFileSync('files/' + parts[parts.length - 1])); });",
    handler("fs.readFile('./files/' + req.params.name, done);"),
    "import { readFileSync } from 'node:fs';\nexport function handle(req) { return readFileSync(req.query.file); }",
    "import path from 'path';\nimport fs from 'fs';\n" + handler("const file = path.join(__dirname, req.query.name); fs.createReadStream(file).pipe(res);"),
    handler("res.sendFile(req.query.file);"),
    handler("res.download('bills/' + req.query.file);"),
    handler("res.sendFile('a.txt', { root: req.query.root });"),
    "import { rm } from 'fs/promises';\nexport const remove = async (req) => { const { folder } = req.body; await rm(folder, { recursive: true }); };",
    "const fs = require('fs');\nstream.on('entry', (entry) => entry.pipe(fs.createWriteStream(entry.path)));",
    "import fs from 'fs';\nfunction load(name) { return fs.readFileSync('data/' + name); }\n" + handler("load(req.query.name);"),
  ],
  accepts: [
    "import fs from 'fs';\napp.get('/', (req, res) => { const parts = req.query.name.split('/'); res.send(fs.readFileSync('files/' + parts[parts.length - 1])); });",
    "import fs from 'fs';\nexport const load = (name) => fs.readFileSync(name);",
    "import path from 'path';\nimport fs from 'fs';\n" + handler("fs.readFile(path.join(root, path.basename(req.query.name)), done);"),
    "import path from 'path';\nimport fs from 'fs';\n" + handler("const full = path.resolve(root, req.query.name); if (!full.startsWith(root + path.sep)) return; fs.readFile(full, done);"),
    handler("if (!['a', 'b'].includes(req.query.name)) return; fs.readFile(req.query.name, done);"),
    handler("res.sendFile(req.params.name, { root: PUBLIC });"),
    "import fs from 'fs';\nfs.readFileSync('a/b.txt');",
    handler("fs.readFile(`files/${Number(req.params.id)}.txt`, done);"),
    handler("const name = req.query.name; if (name.includes('..')) return; fs.readFile('files/' + name, done);"),
  ],
});

markedCases(requestForgery, {
  reports: [
    handler("fetch(req.query.url);"),
    "import axios from 'axios';\n" + handler("axios.get(req.body.target);"),
    "import axios from 'axios';\n" + handler("axios({ url: req.query.u, method: 'get' });"),
    "const http = require('http');\n" + handler("http.get('http://' + req.query.host + '/status', done);"),
    "import got from 'got';\nexport async function POST(request) { const body = await request.json(); return got(body.address); }",
    "exports.handler = async (event) => fetch(event.url);",
    "const request = require('request');\n" + handler("const target = req.query.to; request({ uri: target }, done);"),
    "socket.on('load', (address) => fetch(address));",
  ],
  accepts: [
    "fetch('https://api.company.com/users');",
    handler("fetch(`https://api.company.com/users/${req.params.id}`);"),
    "import axios from 'axios';\n" + handler("axios.get(`${BASE}/users/${req.params.id}`);"),
    "export const load = (url) => fetch(url);",
    handler("const url = new URL(req.query.url); if (url.hostname !== 'api.company.com') return; fetch(url);"),
    handler("if (!allowed.has(req.query.host)) return; fetch(req.query.host);"),
    "map.get(req.query.key);",
    handler("const type = req.get('content-type');"),
  ],
});

markedCases(openRedirect, {
  reports: [
    handler("res.redirect(req.query.next);"),
    handler("const { to } = req.query; res.redirect(302, to);"),
    handler("res.setHeader('Location', req.query.next);"),
    handler("res.writeHead(302, { Location: req.query.next });"),
    "window.location.href = new URLSearchParams(location.search).get('next');",
    "location.assign(document.referrer);",
    "router.get('/', async (ctx) => { ctx.redirect(ctx.query.next); });",
    "window.addEventListener('message', (e) => { location = e.data.to; });",
    // What a sender chooses of an address beyond its path.
    fetched("const u = new URL('/a', request.url); u.host = request.nextUrl.searchParams.get('t'); return Response.redirect(u);"),
    fetched("const u = new URL('/a', request.url); u['host'] = request.nextUrl.searchParams.get('t'); return Response.redirect(u);"),
    fetched("const u = new URL('/a', request.url); (u.host as string) = request.nextUrl.searchParams.get('t'); return Response.redirect(u);"),
    fetched("const u = new URL('/a', request.url); Object.assign(u, { host: request.nextUrl.searchParams.get('t') }); return Response.redirect(u);"),
    fetched("const u = new URL('/a', request.url); aim({ u }, request.nextUrl.searchParams.get('t')); return Response.redirect(u);"),
    fetched("const u = new URL('/a', request.url); aim({ to: u }, request.nextUrl.searchParams.get('t')); return Response.redirect(u);"),
    fetched("const u = new URL('/a', request.url); aim({ [u]: 1 }); return Response.redirect(u);"),
    fetched("const u = new URL('/a', request.url); aim(u, request.nextUrl.searchParams.get('t')); return Response.redirect(u);"),
    fetched("const u = new URL('/a', request.url); const v = u; v.host = request.nextUrl.searchParams.get('t'); return Response.redirect(u);"),
    fetched("const u = new URL('/a', request.url); const [v] = u; return Response.redirect(u);"),
    fetched("const u = new URL('/a', request.url); const v = b ? u : null; v.href = request.nextUrl.searchParams.get('t'); return Response.redirect(u);"),
    fetched("const u = new URL('/a', request.url); let v = u; v = other; return Response.redirect(u);"),
    fetched("let u = new URL('/a', request.url); u = new URL(request.nextUrl.searchParams.get('t')); return Response.redirect(u);"),
    fetched("return Response.redirect(new URL(`/${request.nextUrl.searchParams.get('t')}`, request.url));"),
    fetched("return Response.redirect(new URL(next(), request.url));"),
    fetched("return Response.redirect(b ? new URL('/a', request.url) : new URL(request.nextUrl.searchParams.get('t')));"),
    fetched("return Response.redirect(b ? new URL(request.nextUrl.searchParams.get('t')) : new URL('/a', request.url));"),
    fetched("return Response.redirect(new URL('/a', request.nextUrl.searchParams.get('t')));"),
    fetched("return Response.redirect(new URL('/a', request.nextUrl.search));"),
    fetched("return Response.redirect(new URL('/a', request[key]));"),
    fetched("return Response.redirect(new Set('/a', request.url));"),
    fetched("return Response.redirect(Object.assign(new URL('/a', request.url), { host: request.nextUrl.search }));"),
    fetched("return Response.redirect(new URL('/a', request.url).href.slice(9));"),
    fetched("return Response.redirect(new URL('/a', request.url).toString().slice(9));"),
    fetched("return Response.redirect(new URL('/a', request.url).search);"),
    fetched("const URL = other(); return Response.redirect(new URL('/a', request.url));"),
    fetched("request.url = (await request.json()).to; return Response.redirect(new URL('/a', request.url));"),
    handler("const request = req.body; res.redirect(new URL('/a', request.url));"),
    "export const go = (request) => Response.redirect(new URL('/a', request.url));",
    "export const middleware = (request) => NextResponse.redirect(new URL('/a', request.url));",
    "import type { Request } from 'express'; export const go = (request: Request) => Response.redirect(new URL('/a', request.url));",
    "interface Request { url: string } export const go = (request: Request) => Response.redirect(new URL('/a', request.url));",
    fetched("return Response.redirect(new URL('//moss.test', request.url));"),
    fetched("return Response.redirect(new URL('/\\\\moss.test', request.url));"),
    fetched("return Response.redirect(new URL('https://moss.test/x', request.url));"),
    fetched("const u = new URL('//moss.test', request.url); u.search = request.headers.get('cookie'); return Response.redirect(u);"),
    "function go(request: Request) { Response.redirect(new URL('/a', request.url)); }\napp.post('/x', (req, res) => { go(req.body); });",
    "export const GET = ({ request }) => Response.redirect(new URL('/a', request.url));",
    handler("const u = new URL(team.url); u.hostname = req.query.a; res.redirect(u.toString());"),
    handler("const u = new URL(req.query.to); u.pathname = req.path; res.redirect(u.toString());"),
    handler("const u = new URL(team.url, req.query.to); u.pathname = req.path; res.redirect(u.href);"),
    handler("const u = new URL(team.url); u.pathname = req.path; res.redirect(u.pathname.slice(0) + u.search);"),
  ],
  accepts: [
    // The page's own origin, and another one that no sender chose, with parts behind the host.
    fetched("return Response.redirect(new URL('/a', request.url));"),
    fetched("return Response.redirect(new URL('/', request.url));"),
    fetched("return Response.redirect(new URL(`/a?t=${request.nextUrl.searchParams.get('t')}`, request.nextUrl.origin));"),
    fetched("const u = new URL('/a', request.nextUrl); u.searchParams.set('t', request.nextUrl.searchParams.get('t')); return Response.redirect(u);"),
    fetched("const u = new URL('/a', request.nextUrl.href); u.hash = request.nextUrl.searchParams.get('t'); log(u.href); if (u.host === x || u.port) log(`${u.origin}`); return Response.redirect(u.href);"),
    fetched("const a = new URL('/a', request.url); const b = new URL('/b', request.url); const u = c ? a : b; u.search = request.nextUrl.search; return Response.redirect(u);"),
    fetched("const a = new URL('/a', request.url); const u = a; u.search = request.nextUrl.search; return Response.redirect(u);"),
    "export const go = (request: Request) => Response.redirect(new URL('/a', request.url));",
    "import type { NextRequest } from 'next/server'; const go = function (request: NextRequest) { return Response.redirect(new URL('/a', request.url)); };\nexport default go;",
    handler("const u = new URL(team.url); u.pathname = req.path; u.search = req.search; res.redirect(u.toString());"),
    `import { URL } from "node:url";\n${fetched("return Response.redirect(new URL('/a', request.url).toString());")}`,
    handler("const url = new URL(team.url); url.pathname = req.path; store({ url: 1 }); res.redirect(url.toString());"),
    handler("const u = new URL('/a', team.url); u.pathname = req.path; res.redirect(u.href);"),
    handler("res.redirect('/home');"),
    handler("res.redirect('/users/' + req.params.id);"),
    handler("res.redirect(`https://company.com/a?to=${encodeURIComponent(req.query.to)}`);"),
    handler("res.redirect(req.query.ok ? '/a' : '/b');"),
    handler("if (req.query.next === '/a') res.redirect(req.query.next);"),
    "location.reload(); location.href = '/login';",
    handler("if (!isSafeUrl(req.query.next)) return; res.redirect(req.query.next);"),
    "export const go = (path) => navigate(path);",
  ],
});

markedCases(nosqlInjection, {
  reports: [
    handler("User.findOne({ name: req.body.name, password: req.body.password });"),
    handler("db.collection('users').find(req.body);"),
    handler("const query = {}; query.name = req.body.name; Model.deleteMany(query);"),
    handler("Model.find({ $where: 'this.name == \"' + req.query.name + '\"' });"),
    "export const load = async (req) => users.findOne({ email: req.query.email });",
    handler("docClient.scan(req.body);"),
    handler("const { id } = req.body; Account.findOneAndDelete({ id });"),
    handler("Model.where(req.query);"),
  ],
  accepts: [
    handler("User.findOne({ name: String(req.body.name) });"),
    handler("User.findOne({ name: { $eq: req.body.name } });"),
    handler("User.findOne({ name: `${req.body.name}` });"),
    handler("User.findOne({ owner: req.user.id, session: req.session.name });"),
    handler("User.findOne({ id: req.params.id });"),
    handler("if (typeof req.body.name !== 'string') return; User.findOne({ name: req.body.name });"),
    handler("const found = [1, 2].find((one) => one === req.body.id);"),
    "User.findOne({ name: 'a' });",
    handler("const input = bodySchema.parse(req.body); User.findOne({ name: input.name });"),
    "export const load = (name) => User.findOne({ name });",
  ],
});

markedCases(regexInjection, {
  reports: [
    "function find(term) { return new RegExp(term, 'i') }",
    handler("new RegExp(req.query.pattern);"),
    "export const f = (word) => text.match(new RegExp('^' + word));",
    "const slow = /(a+)+$/;",
    "const slow = /^(\\w+\\s?)*$/;",
    "const slow = new RegExp('(x|x)*y');",
    "const slow = /^([a-z]+)+@/;",
    "const text = 'abc';\n" + handler("text.search(req.query.q);"),
  ],
  accepts: [
    "function find(term) { return new RegExp(escapeRegExp(term)) }",
    "const r = new RegExp('a+', 'g');",
    "export const f = (other) => new RegExp(other.source, 'g');",
    "const fast = /^[\\w-]+(\\.[\\w-]+)*$/;",
    "const fast = /(ab+)?c/;",
    "const fast = /^(\\d{1,3}\\.){3}\\d{1,3}$/;",
    "const fast = /(?:\\s*,\\s*\\w)+/;",
    "const kind = /^(image|video)\\/(png|mp4)$/;",
  ],
});

markedCases(templateInjection, {
  reports: [
    "import pug from 'pug';\n" + handler("pug.render(req.body.template);"),
    "import ejs from 'ejs';\n" + handler("ejs.render('<b>' + req.query.name + '</b>', {});"),
    "import Handlebars from 'handlebars';\n" + handler("Handlebars.compile(req.body.text);"),
    "const nunjucks = require('nunjucks');\n" + handler("nunjucks.renderString(req.query.t, {});"),
    "import _ from 'lodash';\n" + handler("_.template(req.body.t)({});"),
    "import { Eta } from 'eta';\nconst mustache = require('mustache');\n" + handler("mustache.render(req.query.t, {});"),
    "const dot = require('dot');\n" + handler("dot.template(req.query.t);"),
    "import pug from 'pug';\nexport const f = (name) => pug.compile('p ' + name);",
  ],
  accepts: [
    "import pug from 'pug';\npug.render('p= name', { name });",
    "import ejs from 'ejs';\n" + handler("ejs.render(TEMPLATE, { name: req.query.name });"),
    "import Handlebars from 'handlebars';\nconst text = 'a {{b}}';\nHandlebars.compile(text);",
    "import _ from 'lodash';\n" + handler("_.merge({}, { a: 1 });"),
    "const compiled = compile(source);",
    "import pug from 'pug';\npug.compileFile('a.pug');",
    "import React from 'react';\nReact.render(element);",
    handler("res.render('page', { name: req.query.name });"),
  ],
});

markedCases(textInjection, {
  reports: [
    handler("console.log('login of ' + req.query.name);"),
    handler("logger.warn(`no such user ${req.params.name}`);"),
    handler("console.log(req.query.format, a);"),
    handler("res.setHeader('X-Name', req.query.name);"),
    handler("const link = 'https://' + req.headers.host + '/reset';"),
    "import xpath from 'xpath';\n" + handler("xpath.select(\"//user[name='\" + req.query.name + \"']\", doc);"),
    handler("res.set({ 'X-A': req.query.a });"),
    "import util from 'util';\n" + handler("util.format(req.query.a, 1);"),
  ],
  accepts: [
    "console.log('started');",
    handler("logger.info({ name: req.query.name }, 'login');"),
    handler("console.log('count', Number(req.query.n));"),
    handler("res.setHeader('X-Name', encodeURIComponent(req.query.name));"),
    handler("console.log(JSON.stringify(req.query.name));"),
    handler("res.set('Content-Type', 'text/html');"),
    "export const f = (name) => console.log(name);",
    handler("console.log(req.query.name.replace(/\\n/g, ''));"),
  ],
});

import { strict as assert } from "node:assert";
import { answerRules } from "../../../../src/checks/rules/run-rules";
import { callbackThrows } from "../../../../src/checks/rules/callback-throws";
import { codeInjection } from "../../../../src/checks/rules/code-injection";
import { folderExposed } from "../../../../src/checks/rules/folder-exposed";
import { hardcodedCredential } from "../../../../src/checks/rules/hardcoded-credential";
import { prototypePollution } from "../../../../src/checks/rules/prototype-pollution";
import { requestDecides } from "../../../../src/checks/rules/request-decides";
import { resourceExhaustion } from "../../../../src/checks/rules/resource-exhaustion";
import { loadParser } from "../parse";
import { markedCases } from "./marked-cases";

const express = (body: string) => `import express from "express";\nimport path from "node:path";\nimport os from "node:os";\nconst app = express();\n${body}\n`;

markedCases(folderExposed, {
  reports: [
    express("app.use(express.static(__dirname));"),
    express("app.use(express.static('./'));"),
    express("app.use('/lib', express.static(path.join(__dirname, 'node_modules')));"),
    express("app.use('/lib', express.static('node_modules/angular'));"),
    express("app.use('/lib', express.static(`${__dirname}/../node_modules/@scope/part`));"),
    express("const root = process.cwd();\napp.use(express.static(root));"),
    express("app.use('/home', express.static(os.homedir()));"),
    express("app.use('/all', express.static('/'));"),
    express("app.use(express.static(path.resolve(__dirname, '..')));"),
    "const serve = require('serve-static');\nconst handle = serve('.');",
    "import serveIndex from 'serve-index';\napp.use('/ftp', serveIndex('ftp', { icons: true }));",
    "import files from '@fastify/static';\nserver.register(files, { root: __dirname });",
    "import serve from 'koa-static';\napp.use(serve(import.meta.dirname));",
  ],
  accepts: [
    express("app.use(express.static(path.join(__dirname, 'public')));"),
    express("app.use(express.static('dist'));"),
    express("app.use('/js', express.static('node_modules/bootstrap/dist/js'));"),
    express("app.use('/js', express.static(path.join(__dirname, '..', 'client')));"),
    express("app.use(express.static(FOLDER));"),
    express("const read = fs.readFileSync(__dirname);"),
    "import files from '@fastify/static';\nserver.register(files, { root: path.join(__dirname, 'assets') });",
    "import files from '@fastify/multipart';\nserver.register(files, { root: __dirname });",
    ["test/server.test.ts", express("app.use(express.static(__dirname));")],
  ],
  says: [
    [express("app.use(express.static(__dirname + '/'));"), /^warning serves the program's own folder$/],
    [express("app.use(express.static('/'));"), /whole file system/],
    [express("app.use(express.static('node_modules'));"), /everything that is installed/],
    [express("app.use(express.static('..'));"), /folder above/],
    [express("app.use(express.static('../..'));"), /folder above/],
  ],
});

const route = (body: string) => `import fs from "node:fs";\napp.get("/x", (req, res, next) => { ${body} });\n`;

markedCases(callbackThrows, {
  reports: [
    route("fs.readFile('a', (err, data) => { if (err) throw err; res.send(data); });"),
    route("fs.stat('a', function (problem) { if (problem) throw new Error('gone'); });"),
    route("setTimeout(() => { throw new Error('late'); }, 10);"),
    route("db.query('select 1', (err, rows) => { if (err) throw err; res.json(rows); });"),
    route("process.nextTick(() => { throw new Error('late'); });"),
    route("try { fs.readFile('a', (err) => { throw err; }); } catch (error) { next(error); }"),
    "import fs from 'node:fs';\nfunction load() { fs.readFile('a', (err) => { throw err; }); }\napp.get('/x', (req, res) => { load(); res.end(); });",
    "import { readFile } from 'node:fs';\nrouter.post('/x', (req, res) => readFile('a', (error, data) => { if (error) { throw error; } res.end(data); }));",
    route("crypto.randomBytes(8, (err, bytes) => { if (err) throw err; res.end(bytes); });"),
  ],
  accepts: [
    route("fs.readFile('a', (err, data) => { if (err) return next(err); res.send(data); });"),
    route("fs.readFile('a', (err) => { try { throw err; } catch (error) { next(error); } });"),
    route("fs.readFileSync('a', () => { throw new Error('never called'); });"),
    route("if (!req.query.id) throw new Error('bad request'); res.end();"),
    route("load().then(() => { throw new Error('rejected'); }).catch(next);"),
    route("fs.readFile('a', async (err) => { throw err; });"),
    route("list.forEach((error) => { throw error; });"),
    "import fs from 'node:fs';\nfs.readFile('config', (err) => { if (err) throw err; start(); });\napp.get('/x', (req, res) => res.end());",
    "import fs from 'node:fs';\napp.get('/x', (req, res) => res.end());\nfs.readFile('config', (err) => { if (err) throw err; start(); });",
    "import fs from 'node:fs';\nexport function load() { fs.readFile('a', (err) => { if (err) throw err; }); }",
  ],
});

const handler = (body: string) => `app.get("/x", (req, res) => { ${body} });\n`;

markedCases(requestDecides, {
  reports: [
    handler("if (req.cookies.isAdmin === 'true') res.json(all());"),
    handler("if (req.query.admin) res.json(all());"),
    handler("if (req.headers['x-admin'] === '1') res.json(all());"),
    handler("if ('true' === req.cookies.isAdmin) res.json(all());"),
    handler("const { isAdmin } = req.cookies; if (isAdmin) res.json(all());"),
    handler("const loggedIn = req.cookies.loggedIn; res.json(loggedIn ? all() : []);"),
    handler("if (!req.cookies.authenticated) return res.sendStatus(401); res.json(all());"),
    handler("if (req.cookies.known) session.login();"),
    handler("if (req.query.user === req.cookies.user) { grantAccess(req.session); }"),
    handler("if (req.params.shutdown) process.exit();"),
    handler("if (req.query.trusted && ready) { users.impersonate(who); }"),
  ],
  accepts: [
    handler("if (req.session.user.isAdmin) res.json(all());"),
    handler("if (req.user.isAdmin) res.json(all());"),
    handler("if (req.signedCookies.isAdmin === 'true') res.json(all());"),
    handler("if (req.body.admin) create({ admin: req.body.admin });"),
    handler("if (req.query.token === secrets.token) session.login();"),
    handler("if (secrets.admin === req.query.admin) res.json(all());"),
    handler("if (req.query.known && ready) res.end(); else session.login();"),
    handler("if (verify(req.cookies.isAdmin)) res.json(all());"),
    handler("if (req.query.page) list(req.query.page);"),
    handler("if (req.body.password) login(req.body.name, req.body.password);"),
    handler("if (req.query.remember) profile.getLogin();"),
    "const render = (query, page) => { if (query.admin) page.show(); };",
  ],
});

markedCases(hardcodedCredential, {
  reports: [
    "import https from 'node:https';\nhttps.request({ auth: 'ann:hunter22' });",
    "import request from 'request';\nrequest.get(url, { auth: { user: 'ann', pass: 'hunter22' } });",
    "import request from 'request';\nrequest.get(url).auth(null, null, true, 'bearer-4711');",
    "import basicAuth from 'express-basic-auth';\napp.use(basicAuth({ users: { ann: 'hunter22' } }));",
    "import basicAuth from 'basic-auth-connect';\napp.use(basicAuth('ann', 'hunter22'));",
    "cloud.loginWithUsernamePassword('ann', 'hunter22');",
    "options.secretAccessKey = 'hunter22hunter22';",
  ],
  accepts: [
    "import https from 'node:https';\nhttps.request({ auth: credentials() });",
    "import https from 'node:https';\nhttps.request({ auth: `ann:${process.env.PASSWORD}` });",
    "import basicAuth from 'express-basic-auth';\napp.use(basicAuth({ users: { ann: 'change-me' } }));",
    "import basicAuth from 'express-basic-auth';\napp.use(basicAuth({ users: { ann: process.env.PASSWORD } }));",
    "cloud.loginWithUsernamePassword(name, process.env.PASSWORD);",
  ],
});

markedCases(resourceExhaustion, {
  reports: [handler("const n = parseInt(req.query.n); res.end(new Buffer(n));"), handler("res.end(new Buffer(Number(req.query.n)));")],
  accepts: [handler("res.end(new Buffer(req.query.text));"), handler("res.end(new Buffer(Math.min(Number(req.query.n), 100)));")],
});

markedCases(codeInjection, {
  reports: [handler("const action = actions[req.query.name]; action();"), handler("new VMScript(`log(${req.query.name})`);")],
  accepts: [handler("const action = actions.save; action();"), handler("const action = actions[NAME]; action();")],
});

markedCases(prototypePollution, {
  reports: [
    handler("change(objects[req.query.key], 'x');") + "function change(part, name) { part.name = name; }\n",
    handler("pick(objects, req.query.key).name = 'x';") + "function pick(from, key) { return from ? from[key] : null; }\n",
    handler("const part = objects[req.query.key] || {}; part.name = 'x';"),
  ],
  accepts: [
    handler("change(objects[req.query.key], 'x');") + "function change(part, name) { if (typeof part === 'function') part.name = name; }\n",
    handler("change(objects[req.query.key], 'x');") + "function change(part, name) { if (part instanceof Thing) { part.name = name; } }\n",
    handler("pick(objects, req.query.key).name = 'x';") + "function pick(from, key) { if (key === '__proto__') return null; return from[key]; }\n",
    handler("pick(objects, 'safe').name = req.query.key;") + "function pick(from, key) { return from[key]; }\n",
    "const bare = Object.create(null);\n" + handler("const part = bare[req.query.key]; part.name = 'x';"),
  ],
});

describe("data flow through functions that call themselves", () => {
  const texts = {
    "a deep copy": "export function copy(from) { const to = {}; Object.keys(from).forEach((key) => { to[key] = copy(from[key]); }); return to; }\n",
    "a walk over parts of parts": "function walk(node, seen) { for (const part of node.parts) { seen[part.name] = walk(part.inner, seen); } return node.value; }\napp.get('/x', (req, res) => res.send(walk(req.body, {})));\n",
    "two that call each other": "const even = (list) => odd(list.rest);\nconst odd = (list) => even(list.rest.rest);\nexport const start = (list) => eval(even(list));\n",
  };
  for (const [name, text] of Object.entries(texts)) {
    it(`every rule comes to an end over ${name}`, async () => {
      const { problem, parsed } = answerRules(await loadParser(), { path: "src/a.js", text, base: null, basePath: "src/a.js" }, {});
      assert.equal(problem, null);
      assert.ok(parsed);
    });
  }
});

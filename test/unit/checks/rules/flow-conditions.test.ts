/** What calls, variables and properties make of a value; a case for each condition that follows it. */
import { pathTraversal } from "../../../../src/checks/rules/path-traversal";
import { regexInjection } from "../../../../src/checks/rules/regex-injection";
import { requestForgery } from "../../../../src/checks/rules/request-forgery";
import { shellInjection } from "../../../../src/checks/rules/shell-injection";
import { sqlInjection } from "../../../../src/checks/rules/sql-injection";
import { markedCases } from "./marked-cases";

/** Only what the sender `x` chooses is reported: `x` is `req.query.x`. */
const asked = (body: string) => `app.get("/x", (req, res) => { const x = req.query.x; ${body} });`;
const alone = (text: string) => text;

markedCases(requestForgery, {
  reports: [
    ...[
      "[x].forEach((one) => { fetch(one); });",
      "(function (one) { fetch(one); })(x);",
      "_.each([x], (one) => { fetch(one); });",
      "$.each([x], (index, one) => { fetch(one); });",
      "[x].reduce((before, one) => { fetch(one); return before; });",
      "load(x).then((one) => { fetch(x); });",
      "Promise.resolve(x).then((one) => { fetch(one); });",
      "fetch([x].map((one) => one)[0]);",
      "fetch(Promise.resolve(x).then((one) => one));",
      "fetch([x].map(String)[0]);",
      "fetch([x].flatMap(wrap)[0]);",
      "fetch([x].reduce((before, one) => before + one, ''));",
      "fetch([x, 'a'].join());",
      "fetch([x, 'a'].join('/'));",
      "const list = [x]; fetch(list.join('/'));",
      "fetch(x.concat('/a'));",
      "fetch([x].concat(['a'])[0]);",
      "fetch(x.trim());",
      "fetch(x.toString());",
      "let u; u = x; fetch(u);",
      "let u = 'https://shop.com/'; if (res) u = x; fetch(u);",
      "let u = 'https://shop.com/'; u = x; fetch(u);",
      "const o = {}; o.u = x; fetch(o.u);",
      "const o = { u: x }; fetch(o.u);",
      "const o = { ...{ u: x } }; fetch(o.u);",
      "const o = Object.assign({}, { u: x }); fetch(o.u);",
      "const o = {}; Object.assign(o, { u: x }); fetch(o.u);",
      "const list = []; list.push(x); fetch(list[0]);",
      "const map = new Map(); map.set('a', x); fetch(map.get('a'));",
      "const list = []; list.splice(0, 0, x); fetch(list[0]);",
      "for (const one of [x]) fetch(one);",
      "let u; for (u of [x]) fetch(u);",
      "fetch(res ? x : 'a');",
      "fetch(x || 'a');",
      "fetch(res && x);",
      "fetch(x ?? 'a');",
      "fetch(String.raw`${x}`);",
      "let u = ''; u += x; fetch(u);",
      "const o = { a: { u: x } }; const { a: { u } } = o; fetch(u);",
      "const o = res || { u: x }; fetch(o.u);",
      "for (const one of list) { if (last) fetch(last); var last = x; }",
      "let u = 'a'; while (res) { fetch(u); u = x; }",
      "let u = x; if (res) { u = 'https://shop.com/'; } fetch(u);",
      "let u = x; if (res) u = 'https://shop.com/'; fetch(u);",
      "let u = x; u = u + 'a'; fetch(u);",
    ].map(asked),
    ...[
      "const go = (u) => fetch(u);\napp.get('/x', (req, res) => { go(req.query.x); });",
      "const go = useCallback((u) => fetch(u));\napp.get('/x', (req, res) => { go(req.query.x); });",
      "class Shop { go(u) { return fetch(u); } }\nconst shop = new Shop();\napp.get('/x', (req, res) => { shop.go(req.query.x); });",
      "const shop = { go(u) { return fetch(u); } };\napp.get('/x', (req, res) => { shop.go(req.query.x); });",
      "class Shop { static go(u) { return fetch(u); } }\napp.get('/x', (req, res) => { Shop.go(req.query.x); });",
      "const shop = {};\nshop.go = (u) => fetch(u);\napp.get('/x', (req, res) => { shop.go(req.query.x); });",
      "function go(u) { return fetch(u); }\napp.get('/x', (req, res) => { go.bind(null)(req.query.x); });",
      "function go(a, u) { return fetch(u); }\napp.get('/x', (req, res) => { go(...req.query.x); });",
      "class A {\n  constructor(req: Request) { this.u = req.query.u; }\n  go() { return fetch(this.u); }\n}",
      "const shop = { take(req: Request) { this.u = req.query.u; }, go() { return fetch(this.u); } };",
      "class A {\n  take(req: Request) { this.u = req.query.u; }\n  go() { return fetch(this.u); }\n}",
    ].map(alone),
  ],
  accepts: [
    ...[
      "[x].forEach((one, index) => { fetch(index); });",
      "(function (one, two) { fetch(two); })(x, 'https://shop.com/');",
      "_.each([x], (one, index) => { fetch(index); });",
      "$.each([x], (index, one) => { fetch(index); });",
      "[x].reduce((before, one, index) => { fetch(index); return before; });",
      "load(x).catch((error) => { fetch(error); });",
      "fetch([x].map(Number)[0]);",
      "fetch([x].map((one) => 'https://shop.com/')[0]);",
      "fetch(['https://shop.com/', x].join(''));",
      "const list = [x]; fetch(['https://shop.com/'].join('/'));",
      "let u = x; u = 'https://shop.com/'; fetch(u);",
      "let u = 'https://shop.com/'; fetch(u); u = x;",
      "const o = { u: 'a' }; fetch(o.u); o.u = x;",
      "const o = { v: x, u: 'a' }; fetch(o.u);",
      "const o = {}; o.v = x; fetch(o.u);",
      "const o = { ...{ u: 'https://shop.com/' } }; fetch(o.u);",
      "const o = {}; tool.assign(o, { u: 'a' }); fetch('https://shop.com/');",
      "const map = new Map(); map.set(x, 'https://shop.com/'); fetch('https://shop.com/');",
      "fetch(parseInt(x));",
      "fetch(x.indexOf('a'));",
      "fetch(res && 'https://shop.com/');",
      "let u = 'https://shop.com/'; u += x; fetch(u);",
      "let u; if (res) { u = x; return; } u = 'https://shop.com/'; fetch(u);",
      "let u = x; { u = 'https://shop.com/'; } fetch(u);",
      "if (res) { let u = x; u = 'https://shop.com/'; fetch(u); }",
    ].map(asked),
    ...[
      "const go = (u) => fetch(u);\napp.get('/x', (req, res) => { go('https://shop.com/'); });",
      "class Shop { go(u) { return fetch(u); } }\nconst shop = new Shop();\napp.get('/x', (req, res) => { shop.go('https://shop.com/' + req.query.x); });",
    ].map(alone),
  ],
});

const query = (body: string) => asked(`${body} db.query('SELECT a FROM b WHERE c = ' + y);`);
markedCases(sqlInjection, {
  reports: ["const y = x.replace(/a/g, '');", "const y = x.replace(/'/, '');", "const y = x.replace('a', x);", "const y = x.replace(/a/g, () => 'b');"].map(query),
  accepts: ["const y = x.replace(/'/g, '');", "const y = x.replaceAll(\"'\", '');", "const y = x.replace(/[^a-z]/g, '');", "const y = x.replace(/\\W+/g, '');", "const y = x.replace(/\\D/g, '');"].map(query),
});

const read = (body: string) => `import fs from 'fs';\nimport path from 'path';\n${asked(`${body} fs.readFile(y, done);`)}`;
markedCases(pathTraversal, {
  reports: ["const y = x.replace(/a/g, '');", "const y = path.join('a', x);", "const y = path.relative('a', x);", "const y = path.normalize(x);", "const y = x.replace(/\\.\\.\\//, '');"].map(read),
  accepts: ["const y = x.replace(/\\./g, '');", "const y = x.replace(/^(\\.\\.(\\/|$))+/, '');", "const y = x.replace(/[./]/g, '');", "const y = path.basename(x);"].map(read),
});

const matched = (body: string) => asked(`${body} new RegExp(y);`);
markedCases(regexInjection, {
  reports: ["const y = x.replace(/[.*+]/g, 'a');", "const y = x.replace(/a/g, '\\\\$&');"].map(matched),
  accepts: ["const y = x.replace(/[.*+?^${}()|[\\]\\\\]/g, '\\\\$&');"].map(matched),
});

markedCases(shellInjection, {
  reports: ["import fs from 'fs';\nimport { exec } from 'child_process';\nfs.readFile('a', (error, data) => { exec('ls ' + data); });", "import fs from 'fs';\nimport { exec } from 'child_process';\nexec('ls ' + fs.readFileSync('a'));"],
  accepts: ["import fs from 'fs';\nimport { exec } from 'child_process';\nfs.readFile('a', (error, data) => { exec('ls', error); });"],
});

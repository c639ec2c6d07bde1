/** Which writes reach a use, what a call gives its function, and who else may call it; a case for each condition that tells them apart. */
import { strict as assert } from "node:assert";
import { flowOf } from "../../../../src/checks/flow/flow";
import { codeInjection } from "../../../../src/checks/rules/code-injection";
import { htmlInjection } from "../../../../src/checks/rules/html-injection";
import { nosqlInjection } from "../../../../src/checks/rules/nosql-injection";
import { pathTraversal } from "../../../../src/checks/rules/path-traversal";
import { requestForgery } from "../../../../src/checks/rules/request-forgery";
import { sqlInjection } from "../../../../src/checks/rules/sql-injection";
import { weakCryptography } from "../../../../src/checks/rules/weak-cryptography";
import { SourceFile } from "../../../../src/checks/syntax/source-file";
import { loadParser } from "../parse";
import { markedCases } from "./marked-cases";

/** Only what the sender `x` chooses is reported: `x` is `req.query.x`. */
const asked = (body: string) => `app.get("/x", (req, res) => { const x = req.query.x; ${body} });`;

markedCases(requestForgery, {
  reports: [
    ...[
      "if (res) { var u = x; } fetch(u);",
      "var u = x; if (res) { var u = 'https://shop.com/'; } fetch(u);",
      "var u = x; var u; fetch(u);",
      "let u = x; if (res) { u = 'https://shop.com/'; } else { fetch(u); }",
      "let u = x; if (res) u = 'https://shop.com/'; else fetch(u);",
      "let u = x; res ? u = 'https://shop.com/' : fetch(u);",
      "let u = x; try { u = 'https://shop.com/'; } catch { fetch(u); }",
      "let u = x; switch (res) { case 1: u = 'https://shop.com/'; case 2: fetch(u); }",
      "const list = []; list.push({ u: 'https://shop.com/', v: x }); for (const one of list) fetch(one.v);",
      "const given = { u: x }; const o = given || {}; fetch(o.u);",
      "fetch(['https:', '', x].join('/'));",
      "fetch(['https://shop.com/'].concat(x)[1]);",
      "fetch('https://'.toString() + x);",
      "fetch('https://'.trim() + x);",
      "fetch(res ? 'https://shop.com/' + x : 'https://' + x);",
      "fetch(res ? 'https://' + x : 'https://shop.com/' + x);",
    ].map(asked),
    "app.get('/x', (req, res, next, u = req.query.url) => { fetch(u); });",
    "class A { url = location.hash; go() { fetch(this.url); } }",
    "export const url = location.hash;\nfetch(url);",
    "const pick = (u) => u;\napp.get('/x', (req, res) => { fetch(pick(req.query.x)); });",
    "function pick(u) { return u; }\napp.get('/x', (req, res) => { fetch(pick(req.query.x)); });",
    "function Shop() {}\nShop.go = (u) => fetch(u);\napp.get('/x', (req, res) => { Shop.go(req.query.x); });",
  ],
  accepts: [
    ...[
      "let u; for (u of [{ a: x, b: 'https://shop.com/' }]) fetch(u.b);",
      "const map = new Map(); map.set(x, 'https://shop.com/'); fetch(map.get('a'));",
      "const list = []; list.splice(x, 1, 'https://shop.com/'); fetch(list[0]);",
      "const go = () => { const u = 'https://shop.com/'; fetch(u); }; const other = () => { const u = x; log(u); };",
      "let u = x; switch (res) { case 1: { u = 'https://shop.com/'; } fetch(u); }",
      "let u = x; if ((u = 'https://shop.com/')) fetch(u);",
      "const o = { a: { u: 'https://shop.com/', v: x } }; fetch(o.a.u);",
      "const list = []; list.push(fetch(list[0]), x);",
      "const o = {}; Object.assign(o, { u: 'https://shop.com/', v: x }); fetch(o.u);",
      "const list = []; list.push({ u: 'https://shop.com/', v: x }); for (const one of list) fetch(one.u);",
      "fetch('https://shop.com/'.concat(x));",
      "fetch('https://'.slice(2) + x);",
    ].map(asked),
    `import path from 'path';\n${asked("fetch(path.join('https://shop.com/', x));")}`,
    "let u = location.hash;\nu = 'https://shop.com/';\nfetch(u);",
    "function pick() { use(() => { return location.hash; }); return 'https://shop.com/'; }\nfetch(pick());",
    "const pick = (u) => u;\napp.get('/x', (req, res) => { pick(req.query.x); fetch(pick('https://shop.com/')); });",
    "const pick = (o) => o.u;\napp.get('/x', (req, res) => { pick({ u: req.query.x }); fetch(pick({ u: 'https://shop.com/' })); });",
  ],
});

const find = "find(id) { return db.query('SELECT a FROM b WHERE c = ' + id); }";
markedCases(sqlInjection, {
  reports: [
    `export function ${find}\nfind('1');`,
    `module.exports = { ${find}, first() { return this.find('1'); } };`,
    `export class A { ${find} first() { return this.find('1'); } }`,
  ],
  accepts: [
    `function ${find}\nfind('1');`,
    `other.part = { ${find}, first() { return this.find('1'); } };`,
    `export function first() { function ${find} return find('1'); }`,
    `exports.version = 1;\nfunction ${find}\nfind('1');`,
    "load().catch((error) => db.query('INSERT INTO a VALUES (' + error + ')'));",
  ],
});

const files = "import fs from 'fs';\nimport path from 'path';\n";
markedCases(pathTraversal, {
  reports: ["import files = require('fs');\napp.get('/x', (req, res) => { files.readFile(req.query.x, done); });", `${files}export const go = (entry) => { const name = entry.path; const other = name; fs.writeFileSync(other, 'a'); };`],
  accepts: [`${files}const x = f(x);\nfs.writeFileSync(x, 'a');`],
  counts: [
    // One function, called with the sender's name and with the program's own: each call has its own answer.
    [`${files}const file = (name) => path.join('a', name);\napp.get('/x', (req, res) => { use(file(req.query.x)); fs.readFile(file('b'), done); });`, 1],
    [`${files}fs.readFile(file('b'), done);\napp.get('/x', (req, res) => { use(file(req.query.x)); });\nfunction file(name) { return path.join('a', name); }`, 1],
    // Two variables that take each other's value in a circle: both are the sender's wherever one begins to ask.
    [`${files}${asked("let a = 'a'; let b = 'b'; while (more()) { fs.readFile(a, done); a = b; b = path.join(a); if (res) b = x; }")}`, 2],
  ],
});

markedCases(codeInjection, {
  reports: ["import { name } from 'a';\neval(name);", "import { names } from 'a';\neval(names.first);", "export function f() { eval(names.first); }", "const names = load();\nexport function f() { eval(names.first); }", "export function f(x) { const NAMES = [x]; eval(NAMES.first); }"],
  accepts: [
    "import { NAME } from 'a';\neval(NAME);",
    "import { NAMES } from 'a';\neval(NAMES.first);",
    "export function f() { eval(NAMES.first); }",
    "const NAMES = load();\nexport function f() { eval(NAMES.first); }",
    "export function f() { eval('a,b'.split(',')[1]); }",
    "export function f(a, b) { eval((a - b).toString()); }",
  ],
  lines: [["app.get('/x', (req, res) => { actions[req.query.name](\n1,\n2\n); });", [1, 1]]],
});

markedCases(nosqlInjection, { reports: [asked("db.users.find({ name: req.body.name });")], accepts: [asked("db.users.find({ name: req.body.name.trim() });")] });

markedCases(htmlInjection, {
  reports: [asked("res.send(x.replace(/a/g, ''));")],
  accepts: ["res.send(x.replace(/</g, ''));", "res.send(x.replace(/\\W/g, ''));"].map(asked),
});

markedCases(weakCryptography, { reports: ["import crypto from 'crypto';\nconst kinds = { sum: 'md5' };\nexport const hash = (text) => crypto.createHash(kinds.sum).update(text);"], accepts: [] });

describe("values that are not followed to their end", () => {
  it("stops at a value that is too many variables away, and does not call the file too large for it", async () => {
    const chain = Array.from({ length: 80 }, (_, index) => `const v${index + 1} = v${index} + 'a';`).join("\n");
    const tree = SourceFile.parse(await loadParser(), "a.ts", `const v0 = location.hash;\n${chain}\nuse(v80);\nuse(v5);\n`);
    const flow = tree === null ? null : flowOf(tree);
    assert.ok(tree !== null && flow !== null);
    const [far, near] = tree.nodes("CallExpression").map((call) => flow.value((call["arguments"] as typeof call[])[0] ?? null).taints.map(({ origin }) => origin));
    assert.deepEqual({ far, near, isExhausted: flow.isExhausted }, { far: [], near: ["remote"], isExhausted: false });
  });
});

/** What becomes of a value between its source and its use: overwritten, replaced, checked by its sender, called by `new` and `bind`. */
import { htmlInjection } from "../../../../src/checks/rules/html-injection";
import { incompleteCheck } from "../../../../src/checks/rules/incomplete-check";
import { pathTraversal } from "../../../../src/checks/rules/path-traversal";
import { shellInjection } from "../../../../src/checks/rules/shell-injection";
import { sqlInjection } from "../../../../src/checks/rules/sql-injection";
import { markedCases } from "./marked-cases";

/** `Q` stands for a query with `x`; `x` is what the request sent. */
const sent = (body: string) => `app.get("/moor", (req, res) => { let x = req.query.heath; ${body.replace(/\bQ\b/g, "db.query('SELECT peat FROM bog WHERE fen = ' + x)")} });`;
const given = (body: string) => `export function moor(x, ok) { ${body.replace(/\bQ\b/g, "db.query('SELECT peat FROM bog WHERE fen = ' + x)")} }`;

markedCases(sqlInjection, {
  accepts: [
    ...["if (!isSafe(x)) x = 'heather'; Q;", "if (!isSafe(x)) { x = 'heather'; } Q;", "if (isSafe(x)) { log(); } else { x = 'heather'; } Q;", "if (x) { x = Number(x); } Q;", "if (!x) { log(); } else { x = Number(x); } Q;", "x &&= 'heather'; Q;", "x ||= Q;", "x ??= Q;", "if (!x) Q;"].map(sent),
    ...["x = Number(x); Q;", "x = 'gorse'; Q;", "if (!isSafe(x)) x = 'gorse'; Q;", "if (x) x = Number(x); Q;"].map(given),
    "export function moor(o) { o.fen = 'gorse'; db.query('SELECT peat FROM bog WHERE fen = ' + o.fen); }",
    "export function moor(o) { o.fen.sedge = 'gorse'; db.query('SELECT peat FROM bog WHERE fen = ' + o.fen.sedge); }",
    "app.get('/moor', (req, res) => { let o = req.body; if (o) o = { fen: 'gorse' }; db.query('SELECT peat FROM bog WHERE fen = ' + o.fen); });",
    "const { fen = 'gorse' } = {};\ndb.query('SELECT peat FROM bog WHERE fen = ' + fen);",
  ],
  reports: [
    ...["if (!isSafe(x)) x = req.body.sedge; Q;", "if (ok) x = 'heather'; Q;", "if (isSafe(x)) x = 'heather'; Q;", "if (!isSafe(x)) { if (ok) x = 'heather'; } Q;", "if (ok) { x = Number(x); } Q;", "if (!x) { x = 'heather'; } Q;", "x ||= 'heather'; Q;", "x ??= 'heather'; Q;", "x &&= Q;", "if (x) Q;", "y ||= Q;"].map(sent),
    ...["if (ok) x = 'gorse'; Q;", "Q; x = 'gorse';", "x += 'gorse'; Q;", "x ||= 'gorse'; Q;", "later(() => { x = 'gorse'; }); Q;"].map(given),
    "app.get('/moor', (req, res) => { let o = req.body; if (res) o = { fen: 'gorse' }; db.query('SELECT peat FROM bog WHERE fen = ' + o.fen); });",
    "export function moor(o, ok) { if (ok) o.fen = 'gorse'; db.query('SELECT peat FROM bog WHERE fen = ' + o.fen); }",
    "export function moor(o) { o.fen = 'gorse'; db.query('SELECT peat FROM bog WHERE fen = ' + o.sedge); }",
    "export function moor(o) { db.query('SELECT peat FROM bog WHERE fen = ' + o.fen); o.fen = 'gorse'; }",
    "export function moor(o, p) { o.fen = 'gorse'; o.fen = p; db.query('SELECT peat FROM bog WHERE fen = ' + o.fen); }",
    "export function moor(o) { o.fen += 'gorse'; db.query('SELECT peat FROM bog WHERE fen = ' + o.fen); }",
    "export function moor(o, k) { o[k] = 'gorse'; db.query('SELECT peat FROM bog WHERE fen = ' + o.fen); }",
    "export function moor(o) { later(() => { o.fen = 'gorse'; }); db.query('SELECT peat FROM bog WHERE fen = ' + o.fen); }",
    "app.get('/moor', (req, res) => { const { fen = req.query.sedge } = settings; db.query('SELECT peat FROM bog WHERE fen = ' + fen); });",
  ],
});

/** `E` runs a command with `n`. */
const command = (text: string) => `import { exec } from "node:child_process";\nimport fs from "node:fs";\n${text.replace(/\bE\b/g, "exec('tar ' + n)")}`;

markedCases(shellInjection, {
  accepts: [
    "class Quarry { constructor(n) { E; } }\nexport const pit = new Quarry('slate');",
    "function Quarry(n) { E; }\nexport const pit = new Quarry('slate');",
    "function quarry(n, m) { E; }\nexport const pit = quarry.bind(null, 'slate');",
    "export function quarry(n) { if (!fs.existsSync('pits/' + n)) return; E; }",
    "export function quarry(n) { if (fs.existsSync(n)) E; }",
    "export const quarry = () => exec('tar ' + process.pid);",
    "export const quarry = (n) => exec('tar ' + quote(n));",
    "export const quarry = (n) => exec('tar ' + shellescape([n]));",
    "import { spawn } from 'node:child_process';\nexport const quarry = (pick, list) => spawn(pick, list);",
  ].map(command),
  reports: [
    "export class Quarry { constructor(n) { E; } }",
    "class Quarry { constructor(n) { E; } }\nexport const pit = (m) => new Quarry(m);",
    "class Quarry { dig(n) { E; } constructor(m) {} }\nexport const pit = new Quarry('slate');",
    "function quarry(m, n) { E; }\nexport const pit = quarry.bind(null, 'slate');",
    "export function quarry(n) { if (fs.existsSync('pits/' + n)) return; E; }",
    "export function quarry(n, m) { if (!fs.existsSync(m)) return; E; }",
    "export const quarry = () => exec('tar ' + process.argv);",
    "app.post('/quarry', (req) => { const { spawn } = require('child_process'); spawn(req.body.pick, []); });",
  ].map(command),
});

const listener = (body: string) => `window.addEventListener("message", (gust) => { ${body.replace(/\bH\b/g, "vane.innerHTML = gust.data.plume")} });`;
const answer = (body: string) => `app.get("/vane", (req, res) => { ${body.replace(/\bH\b/g, "res.send('<b>' + req.query.gale)")} });`;

markedCases(htmlInjection, {
  accepts: [
    ...["if (gust.origin !== HOME) return; H;", "if (gust.origin === HOME) { H; }", "if (HOMES.includes(gust.origin)) { H; }", "if (!HOMES.has(gust.origin)) return; H;"].map(listener),
    ...["res.set('Content-Type', kindOf(req));", "res.setHeader('Content-Type', kinds.plain());", "res.type('text/plain');"].map((kind) => answer(`${kind} res.send(req.query.gale);`)),
    "vane.innerHTML = document.getElementById('cock').innerHTML;",
    "vane.innerHTML = cock.outerHTML;",
    "$('#vane').html($('.cock').attr({ plume: 'red' }));",
  ],
  reports: [
    ...["if (gust.origin === HOME) return; H;", "if (gust.source !== HOME) return; H;", "if (gale.origin !== HOME) return; H;", "if (HOMES.includes(gale.origin)) { H; }", "H;"].map(listener),
    ...["if (ok) { res.set('Content-Type', 'text/plain'); } res.send(req.query.gale);", "res.set('Content-Type', 'text/html'); res.send(req.query.gale);", "if (ok) { res.type('text/plain'); res.send('a'); } else { res.send(req.query.gale); }"].map(answer),
    "vane.innerHTML = document.getElementById('cock').textContent;",
    "$('#vane').html($('.cock').attr('plume'));",
  ],
});

markedCases(pathTraversal, {
  accepts: ["import fs from 'fs';\napp.get('/vane', (req, res) => { let plume = req.query.plume; if (plume) { plume = plume.replace(/[./]/g, ''); } fs.readFile(plume, done); });"],
  reports: ["import fs from 'fs';\napp.get('/vane', (req, res) => { let plume = req.query.plume; if (req.query.gale) { plume = plume.replace(/[./]/g, ''); } fs.readFile(plume, done); });"],
});

markedCases(incompleteCheck, {
  reports: [
    "const clean = (burr) => burr.replace(\"'\", '');",
    "const clean = (burr) => burr.replace(/\"/, '');",
    "const clean = (burr) => burr.replace(/['\"]/, '');",
    "const clean = (burr) => burr.replace(/('|\")/, '');",
    "const clean = (burr) => burr.replace('<', '');",
    "const clean = (burr) => path.normalize(burr).replace('<', '');",
    "const clean = (burr) => burr.replace(RegExp(\"'\"), '');",
    "const clean = (burr) => burr.replace(/'|\"/, '');",
    "const clean = (burr) => burr.replace('/', '%2F');",
    "const clean = (burr) => burr.replace('[', '\\\\[');",
    "const clean = (burr) => burr.replace('|', '').replace(';', '');",
    "const mark = /'/;\nconst clean = (burr) => burr.replace(mark, '');",
    "const clean = (burr) => burr.replace(new RegExp(\"'\"), '');",
    "const clean = (burr) => burr.replace(/('|\")/g, '\\\\$1');",
    "const clean = (burr) => burr.replace(/(['\"])/g, '\\\\$1');",
    "const clean = (burr) => burr.replace(new RegExp('\"', 'g'), '\\\\\"');",
    "const clean = (burr) => burr.replaceAll('\"', '\\\\\"');",
    "const clean = (burr) => burr.replace(/<!--/g, '');",
    "const clean = (burr) => burr.replace(/<script.*?>/gi, '');",
    "const clean = (burr) => burr.replace(/<\\/?script>/gi, ' ');",
    "const clean = (burr) => burr.replace(/\\son\\w+=\"[^\"]*\"/g, '');",
    "const clean = (burr) => burr.replaceAll('javascript:', '');",
    "const clean = (burr) => burr.replace(/\\x2e\\x2e\\x2f/g, '');",
    "const word = /[A-z]+/;",
    "const word = /[0-z]/;",
    "const host = new RegExp('^teasel\\.com$');",
    "const end = '\\.com$';\nconst host = new RegExp('^teasel' + end);",
    "const kind = burr.match('\\d+');",
    "const ends = (burr, end) => burr.indexOf(end) === burr.length - end.length;",
    "const ends = (burr, end) => { const from = burr.length - end.length; return burr.lastIndexOf(end) === from; };",
    "const is = /^teasel|burdock|thistle$/.test(host);",
    "const is = /^(www.)?teasel.com$/.test(host);",
    "const is = /^((www|beta)\\.)?teasel.com/.test(host);",
  ],
  accepts: [
    "const clean = (burr) => burr.replace(/'/g, '');",
    "const clean = (burr) => burr.replace('[', '').replace(']', '');",
    "const clean = (burr) => burr.replace('\"', '').replace('\"', '');",
    "const clean = (burr) => { while (burr.includes('<')) { burr = burr.replace('<', ''); } return burr; };",
    "const clean = (burr) => burr.replace('\\n', '');",
    "const clean = (burr) => burr.replace('$', '');",
    "const clean = (burr) => burr.replace('/', '-');",
    "const clean = (burr) => burr.replace('<', bract);",
    "const clean = (burr) => burr.replace('|', 'or');",
    "const clean = (burr) => burr.replace(burdock, '');",
    "const clean = (burr) => burr.replace(/\\\\/g, '\\\\\\\\').replace(/('|\")/g, '\\\\$1');",
    "const clean = (burr) => burr.replace(/['\"\\\\]/g, '\\\\$&');",
    "const clean = (burr) => burr.replace(/[a-z]'/g, '\\\\$&');",
    "const clean = (burr) => burr.replace(/[^>]/g, '');",
    "const clean = (burr) => burr.replace(/<[^>]*>/g, '');",
    "const clean = (burr) => burr.replace(/<link[^>]*>/g, '');",
    "const clean = (burr) => burr.replace(/<script>/g, '<b>');",
    "const clean = (burr) => burr.replace(/^\\.\\.\\//g, '');",
    "const clean = (burr) => path.normalize(burr).replace('../', '');",
    "const clean = (burr) => path.normalize(burr).replace(/(\\.\\.\\/)+/, '').replace('a', 'b');",
    "const clean = (burr) => { let last; do { last = burr; burr = burr.replace(/<!--/g, ''); } while (burr !== last); return burr; };",
    "const word = /[A-Za-z0-9]+/;",
    "const word = /[@-~]/;",
    "const word = /\\[A-z]/;",
    "const host = new RegExp('^teasel\\\\.com$');",
    "const host = new RegExp(burr);",
    "const text = burr.replace('\\.', '');",
    "const ends = (burr, end) => burr.indexOf(end) !== -1 && burr.indexOf(end) === burr.length - end.length;",
    "const ends = (burr, end) => burr.length >= end.length && burr.lastIndexOf(end) === burr.length - end.length;",
    "const ends = (burr, end) => burr.indexOf(end) === other - end.length;",
    "const is = /^teasel$|^burdock$|^thistle$/.test(host);",
    "const is = /^\\s+|,|\\s+$/.test(host);",
    "const is = /^teasel|burdock$/.test(host);",
    "const is = /^teasel\\.com$/.test(host);",
  ],
});

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
    `const clean = (burr) => burr.replace(/<!--${"on".repeat(300)}/g, '');`,
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

/** Checks of one member, and what they say of the others; starts of paths; what the end of a loop means. */
const asked = (body: string) => `app.get("/moor", (req, res) => { ${body.replace(/\bQ\b/g, "db.query('SELECT peat FROM bog WHERE fen = ' + req.query.sedge)")} });`;

markedCases(sqlInjection, {
  reports: [
    ...["if (!isSafe(req.query.rush)) return; Q;", "if (isSafe(req.query.rush)) { Q; }", "const { fen, rush } = req.query; if (!isSafe(rush)) return; db.query('SELECT peat FROM bog WHERE fen = ' + fen);"].map(asked),
    "export function moor(o) { if (!isSafe(o.rush)) return; db.query('SELECT peat FROM bog WHERE fen = ' + o); }",
    "export function moor(o) { while (busy(o)) { if (o) break; } db.query('SELECT peat FROM bog WHERE fen = ' + o); }",
    "app.get('/moor', (req) => { const mire = 'SELECT peat FROM bog WHERE fen = ' + req.query.sedge; later(mire); });",
    "app.get('/moor', (req) => { const mire = `DELETE FROM bog WHERE fen = '${req.query.sedge}'`; later(mire); });",
  ],
  accepts: [
    ...["if (!isSafe(req.query.sedge)) return; Q;", "if (!isSafe(req.query)) return; Q;"].map(asked),
    "export function moor(x) { while (!isSafe(x)) { x = next(x); } db.query('SELECT peat FROM bog WHERE fen = ' + x); }",
    "app.get('/moor', (req) => { later('You select peat from ' + req.query.sedge); });",
    "app.get('/moor', (req) => { later(sql`SELECT peat FROM bog WHERE fen = ${req.query.sedge}`); });",
    "app.get('/moor', (req) => { const mire = 'SELECT peat FROM bog WHERE fen = ' + Number(req.query.sedge); later(mire); });",
    "export const moor = (x) => { const mire = 'SELECT peat FROM bog WHERE fen = ' + x; later(mire); };",
  ],
  counts: [
    ["app.get('/moor', (req) => { db.query({ text: 'SELECT peat FROM bog WHERE fen = ' + req.query.sedge }); });", 1],
    ["app.get('/moor', (req) => { const mire = 'DELETE FROM bog WHERE fen = ' + req.query.rush; db.query({ text: 'SELECT peat FROM bog WHERE fen = ' + req.query.sedge }); });", 2],
    ["app.get('/moor', (req) => { db.query({ text: 'SELECT peat FROM bog WHERE fen = ' + req.query.sedge }); const mire = 'DELETE FROM bog WHERE fen = ' + req.query.rush; });", 2],
  ],
});

const placed = (body: string) => `import fs from "fs";\nimport path from "path";\nconst ROOT = folder();\napp.get("/vane", (req, res) => { const x = req.query.plume; ${body.replace(/\bP\b/g, "fs.readFile(x, done);")} });`;
markedCases(pathTraversal, {
  accepts: [
    "if (x.slice(0, ROOT.length) !== ROOT) return; P",
    "if (x.substr(0, 4) === 'vane/') { P }",
    "if (x.substring(0, 2) === '..') return; P",
    "if (x.charAt(0) === '.') return; P",
    "if (x[0] === '.') return; P",
    "if (path.dirname(x) !== ROOT) return; P",
    "if (!pathIsInside(x, ROOT)) return; P",
    "while (x.includes('..')) { shrink(); } P",
    "do { shrink(); } while (x.includes('..')); P",
    "fs.readFile(path.join(ROOT, path.normalize('/' + x)), done);",
    "fs.readFile(ROOT + path.normalize('/' + x), done);",
    "const y = path.normalize('/' + x); fs.readFile(ROOT + y, done);",
    "const y = path.join(ROOT, x); if (!isInside(y, ROOT)) return; later(y);",
  ].map(placed),
  reports: [
    "if (x.slice(0, ROOT.length) === ROOT) return; P",
    "if (x.slice(1, ROOT.length) !== ROOT) return; P",
    "if (x.substr(0, 4) === 'vane') { P }",
    "if (x.substring(0, 2) === 'va') return; P",
    "if (x[1] === '.') return; P",
    "if (path.dirname(x) === ROOT) return; P",
    "if (path.dirname(ROOT) !== y) return; P",
    "while (x.includes('..')) { if (shrink()) break; } P",
    "while (!x.includes('..')) { shrink(); } P",
    "fs.readFile(path.join('/', x), done);",
    "fs.readFile(path.resolve(ROOT, path.join('/', x)), done);",
    "fs.readFile(ROOT + path.normalize('a' + x), done);",
    "fs.readFile(ROOT + path.basename('/') + x, done);",
    "const y = path.join(ROOT, x); if (isLate(other)) return; later(y);",
  ].map(placed),
});

const failed = (call: string, use: string) => `app.get("/fell", (req, res) => { try { ${call} } catch (scree) { ${use} } });`;
markedCases(htmlInjection, {
  reports: [failed("climb(req.query.crag);", "res.send(scree.message);"), failed("climb(req.query.crag);", "res.send(scree);"), failed("throw new Error(req.query.crag);", "tarn.innerHTML = scree.message;"), "app.get('/fell', (req, res) => { if (ok(req.query.crag.includes('x'))) return; res.send(req.query.crag); });", "const FELLS = ['pike']; function listed(x) { return FELLS.includes(x); }\napp.get('/fell', (req, res) => { const x = req.query.crag; if (listed(x)) res.send(x); if (!listed(x)) res.send(x); });"],
  accepts: [
    failed("climb('corrie');", "res.send(scree.message);"),
    failed("climb(req.query.crag);", "res.send(scree.code);"),
    failed("JSON.parse(req.body);", "res.send(scree.message);"),
    failed("later(() => climb(req.query.crag));", "res.send(scree.message);"),
    "app.get('/fell', (req, res) => { if (req.query.crag.includes('<')) return; res.send(req.query.crag); });",
    "app.get('/fell', (req, res) => { res.send(btoa(req.query.crag)); });",
    "app.get('/fell', (req, res) => { res.send(req.query.crag.match(/^[a-z]+\\d*$/)[0]); });",
    "app.get('/fell', (req, res) => { res.write(`data: ${req.query.crag}`); });",
    "import { format } from 'date-fns';\nfell.innerHTML = format(location.hash, 'yyyy');",
    "import { format } from 'date-fns/fp';\nfell.innerHTML = format('yyyy')(location.hash);",
  ],
});
markedCases(htmlInjection, {
  reports: [`app.get('/fell', (req, res) => { res.send(req.query.crag.match(/${"(?:_)".repeat(60)}[__-_].$/)[0]); });`, "app.get('/fell', (req, res) => { res.send(req.query.crag.match(/^.+$/)[0]); });", "import { format } from 'date-fns';\nfell.innerHTML = format(day, location.hash);", "import { format } from 'date-fns/fp';\nfell.innerHTML = format(location.hash)(day);"],
  accepts: [],
});

/** What a check before a use makes harmless, and what only looks like one; a case for each condition that finds them. */
import { htmlInjection } from "../../../../src/checks/rules/html-injection";
import { pathTraversal } from "../../../../src/checks/rules/path-traversal";
import { prototypePollution } from "../../../../src/checks/rules/prototype-pollution";
import { requestForgery } from "../../../../src/checks/rules/request-forgery";
import { sqlInjection } from "../../../../src/checks/rules/sql-injection";
import { markedCases } from "./marked-cases";

/** `Q` stands for a query with `x`. */
const query = (body: string) => `export function f(x, ok, other) { ${body.replace(/\bQ\b/g, "db.query('SELECT a FROM b WHERE c = ' + x)")} }`;
/** `P` reads the file `x`, `U` asks the address, `H` answers with it. */
const asked = (body: string) => `import fs from 'fs';\napp.get("/x", (req, res) => { const x = req.query.x; ${body.replace(/\bP\b/g, "fs.readFile(x, done)").replace(/\bU\b/g, "fetch(x)").replace(/\bH\b/g, "res.send(x)")} });`;

markedCases(sqlInjection, {
  accepts: [
    "if (x !== 'a') { stop(); } else { Q; }",
    "return x === 'a' ? Q : null;",
    "while (isSafe(x)) { Q; }",
    "isSafe(x) && Q;",
    "!isSafe(x) || Q;",
    "switch (x) { case 'a': Q; }",
    "switch (ok) { case 1: if (!isSafe(x)) break; Q; }",
    "if (isSafe(x)) { log(); } else { return; } Q;",
    "assert(isSafe(x)); Q;",
    "validateName(x); Q;",
    "if (!(!isSafe(x))) Q;",
    "if (ok && isSafe(x)) Q;",
    "if (allowed[x]) Q;",
    "const good = isSafe(x); if (good) Q;",
    "if (!isSafe(x) || ok) return; Q;",
    "const bad = !isSafe(x); if (bad) return; Q;",
    "if (x in allowed) Q;",
    "if (typeof x === 'number') Q;",
    "if (/^[a-z]+$/.exec(x) != null) Q;",
    "if (/^[a-z]+$/.exec(x) == null) return; Q;",
    "if (isSafe(x) === true) Q;",
    "if (isSafe(x) === false) return; Q;",
    "if ('a' === x) Q;",
    "if (x === other) Q;",
    "if (x === other.kind) Q;",
    "if (list.indexOf(x) !== -1) Q;",
    "if (-1 !== list.indexOf(x)) Q;",
    "if (list.indexOf(x) >= 0) Q;",
    "if (list.indexOf(x) < 0) return; Q;",
    "if (list.indexOf(x) === -1) return; Q;",
    "if (x.match(/^[a-z]+$/)) Q;",
    "if (isNaN(x)) return; Q;",
    "if (isInvalid(x)) return; Q;",
    "if (pattern.test(x)) Q;",
    "if (/[^a-z]/.test(x)) return; Q;",
    "const re = /^[a-z]+$/; if (re.test(x)) Q;",
    "if (new RegExp('^[a-z]+$').test(x)) Q;",
    "if (make('[a-z]').test(x)) Q;",
    "let re = /[a-z]/; re = other; if (re.test(x)) Q;",
    "const a = /[a-z]/, b = a, c = b, d = c, e = d; if (e.test(x)) Q;",
    "if (isSafe(x.toLowerCase())) Q;",
    "if (isSafe(new URL(x))) Q;",
    "const y = x.trim(); if (isSafe(y)) Q;",
    "if (isSafe(other['a'])) db.query('SELECT a FROM b WHERE c = ' + other['a']);",
    "if (isSafe(other[ok])) db.query('SELECT a FROM b WHERE c = ' + other[ok]);",
    "if (!isSafe(x)) { if (ok) return; else throw ok; } Q;",
    "if (!isSafe(x)) { process.exit(1); } Q;",
    "if (!isSafe(x)) exit(1); Q;",
  ].map(query),
  reports: [
    "if (x === 'a') { stop(); } else { Q; }",
    "return x === 'a' ? null : Q;",
    "for (let i = 0; isSafe(x); Q) {}",
    "isSafe(x) || Q;",
    "!isSafe(x) && Q;",
    "Q && isSafe(x);",
    "isSafe(x) ?? Q;",
    "switch (x) { default: Q; }",
    "switch (ok) { case 'a': Q; }",
    "switch (x) { case Q: stop(); }",
    "assert(!isSafe(x)); Q;",
    "validateName(other); Q;",
    "if (-isSafe(x)) Q;",
    "if (ok || isSafe(x)) Q;",
    "if (allowed.x) Q;",
    "if (allowed[ok]) Q;",
    "let good = isSafe(x); good = true; if (good) Q;",
    "let good; if (good) Q;",
    "if (flag) Q;",
    "if (!isSafe(x) && ok) return; Q;",
    "let bad = !isSafe(x); bad = false; if (bad) return; Q;",
    "let bad; if (bad) return; Q;",
    "if (!(x in allowed)) Q;",
    "if (ok in allowed) Q;",
    "if (typeof ok === 'number') Q;",
    "if (typeof x === 'string') Q;",
    "if (/^[a-z]+$/.exec(x) === null) Q;",
    "if (/^[a-z]+$/.exec(x) > null) Q;",
    "if (isSafe(x) === false) Q;",
    "if (isSafe(x) === 'a') Q;",
    "if (isSafe(x) > true) Q;",
    "if (x === undefined) Q;",
    "if (x === null) Q;",
    "if (x === '') Q;",
    "if (list.at(x) !== -1) Q;",
    "if (list.indexOf(x) === -1) Q;",
    "if (list.indexOf(x) > 5) Q;",
    "if (other.match(/^[a-z]+$/)) Q;",
    "if (isNaN(other)) return; Q;",
    "if (isNaN(x)) Q;",
    "if (strange(x)) return; Q;",
    "if (isInvalid(x)) Q;",
    "if (isSafe(x)) return; Q;",
    "if (pattern.test(x)) return; Q;",
    "if (/[a-z]/.test(x)) return; Q;",
    "const re = /[a-z]/; if (re.test(x)) Q;",
    "if (new RegExp('[a-z]').test(x)) Q;",
    "if (RegExp('[a-z]').test(x)) Q;",
    "if (x.match('[a-z]')) Q;",
    "let y = x.trim(); y = other; if (isSafe(y)) Q;",
    "if (!isSafe(x)) { if (ok) return; } Q;",
    "if (!isSafe(x)) { log(1); } Q;",
    "if (log(x)) Q;",
    "if (isSafe(other['a'])) db.query('SELECT a FROM b WHERE c = ' + other['b']);",
  ].map(query),
});

markedCases(pathTraversal, {
  accepts: [
    "if (x.indexOf(ROOT) === 0) P;",
    "if (x.indexOf(ROOT) !== 0) return; P;",
    "if (x.startsWith('.')) return; P;",
    "if (x.includes('/')) return; P;",
    "if (x.startsWith('/data/')) P;",
    "if (/\\.\\./.test(x)) return; P;",
  ].map(asked),
  reports: [
    "if (x.indexOf(ROOT) === 0) return; P;",
    "if (x.indexOf(ROOT) !== 0) P;",
    "if (x.indexOf(ROOT) === 1) P;",
    "if (x.startsWith('a')) return; P;",
    "if (other.startsWith('.')) return; P;",
    "if (startsWith('.')) return; P;",
    "if (x.includes('a')) return; P;",
    "if (x.startsWith('/')) P;",
    "if (/a/.test(x)) return; P;",
  ].map(asked),
});

markedCases(requestForgery, {
  accepts: ["if (x.startsWith('https://shop.com/')) U;"].map(asked),
  reports: ["if (x.startsWith('https://shop.com')) U;", "if (other.startsWith('https://shop.com/')) U;"].map(asked),
});

markedCases(htmlInjection, {
  accepts: ["if (/[<>]/.test(x)) return; H;"].map(asked),
  reports: ["if (/(?<a>x)/.test(x)) return; H;", "if (/x/.test(x)) return; H;"].map(asked),
});

markedCases(prototypePollution, {
  accepts: ["if (x.includes('__proto__')) return; tree[x].name = req.query.name;", "if (x.includes('__proto__')) return; tree[x]['a'] = 1;"].map(asked),
  reports: ["if (x.includes('proto')) return; tree[x].name = req.query.name;"].map(asked),
});

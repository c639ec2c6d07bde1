/** What data flow knows of a value by its declaration, its checks and its place: one case for each condition, both ways. */
import { htmlInjection } from "../../../../src/checks/rules/html-injection";
import { prototypePollution } from "../../../../src/checks/rules/prototype-pollution";
import { regexInjection } from "../../../../src/checks/rules/regex-injection";
import { shellInjection } from "../../../../src/checks/rules/shell-injection";
import { sqlInjection } from "../../../../src/checks/rules/sql-injection";
import { markedCases } from "./marked-cases";

const exec = (body: string) => `import { exec } from "child_process";\n${body}`;
const handler = (body: string) => `app.get("/x", (req, res) => { ${body} });`;
const shown = (body: string) => `import { useState } from "react";\nexport function Note() { ${body} return <p dangerouslySetInnerHTML={{ __html: text }} />; }`;

describe("declared types of parameters", () => {
  markedCases(shellInjection, {
    reports: [
      exec("export const f = (pid: string) => exec(`kill ${pid}`);"),
      exec("export const f = (pid: number | string) => exec(`kill ${pid}`);"),
      exec("export const f = (signal: `${string}`) => exec(`kill ${signal}`);"),
      exec("type Signal = 'HUP' | string;\nexport const f = (signal: Signal) => exec(`kill ${signal}`);"),
      exec("export const f = (signal: Elsewhere) => exec(`kill ${signal}`);"),
      exec("interface Job { pid: number; name: string }\nexport const f = (job: Job) => exec(`kill ${job.name}`);"),
      exec("interface Job { pid: number; name: string }\nexport const f = (job: Job) => exec(`kill ${job.other}`);"),
      exec("interface Job { pid(): number }\nexport const f = (job: Job) => exec(`kill ${job.pid}`);"),
      exec("type A = B;\ntype B = A;\nexport const f = (job: A) => exec(`kill ${job}`);"),
      exec("type A = { next: A };\nexport const f = (job: A) => exec(`kill ${job.next.next}`);"),
      exec("export const f = (pid: number[]) => exec(`kill ${pid}`);"),
      exec("export class Job { constructor(private readonly pid: string) { exec(`kill ${pid}`); } }"),
      exec("export const f = (pid: ns.Signal) => exec(`kill ${pid}`);\ntype Signal = 1;"),
      exec("type Signal = 1;\nexport const f = (pid) => exec(`kill ${pid}`);"),
      exec("type Signal = 1;\nexport function f<Signal>(pid: Signal) { exec(`kill ${pid}`); }"),
    ],
    accepts: [
      exec("export const f = (pid: boolean) => exec(`kill ${pid}`);"),
      exec("export const f = (pid: bigint) => exec(`kill ${pid}`);"),
      exec("export const f = (isHard: boolean) => exec(`kill ${isHard}`);"),
      exec("export const f = (pid: boolean | null | undefined) => exec(`kill ${pid}`);"),
      exec("export const f = (signal: 'HUP' | 'INT' | 9) => exec(`kill -${signal}`);"),
      exec("type Signal = 'HUP' | 'INT';\nexport const f = (signal: Signal) => exec(`kill -${signal}`);"),
      exec("interface Job { pid: boolean; name: string }\nexport const f = (job: Job) => exec(`kill ${job.pid}`);"),
      exec("type Job = { of: { pid: boolean } };\nexport const f = (job: Job) => exec(`kill ${job.of.pid}`);"),
      exec("export const f = ({ pid }: { pid: boolean }) => exec(`kill ${pid}`);"),
      exec("export const f = (pid: boolean = 1) => exec(`kill ${pid}`);"),
      exec("export class Job { constructor(private readonly pid: boolean) { exec(`kill ${pid}`); } }"),
    ],
  });
});

describe("numbers", () => {
  markedCases(sqlInjection, {
    reports: ["export const f = (limit: string) => db.query(`SELECT a FROM b LIMIT ${limit}`);", "export const f = (limit: number | string) => db.query(`SELECT a FROM b LIMIT ${limit}`);"],
    accepts: ["export const f = (limit: number) => db.query(`SELECT a FROM b LIMIT ${limit}`);", "export const f = (limit: number | undefined) => db.query(`SELECT a FROM b LIMIT ${limit}`);", "const f = (limit: number) => db.query(`SELECT a FROM b LIMIT ${limit}`);\nf(given);"],
  });
  markedCases(shellInjection, { reports: [exec("export const f = (pid: number) => exec(`kill ${pid}`);"), exec("type Pid = number;\nexport const f = (pid: Pid) => exec(`kill ${pid}`);")], accepts: [] });
});

describe("checks that the file writes itself", () => {
  markedCases(shellInjection, {
    reports: [
      exec("const plain = (x) => /[a-z]/.test(x);\nexport const f = (name) => { if (plain(name)) exec(`rm ${name}`); };"),
      exec("const plain = (x, y) => /^[a-z]+$/.test(y);\nexport const f = (name) => { if (plain(name, 'a')) exec(`rm ${name}`); };"),
      exec("const plain = ({ x }) => /^[a-z]+$/.test(x);\nexport const f = (name) => { if (plain(name)) exec(`rm ${name}`); };"),
      exec("function plain(x) { note(x); return /^[a-z]+$/.test(x); }\nexport const f = (name) => { if (plain(name)) exec(`rm ${name}`); };"),
      exec("function plain(x) { note(x); }\nexport const f = (name) => { if (plain(name)) exec(`rm ${name}`); };"),
      exec("function plain(x) { return plain(x); }\nexport const f = (name) => { if (plain(name)) exec(`rm ${name}`); };"),
      exec("const plain = (x) => /^[a-z]+$/.test(x);\nexport const f = (name) => { if (!plain(name)) exec(`rm ${name}`); };"),
      exec("const plain = /^[a-z]+$/;\nexport const f = (name) => { if (plain(name)) exec(`rm ${name}`); };"),
      exec("const o = { plain: (x) => /^[a-z]+$/.test(x) };\nexport const f = (name) => { if (o.plain(name)) exec(`rm ${name}`); };"),
      exec("const plain = (x) => /^[a-z]+$/.test(x);\nexport const f = (name) => { if (plain(name.a)) exec(`rm ${name}`); };"),
    ],
    accepts: [
      exec("const plain = (x) => /^[a-z]+$/.test(x);\nexport const f = (name) => { if (plain(name)) exec(`rm ${name}`); };"),
      exec("function plain(x) { return /^[a-z]+$/.test(x); }\nexport const f = (name) => { if (!plain(name)) return; exec(`rm ${name}`); };"),
      exec("const odd = (x) => !/^[a-z]+$/.test(x);\nexport const f = (name) => { if (odd(name)) return; exec(`rm ${name}`); };"),
      exec("const plain = (y, x) => /^[a-z]+$/.test(x);\nexport const f = (name) => { if (plain(1, name)) exec(`rm ${name}`); };"),
    ],
  });
});

describe("functions that nobody can call", () => {
  markedCases(shellInjection, {
    reports: [
      exec("function clean(name) { exec(`rm ${name}`); }"),
      exec("export const a = 1;\nfunction clean(name) { exec(`rm ${name}`); }\nrun(clean);"),
      exec("export const a = 1;\nconst clean = (name) => exec(`rm ${name}`);"),
      exec("export const a = 1;\n{ function clean(name) { exec(`rm ${name}`); } }"),
      exec("export default function (name) { exec(`rm ${name}`); }"),
      exec("function clean(name) { exec(`rm ${name}`); }\nexport { clean };"),
      exec("function clean(name) { exec(`rm ${name}`); }\nexport default clean;"),
      exec("function clean(name) { exec(`rm ${name}`); }\nmodule.exports = clean;"),
      exec("function clean(name) { exec(`rm ${name}`); }\nsettings.exports = 1;"),
    ],
    accepts: [
      exec("export const a = 1;\nfunction clean(name) { exec(`rm ${name}`); }"),
      exec("export default 1;\nfunction clean(name) { exec(`rm ${name}`); }"),
      exec("module.exports = {};\nfunction clean(name) { exec(`rm ${name}`); }"),
      exec("exports.a = 1;\nfunction clean(name) { exec(`rm ${name}`); }\nconst other = { x: 1 };"),
    ],
  });
});

describe("names and marks of commands", () => {
  markedCases(shellInjection, {
    reports: [
      exec("export const f = (name) => exec(`rm ${name.replace(/[;&]/g, '')}`);"),
      exec("export const f = (name) => exec(`rm ${name.replace(/[;|]/g, '')}`);"),
      exec("export const f = (name) => exec(`rm ${name.replace(/[&|]/g, '')}`);"),
      exec("export const f = (name) => exec(`rm ${name.replace(/;&|\\|/g, '')}`);"),
      exec("export const f = (name) => exec(`rm ${sanitize(name)}`);"),
      exec("import { execFile } from 'child_process';\nexport const f = (text) => execFile('node', ['-e', text]);"),
      exec("import { execFile } from 'child_process';\nexport const f = (text) => execFile('/usr/bin/python3', ['-c', text]);"),
      exec("export const f = (name) => { const odd = new RegExp('x'); exec(`rm ${name.replace(odd, '')}`); };"),
    ],
    accepts: [
      exec("export const f = (name) => exec(`rm ${name.replace(/[;&|]/g, '')}`);"),
      exec("export const f = (name) => { const odd = /[^a-z]/g; exec(`rm ${name.replace(odd, '')}`); };"),
      exec("export const f = (name) => exec(`rm ${sanitizeShellString(name)}`);"),
      exec("export const f = (name) => exec(`rm ${shellSanitize(name)}`);"),
      exec("import { execFile } from 'child_process';\nexport const f = (text) => execFile('node', ['-e', '1', text]);"),
      exec("import { execFile } from 'child_process';\nexport const f = (text) => execFile('node', ['main.js', text]);"),
      exec("import { execFile } from 'child_process';\nexport const f = (text) => execFile('sort', ['-r', text]);"),
      exec("import { execFile } from 'child_process';\nexport const f = (list) => execFile('node', list);"),
      exec("import { execFile } from 'child_process';\nexport const f = () => execFile('node', ['main.js', '-e']);"),
    ],
    says: [
      [exec("export const run = (command) => exec(command);"), /^warning gives a shell/],
      [exec("export const run = (name) => exec(name);"), /^error gives a shell/],
      [exec("export const run = (command) => exec(`cd x; ${command}`);"), /^error gives a shell/],
      [exec(handler("const command = req.query.x; exec(command);")), /^error gives a shell/],
      [exec("app.get('/x', (req, res) => run(req.query.x));\nfunction run(command) { exec(command); }"), /^error gives a shell/],
      [exec("export const run = (command) => { command = `ls ${command}`; exec(command); };"), /^error gives a shell/],
      [exec("import { execFile } from 'child_process';\nexport const f = (text) => execFile('perl', ['-e', text]);"), /^error gives `perl` as a program `text`/],
    ],
  });
});

describe("state of a component, and what a page says of itself", () => {
  markedCases(htmlInjection, {
    path: "src/a.tsx",
    reports: [
      shown("const [text, setText] = useState(''); load((given) => setText(location.hash));"),
      shown("const [text, setText] = useState(location.hash);"),
      shown("const [text, setText] = useState(() => location.hash);"),
      shown("const [text, setText] = useState('a'); load(setText);"),
      shown("const [text, setText] = useState('a'); load({ setText });"),
      shown("const [text] = useState('a');"),
      shown("const state = useState('a'); const text = state[0];"),
      shown("const [text, { set }] = useState('a');"),
      "export const A = () => <p dangerouslySetInnerHTML={html} />;",
      "export const A = ({ html }) => <Note html={html} />;\nfunction Note({ html }) { return <p dangerouslySetInnerHTML={{ __html: html }} />; }",
      "export const A = (props) => <p dangerouslySetInnerHTML={made(props.html).x} />;",
      "export const A = (props) => <p dangerouslySetInnerHTML={String(props.html)} />;",
      "$('#a').html(location.href);",
      "$('#a').html($('input').attr('name'));",
      "document.body.innerHTML = field.getAttribute('name');",
      "import { parsed } from './a';\nexport const f = (location) => { document.body.innerHTML = location.host; };",
      handler("res.write('<p>' + req.query.a);"),
      "const f = (req, res) => { res.type('text/html'); load(() => res.send('<p>' + req.query.a)); };",
    ],
    accepts: [
      shown("const [text, setText] = useState('a');"),
      shown("const [text, setText] = useState('a'); load(() => setText('b'));"),
      shown("const [text, setText] = useState('a'); load(() => setText((before) => before + 'b'));"),
      "export const A = () => <p dangerouslySetInnerHTML={createMarkup()} />;",
      "export const A = () => <p dangerouslySetInnerHTML={{ other: html }} />;",
      "$('#a').html(location.host);",
      "$('#a').html(window.location.protocol);",
      "$('#a').html($('input').attr('type'));",
      "$('#a').html($('input').prop('checked'));",
      "document.body.innerHTML = field.getAttribute('id');",
      "document.body.innerHTML = $('input').getAttribute('id');",
      "document.body.innerHTML = new Date(location.hash).toString();",
      "const f = (req, res) => { res.type('text/plain'); load(() => res.send('A: ' + req.query.a)); };",
      "app.get('/x', function (req, res) { res.header({ 'Content-Type': kindOf() }); load(() => { later(() => { res.send('A: ' + req.params.id); }); }); });",
    ],
  });
});

describe("keys that name what they should not", () => {
  markedCases(prototypePollution, {
    reports: [
      handler("store[req.query.a] = make();"),
      handler("store[req.query.a] = req.body;"),
      handler("store[req.query.a] = value;"),
      handler("const o = {}; o[req.body.a] = {};"),
      "export const f = (o, key, value) => { o.__proto__[key] = value; };",
      "export const f = (o, key, value) => { o['__proto__'][key] = value; };",
      "export function copy(into, from) { for (const key in from) into[key] = from[key]; }",
      "export function copy(into, from) { for (const key in from) { if (wanted(key)) into[key] = from[key]; } }".replace("wanted(key)", "ready"),
      handler("const o = {}; for (const key in req.body) o[key] = req.body[key];"),
      "const deny = ['a'];\nexport function copy(into, from) { for (const key in from) { if (deny.includes(key)) continue; into[key] = from[key]; } }",
      "const deny = ['__proto__'];\nexport function copy(into, from) { for (const key in from) { if (deny.includes(other)) continue; into[key] = from[key]; } }",
      "const deny = () => ['__proto__'];\nexport function copy(into, from) { for (const key in from) { if (deny.includes(key)) continue; into[key] = from[key]; } }",
      "export function merge(into, from) { for (const key in from) { if (into[key]) merge(into[key], from[key]); else into[key] = from[key]; } }",
    ],
    accepts: [
      handler("store[req.query.a] = 1;"),
      handler("store[req.query.a] = `a`;"),
      handler("store[req.query.a] = a + b;"),
      handler("store[req.query.a] = !a;"),
      handler("store[req.query.a] = String(req.query.b);"),
      handler("const name = 'a'; store[req.query.a] = name;"),
      handler("const o = Object.create(null); o[req.body.a] = {};"),
      handler("store[`user-${req.query.a}`] = make();"),
      "export const f = (o, key, value) => { o.__proto__[0] = value; };",
      "export const f = (o, value) => { o.__proto__.x = value; };",
      "export const f = (o, key, value) => { o.proto[key] = value; };",
      "export function copy(into, from) { for (const key in from) { if (from.hasOwnProperty(key)) into[key] = from[key]; } }",
      "export function copy(into, from) { for (const key in from) into[key] = other[key]; }",
      "export function copy(into, from) { for (const key in from) into[key] = from[other]; }",
      "export function copy(into, from) { for (const key in from) into[key] = from.key; }",
      "export function copy(from) { const into = {}; for (const key in from) into[key] = from[key]; return into; }",
      "export function copy(into) { const from = load(); for (const key in from) into[key] = from[key]; }",
      "export function copy(into, from) { for (const key of Object.keys(from)) into[key] = from[key]; }",
      "const deny = ['__proto__'];\nexport function copy(into, from) { for (const key in from) { if (deny.includes(key)) continue; into[key] = from[key]; } }",
      "const deny = new Set(['__proto__']);\nexport function copy(into, from) { for (const key in from) { if (deny.has(key)) continue; into[key] = from[key]; } }",
      "export function copy(into, from) { for (const key in from) { if (['__proto__'].indexOf(key) >= 0) continue; into[key] = from[key]; } }",
      "export function merge(into, from) { const names = Object.keys(from).filter((one) => one !== '__proto__'); names.forEach((key) => { if (into[key]) merge(into[key], from[key]); else into[key] = from[key]; }); }",
    ],
    says: [
      [handler("store[req.query.a] = make();"), /^note writes the property/],
      [handler("store[req.query.a].b[req.query.c] = 1;"), /^error writes the property/],
      ["export function copy(into, from) { for (const key in from) into[key] = from[key]; }", /^note copies every key/],
      ["export function merge(into, from) { for (const key in from) { if (into[key]) merge(into[key], from[key]); else into[key] = from[key]; } }", /^warning copies keys of any name/],
    ],
  });

  markedCases(regexInjection, {
    reports: ["export function compile(raw) { let source = 'a'; if (ready) source = raw; return new RegExp(source); }"],
    accepts: ["export const again = (pattern) => new RegExp(pattern.source);"],
  });
});

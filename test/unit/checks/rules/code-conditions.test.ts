/** One case for each condition of the rules about programs in texts that the other tables leave open; `npm run bench -- --only rule-mutants` says which. */
import { codeInjection } from "../../../../src/checks/rules/code-injection";
import { regexInjection } from "../../../../src/checks/rules/regex-injection";
import { requestForgery } from "../../../../src/checks/rules/request-forgery";
import { shellInjection } from "../../../../src/checks/rules/shell-injection";
import { sqlInjection } from "../../../../src/checks/rules/sql-injection";
import { templateInjection } from "../../../../src/checks/rules/template-injection";
import { unsafeDeserialisation } from "../../../../src/checks/rules/unsafe-deserialisation";
import { markedCases } from "./marked-cases";

const handler = (body: string) => `app.get("/x", (req, res) => { ${body} });`;
const vm = (body: string) => `import vm from 'vm';\n${body}`;

markedCases(codeInjection, {
  reports: [
    handler("setTimeout(String(req.query.x), 1);"),
    vm(handler("vm.runInNewContext('1', req.body);")),
    vm(handler("vm.createContext(req.body);")),
    "import { VM } from 'vm2';\n" + handler("new VM({ sandbox: req.body });"),
    handler("require('./' + req.query.x);"),
    handler("handlers[req.query.x + 'x']();"),
    "export const f = (x) => Runtime.evaluate({ expression: x });",
  ],
  accepts: [
    handler("setTimeout(req.query.callback, 1);"),
    vm(handler("vm.createContext('x', req.body);")),
    vm("vm.createContext();"),
    "import { VM } from 'vm2';\n" + handler("new VM({ sandbox: {} });"),
    handler("store.add({ sandbox: req.body });"),
    "export const f = (name) => require('./' + name);",
    "require(process.argv[2]);",
    "export const f = (name) => handlers[name]();",
    handler("handlers['on' + req.query.x]();"),
    "export const f = (x) => tool.keep({ expression: x });",
  ],
  says: [
    [handler("setTimeout('f(' + req.query.x + ')', 1);"), /^error runs a built string as a program after a time/],
    ["export const f = (x) => eval(x);", /^error runs `x` as a program/],
    ["export const f = (name) => require(name);", /^warning loads the module/],
    [handler("require(req.query.x);"), /^error loads the module/],
    ["export const f = (name) => window[name]();", /^warning calls the method/],
    [handler("handlers[req.query.x]();"), /^error calls the method/],
  ],
});

markedCases(regexInjection, {
  reports: ["/(\\w+a)+$/.test(x);", "/(.+a)+$/.test(x);", "/(a{20})+$/.test(x);", "/(a{2,})+$/.test(x);", "/(a{2,20})+$/.test(x);", "/(a+a)+$/.test(x);", "/([\\_a]+\\_)+$/.test(x);"],
  accepts: ["/(b+a)+$/.test(x);", "/(a{3})+$/.test(x);", "/(a{1}b+)+$/.test(x);", "/(ab)+$/.test(x);", "/(\\.+a)+$/.test(x);"],
});

markedCases(regexInjection, {
  reports: [handler("new RegExp(req.query.x);")],
  accepts: ["new RegExp(process.argv[2]);"],
  says: [
    [handler("new RegExp(req.query.x);"), /^error/],
    ["export const f = (x) => new RegExp(x);", /^warning/],
  ],
});

markedCases(templateInjection, {
  reports: [
    "import Vue from 'vue';\n" + handler("Vue.compile(req.query.x);"),
    "import Vue from 'vue';\n" + handler("Vue.component('a', { template: req.query.x });"),
  ],
  accepts: [
    "import Vue from 'vue';\n" + handler("Vue.component(req.query.x, { a: 1 });"),
    "import Vue from 'vue';\n" + handler("Vue.component(req.query.x);"),
    handler("tool.compile({ template: req.query.x });"),
  ],
  says: [
    ["import ejs from 'ejs';\n" + handler("ejs.render(req.query.x);"), /^error/],
    ["import ejs from 'ejs';\nexport const f = (x) => ejs.render('<b>' + x);", /^warning/],
  ],
});

markedCases(unsafeDeserialisation, {
  reports: ["import yaml from 'js-yaml';\nexport const f = (x) => yaml.load(x, { schema: yaml.DEFAULT_FULL_SCHEMA });", "import yaml from 'js-yaml';\n" + handler("yaml.load(req.body);")],
  accepts: ["import yaml from 'js-yaml';\nexport const f = (x) => yaml.load(x);", "import yaml from 'js-yaml';\nexport const f = (x) => yaml.load(x, { schema: yaml.JSON_SCHEMA });"],
  says: [
    ["import serialize from 'node-serialize';\nserialize.unserialize(text);", /^warning reads a format/],
    ["import serialize from 'node-serialize';\nexport const f = (x) => serialize.unserialize(x);", /^error reads a format/],
    ["import yaml from 'js-yaml';\n" + handler("yaml.load(req.body);"), /^warning reads/],
    ["import yaml from 'js-yaml';\n" + handler("yaml.load(req.body, { schema: yaml.DEFAULT_FULL_SCHEMA });"), /^error reads/],
  ],
});

markedCases(shellInjection, {
  reports: ["import { exec } from 'child_process';\nexec(text);", handler("exec('ls ' + req.query.x);"), handler("const { exec } = require('shelljs'); exec(req.query.x);")],
  accepts: [
    handler("/a/.exec(req.query.x);"),
    handler("wordPattern.exec(req.query.x);"),
    handler("shell.exec();"),
    handler("users.query.exec(req.query.x);"),
    "import { spawn } from 'child_process';\nspawn(program, { cwd: folder });",
  ],
  says: [
    ["import { exec, spawn } from 'child_process';\nexport function f(port: number) { exec(`lsof -i:${port}`); }", /^warning gives a shell `port`, a number as far as its declaration goes$/],
    ["import { exec, spawn } from 'child_process';\nexport function f(port: number) { exec('lsof -i:' + port); }", /^warning .*a number as far/],
    ["import { exec, spawn } from 'child_process';\nexport function f(port: string) { exec(`lsof -i:${port}`); }", /^error gives a shell `port`$/],
    ["import { exec, spawn } from 'child_process';\nexport function f(port) { exec(`lsof -i:${port}`); }", /^error gives a shell `port`$/],
    ["import { exec, spawn } from 'child_process';\nexport function f(port: number, host) { exec(`lsof -i:${host}:${port}`); }", /^error gives a shell `host`$/],
    ["import { exec, spawn } from 'child_process';\nexport function f(port: number, host) { exec('lsof ' + host + port); }", /^error gives a shell `host`$/],
    ["import { exec, spawn } from 'child_process';\nexport function f(port: number) { return (port) => exec(`lsof -i:${port}`); }", /^error gives a shell `port`$/],
    ["import { exec, spawn } from 'child_process';\nexport function f(port: number) { return (host) => exec(`lsof -i:${port}`); }", /^warning .*a number as far/],
    ["import { exec, spawn } from 'child_process';\nexport function f(child) { exec(`pgrep -P ${child.pid}`); }", /^warning .*a number as far/],
    ["import { exec, spawn } from 'child_process';\nexport function f(child) { exec(`pgrep -P ${child.name}`); }", /^error gives a shell `child.name`$/],
    ["import { exec, spawn } from 'child_process';\nexport function f(port: number) { exec(port); }", /^warning .*a number as far/],
    ["import { exec, spawn } from 'child_process';\nexport function f(port: number) { exec(`lsof ${port > 1 ? port : 2}`); }", /^error gives a shell/],
    ["import { exec, spawn } from 'child_process';\nexport function f(port: number, host) { spawn(`lsof ${host}`, [host], { shell: port }); }", /^error gives a shell `host`$/],
    ["import { exec } from 'child_process';\nexec(text);", /^warning gives a shell/],
    ["import { exec } from 'child_process';\nexec('ls ' + text);", /^error gives a shell/],
    ["import { exec } from 'child_process';\nexport const f = (x) => exec(x);", /^error gives a shell/],
    ["import { spawn } from 'child_process';\nexport const f = () => spawn(process.argv[2], []);", /^warning starts/],
    ["import { spawn } from 'child_process';\n" + handler("spawn(req.query.x, []);"), /^error starts/],
  ],
});

markedCases(sqlInjection, {
  reports: [],
  accepts: [],
  lines: [
    ["db\n  .a()\n  .b()\n  .c()\n  .d()\n  .query('SELECT a FROM b WHERE c = ' + x);", [6, 6]],
    ["db\n  .a()\n  .query('SELECT a FROM b WHERE c = ' + x);", [1, 3]],
    ["db.query('SELECT a FROM b WHERE c = ' + x,\n  one,\n);", [1, 1]],
    [`db.query(\n  'SELECT a FROM b WHERE c = ' + x,\n);`, [1, 2]],
    [`db.query(\n${"\n".repeat(14)}  'SELECT a FROM b WHERE c = ' + x,\n);`, [16, 16]],
  ],
  says: [
    ["db.query('SELECT a FROM b WHERE c = ' + headersOfSomebodyWhoAsksForVeryManyThings.x);", /`headersOfSomebodyWhoAsksForVeryManyTh…`/],
    [handler("db.query('SELECT a FROM b WHERE c = ' + req.query.short);"), /`req\.query`/],
  ],
});

markedCases(requestForgery, {
  reports: [handler("axios({ method: 'get', ...{ a: 1 }, url: req.query.x });"), "import undici from 'undici';\n" + handler("undici.request(req.query.x);"), "import fetch from 'node-fetch';\n" + handler("fetch(req.query.x);"), "import axios from 'axios';\n" + handler("axios.post(PATH, { proxy: req.query.x });")],
  accepts: ["import undici from 'undici';\n" + handler("undici.setGlobalDispatcher(req.query.x);"), "import axios from 'axios';\n" + handler("axios.isCancel(req.query.x);")],
});

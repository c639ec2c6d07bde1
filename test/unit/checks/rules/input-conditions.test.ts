/** One case for each condition of the rules about what comes from outside that the other tables leave open; `npm run bench -- --only rule-mutants` says which. */
import { corsOpen } from "../../../../src/checks/rules/cors-open";
import { incompleteCheck } from "../../../../src/checks/rules/incomplete-check";
import { nosqlInjection } from "../../../../src/checks/rules/nosql-injection";
import { pathTraversal } from "../../../../src/checks/rules/path-traversal";
import { textInjection } from "../../../../src/checks/rules/text-injection";
import { xmlExternalEntity } from "../../../../src/checks/rules/xml-external-entity";
import { markedCases } from "./marked-cases";

const handler = (body: string) => `app.get("/x", (req, res) => { ${body} });`;
const fs = (body: string) => `import fs from 'fs';\n${body}`;

markedCases(incompleteCheck, {
  reports: [
    "if (url.lastIndexOf('shop.com') > -1) go();",
    "if (url.indexOf('shop.com') === url.length - 8) go();",
    "if (url.indexOf('https://shop.com') === 0) go();",
    "if (url.indexOf('https://shop.com/') > 0) go();",
    "const safe = name.replace(/-/, '\\\\-');",
    "if (/https?:\\/\\/shop\\.com/.test(url)) go();",
    "if (/^shop|store/.test(host)) go();",
  ],
  accepts: [
    "if (url.lastIndexOf('shop.com') === url.length - 8) go();",
    "if (url.indexOf('shop.com') === -1) stop();",
    "if (url.indexOf('https://shop.com/') === 0) go();",
    "if (url.indexOf('shop.com:8080') === 0) go();",
    "const safe = name.replace(/-/, '');",
    "const safe = name.replace(/-/, '_');",
    "const safe = name.replace(/-/, 'a-b');",
    "const id = /^https?:\\/\\/www.shop.com\\/(\\w+)/.exec(url)[1];",
    "if (/shop\\.com/.test(host)) go();",
    "if (/https?:\\/\\/\\w+/.test(url)) go();",
    "if (/^shop\\|store/.test(host)) go();",
    "if (/^(shop|store)x/.test(host)) go();",
    "if (/^[a|b]c/.test(host)) go();",
    "if (/^shop|^store/.test(host)) go();",
  ],
});

markedCases(corsOpen, {
  reports: [
    "createServer({ cors: true });",
    "new Server(app, { cors: { origin: '*' } });",
    "cors({ methods: ['GET'] });",
    "cors({ origin: /shop.com$/ });",
    "cors({ origin: /^https:\\/\\/shop\\.com/ });",
    "addEventListener('message', ({ data }) => use(data));",
    "addEventListener('message', (event) => use(event.data));",
    "window.onmessage = (event) => use(event.data);",
  ],
  accepts: [
    "new Server(app, { cors: { origin: 'https://shop.com' } });",
    "new Server(app, { a: true });",
    "tool({ cors: true });",
    "cors({ ...options });",
    "cors({ origin: /^https:\\/\\/shop\\.com$/ });",
    "addEventListener('message', ({ origin, data }) => use(origin, data));",
    "worker.addEventListener('message', (event) => use(event.data));",
    "worker.onmessage = (event) => use(event.data);",
    "window.onerror = (event) => use(event.data);",
    "onmessage = 1;",
  ],
  counts: [
    ["addEventListener('message', onMessage);\nfunction onMessage(event) { use(event.data); }", 2],
    ["addEventListener('message', (event) => use(event.data));", 1],
  ],
});

markedCases(textInjection, {
  reports: [handler("util.format('a' + req.query.x);").replace("app", "import util from 'util';\napp"), handler("res.writeHead(200, { 'X-A': req.query.x });"), handler("res.set({ 'X-A': req.query.x });"), handler("const url = 'https://' + req.headers.host;"), handler("const url = `https://${req.headers.host}/a`;")],
  accepts: [handler("util.format(req.query.x);").replace("app", "import util from 'util';\napp"), handler("util.format('a');").replace("app", "import util from 'util';\napp"), handler("res.set('X-A', 'b');"), handler("map.set('X-A', req.query.x);"), handler("res.writeHead(302, { Location: req.query.x });")],
  says: [
    [handler("console.log('a' + req.query.x);"), /^note writes .* into the log as it came/],
    [handler("res.setHeader(req.query.name, 'x');"), /^warning puts/],
    [handler("res.setHeader('X-A', req.query.x);"), /^note puts/],
    [handler("xpath.select('//a[' + req.query.x, document);"), /XPath query/],
    [handler("ldap.search('cn=' + req.query.x);"), /LDAP query/],
  ],
  counts: [[handler("const url = 'https://' + req.headers.host + '/a';"), 1]],
});

const libxml = (body: string) => `import libxmljs from 'libxmljs';\n${handler(body)}`;
const expat = (body: string) => `import expat from 'node-expat';\n${body}`;

markedCases(xmlExternalEntity, {
  reports: [libxml("libxmljs.parseXml(req.body.xml, flags);"), expat("export const f = (x) => expat.parse(x);"), expat("const parser = new expat.Parser('UTF-8');\nexport const f = (x) => parser.parse(x);"), handler("doc.loadXML(req.body.xml);")],
  accepts: [
    libxml("libxmljs.parseXml(req.body.xml);"),
    libxml("libxmljs.parseXml(req.body.xml, { a: 1 });"),
    libxml("libxmljs.parseXml(req.body.xml, (error, doc) => use(doc));"),
    libxml("libxmljs.parseXml(req.body.xml, 'a');"),
    libxml("function done() {} libxmljs.parseXml(req.body.xml, done);"),
    libxml("libxmljs.parseXml(text, flags);"),
    "export const f = (doc, x) => doc.loadXML(x);",
  ],
  says: [
    [expat("export const f = (x) => expat.parse(x);"), /^warning/],
    [expat(handler("expat.parse(req.body.xml);")), /^error/],
  ],
});

markedCases(nosqlInjection, {
  reports: [
    handler("users.where('name', req.query.name);"),
    handler("users.filter({ name: req.query.name });"),
    handler("const query = build(); query.name = req.query.name; store.find(query);"),
    handler("const query = { a: { $eq: req.query.a } }; query.b = req.query.b; store.find(query);"),
    handler("query.$where = 'this.a == ' + req.query.x;"),
    handler("query['$where'] = 'this.a == ' + req.query.x;"),
    "import Redis from 'ioredis';\n" + handler("redis.set(req.body.key, 'x');"),
    "import Redis from 'ioredis';\n" + handler("redis.hmset('a', req.body.values);"),
  ],
  accepts: [
    handler("users.find(fixed, req.query.x);"),
    handler("users.filter(req.query.x);"),
    handler("const query = { a: { $eq: req.query.a } }; store.find(query);"),
    handler("query.other = 'this.a == ' + req.query.x;"),
    handler("redis.set(req.body.key, 'x');").replace("redis", "client"),
    "import Redis from 'ioredis';\n" + handler("cache.set(req.body.key, 1);"),
    "import Redis from 'ioredis';\n" + handler("redis.set('a', req.body.value);"),
    "import Redis from 'ioredis';\n" + handler("redis.quit(req.body.value);"),
    "import Redis from 'ioredis';\n" + handler("redis.set('a', 'b');"),
    "import Redis from 'ioredis';\n" + handler("set(req.body.key);"),
  ],
});

markedCases(pathTraversal, {
  reports: [
    "import glob from 'glob';\n" + handler("glob(req.query.x);"),
    fs(handler("fs.rename('a', req.query.x, done);")),
    "import send from 'send';\n" + handler("send(req, req.query.x);"),
    fs("export function f(entry) { fs.createWriteStream('out/' + entry.fileName); }"),
    fs("export function f(entry) { fs.createWriteStream(entry.path); }"),
    fs("export function f(entry) { const name = entry.path; fs.createWriteStream(name); }"),
    fs("for (const entry of zip.getEntries()) fs.writeFileSync(join('out', entry.entryName), data);"),
    fs("for (const file of zip.list()) { const to = clean(zipEntry.name); fs.writeFileSync(to, data); }"),
    handler("res.render(req.query.view);"),
  ],
  accepts: [
    fs(handler("fs.watchMagic(req.query.x);")),
    fs(handler("fs.readFile('a', req.query.x);")),
    "import send from 'send';\n" + handler("send(req, req.query.x, { root: ROOT });"),
    fs("export function f(entry) { fs.readFile(entry.path); }"),
    fs("export function f(other) { fs.createWriteStream(other.path); }"),
    fs("export function f(other) { const name = other.path; fs.createWriteStream(name); }"),
    fs("export function f(entry) { fs.createWriteStream(entry.size); }"),
    fs("fs.createWriteStream(process.argv[2]);"),
    fs("let name = entry.path;\nname = 'fixed';\nfs.createWriteStream(name);"),
    handler("res.render('a/' + req.query.view);"),
    handler("page.render(req.query.view);"),
    handler("res.show(req.query.view);"),
    handler("res.render('a');"),
    "import path from 'path';\n" + handler("let full; full = path.join(ROOT, req.query.x); if (!full.startsWith(ROOT)) return;"),
  ],
});

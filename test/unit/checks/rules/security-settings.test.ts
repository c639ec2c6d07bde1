import { cookieInsecure } from "../../../../src/checks/rules/cookie-insecure";
import { corsOpen } from "../../../../src/checks/rules/cors-open";
import { csrfMissing } from "../../../../src/checks/rules/csrf-missing";
import { errorExposed } from "../../../../src/checks/rules/error-exposed";
import { hardcodedCredential } from "../../../../src/checks/rules/hardcoded-credential";
import { incompleteCheck } from "../../../../src/checks/rules/incomplete-check";
import { jwtUnverified } from "../../../../src/checks/rules/jwt-unverified";
import { prototypePollution } from "../../../../src/checks/rules/prototype-pollution";
import { resourceExhaustion } from "../../../../src/checks/rules/resource-exhaustion";
import { tlsDisabled } from "../../../../src/checks/rules/tls-disabled";
import { unsafeDeserialisation } from "../../../../src/checks/rules/unsafe-deserialisation";
import { weakCryptography } from "../../../../src/checks/rules/weak-cryptography";
import { xmlExternalEntity } from "../../../../src/checks/rules/xml-external-entity";
import { markedCases } from "./marked-cases";

const handler = (body: string) => `app.post("/x", (req, res) => { ${body} });`;

markedCases(tlsDisabled, {
  reports: [
    "new https.Agent({ rejectUnauthorized: false });",
    "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';",
    "tls.connect({ checkServerIdentity: () => undefined });",
    "const strict = false;\nrequest({ url, strictSSL: strict });",
    "https.createServer({ secureProtocol: 'TLSv1_method' });",
    "tls.createServer({ minVersion: 'TLSv1.1' });",
    "fetch('http://api.company.com/login');",
    "export const load = (client) => client.post('http://api.company.com/login', {});",
    "const client = new Service('a:1', grpc.credentials.createInsecure());",
    "options.rejectUnauthorized = !true;",
  ],
  accepts: [
    "new https.Agent({ rejectUnauthorized: true });",
    "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '1';",
    "tls.connect({ checkServerIdentity: (host, certificate) => verify(host, certificate) });",
    "tls.createServer({ minVersion: 'TLSv1.3' });",
    "fetch('https://api.company.com/login');",
    "export const load = (names) => names.get('http://api.company.com/names');",
    "fetch('http://localhost:3000/x');",
    "const { rejectUnauthorized = false } = options;",
    "const url = 'http://www.w3.org/2000/svg';",
  ],
});

markedCases(weakCryptography, {
  reports: [
    "crypto.createHash('md5').update(x);",
    "import { createHash } from 'crypto';\nconst A = 'sha1';\ncreateHash(A);",
    "crypto.createCipheriv('des-ede3-cbc', key, iv);",
    "crypto.createCipher('aes192', key);",
    "crypto.generateKeyPairSync('rsa', { modulusLength: 1024 });",
    "const token = Math.random().toString(36);",
    "function makePassword() { return Math.random(); }",
    "crypto.createHash('sha256').update(password);",
    "import CryptoJS from 'crypto-js';\nCryptoJS.MD5(text);",
  ],
  accepts: [
    "crypto.createHash('sha256').update(file);",
    "crypto.createCipheriv('aes-256-gcm', key, crypto.randomBytes(12));",
    "crypto.generateKeyPairSync('rsa', { modulusLength: 4096 });",
    "const delay = Math.random() * 100;",
    "const token = crypto.randomUUID();",
    "bcrypt.hash(password, 12);",
    "crypto.pbkdf2Sync(password, salt, 310000, 32, 'sha256');",
    "const colour = colours[Math.floor(Math.random() * colours.length)];",
  ],
});

markedCases(jwtUnverified, {
  reports: [
    "import jwt from 'jsonwebtoken';\njwt.verify(token, '');",
    "import jwt from 'jsonwebtoken';\njwt.verify(token, key, { algorithms: ['none'] });",
    "import jwt from 'jsonwebtoken';\nconst claims = jwt.decode(token);",
    "const jwt = require('jwt-simple');\njwt.decode(token, key, true);",
    "import jwt from 'jsonwebtoken';\njwt.sign({ a: 1 }, key, { algorithm: 'none' });",
    "import { decodeJwt } from 'jose';\nexport const f = (t) => decodeJwt(t);",
    "import jwt from 'jsonwebtoken';\njwt.verify(token, key, { ignoreExpiration: true });",
    "import jwt from 'jsonwebtoken';\njwt.verify(token, null, done);",
  ],
  accepts: [
    "import jwt from 'jsonwebtoken';\njwt.verify(token, key, { algorithms: ['RS256'] });",
    "import jwt from 'jsonwebtoken';\njwt.verify(token, key);\njwt.decode(token);",
    "import jwt from 'jsonwebtoken';\njwt.sign({ id }, key);",
    "import { jwtDecode } from 'jwt-decode';\njwtDecode(token);",
    "base64.decode(token);",
    "const options = { algorithms: ['ES256'] };",
    "const jwt = require('jwt-simple');\njwt.decode(token, key);",
    "new TextDecoder().decode(bytes);",
  ],
});

markedCases(hardcodedCredential, {
  reports: [
    "import jwt from 'jsonwebtoken';\njwt.sign({ id }, 'the-secret');",
    "const key = 'the-secret';\nimport jwt from 'jsonwebtoken';\njwt.verify(token, key);",
    "app.use(session({ secret: 'keyboard cat' }));",
    "new FacebookStrategy({ clientSecret: 'abcd1234' }, done);",
    "crypto.createHmac('sha256', 'secret-key');",
    "const password = 'hunter22';",
    "if (password === 'k7Qw92LmX') open();",
    "import { JWT, JWK } from 'jose';\nconst key = JWK.asKey('a-long-key-1');\nexport const f = (claims) => JWT.sign(claims, key);",
    "config.clientSecret = 'abcd1234';",
    "mysql.createConnection({ user: 'root', password: 'hunter22' });",
  ],
  accepts: [
    "jwt.sign({ id }, process.env.SECRET);",
    "app.use(session({ secret: config.secret }));",
    "const password = '';",
    "if (password === repeated) go();",
    "if (token === 'identifier2name and more') go();",
    "if (token !== 'endOfFile') go();",
    "const passwordLabel = 'Your password here';",
    "const password = 'password';",
    "crypto.createHmac('sha256', key);",
    ["test/a.test.ts", "const password = 'hunter22';"],
    "const { password = 'none' } = options;",
    "const secretName = 'db/main';",
  ],
});

markedCases(corsOpen, {
  reports: [
    "res.setHeader('Access-Control-Allow-Origin', '*');",
    handler("res.setHeader('Access-Control-Allow-Origin', req.headers.origin);"),
    "import cors from 'cors';\napp.use(cors());",
    "import cors from 'cors';\napp.use(cors({ origin: '*' }));",
    "import cors from 'cors';\napp.use(cors({ origin: true, credentials: true }));",
    "parent.postMessage(data, '*');",
    "window.addEventListener('message', (event) => { run(event.data); });",
    "const headers = { 'Access-Control-Allow-Origin': '*' };",
  ],
  accepts: [
    "res.setHeader('Access-Control-Allow-Origin', 'https://app.company.com');",
    "import cors from 'cors';\napp.use(cors({ origin: ['https://app.company.com'] }));",
    "parent.postMessage(data, 'https://app.company.com');",
    "window.addEventListener('message', (event) => { if (event.origin !== HOME) return; run(event.data); });",
    "worker.postMessage(data);",
    "worker.onmessage = (event) => run(event.data);",
    "import cors from 'cors';\napp.use(cors({ origin: ALLOWED }));",
    "element.addEventListener('click', (event) => run(event));",
  ],
});

markedCases(cookieInsecure, {
  reports: [
    "app.use(session({ secret, cookie: { secure: false } }));",
    "import session from 'express-session';\napp.use(session({ secret }));",
    "res.cookie('session', id);",
    "res.cookie('token', id, { httpOnly: true });",
    "res.cookie('name', id, { httpOnly: false });",
    "res.setHeader('Set-Cookie', 'session=1; HttpOnly');",
    "res.setHeader('Set-Cookie', 'session=1; Secure');",
    "document.cookie = 'token=' + value;",
    "import cookieSession from 'cookie-session';\napp.use(cookieSession({ keys, httpOnly: false }));",
  ],
  accepts: [
    "app.use(session({ secret, cookie: { secure: true, httpOnly: true } }));",
    "res.cookie('session', id, { httpOnly: true, secure: true });",
    "res.cookie('theme', 'dark');",
    "res.setHeader('Set-Cookie', 'session=1; HttpOnly; Secure');",
    "const options = { cookie: {} };\noptions.cookie.secure = true;\napp.use(session(options));",
    "document.cookie = 'theme=dark';",
    "cache.set('session', value);",
    "jar.set('session', value);",
    "res.setHeader('Set-Cookie', 'theme=1; Secure');",
    "res.cookie('session', id, { ...defaults });",
  ],
});

markedCases(xmlExternalEntity, {
  reports: [
    "import libxmljs from 'libxmljs';\nlibxmljs.parseXml(text, { noent: true });",
    "libxmljs.parseXmlString(text, { noblanks: true, noent: true });",
    "const options = { noent: true };\nconst libxmljs = require('libxmljs2');\nlibxmljs.parseXml(text, options);",
    "const expat = require('node-expat');\n" + handler("const parser = new expat.Parser('UTF-8'); parser.parse(req.body);"),
    "const xml2json = require('xml2json');\n" + handler("xml2json.toJson(req.body);"),
    "libxmljs.parseXml(text, { dtdload: true });",
    "const libxmljs = require('libxmljs');\n" + handler("const parser = new libxmljs.SaxParser(); parser.parseString(req.body.xml);"),
    "const libxmljs = require('libxmljs');\nlibxmljs.parseXml(text, { replaceEntities: true });",
  ],
  accepts: [
    "libxmljs.parseXml(text);",
    "libxmljs.parseXml(text, { noent: false });",
    "import { XMLParser } from 'fast-xml-parser';\nnew XMLParser().parse(req.body);",
    "JSON.parse(req.body);",
    "new DOMParser().parseFromString(text, 'text/html');",
    "const expat = require('node-expat');\nparser.parse('<a/>');",
    "const options = { noent: true };",
    "qs.parse(req.url);",
  ],
});

markedCases(unsafeDeserialisation, {
  reports: [
    "const serialize = require('node-serialize');\nserialize.unserialize(text);",
    "import { unserialize } from 'node-serialize';\nunserialize(cookie);",
    "import yaml from 'js-yaml';\n" + handler("yaml.load(req.body.text);"),
    "import yaml from 'js-yaml';\nyaml.load(text, { schema: yaml.DEFAULT_FULL_SCHEMA });",
    "const funcster = require('funcster');\nfuncster.deepDeserialize(x);",
    "import v8 from 'v8';\n" + handler("v8.deserialize(req.body);"),
    "import serialize from 'serialize-javascript';\nserialize(state, { unsafe: true });",
    "const cryo = require('cryo');\ncryo.parse(text);",
  ],
  accepts: [
    "JSON.parse(text);",
    "import yaml from 'js-yaml';\nyaml.load(readFileSync('a.yml', 'utf8'));",
    "import yaml from 'js-yaml';\n" + handler("yaml.load(req.body.text, { schema: yaml.JSON_SCHEMA });"),
    "import serialize from 'serialize-javascript';\nserialize(state);",
    "import v8 from 'v8';\nv8.serialize(x);",
    "const serialize = require('node-serialize');\nserialize.serialize(x);",
    "model.deserialize(text);",
    "import yaml from 'yaml';\nyaml.parse('a: 1');",
  ],
});

markedCases(prototypePollution, {
  reports: [
    "import _ from 'lodash';\n" + handler("_.merge(options, req.body);"),
    "const merge = require('deepmerge');\n" + handler("merge(defaults, JSON.parse(req.body.text));"),
    handler("store[req.body.a][req.body.b] = req.body.c;"),
    "function merge(dst, src) { for (const key in src) { if (typeof src[key] === 'object') merge(dst[key], src[key]); else dst[key] = src[key]; } }",
    "function walk(object, path) { for (const key of path) { object = object[key]; } }",
    handler("$.extend(true, {}, req.body);"),
    "import _ from 'lodash';\n" + handler("_.merge(options, { view: req.body.view });"),
    "import _ from 'lodash';\n" + handler("_.merge(options, { ...req.body });"),
    handler("const user = users[req.query.id]; user.name = req.query.name;"),
    "import _ from 'lodash';\n" + handler("_.defaultsDeep({}, req.query);"),
  ],
  accepts: [
    "import _ from 'lodash';\n_.merge(options, defaults);",
    "import _ from 'lodash';\n" + handler("_.merge(options, { view: String(req.body.view) });"),
    "import _ from 'lodash';\n" + handler("_.merge(options, { path: req.params.path, view: { name: `${req.body.view}` } });"),
    handler("store[req.body.a] = 1;"),
    "function merge(dst, src) { for (const key in src) { if (key === '__proto__') continue; if (typeof src[key] === 'object') merge(dst[key], src[key]); else dst[key] = src[key]; } }",
    "for (let i = 0; i < list.length; i++) { total[i] = list[i]; }",
    handler("const copy = { ...req.body };"),
    "function walk(rows) { let row = rows; for (let i = 0; i < 3; i++) { row = row[i]; } return row; }",
    handler("const map = Object.create(null); map[req.body.a][req.body.b] = 1;"),
    "object.a.b = value;",
  ],
});

markedCases(csrfMissing, {
  reports: [
    "const cookieParser = require('cookie-parser');\napp.use(cookieParser());\napp.post('/a', (req, res) => save(req.body));",
    "import session from 'express-session';\napp.use(session({}));\nrouter.delete('/a', (req, res) => remove());",
    "import csurf from 'csurf';\napp.use(csurf({ ignoreMethods: ['POST'] }));",
    "import lusca from 'lusca';\napp.use(lusca({ csrf: false }));",
    "const cookieParser = require('cookie-parser');\nconst app = require('express')();\napp.use(cookieParser());\napp.put('/a', (req, res) => save());",
    "import cookieSession from 'cookie-session';\napp.use(cookieSession({ keys }));\napp.patch('/a', (req, res) => save());",
    "import csurf from 'csurf';\nconst ignored = csurf({ cookie: true, ignoreMethods: ['GET', 'DELETE'] });",
    "import cp from 'cookie-parser';\napp.use(cp());\nuserRouter.post('/a', check, (req, res) => save());",
  ],
  accepts: [
    "app.post('/a', (req, res) => save(req.body));",
    "const cookieParser = require('cookie-parser');\napp.use(cookieParser());\napp.get('/a', (req, res) => show());",
    "const cookieParser = require('cookie-parser');\nconst csrf = require('csurf');\napp.use(cookieParser());\napp.use(csrf());\napp.post('/a', (req, res) => save());",
    "import csurf from 'csurf';\napp.use(csurf({ ignoreMethods: ['GET', 'HEAD'] }));",
    "import session from 'express-session';\napp.use(session({ cookie: { sameSite: 'strict' } }));\napp.post('/a', (req, res) => save());",
    "import lusca from 'lusca';\napp.use(lusca({ csrf: true }));",
    "axios.post('/a', body);",
    "const cookieParser = require('cookie-parser');\nclient.post('/a', body);",
  ],
});

markedCases(incompleteCheck, {
  reports: [
    "if (url.includes('company.com')) go(url);",
    "if (url.indexOf('https://company.com') !== -1) go(url);",
    "if (host.endsWith('company.com')) go(host);",
    "const clean = text.replace('<', '&lt;');",
    "const clean = path.replace(/\\.\\.\\//g, '');",
    "const clean = text.replace(/<script>/gi, '');",
    "const quoted = text.replace(/'/g, \"\\\\'\");",
    "const ok = /^https:\\/\\/www.company.com\\//.test(url);",
    "const isBad = (url) => url.startsWith('javascript:');",
  ],
  accepts: [
    "if (new URL(url).hostname === 'company.com') go(url);",
    "if (host.endsWith('.company.com')) go(host);",
    "if (url.startsWith('https://company.com/')) go(url);",
    "const clean = text.replace(/</g, '&lt;');",
    "const word = text.replace('a', 'b');",
    "const ok = /^https:\\/\\/www\\.company\\.com\\//.test(url);",
    "if (allowedHosts.includes('company.com')) go();",
    ["test/a.test.ts", "expect(url.includes('company.com')).toBe(true);"],
    "const isBad = (url) => /^(javascript|data|vbscript):/i.test(url) || url.startsWith('javascript:') || url.startsWith('data:') || url.startsWith('vbscript:');",
  ],
});

markedCases(resourceExhaustion, {
  reports: [
    handler("Buffer.alloc(Number(req.query.size));"),
    handler("const n = parseInt(req.query.n); new Array(n);"),
    handler("'x'.repeat(req.query.times);"),
    handler("setTimeout(done, req.query.wait);"),
    handler("for (let i = 0; i < req.body.list.length; i++) { work(i); }"),
    handler("new ArrayBuffer(+req.query.size);"),
    handler("Buffer.allocUnsafe(req.body.size);"),
    handler("setInterval(tick, req.query.every);"),
  ],
  accepts: [
    "Buffer.alloc(1024);",
    handler("Buffer.alloc(Math.min(Number(req.query.size), LIMIT));"),
    handler("const n = Number(req.query.n); if (n > 100) return; new Array(n);"),
    "setTimeout(done, 100);",
    handler("if (!Array.isArray(req.body.list)) return; for (let i = 0; i < req.body.list.length; i++) { work(i); }"),
    "export const f = (n) => new Array(n);",
    "for (let i = 0; i < list.length; i++) { work(i); }",
    handler("for (const one of req.body.list) { work(one); }"),
  ],
});

markedCases(errorExposed, {
  reports: [
    handler("try { run(); } catch (error) { res.send(error.stack); }"),
    handler("try { run(); } catch (what) { res.send(what.stack); }"),
    "app.use((problem, req, res, next) => { res.status(500).send(problem.stack); });",
    handler("run().then(show, (problem) => res.end(problem.stack));"),
    handler("run((problem, list) => { if (problem) return res.end(problem.stack); res.json(list); });"),
    handler("try { run(); } catch (e) { res.status(500).json({ stack: e.stack }); }"),
    "app.use((err, req, res, next) => { res.status(500).send(err.stack); });",
    "app.use((err, req, res, next) => { const stack = err.stack; res.end(stack); });",
    handler("run((error) => res.write('failed: ' + error.stack));"),
    handler("run().catch((err) => res.send(`${err.stack}`));"),
    "function text(error) { return error.stack; }\n" + handler("run((error) => res.end(text(error)));"),
    handler("run((exception) => reply.send({ detail: exception.stack }));"),
  ],
  accepts: [
    handler("try { run(); } catch (error) { res.send('failed'); }"),
    handler("try { run(); } catch (error) { console.error(error.stack); res.sendStatus(500); }"),
    handler("res.json({ stack: technology.stack });"),
    handler("res.send(error.message);"),
    "logger.error(error.stack);",
    handler("res.json({ stack: stack.length });"),
    "throw new Error(error.stack);",
    handler("res.send(card.stack);"),
    handler("cards.forEach((card) => res.write(card.stack));"),
    handler("const told = (card) => ({ pile: card.pile }); res.send(told(card));"),
  ],
});

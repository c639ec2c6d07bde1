/** One case for each condition of the rules about keys, digests and tokens that the other tables leave open; `npm run bench -- --only rule-mutants` says which. */
import { hardcodedCredential } from "../../../../src/checks/rules/hardcoded-credential";
import { jwtUnverified } from "../../../../src/checks/rules/jwt-unverified";
import { tlsDisabled } from "../../../../src/checks/rules/tls-disabled";
import { weakCryptography } from "../../../../src/checks/rules/weak-cryptography";
import { markedCases } from "./marked-cases";

const bcrypt = (body: string) => `import bcrypt from 'bcrypt';\n${body}`;

markedCases(weakCryptography, {
  reports: [
    "crypto.subtle.digest('SHA-1', data);",
    "import argon2 from 'argon2';\nargon2.hash(password, { type: argon2.argon2i });",
    "createCipheriv('aes-256-gcm', key, '0000000000000000');",
    "createDecipheriv('aes-256-gcm', key, iv);",
    "CryptoJS.AES.encrypt(text, key, { mode: CryptoJS.mode.ECB });",
    "pbkdf2(password, salt, 1000, 32, 'sha512', done);",
    bcrypt("bcrypt.hash(password, 4);"),
    bcrypt("bcrypt.genSalt(4);"),
    bcrypt("const ROUNDS = 4;\nbcrypt.hash(password, ROUNDS);"),
    "session.token = Math.random();",
    "class Shop {\n  makeToken() { return Math.random(); }\n}",
    "const makeToken = () => Math.random();",
    "import chance from 'chance';\nconst token = chance.string();",
    "sign({ algorithm: 'md5' });",
    "store({ token: Math.random() });",
    "class Shop {\n  token = Math.random();\n}",
    "setToken(Math.random());",
    "promisify(crypto.pseudoRandomBytes);",
  ],
  accepts: [
    "crypto.subtle.digest('SHA-256', data);",
    "import argon2 from 'argon2';\nargon2.hash(password, { type: argon2.argon2id });",
    "store.hash(password, { type: argon2.argon2i });",
    "createCipheriv('aes-256-gcm', key, iv);",
    "const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });",
    "createDecipheriv('aes-256-cbc', key, iv);",
    "CryptoJS.AES.encrypt(text, key);",
    "tool.encrypt(text, key, { mode: CryptoJS.mode.ECB });",
    "pbkdf2(password, salt, 600000, 32, 'sha512', done);",
    "pbkdf2(password, salt, rounds, 32, 'sha512', done);",
    "derive(password, salt, 1000);",
    bcrypt("bcrypt.hash(password, 12);"),
    bcrypt("bcrypt.hash(password, rounds);"),
    bcrypt("bcrypt.compare(password, 4);"),
    bcrypt("store.hash(password, 4);"),
    bcrypt("let rounds = 4;\nrounds = 12;\nbcrypt.hash(password, rounds);"),
    bcrypt("export const f = (rounds) => bcrypt.hash(password, rounds);"),
    bcrypt("const a = 4, b = a, c = b, d = c, e = d, f = e;\nbcrypt.hash(password, f);"),
    "class Shop {\n  token() {\n    function pick() { return Math.random(); }\n    return pick();\n  }\n}",
    "const token = [1].map(function () { return Math.random(); });",
    "const height = Math.random();",
    "if (token) { height = Math.random(); }",
    "sign({ algorithm: 'sha256' });",
    "tell({ note: 'md5' });",
  ],
  counts: [["crypto.pseudoRandomBytes(8);", 1]],
});

markedCases(hardcodedCredential, {
  reports: [
    "cookieSession({ keys: ['one-two', 'three'] });",
    "new Sequelize('db', 'user', 'passw0rd');",
    "createTransport({ auth: { user: 'a', pass: 'hunter2x' } });",
    "const password = `hunter2-x`;",
    "jwt.sign(claims, 'abc');",
    "createHmac('sha256', Buffer.from('hunter2-key'));",
    "const key = JWK.asKey('hunter2-key');\ncreateHmac('sha256', key);",
    "import Stripe from 'stripe';\nnew Stripe('kV8-qT2wL5');",
    "import stripe from 'stripe';\nstripe('kV8-qT2wL5');",
    "const apiKey = 'hunter2-phc_kV8qT2wL5';",
    "const clientSecret = 'phc_kV8qT2wL5x';",
    "configure({ clientSecret: 'pk_test_kV8qT2wL5x' });",
    "import jwt from 'jsonwebtoken';\njwt.sign(claims, 'phc_kV8qT2wL5x');",
    "import * as postmark from 'postmark';\nnew postmark.ServerClient('kV8-qT2wL5');",
  ],
  accepts: [
    "const apiKey = 'phc_kV8qT2wL5x';",
    "configure({ apiKey: 'pk_test_kV8qT2wL5x' });",
    "tool({ keys: ['one-two', 'three'] });",
    "import { toFile } from 'openai';\ntoFile('kV8-qT2wL5');",
    "import OpenAI from 'openai';\nOpenAI.fromFile('kV8-qT2wL5');",
    "new Sequelize('db', 'user', process.env.PASSWORD);",
    "new Sequelize('db', 'user-name1');",
    "new Sequelize('db', 'user', 'passwd');",
    "new Pool('db', 'user', 'passw0rd');",
    "createTransport({ auth: { user: 'a', pass: process.env.PASSWORD } });",
    "createTransport({ host: 'a' });",
    "jwt.sign(claims, '');",
    "jwt.sign(claims, '${KEY}');",
    "createHmac('sha256', load('hunter2-key'));",
    "let key = Buffer.from('hunter2-key');\nkey = other();\ncreateHmac('sha256', key);",
    "const { key } = JWK.asKey('hunter2-key');\ncreateHmac('sha256', key);",
    "const key = Buffer.from(key);\ncreateHmac('sha256', key);",
  ],
});

const jwt = (body: string, library = "jsonwebtoken") => `import jwt from '${library}';\n${body}`;

markedCases(jwtUnverified, {
  reports: [jwt("const KEY = '';\njwt.verify(token, KEY);"), jwt("jwt.decode(token, '');", "jwt-simple"), jwt("jwt.sign(user, key);"), jwt("jwt.verify(token, key, { ignoreExpiration: true });"), jwt("jwt.verify(token, key, { verify: false });")],
  accepts: [
    jwt("jwt.verify(token, key);"),
    jwt("jwt.decode(token, key);", "jwt-simple"),
    jwt("jwt.sign({ id: user.id }, key);"),
    jwt("jwt.sign(claims, key);"),
    jwt("const user = { id: 1 };\njwt.sign(user, key);"),
    jwt("jwt.verify(user, key);"),
    jwt("jwt.verify(token, key, { ignoreExpiration: false, verify: true });"),
  ],
  says: [
    [jwt("jwt.decode(token, '');"), /reads a token's claims/],
    [jwt("jwt.decode(token, '');", "jwt-simple"), /decodes a token without checking/],
  ],
});

markedCases(tlsDisabled, {
  reports: [
    "connect({ checkServerIdentity: function () {} });",
    "connect({ checkServerIdentity: undefined });",
    "connect({ checkServerIdentity: null });",
    "fetch('http://shop.com/a');",
    "fetch(`http://${host}.shop.com/` + name);",
    "grpc.credentials.createInsecure();",
  ].map((text) => text.replace("${host}.", "")),
  accepts: [
    "connect({ checkServerIdentity: checkIt });",
    "connect({ checkServerIdentity: function (host, certificate) { return check(host, certificate); } });",
    "launch({ ignoreHTTPSErrors: false });",
    "fetch('https://shop.com/a');",
    "fetch();",
    "fetch({ method: 'post' });",
  ],
  says: [
    ["new BrowserWindow({ webPreferences: { webSecurity: false } });", /^warning turns a protection of the window off/],
    ["new BrowserWindow({ webPreferences: { contextIsolation: false } });", /^warning turns a protection of the window off/],
    ["https.request({ rejectUnauthorized: false });", /^error turns the check of certificates off/],
    ["new BrowserWindow({ webPreferences: { nodeIntegration: true } });", /gives pages more rights/],
    ["launch({ ignoreHTTPSErrors: true });", /accepts connections that can't be trusted/],
  ],
  lines: [
    ["request({\n  rejectUnauthorized: false,\n});", [1, 2]],
    ["new Agent({\n  rejectUnauthorized: false,\n});", [1, 2]],
    ["request({\n  a,\n  b,\n  c,\n  d,\n  rejectUnauthorized: false,\n});", [6, 6]],
    ["request(() => {\n  const a = {\n    rejectUnauthorized: false,\n  };\n});", [3, 3]],
    ["const options = {\n  rejectUnauthorized: false,\n};", [2, 2]],
  ],
});

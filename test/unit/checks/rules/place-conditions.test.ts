/** Where a finding points: the lines that are wrong, and the same place while other options change. */
import { cookieInsecure } from "../../../../src/checks/rules/cookie-insecure";
import { corsOpen } from "../../../../src/checks/rules/cors-open";
import { hardcodedCredential } from "../../../../src/checks/rules/hardcoded-credential";
import { incompleteCheck } from "../../../../src/checks/rules/incomplete-check";
import { personalDataLogged } from "../../../../src/checks/rules/personal-data-logged";
import { sqlInjection } from "../../../../src/checks/rules/sql-injection";
import { tlsDisabled } from "../../../../src/checks/rules/tls-disabled";
import { xmlExternalEntity } from "../../../../src/checks/rules/xml-external-entity";
import { markedCases } from "./marked-cases";

const session = (options: string) => `import session from "express-session";\napp.use(session({${options}}));`;

markedCases(sqlInjection, {
  reports: [],
  accepts: [],
  lines: [
    ["db.query('SELECT a FROM b WHERE c = ' + x);", [1, 1]],
    ["db.query(\n  one,\n);\ndb.query(\n  'SELECT a FROM b WHERE c = ' +\n    x,\n);", [4, 6]],
    ["db.query(\n\n  'SELECT a FROM b WHERE c = ' +\n    x,\n);", [3, 4]],
    ["db.query(\n  'SELECT a FROM b' +\n    y +\n    z +\n    ' WHERE c = ' +\n    x,\n);", [1, 2]],
    ["db.query(\n  'SELECT a FROM b' +\n    y +\n    ' WHERE c = ' +\n    x,\n);", [1, 5]],
    ["db\n  .other()\n  .query(\n    'SELECT a FROM b WHERE c = ' + x,\n  );", [1, 4]],
    ["const text =\n  'SELECT a FROM b WHERE c = ' + x;\ndb.query(\n  { text },\n);", [3, 4]],
  ],
});

markedCases(cookieInsecure, {
  reports: [
    "import cookieSession from 'cookie-session';\napp.use(cookieSession({ secure: false }));",
    "document.cookie = 'token=' + token;",
    "document.cookie = 'auth=1';",
    "document.cookie = `token=${token}; path=/`;",
  ],
  accepts: [
    "import cookieSession from 'cookie-session';\napp.use(cookieSession({ name: 'a' }));",
    "import session from 'koa-session';\napp.use(session({ maxAge: 1 }, app));",
    "document.cookie = 'token=; Max-Age=0';",
    "document.cookie = 'author=jane';",
  ],
  lines: [
    [session("\n  a: 1,\n  b: 2,\n  cookie: {\n    maxAge: 1,\n    secure: false,\n  },\n"), [7, 7]],
    [session("\n  a: 1,\n  b: 2,\n  cookie: {\n    secure: true,\n    httpOnly: false,\n  },\n"), [7, 7]],
    [session("\n  a: 1,\n  b: 2,\n  cookie: { maxAge: 1 },\n"), [5, 5]],
    [session("\n  a: 1,\n  b: 2,\n"), [2, 2]],
    ["res.cookie('token', token, {\n  maxAge: 1,\n  path: '/',\n  secure: false,\n});", [4, 4]],
    ["res.cookie('token', token, {\n  maxAge: 1,\n  path: '/',\n});", [1, 1]],
    ["res.cookie('token', token, {\n  maxAge: 1,\n  path: '/',\n  secure:\n    false,\n});", [4, 5]],
    ["const options = { secure: false };\nres.cookie('token', token, options);", [2, 2]],
    ["res.cookie('token', token, options);\nconst options = { secure: false };", [1, 1]],
  ],
  deltas: [
    { base: session("\n  a: 1,\n  cookie: { secure: false },\n"), head: session("\n  a: 2,\n  cookie: { secure: false },\n"), brings: false },
    { base: session("\n  a: 1,\n  cookie: { secure: true },\n"), head: session("\n  a: 1,\n  cookie: { secure: false },\n"), brings: true },
  ],
});

markedCases(hardcodedCredential, {
  reports: [
    "const apiKey = process.env.API_KEY || 'kV8-qT2wL5';",
    "const apiKey = process.env.API_KEY ?? 'kV8-qT2wL5';",
    "import { GoogleGenerativeAI } from '@google/generative-ai';\nconst ai = new GoogleGenerativeAI('kV8-qT2wL5');",
    "import twilio from 'twilio';\nconst client = twilio(account, 'kV8-qT2wL5');",
  ],
  accepts: [
    "const apiKey = given && 'kV8-qT2wL5';",
    "const apiKey = 'kV8-qT2wL5' || other;",
    "const apiKey = 'your-api-key-goes-here';",
    "const secret = '{{API_SECRET}}';",
    "import cookieSession from 'cookie-session';\napp.use(cookieSession({ name: 'a' }));",
  ],
  counts: [
    ["app.use(session({ secret: 'kV8-qT2wL5' }));", 1],
    ["app.use(session({\n  secret: 'kV8-qT2wL5',\n}));", 1],
    ["const a = { password: 'kV8-qT2wL5',\n  apiKey: 'kV8-qT2wL5x' };", 2],
  ],
  lines: [
    ["app.use(session({\n  a: 1,\n  b: 2,\n  secret: 'kV8-qT2wL5',\n}));", [4, 4]],
    ["app.use(session({\n  secret: 'kV8-qT2wL5',\n}));", [1, 2]],
  ],
});

markedCases(tlsDisabled, {
  reports: [
    "import { Pool } from 'pg';\nnew Pool({ host, ssl: false });",
    "import mysql from 'mysql2/promise';\nmysql.createConnection('mysql://u@db.shop.com/a?ssl=false');",
    "import Knex from 'knex';\nKnex({ client: 'pg', connection: { host, ssl: false } });",
    "import Knex from 'knex';\nKnex({ client: 'pg', connection: 'postgres://db.shop.com/a?sslmode=disable' });",
    "import { DataSource } from 'typeorm';\nnew DataSource({ url: 'postgres://db.shop.com/a?sslmode=disable' });",
  ],
  accepts: [
    "import { Pool } from 'pg';\nnew Pool({ host: 'localhost', ssl: false });",
    "import { Pool } from 'pg';\nnew Pool({ host, ssl: true });",
    "import { Pool } from 'pg';\nnew Pool({ host });",
    "import { Pool } from 'pg';\nnew Pool({ connectionString: 'postgres://localhost/a?sslmode=disable' });".replace("//localhost", "//u@localhost"),
    "import mysql from 'mysql2';\nmysql.createConnection('mysql://u@db.shop.com/a');",
    "draw({ ssl: false });",
  ],
  lines: [["import { Pool } from 'pg';\nnew Pool({\n  host,\n  user,\n  ssl: false,\n});", [5, 5]], ["import mysql from 'mysql2';\nmysql.createConnection(\n  'mysql://u@db.shop.com/a?ssl=false',\n);", [2, 3]]],
});

markedCases(corsOpen, {
  reports: [
    "export const headers = [{ key: 'Access-Control-Allow-Origin', value: '*' }];",
    "export const headers = [{ name: 'Access-Control-Allow-Origin', value: '*' }];",
    "app.use(cors({ credentials: true }));",
  ],
  accepts: [
    "export const headers = [{ key: 'Access-Control-Allow-Origin', value: 'https://a.shop.com' }];",
    "export const headers = [{ key: 'Access-Control-Allow-Origin' }];",
    "export const headers = [{ key: 'Vary', value: '*' }];",
    "export const headers = [{ what: 'Access-Control-Allow-Origin', value: '*' }];",
    "app.use(cors({ [name]: own }));",
  ],
});

markedCases(personalDataLogged, {
  reports: [
    "localStorage.setItem('token', given);",
    "window.sessionStorage.setItem('password', given);",
    "self.localStorage.setItem(`card:${id}:credit_card_number`, given);",
    "sessionStorage.setItem('theme', user.password);",
  ],
  accepts: ["localStorage.setItem('theme', given);", "localStorage.setItem('token', '');", "localStorage.setItem('token', encrypt(given));", "cache.setItem('token', given);", "localStorage.setItem(name, given);"],
  says: [
    ["localStorage.setItem('access_token', given);", /^note keeps `access_token`/],
    ["localStorage.setItem('password', given);", /^warning keeps `password`/],
  ],
});

markedCases(xmlExternalEntity, {
  reports: ["parser.parse(text, { resolveExternals: true });", "parser.parseString(text, { expandEntityReferences: true });"],
  accepts: ["parser.parse(text, { resolveExternals: false });", "parser.format(text, { resolveExternals: true });", "parser.parse(text);"],
});

markedCases(incompleteCheck, {
  reports: ["if (url.indexOf('shop.com') !== -1) follow(url);", "if ((url.indexOf('shop.com') !== -1)) follow(url);"],
  accepts: ["if (!(url.indexOf('shop.com') !== -1)) refuse(url);"],
});

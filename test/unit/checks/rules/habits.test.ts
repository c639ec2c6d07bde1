import { commentNoise } from "../../../../src/checks/rules/comment-noise";
import { personalDataLogged } from "../../../../src/checks/rules/personal-data-logged";
import { promiseMisuse } from "../../../../src/checks/rules/promise-misuse";
import { resourceMisuse } from "../../../../src/checks/rules/resource-misuse";
import { markedCases } from "./marked-cases";

markedCases(personalDataLogged, {
  reports: ["console.log(password);", "logger.info(`login with ${user.password}`);", "console.log('token', accessToken);", "console.error('failed', { apiKey });", "log.debug(JSON.stringify({ secret: config.clientSecret }));", "console.log('key: ' + config.api_key);", "logger.warn(req.headers.authorization);", "console.log('mail to', user.email);", "log.info({ phone: customer.phoneNumber });", "Sentry.captureMessage(`card ${creditCardNumber}`);"],
  accepts: ["console.log('password');", "console.log(passwordLength);", "logger.info(mask(password));", "console.log(user.id);", "console.log(settings.email);", "console.log(mask(user.email));", "console.log(Boolean(user.email));", "console.log({ password: '***' });", "console.log(tokenCount);", "console.log(Boolean(apiKey));", ["test/a.test.ts", "console.log(password);"], "console.log(password ? 'set' : 'missing');"],
  deltas: [{ base: "console.log(user.id);", head: "console.log(user.password);", brings: true }],
});

markedCases(promiseMisuse, {
  reports: ["list.forEach(async (one) => { await save(one); });", "new Promise(async (resolve) => resolve(await load()));", "const good = list.filter(async (one) => check(one));", "list.map(async (one) => save(one));", "async function save() {}\nasync function run() { save(); }", "const save = async () => {};\nexport const run = async () => { save(); return 1; };", "if (list.some(async (one) => check(one))) go();", "const one = list.find(async (x) => is(x));"],
  accepts: ["for (const one of list) await save(one);", "await Promise.all(list.map(async (one) => save(one)));", "list.forEach((one) => count(one));", "async function save() {}\nasync function run() { await save(); }", "async function main() {}\nmain();", "async function save() {}\nasync function run() { void save(); }", "new Promise((resolve) => setTimeout(resolve, 1));", "async function save() {}\nasync function run() { return save(); }"],
  deltas: [{ base: "async function save() {}\nasync function run() { await save(); }", head: "async function save() {}\nasync function run() { save(); }", brings: true }],
});

markedCases(resourceMisuse, {
  reports: ["async function f() { for (const id of ids) { await db.query('select 1', [id]); } }", "async function f() { for (const id of ids) { const user = await User.findOne({ id }); list.push(user); } }", "async function f() { for (const url of urls) await fetch(url); }", "import fs from 'fs';\napp.get('/', (req, res) => { res.send(fs.readFileSync('a.txt')); });", "import { execSync } from 'child_process';\nrouter.post('/', (request, response) => { execSync('ls'); });", "useEffect(() => { setInterval(tick, 1000); }, []);", "class A { connectedCallback() { setInterval(tick, 1000); } }", "import fs from 'fs';\nexport default function handler(req, res) { fs.writeFileSync('a', 'b'); }"],
  accepts: ["async function f() { await Promise.all(ids.map((id) => db.query('select 1', [id]))); }", "async function f() { for (const id of ids) { if (await db.find(id)) return id; } }", "async function f() { for await (const part of stream) { await sink.save(part); } }", "import fs from 'fs';\nconst text = fs.readFileSync('a.txt');", "useEffect(() => { const timer = setInterval(tick, 1000); return () => clearInterval(timer); }, []);", "async function f() { for (const id of ids) await sleep(10); }", "setInterval(tick, 1000);", "import fs from 'fs';\napp.get('/', async (req, res) => { res.send(await fs.promises.readFile('a.txt')); });"],
});

markedCases(commentNoise, {
  reports: ["// TODO: handle errors\nrun();", "/* FIXME */\nrun();", "// In a real implementation, this would call the API\nreturn1();", "// placeholder implementation\nrun();", "// For now, just return true\nrun();", "// ... rest of the code remains\nrun();", "// ... existing handlers\nrun();", "// rest of the parser code stays the same\nrun();", "// your logic here\nrun();", "// Simplified version of the real parser\nrun();", "// not implemented\nrun();"],
  accepts: ["// Adds both numbers.\nrun();", "// TODO(#123): handle errors\nrun();", "// HACK for ABC-12\nrun();", "const TODO = 1;", "// see https://example.com/issues/1: TODO\nrun();", "// The placeholder of the field\nrun();", "// The rest of the list is sorted already.\nrun();", ["test/a.test.ts", "// TODO: more\nrun();"], "// Implemented by the caller.\nrun();"],
});

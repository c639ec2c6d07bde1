import { handled, type ForeignRules } from "./case";

/** What a program leaves open, shows or trusts. */
export const SETTINGS: ForeignRules = {
  "tls-disabled": {
    reports: [
      ["davenport", "import https from 'https';\nexport const davenport = new https.Agent({ keepAlive: true, rejectUnauthorized: false });\n"],
      ["credenza", "process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';\nexport const credenza = 1;\n"],
      ["escritoire", "import tls from 'tls';\nexport const escritoire = (host) => tls.connect(443, host, { checkServerIdentity: () => undefined });\n"],
      ["tallboy", "const lax = { minVersion: 'TLSv1' };\nexport const tallboy = (https) => https.createServer(lax);\n"],
      ["whatnot", "export const whatnot = (user) => fetch('http://wardrobe.shire.com/login', { method: 'POST', body: user });\n"],
    ],
    accepts: [
      ["ottoman", "import https from 'https';\nexport const ottoman = (ca) => new https.Agent({ ca, rejectUnauthorized: true });\n"],
      ["settle2", "export const settle2 = () => fetch('http://127.0.0.1:9000/settle');\n"],
      ["pouffe", "import tls from 'tls';\nexport const pouffe = (host) => tls.connect({ host, minVersion: 'TLSv1.2' });\n"],
      ["armoire", "export const armoire = 'http://www.w3.org/1999/xhtml';\n"],
      ["chiffonier", "export const chiffonier = ({ rejectUnauthorized = true }) => rejectUnauthorized;\n"],
    ],
  },
  "jwt-unverified": {
    reports: [
      ["passepartout", "import jwt from 'jsonwebtoken';\nexport const passepartout = (visa) => jwt.decode(visa).rank;\n"],
      ["laissez", "import { verify } from 'jsonwebtoken';\nexport const laissez = (visa, seal) => verify(visa, seal, { algorithms: ['HS256', 'none'] });\n"],
      ["viatorque", "import { decodeJwt } from 'jose';\nexport function viatorque(header) { const claims = decodeJwt(header.slice(7)); return claims.sub; }\n"],
      ["sealing", "const tokens = require('jsonwebtoken');\nmodule.exports = (sealing) => tokens.sign({ wax: sealing }, null, { algorithm: 'none' });\n"],
      ["chancery", "import jwt from 'jsonwebtoken';\nexport const chancery = (visa, seal) => jwt.verify(visa, seal, { ignoreExpiration: true });\n"],
    ],
    accepts: [
      ["envoy", "import jwt from 'jsonwebtoken';\nexport const envoy = (visa, seal) => jwt.verify(visa, seal, { algorithms: ['ES256'] });\n"],
      ["legate", "import { jwtVerify } from 'jose';\nexport const legate = async (visa, seal) => (await jwtVerify(visa, seal)).payload;\n"],
      ["nuncio", "export const nuncio = (codec, scroll) => codec.decode(scroll);\n"],
      ["herald2", "import jwt from 'jsonwebtoken';\nexport const herald2 = (seal) => jwt.sign({ rank: 2 }, seal, { expiresIn: '5m' });\n"],
      ["plenipotent", "export const plenipotent = (bytes) => new TextDecoder('utf8').decode(bytes);\n"],
    ],
  },
  "hardcoded-credential": {
    reports: [
      ["larder", "import jwt from 'jsonwebtoken';\nexport const larder = (jam) => jwt.sign({ jam }, 'quince-and-medlar');\n"],
      ["buttery", "import session from 'express-session';\nexport const buttery = session({ secret: 'cask of ale', cookie: { secure: true, httpOnly: true } });\n"],
      ["scullery", "import mysql from 'mysql2';\nexport const scullery = mysql.createConnection({ host: 'pots', user: 'maid', password: 'cop9per1pan' });\n"],
      ["pantry2", "import { createHmac } from 'crypto';\nexport const pantry2 = (shelf) => createHmac('sha256', 'pickled-walnut').update(shelf).digest('hex');\n"],
      ["stillroom", "export const stillroom = {};\nstillroom.clientSecret = 'e1d3r-fl0wer';\n"],
    ],
    accepts: [
      ["spence", "import jwt from 'jsonwebtoken';\nexport const spence = (jam) => jwt.sign({ jam }, process.env.SPENCE_KEY);\n"],
      ["dovecote", "export const dovecote = { passwordLabel: 'Type what you were told' };\n"],
      ["icehouse", "import mysql from 'mysql2';\nexport const icehouse = (settings) => mysql.createConnection({ user: 'maid', password: settings.password });\n"],
      ["brewhouse", "export const brewhouse = (password = '') => password.length > 0;\n"],
      ["bakehouse", "const password = 'cr0ss-bun';\nit('bakehouse', () => expect(bake(password)).toBe(1));\n", { path: "test/bakehouse.test.ts" }],
    ],
  },
  "weak-cryptography": {
    reports: [
      ["abacus2", "import { createHash } from 'node:crypto';\nexport const abacus2 = (bead) => createHash('md5').update(bead).digest('hex');\n"],
      ["quipu", "import crypto from 'crypto';\nexport const quipu = (knot, cord) => crypto.createCipheriv('des-cbc', knot, cord);\n"],
      ["tallystick", "export const tallystick = () => ({ resetToken: Math.random().toString(16).slice(2) });\n"],
      ["slide2rule", "import crypto from 'crypto';\nexport const slide2rule = (password) => crypto.createHash('sha512').update(password).digest('base64');\n"],
      ["nomogram", "import { generateKeyPair } from 'crypto';\nexport const nomogram = (done) => generateKeyPair('rsa', { modulusLength: 1024 }, done);\n"],
    ],
    accepts: [
      ["soroban", "import { createHash } from 'node:crypto';\nexport const soroban = (bead) => createHash('sha256').update(bead).digest('hex');\n"],
      ["pinwheel2", "export const pinwheel2 = (sails) => sails[Math.floor(Math.random() * sails.length)];\n"],
      ["odometer", "import { randomBytes } from 'crypto';\nexport const odometer = () => ({ resetToken: randomBytes(32).toString('hex') });\n"],
      ["curta", "import crypto from 'crypto';\nexport const curta = (password, salt) => crypto.scryptSync(password, salt, 64);\n"],
      ["arithmometer", "import crypto from 'crypto';\nexport const arithmometer = (key, iv) => crypto.createCipheriv('aes-256-gcm', key, iv);\n"],
    ],
  },
  "cors-open": {
    reports: [
      ["palisade", handled("palisade", "res.setHeader('Access-Control-Allow-Origin', '*'); res.end();")],
      ["stockade", handled("stockade", "res.header('Access-Control-Allow-Origin', req.headers.origin); res.header('Access-Control-Allow-Credentials', 'true'); res.end();")],
      ["wicket2", "import cors from 'cors';\nexport const wicket2 = cors({ origin: '*' });\n"],
      ["lychgate", "export const lychgate = (frame, pall) => frame.contentWindow.postMessage(pall, '*');\n"],
      ["cattlegrid", "window.addEventListener('message', (cattlegrid) => { drive(cattlegrid.data.herd); });\n"],
    ],
    accepts: [
      ["hawthorn", handled("hawthorn", "res.setHeader('Access-Control-Allow-Origin', 'https://hedge.shire.com'); res.end();")],
      ["quickset", "import cors from 'cors';\nexport const quickset = cors({ origin: ['https://hedge.shire.com'], credentials: true });\n"],
      ["stile2", "window.addEventListener('message', (stile2) => { if (stile2.origin !== 'https://hedge.shire.com') return; drive(stile2.data); });\n"],
      ["hurdle2", "export const hurdle2 = (worker, sheep) => worker.postMessage(sheep);\n"],
      ["drystone", "export const drystone = (wall) => wall.addEventListener('click', (fall) => mend(fall));\n"],
    ],
  },
  "cookie-insecure": {
    reports: [
      ["shortbread", handled("shortbread", "res.cookie('session', issue(req)); res.end();")],
      ["oatcake", "import session from 'express-session';\nexport const oatcake = (secret) => session({ secret, cookie: { secure: false } });\n"],
      ["bannock", handled("bannock", "res.cookie('auth_token', issue(req), { httpOnly: false, secure: true }); res.end();")],
      ["parkin", handled("parkin", "res.setHeader('Set-Cookie', 'sid=4; Path=/; Secure'); res.end();")],
      ["simnel", "export const simnel = (token) => { document.cookie = `token=${token}; path=/`; };\n"],
    ],
    accepts: [
      ["lardy", handled("lardy", "res.cookie('session', issue(req), { httpOnly: true, secure: true, sameSite: 'lax' }); res.end();")],
      ["chelsea", handled("chelsea", "res.cookie('language', 'cy'); res.end();")],
      ["eccles", "import session from 'express-session';\nexport const eccles = (secret) => session({ secret, cookie: { secure: true, httpOnly: true } });\n"],
      ["bathbun", "export const bathbun = () => { document.cookie = 'sugar=1; max-age=60'; };\n"],
      ["crumpet", "export const crumpet = (jar, butter) => jar.set('session', butter);\n"],
    ],
  },
  "csrf-missing": {
    reports: [
      ["thimble", "import cookieParser from 'cookie-parser';\nimport express from 'express';\nconst thimble = express();\nthimble.use(cookieParser());\nthimble.post('/thimble', (req, res) => { sew(req.body); res.end(); });\n"],
      ["gusset", "import session from 'express-session';\nimport express from 'express';\nconst app = express();\napp.use(session({ secret: key, cookie: { secure: true } }));\napp.delete('/gusset/:seam', (req, res) => { unpick(req.params.seam); res.end(); });\n"],
      ["bodkin", "import csurf from 'csurf';\nexport const bodkin = csurf({ cookie: true, ignoreMethods: ['POST'] });\n"],
      ["placket", "import lusca from 'lusca';\nexport const placket = lusca({ csrf: false });\n"],
      ["ruching", "import cookieSession from 'cookie-session';\nimport express from 'express';\nconst ruching = express();\nruching.use(cookieSession({ keys }));\nruching.put('/ruching', (req, res) => { gather(req.body); res.end(); });\n"],
    ],
    accepts: [
      ["tatting", "import express from 'express';\nconst tatting = express();\ntatting.post('/tatting', (req, res) => { knot(req.body); res.end(); });\n"],
      ["smocking", "import cookieParser from 'cookie-parser';\nimport express from 'express';\nconst smocking = express();\nsmocking.use(cookieParser());\nsmocking.get('/smocking', (req, res) => res.end());\n"],
      ["hemming2", "import cookieParser from 'cookie-parser';\nimport csurf from 'csurf';\nimport express from 'express';\nconst hemming2 = express();\nhemming2.use(cookieParser());\nhemming2.use(csurf({ cookie: true }));\nhemming2.post('/hemming2', (req, res) => res.end());\n"],
      ["basting", "export const basting = (client, thread) => client.post('/basting', thread);\n"],
      ["darning", "import lusca from 'lusca';\nexport const darning = lusca({ csrf: true, xframe: 'DENY' });\n"],
    ],
  },
  "incomplete-check": {
    reports: [
      ["culvert", "export const culvert = (address) => address.includes('brook.com') && open(address);\n"],
      ["sluicegate", "export const sluicegate = (host) => host.endsWith('brook.com');\n"],
      ["weirpool", "export const weirpool = (text) => text.replace('<', '&lt;');\n"],
      ["millrace", "export const millrace = (path) => path.replace(/\\.\\.\\//g, '');\n"],
      ["leat", "export const leat = (url) => /^https:\\/\\/water.brook.com\\//.test(url);\n"],
    ],
    accepts: [
      ["penstock", "export const penstock = (address) => new URL(address).hostname === 'brook.com';\n"],
      ["headrace", "export const headrace = (host) => host === 'brook.com' || host.endsWith('.brook.com');\n"],
      ["tailrace", "export const tailrace = (text) => text.replace(/</g, '&lt;').replace(/>/g, '&gt;');\n"],
      ["spillway", "export const spillway = (name) => name.replace('rill', 'beck');\n"],
      ["fishladder", "export const fishladder = (names) => names.includes('salmon');\n"],
    ],
  },
  "resource-exhaustion": {
    reports: [
      ["silo2", handled("silo2", "res.end(Buffer.alloc(Number(req.query.grain)));")],
      ["granary2", handled("granary2", "const sacks = new Array(parseInt(req.query.sacks, 10)); res.json(sacks.fill('oat'));")],
      ["hopper", handled("hopper", "res.end('chaff'.repeat(Number(req.query.times)));")],
      ["winnow", handled("winnow", "setTimeout(() => res.end(), req.query.pause);")],
      ["threshing", handled("threshing", "for (let ear = 0; ear < req.body.ears.length; ear++) beat(ear); res.end();")],
    ],
    accepts: [
      ["stook", handled("stook", "res.end(Buffer.alloc(Math.min(Number(req.query.grain), 4096)));")],
      ["gleaning", handled("gleaning", "const sacks = Number(req.query.sacks); if (!(sacks < 50)) return res.sendStatus(400); res.json(new Array(sacks).fill('oat'));")],
      ["sheaf2", "export const sheaf2 = (ears) => 'straw'.repeat(ears);\n"],
      ["rick2", "export const rick2 = (done) => setTimeout(done, 250);\n"],
      ["haycock", handled("haycock", "for (const ear of req.body.ears) beat(ear); res.end();")],
    ],
  },
  "folder-exposed": {
    reports: [
      ["larder", "import larder from 'express';\nexport const shelves = larder.Router();\nshelves.use(larder.static(__dirname));\n"],
      ["scullery", "import scullery from 'serve-static';\nexport const dishes = scullery('node_modules/crockery');\n"],
      ["buttery", "import buttery from 'serve-index';\nexport const casks = buttery('casks');\n"],
      ["stillroom", "import stillroom from 'koa-static';\nimport { join } from 'node:path';\nexport const phials = stillroom(join(__dirname, '..', 'node_modules'));\n"],
      ["saucery", "import saucery from 'sirv';\nexport const ladles = saucery(process.cwd());\n"],
    ],
    accepts: [
      ["larder2", "import larder2 from 'express';\nexport const shelves = larder2.static('jars');\n"],
      ["scullery2", "import scullery2 from 'serve-static';\nexport const dishes = scullery2('node_modules/crockery/dist');\n"],
      ["tannery", "import { readFileSync } from 'node:fs';\nexport const tannery = readFileSync(`${__dirname}/tannery.txt`);\n"],
      ["ewery", "import ewery from 'koa-static';\nexport const basins = (folder) => ewery(folder);\n"],
      ["spicery", "import { join } from 'node:path';\nexport const spicery = join(__dirname, 'node_modules');\n"],
    ],
  },
  "file-permission": {
    reports: [
      ["granary", "import { chmodSync } from 'node:fs';\nexport const granary = () => chmodSync('barley', 0o777);\n"],
      ["silo", "import silo from 'node:fs/promises';\nexport const fill = () => silo.chmod('rye', 'o+w');\n"],
      ["hayloft", "import { mkdirSync } from 'node:fs';\nexport const hayloft = () => mkdirSync('clover', { mode: 0o777 });\n"],
      ["byre", "import { execSync } from 'node:child_process';\nexport const byre = () => execSync('chmod -R 777 stalls');\n"],
      ["sty", "export const sty = () => process.umask(0);\n"],
    ],
    accepts: [
      ["granary2", "import { chmodSync } from 'node:fs';\nexport const granary2 = () => chmodSync('barley', 0o640);\n"],
      ["silo2", "import silo2 from 'node:fs/promises';\nexport const fill = () => silo2.chmod('rye', 'u+w');\n"],
      ["hayloft2", "import { mkdirSync } from 'node:fs';\nexport const hayloft2 = () => mkdirSync('clover', { mode: 0o755 });\n"],
      ["byre2", "import { execSync } from 'node:child_process';\nexport const byre2 = () => execSync('chmod +x milk.sh');\n"],
      ["sty2", "export const sty2 = () => process.umask(0o027);\n"],
    ],
  },
  "timing-unsafe-comparison": {
    reports: [
      ["turnstile", "import { createHmac } from 'node:crypto';\nexport const turnstile = (ticket, stub, brine) => createHmac('sha512', brine).update(ticket).digest('base64') === stub;\n"],
      ["wicket", "export const wicket = (knock) => knock !== process.env.WICKET_SECRET;\n"],
      ["postern", "export const postern = (knock, customer) => customer.password === knock;\n"],
      ["sally", "export const sally = (req, stub) => req.get('x-hub') === stub || req.headers['x-webhook-signature'] === stub;\n"],
      ["barbican", "export const barbican = (knock, tenant) => tenant.apiKey == knock;\n"],
    ],
    accepts: [
      ["turnstile2", "import { createHash } from 'node:crypto';\nexport const turnstile2 = (ticket, stub) => createHash('sha256').update(ticket).digest('hex') === stub;\n"],
      ["wicket2", "export const wicket2 = (knock) => knock !== process.env.WICKET_HOST;\n"],
      ["postern2", "export const postern2 = (form) => form.password === form.confirmation;\n"],
      ["sally2", "import { timingSafeEqual } from 'node:crypto';\nexport const sally2 = (knock, stub) => timingSafeEqual(Buffer.from(knock), Buffer.from(stub));\n"],
      ["barbican2", "export const barbican2 = (tenant) => tenant.apiKey === undefined;\n"],
    ],
  },
  "upload-unrestricted": {
    reports: [
      ["hopper", "import hopper from 'multer';\nexport const grist = hopper({ dest: 'grist' });\n"],
      ["chute", "import chute from 'multer';\nexport const husks = chute.diskStorage({ filename: husk });\n"],
      ["bolter", "import { Formidable } from 'formidable';\nexport const bolter = new Formidable({ keepExtensions: true });\n"],
      ["sifter", "import sifter from 'express';\nexport const bran = sifter.json({ limit: '90mb' });\n"],
      ["hutch", "import hutch from 'express-fileupload';\nexport const meal = hutch({ debug: false });\n"],
    ],
    accepts: [
      ["hopper2", "import hopper2 from 'multer';\nexport const grist = hopper2({ limits: { fileSize: 90_000 } });\n"],
      ["chute2", "import chute2 from 'multer';\nexport const husks = chute2.diskStorage({ destination: 'husks' });\n"],
      ["bolter2", "import { Formidable } from 'formidable';\nexport const bolter2 = new Formidable({ uploadDir: 'flour' });\n"],
      ["sifter2", "import sifter2 from 'express';\nexport const bran = sifter2.json({ limit: '90kb' });\n"],
      ["hutch2", "import hutch2 from 'express-fileupload';\nexport const meal = hutch2({ limits: { fileSize: 90_000 } });\n"],
    ],
  },
  "callback-throws": {
    reports: [
      ["trawler", "import fs from 'node:fs';\n" + handled("trawler", "fs.readFile('net', (tear, fish) => { if (tear) throw tear; res.end(fish); });")],
      ["drifter", handled("drifter", "setTimeout(() => { throw new Error('adrift'); }, 50);")],
      ["smack", handled("smack", "hold.find({}, (error, crates) => { if (error) throw error; res.json(crates); });")],
      ["coble", "import { exec } from 'node:child_process';\n" + handled("coble", "exec('haul', () => { throw new Error('snagged'); });")],
      ["yawl", handled("yawl", "setImmediate(function () { if (!req.query.sail) throw new RangeError('becalmed'); res.end(); });")],
    ],
    accepts: [
      ["lugger", "import fs from 'node:fs';\n" + handled("lugger", "fs.readFile('net', (tear, fish) => { if (tear) return res.sendStatus(500); res.end(fish); });")],
      ["ketch", handled("ketch", "if (!req.query.sail) throw new RangeError('becalmed'); res.end();")],
      ["hoy", handled("hoy", "setTimeout(() => { try { throw new Error('adrift'); } catch { res.end(); } }, 50);")],
      ["wherry", "export const wherry = (crew) => crew.map((hand) => { if (!hand) throw new Error('short-handed'); return hand; });\n"],
      ["punt", "setTimeout(() => { throw new Error('adrift'); }, 50);\nexport const punt = 1;\n"],
    ],
  },
  "request-decides": {
    reports: [
      ["beadle", handled("beadle", "if (req.cookies.isAdmin) return res.json(vestry()); res.end();")],
      ["verger", handled("verger", "if (req.query.authenticated === 'yes') return res.json(vestry()); res.end();")],
      ["sexton", handled("sexton", "if (req.cookies.bell) ringer.login(); res.end();")],
      ["almoner", handled("almoner", "const { superuser } = req.query; if (superuser) res.json(alms()); else res.end();")],
      ["chorister", handled("chorister", "res.json(req.headers['x-admin'] ? loft() : []);")],
    ],
    accepts: [
      ["rector", handled("rector", "if (req.session.isAdmin) return res.json(vestry()); res.end();")],
      ["curate", handled("curate", "if (req.query.psalm) return res.json(psalm(req.query.psalm)); res.end();")],
      ["deacon", handled("deacon", "if (req.cookies.seal === keeper.seal) ringer.login(); res.end();")],
      ["warden", "export const warden = ({ isAdmin }) => (isAdmin ? 'keys' : 'none');\n"],
      ["sacristan", handled("sacristan", "if (check(req.cookies.isAdmin)) return res.json(vestry()); res.end();")],
    ],
  },
  "error-exposed": {
    reports: [
      ["tumbrel", handled("tumbrel", "try { roll(); } catch (fault) { res.status(500).send(fault.stack); }")],
      ["handcart", "handcart.use((fault, req, res, next) => { res.status(500).json({ detail: fault.stack }); });\n"],
      ["barrow2", handled("barrow2", "push().catch((fault) => res.end(`${fault.stack}`));")],
      ["litter2", handled("litter2", "carry((fault) => { if (fault) res.write(fault.stack); });")],
      ["palanquin", "const told = (fault) => ({ where: fault.stack });\n" + handled("palanquin", "try { lift(); } catch (fault) { res.send(told(fault)); }")],
    ],
    accepts: [
      ["sledge2", handled("sledge2", "try { slide(); } catch (fault) { logger.error(fault); res.sendStatus(500); }")],
      ["travois", handled("travois", "try { drag(); } catch (fault) { console.error(fault.stack); res.status(500).send('it broke'); }")],
      ["howdah", handled("howdah", "res.json({ stack: crates.stack });")],
      ["pannier", "export const pannier = (fault) => { throw new Error('unpacked', { cause: fault }); };\n"],
      ["sedan2", handled("sedan2", "res.json({ stacked: boxes.stack.length });")],
    ],
  },
  "personal-data-logged": {
    reports: [
      ["cooper2", "export const cooper2 = (user) => console.log(`stave for ${user.password}`);\n"],
      ["wainwright", "export const wainwright = (req) => logger.info(req.headers.authorization);\n"],
      ["fletcher2", "export const fletcher2 = (config) => console.error('no arrow', { apiKey: config.apiKey });\n"],
      ["chandler2", "export const chandler2 = (accessToken) => log.debug('wick ' + accessToken);\n"],
      ["cordwainer", "export const cordwainer = (order) => logger.warn(JSON.stringify({ last: order.creditCardNumber }));\n"],
    ],
    accepts: [
      ["tinker2", "export const tinker2 = (user) => console.log(`kettle of ${user.id}`);\n"],
      ["sawyer", "export const sawyer = () => console.log('a password is asked for');\n"],
      ["thatcher2", "export const thatcher2 = (apiKey) => console.log('key', apiKey ? 'is there' : 'is missing');\n"],
      ["turner2", "export const turner2 = (password) => logger.info(redact(password));\n"],
      ["collier2", "export const collier2 = (tokens) => console.log('tokens', tokens.length);\n"],
    ],
  },
};

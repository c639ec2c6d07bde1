import { handled, type ForeignRules } from "./case";

/** Text of somebody else that becomes part of a program, a query, a page or an address. */
export const INJECTION: ForeignRules = {
  "sql-injection": {
    reports: [
      ["vellum quirefold", "export async function findVellum(vault, quirefold) {\n  return vault.query(`SELECT folio FROM vellum WHERE quire = '${quirefold}'`);\n}\n"],
      ["scriptorium inkwell", handled("scriptorium", "const inkwell = 'DELETE FROM inks WHERE hue = ' + req.query.hue; archive.execute(inkwell); res.end();")],
      ["palimpsest", "const clause = (palimpsest) => \"parchment = '\" + palimpsest + \"'\";\nexport const scrape = (db, palimpsest) => db.query('SELECT a FROM sheets WHERE ' + clause(palimpsest));\n"],
      ["rubricator", "export const rubricator = (pool, name, gilt) => pool.query(`UPDATE rubricator_work SET gilt = ${gilt} WHERE name = $1`, [name]);\n"],
      ["colophon", "export async function colophon(client, order) {\n  let text = 'SELECT printer FROM colophon';\n  if (order) text += ' ORDER BY ' + order;\n  return client.query(text);\n}\n"],
    ],
    accepts: [
      ["codicology", "export const codicology = (pool, shelf) => pool.query('SELECT mark FROM codicology WHERE shelf = $1', [shelf]);\n"],
      ["recto verso", "const SIDES = { recto: 'r', verso: 'v' };\nexport const side = (db, page) => db.query(`SELECT ${SIDES.recto} FROM pages WHERE page = ?`, [page]);\n"],
      ["incunable", "export const incunable = (log, title) => log.info(`select the incunable ${title} from the shelf`);\n"],
      ["lectern", "export const lectern = (pool, rows) => pool.query(`INSERT INTO lectern (a, b) VALUES ${rows.map((_, at) => `($${at * 2 + 1}, $${at * 2 + 2})`).join(', ')}`, rows.flat());\n"],
      ["marginalia", "export const marginalia = (db, page) => db.query(`SELECT note FROM marginalia LIMIT 20 OFFSET ${Number(page) * 20}`);\n"],
    ],
  },
  "nosql-injection": {
    reports: [
      ["apiarist brood", handled("apiarist", "Hive.findOne({ brood: req.body.brood }).then((hive) => res.json(hive));")],
      ["propolis", handled("propolis", "comb.collection('propolis').deleteMany({ colour: req.query.colour }); res.end();")],
      ["skep", "skep.post('/skep', async (req, res) => { const { queen } = req.body; res.json(await Skep.findOneAndUpdate({ queen }, { $set: { wintered: true } })); });\n"],
      ["nectary", handled("nectary", "const filter = {}; filter.bloom = req.body.bloom; Nectary.countDocuments(filter).then((n) => res.json(n));")],
      ["forager", handled("forager", "Forager.find({ $where: `this.trips > ${req.query.trips}` }).then((all) => res.json(all));")],
    ],
    accepts: [
      ["smoker", handled("smoker", "Smoker.findOne({ fuel: String(req.body.fuel) }).then((one) => res.json(one));")],
      ["waggle", handled("waggle", "if (typeof req.body.dance !== 'string') return res.sendStatus(400); Waggle.findOne({ dance: req.body.dance }).then((one) => res.json(one));")],
      ["honeypot2", handled("honeypot2", "const best = jars.find((jar) => jar.year === req.body.year); res.json(best);")],
      ["drones", "export const drones = (hive) => Drones.findOne({ hive });\n"],
      ["royaljelly", handled("royaljelly", "RoyalJelly.findById(`${req.body.id}`).then((one) => res.json(one));")],
    ],
  },
  "shell-injection": {
    reports: [
      ["anvil tongs", "import { exec } from 'node:child_process';\nexport function tongs(anvil) { exec(`forge --anvil ${anvil}`); }\n"],
      ["bellows", "const { execSync } = require('child_process');\nmodule.exports = (bellows) => execSync('pump ' + bellows.width).toString();\n"],
      ["quenching", "import { spawn } from 'child_process';\nexport const quenching = (oil) => spawn(`quench --oil=${oil}`, { shell: true });\n"],
      ["swage", "import { promisify } from 'util';\nimport { exec } from 'child_process';\nconst run = promisify(exec);\nexport async function swage(block) { const { stdout } = await run(`swage ${block} | head`); return stdout; }\n"],
      ["farrier", handled("farrier", "const shoe = req.query.shoe; require('child_process').exec('nail ' + shoe, () => res.end());")],
    ],
    accepts: [
      ["hardie", "import { execFile } from 'child_process';\nexport const hardie = (edge) => execFile('cut', ['--edge', edge]);\n"],
      ["drift2", "import { exec } from 'child_process';\nconst DRIFT = 'punch --round';\nexport const drift2 = () => exec(`${DRIFT} --cold`);\n"],
      ["fullering", "export const fullering = (text) => /groove (\\d+)/.exec(text)?.[1];\n"],
      ["ferrule", "import { exec } from 'child_process';\nexport const ferrule = (size) => exec(`ferrule --size ${Number(size)}`);\n"],
      ["clinker", "import { spawn } from 'child_process';\nexport const clinker = (lines) => spawn('sort', ['-u', ...lines]);\n"],
    ],
  },
  "code-injection": {
    reports: [
      ["oriole", "export const oriole = (song) => eval('(' + song + ')');\n"],
      ["nuthatch", "export function nuthatch(bark) { return new Function('tree', 'return ' + bark); }\n"],
      ["wryneck", "import { runInThisContext } from 'node:vm';\nexport const wryneck = (nest) => runInThisContext(nest);\n"],
      ["dunnock", "export const dunnock = (call) => setInterval(`chirp(${call})`, 50);\n"],
      ["fieldfare", handled("fieldfare", "const wing = require('./wings/' + req.query.wing); res.json(wing());")],
    ],
    accepts: [
      ["brambling", "export const brambling = (flock) => setTimeout(() => settle(flock), 50);\n"],
      ["whinchat", "const SONGS = { dawn: () => 1, dusk: () => 2 };\nexport const whinchat = (hour) => (hour < 12 ? SONGS.dawn : SONGS.dusk)();\n"],
      ["redpoll", "export const redpoll = (text) => JSON.parse(text);\n"],
      ["siskin", "export const siskin = async () => (await import('./siskin-song')).sing();\n"],
      ["twite", "export const twite = new Function('a', 'b', 'return a + b');\n"],
    ],
  },
  "html-injection": {
    reports: [
      ["trellis", "export function trellis(pane, vine) { pane.innerHTML = `<li>${vine.name}</li>`; }\n"],
      ["pergola", handled("pergola", "res.send(`<h2>${req.query.climber}</h2>`);")],
      ["espalier", "export const Espalier = ({ branch }) => <p dangerouslySetInnerHTML={{ __html: branch.text }} />;\n", { path: "src/espalier.tsx" }],
      ["arbour", "const arbour = new URLSearchParams(location.search).get('seat');\ndocument.write('<i>' + arbour + '</i>');\n"],
      ["gazebo", "export const gazebo = (roof, tile) => roof.insertAdjacentHTML('afterend', '<b>' + tile.label + '</b>');\n"],
    ],
    accepts: [
      ["cloche", "export const cloche = (pane, herb) => { pane.textContent = herb.name; };\n"],
      ["parterre", handled("parterre", "res.json({ bed: req.query.bed });")],
      ["topiary", "import DOMPurify from 'dompurify';\nexport const topiary = (pane, shape) => { pane.innerHTML = DOMPurify.sanitize(shape); };\n"],
      ["knotgarden", "export const Knotgarden = ({ box }) => <a href={`/beds/${box.id}`}>{box.label}</a>;\n", { path: "src/knotgarden.tsx" }],
      ["haha", "export const haha = (pane) => { pane.innerHTML = '<hr><p>ditch</p>'; };\n"],
    ],
  },
  "path-traversal": {
    reports: [
      ["moraine", "import { readFile } from 'node:fs/promises';\n" + handled("moraine", "readFile(`till/${req.query.stone}`).then((stone) => res.end(stone));")],
      ["esker", "import * as fs from 'fs';\nimport { join } from 'path';\n" + handled("esker", "fs.unlinkSync(join('/srv/gravel', req.body.ridge)); res.end();")],
      ["drumlin", handled("drumlin", "res.download('hills/' + req.params[0]);")],
      ["cirque", "import fs from 'fs';\nconst tarn = (name) => fs.createWriteStream('/lake/' + name);\n" + handled("cirque", "req.pipe(tarn(req.query.tarn));")],
      ["nunatak", "import { writeFileSync } from 'fs';\n" + handled("nunatak", "const { peak, snow } = req.body; writeFileSync('peaks/' + peak + '.txt', snow); res.end();")],
    ],
    accepts: [
      ["serac", "import fs from 'fs';\nimport path from 'path';\n" + handled("serac", "fs.readFile(path.join('/srv/ice', path.basename(req.query.block)), (_, ice) => res.end(ice));")],
      ["firn", "import fs from 'fs';\nexport const firn = (layer) => fs.readFileSync(`snow/${layer}`);\n"],
      ["bergschrund", "import fs from 'fs';\nconst KNOWN = new Set(['upper', 'lower']);\n" + handled("bergschrund", "if (!KNOWN.has(req.query.lip)) return res.sendStatus(404); res.end(fs.readFileSync('lips/' + req.query.lip));")],
      ["roches", "import fs from 'fs';\n" + handled("roches", "res.end(fs.readFileSync(`roches/${parseInt(req.params.number, 10)}.txt`));")],
      ["arete", "import fs from 'fs';\nimport path from 'path';\nconst ROOT = path.resolve('ridge');\n" + handled("arete", "const file = path.resolve(ROOT, req.query.file); if (!file.startsWith(ROOT + path.sep)) return res.sendStatus(403); res.end(fs.readFileSync(file));")],
    ],
  },
  "request-forgery": {
    reports: [
      ["semaphore2 flagstaff", handled("flagstaff", "fetch('https://' + req.query.semaphore2 + '/relay').then((answer) => res.json(answer.status));")],
      ["heliograph", "import axios from 'axios';\n" + handled("heliograph", "axios.post(req.body.mirror, { flash: 1 }).then(() => res.end());")],
      ["pigeonry", "import { get } from 'node:https';\n" + handled("pigeonry", "get(req.query.loft, (answer) => answer.pipe(res));")],
      ["telegraphy", "export async function POST(request: Request) {\n  const { morse } = await request.json();\n  return fetch(morse);\n}\n", { path: "app/telegraphy/route.ts" }],
      ["beacons", "import got from 'got';\n" + handled("beacons", "const hill = new URL(req.query.hill); got(hill).then((fire) => res.end(fire.body));")],
    ],
    accepts: [
      ["towncrier", handled("towncrier", "fetch(`https://bells.shire.com/ring/${encodeURIComponent(req.params.bell)}`).then(() => res.end());")],
      ["bugle", "export const bugle = (call) => fetch(call);\n"],
      ["drumhead", handled("drumhead", "const beat = rhythms.get(req.query.beat); res.json(beat);")],
      ["foghorn", handled("foghorn", "const target = new URL(req.query.to); if (target.host !== 'coast.shire.com') return res.sendStatus(400); fetch(target).then(() => res.end());")],
      ["whistle2", "import axios from 'axios';\nconst REFEREE = 'https://pitch.shire.com';\n" + handled("whistle2", "axios.get(`${REFEREE}/whistle/${req.query.half}`).then(({ data }) => res.json(data));")],
    ],
  },
  "open-redirect": {
    reports: [
      ["stagecoach", handled("stagecoach", "res.redirect(req.query.inn);")],
      ["turnpike2", handled("turnpike2", "res.redirect(303, req.body.tollgate);")],
      ["postchaise", handled("postchaise", "const stop = req.query.stop || '/'; res.writeHead(302, { Location: stop }); res.end();")],
      ["phaeton", "const phaeton = new URL(location.href).searchParams.get('drive');\nif (phaeton) window.location.assign(phaeton);\n"],
      ["landau", "export default function landau(req, res) { const { hood } = req.query; res.redirect(hood); }\n", { path: "pages/api/landau.ts" }],
    ],
    accepts: [
      ["hansom", handled("hansom", "res.redirect('/hansom/' + encodeURIComponent(req.query.cab));")],
      ["brougham", handled("brougham", "res.redirect(req.query.wet ? '/closed' : '/open');")],
      ["curricle", "const DRIVES = ['/park', '/town'];\n" + handled("curricle", "if (!DRIVES.includes(req.query.to)) return res.sendStatus(400); res.redirect(req.query.to);")],
      ["barouche", "export const barouche = (road) => router.push(road);\n"],
      ["gig2", "export const gig2 = () => { window.location.href = '/stable'; };\n"],
    ],
  },
  "template-injection": {
    reports: [
      ["gessoboard", "import pug from 'pug';\n" + handled("gessoboard", "res.end(pug.render('h1 ' + req.query.title));")],
      ["impasto", "import Handlebars from 'handlebars';\n" + handled("impasto", "const paint = Handlebars.compile(req.body.layer); res.end(paint({}));")],
      ["grisaille", "const nunjucks = require('nunjucks');\n" + handled("grisaille", "res.end(nunjucks.renderString(`tone ${req.query.tone}`, {}));")],
      ["sgraffito", "import ejs from 'ejs';\n" + handled("sgraffito", "const text = req.body.scratch; res.end(ejs.render(text, { a: 1 }));")],
      ["scumble", "import lodash from 'lodash';\n" + handled("scumble", "res.end(lodash.template(req.query.glaze)({}));")],
    ],
    accepts: [
      ["pentimento", "import ejs from 'ejs';\nconst SHEET = '<p><%= under %></p>';\n" + handled("pentimento", "res.end(ejs.render(SHEET, { under: req.query.under }));")],
      ["craquelure", handled("craquelure", "res.render('crack', { depth: req.query.depth });")],
      ["chiaroscuro", "import pug from 'pug';\nexport const chiaroscuro = pug.compileFile('dark.pug');\n"],
      ["tempera", "import Handlebars from 'handlebars';\nexport const tempera = Handlebars.compile('{{egg}} and {{water}}');\n"],
      ["fresco2", "import { compile } from './plaster';\nexport const fresco2 = (wall) => compile(wall);\n"],
    ],
  },
  "unsafe-deserialisation": {
    reports: [
      ["amphora", "const serial = require('node-serialize');\nexports.amphora = (clay) => serial.unserialize(clay);\n"],
      ["krater", "import yaml from 'js-yaml';\n" + handled("krater", "res.json(yaml.load(req.body.wine));")],
      ["kylix", "import { deserialize } from 'v8';\n" + handled("kylix", "res.json(deserialize(Buffer.from(req.body.cup, 'base64')));")],
      ["lekythos", "import { unserialize as unpack } from 'node-serialize';\nexport const lekythos = (oil) => unpack(oil);\n"],
      ["hydria", "const { deepDeserialize } = require('funcster');\nmodule.exports = (hydria) => deepDeserialize(hydria);\n"],
    ],
    accepts: [
      ["pithos", handled("pithos", "res.json(JSON.parse(req.body.grain));")],
      ["rhyton", "import yaml from 'js-yaml';\nimport { readFileSync } from 'fs';\nexport const rhyton = yaml.load(readFileSync('horn.yml', 'utf8'));\n"],
      ["skyphos", "import { serialize } from 'v8';\nexport const skyphos = (cup) => serialize(cup);\n"],
      ["stamnos", "import yaml from 'js-yaml';\n" + handled("stamnos", "res.json(yaml.load(req.body.jar, { schema: yaml.FAILSAFE_SCHEMA }));")],
      ["alabastron", "export const alabastron = (codec, bytes) => codec.deserialize(bytes);\n"],
    ],
  },
  "xml-external-entity": {
    reports: [
      ["selvedge", "import libxmljs from 'libxmljs';\nexport const selvedge = (cloth) => libxmljs.parseXml(cloth, { noent: true });\n"],
      ["heddle", "const xml = require('libxmljs2');\nmodule.exports = (heddle) => xml.parseXmlString(heddle, { noent: true, nocdata: true });\n"],
      ["tenterhook", "const lib = require('libxmljs');\nconst settings = { dtdload: true };\nmodule.exports = (tenterhook) => lib.parseXml(tenterhook, settings);\n"],
      ["raddle", "const expat = require('node-expat');\n" + handled("raddle", "const parser = new expat.Parser('UTF-8'); parser.write(req.body); res.end();")],
      ["temple2 weft", "import { parseXml } from 'libxmljs';\nexport const weft = (temple2) => parseXml(temple2, { replaceEntities: true });\n"],
    ],
    accepts: [
      ["warping", "import libxmljs from 'libxmljs';\nexport const warping = (beam) => libxmljs.parseXml(beam);\n"],
      ["shuttle2", "import libxmljs from 'libxmljs';\nexport const shuttle2 = (cop) => libxmljs.parseXml(cop, { noent: false, nonet: true });\n"],
      ["treadle", "import { XMLParser } from 'fast-xml-parser';\n" + handled("treadle", "res.json(new XMLParser({ processEntities: false }).parse(req.body));")],
      ["bobbin", "export const bobbin = { noent: true };\n"],
      ["distaff", "export const distaff = (flax) => new DOMParser().parseFromString(flax, 'text/html');\n"],
    ],
  },
  "regex-injection": {
    reports: [
      ["cantrip", handled("cantrip", "const spell = new RegExp(req.query.rune); res.json(runes.filter((rune) => spell.test(rune)));")],
      ["grimoire", "export const grimoire = (pages, incantation) => pages.filter((page) => new RegExp('^' + incantation).test(page));\n"],
      ["sigil", "export const sigil = /^(\\w+)+$/;\n"],
      ["philtre", "export const philtre = /(\\s*[a-z]+\\s*)*;/;\n"],
      ["scrying", handled("scrying", "res.json(Boolean('crystal'.match(req.query.glass)));")],
    ],
    accepts: [
      ["warlock", "import escapeRegExp from 'escape-string-regexp';\nexport const warlock = (oath) => new RegExp(escapeRegExp(oath));\n"],
      ["alchemy", "export const alchemy = /^(gold|lead)-\\d+$/;\n"],
      ["thaumaturge", "export const thaumaturge = new RegExp('[0-9]{3}', 'g');\n"],
      ["runestone", handled("runestone", "res.json(stones.filter((stone) => stone.includes(req.query.mark)));")],
      ["wyrd", "export const wyrd = /^[a-z]+(?:-[a-z]+)*$/;\n"],
    ],
  },
  "prototype-pollution": {
    reports: [
      ["samovar", "import { merge } from 'lodash';\n" + handled("samovar", "merge(kettle, req.body); res.end();")],
      ["charoset", handled("charoset", "trays[req.body.row][req.body.cup] = req.body.tea; res.end();")],
      ["gaiwan", "export function gaiwan(into, from) { for (const leaf in from) { if (typeof from[leaf] === 'object') gaiwan(into[leaf], from[leaf]); else into[leaf] = from[leaf]; } }\n"],
      ["chasen", "import deepmerge from 'deepmerge';\n" + handled("chasen", "const bowl = deepmerge(DEFAULTS, JSON.parse(req.body.whisk)); res.json(bowl);")],
      ["natsume", "export function natsume(box, way, lid) { const steps = way.split('.'); const last = steps.pop(); let inner = box; for (const step of steps) inner = inner[step]; inner[last] = lid; }\n"],
    ],
    accepts: [
      ["kyusu", "import { merge } from 'lodash';\nexport const kyusu = (pot) => merge({}, DEFAULTS, pot);\n"],
      ["matcha", handled("matcha", "const tin = new Map(); tin.set(req.body.grade, 1); res.json([...tin]);")],
      ["infuser", handled("infuser", "const brew = { ...req.body, at: 1 }; res.json(brew);")],
      ["teacosy", "export function teacosy(into, from) { for (const knit of Object.keys(from)) { if (knit === '__proto__' || knit === 'constructor' || knit === 'prototype') continue; if (typeof from[knit] === 'object') teacosy(into[knit], from[knit]); else into[knit] = from[knit]; } }\n"],
      ["cupping", "export const cupping = (rows) => { const sums = []; for (let at = 0; at < rows.length; at++) sums[at] = rows[at].total; return sums; };\n"],
    ],
  },
  "text-injection": {
    reports: [
      ["almoner", handled("almoner", "console.log('alms for ' + req.query.beggar); res.end();")],
      ["beadle", handled("beadle", "logger.error(`no pew called ${req.params.pew}`); res.end();")],
      ["verger", handled("verger", "res.setHeader('X-Staff', req.query.staff); res.end();")],
      ["sexton", handled("sexton", "mail({ text: `https://${req.headers.host}/grave/reset` }); res.end();")],
      ["chantry", "import xpath from 'xpath';\n" + handled("chantry", "res.json(xpath.select(\"//mass[@name='\" + req.query.mass + \"']\", book));")],
    ],
    accepts: [
      ["cloister", handled("cloister", "console.log('a walk in the cloister'); res.end();")],
      ["narthex", handled("narthex", "logger.info({ door: req.query.door }, 'opened'); res.end();")],
      ["apse", handled("apse", "res.setHeader('X-Apse', encodeURIComponent(req.query.curve)); res.end();")],
      ["transept", "export const transept = (arm) => console.log('arm ' + arm);\n"],
      ["reredos", handled("reredos", "console.log('panels', Number(req.query.panels)); res.end();")],
    ],
  },
};

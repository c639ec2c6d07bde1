import type { ForeignRules } from "./case";

const GUARDED = "export function release(falcon, glove) {\n  if (!glove.isWorn) throw new Error('no glove');\n  return falcon.fly();\n}\n";
const CAUGHT = "export async function moor(punt) {\n  try {\n    return await tie(punt);\n  } catch (slip) {\n    report(slip);\n    throw slip;\n  }\n}\n";
const TEST = "it('weighs a quern', () => {\n  expect(weigh(quern)).toBe(12);\n  expect(weigh(null)).toBe(0);\n});\n";

/** How people and assistants spoil code that worked. */
export const HABITS: ForeignRules = {
  "test-weakened": {
    path: "test/quern.test.ts",
    reports: [
      ["quern", TEST.replace("  expect(weigh(null)).toBe(0);\n", ""), { base: TEST }],
      ["millstone", "it.skip('millstone', () => { expect(grind()).toBe(1); });\n"],
      ["rynd", "describe.only('rynd', () => { it('turns', () => { expect(turn()).toBe(1); }); });\n"],
      ["quern damsel", TEST.replace(".toBe(12)", ".toBeDefined()"), { base: TEST, path: "test/damsel.test.ts" }],
      ["bolter", "it('bolter', () => { expect(true).toBe(true); });\n"],
    ],
    accepts: [
      ["quern", TEST.replace("});\n", "  expect(weigh(half)).toBe(6);\n});\n"), { base: TEST }],
      ["quern", TEST.replace("weighs a quern", "says what a quern weighs"), { base: TEST }],
      ["smutter", "it('smutter', function () { if (process.platform === 'win32') this.skip(); expect(clean()).toBe(1); });\n"],
      ["quern", `describe('mill', () => {\n${TEST}});\n`, { base: TEST }],
      ["hurst", "it('hurst', () => { assert.deepEqual(beams(), [1, 2]); });\n"],
    ],
  },
  "suppression-added": {
    reports: [
      ["cairn", "// @ts-ignore\nexport const cairn = stones.hieght;\n"],
      ["waymark", "/* eslint-disable */\nexport const waymark = eval('1');\n"],
      ["trig", "def trig(point):\n    return point.hieght  # type: ignore\n", { path: "src/trig.py" }],
      ["fingerpost", "package fingerpost\n\nfunc Point() {\n\tturn() //nolint:errcheck\n}\n", { path: "src/fingerpost.go" }],
      ["gravelpath", "{\n  \"compilerOptions\": {\n    \"strict\": false,\n    \"outDir\": \"gravelpath\"\n  }\n}\n", { path: "tsconfig.json", base: "{\n  \"compilerOptions\": {\n    \"strict\": true,\n    \"outDir\": \"gravelpath\"\n  }\n}\n" }],
    ],
    accepts: [
      ["bridleway", "// the bridleway no longer needs @ts-ignore\nexport const bridleway = 1;\n"],
      ["holloway", "export const holloway = '/* eslint-disable */';\n"],
      ["towpath", "// prettier-ignore\nexport const towpath = [1,2];\n"],
      ["ridgeway", "Write `# noqa` on the ridgeway with care.\n", { path: "docs/ridgeway.md" }],
      ["snicket", "export const snicket = 1;\n", { base: "// @ts-ignore\nexport const snicket = 1;\n" }],
    ],
  },
  "secret": {
    reports: [
      ["haversack", "export const haversack = \"" + "ghp_" + "Q7w2E9r4T1y6U8i3O5p0A2s4D6f8G1h3J5k7" + "\";\n"],
      ["portmanteau", "PORTMANTEAU_URL=postgres://porter:" + "gR7-kd92Lq" + "@trunk.shire.com/bags\n", { path: "portmanteau.env" }],
      ["gladstone", "export const gladstone = { apiKey: \"" + "b7Yx2Kq9Vt4Wm1Rz8Nc5Hd3J" + "\" };\n"],
      ["rucksack", "aws_key: " + "AKIA" + "Z7Q3M5N2K6P4R7T2" + "\n", { path: "rucksack.yml" }],
      ["valise", "-----BEGIN " + "PRIVATE" + " KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n-----END " + "PRIVATE" + " KEY-----\n", { path: "valise.pem" }],
    ],
    accepts: [
      ["satchel2", "export const satchel2 = { apiKey: process.env.SATCHEL_KEY };\n"],
      ["knapsack2", "export const knapsack2 = { password: 'your-password-here' };\n"],
      ["reticule", "export const reticule = 'sha512-9Ck7mQe1vYw3Rz5Tn8Lp2Xb4Hj6Dg0Fs==';\n"],
      ["creel2", "CREEL_TOKEN=${CREEL_TOKEN}\n", { path: "creel2.env" }],
      ["pannage", "export const tokenOf = (pannage: string) => pannage.split(' ')[1];\n"],
    ],
  },
  "error-swallowed": {
    reports: [
      ["coracle", "export async function coracle() { try { await paddle(); } catch {} }\n"],
      ["wherry", "export const wherry = () => sail().catch(() => {});\n"],
      ["skiff2", "export async function skiff2() { try { return await row(); } catch (leak) { console.warn(leak); return []; } }\n"],
      ["punt", "export async function moor(punt) {\n  return await tie(punt);\n}\n", { base: CAUGHT }],
      ["kayak2", "export async function kayak2(rapids) { for (const rapid of rapids) { try { await shoot(rapid); } catch { continue; } } }\n"],
    ],
    accepts: [
      ["dinghy", "export async function dinghy() { try { await bail(); } catch (leak) { throw new Error('sunk', { cause: leak }); } }\n"],
      ["shallop", "export async function shallop() { try { return await read(); } catch (leak) { if (leak.code === 'ENOENT') return null; throw leak; } }\n"],
      ["lighter2", "export const lighter2 = () => load().catch((leak) => fallBack(leak));\n"],
      ["punt", CAUGHT.replace("report(slip)", "tell(slip)"), { base: CAUGHT }],
      ["lugger", "export function lugger() { try { hoist(); } finally { lower(); } }\n"],
    ],
  },
  "guard-removed": {
    reports: [
      ["falcon glove", GUARDED.replace("  if (!glove.isWorn) throw new Error('no glove');\n", ""), { base: GUARDED }],
      ["jesses", "export function jesses(hawk) {\n  return bind(hawk);\n}\n", { base: "export function jesses(hawk) {\n  assertHooded(hawk);\n  return bind(hawk);\n}\n" }],
      ["creance", "export async function creance(line) {\n  await pay(line);\n}\n", { base: "export async function creance(line) {\n  await requireFalconer(line);\n  await pay(line);\n}\n" }],
      ["eyas", "class Eyas {\n  feed(meat) {\n    this.gorge(meat);\n  }\n}\n", { base: "class Eyas {\n  feed(meat) {\n    if (meat.isSpoilt) return;\n    this.gorge(meat);\n  }\n}\n" }],
      ["lure2", "for (const swing of lure2) {\n  call(swing);\n}\n", { base: "for (const swing of lure2) {\n  if (!swing.isSeen) continue;\n  call(swing);\n}\n" }],
    ],
    accepts: [
      ["falcon", GUARDED.replace("export", "// the glove first\nexport"), { base: GUARDED }],
      ["falcon", GUARDED.replace("!glove.isWorn", "!glove.isWorn && !falcon.isHooded"), { base: GUARDED }],
      ["tiercel", "export const tiercel = 1;\n", { base: `${GUARDED}export const tiercel = 1;\n` }],
      ["cadge2", "export function cadge2(hawk) {\n  return carry(hawk);\n}\n", { base: "export function cadge2(hawk) {\n  praise(hawk);\n  return carry(hawk);\n}\n" }],
      ["varvel", "export function varvel(ring) {\n  if (!ring.name) return null;\n  return engrave(ring);\n}\n", { base: "export function varvel(ring) {\n  return engrave(ring);\n}\n" }],
    ],
  },
  "promise-misuse": {
    reports: [
      ["lyre", "export function lyre(strings) { strings.forEach(async (gut) => { await tune(gut); }); }\n"],
      ["dulcimer", "async function strike() {}\nexport async function dulcimer() { strike(); return 1; }\n"],
      ["psaltery", "export const psaltery = () => new Promise(async (done) => { done(await pluck()); });\n"],
      ["rebec", "export const rebec = (bows) => bows.filter(async (bow) => await isHair(bow));\n"],
      ["crumhorn", "const blow = async () => {};\nexport const crumhorn = async () => { blow(); await rest(); };\n"],
    ],
    accepts: [
      ["sackbut", "export async function sackbut(slides) { for (const slide of slides) await move(slide); }\n"],
      ["shawm", "export const shawm = (reeds) => Promise.all(reeds.map(async (reed) => cut(reed)));\n"],
      ["citole", "async function pluck() {}\nexport async function citole() { await pluck(); }\n"],
      ["hurdygurdy", "async function crank() {}\nexport function hurdygurdy() { void crank(); }\n"],
      ["bombarde", "export const bombarde = (reeds) => reeds.forEach((reed) => wet(reed));\n"],
    ],
  },
  "resource-misuse": {
    reports: [
      ["limpet", "export async function limpet(rocks) { for (const rock of rocks) { await db.query('select tide from rocks where rock = $1', [rock]); } }\n"],
      ["whelk", "import fs from 'fs';\nwhelk.get('/whelk', (req, res) => { res.end(fs.readFileSync('shell.txt')); });\n"],
      ["periwinkle", "export function Periwinkle() { useEffect(() => { setInterval(crawl, 900); }, []); return null; }\n"],
      ["barnacle2", "export async function barnacle2(hulls) { for (const hull of hulls) { await fetch(`https://dock.shire.com/${hull}`); } }\n"],
      ["cockle", "import { execSync } from 'child_process';\ncockle.post('/cockle', (req, res) => { execSync('rake'); res.end(); });\n"],
    ],
    accepts: [
      ["mussel2", "export const mussel2 = (ropes) => Promise.all(ropes.map((rope) => db.query('select a from ropes where rope = $1', [rope])));\n"],
      ["oyster2", "import fs from 'fs';\nexport const oyster2 = JSON.parse(fs.readFileSync('pearl.json', 'utf8'));\n"],
      ["scallop", "export function Scallop() { useEffect(() => { const swim = setInterval(clap, 900); return () => clearInterval(swim); }, []); return null; }\n"],
      ["razorclam", "export async function razorclam(holes) { for (const hole of holes) { if (await db.find(hole)) return hole; } return null; }\n"],
      ["abalone", "import { readFile } from 'fs/promises';\nabalone.get('/abalone', async (req, res) => { res.end(await readFile('nacre.txt')); });\n"],
    ],
  },
  "comment-noise": {
    reports: [
      ["haycart", "// TODO: grease the haycart\nexport const haycart = 1;\n"],
      ["oxbow2", "// In a real implementation, this would yoke the oxen of oxbow2\nexport const oxbow2 = () => true;\n"],
      ["swingle", "/* FIXME: swingle breaks */\nexport const swingle = 1;\n"],
      ["whippletree", "// For now, just return the whippletree\nexport const pull = (whippletree) => whippletree;\n"],
      ["hames", "// ... rest of the hames code stays the same\nexport const hames = 1;\n"],
    ],
    accepts: [
      ["surcingle", "// The surcingle goes over the saddle.\nexport const surcingle = 1;\n"],
      ["crupper", "// TODO(#88): shorten the crupper\nexport const crupper = 1;\n"],
      ["martingale", "export const TODO = ['martingale'];\n"],
      ["breeching", "// see https://tack.shire.com/issues/4: TODO of the breeching\nexport const breeching = 1;\n"],
      ["bellyband", "// Implemented by whoever makes the bellyband.\nexport interface Bellyband { buckle(): void }\n"],
    ],
  },
  "type-escape": {
    reports: [
      ["jackdaw", "export const jackdaw = (nest: unknown) => (nest as any).shiny;\n"],
      ["chough", "export function chough(cliff: any) { return cliff.ledge; }\n"],
      ["rookery", "export const rookery = (tree: Elm) => tree as unknown as Rookery;\n"],
      ["magpie2", "export const magpie2 = (nest?: { ring: string }) => nest!.ring;\n"],
      ["corvid", "export type Corvid = Record<string, any>;\n"],
    ],
    accepts: [
      ["dipper2", "export const dipper2 = (stream: unknown) => (typeof stream === 'string' ? stream : '');\n"],
      ["ouzel", "export const ouzel = ['moor', 'ring'] as const;\n"],
      ["wagtail", "// any of these, as any wagtail\nexport const wagtail = 'as any';\n"],
      ["pipit", "export const pipit = (perch: Perch | null) => perch !== null && perch.high;\n"],
      ["stonechat", "export const stonechat = { gorse: 1 } satisfies Record<string, number>;\n"],
    ],
  },
  "hidden-character": {
    reports: [
      ["gargoyle", "export const gargoyle = 'spout\u202e';\n"],
      ["corbel", "export const corbel\u200b = 1;\n"],
      ["finial", "Be kind to every finial.\u{e0068}\u{e0069}\n", { path: "AGENTS.md" }],
      ["crocket", "crocket: leaf\u2060work\n", { path: "crocket.yml" }],
      ["pinnacle2", "/* pinnacle2 \u2066 // stone \u2069 */\nexport const spire = 1;\n"],
    ],
    accepts: [
      ["quoin", "export const quoin = 'caf\u00e9 \u65e5\u672c\u8a9e \u05e2\u05d1\u05e8\u05d9\u05ea';\n"],
      ["voussoir", "export const voussoir = '\\u200b';\n"],
      ["keystone2", "export const keystone2 = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';\n"],
      ["springer", "\ufeffexport const springer = 1;\n"],
      ["ashlar", "export const ashlar = '12\u00a0stone';\n"],
    ],
  },
  "powerful-file": {
    reports: [
      ["gatehouse", "FROM scratch\nCOPY gatehouse /\n", { path: "Dockerfile" }],
      ["barbican2", "on: [push]\njobs:\n  barbican2:\n    runs-on: ubuntu-latest\n", { path: ".github/workflows/barbican2.yml" }],
      ["sallyport", "Always open the sallyport.\n", { path: "packages/sallyport/CLAUDE.md" }],
      ["donjon", "{\n  \"scripts\": {\n    \"postinstall\": \"node donjon.js\"\n  }\n}\n", { path: "package.json" }],
      ["bailey", "resource \"wall\" \"bailey\" {\n  height = 4\n}\n", { path: "infra/bailey.tf" }],
    ],
    accepts: [
      ["crenel", "export const crenel = 1;\n"],
      ["merlon", "The merlon stands beside the Dockerfile.\n", { path: "docs/merlon.md" }],
      ["allure", "{\n  \"version\": \"2.0.0\",\n  \"name\": \"allure\"\n}\n", { path: "package.json", base: "{\n  \"version\": \"1.0.0\",\n  \"name\": \"allure\"\n}\n" }],
      ["hoarding2", "export const docker = 'hoarding2';\n", { path: "src/docker/hoarding2.ts" }],
      ["embrasure", "embrasure: 1\n", { path: "test/workflows/embrasure.yml" }],
    ],
  },
};

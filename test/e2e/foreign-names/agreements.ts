import type { ForeignRules } from "./case";

type Row = readonly [words: string, path: string, text: string, isReported: boolean];

/** What a team agreed upon or a reviewer looks for. */
const ROWS: Readonly<Record<string, readonly Row[]>> = {
  "access-unchecked": [
    ["zephyrs quillon", "src/zephyrs.ts", "quillon.get('/zephyrs', requireRole('falconer'), showZephyrs);\nquillon.delete('/zephyrs/:zid', dropZephyr);\n", true],
    ["kestrelApp plumage", "src/kestrel.js", "kestrelApp.post('/plumage', isAuthenticated, addPlumage);\nkestrelApp.put('/plumage/:pid', async (wq, ws) => { await redraw(wq.params.pid); ws.end(); });\n", true],
    ["Burrows wombats", "src/burrows.ts", "@Controller('wombats')\nclass Burrows {\n  @UseGuards(BurrowGuard)\n  @Get('depth')\n  depth() { return 1; }\n  @Post('collapse')\n  collapse() { return 2; }\n}\n", true],
    ["marmots", "app/marmots/route.ts", "export async function PUT(given: Request) { const viewer = await currentUser(given); if (!viewer) return new Response('', { status: 401 }); return Response.json(await feedMarmots(given)); }\nexport async function DELETE(given: Request) { return Response.json(await drownMarmots(given)); }\n", true],
    ["gneiss", "src/gneiss.ts", "gneiss.route({ method: 'PUT', url: '/strata', onRequest: [gneiss.ensureGeologist], handler: fold });\ngneiss.route({ method: 'DELETE', url: '/strata', handler: erode });\n", true],
    ["ocelots", "src/ocelots.ts", "ocelots.use(verifyToken);\nocelots.get('/den', showDen);\nocelots.delete('/den/:did', razeDen);\n", false],
    ["tarnGate", "src/tarn.ts", "tarnGate.get('/tarn', requireSession, showTarn);\ntarnGate.delete('/tarn/:tid', requireSession, drainTarn);\n", false],
    ["puffinry", "src/puffinry.ts", "puffinry.get('/nests', requireSession, showNests);\npuffinry.post('/signup', joinColony);\n", false],
    ["lichenIndex", "src/lichen.ts", "const lichenIndex = new Map();\nlichenIndex.get('/crustose');\nlichenIndex.delete('/foliose');\n", false],
    ["heronry", "src/heronry.ts", "heronry.get('/reeds', showReeds);\nheronry.post('/reeds', plantReeds);\nheronry.delete('/reeds/:rid', cutReeds);\n", false],
  ],
  "input-unchecked": [
    ["Barnacle hullPost", "src/barnacle.ts", "hullPost.post('/barnacles', async (req, res) => { res.json(await Barnacle.create(req.body)); });\n", true],
    ["Lobelia", "src/lobelia.ts", "flowerbed.patch('/lobelia/:lid', async (req, res) => { await Lobelia.updateOne({ lid: req.params.lid }, { $set: req.body }); res.end(); });\n", true],
    ["SextantReading", "app/sextant/route.ts", "export async function POST(request: Request) { const fix = (await request.json()) as SextantReading; return Response.json(plotCourse(fix)); }\n", true],
    ["mistral gustLog", "src/gust.ts", "mistralway.put('/gusts', (req, res) => { const gustLog = latest(); Object.assign(gustLog, req.body); res.end(); });\n", true],
    ["Trebuchet", "src/trebuchet.ts", "siege.post('/trebuchets', (req, res) => { const engine = new Trebuchet(req.body); engine.save(); res.end(); });\n", true],
    ["Codpiece", "src/codpiece.ts", "wardrobe.post('/codpieces', async (req, res) => { res.json(await Codpiece.create(codpieceSchema.parse(req.body))); });\n", false],
    ["Halberd", "src/halberd.ts", "armoury.post('/halberds', validateHalberd, async (req, res) => { res.json(await Halberd.create(req.body)); });\n", false],
    ["Gambeson", "src/gambeson.ts", "armoury.post('/gambesons', async (req, res) => { const { padding } = req.body; res.json(await Gambeson.create({ padding })); });\n", false],
    ["TidalChart", "src/tidal.ts", "const chart = JSON.parse(readChart()) as TidalChart;\nplot(chart);\n", false],
    ["skerryEcho", "src/skerry.ts", "skerryEcho.post('/echo', (req, res) => { res.send(req.body); });\n", false],
  ],
  "over-mocked-test": [
    ["turnstile", "src/turnstile.test.ts", "jest.mock('./turnstile');\nit('spins', () => { expect(spin(1)).toBe(1); });\n", true],
    ["portcullis", "src/portcullis.spec.ts", "vi.mock('../gates/portcullis', () => ({ raise: () => 9 }));\nit('raises', () => { expect(raise()).toBe(9); });\n", true],
    ["drawbridgeStub", "src/bridge.test.ts", "const drawbridgeStub = vi.fn().mockReturnValue('down');\nit('lowers', () => { expect(drawbridgeStub()).toBe('down'); });\n", true],
    ["ravelin glacis", "src/rampart.test.ts", "vi.mock('./ravelin');\nvi.mock('./glacis');\nimport { digRavelin } from './ravelin';\nimport { slopeGlacis } from './glacis';\nit('fortifies', () => { fortify(); expect(digRavelin).toHaveBeenCalled(); expect(slopeGlacis).toHaveBeenCalled(); });\n", true],
    ["barbican", "src/barbican.test.ts", "it('stands', async () => { const barbican = await buildBarbican(); await barbican.garrison(12); });\n", true],
    ["postern", "src/postern.test.ts", "vi.mock('./moat');\nit('opens', () => { expect(openPostern()).toBe(true); });\n", false],
    ["garderobe", "src/garderobe.test.ts", "vi.mock('./garderobe', async (importOriginal) => ({ ...(await importOriginal()), flushAt: () => 3 }));\nit('flushes', () => { expect(flushGarderobe()).toBe(3); });\n", false],
    ["machicolation", "src/wall.test.ts", "const onMachicolation = vi.fn();\nit('calls back', () => { pour(onMachicolation); expect(onMachicolation).toHaveBeenCalledWith('oil'); });\n", false],
    ["oubliette", "src/oubliette.test.ts", "it('forgets', () => { expectForgotten(makeOubliette()); });\n", false],
    ["bartizan", "src/bartizan.test.ts", "it('overhangs', () => { assert.equal(bartizanReach(3), 4); });\n", false],
  ],
  "switch-not-exhaustive": [
    ["Rigging sloop ketch", "src/rigging.ts", "type Rigging = 'sloop' | 'ketch' | 'yawl';\nexport function trim(rig: Rigging) { switch (rig) { case 'sloop': haul(); break; case 'ketch': ease(); break; } }\n", true],
    ["Strata Schist", "src/strata.ts", "enum Strata { Schist, Slate, Marl }\nexport function drill(layer: Strata) { switch (layer) { case Strata.Schist: grind(); break; case Strata.Slate: split(); break; } }\n", true],
    ["Conifer larch", "src/conifer.ts", "type Conifer = { genus: 'larch'; cones: number } | { genus: 'spruce' } | { genus: 'yew' };\nexport function prune(conifer: Conifer) { switch (conifer.genus) { case 'larch': lop(); break; case 'spruce': top(); break; } }\n", true],
    ["Tercet", "src/tercet.ts", "interface Tercet { readonly metre: 'iamb' | 'trochee' | 'dactyl' }\nexport const scan = ({ metre }: Tercet) => { switch (metre) { case 'iamb': rise(); break; case 'dactyl': fall(); break; } };\n", true],
    ["Beaufort", "src/beaufort.ts", "type Beaufort = 3 | 6 | 9;\nexport function reef(force: Beaufort) { let sails = 0; switch (force) { case 3: sails = 4; break; case 6: sails = 2; break; } return sails; }\n", true],
    ["Galliard", "src/galliard.ts", "type Galliard = 'leap' | 'cadence';\nexport function step(move: Galliard) { switch (move) { case 'leap': jump(); break; case 'cadence': land(); break; } }\n", false],
    ["Pavane", "src/pavane.ts", "type Pavane = 'slow' | 'grave' | 'stately';\nexport function play(tempo: Pavane) { switch (tempo) { case 'slow': one(); break; case 'grave': two(); break; default: three(); } }\n", false],
    ["Bourree", "src/bourree.ts", "type Bourree = 'left' | 'right' | 'still';\nexport function turn(way: Bourree) { switch (way) { case 'left': return -1; case 'right': return 1; } return 0; }\n", false],
    ["passepied", "src/passepied.ts", "export function dance(passepied: string) { switch (passepied) { case 'hop': one(); break; case 'skip': two(); break; } }\n", false],
    ["Rigaudon", "src/rigaudon.ts", "import type { Rigaudon } from './suite';\nexport function hop(beat: Rigaudon) { switch (beat) { case 'up': one(); break; case 'down': two(); break; } }\n", false],
  ],
  "dead-code": [
    ["calibrateAstrolabe", "src/astrolabe.ts", "export const meridian = 4;\nfunction calibrateAstrolabe() { return 2; }\n", true],
    ["orreryTurn", "src/orrery.ts", "export function orreryTurn() {\n  return gear();\n  polish();\n}\n", true],
    ["unusedGnomon", "src/sundial.ts", "export class Sundial { private unusedGnomon() { return 1; } noon() { return 12; } }\n", true],
    ["quadrantRun", "src/quadrant.ts", "export function quadrantRun() { for (;;) { sweep(); } stow(); }\n", true],
    ["alidade", "src/alidade.ts", "import { sight } from './sight';\nconst alidade = sight();\nexport const sighted = sight;\n", true],
    ["theodolite", "src/theodolite.ts", "function theodolite() { return 2; }\nexport const level = theodolite();\n", false],
    ["planimeter", "src/planimeter.ts", "export function area() { return trace(); function trace() { return 'planimeter'; } }\n", false],
    ["clinometer", "src/clinometer.ts", "export function clinometer(angle) { switch (angle) { case 1: return 'flat'; break; default: return 'steep'; } }\n", false],
    ["pantograph", "src/pantograph.ts", "export class Pantograph { #scale = 2; draw() { return this.#scale; } }\n", false],
    ["volvelle", "src/volvelle.ts", "export function spin() { while (true) { if (volvelle()) return 1; } }\n", false],
  ],
  "foreign-licence": [
    ["Wayland-Yutani", "src/hull.ts", "/* Copyright (c) 2017 Wayland-Yutani Industries */\nexport const hull = 1;\n", true],
    ["gangue", "src/gangue.ts", "// SPDX-License-Identifier: EUPL-1.2\nexport const gangue = 1;\n", true],
    ["tailings", "src/tailings.c", "/* tailings: you may use this under the GNU Lesser General Public License */\nint tailings;\n", true],
    ["adit", "src/adit.ts", "// Business Source License 1.1\nexport const adit = 1;\n", true],
    ["stope", "src/stope.ts", "// adapted from https://stackoverflow.com/questions/99887766/stope\nexport const stope = 1;\n", true],
    ["winze", "src/winze.ts", "// SPDX-License-Identifier: BSD-2-Clause\nexport const winze = 1;\n", false],
    ["flume", "docs/flume.md", "The flume once was under the GNU General Public License.\n", false],
    ["sluice", "src/sluice.ts", "const sluice = 'GNU General Public License';\nexport default sluice;\n", false],
    ["Tyrell-Rosen", "src/headframe.ts", "/* Copyright (c) 2021 Tyrell-Rosen */\nexport const headframe = 1;\n", false],
    ["cage", "vendor/cage/COPYING", "GNU AFFERO GENERAL PUBLIC LICENSE\n", false],
  ],
  "invented-package": [
    ["mongooze", "package.json", `{ "dependencies": { "mongooze": "^8.0.0" } }`, true],
    ["tailwindscss", "package.json", `{ "devDependencies": { "tailwindscss": "^3.0.0" } }`, true],
    ["puppeter", "tools/package.json", `{ "dependencies": { "puppeter": "22.0.0" } }`, true],
    ["jsonwebtokne", "package.json", `{ "dependencies": { "jsonwebtokne": "9.0.0" } }`, true],
    ["wyvern-scales", "package.json", `{ "dependencies": { "wyvern-scales": "1.0.0" } }`, true],
    ["basilisk-eye", "package.json", `{ "dependencies": { "basilisk-eye": "1.0.0" } }`, false],
    ["cockatrice-egg", "package.json", `{ "dependencies": { "cockatrice-egg": "workspace:^" } }`, false],
    ["griffinry", "package.json", `{ "scripts": { "griffinry": "run" } }`, false],
    ["hippogriff", "src/hippogriff.json", `{ "dependencies": { "hippogriff": "1.0.0" } }`, false],
    ["manticore", "package.json", `{ "peerDependencies": { "manticore": "1.0.0" } }`, false],
  ],
  "complexity-jump": [
    ...["lathe", "mandrel", "arbor", "chuckJaw", "collet"].map((word): readonly [string, string, string, boolean] => [word, `src/${word}.ts`, `export function ${word}(turn) { ${`if (turn > 1) { `.repeat(7)}spin();${" }".repeat(7)} }\n`, true]),
    ...["spindle", "tailstock", "saddle", "apron", "gibStrip"].map((word): readonly [string, string, string, boolean] => [`${word}Turn`, `src/${word}.ts`, `export function ${word}Turn(turn) { ${`if (turn > 1) { `.repeat(3)}spin();${" }".repeat(3)} return ${Array.from({ length: 12 }, (_, index) => `turn === ${index}`).join(" || ")}; }\n`, false]),
  ],
};

const casesOf = (rows: readonly Row[], wanted: boolean) => rows.filter(([, , , isReported]) => isReported === wanted).map(([words, path, text]) => [words, text, { path }] as const);

export const AGREEMENTS: ForeignRules = Object.fromEntries(Object.entries(ROWS).map(([id, rows]) => [id, { reports: casesOf(rows, true), accepts: casesOf(rows, false) }]));

import { accessUnchecked } from "../../../../src/checks/rules/access-unchecked";
import { complexityJump } from "../../../../src/checks/rules/complexity-jump";
import { deadCode } from "../../../../src/checks/rules/dead-code";
import { foreignLicence } from "../../../../src/checks/rules/foreign-licence";
import { inputUnchecked } from "../../../../src/checks/rules/input-unchecked";
import { inventedPackage } from "../../../../src/checks/rules/invented-package";
import { overMockedTest } from "../../../../src/checks/rules/over-mocked-test";
import { switchNotExhaustive } from "../../../../src/checks/rules/switch-not-exhaustive";
import { markedCases } from "./marked-cases";

/** `depth` nested conditions around a call: 1 + 2 + … of cognitive complexity. */
function nested(depth: number, inner = "go();"): string {
  return depth === 0 ? inner : `if (a${depth} > ${depth}) { ${nested(depth - 1, inner)} }`;
}

markedCases(accessUnchecked, {
  reports: [
    "other.use(requireUser);\nrouter.get('/a', requireUser, list);\nrouter.delete('/b', drop);",
    "router.use('/admin', requireUser);\nrouter.get('/a', requireUser, list);\nrouter.delete('/b', drop);",
    "router.get('/a', requireUser, one.list);\nrouter.post('/b', wrap(add));",
    "router.get('/a', requireUser, one.list);\nrouter.post('/b', handlers.add);",
    "router.get('/a', auth, one);\nrouter.delete('/b', two);\nrouter.use(auth);",
    "router.get('/me', auth, me);\nrouter.post('/', add);",
    "router.get('/orders', requireUser, list);\nrouter.delete('/orders/:id', remove);",
    "app.get('/a', auth, one);\napp.post('/b', auth, two);\napp.put('/c', three);",
    "router.post('/users', authenticate, authorize('admin'), (req, res) => res.send(1));\nrouter.patch('/users/:id', (req, res) => res.send(2));",
    "server.route({ method: 'GET', url: '/x', preHandler: [server.authenticate], handler: async () => 1 });\nserver.route({ method: 'POST', url: '/y', handler: async () => 2 });",
    "@Controller('cats')\nclass Cats {\n  @UseGuards(AuthGuard)\n  @Get()\n  all() { return 1; }\n  @Delete(':id')\n  remove() { return 2; }\n}",
    ["app/api/items/route.ts", "export async function GET() { const session = await getServerSession(); if (!session) return new Response('', { status: 401 }); return Response.json([]); }\nexport async function DELETE(request: Request) { await drop(request); return Response.json({}); }"],
    "router.route('/a').get(ensureLoggedIn, list).post((req, res) => create(req, res));",
    "app.get('/me', (req, res) => { if (!req.user) return res.status(401).end(); res.send(1); });\napp.delete('/account/:id', async (req, res) => { await drop(req.params.id); res.end(); });",
    "api.get('/r', isAdmin, (c) => c.json(1));\napi.post('/r', (c) => c.json(2));",
  ],
  accepts: [
    "router.get('/me', auth, me);\nrouter.get('/', home);",
    "router.get('/me', auth, me);\nrouter.options('/x', preflight);",
    "router.get('/me', auth, me);\nrouter.head('/x', look);",
    "router.use(requireUser);\nrouter.get('/orders', list);\nrouter.delete('/orders/:id', remove);",
    "router.get('/orders', requireUser, list);\nrouter.delete('/orders/:id', requireUser, remove);",
    "router.get('/a', list);\nrouter.post('/b', create);",
    "router.get('/me', requireUser, me);\nrouter.post('/login', login);",
    "router.get('/me', requireUser, me);\nrouter.get('/health', ok);",
    "const store = new Map();\nstore.get('/key', 1);\ncache.delete('/key', requireUser);",
    "app.get('/a', auth, one);\napp.get('/b', two);\napp.get('/c', three);\napp.get('/d', four);",
    "@Controller('cats')\n@UseGuards(AuthGuard)\nclass Cats {\n  @Get()\n  all() { return 1; }\n  @Delete(':id')\n  remove() { return 2; }\n}",
    ["test/a.test.ts", "router.get('/orders', requireUser, list);\nrouter.delete('/orders/:id', remove);"],
    "app.get('/me', requireUser, me);\napp.delete('/x/:id', async (req, res) => { const owner = await assertOwner(req); res.send(owner); });",
    "router.get('/me', auth, me);\napp.get('/other', list);",
  ],
  deltas: [
    { base: "router.get('/a', requireUser, list);\nrouter.delete('/b', requireUser, drop);", head: "router.get('/a', requireUser, list);\nrouter.delete('/b', drop);", brings: true },
    { base: "router.get('/a', requireUser, list);", head: "router.get('/a', requireUser, list);\nrouter.post('/b', add);", brings: true },
    { base: "router.get('/a', requireUser, list);\nrouter.delete('/b', drop);", head: "router.get('/a', requireUser, list);\nrouter.delete('/b', requireUser, drop);", brings: false },
  ],
  says: [
    ["router.get('/a', auth, one);\nrouter.post('/b', auth, two);\nrouter.post('/c', three);", /^warning `POST \/c` asks nobody who is calling; `POST \/b` beside it does$/],
    ["router.get('/a', auth, one);\nrouter.post('/b', two);", /`GET \/a` beside it does$/],
  ],
});

markedCases(inputUnchecked, {
  reports: [
    "app.post('/u', async ({ body }, res) => { await User.create(body); res.end(); });",
    "app.post('/u', (req, res) => { const user: User = req.body; keep(user); check(user); });".replace("check(user)", "show(user)"),
    "app.post('/u', async (req, res) => { await User.create(req.body); log(schema.parse(req.body)); });",
    "app.post('/users', async (req, res) => { res.json(await User.create(req.body)); });",
    "app.patch('/users/:id', async (req, res) => { await User.findByIdAndUpdate(req.params.id, req.body); res.end(); });",
    "app.put('/o/:id', (req, res) => { const order = load(); Object.assign(order, req.body); res.end(); });",
    "router.post('/p', async (req, res) => { await prisma.post.create({ data: req.body }); res.end(); });",
    "router.post('/p', async (req, res) => { await prisma.post.create({ data: { ...req.body, at: 1 } }); res.end(); });",
    ["app/api/a/route.ts", "export async function POST(request: Request) { const order = (await request.json()) as Order; return Response.json(charge(order)); }"],
    "app.post('/u', (req, res) => { const user = new Account(req.body); user.save(); res.end(); });",
    "app.post('/u', (req, res) => { const { body } = req; db.collection('u').insertOne(body); res.end(); });",
    "router.post('/a', validate(schema), (req, res) => save(req.body.a, res));\nrouter.put('/b', (req, res) => save(req.body.b, res));",
    "socket.on('message', (data) => { const command = JSON.parse(data) as Command; run(command); });",
    "app.post('/c', (req, res) => { const settings: Settings = req.body; apply(settings); res.end(); });",
  ],
  accepts: [
    "app.post('/u', async (req, res) => { const body = await read(req); await User.create(body); });",
    "app.post('/u', async (req, res) => { const text: string = req.body; keep(text); });",
    "app.post('/users', async (req, res) => { res.json(await User.create(userSchema.parse(req.body))); });",
    "app.post('/users', validate(schema), async (req, res) => { res.json(await User.create(req.body)); });",
    "app.post('/users', async (req, res) => { const { name } = req.body; res.json(await User.create({ name })); });",
    "app.post('/users', async (req, res) => { if (!req.body.name) return res.status(400).end(); res.json(await User.create(req.body)); });",
    ["app/api/a/route.ts", "export async function POST(request: Request) { const order = schema.parse((await request.json()) as unknown); return Response.json(charge(order)); }"],
    "const user = await User.create(defaults);",
    ["test/a.test.ts", "app.post('/users', async (req, res) => { res.json(await User.create(req.body)); });"],
    "const config = JSON.parse(text) as Config;",
    "app.post('/x', (req, res) => { res.send(req.body); });",
    "app.post('/x', (req, res) => { const value = req.body as unknown; check(value); res.end(); });",
    "fetch(url).then(async (response) => { const order = (await response.json()) as Order; show(order); });",
  ],
  deltas: [
    { base: "app.post('/u', async (req, res) => { await User.create(schema.parse(req.body)); });", head: "app.post('/u', async (req, res) => { await User.create(req.body); });", brings: true },
    { base: "app.post('/u', validate(s), async (req, res) => { await User.create(req.body); });", head: "app.post('/u', async (req, res) => { await User.create(req.body); });", brings: true },
    { base: "app.post('/u', async (req, res) => { await User.create(req.body); });", head: "app.post('/u', async (req, res) => { await User.create(schema.parse(req.body)); });", brings: false },
  ],
});

markedCases(overMockedTest, {
  path: "src/cart.test.ts",
  reports: [
    "vi.mock('./cart');\nit('adds', () => { expect(add(1)).toBe(1); });",
    "jest.mock('../src/cart', () => ({ add: () => 1 }));\nit('adds', () => { expect(add(1)).toBe(1); });",
    ["src/cart.spec.ts", "vi.mock('./cart.js', () => ({ add: vi.fn() }));\nit('x', () => { expect(add()).toBe(undefined); });"],
    "const load = vi.fn().mockReturnValue(5);\nit('loads', () => { expect(load()).toBe(5); });",
    "const load = jest.fn(() => 5);\nit('loads', async () => { expect(await load()).toBe(5); });",
    "vi.mock('./db');\nvi.mock('./mail');\nimport { save } from './db';\nimport { send } from './mail';\nit('runs', () => { run(); expect(save).toHaveBeenCalled(); expect(send).toHaveBeenCalledTimes(1); });",
    "it('renders', () => { render(view); });",
    "test('adds', async () => { const cart = new Cart(); await cart.add(1); });",
    "const stub = sinon.stub();\nit('x', () => { assert.equal(stub(), undefined); });",
  ],
  accepts: [
    "vi.mock('./prices');\nit('adds', () => { expect(add(1)).toBe(1); });",
    "vi.mock('./cart', async (importOriginal) => ({ ...(await importOriginal()), now: () => 1 }));\nit('adds', () => { expect(add(1)).toBe(1); });",
    "const onClick = vi.fn();\nit('clicks', () => { render(view(onClick)); expect(onClick).toHaveBeenCalled(); });",
    "const load = vi.fn().mockReturnValue(5);\nit('doubles', () => { expect(double(load)).toBe(10); });",
    "vi.mock('./db');\nimport { save } from './db';\nit('runs', () => { const result = run(); expect(save).toHaveBeenCalled(); expect(result).toBe(1); });",
    "it('adds', () => { assert.equal(add(1), 1); });",
    "it('adds', () => { expectSum(add(1)); });",
    "it.skip('renders', () => { render(view); });",
    ["src/cart.ts", "vi.mock('./cart');\n"],
    "test('infers the type', () => { const cart: Cart<number> = make(); use(cart); });",
    "const one = vi.fn();\nconst two = vi.fn();\nit('calls back', () => { run(one, two); expect(one).toHaveBeenCalled(); expect(two).toHaveBeenCalled(); });",
    "it('throws', () => { if (add(1) !== 1) throw new Error('no'); });",
    "it('is asked for', (done) => { add(1, done); });",
  ],
  deltas: [
    { base: "it('adds', () => { const sum = add(1); expect(sum).toBe(1); });", head: "it('adds', () => { const sum = add(1); });", brings: true },
    { base: "it('adds', () => { expect(add(1)).toBe(1); });", head: "vi.mock('./cart');\nit('adds', () => { expect(add(1)).toBe(1); });", brings: true },
  ],
  says: [
    ["const load = vi.fn().mockReturnValue(5);\nit('loads', () => { expect(load()).toBe(5); });", /^warning asserts what the stand-in `load` was told to answer$/],
    ["it('renders', () => { render(view); });", /^note runs code and asserts nothing$/],
    ["vi.mock('./db');\nvi.mock('./mail');\nimport { save } from './db';\nimport { send } from './mail';\nit('runs', () => { run(); expect(save.mock.calls.length).toBe(1); expect(send.mock.calls).toEqual([]); });", /^note asserts only that 2 stand-ins were called: `save`, `send`$/],
    ["vi.mock('./db');\nvi.mock('./mail');\nimport { save } from './db';\nimport { send } from './mail';\nit('runs', () => { run(); expect(save).toHaveBeenCalled(); expect(send).not.toHaveBeenCalled(); });", /^note asserts only that 2 stand-ins were called: `save`, `send`$/],
  ],
});

markedCases(switchNotExhaustive, {
  reports: [
    "type Kind = 'a' | 'b' | 'c';\ninterface Job { inner: { kind: Kind } }\nexport function f({ inner: { kind } }: Job) { switch (kind) { case 'a': one(); break; case 'b': two(); break; } }",
    "type Kind = 'a' | 'b' | 'c';\nexport function f(given: Kind) { const kind = given; switch (kind) { case 'a': one(); break; case 'b': two(); break; } }",
    "type Kind = 'a' | 'b' | 'c';\nexport function f(kind: Kind) { switch (kind) { case 'a': one(); break; case 'b': two(); break; } }",
    "enum Kind { A, B, C }\nexport function f(kind: Kind) { switch (kind) { case Kind.A: one(); break; case Kind.B: two(); break; } }",
    "export function f(kind: 'a' | 'b' | 'c') { switch (kind) { case 'a': return 1; case 'b': return 2; } }",
    "type Shape = { kind: 'circle'; r: number } | { kind: 'square'; a: number } | { kind: 'line' };\nexport function area(shape: Shape) { switch (shape.kind) { case 'circle': return 1; case 'square': return 2; } }",
    "interface Event { readonly type: 'open' | 'close' | 'error' }\nexport const f = (event: Event) => { switch (event.type) { case 'open': go(); break; case 'close': stop(); break; } };",
    "type Level = 1 | 2 | 3;\nexport function f(level: Level) { let text = ''; switch (level) { case 1: text = 'a'; break; case 2: text = 'b'; break; } return text; }",
    "type Kind = 'a' | 'b' | 'c';\ninterface Job { kind: Kind }\nexport function f(job: Job) { const { kind } = job; switch (kind) { case 'a': one(); break; case 'b': two(); } }",
    "enum State { On = 'on', Off = 'off', Broken = 'broken' }\nexport function f(state: State) { switch (state) { case State.On: case State.Off: go(); } }",
    "type Kind = 'a' | 'b' | 'c';\nexport class A { constructor(private readonly kind: Kind) {}\n run(kind: Kind) { switch (kind) { case 'a': one(); break; case 'c': two(); break; } } }",
  ],
  accepts: [
    "const kind = read();\nexport function f() { switch (kind) { case 'a': one(); break; case 'b': two(); break; } }",
    "enum Kind { A, B, C }\nexport function f(kind: Kind, other: number) { switch (kind) { case Kind.A: one(); break; case other: two(); break; } }",
    "type Kind = 'a' | 'b';\nexport function f(kind: Kind) { switch (kind) { case 'a': one(); break; case 'b': two(); break; } }",
    "type Kind = 'a' | 'b' | 'c';\nexport function f(kind: Kind) { switch (kind) { case 'a': one(); break; case 'b': two(); break; default: three(); } }",
    "export function f(kind: string) { switch (kind) { case 'a': one(); break; case 'b': two(); break; } }",
    "type Kind = 'a' | 'b' | 'c';\nexport function f(kind: Kind) { switch (kind) { case 'a': return 1; case 'b': return 2; } return 3; }",
    "type Kind = 'a' | 'b' | string;\nexport function f(kind: Kind) { switch (kind) { case 'a': one(); break; case 'b': two(); break; } }",
    "switch (event.type) { case 'a': one(); break; case 'b': two(); break; }",
    "enum Kind { A, B }\nexport function f(kind: Kind) { switch (kind) { case Kind.A: one(); break; case Kind.B: two(); break; } }",
    "type Kind = 'a' | 'b' | 'c';\nexport function f(kind: Kind) { switch (true) { case kind === 'a': one(); break; case kind === 'b': two(); break; } }",
    ["test/a.test.ts", "type Kind = 'a' | 'b' | 'c';\nexport function f(kind: Kind) { switch (kind) { case 'a': one(); break; case 'b': two(); break; } }"],
    "type Kind = 'a' | 'b' | 'c';\nexport function f(kind: Kind) { switch (kind) { case 'a': one(); } }",
  ],
  deltas: [
    { base: "type K = 'a' | 'b';\nexport function f(k: K) { switch (k) { case 'a': one(); break; case 'b': two(); break; } }", head: "type K = 'a' | 'b' | 'c';\nexport function f(k: K) { switch (k) { case 'a': one(); break; case 'b': two(); break; } }", brings: true },
    { base: "type K = 'a' | 'b' | 'c';\nexport function f(k: K) { switch (k) { case 'a': one(); break; case 'b': two(); break; default: x(); } }", head: "type K = 'a' | 'b' | 'c';\nexport function f(k: K) { switch (k) { case 'a': one(); break; case 'b': two(); break; } }", brings: true },
  ],
  says: [
    ["type K = 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g';\nexport function f(k: K) { switch (k) { case 'a': one(); break; case 'b': two(); break; } }", /^warning no case for `"c"`, `"d"`, `"e"`, `"f"` and 1 more, and no default$/],
    ["type K = 'a' | 'b' | 'c';\nexport function f(k: K) { switch (k) { case 'a': one(); break; case 'b': two(); break; } }", /no case for `"c"`, and no default$/],
  ],
});

markedCases(deadCode, {
  reports: [
    "export function f() { return 1; go(); }",
    "export function f() { throw new Error('x'); const a = 1; use(a); }",
    "export function f() { for (;;) { step(); } done(); }",
    "export function f() { if (false) { go(); } }",
    "export const a = 1;\nfunction helper() { return 2; }",
    "import { x } from './x';\nconst limit = x();\nx();",
    "export class A { private helper() { return 1; } run() { return 2; } }",
    "export class A { #count = 0; run() { return 2; } }",
    "export function f(list) { for (const one of list) { continue; go(one); } }",
    "export const a = 1;\nclass Unused { run() { return 1; } }",
    "export function f() { return false && go(); }",
    "export function f(k) { switch (k) { case 1: return 1; go(); } }",
  ],
  accepts: [
    "export function f() { return helper(); function helper() { return 1; } }",
    "function helper() { return 2; }\nexport const a = helper();",
    "const helper = 1;",
    "export function f(k) { switch (k) { case 1: return 1; break; default: return 2; } }",
    "export const a = 1;\nconst _ignored = go();",
    "export function f() { for (;;) { if (step()) break; } done(); }",
    "export class A { private helper() { return 1; } run() { return this.helper(); } }",
    "declare const GLOBAL: string;\nexport const a = 1;",
    "export function f(list) { for (const one of list) { if (one) continue; go(one); } }",
    "export function f() { let n = 0; for (const x of list) n++; return n; }",
    ["src/__fixtures__/a.ts", "export const a = 1;\nfunction helper() { return 2; }"],
    ["src/a.d.ts", "export {};\ndeclare function helper(): void;"],
    "export function f() { while (true) { if (x) return 1; } }",
    ["src/a.tsx", "const Button = () => null;\nexport const view = <Button />;"],
  ],
  deltas: [
    { base: "function helper() { return 2; }\nexport const a = helper();", head: "function helper() { return 2; }\nexport const a = 1;", brings: true },
    { base: "export function f() { go(); }", head: "export function f() { return; go(); }", brings: true },
    { base: "function helper() { return 2; }\nexport const a = 1;", head: "function helper() { return 3; }\nexport const a = 1;", brings: false },
  ],
  says: [
    ["export const a = 1;\nclass Unused { run() { return 1; } }", /the class `Unused`/],
    ["export const a = 1;\nfunction spare() { return 1; }", /the function `spare`/],
    ["export class A { private helper() { return 1; } }", /private method `helper`/],
    ["export class A { private count = 0; }", /private field `count`/],
    ["export const a = 1;\nconst spare = () => 1;", /the function `spare`/],
    ["export const a = 1;\nconst spare = 1;", /the variable `spare`/],
    ["export function f() {\n  return 1;\n  go();\n}", /^warning nothing reaches this: the block is left on line 2$/],
  ],
});

markedCases(foreignLicence, {
  facts: { licence: "MIT", holders: ["acme"], locked: null },
  reports: [
    "// one\n// Licensed under the\n// GNU General Public License\nexport const a = 1;",
    "// SPDX-License-Identifier: GPL-3.0-only\nexport const a = 1;",
    "/* This program is free software under the GNU General Public License. */\nexport const a = 1;",
    "// Licensed under the GNU Affero General Public License v3\nexport const a = 1;",
    "/* Copyright (c) 2019 Globex Corporation */\nexport const a = 1;",
    "// Copyright 2020-2024 Initech Ltd.\n// All rights reserved.\nexport const a = 1;",
    "// from https://stackoverflow.com/a/1234567\nexport const a = 1;",
    "/* Unauthorized copying of this file is prohibited. */\nexport const a = 1;",
    "// SPDX-License-Identifier: LGPL-2.1-or-later\nexport const a = 1;",
    "// Server Side Public License\nexport const a = 1;",
    ["tools/a.py", "# SPDX-License-Identifier: AGPL-3.0\nprint(1)\n"],
  ],
  accepts: [
    "// Copyright (c)\n\nexport const b = 2;\n\n// 2020 was a year\nexport const a = 1;",
    "// SPDX-License-Identifier: MIT\nexport const a = 1;",
    "/* Copyright (c) 2024 ACME Inc. */\nexport const a = 1;",
    ["LICENSE", "GNU General Public License\n"],
    ["README.md", "Not under the GNU General Public License.\n"],
    "const text = 'GNU General Public License';\nexport const a = text;",
    ["package-lock.json", `{ "license": "GPL-3.0" }`],
    "// Reads the licence of each package.\nexport const a = 1;",
    "// see https://developer.mozilla.org/docs\nexport const a = 1;",
    "// @see https://stackoverflow.com/a/1234567\nexport const a = 1;",
    "// The copyright line stands first.\nexport const a = 1;",
  ],
  deltas: [{ base: "export const a = 1;", head: "// SPDX-License-Identifier: GPL-2.0\nexport const a = 1;", brings: true }],
  says: [
    ["// SPDX-License-Identifier: GPL-3.0-only\nexport const a = 1;", /^warning says that this text is under GPL, and this repository is under MIT$/],
    ["// from https://stackoverflow.com/a/1234567\nexport const a = 1;", /^note points at/],
  ],
});

markedCases(inventedPackage, {
  path: "package.json",
  facts: { licence: null, holders: [], locked: ["left", "express"] },
  reports: [
    `{ "dependencies": { "@expressjs/express": "4" } }`,
    `{ "dependencies": { "@express-js/express": "4" } }`,
    `{ "dependencies": { "mongoose-npm": "4" } }`,
    `{ "dependencies": { "loddash": "4" } }`,
    `{ "dependencies": { "lodasj": "4" } }`,
    `{ "dependencies": { "expres": "^4.0.0" } }`,
    `{ "dependencies": { "lodahs": "^4.0.0" } }`,
    `{ "devDependencies": { "typescirpt": "^5.0.0" } }`,
    `{ "dependencies": { "react-codeshift-tools": "^1.0.0" } }`,
    `{ "dependencies": { "left": "npm:expresss@1.0.0" } }`,
    `{ "dependencies": { "@lodash/lodash": "4.0.0" } }`,
    `{ "optionalDependencies": { "fancy-thing": "1.2.3" } }`,
    `{ "dependencies": { "bodyparser": "1.2.3" } }`,
    `{ "dependencies": { "parser-body": "1.2.3" } }`,
    `{ "dependencies": { "mongose": "1.2.3" } }`,
  ],
  accepts: [
    `{ "dependencies": { "express": "^4.0.0" } }`,
    `{ "dependencies": { "left": "1.0.0" } }`,
    `{ "dependencies": { "own-part": "workspace:*" } }`,
    `{ "dependencies": { "own-part": "file:../part" } }`,
    `{ "peerDependencies": { "something-else": "1" } }`,
    `{ "scripts": { "lodahs": "run" } }`,
    `{ "dependencies": { "own-part": "github:me/part" } }`,
    `{ "dependencies": { "express": "npm:left@1" } }`,
    ["src/package.ts", `export const a = { "dependencies": { "lodahs": "1" } };`],
    `not json`,
  ],
  deltas: [
    { base: `{ "dependencies": { "left": "1" } }`, head: `{ "dependencies": { "left": "1", "nobody-has-it": "1" } }`, brings: true },
    { base: `{ "dependencies": { "nobody-has-it": "1" } }`, head: `{ "dependencies": { "nobody-has-it": "1", "left": "1" } }`, brings: false },
  ],
  says: [
    [`{ "dependencies": { "@expressjs/express": "4" } }`, /^error .*`express`/],
    [`{ "dependencies": { "lodahs": "4" } }`, /^error `lodahs` is a slip away from `lodash`$/],
    [`{ "dependencies": { "loddash": "4" } }`, /slip away from `lodash`/],
    [`{ "dependencies": { "mongoose-npm": "4" } }`, /slip away from `mongoose`/],
    [`{ "dependencies": { "bodyparser": "4" } }`, /slip away from `body-parser`/],
    [`{ "dependencies": { "lodosj": "4" } }`, /^warning `lodosj` is in no lockfile/],
    [`{ "dependencies": { "node-express": "4" } }`, /^warning .* in no lockfile/],
    [`{ "dependencies": { "@corp/lodash": "4" } }`, /^warning .* in no lockfile/],
    [`{ "dependencies": { "ramdas-x": "4" } }`, /^warning .* in no lockfile/],
    [`{ "dependencies": { "lodash5": "4" } }`, /^warning .* in no lockfile/],
    [`{ "dependencies": { "zlodash": "4" } }`, /^error/],
    [`{ "dependencies": { "xodash": "4" } }`, /^warning|^error/],
  ],
});

markedCases(complexityJump, {
  reports: [
    `export function f() { ${nested(7)} }`,
    `export const f = () => { ${nested(7)} };`,
    `export class A { run() { ${nested(7)} } }`,
    `export function f(list) { for (const a of list) { ${nested(6)} } }`,
    `export function f() { try { ${nested(5)} } catch (e) { ${nested(5)} } }`,
    `export default function () { ${nested(4)} ${nested(4)} ${nested(4)} }`,
    `export function f(list) { list.forEach((one) => { ${nested(6)} }); }`,
    `export const api = { run() { ${nested(7)} } };`,
    `export function f(x) { ${nested(3)} return ${Array.from({ length: 5 }, (_, index) => `a${index} ? ${index} : `).join("")} ${Array.from({ length: 5 }, (_, index) => `b${index} ? ${index} : `).join("")} x; }`,
  ],
  accepts: [
    `export function f() { ${nested(3)} }`,
    `export function f() { ${nested(6)} }`,
    "export function f() { return a && b && c && d && e && g && h; }",
    `export function f(k) { switch (k) { ${Array.from({ length: 40 }, (_, index) => `case ${index}: return ${index};`).join(" ")} } }`,
    "export const a = 1;",
    ["test/a.test.ts", `export function f() { ${nested(8)} }`],
    `export function f() { ${nested(4)} }\nexport function g() { ${nested(4)} }`,
    `export function f() { const one = () => { ${nested(5)} }; const two = () => { ${nested(5)} }; return [one, two]; }`,
    `export function f() { ${Array.from({ length: 24 }, (_, index) => `if (a${index}) go();`).join(" ")} }`,
  ],
  deltas: [
    { base: `export function f() { ${nested(4)} }`, head: `export function f() { ${nested(6)} }`, brings: true },
    { base: `export function f() { ${nested(7)} }`, head: `export function f() { ${nested(7)} go(); }`, brings: false },
    { base: `export function f() { ${nested(7)} }`, head: `export function g() { ${nested(7)} }`, brings: false },
    { base: `export function f() { ${nested(6)} }`, head: `export function f() { ${nested(6)} if (x) go(); }`, brings: false },
  ],
  says: [
    [`export function f() { ${nested(7)} }`, /^note `f` is new, with a cognitive complexity of 28 \(8 paths\)$/],
    [`export function f() { ${nested(10)} }`, /^warning `f` is new/],
    [`export default () => { ${nested(7)} }`, /^note `default`|^note this function/],
  ],
});

markedCases(foreignLicence, {
  facts: { licence: "GPL-3.0", holders: [], locked: null },
  reports: ["// SPDX-License-Identifier: AGPL-3.0\nexport const a = 1;", "/* Proprietary and confidential */\nexport const a = 1;"],
  accepts: ["// SPDX-License-Identifier: GPL-3.0-or-later\nexport const a = 1;", "/* Copyright (c) 2019 Globex Corporation */\nexport const a = 1;"],
});

markedCases(foreignLicence, {
  facts: { licence: null, holders: ["acme"], locked: null },
  reports: ["/* Proprietary and confidential */\nexport const a = 1;"],
  accepts: ["/* Copyright 2024 ACME: proprietary and confidential */\nexport const a = 1;"],
  says: [["// SPDX-License-Identifier: GPL-3.0\nexport const a = 1;", /^warning says that this text is under GPL$/]],
});

markedCases(foreignLicence, {
  facts: { licence: "UNLICENSED", holders: [], locked: null },
  reports: ["// SPDX-License-Identifier: GPL-2.0\nexport const a = 1;"],
  accepts: ["/* Proprietary and confidential */\nexport const a = 1;"],
});

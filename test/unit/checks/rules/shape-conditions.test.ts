/** One case for each condition of the rules about tests, routes and objects that the other tables leave open; `npm run bench -- --only rule-mutants` says which. */
import { strict as assert } from "node:assert";
import { inspect } from "node:util";
import { cookieInsecure } from "../../../../src/checks/rules/cookie-insecure";
import { inputUnchecked } from "../../../../src/checks/rules/input-unchecked";
import { LineAlignment } from "../../../../src/checks/rules/line-alignment";
import { foreignLicence } from "../../../../src/checks/rules/foreign-licence";
import { guardRemoved } from "../../../../src/checks/rules/guard-removed";
import { inventedPackage } from "../../../../src/checks/rules/invented-package";
import { overMockedTest } from "../../../../src/checks/rules/over-mocked-test";
import { resourceExhaustion } from "../../../../src/checks/rules/resource-exhaustion";
import { powerfulFile } from "../../../../src/checks/rules/powerful-file";
import { prototypePollution } from "../../../../src/checks/rules/prototype-pollution";
import { riskSettings } from "../../../../src/checks/rules/risk-settings";
import { deadCode } from "../../../../src/checks/rules/dead-code";
import { errorExposed } from "../../../../src/checks/rules/error-exposed";
import { personalDataLogged } from "../../../../src/checks/rules/personal-data-logged";
import { switchNotExhaustive } from "../../../../src/checks/rules/switch-not-exhaustive";
import { testWeakened } from "../../../../src/checks/rules/test-weakened";
import { tlsDisabled } from "../../../../src/checks/rules/tls-disabled";
import { markedCases } from "./marked-cases";

const post = (body: string) => `app.post("/orders", (req, res) => { ${body} });`;
const expecting = (name: string) => `expect(${name}).toBe(1);`;

markedCases(inputUnchecked, {
  reports: [
    `validate(other);\n${post("save(req.body as Order);")}`,
    "export async function POST(request: Request) { const order: Order = await request.json(); save(order); }",
    post("const order = req.body as Order; const least = -1; save(order, least);"),
    "app.post('/a', validateOrder, (req, res) => { save(req.body); }); app.post('/b', (req, res) => { save(req.body); });",
    "app.post('/a', validate(order), (req, res) => { save(req.body); });\napp.post('/b', (req, res) => { save(req.body); });\n",
    `validate(order);\n${post("Order.create(req.body);")}`,
    post("const shop = JSON.parse(text); Order.create(req.body);"),
  ],
  accepts: [
    post("const order = req.body as Order; if (typeof order.name !== 'string') throw new Error('name');"),
    post("const order = orders.parse(req.body); save(order);"),
    post("if (!req.body.name) return; save(req.body);"),
    post("validate(order); Order.create(req.body);"),
    post("const { body } = req; if (!body.name) return; save(body);"),
    "app.post('/a', validateOrder, (req, res) => { save(req.body); });\napp.post('/b', validate(order), (req, res) => { save(req.body); });\n",
  ],
  says: [
    ["app.post('/a', validateOrder, (req, res) => { save(req.body); });\napp.post('/b', (req, res) => { save(req.body); });\n", /^warning `POST \/b` .* `POST \/a` beside it has one$/],
    ["app.route({ method: 'POST', schema: orderSchema, url: '/a', handler: (req) => { save(req.body); } });\napp.route({ handler: (req) => { save(req.body); }, url: '/b', method: 'PUT' });", /^warning `PUT \/b` .* `POST \/a` beside it has one$/],
  ],
  counts: [["export async function POST(request: Request) { const order: Order = (await request.json()) as Order; save(order); }", 1]],
});

markedCases(prototypePollution, {
  reports: [
    "export function set(object, path, value) { const keys = path.split('.'); let o = object; const last = keys.pop(); for (const key of keys) { o = o[key]; } o[last] = value; }",
    "export function merge(target, source) { Object.keys(source).forEach((key) => { if (isObject(source[key])) merge(target[key], source[key]); else target[key] = source[key]; }); }",
    "export function get(o, path) { for (const i of path) o = o[i]; return o; }",
    "app.post('/x', (req, res) => { const part = tree[req.body.key]; part.name = req.body.name; });",
    "app.post('/x', (req, res) => { tree['a'][req.body.key] = 1; });",
  ],
  accepts: [
    "app.post('/x', (req, res) => { const part = tree[req.body.key]; part['name'] = 1; });",
    "export function get(o, path) { for (let i = 0; i < 3; i++) o = o[i]; return o; }",
    "export function merge(target, source) { list.visit((key) => { if (isObject(source[key])) merge(target[key], source[key]); else target[key] = source[key]; }); }",
  ],
  counts: [["export function f(target, source) { for (const key in source) { target = target[key]; target[key] = 1; } }", 1], ["export function set(object, path, value) { const keys = path.split('.'); let o = object; const last = keys.pop(); for (const key of keys) { o = o[key]; } o[last] = value; }", 2]],
});

markedCases(cookieInsecure, {
  reports: [
    "import session from 'express-session';\napp.use(session());",
    "app.get('/x', (req, res) => { res.cookie('session', id, { secure: true }); });",
  ],
  accepts: ["import parser from 'cookie-parser';\napp.use(parser());"],
  says: [
    ["app.get('/x', (req, res) => { res.cookie('session', id, { secure: true }); });", /without `httpOnly`/],
    ["app.get('/x', (req, res) => { res.cookie('session', id, { httpOnly: true }); });", /without `secure`/],
  ],
});

markedCases(tlsDisabled, { reports: [], accepts: [], lines: [["grpc.createInsecure(\n\n\n\n\n);", [1, 1]]] });

markedCases(testWeakened, {
  path: "test/a.test.ts",
  reports: [
    ["test/a.test.ts", "test('a', { only: true }, () => { expect(a).toBe(1); });"],
    ["test/a.test.ts", "test('a', { todo: true }, () => { expect(a).toBe(1); });"],
    ["test/a.test.ts", "it('a', () => { assert.equal(1, 1); });"],
  ],
  accepts: [
    ["test/a.test.ts", "test('a', { timeout: 3 }, () => { expect(a).toBe(1); });"],
    ["test/a.test.ts", "it('a', () => { assert.equal(1, 2); });"],
    ["test/a.test.ts", "it('a', () => { assert.notEqual(1, 1); });"],
    ["test/a.test.ts", "it('a', () => { assert.equal(1, one); });"],
  ],
  deltas: [
    { base: `it(title, () => { ${expecting("a")} });`, head: "export {};\nuse(1);", brings: true },
    { base: `it('a', () => { ${expecting("a")} });`, head: "it('b', run);", brings: true, says: /^warning the test "a" was deleted/ },
    { base: `it('a', () => { ${expecting("a")} });`, head: "it(b);", brings: true, says: /^error the test "a" was deleted/ },
    { base: `describe.skip('s', () => { it('a', () => { ${expecting("a")} }); });\nit('b', () => { ${expecting("b")} });`, head: `it('b', () => { ${expecting("b")} });`, brings: false },
    { base: `describe('s', () => { it('a', () => { ${expecting("a")} }); });\nit('b', () => { ${expecting("b")} });`, head: `it('b', () => { ${expecting("b")} });`, brings: true },
    {
      base: `describe('one', () => { it('a', () => { ${expecting("a")} }); });\ndescribe('two', () => { it('a', () => { ${expecting("b")} ${expecting("c")} }); });`,
      head: `describe('two', () => { it('a', () => { ${expecting("b")} ${expecting("c")} more(); }); });\ndescribe('one', () => { it('a', () => { ${expecting("a")} more(); }); });`,
      brings: false,
    },
    {
      base: `test('one', () => { it('a', () => { ${expecting("a")} }); });\ntest('two', () => { it('a', () => { ${expecting("b")} ${expecting("c")} }); });`,
      head: `test('two', () => { it('a', () => { ${expecting("b")} ${expecting("c")} more(); }); });\ntest('one', () => { it('a', () => { ${expecting("a")} more(); }); });`,
      brings: false,
    },
    {
      base: "it('should return file ops server when commit signing is enabled', () => { expect(a).toBe(1); expect(b).toBe(2); });",
      head: "it('should include file ops server when commit signing is enabled', () => { expect(c).toBe(1); expect(d).toBe(2); });",
      brings: false,
    },
    {
      base: "it('should return file ops server when commit signing is enabled', () => { expect(a).toBe(1); expect(b).toBe(2); });",
      head: "it('should include file ops server when commit signing is enabled', () => { expect(c).toBe(1); });",
      brings: true,
      says: /^error 1 assertion removed/,
    },
    {
      base: "it('should return file ops server when commit signing is enabled', () => { expect(a).toBe(1); });",
      head: "it.skip('should include file ops server when commit signing is enabled', () => { expect(a).toBe(1); });",
      brings: true,
      says: /does not run "should include/,
    },
    {
      base: "it('should return the name of server one', () => { expect(a).toBe(1); });\nit('should return the name of server two', () => { expect(b).toBe(1); });",
      head: "it('should return the name of server three', () => { expect(c).toBe(1); });",
      brings: true,
      says: /^error the test "should return the name of server two" was deleted/,
    },
    {
      base: "it('alpha', () => { expect(a).toBe(1); expect(b).toBe(1); });\nit('beta', () => { expect(a).toBe(1); expect(b).toBe(1); expect(a).toBe(1); });",
      head: "it('gamma', () => { expect(a).toBe(1); expect(b).toBe(1); use(1); });",
      brings: true,
      says: /^error the test "beta" was deleted/,
    },
    { base: "expect(a).toBe(1);\nit('b', () => { expect(b).toBe(1); });", head: "expect(a).toBeTruthy();\nit('b', () => { expect(b).toBe(1); });", brings: true, says: /loosened/ },
    { base: "it('adds two', () => { expect(a).toBe(1); });", head: "it('adds three', () => { expect(c).toBe(1); });", brings: true, says: /^warning the test "adds two" was deleted/ },
    {
      base: "it('returns the name of the server that was asked', () => { expect(a).toBe(1); });",
      head: "it('returns the name of nothing', () => { expect(c).toBe(1); });",
      brings: true,
      says: /^warning the test .* was deleted/,
    },
    { base: `(() => { it('a', () => { ${expecting("a")} }); })();`, head: `it('a', () => { ${expecting("a")} more(); });`, brings: false },
    { base: `each('x', () => { it('a', () => { ${expecting("a")} }); });`, head: `it('a', () => { ${expecting("a")} more(); });`, brings: false },
    { base: "it('a', () => { expect(x).to.be.an('array').that.eql([1]); });", head: "it('a', () => { expect(x).to.be.an('array'); });", brings: true, says: /removed|loosened/ },
    { base: "it('a', () => { expect(x).toBe(1); });", head: "it('a', () => { expect(x).not.toBe(2); });", brings: true, says: /loosened/ },
    { base: "it('a', () => { expect(x).toBe(1); });", head: "it('a', () => { expect(x).toBe(2); });", brings: false },
  ],
});

describe("settings of the rules", () => {
  const read = (risk: unknown, nested?: unknown) => riskSettings({ risk, nested } as Parameters<typeof riskSettings>[0])("web/a.ts");
  const hintOf = (risk: unknown): string => {
    try {
      read(risk);
    } catch (error) {
      return inspect(error, { depth: 5 });
    }
    return "";
  };
  it("takes off and severities, alone or in an object, and leaves out what gives none", () => {
    assert.deepEqual(read({ secret: "off", clone: { severity: "error" }, cycle: {} }), { secret: "off", clone: "error" });
  });
  for (const value of [3, null, "loud", { severity: 3 }]) {
    it(`refuses ${JSON.stringify(value)}`, () => assert.throws(() => read({ secret: value }), /risk\.secret: not a severity/));
  }
  it("names the nearest rule, or all where none is near", () => {
    assert.match(hintOf({ secrets: "off" }), /did you mean "secret"\?/);
    assert.match(hintOf({ qqqqqqqqqqqq: "off" }), /expected one of /);
  });
  it("prefers the nearest folder's configuration, and the root's where that has no section", () => {
    const nested = [{ path: "web/c.jsonc", folder: "web", risk: { clone: "off" } }, { path: "api/c.jsonc", folder: "api", risk: { clone: "note" } }];
    assert.deepEqual(read({ secret: "off" }, nested), { clone: "off" });
    assert.deepEqual(read({ secret: "off" }, [{ path: "web/c.jsonc", folder: "web" }]), { secret: "off" });
  });
});

markedCases(switchNotExhaustive, {
  reports: [
    "type Kind = 'a' | 'b' | 'c';\nexport function f(kind: Kind) { switch (kind) { case 'a': return 1; case 'b': return 2; } }",
    "enum Kind { A, B, C }\nexport function f(kind: Kind) { switch (kind) { case Kind.A: return 1; case Kind.B: return 2; } }",
    "enum Kind { A, B, C }\nexport function f(kind) { switch (kind) { case Kind.A: return 1; case Kind.B: return 2; } }",
    "type Kind = 1 | 2 | 3;\nexport function f(kind: Kind) { switch (kind) { case 1: return 1; case 2: return 2; } }",
    "type Kind = 'a' | 'b' | 'c';\nconst kind: Kind = read();\nswitch (kind) { case 'a': go(); break; case 'b': stop(); }",
  ],
  accepts: [
    "export function f(kind) { switch (kind) { case Kind.A: return 1; case Kind.B: return 2; } }",
    "enum Other { A, B, C }\nexport function f(kind) { switch (kind) { case Kind.A: return 1; case Kind.B: return 2; } }",
    "enum Kind { A, B, C }\nexport function f(kind) { switch (kind) { case Kind.A: return 1; case Other.B: return 2; } }",
    "type Kind = 'a' | 'b' | 'c';\nfunction kind(): Kind { return 'a'; }\nswitch (kind) { case 'a': go(); break; case 'b': stop(); }",
    "enum Kind { A, B, C }\nexport function f(kind: string) { switch (kind) { case 'a': return 1; case 'b': return 2; } }",
  ],
});

markedCases(errorExposed, {
  reports: ["load().catch((problem) => res.send(problem.stack));"],
  accepts: ["load().catch((first, other) => res.send(other.stack));"],
});

const limited = (body: string) => `app.get("/x", (req, res) => { const n = Number(req.query.n); ${body} Buffer.alloc(n); });`;
markedCases(resourceExhaustion, { reports: [limited("if (other < 3) return;")], accepts: [limited("if (n > 3) stop();")] });

const stands = (first: string, second: string) => `function cart() { function run(x) { ${first} } return run; }\nfunction shop() { function run(x) { ${second} } return run; }`;
markedCases(guardRemoved, {
  reports: [],
  accepts: [],
  deltas: [
    { base: stands("if (!x.ok) return; a(x);", "b(x);"), head: stands("a(x);", "if (!x.ok) return; b(x);"), brings: true },
    { base: stands("if (!x.ok) return; a(x);", "b(x);"), head: stands("if (!x.ok) return; a(x, 1);", "b(x);"), brings: false },
  ],
});

markedCases(foreignLicence, {
  reports: ["// All rights reserved.\n// This is confidential.\n"],
  accepts: ["// All rights reserved.\nexport const a = 1;\n// This is confidential.\n"],
});

const needs = (name: string): string => `{ "dependencies": { "${name}": "1" } }`;
markedCases(inventedPackage, {
  path: "package.json",
  facts: { licence: null, holders: [], locked: [] },
  reports: [],
  accepts: [],
  says: [
    [needs("parser-body"), /slip away from `body-parser`/],
    [needs("express-"), /slip away from `express`/],
    [needs("press-ex"), /in no lockfile/],
    [needs("d-e-bug"), /in no lockfile/],
    [needs("axioz"), /in no lockfile/],
  ],
});

const replaced = (factory: string) => `vi.mock('./db', ${factory});\nvi.mock('./mail');\nimport { save } from './db';\nimport { send } from './mail';\nit('runs', () => { run(); expect(save).toHaveBeenCalled(); expect(send).toHaveBeenCalledTimes(1); });`;
markedCases(overMockedTest, {
  path: "src/cart.test.ts",
  reports: [replaced("() => ({ save: vi.fn() })")],
  accepts: [replaced("async (original) => ({ ...(await original()), save: vi.fn() })")],
});

markedCases(deadCode, {
  reports: ["export function f() { return 1; var x = 2; }"],
  accepts: ["export function f() { x = 1; return x; var x; }"],
});

markedCases(personalDataLogged, {
  reports: ["console.log(password.toString());", "console.log({ password: user.password });", "console.log({ password: String(user.password) });"],
  accepts: ["console.log(password.toWords());", "console.log({ password: '***' });", "console.log({ password: mask(user.password) });", "console.log({ password: user.password !== '' });"],
});

markedCases(powerfulFile, { reports: [], accepts: [], lines: [[[".github/workflows/a.yml", "a: 1\n".repeat(300)], [1, 300]]] });

describe("lines of two versions", () => {
  const unchanged = (base: string, head: string) => head.split("\n").map((_, line) => new LineAlignment(base, head).isUnchanged(line));
  it("pairs no lines that differ, and no line of the base twice", () => {
    assert.deepEqual(unchanged("a\nb", "a\nx"), [true, false]);
    assert.deepEqual(unchanged("x", "x\nx"), [true, false]);
    assert.deepEqual(unchanged("a\nb\nc", "a\nx\nc"), [true, false, true]);
  });

  it("went in one place where they could have gone in two", () => {
    const surviving = (base: string, head: string) => base.split(" ").map((_, line) => new LineAlignment(base.replaceAll(" ", "\n"), head.replaceAll(" ", "\n")).survivingLine(line));
    // The end of the first test and the second one, or what the first ends with and all of the second but that.
    assert.deepEqual(surviving("c t1 a x y } t2 b z y } t3 c", "d t1 a y } t3 d"), [0, 1, 2, 3, 3, 3, 3, 3, 3, 3, 4, 5, 6]);
    assert.deepEqual(surviving("c a x y y y b c", "d a y b d"), [0, 1, 2, 2, 2, 2, 3, 4], "what moves is longer than what went");
    assert.deepEqual(surviving("x y z y e c", "y e d"), [0, 0, 0, 0, 1, 2], "from the first line on");
    assert.deepEqual(surviving("c t1 a y } t2 b y } t3 c", "d t1 a y } t3 d"), [0, 1, 2, 3, 4, 5, 5, 5, 5, 5, 6], "nothing above went");
    assert.deepEqual(surviving("c t1 a x y } t2 b x z } t3 c", "d t1 a y } t3 d"), [0, 1, 2, 3, 3, 4, 5, 5, 5, 5, 5, 5, 6], "they end in other words");
    assert.deepEqual(surviving("c a x y } n } b c", "d a y } n w b d"), [0, 1, 2, 2, 3, 4, 5, 6, 7], "something came between");
    assert.deepEqual(surviving("y z y e c", "y e d"), [0, 1, 1, 1, 2], "nothing stands above");
  });
});

import { strict as assert } from "node:assert";
import { answerRules } from "../../../../src/checks/rules/run-rules";
import type { NativeParser } from "../../../../src/checks/syntax/source-file";
import { loadParser } from "../parse";

/** Protection of each kind that a change takes away without a new line of its own; base, what it becomes, the rule that must say so. */
const KINDS: readonly (readonly [kind: string, path: string, base: string, taken: string, left: string, rule: string])[] = [
  ["a check", "src/a.ts", "export function pay(user, order) {\n  if (!user.isAdmin) throw new Error('no');\n  return charge(order);\n}\n", "  if (!user.isAdmin) throw new Error('no');\n", "", "guard-removed"],
  ["a guarding call", "src/a.ts", "export async function pay(user, order) {\n  await requirePermission(user, 'pay');\n  return charge(order);\n}\n", "  await requirePermission(user, 'pay');\n", "", "guard-removed"],
  ["a catch", "src/a.ts", "export async function load() {\n  try {\n    return await read();\n  } catch (error) {\n    report(error);\n    throw error;\n  }\n}\n", "  try {\n    return await read();\n  } catch (error) {\n    report(error);\n    throw error;\n  }\n", "  return await read();\n", "error-swallowed"],
  ["a rejection's handler", "src/a.ts", "export function load() {\n  return read().catch((error) => fallback(error));\n}\n", ".catch((error) => fallback(error))", "", "error-swallowed"],
  ["an assertion", "test/a.test.ts", "it('adds', () => {\n  expect(add(1)).toBe(2);\n  expect(add(2)).toBe(3);\n});\n", "  expect(add(2)).toBe(3);\n", "", "test-weakened"],
  ["an await", "src/a.ts", "async function save() {}\nexport async function run() {\n  await save();\n  done();\n}\n", "await save", "save", "promise-misuse"],
  ["a sanitizer", "src/a.ts", "export function show(req, res) {\n  res.send('<p>' + escapeHtml(req.query.name) + '</p>');\n}\n", "escapeHtml(req.query.name)", "req.query.name", "html-injection"],
  ["a sanitizer of a variable far away", "src/a.ts", "export function show(req, res) {\n  const name = escapeHtml(req.query.name);\n  log('x');\n  res.send('<p>' + name + '</p>');\n}\n", "escapeHtml(req.query.name)", "req.query.name", "html-injection"],
  ["a parameter of a query", "src/a.ts", "app.get('/a', (req) => {\n  return db.query('select * from t where id = ?', [req.query.id]);\n});\n", "'select * from t where id = ?', [req.query.id]", "'select * from t where id = ' + req.query.id", "sql-injection"],
  ["a lock", "src/a.ts", "export async function book(seat) {\n  await lock.acquire(seat);\n  const free = await isFree(seat);\n  if (free) await take(seat);\n}\n", "  await lock.acquire(seat);\n", "", "guard-removed"],
  ["a lock around a callback", "src/a.ts", "export async function book(seat) {\n  return mutex.runExclusive(async () => {\n    return take(seat);\n  });\n}\n", "  return mutex.runExclusive(async () => {\n    return take(seat);\n  });\n", "  return take(seat);\n", "guard-removed"],
  ["a transaction", "src/a.ts", "export async function move(a, b) {\n  await db.transaction(async (tx) => {\n    await tx.take(a);\n    await tx.give(b);\n  });\n}\n", "  await db.transaction(async (tx) => {\n    await tx.take(a);\n    await tx.give(b);\n  });\n", "  await db.take(a);\n  await db.give(b);\n", "guard-removed"],
  ["a test", "test/a.test.ts", "it('adds', () => {\n  expect(add(1)).toBe(2);\n});\nit('subtracts', () => {\n  expect(sub(2)).toBe(1);\n});\n", "it('subtracts', () => {\n  expect(sub(2)).toBe(1);\n});\n", "", "test-weakened"],
  ["a guard in front of a route", "src/a.ts", "router.get('/a', requireUser, list);\nrouter.delete('/a/:id', requireUser, drop);\n", "'/a/:id', requireUser", "'/a/:id'", "access-unchecked"],
  ["a schema in front of a store", "src/a.ts", "app.post('/a', async (req, res) => {\n  res.json(await Order.create(orderSchema.parse(req.body)));\n});\n", "orderSchema.parse(req.body)", "req.body", "input-unchecked"],
  ["a default", "src/a.ts", "type K = 'a' | 'b' | 'c';\nexport function f(k: K) {\n  switch (k) {\n    case 'a': go(); break;\n    case 'b': run(); break;\n    default: fail(k);\n  }\n}\n", "    default: fail(k);\n", "", "switch-not-exhaustive"],
];

describe("removed protection", () => {
  let parser: NativeParser;
  before(async () => {
    parser = await loadParser();
  });
  const introduced = (path: string, base: string, head: string) => answerRules(parser, { path, text: head, base, basePath: path }, {}).findings.filter((finding) => finding.introduced).map(({ rule }) => rule);

  for (const [kind, path, base, taken, left, rule] of KINDS) {
    it(`is introduced by the change that takes it away: ${kind}`, () => {
      assert.ok(base.includes(taken));
      assert.ok(introduced(path, base, base.replace(taken, left)).includes(rule), introduced(path, base, base.replace(taken, left)).join());
    });
    it(`is quiet where it stays: ${kind}`, () => assert.ok(!introduced(path, base, `// note\n${base}`).includes(rule)));
    it(`is quiet where it comes: ${kind}`, () => assert.ok(!introduced(path, base.replace(taken, left), base).includes(rule)));
  }

  it("tells a test file that was deleted", () => {
    const { findings } = answerRules(parser, { path: "test/a.test.ts", text: "", base: "it('a', () => { expect(f()).toBe(1); });\n", basePath: "test/a.test.ts", isDeleted: true }, {});
    assert.deepEqual(findings.map(({ rule }) => rule), ["test-weakened"]);
  });
});

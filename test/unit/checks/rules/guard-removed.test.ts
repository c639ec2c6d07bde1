import { guardRemoved } from "../../../../src/checks/rules/guard-removed";
import { ruleCases } from "./cases";

const within = (...lines: readonly string[]) => `export function act(user, order) {\n${lines.map((line) => `  ${line}\n`).join("")}  return save(order);\n}\n`;

describe("rule guard-removed", () => {
  ruleCases(guardRemoved, "src/a.ts", [
    { name: "an authorization guard", base: within("if (!user.isAdmin) throw new Error('no');"), head: within(), expected: ["2 error guard `!user.isAdmin` was removed"] },
    { name: "a guard in a block", base: within("if (user.locked) {", "  return false;", "}"), head: within(), expected: ["2 error guard `user.locked` was removed"] },
    { name: "a plain precondition", base: within("if (order.lines.length === 0) return null;"), head: within(), expected: ["2 warning guard `order.lines.length === 0` was removed"] },
    { name: "a guard named by what it throws", base: within("if (x) throw new ForbiddenError();"), head: within(), expected: ["2 error guard `x` was removed"] },
    { name: "one of two guards", base: within("if (a) return;", "if (b) return 1;"), head: within("if (b) return 1;"), expected: ["2 warning guard `a` was removed"] },
    { name: "a guarding call", base: within("requireOwner(user);"), head: within(), expected: ["2 error guarding call `requireOwner` was removed"] },
    { name: "an awaited guarding call", base: within("await verifySignature(order);").replace("export function", "export async function"), head: within().replace("export function", "export async function"), expected: ["2 error guarding call `verifySignature` was removed"] },
    { name: "an assertion on input", base: within("assertLines(order);"), head: within(), expected: ["2 warning guarding call `assertLines` was removed"] },
    { name: "a guarding call that is told the same under another name", base: within('this.requirePermission("write");'), head: within('this.requireWorkspace("write");'), expected: [] },
    { name: "a guarding call that is told less", base: within('this.requirePermission("write");'), head: within('this.requireWorkspace("read");'), expected: ["2 error guarding call `this.requirePermission` was removed"] },
    { name: "a guarding call beside one that stood there before", base: within('requirePermission("write");', 'requireWorkspace("write");'), head: within('requireWorkspace("write");'), expected: ["2 error guarding call `requirePermission` was removed"] },
    { name: "a guarding call in whose place another thing is asked", base: within("verifySignature(order);"), head: within("validateLines(order);"), expected: ["2 error guarding call `verifySignature` was removed"] },
    { name: "a guarding call without arguments", base: within("this.requireOwner();"), head: within("this.requireLines();"), expected: ["2 error guarding call `this.requireOwner` was removed"] },
    { name: "who spoke in a conversation", base: within('if (user.role === "assistant") return;'), head: within(), expected: ['2 warning guard `user.role === "assistant"` was removed'] },
    { name: "who spoke, and a right beside it", base: within('if (user.role === "assistant" && !user.isAdmin) return;'), head: within(), expected: ["2 error guard"] },
    { name: "a role that is a right", base: within('if (user.role === "guest") return;'), head: within(), expected: ['2 error guard `user.role === "guest"` was removed'] },
    { name: "a guard in a loop", base: "for (const x of y) {\n  if (!x.ready) continue;\n  run(x);\n}\n", head: "for (const x of y) {\n  run(x);\n}\n", expected: ["2 warning guard `!x.ready` was removed"] },
    { name: "a guard in a method", base: "class A {\n  go(u) {\n    if (!u.token) return;\n    this.run();\n  }\n}\n", head: "class A {\n  go(u) {\n    this.run();\n  }\n}\n", expected: ["3 error guard `!u.token` was removed"] },
    { name: "a guard whose way out another guard takes too", base: within("if (user.locked) return false;", "if (order.total < 1) return false;"), head: within("if (order.total < 1) return false;"), expected: ["2 error guard `user.locked` was removed"] },
    { name: "a guard in a try, for what stands behind the try", base: within("try {", "  if (!user.token) return;", "  note();", "} finally { done(); }"), head: within("try {", "  note(1);", "} finally { done(); }"), expected: ["3 error guard `!user.token` was removed"] },
    { name: "a guard that went with what it protected", base: "export function act(user) {\n  if (user.locked) return false;\n  return pay(user);\n}\n", head: "export function act(user) {\n  return refund(user);\n}\n", expected: ["2 warning guard `user.locked` was removed"] },
    { name: "a guarding call that went with what it protected", base: "export function act(user) {\n  requireOwner(user);\n  return pay(user);\n}\n", head: "export function act(user) {\n  return refund(user);\n}\n", expected: ["2 warning guarding call `requireOwner` was removed"] },
    { name: "a guard at the end, with nothing behind it", base: "export function act(user) {\n  note(user);\n  if (user.locked) return false;\n}\n", head: "export function act(user) {\n  note(user);\n}\n", expected: ["3 warning guard `user.locked` was removed"] },
    { name: "a guard that still stands", base: within("if (!user.isAdmin) throw new Error('no');"), head: within("log(1);", "if (!user.isAdmin) throw new Error('no');"), expected: [] },
    { name: "a guard that was re-wrapped", base: within("if (!user.isAdmin) throw new Error('no');"), head: within("if (", "  !user.isAdmin", ") {", "  throw new Error('no');", "}"), expected: [] },
    { name: "a guard with another condition", base: within("if (!user.isAdmin) throw new Error('no');"), head: within("if (!user.isAdmin && !user.isRoot) throw new Error('no');"), expected: [] },
    { name: "a guard with another way out", base: within("if (!user.isAdmin) return;"), head: within("if (!user.isAdmin) throw new Error('no');"), expected: [] },
    { name: "a guard of a variable that has another name", base: within("const response = load();", "if (!response.ok) return note('a');"), head: within("const answer = load();", "if (!answer.ok) return note('b');"), expected: [] },
    { name: "a guard of a variable whose name a property has", base: within("const response = load();", "if (!response.ok) return note('a');"), head: within("const answer = load({ response: 1 }).response;", "if (!answer.ok) return note('b');"), expected: [] },
    { name: "a guard whose question is asked of another variable", base: within("if (!user.token) return note('a');"), head: within("if (!order.token) return note('b');", "log(user);"), expected: ["2 error guard `!user.token` was removed"] },
    { name: "a guard whose question was asked of another variable before", base: within("const a = load();", "if (!a.ok) return note('a');", "if (!order.ok) return note('b');"), head: within("if (!order.ok) return note('b');"), expected: ["2 warning guard `!a.ok` was removed"] },
    { name: "a guard whose question decides nothing any more", base: within("const a = load();", "if (!a.ok) return note('a');"), head: within("const b = load();", "if (!b.ok) note('b');"), expected: ["3 warning guard `!a.ok` was removed"] },
    { name: "a guard that asks for something else", base: within("const a = load();", "if (!a.ok) return note('a');"), head: within("const b = load();", "if (!b.done) return note('b');"), expected: ["3 warning guard `!a.ok` was removed"] },
    { name: "a guard without a receiver", base: within("const a = load();", "if (!a) return note('a');"), head: within("const b = load();", "if (!b) return note('b');"), expected: ["3 warning guard `!a` was removed"] },
    { name: "a function that went with its guard", base: `${within("if (a) return;")}export const other = 1;\n`, head: "export const other = 1;\n", expected: [] },
    { name: "a branch that does not leave", base: within("if (user.isAdmin) note(user);"), head: within(), expected: [] },
    { name: "a call that guards nothing", base: within("notify(user);"), head: within(), expected: [] },
    { name: "a guard in a test", path: "test/a.test.ts", base: within("if (!user.isAdmin) return;"), head: within(), expected: [] },
    { name: "a new guard", base: within(), head: within("if (!user.isAdmin) return;"), expected: [] },
  ]);
});

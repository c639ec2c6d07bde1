/** Lines that only a commit's mark knows have no claim to be carried by: history alone must hold them through changes of form and place. */
import { strict as assert } from "node:assert";
import type { OriginsDocument } from "../../src/app/session-types";
import { SupervisedRepository, check, countersign } from "./supervised-repository";

const CLAUDE = "\n\nCo-Authored-By: Claude <noreply@anthropic.com>";
const FUNCTION = [
  "export function settle(order: Order): Receipt {",
  "  if (order.isOpen) {",
  "    const total = order.lines.reduce((sum, line) => sum + line.price, 0);",
  "    if (total > order.limit) {",
  "      throw new LimitError(order.id);",
  "    }",
  "    charge(order.account, total);",
  "  }",
  "  notify(order);",
  "  return receiptOf(order);",
  "}",
];
const HEAD = ["import { charge } from './bank';", ""];

describe("lines known by their commit's mark alone", function () {
  this.timeout(120_000);
  let repository: SupervisedRepository;
  beforeEach(() => {
    repository = new SupervisedRepository();
    repository.write("a.ts", HEAD.join("\n") + "\n");
    repository.commit("base");
    repository.git("push", "-q", "origin", "HEAD:main");
    repository.git("checkout", "-q", "-b", "feature");
  });
  afterEach(() => repository.dispose());

  const commit = (message: string, ...lines: readonly string[]) => {
    repository.write("a.ts", `${lines.join("\n")}\n`);
    return repository.commit(message);
  };
  /** One letter a line of a.ts: `A` an assistant's, `a` mixed, `.` anything else. */
  const origins = () => {
    const document = JSON.parse(countersign(repository.folder, ["origins", "HEAD", "--files", "a.ts", "--format", "json"]).stdout) as OriginsDocument;
    const letters: string[] = [];
    for (const range of document.files[0]?.ranges ?? []) for (let line = range.start; line <= range.end; line++) letters[line - 1] = range.origin === "ai" ? "A" : range.origin === "mixed" ? "a" : ".";
    return letters.join("");
  };
  const indented = (lines: readonly string[]) => lines.map((line) => (line === "" ? line : `  ${line}`));

  it("are the assistant's after nobody indented them by two blanks", () => {
    commit(`feat: settle${CLAUDE}`, ...HEAD, ...FUNCTION);
    assert.equal(origins(), `..${"A".repeat(11)}`);
    const wrapped = FUNCTION.slice(1, -1);
    commit("guard", ...HEAD, FUNCTION[0] ?? "", "  if (order.user) {", ...indented(wrapped), "  }", "}");
    assert.equal(origins(), "..A.AAAAAAAAA.A", "only the condition and its bracket are new");
    commit("and again, in a class", ...HEAD, "export class Till {", ...indented([FUNCTION[0] ?? "", "  if (order.user) {", ...indented(wrapped), "  }", "}"]), "}");
    // Of the brackets at the very end git itself keeps the last one.
    assert.equal(origins().slice(0, -3), "...A.AAAAAAAAA");
    commit("and out of it", ...HEAD, ...FUNCTION);
    assert.equal(origins(), `..${"A".repeat(11)}`);
  });

  it("do not become the assistant's because it indented them", () => {
    commit("by hand", ...HEAD, ...FUNCTION);
    commit(`refactor: guard${CLAUDE}`, ...HEAD, FUNCTION[0] ?? "", "  if (order.user) {", ...indented(FUNCTION.slice(1, -1)), "  }", "}");
    assert.equal(origins(), "...A.........A.");
  });

  it("stay mixed where the indentation is part of the program", () => {
    const body = ["def settle(order):", "    total = sum(line.price for line in order.lines)", "    charge(order.account, total)"];
    repository.write("a.py", `${body.join("\n")}\n`);
    repository.commit(`feat: settle${CLAUDE}`);
    repository.write("a.py", `${[body[0], "    if order.is_open:", `    ${body[1] ?? ""}`, body[2]].join("\n")}\n`);
    repository.commit("only when open");
    const document = JSON.parse(countersign(repository.folder, ["origins", "HEAD", "--files", "a.py", "--format", "json"]).stdout) as OriginsDocument;
    assert.deepEqual(document.files[0]?.ranges.map(({ start, end, origin }) => `${start}-${end} ${origin}`), ["1-1 ai", "2-2 unknown", "3-3 mixed", "4-4 ai"]);
  });

  it("are the assistant's after somebody moved them within the file", () => {
    const other = ["export function other(): number {", "  return compute(17, 4);", "}"];
    commit("by hand", ...HEAD, ...other);
    commit(`feat: settle${CLAUDE}`, ...HEAD, ...other, ...FUNCTION);
    commit("settle first", ...HEAD, ...FUNCTION, "", ...other, "", "export const last = 1;");
    assert.equal(origins().slice(0, 13), `..${"A".repeat(11)}`);
    assert.equal(check(repository.folder, "--base", "origin/main").hunks.filter(({ kind }) => kind === "edit").length, 1, "and they are still owed for");
  });

  it("leave an assistant that swaps two lines of somebody else owing for it", () => {
    const lines = ["export function open(user: User): void {", "  assertAllowed(user, 'open the vault');", "  vault.openDoor(user.identifier);", "}"];
    commit("by hand", ...HEAD, ...lines);
    repository.git("push", "-q", "origin", "HEAD:main");
    commit(`perf: open sooner${CLAUDE}`, ...HEAD, lines[0] ?? "", lines[2] ?? "", lines[1] ?? "", "}");
    assert.equal(origins().replaceAll(".", "").length, 1);
    assert.ok(check(repository.folder, "--base", "origin/main").debt.minutes > 0, "a re-ordered check is a change, whoever wrote its lines");
  });
});

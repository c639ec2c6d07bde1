import { strict as assert } from "node:assert";
import { SHOP } from "./shop-repository";
import { ShopWindow } from "./shop-window";
import { until, untilEqual } from "./until";

const REASON = "typed it on the train, no assistant ran";
/** Lines of the shop that nobody claims. */
const TAX = { path: "src/tax.ts", startLine: 2, endLine: 4 } as const;

/** What a person says of who wrote a text: signed through a dialog, or marked with one click; by keyboard alone, and back. */
describe("who wrote it, as a person says", () => {
  const window = new ShopWindow();
  const debt = (): readonly string[] => window.shop.check().hunks.filter(({ state }) => state !== "signed-off").map(({ path, startLine, endLine, minutes }) => `${path}:${startLine}-${endLine} ${minutes}`);
  const debtBecomes = (expected: readonly string[], what: string): Promise<void> => untilEqual(expected, () => Promise.resolve(debt()), what);

  /** Runs a command that asks for a reason; none is refused, and the answer leads to a dialog whose default changes nothing. */
  const state = async (command: string, message: RegExp, place: string, fingerprint: string): Promise<void> => {
    const { workbench } = window;
    await workbench.runQuietly(command);
    await workbench.page.locator(".quick-input-widget .quick-input-title", { hasText: message }).waitFor();
    await workbench.page.keyboard.press("Enter");
    await workbench.page.locator(".quick-input-widget .quick-input-message", { hasText: "A statement needs a reason." }).waitFor();
    await workbench.answer(REASON);
    const dialog = await workbench.dialog();
    assert.match(dialog.message, message);
    assert.ok(dialog.detail.startsWith(`${place}\nReason: ${REASON}\n`), dialog.detail);
    assert.match(dialog.detail, /Signed by robin@shop\.example with .*signing_key/);
    assert.ok(dialog.detail.includes(fingerprint), dialog.detail);
    assert.match(dialog.detail, /it counts as self-declared/);
    assert.deepEqual([...dialog.buttons].sort(), ["Cancel", "Leave It", "Sign"]);
    assert.equal(await dialog.focused(), "Leave It", "Enter must not sign");
  };

  const QUESTION = /^No assistant wrote \d+ lines of src\/pay\.ts\?$/;
  const PLACE = `${SHOP.pay.path}, lines 1–11`;
  /** The cursor in the hunk, and what is owed with it. */
  const atPay = async (): Promise<readonly string[]> => {
    await window.open();
    const before = debt();
    assert.ok(before[0]?.startsWith(`${SHOP.pay.path}:1-11 `));
    await window.workbench.openFile(SHOP.pay.path);
    await window.workbench.goTo(5);
    return before;
  };

  it("This Is Not AI… takes a hunk from an assistant's account with a reason and a signature; Undo gives it back", async () => {
    const { workbench, shop } = window;
    const fingerprint = shop.useSigningKey();
    const before = await atPay();
    await state("Countersign: This Is Not AI…", QUESTION, PLACE, fingerprint);
    await workbench.screenshot("not-ai-dialog");
    await workbench.page.keyboard.press("Enter");
    await workbench.page.locator(".monaco-dialog-box").first().waitFor({ state: "hidden" });
    assert.deepEqual([shop.log().records, debt()], [[], before], "Leave It records nothing");

    await state("Countersign: This Is Not AI…", QUESTION, PLACE, fingerprint);
    await (await workbench.dialog()).press("Sign");
    await workbench.statusSays("Recorded and signed: who wrote it.");
    await debtBecomes(before.slice(1), "the debt without exactly that hunk");
    await until("no lens above it", async () => (await workbench.lenses()).length === 0);
    const [said, ...others] = shop.log().records;
    assert.deepEqual([said?.type, said?.criteria, said?.path, said?.reason, said?.key, said?.trust, said?.withdrawn, others.length], ["correction", ["not-ai"], SHOP.pay.path, REASON, fingerprint, "self-declared", false, 0]);
    const [raw] = shop.recordsBelow("refs/countersign/s/");
    assert.deepEqual([raw?.["type"], raw?.["path"], raw?.["crit"], raw?.["reason"]], ["correction", SHOP.pay.path, ["not-ai"], REASON]);
    assert.ok(!JSON.stringify(raw).includes("await send"), "no text of the file enters a ref");

    await workbench.runCommand("Countersign: Undo Last Verdict…");
    const undo = await workbench.dialog();
    assert.equal(undo.message, "Take back what you said last about who wrote a text?");
    assert.ok(undo.detail.includes(REASON) && undo.detail.includes("The records stay in the ledger"), undo.detail);
    assert.equal(await undo.focused(), "Leave It");
    await undo.press("Withdraw");
    await debtBecomes(before, "all of it owed again");
    await workbench.lens(/Unverified · Claude/);

  });

  it("Withdraw… at the lines takes back what was said of them, and the ledger keeps both", async () => {
    const { workbench, shop } = window;
    const fingerprint = shop.useSigningKey();
    const before = await atPay();
    await state("Countersign: This Is Not AI…", QUESTION, PLACE, fingerprint);
    await (await workbench.dialog()).press("Sign");
    await debtBecomes(before.slice(1), "the debt without it");
    await workbench.runCommand("Countersign: Withdraw…");
    const withdraw = await workbench.dialog();
    assert.equal(withdraw.message, `Withdraw what you said about who wrote line 5 of ${SHOP.pay.path}?`);
    assert.ok(withdraw.detail.startsWith(`robin@shop.example: ${REASON}`), withdraw.detail);
    assert.equal(await withdraw.focused(), "Leave It");
    await withdraw.press("Withdraw");
    await debtBecomes(before, "owed again");
    assert.deepEqual(shop.log().records.map(({ type, withdrawn }) => `${type} ${withdrawn}`).sort(), ["correction true", "withdrawn false"], "nothing is struck from the ledger");
  });

  it("This Is AI… makes debt of selected lines that nobody claimed, and its undo unclaims them", async () => {
    const { workbench, shop } = window;
    const fingerprint = shop.useSigningKey();
    await window.open();
    const before = debt();
    await workbench.openFile(TAX.path);
    await workbench.goTo(TAX.startLine);
    for (let line = TAX.startLine; line <= TAX.endLine; line++) await workbench.page.keyboard.press("Shift+ArrowDown");
    await state("Countersign: This Is AI…", /^An assistant wrote lines 2–4 of src\/tax\.ts\?$/, `${TAX.path}, lines 2–4`, fingerprint);
    await (await workbench.dialog()).press("Sign");
    await workbench.statusSays("Recorded and signed: who wrote it.");
    await until("the lines owed", () => Promise.resolve(debt().length === before.length + 1));
    const hunk = shop.check().hunks.find(({ path }) => path === TAX.path);
    assert.deepEqual([hunk?.startLine, hunk?.endLine, hunk?.evidence.map(({ source, detail }) => `${source}: ${detail}`)], [2, 4, [`manual: robin@shop.example says so: ${REASON}`]]);
    assert.ok((hunk?.minutes ?? 0) > 0);
    const [raw] = shop.recordsBelow("refs/countersign/s/");
    assert.deepEqual([raw?.["type"], raw?.["path"], raw?.["crit"], raw?.["reason"]], ["correction", TAX.path, ["ai"], REASON]);
    assert.deepEqual(shop.log().records.map(({ key, trust }) => [key, trust]), [[fingerprint, "self-declared"]]);
    await workbench.runCommand("Countersign: Undo Last Verdict…");
    await (await workbench.dialog()).press("Withdraw");
    await debtBecomes(before, "nothing owed for them");
    assert.equal(shop.check().unclaimed.lines, 3);
  });

  it("Mark as AI and Mark as Mine are one key each, recorded without a question, and each can be answered again", async () => {
    const { workbench, shop } = window;
    const fingerprint = shop.useSigningKey();
    // The editor's way to bring in lines at once without a word of where they are from.
    const block = (name: string): readonly string[] => [`export function ${name}(cents: number): number {`, `  const ${name}Rounded = Math.round(cents * 3);`, `  return ${name}Rounded;`, "}", ""];
    shop.write(".vscode/blocks.code-snippets", JSON.stringify(Object.fromEntries(["mine", "generated"].map((name) => [`block ${name}`, { prefix: `block-${name}`, body: block(name) }]))));
    await window.open();
    const before = debt();
    /** Brings in a block, and answers the question above it. */
    const insertAndAnswer = async (name: string, answer: string): Promise<void> => {
      await workbench.page.keyboard.press("Control+End");
      await workbench.runQuietly("Snippets: Insert Snippet", "Select a snippet");
      await workbench.takeOption(`block-${name}`);
      await workbench.lens(/^Unknown origin · 4 lines at once/);
      await workbench.save();
      await workbench.goTo(line(name));
      // What the save set off replaces the lenses once more: they are asked for when it is done.
      await workbench.screenshot(`unknown origin - ${answer}`);
      await workbench.lens(/^Unknown origin · 4 lines at once/);
      await until(`${answer} in the list of lenses`, async () => {
        await workbench.runQuietly("Show CodeLens Commands for Current Line", "Select a command");
        if (await workbench.isOffered(answer)) return true;
        await workbench.page.keyboard.press("Escape");
        return false;
      });
      await workbench.takeOption(answer);
    };
    const line = (name: string): number => shop.read(TAX.path).split("\n").findIndex((text) => text.includes(`function ${name}`)) + 1;
    const claimsOf = (): readonly unknown[] => shop.recordsBelow("refs/countersign/c/").filter(({ path }) => path === TAX.path);

    await workbench.openFile(TAX.path);
    await insertAndAnswer("mine", "Mark as Mine");
    await workbench.statusSays("Recorded as yours, on this machine.");
    await until("a person's lines", () => Promise.resolve(shop.originAt(TAX.path, line("mine")) === "human"));
    assert.deepEqual([debt(), claimsOf(), shop.log().records], [before, [], []], "no debt, and nothing leaves this machine");

    await insertAndAnswer("generated", "Mark as AI");
    await workbench.statusSays("Recorded as an assistant's.");
    const at = line("generated");
    await until("the lines owed", () => Promise.resolve(shop.check().hunks.some(({ path, startLine }) => path === TAX.path && startLine === at)));
    const hunk = shop.check().hunks.find(({ path }) => path === TAX.path);
    assert.deepEqual([hunk?.startLine, hunk?.endLine, hunk?.evidence.map(({ source }) => source)], [at, at + 3, ["manual"]]);
    const [claim, ...more] = claimsOf();
    assert.ok(typeof claim === "object" && claim !== null && "evidence" in claim && "kind" in claim);
    assert.deepEqual([claim.kind, claim.evidence, more.length], ["edit", { detail: "marked in the editor", source: "manual", tier: 1 }, 0]);
    assert.equal(shop.originAt(TAX.path, line("mine")), "human", "the other answer stands");

    // The way back from each: a signed statement, since neither outranks the other by itself.
    await workbench.goTo(at + 1);
    await workbench.lens(/Unverified/);
    await state("Countersign: This Is Not AI…", /^No assistant wrote 4 lines of src\/tax\.ts\?$/, `${TAX.path}, lines ${at}–${at + 3}`, fingerprint);
    await (await workbench.dialog()).press("Sign");
    await debtBecomes(before, "the mark is answered");
    await workbench.goTo(line("mine"));
    for (let count = 0; count < 4; count++) await workbench.page.keyboard.press("Shift+ArrowDown");
    await state("Countersign: This Is AI…", /^An assistant wrote lines \d+–\d+ of src\/tax\.ts\?$/, `${TAX.path}, lines ${line("mine")}–${line("mine") + 3}`, fingerprint);
    await (await workbench.dialog()).press("Sign");
    await until("what was marked as one's own, owed", () => Promise.resolve(shop.check().hunks.some(({ path, startLine }) => path === TAX.path && startLine === line("mine"))));
  });
});

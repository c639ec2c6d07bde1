import { strict as assert } from "node:assert";
import { testWeakened } from "../../../../src/checks/rules/test-weakened";
import type { NativeParser } from "../../../../src/checks/syntax/source-file";
import { loadParser } from "../parse";
import { introduced } from "./cases";

const test = (title: string, ...body: string[]) => `it("${title}", () => {\n${body.map((line) => `  ${line}\n`).join("")}});\n`;

describe("rewritten tests", () => {
  let parser: NativeParser;
  before(async () => {
    parser = await loadParser();
  });
  const told = (base: string, head: string) => introduced(parser, testWeakened, "src/a.test.ts", base, head).map(({ startLine, severity, message }) => `${startLine} ${severity}: ${message}`);
  const OTHERS = test("counts parcels", "expect(count()).toBe(1);") + test("prints labels", "expect(print()).toBe(1);");
  const GONE = test("closes the gate", "expect(gate()).toBe(1);", "expect(gate()).toBe(2);");
  const OLD = test("sends transcript messages while streaming audio", "expect(stream(audio, 1)).toBe(true);", "expect(transcript.text).toBe('hello');");

  const NEW = "sends every transcript to all of those who listen while streaming audio";

  it("are told at the new one, as worth a look", () => {
    const head = OTHERS + test(NEW, "const stream = open(audio);", "expect(stream.transcript).toEqual(['hello']);");
    assert.deepEqual(told(OTHERS + GONE + OLD, head).filter((one) => one.includes("rewritten")), ['7 warning: the test "sends transcript messages while streaming audio" was rewritten as "sends every transcript to all of those who listen while s…"']);
  });

  it("may say the title's words anywhere, where nearly all comes back that was asserted", () => {
    const old = test("passes the store flag", "expect(request.body.store).toBe(false);");
    const head = OTHERS + test("completes a prompt", "const flag = passes(store);", "expect(request.body.store).toBe(false);", "expect(a).toBe(flag);");
    assert.deepEqual(told(OTHERS + GONE + old, head).filter((one) => one.includes("store flag")), ['7 warning: the test "passes the store flag" was rewritten as "completes a prompt"']);
    const unnamed = head.replace("passes(store)", "1").replace("flag", "one").replace("flag", "one");
    assert.deepEqual(told(OTHERS + GONE + old, unnamed).filter((one) => one.includes("store flag")), ['8 error: the test "passes the store flag" was deleted']);
  });

  it("that assert less than half are errors", () => {
    const long = test("sends transcript messages while streaming audio", ...[1, 2, 3, 4, 5].map((n) => `expect(stream(audio, ${n})).toBe(true);`));
    const half = (count: number) => OTHERS + test(NEW, ...[1, 2, 3].slice(0, count).map((n) => `expect(stream(audio, ${n + 10})).toEqual(true);`), "go();");
    assert.match(told(OTHERS + GONE + long, half(2)).find((one) => one.includes("rewritten")) ?? "", /error: .* which asserts less: 2 of 5 assertions$/);
    assert.match(told(OTHERS + GONE + long, half(3)).find((one) => one.includes("rewritten")) ?? "", /warning: [^,]*$/);
  });

  it("are none of another title, with other assertions, or skipped", () => {
    const none = (head: string, old = OLD) => assert.deepEqual(told(OTHERS + GONE + old, OTHERS + head).filter((one) => one.includes("rewritten")), []);
    none(test("rejects a basket", "expect(stream(audio, 1)).toBe(false);", "expect(basket).toBe(1);"));
    none(test(NEW, "open(basket);"), test("sends transcript messages while streaming audio", "assertFrames(frames.length, 3, wanted.fps, shape.of(codec));"));
    none(test(NEW, "expect(stream(audio, 2)).toBe(true);").replace("it(", "it.skip("));
    none(test(NEW, "expect(stream(audio, 2)).toBe(true);"), OLD.replace("it(", "it.skip("));
  });

  it("a new test stands for one lost test, the one that is most alike", () => {
    const two = OLD + test("sends transcript messages while streaming video", "expect(stream(video, 1)).toBe(true);", "expect(transcript.text).toBe('hello');");
    const shown = told(OTHERS + GONE + two, OTHERS + test(NEW.replace("audio", "video"), "expect(stream(video, 2).transcript).toBe('hello');"));
    assert.deepEqual(shown.map((one) => one.split(": ")[1]?.slice(0, 60)), ['the test "closes the gate" was deleted', 'the test "sends transcript messages while streaming audio" wa', 'the test "sends transcript messages while streaming video" wa'].map((one) => one.slice(0, 60)));
    assert.equal(shown.filter((one) => one.includes("rewritten")).length, 1);
    assert.ok(shown.some((one) => one.includes('streaming video" was rewritten')));
  });

  it("a new test whose title has the words of several stands for the one whose beginning it shares", () => {
    const old = (kind: string) => test(`sends ${kind} transcript messages while audio runs`, "expect(stream(audio, 1)).toBe(true);", "expect(transcript.text).toBe('hello');");
    const head = OTHERS + test("sends late transcript messages and no early one", "expect(stream(audio, 2).transcript.text).toBe('hello');");
    for (const both of [old("early") + old("late"), old("late") + old("early")]) assert.deepEqual(told(OTHERS + GONE + both, head).filter((one) => one.includes("rewritten")).map((one) => one.slice(0, 50)), ['7 warning: the test "sends late transcript message'.slice(0, 50)]);
  });

  it("are not looked for among hundreds", () => {
    const many = (count: number, verb: string) => Array.from({ length: count }, (_, index) => test(`${verb} number${index}`, `expect(f(${index}, ${verb.length})).toBe("n${index}");`)).join("");
    const count = (lost: number, added: number) => told(many(lost, "takes the"), many(added, "gets a")).filter((one) => one.includes("rewritten")).length;
    assert.ok(count(20, 20) > 0);
    assert.equal(count(301, 20), 0);
    assert.equal(count(20, 301), 0);
  });
});

/**
 * Random histories in which each line is one character that is written once, by one writer: so whose it is can be read
 * off the text, whatever git did to it. The model knows nothing of how claims are carried. Long runs:
 * COUNTERSIGN_HISTORIES=200 npx mocha out/test/e2e/scenario-property.test.js
 */
import { strict as assert } from "node:assert";
import { removeTemplates, ScenarioWorld } from "./scenarios/scenario-world";
import { randomNumbers } from "./temporary-repository";

const HISTORIES = Number(process.env["COUNTERSIGN_HISTORIES"] ?? "8");
const STEPS = 14;
/** From U+4E00 on: one character a line, none of them twice. */
const FIRST_CHARACTER = 0x4e00;
const FILES = ["f", "g"] as const;
const WRITERS = ["A", "A", "B", "W", "S", "P", "N"] as const;

type Writer = (typeof WRITERS)[number] | "base";

/** One random history in a world of its own. */
class RandomHistory {
  readonly steps: string[] = [];
  private readonly writerOf = new Map<string, Writer>();
  private readonly world = new ScenarioWorld();
  private readonly random: () => number;
  private next = FIRST_CHARACTER;
  private branches = 0;

  constructor(seed: number) {
    this.random = randomNumbers(seed);
  }

  async play(): Promise<void> {
    try {
      await this.step(`base ${FILES.map((path) => `${path}=${this.fresh(12, "base")}`).join(" ")}`);
      for (let count = 0; count < STEPS; count++) await this.randomStep();
      await this.step("commit");
      for (const path of FILES) await this.check(path);
    } finally {
      this.world.dispose();
    }
  }

  private pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.random() * from.length)] as T;
  }

  private fresh(count: number, writer: Writer): string {
    let text = "";
    for (let at = 0; at < count; at++) {
      const character = String.fromCodePoint(this.next++);
      this.writerOf.set(character, writer);
      text += character;
    }
    return text;
  }

  private async step(step: string): Promise<void> {
    this.steps.push(step);
    await this.world.step(step);
  }

  private text(path: string): string {
    return this.world.read(path).split("\n").join("");
  }

  private async randomStep(): Promise<void> {
    const kind = this.random();
    if (kind < 0.5) return this.write();
    if (kind < 0.62) return this.step("commit");
    if (kind < 0.68) return this.step("settle");
    if (kind < 0.74) return this.commitThen("git commit -q --amend --allow-empty -m amended");
    if (kind < 0.79) return this.commitThen("git reset -q --soft HEAD~1", "commit");
    if (kind < 0.84) return this.stashed();
    return this.pick([() => this.branched("rebase"), () => this.branched("merge"), () => this.branched("squash"), () => this.branched("cherry-pick")])();
  }

  /** Insert, delete, move, at random places; each new line is a character never used before. */
  private async write(path: string = this.pick(FILES)): Promise<void> {
    const writer = this.pick(WRITERS);
    const lines = [...this.text(path)];
    const at = Math.floor(this.random() * (lines.length + 1));
    const change = this.random();
    if (change < 0.7 || lines.length < 6) lines.splice(at, 0, this.fresh(1 + Math.floor(this.random() * 4), writer));
    else if (change < 0.85) lines.splice(at, 2);
    else lines.splice(Math.floor(this.random() * lines.length), 0, ...lines.splice(at, 3));
    await this.step(`${writer} ${path}=${lines.join("")}`);
  }

  private async commitThen(...steps: readonly string[]): Promise<void> {
    await this.write();
    for (const step of ["commit", ...steps]) await this.step(step);
  }

  private async stashed(): Promise<void> {
    await this.step("commit");
    await this.write("f");
    if (this.world.git("status", "--porcelain") === "") return;
    await this.step("git stash -q");
    await this.write("g");
    await this.step("commit");
    await this.step("git stash pop -q");
  }

  /** Two commits on a branch, one on main in the other file, brought together. */
  private async branched(how: "rebase" | "merge" | "squash" | "cherry-pick"): Promise<void> {
    const branch = `branch-${this.branches++}`;
    await this.step("commit");
    await this.step(`git checkout -q -b ${branch}`);
    await this.write("f");
    await this.step("commit");
    await this.write("f");
    await this.step("commit");
    await this.step("git checkout -q main");
    await this.write("g");
    await this.step("commit");
    if (how === "merge") return this.step(`git merge -q --no-edit ${branch}`);
    if (how === "cherry-pick") return this.step(`git cherry-pick --allow-empty main..${branch}`);
    if (how === "squash") {
      await this.step(`git merge -q --squash ${branch}`);
      return this.step("commit");
    }
    await this.step(`git checkout -q ${branch}`);
    await this.step("git rebase -q main");
    await this.step("git checkout -q main");
    await this.step(`git merge -q --ff-only ${branch}`);
  }

  private async check(path: string): Promise<void> {
    const text = [...this.text(path)];
    const [inWorkTree = "", atHead = ""] = await this.world.owners(path, [null, "HEAD"]);
    assert.equal(inWorkTree, atHead, "the work tree is as HEAD");
    text.forEach((character, index) => {
      const writer = this.writerOf.get(character) ?? "base";
      const assistant = writer === "W" || writer === "S" ? "A" : writer;
      const letter = inWorkTree[index] ?? "";
      const wanted = assistant === "A" || assistant === "B" ? [assistant] : assistant === "P" ? ["P", "."] : ["."];
      // A line in the place of one that an assistant wrote and nobody ever committed may be its edit: nobody can tell.
      const isDoubtful = assistant !== "A" && assistant !== "B" && (letter === "a" || letter === "b") && [index - 1, index + 1].some((at) => "ABab".includes(inWorkTree[at] ?? "-"));
      assert.ok(wanted.includes(letter) || isDoubtful, `${path}:${index + 1} ${character} was written by ${writer} and is said to be ${letter}\n${text.join("")}\n${inWorkTree}`);
    });
  }
}

describe("random histories", function () {
  this.timeout(600_000);
  after(removeTemplates);

  for (let seed = 1; seed <= HISTORIES; seed++) {
    it(`an assistant's line is never another's, nor another's an assistant's: seed ${seed}`, async () => {
      const history = new RandomHistory(seed);
      try {
        await history.play();
      } catch (error) {
        throw new Error(`${error instanceof Error ? error.message : String(error)}\n${history.steps.join("\n")}`, { cause: error });
      }
    });
  }
});

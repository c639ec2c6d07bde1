/**
 * A month whose every figure can be computed by hand: who wrote, who signed and who wrote over which lines on which day. Two files,
 * 18 lines by an assistant. The tests beside it hold the numbers.
 */
import { contentIdOf, contextOf, keysOf, splitLines } from "../../src/core/fingerprint/lines";
import type { NewVerdict } from "../../src/core/ports";
import { GitLedger } from "../../src/ledger/git-ledger";
import { readPrivateKey, generateKey } from "../../src/ledger/ssh/private-key";
import { GitProcess } from "../../src/platform/git-process";
import { sampleVerdict, signerOf } from "../unit/ledger/support";
import { TemporaryRepository } from "./temporary-repository";

const MARK = "\n\nCo-Authored-By: Claude <noreply@anthropic.com>";

export const MONTH = ["--since", "2026-03-01", "--until", "2026-03-31"] as const;

export class KnownHistory extends TemporaryRepository {
  private one = Array.from({ length: 10 }, (_, index) => `const alpha${index + 1} = ${index + 1};`);
  private two = Array.from({ length: 6 }, (_, index) => `export const beta${index + 1} = "${"b".repeat(index + 3)}";`);

  /** The whole month, in days. */
  async build(): Promise<this> {
    this.save("2026-03-02", "owners", { ".github/CODEOWNERS": "/src/a/ @ada\n" });
    this.save("2026-03-02", `alpha${MARK}`, { "src/a/one.ts": this.one });
    this.save("2026-03-04", `beta${MARK}`, { "src/b/two.ts": this.two });
    await this.sign("2026-03-05", "src/a/one.ts", this.one, 0, 4);
    this.one.splice(8, 2, "export function nine(): string { return 'written by hand'; }");
    this.save("2026-03-10", "fix: nine", { "src/a/one.ts": this.one });
    this.one[0] = "export function first(): void { throw new Error('not alpha'); }";
    this.one[7] = "export class Eighth { readonly kind = 'other'; }";
    this.save("2026-03-12", `again${MARK}`, { "src/a/one.ts": this.one });
    await this.sign("2026-03-16", "src/b/two.ts", this.two, 0, 6);
    // The same again ten seconds later, over a finding and without a note: two signals.
    await this.sign("2026-03-16", "src/b/two.ts", this.two, 0, 6, { at: "15:00:10", verdict: { risk: { level: "medium", rules: ["error-swallowed"], score: 9 } } });
    this.two[1] = 'export const beta2 = "bbbbbbbb";';
    this.save("2026-03-17", "longer", { "src/b/two.ts": this.two });
    await this.sign("2026-03-18", "src/b/two.ts", this.two, 1, 2, { verdict: { type: "waiver", basis: "accepted-risk", criteria: [], reason: "the release can't wait", deadline: "2026-03-25T00:00:00Z" } });
    return this;
  }

  save(day: string, message: string, files: Readonly<Record<string, string | readonly string[]>>): void {
    for (const [path, text] of Object.entries(files)) this.write(path, typeof text === "string" ? text : text.map((line) => line + "\n").join(""));
    const date = `${day}T12:00:00+00:00`;
    this.gitAt(date, "add", "-A");
    this.gitAt(date, "commit", "-q", "-m", message);
  }

  /** Signs lines of a file as they stand, with a key that nobody enrolled. */
  async sign(day: string, path: string, text: readonly string[], from: number, to: number, more: { readonly at?: string; readonly verdict?: Partial<NewVerdict> } = {}): Promise<void> {
    const reading = readPrivateKey(generateKey("ada").privateKey);
    if (reading.kind !== "usable") throw new Error(`the key is ${reading.kind}`);
    const keys = keysOf(path, splitLines(text.join("\n")));
    const lines = keys.all.slice(from, to);
    const verdict = sampleVerdict(0, { path, contentId: contentIdOf(lines), tokenId: null, sequence: lines.map((line) => line.key), context: contextOf(keys, from, to), lines: lines.length, risk: { level: "low", rules: [], score: 0 }, ...more.verdict });
    const ledger = new GitLedger({ git: new GitProcess(this.folder), cloneId: "clone-1", tool: "countersign/test", configuredRepositoryId: () => Promise.resolve(null) });
    await ledger.appendBatch({ signer: "ada@example.org", at: `${day}T${more.at ?? "15:00:00"}Z`, verdicts: [verdict] }, signerOf(reading.privateKey));
  }
}

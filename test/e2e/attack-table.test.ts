/**
 * Which test holds each row of the attack table: those of reference/ledger.md 3.1, of the incidents named there and of the list in
 * "Sign-off that holds". A row names its tests by their titles, and a title that is nowhere fails; so does an attack test that no row names.
 */
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "./supervised-repository";

const PAY = "e2e/attacks.test.ts";
const AVOID = "e2e/attacks-avoidance.test.ts";
const CORRECT = "e2e/corrections.test.ts";
const UNREADABLE = "e2e/unreadable-files.test.ts";
const EDITOR = "integration/walk.test.ts";
const DIALOG = "ui/walk.test.ts";

interface Row {
  readonly attack: string;
  readonly tests: readonly (readonly [file: string, title: string])[];
  /** What the design does not stop, as the README says too; the test shows it passing. */
  readonly residual?: string;
  /** The run with the defence switched off, where it is a test of its own. */
  readonly off?: readonly [file: string, title: string];
}

const TABLE: readonly Row[] = [
  { attack: "no sign-off", tests: [[PAY, "no sign-off at all; with Ann's the gate passes"]] },
  { attack: "unsigned record", tests: [[PAY, "an unsigned record, in its own lane and slipped into a lane of signed ones"]] },
  { attack: "own key in Ann's name; own key added to allowed_signers", tests: [[PAY, "the agent's own key in Ann's name, then enrolled by the pull request itself"]] },
  { attack: "policy weakened, deleted, or brought in by a rename", tests: [[PAY, "a weaker policy in the pull request: lowered, renamed into place, deleted"]] },
  { attack: "policy rolled back", tests: [[PAY, "a policy of old: a branch that starts before the rules were tightened"]] },
  { attack: "symlinked configuration", tests: [[PAY, "a symlink in the policy's place"]] },
  { attack: "Ann's signature for another hunk", tests: [[PAY, "her signature over another hunk"]] },
  { attack: "Ann's git commit signature", tests: [[PAY, "her git commit signature: another namespace"]] },
  { attack: "replay: a record for another repository", tests: [[PAY, "her sign-off of the same text in another repository"], [CORRECT, "replays Ann's correction from another repository"]] },
  { attack: "future and past clocks, revoked keys", tests: [[PAY, "a key that was taken back, whatever date the batch bears"]] },
  { attack: "refs edited, rewound or deleted", tests: [[PAY, "dropped batches: a gap is no verdict, a lost lane is debt"]], residual: "a lost last batch looks like one that never was" },
  { attack: "mosaic of approved lines; homoglyph path", tests: [[PAY, "a mosaic of approved lines, and an approved function at a path that only looks the same"]] },
  { attack: "guard deleted in an approved hunk", tests: [[PAY, "a guard deleted from an approved hunk, lines swapped, one line changed"]] },
  { attack: "hooks that run sign; environment variables unset; the unlocked key used", tests: [[PAY, "a git hook that runs sign; an agent's own shell, with a terminal"]], residual: "whoever can use the unlocked key signs as its owner" },
  { attack: "an extension that executes our commands with arguments", tests: [[EDITOR, "signs nothing whatever arguments another extension calls our commands with: they wait for the dialog"]], off: [DIALOG, "marks with one key each, and signs all verdicts as one batch"] },
  { attack: "a pull request that only deletes", tests: [[AVOID, "a pull request that only deletes a guard, and one that deletes the file"]] },
  { attack: "an approved removal replayed elsewhere", tests: [[AVOID, "an approved removal of a guard, replayed on the same guard elsewhere"]] },
  { attack: "human-edit events sent by an agent", tests: [[AVOID, "human-edit events sent by an agent over what its own hook has told"], [AVOID, "human-edit events instead of its own, and edits through a shell that nobody watched"]], residual: "what nobody claimed is unclaimed: `assume-ai` counts it" },
  { attack: "edits through a shell nobody watched", tests: [[AVOID, "human-edit events instead of its own, and edits through a shell that nobody watched"]] },
  { attack: "journal and claims edited or deleted", tests: [[AVOID, "claims deleted from the refs and the journal, under a base that assumes the worst"]] },
  { attack: "linguist-generated and other attributes", tests: [[AVOID, "attributes that hide a file: linguist-generated, binary, -diff"]] },
  { attack: "generated patterns, exclusions and sources at the head", tests: [[AVOID, "generated patterns and exclusions widened in the pull request, sources switched off there"]] },
  { attack: "a generator's mark", tests: [[AVOID, "a generator's mark at the top of its own code"]] },
  {
    attack: "This Is Not AI by an agent",
    tests: [
      [AVOID, "an approval with the note that it is not AI: unsigned, and by a key nobody enrolled"],
      [AVOID, "This Is Not AI, by a key nobody enrolled"],
      [CORRECT, "is refused by the command line, with and without a terminal"],
      [CORRECT, "signs with a key of its own: signed, not enrolled, and nothing more"],
      [CORRECT, "plants a correction without a signature, with its own, and under Ann's name"],
      [CORRECT, "replays it onto other text: a copy, another file, an edit, and the same text written again later"],
      [CORRECT, "moves the corrected text to a file of its own"],
      [CORRECT, "takes a hunk from an assistant's account, and gives it back, visibly"],
    ],
  },
  { attack: "an assertion-free test for the coverage factor", tests: [[AVOID, "an assertion-free test beside the code: no test lowers what is owed"], [AVOID, "an assertion-free test under a base that reads coverage: it is believed once somebody answered for it"]] },
  { attack: "COUNTERSIGN_* variables, replaced objects, git configuration", tests: [[AVOID, "variables of every name, replaced objects, grafts and the repository's own git configuration"]] },
  { attack: "a line break in a file's name, past every pattern", tests: [[AVOID, "a file that no pattern seems to match: a line break in its name, and in its folder's"]] },
  { attack: "a NUL or a byte that is no UTF-8 in a comment", tests: [[UNREADABLE, "a byte that is no text does not pay for what an assistant's hook told, nor for a marked commit's"]] },
  { attack: "source that is no UTF-8, deleted by an assistant", tests: [[UNREADABLE, "a byte that is no text does not hide what an assistant deletes"]] },
  { attack: "a name that is no UTF-8; two entries of one name in a tree", tests: [[UNREADABLE, "a name that is no UTF-8 hides nothing"], [UNREADABLE, "a tree with two entries of one name is no tree to judge"]] },
  { attack: "grafts by which the base descends from the change", tests: [[UNREADABLE, "grafts, in the repository or by a variable, give no commit another parent"]], off: [UNREADABLE, "grafts, in the repository or by a variable, give no commit another parent"] },
];

describe("the attack table", () => {
  const sources = new Map([PAY, AVOID, UNREADABLE, CORRECT, EDITOR, DIALOG].map((file) => [file, readFileSync(join(PROJECT, "test", file), "utf8")]));
  const titlesOf = (file: string): readonly string[] => [...(sources.get(file) ?? "").matchAll(/^\s+it\("((?:[^"\\]|\\.)*)"/gm)].map(([, title]) => JSON.parse(`"${title ?? ""}"`) as string);

  for (const { attack, tests } of TABLE) {
    it(`has its test: ${attack}`, () => {
      assert.ok(tests.length > 0);
      for (const [file, title] of tests) assert.ok(titlesOf(file).includes(title), `${file} has no test "${title}"`);
    });
  }

  it("names every attack test", () => {
    const named = new Set(TABLE.flatMap(({ tests }) => tests.map(([file, title]) => `${file} ${title}`)));
    for (const file of [PAY, AVOID, UNREADABLE]) for (const title of titlesOf(file)) assert.ok(named.has(`${file} ${title}`), `no row names "${title}" of ${file}`);
  });

  it("runs each row with its defence switched off as well", () => {
    for (const { attack, tests, off, residual } of TABLE) {
      if (off !== undefined) assert.ok(titlesOf(off[0]).includes(off[1]), `${off[0]} has no test "${off[1]}"`);
      const beside = tests.some(([file, title]) => {
        const text = sources.get(file) ?? "";
        const from = text.indexOf(`it(${JSON.stringify(title)}`);
        const next = text.indexOf("\n  it(", from + 1);
        return /passes\(|passesByLines\(|--policy-ref|assert\.equal\(.*"pass"/.test(text.slice(from, next < 0 ? undefined : next));
      });
      // A residual row passes with the defence on: its test shows that.
      assert.ok(beside || off !== undefined || residual !== undefined, `${attack}: no run with the defence off`);
    }
  });
});

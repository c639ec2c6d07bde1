import { strict as assert } from "node:assert";
import { cpuMilliseconds } from "./cpu-time";
import { bringsForeignText } from "../../../src/sources/git-commands";

describe("shell commands by which git itself changes files", () => {
  for (const command of ["git stash pop", "cd x && git checkout main", "git checkout -b new origin/main", "git pull --rebase", "git -C sub merge topic", "git reset --hard HEAD~1", "(git switch main)", "git -c a.b=c rebase main", "npm test; git restore .", "git stash"]) {
    it(`yes: ${command}`, () => assert.equal(bringsForeignText(command), true));
  }
  for (const command of ["git checkout -b feature && sed -i s/a/b/ x", "git switch -c feature", "git stash list", "git reset HEAD~1", "git commit -am 'merge: pull'", "git log --merge-base", "echo digit merge", "sed -i s/x/y/ a", "git add -A && git status", "legit pull"]) {
    it(`no: ${command}`, () => assert.equal(bringsForeignText(command), false));
  }
  it("stays fast on hostile commands", () => {
    const start = cpuMilliseconds();
    bringsForeignText("git " + "-c a ".repeat(50_000));
    bringsForeignText("git --a".repeat(20_000));
    bringsForeignText("git " + "--a-".repeat(50_000));
    assert.ok(cpuMilliseconds() - start < 2000);
  });
});

import { strict as assert } from "node:assert";
import picomatch from "picomatch";
import { GlobWork } from "../../../src/core/glob-work";
import { Selectors } from "../../../src/checks/architecture/selectors";
import { boundedMatcher } from "../../../src/checks/graph/bounded-globs";
import { matcherOf } from "../../../src/app/path-filter";
import { readCodeOwners } from "../../../src/app/code-owners";
import { MemorySnapshot } from "../checks/memory-snapshot";
import { CountersignError } from "../../../src/core/model";

const HOSTILE: readonly (readonly [glob: string, path: string])[] = [
  ["*a*a*a*a*a*a*a*a*a*a*b", "a".repeat(200)],
  ["src/*a*a*a*a*.ts", `src/${"a".repeat(250)}`],
  ["**/a/**/a/**/a/**/a/**/b", "a/".repeat(500)],
  ["**/a/**/a/**/*-*-*", `${"a/".repeat(100)}${"-".repeat(100)}`],
  ["+(a)+(a)+(a)+(a)+(a)b", "a".repeat(250)],
  ["<one>-<two>-<three>-<four>-<five>", "-".repeat(250)],
];

/** What people write, on paths as they are. */
const USUAL = ["**/*.ts", "src/**/domain/**", "!**/src/**/{application,services}/**/{domain,model}/**", "**/*{.,_,-}{test,spec,e2e,cy}.*", "packages/*/src/*-*.*.ts", "**/__tests__/**/*.{ts,tsx}", "src/features/<feature>/<part>/**"];
const LONG = `packages/a-rather-long-name-of-a-package/src/modules/checkout/application/services/price-calculation/${"deeper/".repeat(12)}a-name-with-many-parts-in-it.service.spec.ts`;

describe("globs that would never end", () => {
  for (const [glob, path] of HOSTILE) {
    it(`${glob} is refused on such a path, and means nothing in a manifest`, () => {
      assert.equal(new GlobWork(glob).isTooMuch(path), true);
      assert.equal(boundedMatcher([glob])(path), false);
      assert.throws(() => new Selectors({}).matches(glob, path), (error) => error instanceof CountersignError && error.code === "configuration" && error.message.includes(glob));
    });
  }

  for (const [glob, path] of HOSTILE.filter(([one]) => !one.includes("<"))) {
    it(`${glob} supervises more rather than less, and owns nothing`, async () => {
      assert.equal(matcherOf([glob])(path), false);
      assert.equal(matcherOf([glob], true)(path), true);
      assert.equal((await readCodeOwners(new MemorySnapshot({ CODEOWNERS: `* @all\n${glob} @one\n` }))).ownerOf(path), "@all");
    });
  }

  it("what people write is never refused, and means what it meant", () => {
    for (const glob of USUAL) assert.equal(new GlobWork(glob).isTooMuch(LONG), false, glob);
    for (const glob of USUAL.filter((one) => !one.startsWith("!") && !one.includes("<"))) assert.equal(new Selectors({}).matches(glob, LONG), picomatch(glob, { dot: true })(LONG), glob);
    assert.equal(boundedMatcher(["packages/*", "apps/**"])("apps/x/y"), true);
    assert.equal(boundedMatcher([])("a"), false);
  });
});

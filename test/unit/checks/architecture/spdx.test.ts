import { strict as assert } from "node:assert";
import { isLicenceAllowed } from "../../../../src/checks/architecture/spdx";

describe("licence expressions", () => {
  const allowed = ["MIT", "Apache-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"];
  const yes = ["MIT", "mit", "(MIT)", "MIT OR GPL-3.0", "GPL-3.0 OR MIT", "MIT AND Apache-2.0", "(GPL-3.0 OR MIT) AND Apache-2.0", "GPL-3.0 AND GPL-2.0 OR MIT", "GPL-2.0-only WITH Classpath-exception-2.0", "Apache-2.0 WITH LLVM-exception", "((MIT))"];
  const no = ["GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Apache-2.0) AND GPL-3.0", "GPL-3.0 AND (MIT OR Apache-2.0)", "GPL-2.0-only", "GPL-2.0-only WITH other-exception", "", "MIT GPL-3.0", "SEE LICENSE IN MIT", "UNLICENSED", "OR", "("];
  for (const expression of yes) it(`allows ${expression}`, () => assert.equal(isLicenceAllowed(allowed, expression), true));
  for (const expression of no) it(`refuses ${expression === "" ? "nothing at all" : expression}`, () => assert.equal(isLicenceAllowed(allowed, expression), false));
});

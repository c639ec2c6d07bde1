/**
 * Projects of each TypeScript by shape: what their manifests and tsconfigs say, and syntax that each brought. Nothing is
 * installed; the compiler that Countersign ships reads them all. `npm run bench -- --only typescript` installs the real ones.
 */
import { strict as assert } from "node:assert";
import { TemporaryRepository } from "./temporary-repository";
import { BROKEN, checkShape, inWords, SHAPES } from "./typescript-shapes";

describe("projects of TypeScript", function () {
  this.timeout(120_000);

  for (const shape of SHAPES) {
    it(shape.name, () => {
      const repository = new TemporaryRepository();
      try {
        const document = checkShape(repository, shape);
        assert.deepEqual(inWords(document), BROKEN);
        assert.deepEqual(document.findings.find(({ rule }) => rule === "exported-api-changed")?.related.map(({ path }) => path), ["src/service.ts"]);
        assert.deepEqual(document.notChecked.filter(({ what }) => what !== "risk rules"), []);
      } finally {
        repository.dispose();
      }
    });
  }
});

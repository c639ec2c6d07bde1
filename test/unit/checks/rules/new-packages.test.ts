import { strict as assert } from "node:assert";
import { inventedPackage } from "../../../../src/checks/rules/invented-package";
import { NO_FACTS } from "../../../../src/checks/rules/project-facts";
import { powerfulFile } from "../../../../src/checks/rules/powerful-file";
import { loadParser } from "../parse";
import { introduced } from "./cases";

describe("packages that a change takes in", () => {
  const manifest = (sections: object) => JSON.stringify(sections, null, 2);
  const told = async (base: object | null, head: object, declaredBefore?: readonly string[], path = "package.json") => {
    const facts = declaredBefore === undefined ? NO_FACTS : { ...NO_FACTS, declaredBefore };
    const found = introduced(await loadParser(), powerfulFile, path, base === null ? null : manifest(base), manifest(head), facts);
    return found.map(({ severity, message }) => `${severity} ${message}`);
  };

  it("tells a package that runs with the program, and one that runs on people's machines", async () => {
    const head = { dependencies: { plinket: "^1.0.0" }, devDependencies: { brindle: "2.0.0" }, optionalDependencies: { marrow: "~3" } };
    assert.deepEqual(await told({}, head, ["tessel"]), [
      "error takes in `plinket`, which this repository did not use before: it runs with the program's rights",
      "error takes in `marrow`, which this repository did not use before: it runs with the program's rights",
      "warning takes in `brindle`, which this repository did not use before: it runs on people's machines and in pipelines",
    ]);
  });
  it("tells a new manifest's packages, too", async () => {
    assert.deepEqual(await told(null, { dependencies: { plinket: "1" } }, ["tessel"]), ["error takes in `plinket`, which this repository did not use before: it runs with the program's rights"]);
  });
  it("calls a package of tests no error", async () => {
    assert.deepEqual(await told(null, { dependencies: { plinket: "1" } }, ["tessel"], "e2e/package.json"), ["warning takes in `plinket`, which this repository did not use before: it runs on people's machines and in pipelines"]);
  });
  it("calls a package of an example that is not published no error", async () => {
    const head = { private: true, dependencies: { plinket: "1" } };
    const mild = ["warning takes in `plinket`, which this repository did not use before: it runs on people's machines and in pipelines"];
    const severe = ["error takes in `plinket`, which this repository did not use before: it runs with the program's rights"];
    for (const folder of ["examples/a", "example", "packages/a/examples/b", "fixtures"]) assert.deepEqual(await told(null, head, ["tessel"], `${folder}/package.json`), mild, folder);
    for (const folder of ["packages/examples-runner", "examples.d", "apps/demo", "apps/site"]) assert.deepEqual(await told(null, head, ["tessel"], `${folder}/package.json`), severe, folder);
    for (const published of [false, "true", undefined]) assert.deepEqual(await told(null, { ...head, private: published }, ["tessel"], "examples/a/package.json"), severe, String(published));
    assert.deepEqual(await told(null, head, ["tessel"]), severe);
  });
  it("calls what an example runs at install an error", async () => {
    assert.deepEqual(await told(null, { private: true, scripts: { postinstall: "moss" } }, ["tessel"], "examples/a/package.json"), ["error the script `postinstall` runs on people's machines"]);
  });
  it("calls a further package of a publisher that was trusted no error", async () => {
    assert.deepEqual(await told({}, { dependencies: { "@plinket/b": "1" } }, ["@plinket/a"]), ["warning takes in `@plinket/b`, which this repository did not use before: it runs with the program's rights"]);
    assert.deepEqual(await told({}, { dependencies: { "@plinket/b": "1" } }, ["plinket"]), ["error takes in `@plinket/b`, which this repository did not use before: it runs with the program's rights"]);
  });
  it("calls one that was installed for another package's sake no error", async () => {
    const facts = { ...NO_FACTS, declaredBefore: ["tessel"], lockedBefore: ["plinket"] };
    const found = introduced(await loadParser(), powerfulFile, "package.json", "{}", manifest({ dependencies: { plinket: "1", marrow: "1" } }), facts);
    assert.deepEqual(
      found.map(({ severity, message }) => `${severity} ${message}`),
      ["warning takes in `plinket`, which came only with other packages before: it runs with the program's rights", "error takes in `marrow`, which this repository did not use before: it runs with the program's rights"],
    );
  });
  it("says nothing of what the repository used, of another version, of its own packages, of types", async () => {
    assert.deepEqual(await told({}, { dependencies: { plinket: "1" } }, ["plinket"]), []);
    assert.deepEqual(await told({ dependencies: { plinket: "1" } }, { dependencies: { plinket: "2" } }, ["tessel"]), []);
    assert.deepEqual(await told({}, { dependencies: { plinket: "workspace:*" } }, ["tessel"]), []);
    assert.deepEqual(await told({}, { devDependencies: { "@types/plinket": "1" } }, ["tessel"]), []);
  });
  it("judges the package that stands under another name", async () => {
    assert.deepEqual(await told({}, { dependencies: { "plinket-v2": "npm:plinket@2.0.0" } }, ["plinket"]), []);
    assert.deepEqual(await told({}, { devDependencies: { plinket: "npm:@types/plinket@2.0.0" } }, ["tessel"]), []);
    assert.deepEqual(await told({}, { dependencies: { plinket: "npm:marrow" } }, ["plinket"]), ["error takes in `marrow` under the name `plinket`, which this repository did not use before: it runs with the program's rights"]);
    assert.deepEqual(await told({ dependencies: { plinket: "1" } }, { dependencies: { plinket: "npm:marrow@1" } }, ["plinket"]), ["error takes in `marrow` under the name `plinket`, which this repository did not use before: it runs with the program's rights"]);
    assert.deepEqual(await told({}, { dependencies: { plinket: "npm:@marrow/b@1" } }, ["@marrow/a"]), ["warning takes in `@marrow/b` under the name `plinket`, which this repository did not use before: it runs with the program's rights"]);
  });
  it("looks for the package that stands under another name in the lockfiles", async () => {
    const parser = await loadParser();
    const missing = (version: string, locked: readonly string[], base: string | null = null) => introduced(parser, inventedPackage, "package.json", base, manifest({ dependencies: { plinket: version } }), { ...NO_FACTS, locked }).map(({ message }) => message);
    assert.deepEqual(missing("npm:marrow@2", ["marrow"]), []);
    assert.deepEqual(missing("npm:marrow@2", ["plinket"]), ["`marrow` is in no lockfile of this repository: nobody installed it here"]);
    assert.deepEqual(missing("npm:marrow@2", [], manifest({ dependencies: { plinket: "1" } })), ["`marrow` is in no lockfile of this repository: nobody installed it here"]);
    assert.deepEqual(missing("npm:lodahs@2", ["lodahs"]), ["`lodahs` is a slip away from `lodash`"]);
  });
  it("says nothing where the base is not known or had no packages, nor of what is no manifest", async () => {
    assert.deepEqual(await told({}, { dependencies: { plinket: "1" } }), []);
    assert.deepEqual(await told({}, { dependencies: { plinket: "1" } }, []), []);
    assert.deepEqual(await told({}, { dependencies: { plinket: 1 } }, ["tessel"]), []);
    assert.deepEqual(introduced(await loadParser(), powerfulFile, "package.json", null, "", { ...NO_FACTS, declaredBefore: ["tessel"] }), []);
  });
});

import { strict as assert } from "node:assert";
import { Project, ts } from "ts-morph";
import { LIBRARIES, languageLibraries } from "../../../../src/checks/semantic/language-libraries";

const LANGUAGE = ["lib.es2022.d.ts", "lib.dom.d.ts"];

/** Types of expressions, as the compiler prints them, and how many names the world has. */
function read(project: Project): readonly string[] {
  const file = project.createSourceFile("/r/a.ts", 'export const a = fetch("x"), b = [1].map(String), c = Promise.all([1]), d = document.createElement("canvas").getContext("2d"), e = new Map([[1, "a"]]).entries(), f = crypto.subtle.digest("a", new Uint8Array()), g = navigator.clipboard.readText();');
  const checker = project.getTypeChecker();
  const types = file.getVariableDeclarations().map((one) => checker.getTypeText(one.getType()));
  const names = checker.compilerObject.getSymbolsInScope(file.compilerNode, ts.SymbolFlags.Value | ts.SymbolFlags.Type).length;
  return [...types, String(names), String(project.getProgram().compilerObject.getSyntacticDiagnostics().length)];
}

describe("the language's libraries without their documentation", function () {
  this.timeout(60_000);

  it("say the same of every type and name", () => {
    const compilerOptions = { strict: true, target: ts.ScriptTarget.ES2022, lib: LANGUAGE, types: [] };
    const project = new Project({ useInMemoryFileSystem: true, compilerOptions, libFolderPath: LIBRARIES });
    const texts = languageLibraries(LANGUAGE);
    for (const [name, text] of texts) project.getFileSystem().writeFileSync(`${LIBRARIES}/${name}`, text);
    const found = read(project);
    assert.deepEqual(found, read(new Project({ useInMemoryFileSystem: true, compilerOptions })));
    assert.match(found[0] ?? "", /Promise<Response>/);
    assert.ok(Number(found[found.length - 2]) > 1_000 && texts.size > 20);
  });
});

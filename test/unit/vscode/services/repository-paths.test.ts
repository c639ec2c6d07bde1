import { strict as assert } from "node:assert";
import { RepositoryPaths } from "../../../../src/vscode/services/repository-paths";

describe("RepositoryPaths", () => {
  it("maps both ways below the root, and nothing outside", () => {
    const paths = new RepositoryPaths("/home/me/work", "/home/me/work", "linux");
    assert.equal(paths.toRepositoryPath("/home/me/work/src/a.ts"), "src/a.ts");
    assert.equal(paths.toUriPath("src/a.ts"), "/home/me/work/src/a.ts");
    assert.equal(paths.toRepositoryPath("/home/me/workshop/a.ts"), null);
    assert.equal(paths.toRepositoryPath("/home/me/work"), null);
  });

  it("knows the root when a folder inside the repository was opened", () => {
    const paths = new RepositoryPaths("/home/me/work", "/home/me/work/packages/app/", "linux");
    assert.equal(paths.toRepositoryPath("/home/me/work/packages/app/a.ts"), "packages/app/a.ts");
  });

  it("spells the root as the editor does where a symbolic link leads to it", () => {
    const top = new RepositoryPaths("/private/tmp/work", "/tmp/work", "darwin");
    assert.equal(top.toUriPath("a.ts"), "/tmp/work/a.ts");
    const inside = new RepositoryPaths("/private/tmp/work", "/tmp/work/packages/app", "darwin");
    assert.equal(inside.toRepositoryPath("/tmp/work/packages/app/a.ts"), "packages/app/a.ts");
  });

  it("ignores case on Windows only", () => {
    assert.equal(new RepositoryPaths("/C:/Work", "/c:/work", "win32").toRepositoryPath("/c:/WORK/a.ts"), "a.ts");
    assert.equal(new RepositoryPaths("/Work", "/Work", "linux").toRepositoryPath("/work/a.ts"), null);
  });
});

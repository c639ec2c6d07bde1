import { strict as assert } from "node:assert";
import { Uri, commands, env, window } from "vscode";
import { editorLink } from "../../src/report/check-report";
import { WORKSPACE } from "../fixtures/workspace";
import { activated, closeAll, snapshotOf, until } from "./extension";

describe("a link of the pull request's comment", () => {
  before(closeAll);
  afterEach(closeAll);

  /** The address in the comment, under the scheme of the product that runs here. */
  const addressIn = (link: string): string => {
    const address = new URL(link).searchParams.get("url") ?? "";
    assert.match(address, /^vscode:\/\/countersign\.countersign\/hunk\?hunk=h1%3A[0-9a-f]{64}/);
    return address.replace(/^vscode:/, `${env.uriScheme}:`);
  };
  const follow = (address: string) => commands.executeCommand("vscode.open", Uri.parse(address, true));
  const inSight = () => {
    const editor = window.activeTextEditor;
    return editor === undefined ? null : `${editor.document.uri.path.split("/").slice(-2).join("/")}:${editor.selection.active.line + 1}`;
  };

  it("opens its hunk", async () => {
    const item = snapshotOf(await activated()).items.find(({ hunk }) => hunk.path === WORKSPACE.risky.path) ?? assert.fail("the example's risky hunk is not there");
    await follow(addressIn(editorLink(item.hunk)));
    await until("the hunk is in sight", () => inSight() === `${WORKSPACE.risky.path}:${WORKSPACE.risky.startLine}`);
  });

  it("opens the place where the hunk has changed meanwhile, and nothing outside of the repository", async () => {
    const [item] = snapshotOf(await activated()).items;
    assert.ok(item);
    const changed = { ...item.hunk, id: `h1:${"0".repeat(64)}`, path: WORKSPACE.harmless.path, startLine: 2 };
    await follow(addressIn(editorLink(changed)));
    await until("the place is in sight", () => inSight() === `${WORKSPACE.harmless.path}:2`);
    await closeAll();
    for (const path of ["../../../etc/passwd", "/etc/passwd", "..\\..\\x", "src/%00"]) {
      await follow(addressIn(editorLink({ ...changed, path })));
      await new Promise((done) => setTimeout(done, 300));
      assert.equal(window.activeTextEditor?.document.uri.path.includes("passwd") ?? false, false, path);
    }
  });
});

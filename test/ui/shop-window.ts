import { strict as assert } from "node:assert";
import { EditorSession } from "./editor-session";
import type { EditorOptions } from "./editor-session";
import { ShopRepository } from "./shop-repository";
import type { WorkbenchPage } from "./workbench-page";

/** What the tests of a file share: one editor for all, and a repository made anew for each. */
export class ShopWindow {
  private current: { readonly editor: EditorSession } | null = null;
  private repository: ShopRepository | null = null;

  /** Registers mocha's hooks in the suite that calls it. `make` builds each test's repository; null where it needs none. */
  constructor(options: EditorOptions = {}, make: (() => ShopRepository) | null = () => ShopRepository.complete()) {
    before(async () => {
      this.current = { editor: await EditorSession.start(options) };
    });
    after(() => this.current?.editor.stop());
    beforeEach(() => {
      this.repository = make?.() ?? null;
    });
    const shown = (): WorkbenchPage => this.workbench;
    afterEach(async function () {
      if (this.currentTest?.state === "failed") {
        await shown().screenshot(`failed - ${this.currentTest.title}`);
      } else {
        assert.deepEqual(await shown().notifications(), [], "no notification came that nobody asked for");
      }
    });
    afterEach(() => {
      this.repository?.dispose();
      this.repository = null;
    });
  }

  get editor(): EditorSession {
    assert.ok(this.current, "the editor was not started");
    return this.current.editor;
  }

  get workbench(): WorkbenchPage {
    return this.editor.workbench;
  }

  get shop(): ShopRepository {
    assert.ok(this.repository, "this test has no repository");
    return this.repository;
  }

  /** Opens the shop and waits until its hunks are there, and the line that comes last. */
  async open(): Promise<void> {
    await this.workbench.open(this.shop.folder);
    await this.workbench.row(/^hunk 1 of /);
    await this.workbench.row(/^History, /);
  }

  /** Opens a file and signs off the hunk at a line, through the dialog. */
  async signOff(path: string, line: number): Promise<void> {
    await this.workbench.openFile(path);
    await this.workbench.goTo(line);
    await this.workbench.runCommand("Countersign: Sign Off…");
    await (await this.workbench.dialog()).press("Sign Off");
    await this.workbench.row(/^Signed Off, /);
  }
}

import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot, testHost } from "./host";
import type { Browser, Server } from "./host";
import { WorkbenchPage } from "./workbench-page";

export interface EditorOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly workspaceTrust?: boolean;
  /** On top of the tests' own. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** More arguments of VS Code's server. */
  readonly serverArguments?: readonly string[];
}

/** Long enough for a busy machine; every wait ends as soon as its condition holds. */
const STEP_TIMEOUT = 30_000;

/** One server and one browser, for all tests of a file: each test opens its own folder. */
export class EditorSession {
  private constructor(
    private readonly directory: string,
    private readonly server: Server,
    private readonly browser: Browser,
    readonly workbench: WorkbenchPage,
  ) {}

  static async start(options: EditorOptions = {}): Promise<EditorSession> {
    const { startServer, startBrowser, workbenchUrl } = await testHost();
    const directory = realpathSync(mkdtempSync(join(tmpdir(), "countersign-editor-")));
    const server = await startServer({
      directory,
      // No key, no configuration of the machine: what a person's first start is like.
      environment: { XDG_CONFIG_HOME: undefined, GIT_CONFIG_NOSYSTEM: "1", ...options.environment },
      extraArguments: options.serverArguments ?? [],
      settings: { "workbench.reduceMotion": "on", ...options.settings },
      workspaceTrust: options.workspaceTrust ?? false,
    });
    try {
      const browser = await startBrowser({ directory });
      browser.page.setDefaultTimeout(STEP_TIMEOUT);
      const workbench = new WorkbenchPage(browser.page, (folder) => workbenchUrl(server, { folder, extension: projectRoot }));
      return new EditorSession(directory, server, browser, workbench);
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Id of the process group of VS Code's server. */
  get serverProcess(): number {
    return this.server.processId;
  }

  async stop(): Promise<void> {
    await this.browser.stop();
    await this.server.stop();
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

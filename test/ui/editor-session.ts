import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { projectRoot, testHost } from "./host";
import type { Browser, Server } from "./host";
import { WorkbenchPage } from "./workbench-page";

export interface EditorOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly workspaceTrust?: boolean;
  /** On top of the tests' own. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Folder to load the extension from: the project's own by default, none where null. */
  readonly extension?: string | null;
  /** Folders of other extensions, which are there as if they were built in: the workbench loads one under development. */
  readonly others?: readonly string[];
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
    private readonly addressOf: (folder: string) => string,
    /** Where a folder opens without our extension, and with all others. */
    readonly addressWithout: (folder: string) => string,
  ) {}

  static async start(options: EditorOptions = {}): Promise<EditorSession> {
    const { startServer, startBrowser, workbenchUrl } = await testHost();
    const directory = realpathSync(mkdtempSync(join(tmpdir(), "countersign-editor-")));
    const builtIn = join(directory, "builtin-extensions");
    mkdirSync(builtIn);
    for (const other of options.others ?? []) symlinkSync(other, join(builtIn, basename(other)));
    const server = await startServer({
      directory,
      // No key, no configuration of the machine: what a person's first start is like.
      environment: { XDG_CONFIG_HOME: undefined, GIT_CONFIG_NOSYSTEM: "1", ...options.environment },
      extraArguments: options.serverArguments ?? [],
      // Most tests look at hunks of every risk; those of the setting itself begin with its default.
      settings: { "workbench.reduceMotion": "on", "countersign.codeLens": "all", ...options.settings },
      workspaceTrust: options.workspaceTrust ?? false,
    });
    try {
      const browser = await startBrowser({ directory });
      browser.page.setDefaultTimeout(STEP_TIMEOUT);
      const extension = options.extension === undefined ? projectRoot : options.extension;
      const addressOf = (folder: string): string => workbenchUrl(server, extension === null ? { folder } : { folder, extension });
      return new EditorSession(directory, server, browser, new WorkbenchPage(browser.page, addressOf), addressOf, (folder) => workbenchUrl(server, { folder }));
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Another window of the same person, empty yet. */
  async secondWindow(): Promise<WorkbenchPage> {
    const page = await this.browser.context.newPage();
    page.setDefaultTimeout(STEP_TIMEOUT);
    return new WorkbenchPage(page, this.addressOf);
  }

  /** Holds the server's data and logs. */
  get folder(): string {
    return this.directory;
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

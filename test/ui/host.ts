import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * The test host is JavaScript with a package.json of its own (test/host), so that neither its types nor Playwright's are
 * there before it is installed. These are the parts that the tests use, named as Playwright names them.
 */

/** The project's folder, from which the tests run. */
export const projectRoot = process.cwd();

/** A name of an accessible role. */
export type Role = "table" | "combobox" | "heading" | "img" | "button" | "option" | "tab" | "treeitem" | "checkbox" | "dialog" | "link";

/** As much of the page's DOM as the tests read: the project's own code knows no DOM, and its types would blur Node's. */
export interface PageElement {
  readonly textContent: string | null;
  readonly className: string;
  getAttribute(name: string): string | null;
  getBoundingClientRect(): { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };
  getAnimations(options: { readonly subtree: boolean }): readonly { readonly playState: string }[];
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

/** `document` within a function that runs in the page. */
export interface PageDocument extends Pick<PageElement, "querySelector" | "querySelectorAll"> {
  readonly activeElement: PageElement | null;
}

export interface Locator {
  locator(selector: string, options?: { readonly hasText?: string | RegExp }): Locator;
  getByRole(role: Role, options?: { readonly name?: string | RegExp; readonly exact?: boolean }): Locator;
  getByText(text: string | RegExp): Locator;
  filter(options: { readonly hasText?: string | RegExp }): Locator;
  first(): Locator;
  nth(index: number): Locator;
  count(): Promise<number>;
  click(options?: { readonly button?: "left" | "right"; readonly modifiers?: readonly "Shift"[]; readonly timeout?: number }): Promise<void>;
  hover(): Promise<void>;
  focus(): Promise<void>;
  fill(text: string, options?: { readonly timeout?: number }): Promise<void>;
  selectOption(value: string): Promise<unknown>;
  press(key: string, options?: { readonly timeout?: number }): Promise<void>;
  isVisible(): Promise<boolean>;
  innerText(): Promise<string>;
  allInnerTexts(): Promise<string[]>;
  allTextContents(): Promise<string[]>;
  getAttribute(name: string): Promise<string | null>;
  waitFor(options?: { readonly state?: "visible" | "hidden" | "attached" | "detached"; readonly timeout?: number }): Promise<void>;
  evaluate<T>(callback: (element: PageElement) => T): Promise<T>;
  evaluateAll<T>(callback: (elements: PageElement[]) => T): Promise<T>;
  ariaSnapshot(): Promise<string>;
}

/** A frame inside a page; a webview is two of them, one in the other. */
export interface FrameLocator extends Pick<Locator, "locator" | "getByRole" | "getByText"> {
  frameLocator(selector: string): FrameLocator;
}

/** A frame that scripts can be run in. */
export interface Frame extends Pick<Locator, "locator"> {
  url(): string;
  evaluate<T>(callback: (() => T) | string): Promise<T>;
}

export interface Page extends Pick<Locator, "locator" | "getByRole" | "getByText"> {
  context(): { newPage(): Promise<Page> };
  readonly keyboard: {
    press(key: string): Promise<void>;
    type(text: string): Promise<void>;
    insertText(text: string): Promise<void>;
  };
  readonly mouse: {
    /** In pixels from the page's top left corner. */
    move(x: number, y: number): Promise<void>;
  };
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  close(): Promise<void>;
  evaluate<T>(callback: () => T | Promise<T>): Promise<T>;
  screenshot(options: { readonly path: string; readonly fullPage?: boolean; readonly clip?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } }): Promise<unknown>;
  setViewportSize(size: { readonly width: number; readonly height: number }): Promise<void>;
  setDefaultTimeout(milliseconds: number): void;
  on(event: "pageerror", listener: (error: Error) => void): void;
  on(event: "request", listener: (request: { url(): string }) => void): void;
  frameLocator(selector: string): FrameLocator;
  frames(): readonly Frame[];
  mainFrame(): Frame;
  emulateMedia(options: { readonly media?: "screen" | "print"; readonly colorScheme?: "light" | "dark"; readonly forcedColors?: "active" | "none" }): Promise<void>;
}

export interface Server {
  readonly address: string;
  /** Id of its process group. */
  readonly processId: number;
  readonly settingsFile: string;
  readonly directory: string;
  stop(): Promise<void>;
}

export interface Browser {
  readonly context: { newPage(): Promise<Page> };
  readonly page: Page;
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly directory: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly extraArguments?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly theme?: string;
  readonly workspaceTrust?: boolean;
}

interface WorkbenchModule {
  startServer(options: ServerOptions): Promise<Server>;
  startBrowser(options: { readonly directory: string; readonly viewport?: { readonly width: number; readonly height: number } }): Promise<Browser>;
  workbenchUrl(server: Server, target: { readonly folder?: string; readonly extension?: string; }): string;
}

/** test/host/workbench.mjs, from the project and not from the transpiled copy, whose packages are not installed. */
export async function testHost(): Promise<WorkbenchModule> {
  return (await import(pathToFileURL(join(projectRoot, "test/host/workbench.mjs")).href)) as WorkbenchModule;
}

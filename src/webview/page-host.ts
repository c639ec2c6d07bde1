/** Where the page runs: in the editor, which has a tree and a clipboard, or as a file of its own. */
import type { FromPage, PageData, PageState, ToPage } from "../protocol/panel-messages";

interface EditorApi {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: PageState): void;
}

declare function acquireVsCodeApi(): EditorApi;

export interface PageHost {
  /** False in a file: there is no tree to show hunks in. */
  readonly isEditor: boolean;
  readonly state: PageState;
  readonly data: PageData | null;
  listen(receive: (message: ToPage) => void): void;
  send(message: FromPage): void;
  remember(state: PageState): void;
  copy(text: string): Promise<boolean>;
}

export function pageHost(): PageHost {
  return typeof acquireVsCodeApi === "function" ? editorHost(acquireVsCodeApi()) : fileHost();
}

function editorHost(api: EditorApi): PageHost {
  const state = api.getState();
  return {
    isEditor: true,
    state: typeof state === "object" && state !== null ? state : {},
    data: null,
    listen: (receive) => window.addEventListener("message", (event: MessageEvent<ToPage>) => receive(event.data)),
    send: (message) => api.postMessage(message),
    remember: (kept) => api.setState(kept),
    copy: (text) => {
      api.postMessage({ type: "copy", text });
      return Promise.resolve(true);
    },
  };
}

function fileHost(): PageHost {
  const text = document.getElementById("countersign-facts")?.textContent ?? "null";
  return {
    isEditor: false,
    state: {},
    data: JSON.parse(text) as PageData | null,
    listen: () => undefined,
    send: () => undefined,
    remember: () => undefined,
    copy: async (copied) => {
      try {
        await navigator.clipboard.writeText(copied);
        return true;
      } catch {
        // A browser may refuse; then the text is shown to be copied by hand.
        return false;
      }
    },
  };
}

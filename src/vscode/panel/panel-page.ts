import { randomBytes } from "node:crypto";
import { Uri, env, l10n } from "vscode";
import type { Webview } from "vscode";

/** The page's frame: one script of ours, by nonce, nothing from anywhere else, and its words where the editor speaks another language. */
export function panelPage(webview: Webview, extension: Uri, title: string): string {
  const nonce = randomBytes(18).toString("base64url");
  const script = webview.asWebviewUri(Uri.joinPath(extension, "dist", "webview.js")).toString();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${l10n.bundle === undefined ? "en" : env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.replace(/[&<>"']/g, "")}</title>
</head>
<body>
<script type="application/json" id="countersign-words">${embedded(l10n.bundle ?? {})}</script>
<countersign-panel></countersign-panel>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}

/** JSON within a page: nothing of it can end the element that it stands in. */
function embedded(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

import { randomBytes } from "node:crypto";
import { Uri } from "vscode";
import type { Webview } from "vscode";

/** The page's frame: one script of ours, by nonce, and nothing from anywhere else. */
export function panelPage(webview: Webview, extension: Uri, title: string): string {
  const nonce = randomBytes(18).toString("base64url");
  const script = webview.asWebviewUri(Uri.joinPath(extension, "dist", "webview.js")).toString();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.replace(/[&<>"']/g, "")}</title>
</head>
<body>
<countersign-panel></countersign-panel>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}

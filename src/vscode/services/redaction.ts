/** Takes out of a text what could say who or what it is about: addresses, paths, ids, secrets in addresses. No `vscode` here. */
export function redacted(text: string): string {
  return text
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, "<e-mail>")
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, "<address>")
    .replace(/(?:[A-Za-z]:)?[^\s"'`()<>,;:=[\]{}]*[\\/][^\s"'`()<>,;:=[\]{}]*/g, (path) => (/^\d+\/\d+$/.test(path) ? path : "<path>"))
    .replace(/\b[0-9a-f]{12,}\b/gi, "<id>")
    .replace(/SHA256:[\w+/=]{20,}/g, "<key>");
}

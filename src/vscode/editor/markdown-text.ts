/**
 * Text of a repository, a tool or a person as Markdown that shows it and nothing more: no link, picture, heading or HTML
 * comes out of it. Unlike the editor's own `appendText` it leaves spaces alone, so that lines wrap between words, and what
 * means nothing inside a line (dashes, parentheses), so that the source reads well too.
 */
export function plainMarkdown(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/[\\`*_[\]<>~|]/g, "\\$&")
    .replace(/^(\s*)([-+#=])/, "$1\\$2")
    .replace(/^(\s*\d+)([.)])/, "$1\\$2");
}

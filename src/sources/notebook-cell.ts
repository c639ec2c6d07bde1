/**
 * The text of a cell as its lines stand in an .ipynb file: a JSON list of strings, each with its line end, in the
 * usual indentation of one blank a level (nbformat, Jupyter and VS Code write it so).
 */
export function notebookLines(source: string): string {
  if (source === "") return "";
  const lines = source.replace(/\r\n/g, "\n").split("\n");
  if (lines[lines.length - 1] === "") lines.pop();
  const last = lines.length - 1;
  return lines
    .map((line, index) => "    " + (index === last && !source.endsWith("\n") ? JSON.stringify(line) : JSON.stringify(line + "\n") + (index === last ? "" : ",")))
    .map((line) => line + "\n")
    .join("");
}

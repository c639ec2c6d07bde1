/** A text without white space and without the last comma of a list that is laid out in lines: what a formatter changes where lines are allowed to be longer. */
export function withoutLayout(text: string): string {
  return text.replace(/,(\s+)(?=[)\]}])/g, (comma, space: string) => (space.includes("\n") ? "" : comma)).replace(/\s+/g, "");
}

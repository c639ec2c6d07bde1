/** A text without white space and without a list's last commas: what a formatter changes where lines are allowed to be longer. */
export function withoutLayout(text: string): string {
  return text.replace(/\s+/g, "").replace(/,(?=[)\]}])/g, "");
}

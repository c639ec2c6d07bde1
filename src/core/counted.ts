/** Numbers in sentences, the same in every locale. */

/** `1 hunk`, `2 hunks`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${groupedNumber(count)} ${count === 1 ? noun : plural}`;
}

/** Thousands by commas, in every locale the same: the reporters' bytes depend on nothing but their input. */
export function groupedNumber(value: number): string {
  return String(value).replace(/\B(?<!\.\d*)(?=(?:\d{3})+(?!\d))/g, ",");
}

/** A part of a text keeps all of it in memory; a copy of the part does not. */
export function ownCopy(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}

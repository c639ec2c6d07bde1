/** Code or a title as a message quotes it: as it is up to 60 characters, else its first 57. */
export function short(words: string): string {
  return words.length > 60 ? `${words.slice(0, 57)}…` : words;
}

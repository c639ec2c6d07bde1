/** Position of the quote that closes the string which opens at `start`, on the same line; -1 where none does. */
export function endOfString(line: string, start: number): number {
  const quote = line[start];
  for (let position = start + 1; position < line.length; position++) {
    if (line[position] === "\\") position += 1;
    else if (line[position] === quote) return position;
  }
  return -1;
}

/** Folders of programs that show something: nobody's program takes them in, and their data is nobody's. */
const EXAMPLES = /(^|\/)(examples?|fixtures)\//;

export function isOfExample(path: string): boolean {
  return EXAMPLES.test(path);
}

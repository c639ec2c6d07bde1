/** What the tests' assistants write: a query built from text, which is high risk, a sum, which is low, and a shop to write it in. */
export const FILES = { "src/send.ts": "export const send = (cents: number) => cents;\n", "package.json": '{"name":"shop"}\n' };

export const LOAD = `export async function load(database: { query(text: string): Promise<unknown> }, id: string): Promise<unknown> {
  return database.query("select * from orders where id = " + id);
}
`;

export const SUM = `export function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
`;

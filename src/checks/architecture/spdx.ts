/**
 * Whether a licence expression is satisfied by the allowed licences: one side of each OR, both of each AND, brackets
 * first, and `X WITH exception` as one name or as X alone (SPDX 2.3, annex D). What is no expression is not allowed.
 */
export function isLicenceAllowed(allowed: readonly string[], expression: string): boolean {
  const names = new Set(allowed.map((one) => one.toLowerCase()));
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const word = () => (tokens[at] ?? "").toUpperCase();
  const single = (): boolean => {
    if (tokens[at] === "(") {
      at++;
      const inner = either();
      if (tokens[at] === ")") at++;
      return inner;
    }
    const name = (tokens[at++] ?? "").toLowerCase();
    if (word() !== "WITH") return names.has(name);
    const exception = (tokens[at + 1] ?? "").toLowerCase();
    at += 2;
    return names.has(`${name} with ${exception}`) || names.has(name);
  };
  const both = (): boolean => {
    let holds = single();
    while (word() === "AND") {
      at++;
      // The right side is read in any case.
      holds = single() && holds;
    }
    return holds;
  };
  const either = (): boolean => {
    let holds = both();
    while (word() === "OR") {
      at++;
      holds = both() || holds;
    }
    return holds;
  };
  const holds = either();
  return holds && at === tokens.length;
}

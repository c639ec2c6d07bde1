/** Words of who may do what, and of input that was checked: a guard that names one of them protects more than a corner case. */
export const PROTECTIVE = /auth|permi(t|ssion)|allow|forbid|denied|\brole|admin|owner|token|session|csrf|verif|signature|sanit|escape|locked|disabled|tenant|scope|credential|password|secret|expired|revoked/i;

/** What keeps something out, by its name: where its tests went with it, that is to be seen. */
export const PROTECTS = /auth(?!or)|permi(t|ssion)|forbid|den(y|ied)|csrf|verif|signature|saniti|escape|validat|restrict|guard/i;

/** A condition that asks whether something is valid: `!validateSlug(name)`, and not `revalidate(cache)`. */
export const VALIDATING = /(?:(?<![A-Za-z])v|(?<!In|Re|De)V)alidat\w*\s*\(/;

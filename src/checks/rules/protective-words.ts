/** Words of who may do what, and of input that was checked: a guard that names one of them protects more than a corner case. */
export const PROTECTIVE = /auth|permi(t|ssion)|allow|forbid|denied|\brole|admin|owner|token|session|csrf|verif|signature|sanit|escape|locked|disabled|tenant|scope|credential|password|secret|expired|revoked/i;

/** A condition that asks whether something is valid: `!validateSlug(name)`, and not `invalidate(cache)`. */
export const VALIDATING = /(?<!in)validat\w*\s*\(/i;

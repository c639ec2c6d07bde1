/** Keys that their issuers give to browsers: they name a project and open nothing by themselves. */

/** As Stripe, PostHog, Clerk and Supabase mark them. */
const PUBLISHABLE = /^(?:pk_(?:live|test)_|phc_|sb_publishable_)[A-Za-z0-9_-]+$/;

/** Whether a value is such a key, and its name does not say that it is kept. */
export function isPublishable(name: string, value: string): boolean {
  return PUBLISHABLE.test(value) && !/secret|passw|pwd|private|sign/i.test(name);
}

/** Whether a JSON Web Token says of itself that it is for whoever did not sign in. Unreadable ones say nothing. */
export function isAnonymous(token: string): boolean {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    return typeof claims === "object" && claims !== null && "role" in claims && claims.role === "anon";
  } catch {
    return false;
  }
}

import type { AttributedFile } from "../core/attribution/evidence";
import { unclaimedOf } from "../core/debt/fold";
import type { Hunk } from "../core/model";
import type { Configuration } from "../core/policy/configuration-types";
import type { Snapshot } from "../core/ports";
import { ownerSigners, readCodeOwners } from "./code-owners";
import { matcherOf } from "./path-filter";

/** Which parts of the tree a file belongs to, and who owns it, where the policy asks for either; the base's CODEOWNERS says. */
export async function placement({ policy }: Configuration, base: Snapshot | null, namesOwners: boolean): Promise<{ areasOf(path: string): Pick<Hunk, "areas">; ownersOf(path: string): Pick<Hunk, "owners" | "ownedBy"> }> {
  const areas = policy.paths.map(({ name, files }) => ({ name, matches: matcherOf(files, true) }));
  const wantsOwners = [policy.require, ...policy.paths.map(({ require }) => require)].some((require) => Object.values(require).some(({ owner }) => owner));
  const owners = (wantsOwners || namesOwners) && base !== null ? await readCodeOwners(base) : null;
  return {
    areasOf: (path) => (areas.length === 0 ? {} : { areas: areas.filter(({ matches }) => matches(path)).map(({ name }) => name) }),
    ownersOf: (path) => ({
      ...(wantsOwners ? { owners: ownerSigners(owners?.ownersOf(path) ?? [], policy.people) } : {}),
      ...(namesOwners && owners !== null && owners.ownersOf(path).length > 0 ? { ownedBy: owners.ownerOf(path) } : {}),
    }),
  };
}

/** Changed lines of unknown origin in each part of the tree. */
export function unclaimedByArea(files: readonly AttributedFile[], { policy }: Configuration): ReadonlyMap<string, number> {
  return new Map(
    policy.paths.map(({ name, files: globs }) => {
      const matches = matcherOf(globs, true);
      return [name, unclaimedOf(files.filter(({ path }) => matches(path)), "shared").lines];
    }),
  );
}

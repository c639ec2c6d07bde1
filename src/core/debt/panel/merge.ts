/** Facts of several repositories as one: what is added is freed, so an organisation needs the memory of its sums. */
import type { PanelFacts } from "./facts";

export function mergeFacts(one: PanelFacts, other: PanelFacts): PanelFacts {
  const modules = joined(one.modules, other.modules);
  const owners = joined(one.owners, other.owners);
  const authors = joined(one.authors.map(keyOf), other.authors.map(keyOf));
  const signers = joined(one.signers, other.signers.map((signer) => (/^signer \d+$/.test(signer) ? `${other.repositories[0]?.name ?? ""} ${signer}` : signer)));
  const repositories = one.repositories.length;
  const batches = one.verdicts.reduce((most, verdict) => Math.max(most, verdict.batch + 1), 0);
  const place = <T extends { readonly repository: number; readonly module: number; readonly owner: number }>(fact: T): T => ({ ...fact, repository: fact.repository + repositories, module: modules.indexes[fact.module] ?? 0, owner: owners.indexes[fact.owner] ?? 0 });
  const author = <T extends { readonly author: number }>(fact: T): T => ({ ...fact, author: authors.indexes[fact.author] ?? 0 });
  return {
    schema: one.schema,
    asOf: Math.max(one.asOf, other.asOf),
    repositories: [...one.repositories, ...other.repositories],
    modules: modules.names,
    owners: owners.names,
    authors: authors.names.map((name) => {
      const [assistant = "", model] = name.split("\0");
      return { assistant, model: model ?? null };
    }),
    signers: signers.names,
    spans: [...one.spans, ...other.spans.map((span) => author(place(span)))],
    added: [...one.added, ...other.added.map(place)],
    items: [...one.items, ...other.items.map((item) => author(place(item)))],
    verdicts: [...one.verdicts, ...other.verdicts.map((verdict) => ({ ...place(verdict), signer: signers.indexes[verdict.signer] ?? 0, batch: verdict.batch + batches }))],
  };
}

function keyOf({ assistant, model }: PanelFacts["authors"][number]): string {
  return model === null ? assistant : `${assistant}\0${model}`;
}

function joined(names: readonly string[], added: readonly string[]): { readonly names: readonly string[]; readonly indexes: readonly number[] } {
  const all = [...names];
  const known = new Map(names.map((name, index) => [name, index]));
  const indexes = added.map((name) => {
    const index = known.get(name) ?? all.push(name) - 1;
    known.set(name, index);
    return index;
  });
  return { names: all, indexes };
}

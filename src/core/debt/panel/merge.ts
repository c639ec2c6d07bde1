/**
 * Facts of several repositories as one: each is added to the sum and let go, so an organisation needs the memory of its sum. Whoever
 * passes each on at once, and forgets it, needs that of the largest repository.
 */
import type { NotChecked } from "../../model";
import type { AddedFact, ItemFact, PanelFacts, RepositoryFacts, SpanFact, VerdictFact } from "./facts";

export class FactsSum {
  private asOf = 0;
  private batches = 0;
  private isOneOfMany = false;
  private readonly repositories: RepositoryFacts[] = [];
  private readonly modules = new Names();
  private readonly owners = new Names();
  private readonly authors = new Names();
  private readonly signers = new Names();
  private readonly spans: SpanFact[] = [];
  private readonly added: AddedFact[] = [];
  private readonly items: ItemFact[] = [];
  private readonly verdicts: VerdictFact[] = [];

  add(facts: PanelFacts): void {
    const modules = facts.modules.map((name) => this.modules.of(name));
    const owners = facts.owners.map((name) => this.owners.of(name));
    const authors = facts.authors.map(({ assistant, model }) => this.authors.of(JSON.stringify([assistant, model])));
    // Whoever is not named is somebody else in each repository.
    const signers = facts.signers.map((signer) => this.signers.of(this.isOneOfMany && /^signer \d+$/.test(signer) ? `${facts.repositories[0]?.name ?? ""} ${signer}` : signer));
    const [repositories, batches] = [this.repositories.length, this.batches];
    const place = <T extends { readonly repository: number; readonly module: number; readonly owner: number }>(fact: T): T => ({ ...fact, repository: fact.repository + repositories, module: modules[fact.module] ?? 0, owner: owners[fact.owner] ?? 0 });
    const author = <T extends { readonly author: number }>(fact: T): T => ({ ...fact, author: authors[fact.author] ?? 0 });
    this.isOneOfMany = true;
    this.asOf = Math.max(this.asOf, facts.asOf);
    for (const repository of facts.repositories) this.repositories.push(repository);
    for (const span of facts.spans) this.spans.push(author(place(span)));
    for (const fact of facts.added) this.added.push(place(fact));
    for (const item of facts.items) this.items.push(author(place(item)));
    for (const verdict of facts.verdicts) {
      this.verdicts.push({ ...place(verdict), signer: signers[verdict.signer] ?? 0, batch: verdict.batch + batches });
      this.batches = Math.max(this.batches, verdict.batch + batches + 1);
    }
  }

  /** Lets go of what was added; names and batches go on, so that what comes next can stand beside it. */
  forget(): void {
    for (const list of [this.repositories, this.spans, this.added, this.items, this.verdicts]) list.length = 0;
  }

  /** So many facts are held. */
  get size(): number {
    return this.spans.length + this.added.length + this.items.length + this.verdicts.length;
  }

  /** Null without a repository. Holds until more is added or forgotten. */
  total(): PanelFacts | null {
    if (this.repositories.length === 0) return null;
    return {
      schema: "countersign/panel-facts/1",
      asOf: this.asOf,
      repositories: this.repositories,
      modules: this.modules.all,
      owners: this.owners.all,
      authors: this.authors.all.map((name) => {
        const [assistant, model] = JSON.parse(name) as [string, string | null];
        return { assistant, model };
      }),
      signers: this.signers.all,
      spans: this.spans,
      added: this.added,
      items: this.items,
      verdicts: this.verdicts,
    };
  }
}

/** What is shown says itself which repositories it leaves out. */
export function withMissing(facts: PanelFacts, missing: readonly NotChecked[]): PanelFacts {
  const [first, ...others] = facts.repositories;
  return first === undefined || missing.length === 0 ? facts : { ...facts, repositories: [{ ...first, notChecked: [...missing, ...first.notChecked] }, ...others] };
}

/** Names in the order in which they were first asked for. */
class Names {
  readonly all: string[] = [];
  private readonly indexes = new Map<string, number>();

  of(name: string): number {
    const index = this.indexes.get(name) ?? this.all.push(name) - 1;
    this.indexes.set(name, index);
    return index;
  }
}

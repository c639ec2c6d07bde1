import type { SignResult, VerdictRequest } from "../../app/session-types";
import type { PanelFacts } from "../../core/debt/panel/facts";
import { FactsSum, withMissing } from "../../core/debt/panel/merge";
import { groupBy } from "../../core/group-by";
import { contentOf } from "../../core/hunks/cut";
import type { DebtSnapshot, NotChecked } from "../../core/model";
import type { EngineRequests } from "../../protocol/messages";
import type { Engine, EngineQuestion } from "./engine";
import { EngineError, toEngineError } from "./engine-error";
import { ownId, viewFacts, viewId, viewItem, viewPath, type RepositoryName } from "./repository-view";

/** One repository of the workspace, as far as questions go. */
export interface EngineRoute extends RepositoryName {
  readonly engine: Engine;
  /** Its own last snapshot, untranslated. */
  readonly snapshot: DebtSnapshot | null;
}

type Handlers = { readonly [M in EngineQuestion]: (parameters: EngineRequests[M]["parameters"]) => Promise<EngineRequests[M]["result"]> };

/**
 * Sends each question to the repository that it is about, in that repository's own words, and brings the answer back in those
 * of the views. A batch of verdicts becomes one batch in each ledger concerned. One repository alone is asked as it is.
 */
export class EngineRouter implements Engine {
  /** Record → repositories, of what this window wrote or read last: the same verdict on the same text is the same record in each. */
  private readonly recordsOf = new Map<string, readonly EngineRoute[]>();

  constructor(
    private readonly routes: () => readonly EngineRoute[],
    /** Whom a question about a repository as a whole is for. */
    private readonly focused: () => EngineRoute | null,
  ) {}

  async request<M extends EngineQuestion>(method: M, parameters: EngineRequests[M]["parameters"]): Promise<EngineRequests[M]["result"]> {
    const routes = this.routes();
    const [only] = routes;
    if (only === undefined) {
      throw new EngineError("unavailable", "The engine is not running.");
    }
    return routes.length === 1 ? only.engine.request(method, parameters) : this.handlers[method](parameters);
  }

  private readonly handlers: Handlers = {
    sign: async ({ verdicts, shown, ...rest }) => {
      const split = verdicts.flatMap(({ hunks, ...verdict }) => [...this.byHunk(hunks)].map(([route, own]) => ({ route, verdict: { ...verdict, hunks: own } satisfies VerdictRequest })));
      const results: Answered[] = [];
      for (const [route, parts] of groupBy(split, ({ route }) => route)) {
        const ownShown = Object.fromEntries(Object.entries(shown ?? {}).flatMap(([id, content]) => (this.routeOfHunk(id) === route ? [[ownId(id).id, content]] : [])));
        results.push({ route, result: await route.engine.request("sign", { ...rest, verdicts: parts.map(({ verdict }) => verdict), ...(shown === undefined ? {} : { shown: ownShown }) }) });
      }
      return this.together(results);
    },
    withdraw: async ({ hunks, method }) => {
      const results: Answered[] = [];
      for (const [route, own] of this.byHunk(hunks)) results.push({ route, result: await route.engine.request("withdraw", { hunks: own, method }) });
      return this.together(results);
    },
    withdrawRecords: async ({ ids, method }) => {
      const placed = [...new Set(ids)].flatMap((id) => this.routesOfRecord(id).map((route) => ({ id, route })));
      const results: Answered[] = [];
      for (const [route, own] of groupBy(placed, ({ route }) => route)) results.push({ route, result: await route.engine.request("withdrawRecords", { ids: own.map(({ id }) => id), method }) });
      return this.together(results);
    },
    correct: async (parameters) => this.together([{ route: this.routeOfPath(parameters.path), result: await this.aboutPath("correct", parameters) }]),
    quiet: async (parameters) => this.together([{ route: this.routeOfPath(parameters.path), result: await this.aboutPath("quiet", parameters) }]),
    observe: (parameters) => this.aboutPath("observe", parameters),
    view: async ({ hunks, viewed }) => {
      for (const [route, own] of this.byHunk(hunks)) await route.engine.request("view", { hunks: own, viewed });
      return null;
    },
    noteSeen: async ({ texts }) => {
      for (const route of this.routes()) {
        const contents = new Set(route.snapshot?.items.map(({ hunk }) => contentOf(hunk.id)));
        const own = texts.filter(({ content }) => contents.has(content));
        if (own.length > 0) await route.engine.request("noteSeen", { texts: own });
      }
      return null;
    },
    reading: async ({ hunks }) => {
      const answers = new Map<string, EngineRequests["reading"]["result"][number]>();
      for (const [route, own] of this.byHunk(hunks)) for (const answer of await route.engine.request("reading", { hunks: own })) answers.set(viewId(route, answer.hunk), answer);
      return hunks.flatMap((hunk) => {
        const answer = answers.get(hunk);
        return answer === undefined ? [] : [{ ...answer, hunk }];
      });
    },
    why: async (parameters) => {
      const route = this.routeOfPath(parameters.path);
      const answer = await this.aboutPath("why", parameters);
      for (const { id } of answer.records) this.recordsOf.set(id, [route]);
      return { ...answer, path: parameters.path, item: answer.item === null ? null : viewItem(route, answer.item) };
    },
    intent: ({ hunk }) => this.routeOfHunk(hunk).engine.request("intent", { hunk: ownId(hunk).id }),
    approvedText: async ({ hunk }) => {
      const route = this.routeOfHunk(hunk);
      const answer = await route.engine.request("approvedText", { hunk: ownId(hunk).id });
      return answer === null ? null : { ...answer, path: viewPath(route, answer.path) };
    },
    planRevert: async ({ hunk }) => {
      const route = this.routeOfHunk(hunk);
      const answer = await route.engine.request("planRevert", { hunk: ownId(hunk).id });
      return { ...answer, path: viewPath(route, answer.path) };
    },
    baseText: async (parameters) => {
      const answer = await this.aboutPath("baseText", parameters);
      const route = this.routeOfPath(parameters.path);
      return { ...answer, path: parameters.path, basePath: answer.basePath === null ? null : viewPath(route, answer.basePath) };
    },
    inspectConfiguration: (parameters) => this.aboutPath("inspectConfiguration", parameters),
    keepText: (parameters) => this.aboutPath("keepText", parameters),
    askAgent: async (parameters) => {
      const answers = await Promise.all(this.routes().map(async ({ name, engine }) => ({ name, answer: JSON.parse(await engine.request("askAgent", parameters)) as unknown })));
      return JSON.stringify({ repositories: answers });
    },
    log: async (parameters) => {
      const answers = await Promise.all(this.routes().map(({ engine }) => engine.request("log", parameters)));
      return { entries: answers.flatMap(({ entries }) => entries), problems: answers.flatMap(({ problems }) => problems), gaps: answers.flatMap(({ gaps }) => gaps) };
    },
    sync: async (parameters) => {
      const total = { fetched: 0, pushed: 0 };
      for (const { engine } of this.routes()) {
        const { fetched, pushed } = await engine.request("sync", parameters);
        total.fetched += fetched;
        total.pushed += pushed;
      }
      return total;
    },
    dependencyPath: async ({ ends }) => {
      const route = ends === null ? this.focus() : this.routeOfPath(ends.from);
      // Imports do not lead from one repository into another.
      if (ends !== null && this.routeOfPath(ends.to) !== route) return { files: [], steps: null };
      const own = (path: string): string => path.slice(route.name.length + 1);
      const { files, steps } = await route.engine.request("dependencyPath", { ends: ends === null ? null : { from: own(ends.from), to: own(ends.to) } });
      return { files: files.map((path) => viewPath(route, path)), steps: steps?.map((step) => ({ ...step, path: viewPath(route, step.path) })) ?? null };
    },
    takeForgeViewed: (parameters) => this.focus().engine.request("takeForgeViewed", parameters),
    branches: (parameters) => this.focus().engine.request("branches", parameters),
    panelFacts: (parameters) => this.panelFacts(parameters),
    planInit: (parameters) => this.focus().engine.request("planInit", parameters),
    applyInit: (parameters) => this.focus().engine.request("applyInit", parameters),
    assistants: (parameters) => this.focus().engine.request("assistants", parameters),
    planConnection: (parameters) => this.focus().engine.request("planConnection", parameters),
    writeConnection: (parameters) => this.focus().engine.request("writeConnection", parameters),
  };

  /** Of every repository, as `report` adds up several folders; one that can't be read is named in what it leaves out. */
  private async panelFacts(parameters: EngineRequests["panelFacts"]["parameters"]): Promise<PanelFacts> {
    const sum = new FactsSum();
    const missing: NotChecked[] = [];
    const failures: unknown[] = [];
    for (const route of this.routes()) {
      try {
        sum.add(viewFacts(route, await route.engine.request("panelFacts", parameters)));
      } catch (error) {
        failures.push(error);
        missing.push({ what: route.name, why: toEngineError(error).text });
      }
    }
    const facts = sum.total();
    if (facts === null) throw failures[0];
    return withMissing(facts, missing);
  }

  private aboutPath<M extends "correct" | "quiet" | "observe" | "why" | "baseText" | "inspectConfiguration" | "keepText">(method: M, parameters: EngineRequests[M]["parameters"]): Promise<EngineRequests[M]["result"]> {
    const route = this.routeOfPath(parameters.path);
    return route.engine.request(method, { ...parameters, path: parameters.path.slice(route.name.length + 1) });
  }

  private byHunk(hunks: readonly string[]): ReadonlyMap<EngineRoute, readonly string[]> {
    return new Map([...groupBy(hunks, (hunk) => this.routeOfHunk(hunk))].map(([route, ids]) => [route, ids.map((id) => ownId(id).id)]));
  }

  private routeOfHunk(hunk: string): EngineRoute {
    return this.route(({ ordinal }) => ordinal === ownId(hunk).ordinal);
  }

  private routeOfPath(path: string): EngineRoute {
    return this.route(({ name }) => path.startsWith(`${name}/`));
  }

  private routesOfRecord(id: string): readonly EngineRoute[] {
    const noted = this.recordsOf.get(id)?.map(({ ordinal }) => this.route((route) => route.ordinal === ordinal));
    return noted ?? [this.route(({ snapshot }) => snapshot?.items.some(({ records }) => records.some((record) => record.id === id)) === true)];
  }

  private route(matches: (route: EngineRoute) => boolean): EngineRoute {
    const found = this.routes().find(matches);
    if (found === undefined) {
      throw new EngineError("not-found", "This belongs to no repository of the workspace any more.");
    }
    return found;
  }

  private focus(): EngineRoute {
    const route = this.focused();
    if (route === null) {
      throw new EngineError("unavailable", "The engine is not running.");
    }
    return route;
  }

  /** What several ledgers answered to one deed. */
  private together(answers: readonly Answered[]): SignResult {
    const [first] = answers;
    if (first === undefined) {
      throw new EngineError("usage", "There is nothing to record.");
    }
    const written = answers.flatMap(({ route, result }) => result.records.map((record) => ({ route, record })));
    for (const [id, entries] of groupBy(written, ({ record }) => record.id)) this.recordsOf.set(id, [...new Set(entries.map(({ route }) => route))]);
    const createdKey = answers.find(({ result }) => result.createdKey !== undefined)?.result.createdKey;
    return { ...first.result, records: written.map(({ record }) => record), repositoryIdIsNew: answers.some(({ result }) => result.repositoryIdIsNew), ...(createdKey === undefined ? {} : { createdKey }) };
  }
}

interface Answered {
  readonly route: EngineRoute;
  readonly result: SignResult;
}

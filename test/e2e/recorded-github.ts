/**
 * GitHub's GraphQL interface as far as *Viewed* goes, over real HTTP: a pull request whose reviewer ticks files with
 * `markFileAsViewed`, pages of a hundred, a tick that falls when the file changes, and refusals with status 200. In the shape
 * that GitHub documents and public clients send; GitHub itself was not asked.
 */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Fields of the documented schema that may be asked for, by what they are asked of. */
const FIELDS = new Set(["query", "repository", "pullRequests", "nodes", "number", "headRefOid", "files", "pageInfo", "hasNextPage", "endCursor", "path", "viewerViewedState"]);
const ARGUMENTS = new Set(["owner", "name", "headRefName", "states", "first", "after"]);
const PAGE = 100;

interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

type Viewed = "VIEWED" | "UNVIEWED" | "DISMISSED";

export class RecordedGitHub {
  readonly token = "gho_recorded";
  /** Every question's operation, in order. */
  readonly asked: string[] = [];
  private readonly states = new Map<string, Viewed>();
  private readonly server: Server;
  private head = "";

  constructor(private readonly pull: { readonly id: string; readonly number: number; readonly owner: string; readonly name: string; readonly branch: string }) {
    this.server = createServer((request: IncomingMessage, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { status, body } = this.answer(request, Buffer.concat(chunks).toString("utf8"));
        response.writeHead(status, { "Content-Type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
      });
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** A push: the ticks of files that it changes are dismissed. */
  push(head: string, files: readonly string[], changed: readonly string[] = []): void {
    this.head = head;
    for (const path of files) this.states.set(path, this.states.get(path) ?? "UNVIEWED");
    for (const path of changed) if (this.states.get(path) === "VIEWED") this.states.set(path, "DISMISSED");
  }

  /** What GitHub's own page sends when its reviewer ticks a file. */
  async tick(path: string): Promise<unknown> {
    const query = "mutation MarkFileAsViewed($input: MarkFileAsViewedInput!) { markFileAsViewed(input: $input) { pullRequest { id } } }";
    const response = await fetch(`${this.address}/graphql`, { method: "POST", headers: { Authorization: `Bearer ${this.token}`, "Content-Type": "application/json" }, body: JSON.stringify({ query, variables: { input: { pullRequestId: this.pull.id, path } } }) });
    return response.json();
  }

  private answer(request: IncomingMessage, text: string): { readonly status: number; readonly body: unknown } {
    if (request.method !== "POST" || request.url !== "/graphql") return { status: 404, body: { message: "Not Found" } };
    if (request.headers.authorization !== `Bearer ${this.token}`) return { status: 401, body: { message: "Bad credentials", documentation_url: "https://docs.github.com/graphql" } };
    const { query, variables } = JSON.parse(text) as Question;
    this.asked.push(/^\s*(query|mutation)/.exec(query)?.[1] ?? "?");
    if (/^\s*mutation\b.*\bmarkFileAsViewed\(/s.test(query)) return { status: 200, body: this.mark(variables["input"] as { readonly pullRequestId: string; readonly path: string }) };
    const unknown = unknownNames(query);
    if (unknown.length > 0) return { status: 200, body: { errors: unknown.map((name) => ({ message: `Field '${name}' doesn't exist on type 'Query'`, extensions: { code: "undefinedField" } })) } };
    return { status: 200, body: this.files(variables) };
  }

  private mark({ pullRequestId, path }: { readonly pullRequestId: string; readonly path: string }): unknown {
    if (pullRequestId !== this.pull.id || !this.states.has(path)) return refusal("UNPROCESSABLE", "Filepath must be part of pull request", ["markFileAsViewed"], { markFileAsViewed: null });
    this.states.set(path, "VIEWED");
    return { data: { markFileAsViewed: { pullRequest: { id: this.pull.id } } } };
  }

  private files({ owner, name, branch, after }: Question["variables"]): unknown {
    if (owner !== this.pull.owner || name !== this.pull.name) return refusal("NOT_FOUND", `Could not resolve to a Repository with the name '${String(owner)}/${String(name)}'.`, ["repository"], { repository: null });
    if (branch !== this.pull.branch) return { data: { repository: { pullRequests: { nodes: [] } } } };
    const begin = typeof after !== "string" ? 0 : Number(Buffer.from(after, "base64").toString("utf8").replace("cursor:v2:", ""));
    const page = [...this.states].slice(begin, begin + PAGE).map(([path, viewerViewedState]) => ({ path, viewerViewedState }));
    const end = begin + page.length;
    const pageInfo = { hasNextPage: end < this.states.size, endCursor: page.length === 0 ? null : Buffer.from(`cursor:v2:${end}`).toString("base64") };
    return { data: { repository: { pullRequests: { nodes: [{ number: this.pull.number, headRefOid: this.head, files: { pageInfo, nodes: page } }] } } } };
  }
}

/** GitHub's refusals come with status 200. */
function refusal(type: string, message: string, path: readonly string[], data: unknown): unknown {
  return { data, errors: [{ type, path, locations: [{ line: 1, column: 1 }], message }] };
}

/** Names of a query's fields and arguments that the documented part of the schema does not have. */
function unknownNames(query: string): readonly string[] {
  const body = query.slice(query.indexOf("{"));
  return [...body.matchAll(/(?<![$\w])([a-z]\w*)(:?)/g)].flatMap(([, name = "", colon]) => ((colon === ":" ? ARGUMENTS : FIELDS).has(name) ? [] : [name]));
}

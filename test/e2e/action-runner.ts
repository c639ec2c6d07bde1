/** Runs the action's bundle as GitHub's runner does, beside a server that answers as GitHub's REST interface would. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { PROJECT } from "./supervised-repository";

export interface ActionRan {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** A pull request's page: reviews, commits and comments, changed by the action's own requests. */
export class Forge {
  reviews: object[] = [];
  commits: object[] = [];
  readonly comments: { id: number; body: string; user: { login: string; type: string } }[] = [];
  author = "ada";
  /** What the token may not do is answered with 403. */
  mayWrite = true;
  mayRead = true;
  readonly requests: string[] = [];
  /** Commit → pull requests that it belongs to, as GET commits/SHA/pulls tells. */
  readonly pullsOf = new Map<string, object[]>();
  /** Open pull requests, and the workflow's runs. */
  openPulls: object[] = [];
  runs: object[] = [];
  /** What GET pulls/N answers: a recorded pull request, or the few fields that are read. */
  recordedPull: object | null = null;
  private readonly server: Server;

  constructor(
    private readonly repository = "shop/shop",
    private readonly number = 1,
  ) {
    this.server = createServer((request, response) => {
      let body = "";
      request.on("data", (part: Buffer) => (body += part.toString()));
      request.on("end", () => {
        const path = (request.url ?? "").replace(/\?.*$/, "");
        this.requests.push(`${request.method ?? ""} ${path}`);
        const answer = this.answer(request.method ?? "", this.asShop(path), body);
        response.writeHead(answer === null ? 403 : 200, { "Content-Type": "application/json" }).end(JSON.stringify(answer ?? { message: "Resource not accessible by integration" }));
      });
    });
  }

  async open(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
  }

  async close(): Promise<void> {
    await new Promise((done) => this.server.close(done));
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  approve(login: string, commit: string, changes: object = {}): void {
    this.reviews.push({ id: this.reviews.length + 1, user: { login, id: 7, type: "User" }, state: "APPROVED", commit_id: commit, submitted_at: `2026-11-20T10:00:${String(this.reviews.length).padStart(2, "0")}Z`, author_association: "MEMBER", ...changes });
  }

  /** Paths of another repository and pull request, as the answers below know them. */
  private asShop(path: string): string {
    return path.replace(`/repos/${this.repository}/`, "/repos/shop/shop/").replace(`/pulls/${this.number}`, "/pulls/1").replace(`/issues/${this.number}/`, "/issues/1/");
  }

  private answer(method: string, path: string, body: string): unknown {
    if (method === "GET" && !this.mayRead) return null;
    if (method !== "GET" && !this.mayWrite) return null;
    const landed = /^\/repos\/shop\/shop\/commits\/([0-9a-f]{40})\/pulls$/.exec(path);
    if (landed !== null) return this.pullsOf.get(landed[1] ?? "") ?? [];
    if (path === "/repos/shop/shop/pulls") return this.openPulls;
    if (path === "/repos/shop/shop/actions/runs/77") return { id: 77, workflow_id: 5 };
    if (path === "/repos/shop/shop/actions/workflows/5/runs") return { total_count: this.runs.length, workflow_runs: this.runs };
    if (/^\/repos\/shop\/shop\/actions\/runs\/\d+\/rerun$/.test(path)) return {};
    if (path === "/repos/shop/shop/pulls/1") return this.recordedPull ?? { number: 1, user: { login: this.author, type: "User" } };
    if (path === "/repos/shop/shop/pulls/1/reviews") return this.reviews;
    if (path === "/repos/shop/shop/pulls/1/commits") return this.commits;
    if (path === "/repos/shop/shop/issues/1/comments" && method === "GET") return this.comments;
    const text = body === "" ? "" : (JSON.parse(body) as { body: string }).body;
    if (path === "/repos/shop/shop/issues/1/comments") {
      this.comments.push({ id: this.comments.length + 1, body: text, user: { login: "github-actions[bot]", type: "Bot" } });
      return {};
    }
    const comment = this.comments.find(({ id }) => path === `/repos/shop/shop/issues/comments/${id}`);
    if (comment === undefined) return null;
    comment.body = text;
    return {};
  }
}

/** `inputs` as a workflow writes them under `with`. */
export async function runAction(clone: string, folder: string, environment: Readonly<Record<string, string | undefined>>, inputs: Readonly<Record<string, string>> = {}): Promise<ActionRan> {
  const output = join(folder, `output-${Math.random()}`);
  const summary = join(folder, `summary-${Math.random()}`);
  const given = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]));
  const child = spawn(process.execPath, [join(PROJECT, "dist/action.js")], {
    cwd: folder,
    env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", GITHUB_WORKSPACE: clone, GITHUB_API_URL: "http://127.0.0.1:9", ...environment, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, ...given },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (part: Buffer) => (stdout += part.toString()));
  child.stderr.on("data", (part: Buffer) => (stderr += part.toString()));
  const code = await new Promise<number>((done) => child.once("close", (status) => done(status ?? -1)));
  const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : "");
  return { code, stdout, stderr, outputs: outputsOf(read(output)), summary: read(summary) };
}

function outputsOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/^([\w-]+)<<(\S+)\n([^]*?)\n\2$/gm)].map(([, name = "", , value = ""]) => [name, value]));
}

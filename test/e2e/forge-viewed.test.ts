/** GitHub's *Viewed* taken over as *viewed*: a real repository, a real request, answers in the shape that GitHub documents. */
import { strict as assert } from "node:assert";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ReviewSession } from "../../src/app/review-session";
import { CountersignError } from "../../src/core/model";
import { createSession } from "../../src/engine/compose";
import { takeForgeViewed } from "../../src/engine/forge-viewed";
import { ForgeHttp } from "../../src/platform/forge-http";
import { RecordedGitHub } from "./recorded-github";
import { SupervisedRepository } from "./supervised-repository";

const TEXTS = ["one", "two", "three", "four"].map((name) => [`src/${name}.ts`, `export function ${name}(count: number): number {\n  return count + ${name.length};\n}\n`] as const);
const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined };

interface Asked {
  readonly authorization: string | undefined;
  readonly variables: { readonly owner: string; readonly name: string; readonly branch: string; readonly after: string | null };
}

describe("what was viewed on GitHub", function () {
  this.timeout(120_000);
  let repository: SupervisedRepository;
  let session: ReviewSession;
  let server: Server;
  let asked: Asked[];
  let answer: (request: Asked) => { readonly status?: number; readonly body: unknown };

  beforeEach(async () => {
    repository = new SupervisedRepository();
    repository.start({ "README.md": "# Shop\n" });
    repository.git("checkout", "-q", "-b", "checkout");
    for (const [path, text] of TEXTS) repository.assistantWrites(path, text);
    repository.git("add", ".");
    repository.git("commit", "-q", "-m", "Functions");
    repository.git("config", "remote.origin.url", "git@github.com:acme/shop.git");
    asked = [];
    server = createServer((request: IncomingMessage, response) => {
      let text = "";
      request.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
      request.on("end", () => {
        const one: Asked = { authorization: request.headers.authorization, variables: (JSON.parse(text) as { variables: Asked["variables"] }).variables };
        asked.push(one);
        const { status = 200, body } = answer(one);
        response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    session = await createSession(repository.folder, { log: SILENT });
    await session.settle();
    await session.open({ viewedMarks: true });
  });
  afterEach(async () => {
    session.dispose();
    await new Promise((resolve) => server.close(resolve));
    repository.dispose();
  });

  const http = (): ForgeHttp => new ForgeHttp(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, "the-token");
  const pull = (nodes: readonly (readonly [string, string])[], next: string | null = null) => ({
    number: 7,
    headRefOid: repository.git("rev-parse", "HEAD").trim(),
    files: { pageInfo: { hasNextPage: next !== null, endCursor: next }, nodes: nodes.map(([path, viewerViewedState]) => ({ path, viewerViewedState })) },
  });
  const answering = (...pulls: readonly unknown[]) => ({ body: { data: { repository: { pullRequests: { nodes: pulls } } } } });
  const states = async (): Promise<Readonly<Record<string, string>>> => Object.fromEntries((await session.open({ viewedMarks: true })).items.map(({ hunk, state }) => [hunk.path, state]));

  it("is viewed here, page by page; what was not ticked, what changed there and what changed here is not, and everything still owes", async () => {
    answer = ({ variables }) => (variables.after === null ? answering(pull([["src/one.ts", "VIEWED"], ["src/two.ts", "DISMISSED"]], "next")) : answering(pull([["src/three.ts", "UNVIEWED"], ["src/four.ts", "VIEWED"], ["gone.ts", "VIEWED"]])));
    repository.assistantWrites("src/four.ts", TEXTS[3]?.[1].replace("count + 4", "count + 5") ?? assert.fail());
    await session.settle();
    assert.deepEqual(await takeForgeViewed(session, http()), { number: 7, files: 3, hunks: 1 });
    assert.deepEqual(asked.map(({ authorization, variables }) => [authorization, variables.owner, variables.name, variables.branch, variables.after]), [
      ["Bearer the-token", "acme", "shop", "checkout", null],
      ["Bearer the-token", "acme", "shop", "checkout", "next"],
    ]);
    assert.deepEqual(await states(), { "src/one.ts": "viewed", "src/two.ts": "unseen", "src/three.ts": "unseen", "src/four.ts": "unseen" });
    assert.ok((await session.open({ viewedMarks: true })).items.every(({ hundredths }) => hundredths > 0), "viewed pays nothing");
  });

  it("changes nothing where there is no pull request, no answer, a refusal, another forge or nonsense", async () => {
    const before = await states();
    const fails = async (code: string, connection = http()): Promise<void> => {
      await assert.rejects(takeForgeViewed(session, connection), (error: unknown) => error instanceof CountersignError && error.code === code);
    };
    answer = () => answering();
    assert.deepEqual(await takeForgeViewed(session, http()), { number: null, files: 0, hunks: 0 });
    answer = () => ({ status: 401, body: {} });
    await fails("refused");
    for (const body of [null, [], { data: {} }, { data: { repository: { pullRequests: { nodes: [{ number: "7" }] } } } }, { errors: [{ message: "no" }] }]) {
      answer = () => ({ body });
      await fails("internal");
    }
    answer = () => answering(pull([["src/one.ts", "VIEWED"]]), pull([]));
    await fails("usage");
    await fails("internal", new ForgeHttp("http://127.0.0.1:9", "the-token"));
    asked = [];
    for (const elsewhere of ["https://gitlab.com/acme/shop.git", "https://github.com.evil.example/acme/shop", "/srv/git/shop.git"]) {
      repository.git("config", "remote.origin.url", elsewhere);
      await fails("usage");
    }
    assert.deepEqual(asked, [], "nobody else is asked, and nobody else sees the token");
    assert.deepEqual(await states(), before);
  });

  it("follows a reviewer who ticks files on GitHub, page after page, and whose ticks fall with a push: in the documented shape, over HTTP", async () => {
    const github = new RecordedGitHub({ id: "PR_kwDOrecorded", number: 12, owner: "acme", name: "shop", branch: "checkout" });
    await github.start();
    try {
      const take = (token = github.token) => takeForgeViewed(session, new ForgeHttp(github.address, token));
      // More than one page before ours.
      github.push(repository.git("rev-parse", "HEAD").trim(), [...Array.from({ length: 130 }, (_, index) => `docs/${index}.md`), ...TEXTS.map(([path]) => path)]);
      assert.deepEqual(await take(), { number: 12, files: 0, hunks: 0 });
      for (const path of ["src/one.ts", "src/three.ts", "docs/5.md"]) assert.deepEqual(await github.tick(path), { data: { markFileAsViewed: { pullRequest: { id: "PR_kwDOrecorded" } } } });
      assert.deepEqual(await take(), { number: 12, files: 3, hunks: 2 });
      assert.deepEqual(await states(), { "src/one.ts": "viewed", "src/two.ts": "unseen", "src/three.ts": "viewed", "src/four.ts": "unseen" });
      assert.deepEqual(github.asked, ["query", "query", "mutation", "mutation", "mutation", "query", "query"]);

      repository.assistantWrites("src/one.ts", TEXTS[0]?.[1].replace("count + 3", "count + 9") ?? assert.fail());
      repository.git("commit", "-qam", "Another sum");
      await session.settle();
      github.push(repository.git("rev-parse", "HEAD").trim(), [], ["src/one.ts"]);
      assert.deepEqual(await take(), { number: 12, files: 2, hunks: 0 }, "what was viewed already is no news");
      assert.equal((await states())["src/one.ts"], "unseen", "the tick fell there, and here with the text");
      assert.ok((await session.open({ viewedMarks: true })).items.every(({ hundredths }) => hundredths > 0), "viewed pays nothing");

      await assert.rejects(take("gho_expired"), (error: unknown) => error instanceof CountersignError && error.code === "refused");
      repository.git("config", "remote.origin.url", "git@github.com:acme/other.git");
      await assert.rejects(take(), (error: unknown) => error instanceof CountersignError && error.code === "refused" && /Could not resolve to a Repository with the name 'acme\/other'/.test(error.message), "a repository that the token does not see is no branch without a pull request");
    } finally {
      await github.stop();
    }
  });
});

/** A forge's interface that answers badly, or not at all: always an error in words, never a wait without end. */
import { strict as assert } from "node:assert";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { CountersignError } from "../../../src/core/model";
import { ForgeHttp } from "../../../src/platform/forge-http";

describe("a forge's interface", () => {
  let server: Server;
  let answer: RequestListener;
  let asked: string[];
  let http: ForgeHttp;

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push(request.url ?? "");
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    http = client();
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const client = (limit?: number) => new ForgeHttp(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, null, "countersign", limit);
  const fails = (message: RegExp, asking = http) => assert.rejects(asking.list("/users/ann/keys"), (error: unknown) => error instanceof CountersignError && message.test(error.message));

  for (const [what, listener, message] of [
    ["a page for people", (_, response) => response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><title>Sign in</title>"), /answer is not JSON/],
    ["nothing", (_, response) => response.writeHead(200).end(), /answer is no list/],
    ["half an answer", (_, response) => response.writeHead(200, { "Content-Length": "100" }).write("[{", () => response.destroy()), /can't be reached/],
    ["an object", (_, response) => response.writeHead(200).end('{"message":"moved"}'), /answer is no list/],
    ["a trouble of its own", (_, response) => response.writeHead(502).end("<html>Bad Gateway</html>"), /answered 502/],
    ["not found", (_, response) => response.writeHead(404).end('{"message":"Not Found"}'), /answered 404/],
    ["too many questions", (_, response) => response.writeHead(429).end("slow down"), /answered 429/],
    ["more than anybody lists", (_, response) => response.writeHead(200).end(`["${"x".repeat(17 * 1024 * 1024)}"]`), /longer than/],
  ] as readonly (readonly [string, RequestListener, RegExp])[]) {
    it(`refuses ${what}`, async () => {
      answer = listener;
      await fails(message);
      assert.deepEqual(asked, ["/users/ann/keys?per_page=100&page=1"]);
    });
  }

  it("waits for no answer that never comes, and for none that never ends", async () => {
    for (const listener of [() => undefined, (_, response) => response.writeHead(200).write("[")] as readonly RequestListener[]) {
      answer = listener;
      await fails(/can't be reached \(.*timeout/, client(300));
    }
  });

  it("follows no redirect, to its own host or another", async () => {
    answer = (_, response) => response.writeHead(302, { Location: "/elsewhere" }).end();
    await fails(/can't be reached \(.*redirect/);
    assert.deepEqual(asked, ["/users/ann/keys?per_page=100&page=1"]);
  });

  it("says that nobody is there", async () => {
    const nobody = new ForgeHttp("http://127.0.0.1:1", null);
    await assert.rejects(nobody.ask("GET", "/x"), /can't be reached/);
  });

  it("reads every page of a list, and no further than thirty", async () => {
    answer = (request, response) => {
      const page = Number(new URL(request.url ?? "", "http://x").searchParams.get("page"));
      response.writeHead(200).end(JSON.stringify(Array.from({ length: page < 3 ? 100 : 7 }, (_, index) => page * 1000 + index)));
    };
    assert.equal((await http.list("/users/ann/keys")).length, 207);
    answer = (_, response) => response.writeHead(200).end(JSON.stringify(Array.from({ length: 100 }, () => 0)));
    assert.equal((await http.list("/users/ann/keys")).length, 3000);
  });
});

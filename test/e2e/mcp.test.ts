/** `countersign mcp` with the official SDK's own client: what agents may ask, and that asking changes nothing. */
import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { AGENT_TOOLS, answerAgent, inputSchemaOf } from "../../src/engine/agent-tools";
import { assertSchema } from "../unit/report/schemas";
import { PROJECT, SupervisedRepository, countersign } from "./supervised-repository";

const SWALLOW = `export async function load(file: string): Promise<string> {
  try {
    return await read(file);
  } catch {
    return "";
  }
}
`;

interface Debt {
  readonly reviewFirst?: string;
  readonly debt: { readonly minutes: number; readonly hunks: number };
  readonly hunks: readonly { readonly path: string; readonly state: string; readonly risk: string }[];
  readonly omitted: number;
}

/** Every file below a folder with its bytes, kind and permissions: refs, journal, caches and the work tree alike. */
function contentsOf(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return new Map(
    names.map((name) => {
      const path = join(folder, name);
      const status = lstatSync(path);
      const content = status.isSymbolicLink() ? readlinkSync(path) : status.isFile() ? createHash("sha256").update(readFileSync(path)).digest("hex") : "folder";
      return [name, `${status.mode.toString(8)} ${content}`];
    }),
  );
}

describe("mcp", function () {
  this.timeout(180_000);
  let repository: SupervisedRepository;
  let client: Client;

  async function connect(...parameters: readonly string[]): Promise<Client> {
    const connected = new Client({ name: "test", version: "1" });
    const environment = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", XDG_CONFIG_HOME: join(repository.folder, ".git", "no-keys-here"), CLAUDECODE: "1" };
    const given = Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    await connected.connect(new StdioClientTransport({ command: process.execPath, args: [join(PROJECT, "dist/main.js"), "mcp", ...parameters], cwd: repository.folder, env: given }));
    return connected;
  }

  async function ask(name: string, input: Record<string, unknown> = {}): Promise<{ readonly text: string; readonly failed: boolean }> {
    const { content, isError } = await client.callTool({ name, arguments: input });
    const [first] = content as readonly { readonly text: string }[];
    return { text: first?.text ?? "", failed: isError === true };
  }

  beforeEach(async () => {
    repository = new SupervisedRepository();
    repository.start({ "src/main.ts": "export const one = 1;\n", ".countersign/config.jsonc": '{ "debt": { "budget": 1 } }\n' });
    repository.assistantWrites("src/load.ts", SWALLOW);
    repository.assistantWrites("docs/notes.md", "# Notes\n\nSome words.\n");
    client = await connect();
  });
  afterEach(async () => {
    await client.close();
    repository.dispose();
  });

  it("answers from the same engine, as documents of its schemas, in an agent's own environment", async () => {
    const debt = assertSchema("agent-debt", (await ask("debt")).text) as Debt;
    assert.deepEqual(debt.hunks.map(({ path, state }) => [path, state]).sort(), [["docs/notes.md", "unseen"], ["src/load.ts", "unseen"]]);
    assert.equal(debt.hunks[0]?.path, "src/load.ts", "riskiest first");
    assert.match(debt.reviewFirst ?? "", /^Review first: \d+ minutes over the budget of 1\./);
    const below = assertSchema("agent-debt", (await ask("debt", { path: "docs/", limit: 1 })).text) as Debt;
    assert.deepEqual(below.hunks.map(({ path }) => path), ["docs/notes.md"]);
    const findings = assertSchema("agent-findings", (await ask("findings")).text) as { readonly findings: readonly { readonly rule: string; readonly path: string; readonly fix: string }[] };
    assert.ok(findings.findings.some(({ rule, path, fix }) => rule === "error-swallowed" && path === "src/load.ts" && fix !== ""), JSON.stringify(findings));
    const policy = assertSchema("agent-policy", (await ask("policy")).text) as { readonly source: string; readonly budgetMinutes: number; readonly conditions: readonly { readonly condition: string }[] };
    assert.deepEqual([policy.source, policy.budgetMinutes, policy.conditions.some(({ condition }) => condition === "patch.high")], ["base", 1, true]);
    const blockers = assertSchema("agent-blockers", (await ask("blockers")).text) as { readonly verdict: string; readonly toSign: readonly { readonly path: string }[]; readonly failing: readonly unknown[] };
    assert.equal(blockers.verdict, blockers.failing.length === 0 ? "pass" : "fail");
  });

  it("follows the work tree from question to question, and the budget is silent below its limit", async () => {
    assert.equal((assertSchema("agent-debt", (await ask("debt")).text) as Debt).debt.hunks, 2);
    repository.remove("src/load.ts");
    repository.remove("docs/notes.md");
    repository.assistantWrites("src/tiny.md", "Word.\n");
    const after = assertSchema("agent-debt", (await ask("debt")).text) as Debt;
    assert.deepEqual([after.debt.hunks, after.reviewFirst], [1, undefined]);
  });

  it("refuses what it does not know, in words, and goes on", async () => {
    for (const [name, input] of [["debt", { limit: 0 }], ["debt", { path: 7 }], ["debt", { risk: "huge" }], ["sign", {}], ["withdraw", { hunks: ["h1:0"] }]] as const) {
      const refused = await ask(name, input).catch((error: unknown) => ({ text: String(error), failed: true }));
      assert.ok(refused.failed && refused.text.length > 10, `${name}: ${refused.text}`);
    }
    assert.equal((await ask("debt", { path: "../../etc" })).failed, false, "a path is compared, never opened");
    assert.equal((assertSchema("agent-debt", (await ask("debt", { path: "../../etc" })).text) as Debt).hunks.length, 0);
  });

  it("no tool changes a byte: refs, objects, journal, caches, index and work tree are as before", async () => {
    const before = contentsOf(repository.folder);
    const { tools } = await client.listTools();
    assert.deepEqual(tools.map(({ name }) => name).sort(), ["blockers", "debt", "findings", "policy"]);
    for (const tool of tools) {
      assert.deepEqual([tool.annotations?.readOnlyHint, tool.annotations?.destructiveHint], [true, false], tool.name);
      assert.doesNotMatch(tool.name, /sign|reject|withdraw|view|write|init|sync|correct/);
      assert.equal((await ask(tool.name)).failed, false, tool.name);
      await Promise.all([ask(tool.name), ask(tool.name)]);
    }
    await client.close();
    assert.deepEqual([...contentsOf(repository.folder)], [...before]);
  });

  it("tools reach one method of the session, which reads", async () => {
    const real = await repository.session();
    const touched = new Set<string | symbol>();
    const watched = new Proxy(real, {
      get(target, name) {
        touched.add(name);
        if (name !== "next") throw new Error(`a tool reached ${String(name)}`);
        return target.next.bind(target);
      },
    });
    for (const tool of AGENT_TOOLS) assert.ok(await answerAgent(tool.name, {}, () => watched.next({})));
    assert.deepEqual([...touched], ["next"]);
    await assert.rejects(() => answerAgent("sign", {}, () => watched.next({})), /no tool named sign/);
  });

  it("the editor's language-model tools are these, with the same inputs", () => {
    const { contributes } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as { readonly contributes: { readonly languageModelTools: readonly { readonly name: string; readonly inputSchema: unknown }[] } };
    assert.deepEqual(
      contributes.languageModelTools.map(({ name, inputSchema }) => ({ name, inputSchema })),
      AGENT_TOOLS.map((tool) => ({ name: `countersign_${tool.name}`, inputSchema: inputSchemaOf(tool) })),
    );
  });

  it("ends with the client, and needs a repository", () => {
    assert.equal(countersign(repository.folder, ["mcp"]).code, 0, "the input is at its end");
    const ran = countersign("/", ["mcp"]);
    assert.match(ran.stderr, /^countersign: .*repository/);
    assert.ok(ran.code >= 2, String(ran.code));
  });
});

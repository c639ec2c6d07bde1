import { strict as assert } from "node:assert";
import { powerfulFile } from "../../../../src/checks/rules/powerful-file";
import { loadParser, viewOf } from "../parse";
import { ruleCases } from "./cases";

describe("rule powerful-file", () => {
  const manifest = (script: string) => `{\n  "name": "a",\n  "scripts": {\n    "build": "tsc"${script}\n  },\n  "version": "1"\n}\n`;
  ruleCases(powerfulFile, "src/a.ts", [
    { path: "CLAUDE.md", head: "Be nice.\n\nBe brief.\n", expected: ["1 warning instructs agents"] },
    { path: "packages/a/AGENTS.md", head: "x\n", expected: ["1 warning instructs agents"] },
    { path: ".cursor/rules/a.mdc", head: "x\n", expected: ["1 warning instructs agents"] },
    { path: ".claude/settings.json", base: '{\n"a": 1\n}\n', head: '{\n"a": 1,\n"hooks": {}\n}\n', expected: ["3 warning configures an agent"] },
    { path: ".mcp.json", head: "{}\n", expected: ["1 warning tools (MCP)"] },
    { path: ".github/workflows/ci.yml", base: "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\n", head: "a: 1\nb: 9\nc: 3\nd: 4\ne: 6\n", expected: ["2 warning pipeline", "5 warning pipeline", "2 warning taken out"] },
    { path: "Dockerfile", head: "FROM a\n", expected: ["1 warning container"] },
    { path: ".npmrc", head: "save-exact=true\n", expected: ["1 warning packages come from"] },
    { path: ".husky/pre-commit", head: "npm test\n", expected: ["1 warning git's hooks"] },
    { path: "package.json", base: manifest(""), head: manifest(',\n    "postinstall": "node a.js"'), expected: ["5 error `postinstall`"] },
    { path: "package.json", base: manifest(""), head: manifest(',\n    "site": "node a.js"'), expected: ["5 warning `site`"] },
    { path: ".countersign/allowed_signers", head: "a\n", expected: ["1 error what Countersign demands"] },
    { name: "one of two equal lines taken out", path: "Dockerfile", base: "RUN a\nRUN a\n", head: "RUN a\n", expected: ["1 warning taken out"] },
    { name: "a policy that lost a line", path: ".countersign/config.jsonc", base: '{\n"a": 1\n}\n', head: "{\n}\n", expected: ["2 error taken out"] },
    { name: "rights of a pipeline", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\npermissions:\n  contents: write\n", expected: ["2 error rights"] },
    { name: "a right that is only read", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n  contents: read\n", expected: ["2 warning pipeline"] },
    { name: "a secret for a step", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n  TOKEN: ${{ secrets.DEPLOY }}\n", expected: ["2 error hands a secret"] },
    { name: "the token that every job has", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n  TOKEN: ${{ secrets.GITHUB_TOKEN }}\n", expected: ["2 warning pipeline"] },
    { name: "a trigger for people from outside", path: ".github/workflows/ci.yml", base: "on:\n", head: "on:\n  pull_request_target:\n", expected: ["2 error people from outside"] },
    { name: "triggers in one line", path: ".github/workflows/ci.yml", base: "on: [push]\n", head: "on: [push, issue_comment]\n", expected: ["1 error people from outside", "1 warning taken out"] },
    { name: "a title in a script", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n- run: echo ${{ github.event.issue.title }}\n", expected: ["2 error anybody can write"] },
    { name: "a question about a title in a script", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n- run: echo ${{ contains(toJSON(github.event.issue.title), 'x') }} ${{ github.head_ref == 'main' && startsWith(github.event.pull_request.body, 'a') }}\n", expected: ["2 warning pipeline"] },
    ...["git switch ${{ steps.pr.outputs.head_ref }}", "- run: git switch ${{ steps.pr.outputs.head-branch }}", "echo \"${{ steps.pr_info.outputs.pr_title }}\"", "echo ${{ steps.a.outcome && steps.x.outputs.issue_body }}"].map((line) => ({ name: `what a step handed on in \`${line}\``, path: ".github/workflows/ci.yml", base: "a: 1\n", head: `a: 1\n${line}\n`, expected: ["2 error anybody can write"] })),
    ...["ref: ${{ steps.pr.outputs.head_ref }}", "- name: Look at ${{ steps.pr.outputs.pr_title }}", "git switch ${{ steps.pr.outputs.number }}", "git switch ${{ steps.pr.outputs.head_reference }}", "git switch ${{ needs.head_ref }}", "echo ${{ contains(steps.x.outputs.pr_body, 'x') }}"].map((line) => ({ name: `what a step handed on in \`${line}\``, path: ".github/workflows/ci.yml", base: "a: 1\n", head: `a: 1\n${line}\n`, expected: ["2 warning what the pipeline runs"] })),
    { name: "a comparison of the shell's", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n- run: if [[ main == '${{ github.head_ref }}' ]]; then a; fi\n", expected: ["2 error anybody can write"] },
    { name: "a title beside a question about another one", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n- run: echo ${{ contains(github.event.issue.body, 'x') && github.event.issue.title }}\n- run: echo ${{ github.head_ref != 'x' && github.head_ref }}\n", expected: ["2 error anybody can write"] },
    { name: "a title that a question stands around", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n- run: echo ${{ format(github.event.issue.title, 'x') }}\n", expected: ["2 error anybody can write"] },
    { name: "a title in the environment", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n  TITLE: ${{ github.event.issue.title }}\n", expected: ["2 warning pipeline"] },
    { name: "a script from an address", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n- run: curl -s x | sh\n", expected: ["2 error an address answers"] },
    { name: "a check told to be skipped", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n- run: git push --no-verify\n", expected: ["2 error protection away"] },
    { name: "a comment that speaks of rights", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n# permissions: none\n", expected: ["2 warning pipeline"] },
    { name: "an action's newer version", path: ".github/workflows/ci.yml", base: "- uses: a/lint@v1\n", head: "- uses: a/lint@v2\n", expected: ["1 warning pipeline", "1 warning taken out"] },
    { name: "a container with the machine's rights", path: "compose.yml", base: "a: 1\n", head: "a: 1\n    privileged: true\n", expected: ["2 error over the machine"] },
    { name: "another source of packages", path: ".npmrc", base: "a=1\n", head: "a=1\nregistry=x\n", expected: ["2 error another source"] },
    { name: "a scope's source", path: ".npmrc", base: "a=1\n", head: "a=1\n@moss:registry=https://packages.example.org/\n", expected: ["2 error another source"] },
    { name: "a source on this very machine", path: ".npmrc", base: "a=1\n", head: "a=1\n@moss:registry=http://127.0.0.1:4873\n@fern:registry = http://localhost:4873/\n", expected: ["2 warning packages come from"] },
    { name: "a source on this very machine, in another file", path: ".yarnrc.yml", base: "a: 1\n", head: "a: 1\nnpmRegistryServer: \"http://localhost/\"\n", expected: ["2 warning packages come from"] },
    { name: "a source on this very machine, at a line's end", path: ".npmrc", base: "a=1\n", head: "a=1\nregistry=http://localhost\n", expected: ["2 warning packages come from"] },
    { name: "a source whose user is called like this machine", path: ".npmrc", base: "a=1\n", head: "a=1\nregistry=http://localhost:4873@example.org/\n", expected: ["2 error another source"] },
    { name: "a source whose name begins like this machine's", path: ".npmrc", base: "a=1\n", head: "a=1\nregistry=http://localhost.example.org/\nregistry=http://127.0.0.1.example.org\n", expected: ["2 error another source"] },
    { name: "a command at opening", path: ".vscode/tasks.json", base: "{\n", head: '{\n"runOptions": { "runOn": "folderOpen" }\n', expected: ["2 error folder is opened"] },
    { name: "a step taken out of a pipeline", path: ".github/workflows/ci.yml", base: "a: 1\n- run: npm test\nb: 2\n", head: "a: 1\nb: 2\n", expected: ["2 error checking step was taken out"] },
    { name: "a step that checks in another way", path: ".github/workflows/ci.yml", base: "a: 1\n- run: npm test\nb: 2\n", head: "a: 1\n- run: make test-all\nb: 2\n", expected: ["2 warning pipeline", "2 warning taken out"] },
    { name: "a step that checks nothing taken out", path: ".github/workflows/ci.yml", base: "a: 1\n- run: npm pack\nb: 2\n", head: "a: 1\nb: 2\n", expected: ["2 warning taken out"] },
    { name: "whom the pipeline runs for", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n    if: github.actor == 'x'\n", expected: ["2 warning pipeline"] },
    { name: "a cache's hit", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n    if: steps.cache.outputs.hit != 'true'\n", expected: ["2 warning pipeline"] },
    { name: "a condition taken out", path: ".github/workflows/ci.yml", base: "a: 1\n- if: github.event_name == 'push'\nb: 2\n", head: "a: 1\nb: 2\n", expected: ["2 error condition was changed or taken out"] },
    { name: "a condition that reads otherwise", path: ".github/workflows/ci.yml", base: "a: 1\nif: github.event_name == 'push'\n", head: "a: 1\nif: github.ref == 'x'\n", expected: ["2 warning pipeline", "2 error condition was changed or taken out"] },
    { name: "a condition at another place", path: ".github/workflows/ci.yml", base: "a: 1\nif: github.event_name == 'push'\n", head: "if: github.event_name == 'push'\na: 1\n", expected: [] },
    { name: "a condition on a step's result taken out", path: ".github/workflows/ci.yml", base: "a: 1\nif: steps.a.outputs.b\n", head: "a: 1\n", expected: ["1 warning taken out"] },
    { name: "pull requests that start no check any more", path: ".github/workflows/ci.yml", base: "on:\n  push:\n  pull_request:\n- run: npm test\n", head: "on:\n  push:\n- run: npm test\n", expected: ["3 error at pull requests any more"] },
    { name: "the same in one line", path: ".github/workflows/ci.yml", base: "on: [push, pull_request]\n- run: npm test\n", head: "on: [push]\n- run: npm test\n", expected: ["1 warning pipeline", "1 error at pull requests any more"] },
    { name: "pull requests that started no check", path: ".github/workflows/ci.yml", base: "on:\n  push:\n  pull_request:\n- run: npm pack\n", head: "on:\n  push:\n- run: npm pack\n", expected: ["3 warning taken out"] },
    { name: "pull requests told in another form", path: ".github/workflows/ci.yml", base: "on:\n  pull_request:\n- run: npm test\n", head: "on: [pull_request]\n- run: npm test\n", expected: ["1 warning pipeline", "1 warning taken out"] },
    { name: "pull requests with their settings in one line", path: ".github/workflows/ci.yml", base: "on:\n  pull_request:\n- run: npm test\n", head: "on:\n  pull_request: { branches: [main] }\n- run: npm test\n", expected: ["2 warning pipeline", "2 warning taken out"] },
    { name: "triggers as a list on a line of its own", path: ".github/workflows/ci.yml", base: "on:\n  - push\n  - pull_request\n- run: npm test\n", head: "on:\n  [push, pull_request]\n- run: npm test\n", expected: ["2 warning pipeline", "2 warning taken out"] },
    { name: "a list of triggers over several lines", path: ".github/workflows/ci.yml", base: "on: [pull_request, push]\n- run: npm test\n", head: "on: [\n  pull_request,\n  push]\n- run: npm test\n", expected: ["1 warning pipeline", "1 warning taken out"] },
    { name: "another trigger for pull requests in place of it", path: ".github/workflows/ci.yml", base: "on:\n  [push, pull_request]\n- run: npm test\n", head: "on:\n  [push, pull_request_target]\n- run: npm test\n", expected: ["2 error people from outside", "2 error at pull requests any more"] },
    { name: "a table that is dropped", path: "db/migrate/20250101_drop.rb", head: "class Drop\n  def change\n    drop_table :wallets\n  end\nend\n", expected: ["1 warning database", "3 error destroys data", "4 warning database"] },
    { name: "a column in SQL", path: "prisma/migrations/1_a/migration.sql", head: 'ALTER TABLE "a" DROP COLUMN "b";\n', expected: ["1 error destroys data"] },
    { name: "a column in SQL without the word", path: "prisma/migrations/1_a/migration.sql", head: 'ALTER TABLE "a" DROP "b";\n', expected: ["1 error destroys data"] },
    { name: "a view that writes into a table, made again", path: "migrations/2.sql", head: "DROP TABLE IF EXISTS moor.peat_mv;\nCREATE MATERIALIZED VIEW IF NOT EXISTS moor.peat_mv TO moor.peat AS SELECT 1;\n", expected: ["1 warning database"] },
    { name: "a view that holds its rows itself, and a table beside a view", path: "migrations/2.sql", head: "DROP TABLE peat_mv;\nCREATE MATERIALIZED VIEW peat_mv AS SELECT 1;\nDROP TABLE peat;\nCREATE MATERIALIZED VIEW fen_mv TO peat AS SELECT 1;\n", expected: ["1 error destroys data", "2 warning database", "3 error destroys data", "4 warning database"] },
    { name: "a constraint", path: "prisma/migrations/1_a/migration.sql", head: 'ALTER TABLE "a" DROP CONSTRAINT "b";\n', expected: ["1 warning database"] },
    { name: "a comment of a migration", path: "prisma/migrations/1_a/migration.sql", head: "-- DROP TABLE a;\n", expected: ["1 warning database"] },
    { name: "rows rewritten", path: "migrations/2.sql", head: "UPDATE orders SET total = 0;\n", expected: ["1 error rewrites data"] },
    { name: "what undoes a migration", path: "migrations/3.js", head: "exports.up = (db) => db.createTable('a');\nexports.down = (db) =>\n  db.dropTable('a');\n", expected: ["1 warning database"] },
    { name: "what stands after it", path: "migrations/3.py", head: "def downgrade():\n  op.drop_table('a')\ndef upgrade():\n  op.drop_column('b', 'c')\n", expected: ["1 warning database", "4 error destroys data"] },
    { name: "a test's own database", path: "test/migrations/5.sql", head: "DROP TABLE a;\n", expected: ["1 warning database"] },
    { name: "SQL beside a schema", path: "drizzle/0001_a.sql", head: "DROP TABLE a;\n", expected: ["1 error destroys data"] },
    { name: "a schema", path: "drizzle/schema.ts", head: "a();\n", expected: [] },
    { name: "a mark in SQL", path: "migrations/4.sql", head: "-- migrate:up\nCREATE TABLE a (b int);\n-- migrate:down\nDROP TABLE a;\n", expected: ["1 warning database"] },
    { name: "a mark of one word in SQL", path: "migrations/4.sql", head: "-- Up Migration\nCREATE TABLE a (b int);\n-- Down Migration\nDROP TABLE a;\n", expected: ["1 warning database"] },
    { name: "a comment that is no mark", path: "migrations/4.sql", head: "-- undo the old layout\nDROP TABLE a;\n", expected: ["1 warning database", "2 error destroys data"] },
    { name: "a file that undoes", path: "migrations/4.down.sql", head: "DROP TABLE a;\n", expected: ["1 warning database"] },
    { name: "the tables as they are", path: "db/schema.rb", base: "a\n  drop_table 1\n", head: "b\n  drop_table 2\n", expected: ["1 warning database", "1 warning taken out"] },
    { name: "a migration that may have run", path: "db/migrate/20250101_a.rb", base: "a\n  b\nc\n", head: "a\nc\n", expected: ["2 error may have run already was changed"] },
    { name: "a comment of one that may have run", path: "db/migrate/20250101_a.rb", base: "a\n# b\nc\n", head: "a\nc\n", expected: [] },
    { name: "where a helper of one comes from", path: "db/migrate/20250101_a.ts", base: 'import { a } from "../lib/a";\na();\n', head: 'import { a } from "../../lib/a";\na();\n', expected: ["1 warning database"] },
    { name: "where a helper of one comes from, in other words", path: "db/migrate/20250101_a.py", base: "from lib.a import a\nrequire_relative 'a'\nuse App\\A;\na()\n", head: "a()\n", expected: [] },
    { name: "a table that is named in a line of its own", path: "db/migrate/20250101_a.sql", base: "select a\nfrom accounts\n", head: "select a\n", expected: ["1 error may have run already was changed"] },
    { name: "a migration without a number", path: "migrations/helpers.js", base: "a\nb\n", head: "a\n", expected: ["1 warning taken out"] },
    { name: "a program's configuration in a tool's folder", path: ".roo/tools/tsconfig.json", head: "{}\n", expected: [] },
    { name: "the same with a line less", path: ".roo/tools/tsconfig.json", base: "{\n}\n", head: "{\n", expected: [] },
    { name: "words about a protocol", path: "src/locales/de/mcp.json", head: "{}\n", expected: [] },
    { name: "a tool's list of servers", path: ".vscode/mcp.json", head: "{}\n", expected: ["1 warning tools (MCP)"] },
    { path: "src/claude.ts", head: "a();\n", expected: [] },
    { path: "docs/agents-overview.md", head: "x\n", expected: [] },
    { path: "README.md", head: "x\n", expected: [] },
    { path: "package.json", base: manifest(""), head: manifest("").replace('"1"', '"2"'), expected: [] },
    { path: "src/docker.ts", head: "a();\n", expected: [] },
    { path: "src/mcp.ts", head: "a();\n", expected: [] },
    { path: "test/workflows/a.yml", head: "a: 1\n", expected: [] },
    { name: "a file that did not change", path: "CLAUDE.md", base: "x\n", head: "x\n", expected: [] },
    { name: "lines that moved", path: "CLAUDE.md", base: "a\nb\n", head: "b\na\n", expected: [] },
  ]);

  it("reports a deleted file with what it decided", async () => {
    const parser = await loadParser();
    const deleted = (path: string, text = "a: 1\n") => (powerfulFile.removed?.(viewOf(parser, path, text), null) ?? []).map(({ message }) => message);
    assert.deepEqual(deleted(".github/workflows/ci.yml"), ["a file was deleted that decides what the pipeline runs"]);
    assert.deepEqual(deleted(".github/workflows/ci.yml", "- run: npm test\n"), ["a pipeline that checks was deleted"]);
    assert.deepEqual(deleted("Dockerfile", "- run: npm test\n"), ["a file was deleted that decides what runs in a container"]);
    assert.deepEqual(deleted("db/migrate/20250101_a.rb"), ["a migration that may have run already was deleted"]);
    assert.deepEqual(deleted("db/migrate/a.rb"), ["a file was deleted that changes a database that holds data"]);
    assert.deepEqual(deleted("infra/1/a.yml"), ["a file was deleted that decides what runs in the infrastructure, and who reaches it"]);
    assert.deepEqual(deleted(".roo/tools/tsconfig.json"), []);
    assert.deepEqual(deleted("src/a.yml"), []);
  });
});

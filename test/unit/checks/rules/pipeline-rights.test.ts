/** Blocks of rights in workflows: who may do more than before, and who may not. */
import { powerfulFile } from "../../../../src/checks/rules/powerful-file";
import { markedCases } from "./marked-cases";

const ERROR = /error decides which rights the pipeline has/;
const NO_ERROR = /^(?!.*error)/;

const job = (own = "", name = "build") => `  ${name}:\n    runs-on: x\n${own}`;
const jobs = (...list: string[]) => `jobs:\n${list.join("")}`;
const inJob = (rights: string) => `    permissions:${rights}\n`;
const top = (rights: string) => `permissions:${rights}\n`;
const READ = "\n  contents: read";
const READ_IN_JOB = "\n      contents: read";
const many = (count: number) => jobs(...Array.from({ length: count }, (_, index) => job("", `j${index}`)));
const scopes = (count: number) => Array.from({ length: count }, (_, index) => `\n  s${index}: read`).join("");

const narrowed: readonly (readonly [string, string])[] = [
  [jobs(job()), top(READ) + jobs(job())],
  [jobs(job()), top(" {}") + jobs(job())],
  [jobs(job()), top(" { contents: read, issues: none }") + jobs(job())],
  [jobs(job()), top(" read-all") + jobs(job())],
  [jobs(job()), top(" 'read-all' # all") + jobs(job())],
  [jobs(job()), top("\n  # why\n\n  'contents': \"read\" # to clone\n  issues: none") + jobs(job())],
  [jobs(job()), `"permissions":${READ}\n${jobs(job())}`],
  [jobs(job()), jobs(job(inJob(READ_IN_JOB)))],
  [jobs(job()), jobs(job(inJob(" {}")))],
  [jobs(job()), `"jobs":\n${job(inJob(" {}"))}`],
  ["name: a\n", `name: a\non: push\n${top(READ)}${jobs(job())}`],
  [top(" write-all") + jobs(job()), top(READ) + jobs(job())],
  [top(" write-all") + jobs(job()), top(" read-all") + jobs(job())],
  [top(" read-all") + jobs(job()), top(READ) + jobs(job())],
  [top("\n  contents: write\n  issues: read") + jobs(job()), top(" { contents: read }") + jobs(job())],
  [top("\n  contents: write") + jobs(job()), top("\n  contents: write") + jobs(job(inJob(READ_IN_JOB)))],
  [top("\n  contents: write") + jobs(job()), top(" {}") + jobs(job(inJob(" { contents: read }")))],
  [jobs(job(inJob("\n      contents: write"))), jobs(job(inJob(" { contents: read }")))],
  [top(READ) + jobs(job()), top(READ) + jobs(job(), job(inJob(READ_IN_JOB), "more"))],
  [jobs(job(inJob(" {}"))), top(READ) + jobs(job(inJob(" {}")))],
  [many(100), top(scopes(99)) + many(100)],
  [many(290), top(" {}") + many(290)],
];
const gained: readonly (readonly [string, string])[] = [
  [jobs(job()), top("\n  contents: write") + jobs(job())],
  [jobs(job()), top("\n  contents: read\n  issues: 'write'") + jobs(job())],
  [jobs(job()), top(" { contents: write }") + jobs(job())],
  [jobs(job()), top(" write-all") + jobs(job())],
  [jobs(job()), top(" &rights\n  contents: read") + jobs(job())],
  [jobs(job()), top(" ${{ inputs.rights }}") + jobs(job())],
  [jobs(job()), top(" {\n  contents: read }") + jobs(job())],
  [jobs(job()), top("\n  contents: read\n  <<: *more") + jobs(job())],
  [jobs(job()), top("") + jobs(job())],
  [jobs(job()), top(scopes(100) + "\n  contents: read") + jobs(job())],
  [many(300), top(" {}") + many(300)],
  [many(301), top(" {}") + jobs(job())],
  [jobs(job()), jobs(job("    steps:\n      - with:\n          permissions: read-all\n"))],
  [jobs(job()), "env:\n  a: 1\n  permissions: read-all\n" + jobs(job())],
  [jobs(job()), jobs(job()) + "env:\n  a:\n    permissions: read-all\n"],
  [top(" {}") + jobs(job()), top(READ) + jobs(job())],
  [top(" {}") + jobs(job()), top(" read-all") + jobs(job())],
  [top(READ) + jobs(job()), top(" read-all") + jobs(job())],
  [top(READ) + jobs(job()), top(" { contents: read, issues: read }") + jobs(job())],
  [top(" { contents: none }") + jobs(job()), top(READ) + jobs(job())],
  [top(" {}") + jobs(job()), top(" {}") + jobs(job(inJob(READ_IN_JOB)))],
  [top(" {}") + jobs(job()), jobs(job(inJob(READ_IN_JOB)))],
  [top(" {}") + jobs(job()), top(" {}") + jobs(job(), job(inJob(READ_IN_JOB), "more"))],
  [top(" {}") + jobs(job()), jobs(job(), job(inJob(READ_IN_JOB), "more"))],
  [jobs(job()), top(" {}") + jobs(job(), job(inJob(READ_IN_JOB), "more"))],
  [jobs(job(inJob(" {}"))), jobs(job(inJob(READ_IN_JOB)))],
  [jobs(job(inJob(" {}"))), top(READ) + jobs(job())],
  [jobs(job(inJob(" {}")), job("", "more")), jobs(job(inJob(READ_IN_JOB)), job("", "more"))],
  [top(" *rights") + jobs(job()), top(READ) + jobs(job())],
];

markedCases(powerfulFile, {
  path: ".github/workflows/ci.yml",
  reports: [],
  accepts: [],
  says: [
    [top(READ) + jobs(job()), NO_ERROR],
    [top(" {}") + jobs(job(inJob(READ_IN_JOB))), NO_ERROR],
    [["action.yml", top(READ)], ERROR],
    [["sub/.github/workflows/a.yml", top(READ)], NO_ERROR],
  ],
  deltas: [...narrowed.map(([base, head]) => ({ base, head, brings: true, says: NO_ERROR })), ...gained.map(([base, head]) => ({ base, head, brings: true, says: ERROR }))],
});

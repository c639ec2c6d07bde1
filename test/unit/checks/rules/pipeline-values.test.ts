/** Lines of a workflow that read as if they gave something away: names of groups, and secrets that the step had. */
import { powerfulFile } from "../../../../src/checks/rules/powerful-file";
import { markedCases } from "./marked-cases";

const ANYBODY = /error puts text that anybody can write into what the pipeline runs/;
const SECRET = /error hands a secret to the pipeline/;
const NO_ERROR = /^(?!.*error)/;

const REF = "${{ github.head_ref }}";
const inJob = (part: string) => `jobs:\n  moss:\n${part}`;
const inStep = (part: string) => inJob(`    steps:\n      - uses: a/b@v1\n${part}`);

const names: readonly string[] = [
  `concurrency:\n  group: ${REF}\n`,
  `concurrency: ${REF}\n`,
  `concurrency: { group: ${REF} }\n`,
  `concurrency:\n  cancel-in-progress: true\n  group: 'a @ ${REF}' # why\n`,
  `concurrency:\n  group: >-\n    a-${REF}\n`,
  inJob(`    concurrency:\n      group: ${REF}\n`),
  inJob(`    concurrency: "${REF}"\n`),
];
const noNames: readonly string[] = [
  inStep(`        with:\n          group: ${REF}\n`),
  inStep(`        with:\n          concurrency: ${REF}\n`),
  inStep(`        with:\n          concurrency:\n            group: ${REF}\n`),
  inStep(`      - run: |\n          concurrency:\n            group: ${REF}\n`),
  inJob(`    group: ${REF}\n`),
  `group: ${REF}\n`,
  `concurrency:\n  group: &a ${REF}\n${inStep("      - run: *a\n")}`,
  `concurrency:\n  other:\n    group: ${REF}\n`,
  `concurrency:\n  other: ${REF}\n`,
  `run-name:\n  concurrency:\n    group: ${REF}\n`,
  `concurrency:\n  group: a\n${inStep(`      - run: echo ${REF}\n`)}`,
];

const a = "${{ secrets.MOSS }}";
const b = "${{ secrets.FERN }}";
const step = (inputs: string, action = "moss/token@1f", job = "moss") => `jobs:\n  ${job}:\n    steps:\n      - uses: ${action}\n        with:\n${inputs.split("\n").map((input) => `          ${input}\n`).join("")}`;
const moved: readonly (readonly [string, string])[] = [
  [step(`app-id: ${a}`), step(`client-id: ${a}`)],
  [step(`app-id: ${a}\nprivate-key: ${b}`), step(`client-id: ${a}\nprivate-key: ${b}`)],
  [step(`app-token: ${a}`), step(`private-key: "${a}" # why`)],
];
const handed: readonly (readonly [string, string])[] = [
  // Another secret under another name, and under the same one.
  [step(`app-id: ${a}`), step(`client-id: ${b}`)],
  [step(`app-id: ${a}`), step(`app-id: ${b}`)],
  // Two that change places, and two inputs where there was one.
  [step(`app-id: ${a}\nuser-id: ${b}`), step(`app-id: ${b}\nuser-id: ${a}`)],
  [step(`app-id: ${a}`), step(`app-id: ${a}\nclient-id: ${a}`)],
  [step(`app-id: ${a}`), step(`client-id: ${a}\nuser-id: ${a}`)],
  [step(`app-id: ${a}\nuser-id: x`), step(`user-id: ${a}`)],
  [step(`app-id: ${a}\nuser-id: ${a}`), step(`client-id: ${a}`)],
  // What proves who somebody is where the name is told, and where anything is.
  [step(`private-key: ${a}`), step(`client-id: ${a}`)],
  [step(`private-key: ${a}`), step(`body: ${a}`)],
  [step(`body: ${a}`), step(`message: ${a}`)],
  [step(`private-key: ${a}`), step(`app-token: x-${a}`)],
  [step(`private-key: ${a}`), step(`app-token: "${a}${b}"`)],
  // Another action, another version of it, another job, another step, none before.
  [step(`app-id: ${a}`), step(`client-id: ${a}`, "fern/token@1f")],
  [step(`app-id: ${a}`), step(`client-id: ${a}`, "moss/token@2f")],
  [step(`app-id: ${a}`), step(`client-id: ${a}`, "moss/token@1f", "fern")],
  [`${step(`app-id: ${a}`)}      - uses: b/c@v1\n`, `${step("x: y")}      - uses: b/c@v1\n        with:\n          client-id: ${a}\n`],
  [`${step(`app-id: ${a}`)}      - uses: moss/token@1f\n`, step(`client-id: ${a}`)],
  [step(`app-id: ${a}`), `${step(`client-id: ${a}`)}      - uses: moss/token@1f\n`],
  [step("x: y"), step(`client-id: ${a}`)],
  // Another place of the step.
  [step(`app-id: ${a}`), step(`x: y\n`).replace(/with:/, `env:\n          client-id: ${a}\n        with:`)],
  [step(`app-id: ${a}`).replace("with:", "env:"), step(`client-id: ${a}`)],
  [step(`app-id: ${a}`), step(`more:\n  client-id: ${a}`)],
  [`runs${step(`app-id: ${a}`).slice(4)}`, `runs${step(`client-id: ${a}`).slice(4)}`],
  [step(`app-id: ${a}`).replace("steps", "parts"), step(`client-id: ${a}`).replace("steps", "parts")],
  // Files that lines don't tell for sure.
  [`${step(`app-id: ${a}`)}x: *y\n`, step(`client-id: ${a}`)],
  [step(`app-id: ${a}`), `${step(`client-id: ${a}`)}x: *y\n`],
];

const rights = (value: string, job = "moss") => inJob(`    permissions:\n      issues: ${value}\n`).replace("moss", job);
const RIGHTS = /error decides which rights the pipeline has/;
/** Lines whose comment is another one, and lines that say more than before. */
const known: readonly (readonly [string, string])[] = [
  [rights("write"), rights("write # to answer")],
  [rights("write # to ask"), rights("write # to answer")],
  [`permissions: write-all\n${inJob("")}`, `permissions: write-all # for all\n${inJob("")}`],
];
const more: readonly (readonly [string, string])[] = [
  [rights("read"), rights("write # to answer")],
  [rights("write"), rights("write # to answer", "fern")],
  [rights("write"), `permissions:\n  issues: write # to answer\n${rights("write")}`],
  [inStep("        with:\n          issues: write\n"), inStep("        with:\n          issues: write # to answer\n")],
];

markedCases(powerfulFile, {
  path: ".github/workflows/ci.yml",
  reports: [],
  accepts: [],
  deltas: [
    ...names.map((head) => ({ base: "name: a\n", head, brings: true, says: NO_ERROR })),
    ...noNames.map((head) => ({ base: "name: a\n", head, brings: true, says: ANYBODY })),
    { base: "name: a\n", head: step(`client-id: ${a}`), brings: true, says: SECRET },
    { base: "name: a\n", head: `concurrency:\n  group: ${a}\n`, brings: true, says: SECRET },
    ...known.map(([base, head]) => ({ base, head, brings: true, says: NO_ERROR })),
    ...more.map(([base, head]) => ({ base, head, brings: true, says: RIGHTS })),
    ...moved.map(([base, head]) => ({ base, head, brings: true, says: NO_ERROR })),
    ...handed.map(([base, head]) => ({ base, head, brings: true, says: SECRET })),
  ],
});

for (const path of [".github/actions/a/action.yml", ".gitlab-ci.yml"]) markedCases(powerfulFile, { path, reports: [], accepts: [], deltas: [{ base: "name: a\n", head: `concurrency:\n  group: ${REF}\n`, brings: true, says: ANYBODY }] });
markedCases(powerfulFile, { path: "sub/.github/workflows/a.yml", reports: [], accepts: [], deltas: [{ base: "name: a\n", head: `concurrency: ${REF}\n`, brings: true, says: NO_ERROR }] });

// `npm run bench [-- --repo PATH] [-- --ours] [-- --only history,graph,typescript,ordering,hook,settle,typing,carry,carry-history,git-hooks,package,editor,ledger]`, `-- --only fuzz [--edits N] [--languages Ruby]`, `--only language-history --repo PATH [--last N] [--draw N]`, `--only editor [--quick]`, `--only endurance`: prints ratios measured side by side in one run.
// A benchmark never fails the build by a clock; a crash does.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { cpus, totalmem } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const parameters = process.argv.slice(2);
const valueOf = (name) => (parameters.includes(name) ? parameters[parameters.indexOf(name) + 1] : undefined);
const repository = valueOf("--repo") === undefined ? null : resolve(valueOf("--repo"));
const only = valueOf("--only")?.split(",");

for (const mode of [[], ["--tests"]]) {
  if (spawnSync(process.execPath, ["esbuild.config.mjs", ...mode], { cwd: root, stdio: "inherit" }).status !== 0) process.exit(1);
}
const load = createRequire(import.meta.url);
const bench = (name) => load(join(root, "out/test/bench", `${name}.js`));

const benches = {
  typing: () => bench("typing").benchTyping(),
  hook: () => bench("hook").benchHook(join(root, "dist")),
  settle: () => bench("settle").benchSettle(),
  history: () => bench("history").benchHistory(repository),
  graph: () => bench("graph").benchGraph(repository, !parameters.includes("--ours")),
  "graph-agreement": () => bench("graph-agreement").benchGraphAgreement(repository),
  agreement: () => bench("agreement").benchAgreement(repository),
  notes: () => bench("notes").benchNotes(repository),
  levels: () => bench("levels").benchLevels(repository, Number(valueOf("--draw") ?? 0), valueOf("--seed") ?? "1"),
  ordering: () => bench("ordering").benchOrdering(repository),
  rules: () => bench("rules").benchRules(repository, root),
  languages: () => bench("languages").benchLanguages(root),
  "language-history": () => bench("language-history").benchLanguageHistory(repository, Number(valueOf("--last") ?? 50), Number(valueOf("--draw") ?? 0), valueOf("--seed") ?? "1"),
  secrets: () => bench("secrets").benchSecrets(),
  typescript: () => bench("typescript").benchTypescript(),
  labels: () => bench("labels").benchLabels(repository),
  "rule-testers": () => bench("labels").benchLabels(repository, true),
  carry: () => bench("carry").benchCarry(),
  replay: () => bench("replay").benchReplay(valueOf("--sizes")?.split(",").map(Number)),
  check: () => bench("check").benchCheck(repository, !parameters.includes("--ours")),
  "carry-history": () => bench("carry-history").benchCarryHistory(repository),
  "git-hooks": () => bench("git-hooks").benchGitHooks(root),
  package: () => bench("package").benchPackage(root),
  editor: async () => {
    const quick = parameters.includes("--quick");
    await bench("editor").benchEditor(quick);
    if (!quick) bench("editor").packageSize();
  },
  ledger: () => bench("ledger").benchLedger(Number(valueOf("--records") ?? 100_000)),
};
/** Only when asked for: they search for faults for as long as one lets them, and compare nothing. */
const campaigns = {
  "rule-mutants": () => bench("rule-mutants").benchRuleMutants(root, valueOf("--files")?.split(",")),
  endurance: () => bench("endurance").benchEndurance(),
  parsers: () => bench("parsers").benchParsers(Number(valueOf("--rounds") ?? 100_000)),
  fuzz: () => bench("fuzz").benchFuzz(Number(valueOf("--edits") ?? 1_000_000), valueOf("--languages")?.split(",")),
};

console.log(`node ${process.version}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB${repository === null ? ", own inputs" : `, ${repository}`}`);
for (const [name, run] of Object.entries(only === undefined ? benches : { ...benches, ...campaigns })) {
  if (only !== undefined && !only.includes(name)) continue;
  console.log(`\n== ${name}`);
  await run();
}
process.exit(0);

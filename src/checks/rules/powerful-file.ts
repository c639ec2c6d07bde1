import { isAgentPlan, isBesideInstructions } from "../../core/hunks/classify";
import { destroysData, isNumbered } from "./data-migration";
import { newPackages } from "./new-packages";
import { narrowedRights } from "./pipeline-rights";
import { harmlessLines, type HarmlessLines } from "./pipeline-values";
import type { Occurrence, Removal, Rule } from "./rule";
import type { View } from "./view";

/** A line that gives away more than the file's other lines do: rights, secrets, where to run, whom to trust. */
interface Grant {
  readonly pattern: RegExp;
  /** What of an expression gives nothing away; taken out before the pattern is looked for. */
  readonly harmless?: RegExp;
  /** Which lines give nothing away although they read so. */
  readonly unless?: keyof HarmlessLines;
  readonly message: string;
}

/** Of an expression, what gives yes or no: a text that it asks about goes nowhere. */
const ANSWER = /\b(?:contains|startsWith|endsWith)\((?:[^(){}]|\([^(){}]*\))*\)|(?<![\w.*])[\w.*]+\s{0,4}[!=]=\s{0,4}'[^'${}]*'/g;
/** Asks whether there is a secret. */
const IS_THERE = /(?<![\w.])secrets\.\w+\s{0,4}[!=]=\s{0,4}''(?!')/g;
/** Outside of them the shell compares, and reads what was pasted as its own text. */
const EXPRESSION = /\$\{\{[^}]*/g;

const PIPELINE: readonly Grant[] = [
  { pattern: /^\s*permissions\s*:|^\s*[\w-]+\s*:\s*write(-all)?\s*(#.*)?$/, message: "decides which rights the pipeline has" },
  { pattern: /\bsecrets\.(?!GITHUB_TOKEN\b)\w+|^\s*secrets\s*:/, harmless: IS_THERE, unless: "secrets", message: "hands a secret to the pipeline" },
  { pattern: /^\s*-?\s*["']?(pull_request_target|workflow_run|issue_comment|repository_dispatch)["']?\s*:?|^\s*(?:["']?on["']?\s*:|\[).*\b(pull_request_target|workflow_run|issue_comment|repository_dispatch)\b/, message: "lets people from outside start the pipeline with its rights" },
  { pattern: /^(?!\s*[A-Z][A-Z0-9_]*\s*:).*\$\{\{(?:(?!\$\{\{)[^}])*\bgithub\.(event\.(issue|pull_request|comment|review|review_comment|discussion|head_commit|commits)\b(?:[^}|&,[]*(?:\[[^}]*)?|[^}]*\)['"\s.[]*)\b(title|body|message|ref|label|name|email)\b|head_ref)/, harmless: ANSWER, unless: "names", message: "puts text that anybody can write into what the pipeline runs" },
  // A step before it handed the same on; as an input it is no shell's text.
  { pattern: /^(?!\s*-?\s*(?!run\s*:)[\w-]+\s*:).*\$\{\{[^}]*\bsteps\.[\w-]+\.outputs\.(head[-_]?(ref|branch)|(pr|issue|comment)[-_]?(title|body|head[-_]?ref))\b/i, harmless: ANSWER, message: "puts text that anybody can write into what the pipeline runs" },
  { pattern: /\b(curl|wget)\b[^|]*\|\s*(sudo\s+)?(ba|z)?sh\b/, message: "runs what an address answers" },
  { pattern: /--no-verify\b|--dangerously-\w+|--skip-permissions\b|\bpersist-credentials\s*:\s*true/, message: "takes a protection away from what the pipeline runs" },
];
const CONTAINER: readonly Grant[] = [
  { pattern: /^\s*privileged\s*:\s*true|docker\.sock|^\s*(network_mode|pid|ipc)\s*:\s*["']?host|^\s*cap_add\s*:|^\s*USER\s+(root|0)\b/i, message: "gives the container rights over the machine it runs on" },
  { pattern: /\b(curl|wget)\b[^|]*\|\s*(sudo\s+)?(ba|z)?sh\b/, message: "runs what an address answers" },
];
const PACKAGES: readonly Grant[] = [
  // What this very machine serves is a test's own.
  { pattern: /(?:\bregistry["']?\s*[=:]|npmRegistryServer|index-url)(?!\s*[=:]?\s*["']?https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:[/"'\s]|$))/i, message: "names another source of packages" },
  { pattern: /_auth(Token)?\b|npmAuthToken|_password\b/, message: "gives the package manager a credential" },
  { pattern: /ignore-scripts\s*=\s*false|strict-ssl\s*=\s*false|enableStrictSsl\s*:\s*false|trusted-host/i, message: "takes a protection away from installing packages" },
];
const EDITOR: readonly Grant[] = [{ pattern: /"runOn"\s*:\s*"folderOpen"|"(postCreateCommand|postStartCommand|onCreateCommand|initializeCommand|updateContentCommand)"\s*:/, message: "runs a command as soon as the folder is opened" }];
/** Migrations: what they take from a database comes back from a backup, if from anywhere. */
const DATA: readonly Grant[] = [];
/** Lines of a migration that do nothing to a database: comments, and where its helpers come from. */
const NO_STATEMENT = /^\s*(#|\/\/|--|\*|\/\*|import\b|from\s+[\w.]+\s+import\b|require(_relative)?\b|(use|using|package)\s+[\w.\\]+;\s*$)/;
const EVERYTHING: readonly Grant[] = [{ pattern: /\S/, message: "this file decides what Countersign demands" }];

const STEP = /^\s*-?\s*(?:run|uses|script)\s*:/;
/** A step that looks for faults: without it the pipeline passes more than before. */
const CHECKING_STEP = /^\s*-?\s*(?:run|uses|script)\s*:.*\b(test|tests|lint|audit|scan|check|codeql|semgrep|gitleaks|trivy|verify|typecheck|type-check|tsc|eslint|coverage)\b/;

/** Asks who or what started the pipeline; one that asks for a cache's hit or another step's result is none. */
const CONDITION = /^\s*-?\s*if\s*:.*\bgithub\.(event|event_name|actor|triggering_actor|ref|ref_name|repository|head_ref|base_ref)\b/;

/** The trigger by itself, with its settings in one line or not, or among others; `pull_request_target` is another one. */
const PULL_REQUESTS = /^\s*-?\s*["']?(pull_request|merge_group)["']?\s*(:.*|,\s*|\]\s*|#.*)?$|^\s*(?:["']?on["']?\s*:|\[).*\b(pull_request|merge_group)\b(?!_)/;

const KINDS: readonly (Kind & { readonly path: RegExp })[] = [
  { path: /(^|\/)(CLAUDE|AGENTS?|GEMINI|CONVENTIONS|COPILOT)(\.local|\.override)?\.md$/i, what: "instructs agents" },
  { path: /(^|\/)(\.cursor\/(rules|commands|skills)\/|\.cursorrules$|\.windsurfrules$|\.windsurf\/|\.clinerules|\.roo(modes|rules|\/)|\.continue\/|\.kiro\/|\.amp\/|\.junie\/|\.aider)/, what: "instructs agents" },
  { path: /(^|\/)(\.claude|\.codex|\.gemini|\.opencode|\.agents?|\.factory)\//, what: "configures an agent: its instructions, skills, hooks or permissions" },
  { path: /(^|\/)SKILL\.md$|\.(prompt|instructions|chatmode|agent)\.md$|(^|\/)copilot-instructions\.md$/i, what: "instructs agents" },
  { path: /^mcp[^/]*\.json$|(^|\/)(\.mcp[^/]*\.json|\.[^/]+\/mcp[^/]*\.json|opencode\.jsonc?|claude_desktop_config\.json)$/, what: "gives agents tools (MCP)" },
  { path: /(^|\/)(\.github\/(workflows|actions)\/|\.gitlab-ci\.yml$|\.circleci\/|azure-pipelines[^/]*\.ya?ml$|Jenkinsfile|\.buildkite\/|bitbucket-pipelines\.yml$|\.drone\.yml$|\.travis\.yml$|\.ci\/|action\.ya?ml$)/, what: "decides what the pipeline runs", grants: PIPELINE },
  { path: /(^|\/)((Dockerfile|Containerfile)(\.[^/]+)?|[^/]+\.Dockerfile|(docker-)?compose[^/]*\.ya?ml)$/, what: "decides what runs in a container", grants: CONTAINER },
  { path: /(^|\/)(\.husky\/|\.githooks\/|lefthook[^/]*\.ya?ml$|\.pre-commit-config\.yaml$|\.lintstagedrc)/, what: "runs at git's hooks" },
  { path: /(^|\/)(\.npmrc|\.yarnrc(\.yml)?|\.pnpmfile\.cjs|bunfig\.toml|pip\.conf|\.pypirc)$/, what: "decides where packages come from", grants: PACKAGES },
  { path: /(^|\/)(CODEOWNERS|\.github\/(dependabot\.ya?ml|settings\.yml))$/, what: "decides who must review" },
  { path: /(^|\/)\.countersign\//, what: "decides what Countersign demands", grants: EVERYTHING },
  { path: /(^|\/)(migrations?|migrate|alembic\/versions|db\/changelog|liquibase|flyway)\/(?!.*(^|\/)(README|__init__|script\.py)[^/]*$).+\.(sql|py|rb|php|js|ts|cs|go|java|kt|xml|ya?ml|exs)$|(^|\/)[VUR]\d[\w.]*__[^/]+\.sql$|(^|\/)drizzle\/.+\.sql$|(^|\/)db\/schema\.rb$/is, what: "changes a database that holds data", grants: DATA },
  { path: /\.(tf|tfvars|hcl|bicep)$|(^|\/)(k8s|kubernetes|helm|charts|terraform|ansible|playbooks|cloudformation|pulumi|infra(structure)?)\/[^]*\.(ya?ml|json|tpl|jsonnet|toml|ini)$|(^|\/)(Pulumi[^/]*|serverless|kustomization|Chart|cloudbuild|fly|render|skaffold)\.(ya?ml|toml)$|(^|\/)(nginx|haproxy|Caddyfile)[^/]*(\.conf|\.cfg)?$/, what: "decides what runs in the infrastructure, and who reaches it" },
  { path: /(^|\/)\.vscode\/(tasks|launch|settings)\.json$|(^|\/)\.devcontainer\/|(^|\/)\.?devcontainer\.json$/, what: "runs commands in the editor", grants: EDITOR },
];

const PLAN: Kind = { what: "holds what an agent means to do" };

/** Scripts that a package manager runs by itself, or that people and pipelines run every day. */
const SCRIPTS = /^\s*"((?:pre|post)?(?:install|prepare|publish|pack|version)|prepublishOnly|dependencies|build|test|start|lint|[\w:.-]+)"\s*:\s*"(.*)"\s*,?\s*$/;

/** They run at every install, unasked. */
const AT_INSTALL = /^((pre|post)?install|(pre|post)?prepare|dependencies)$/;

/** Files with power beyond their own lines. */
export const powerfulFile: Rule = {
  id: "powerful-file",
  class: "supply-chain",
  severity: "warning",
  eachLine: true,
  why: "This file decides what runs with a developer's or a pipeline's rights, or what every agent is told; one line here outweighs many elsewhere.",
  fix: "Read each changed line and ask what it can reach: tokens, network, permissions, other people's machines.",
  example: {
    path: "package.json",
    before: "{\n  \"scripts\": {\n    \"build\": \"tsc\"\n  }\n}\n",
    bad: "{\n  \"scripts\": {\n    \"build\": \"tsc\",\n    \"postinstall\": \"node setup.js\"\n  }\n}\n",
    good: "{\n  \"version\": \"2.0.0\",\n  \"scripts\": {\n    \"build\": \"tsc\"\n  }\n}\n",
  },

  find(view, base = null) {
    if (/(^|\/)package\.json$/.test(view.path)) return packageScripts(view);
    const kind = kindOf(view.path);
    if (kind === undefined || isBesideInstructions(view.path)) return [];
    const isDestructive = kind.grants === DATA ? destroysData(view) : null;
    const narrowed = narrowedRights(view, base);
    const harmless = harmlessLines(view, base);
    const given = ({ text, offset }: { readonly text: string; readonly offset: number }) =>
      narrowed.has(offset) || harmless.known.has(offset) || /^\s*(#|\/\/)/.test(text) ? undefined : kind.grants?.find((grant) => isGiven(grant, text) && (grant.unless === undefined || !harmless[grant.unless].has(offset)));
    const found: Occurrence[] = [];
    for (const line of view.eachLine()) {
      if (line.text.trim() === "") continue;
      const message = isDestructive?.(line.offset) ?? given(line)?.message;
      const place = { start: line.offset, end: line.offset + line.text.length, snippet: normal(line.text) };
      found.push(message === undefined ? { ...place, message: `this file ${kind.what}` } : { ...place, message, severity: "error" });
    }
    return found;
  },
  removed(base, head) {
    const kind = kindOf(base.path);
    if (kind === undefined || isBesideInstructions(base.path) || (head !== null && head.path !== base.path)) return [];
    if (head === null) return [{ baseOffset: 0, snippet: base.path, ...deletedFile(base, kind) }];
    const gone = linesGone(base, head);
    const lost = kind.grants === PIPELINE ? lostInPipeline(gone, base, head) : undefined;
    if (lost !== undefined) return [lost];
    const first = kind.grants === DATA ? gone.find(({ text }) => !NO_STATEMENT.test(text)) : kind.grants === EVERYTHING ? gone[0] : firstLost(gone, linesGone(head, base));
    if (first !== undefined && kind.grants === DATA && isNumbered(base.path)) return [{ baseOffset: first.offset, message: "a migration that may have run already was changed", severity: "error", snippet: normal(first.text) }];
    return first === undefined ? [] : [{ baseOffset: first.offset, message: `lines were changed or taken out in a file that ${kind.what}`, snippet: normal(first.text), ...(kind.grants === EVERYTHING ? { severity: "error" as const } : {}) }];
  },
};

function kindOf(file: string): Kind | undefined {
  return isAgentPlan(file) ? PLAN : KINDS.find(({ path }) => path.test(file));
}

function isGiven({ pattern, harmless }: Grant, line: string): boolean {
  return pattern.test(harmless === undefined ? line : line.replace(EXPRESSION, (expression) => expression.replace(harmless, "")));
}

interface Kind {
  readonly what: string;
  readonly grants?: readonly Grant[];
}

/** What is told of a file that is gone; a migration that ran, and a pipeline that checked, leave more behind than their lines. */
function deletedFile(base: View, { what, grants }: Kind): Pick<Removal, "message" | "severity"> {
  if (grants === DATA && isNumbered(base.path)) return { message: "a migration that may have run already was deleted", severity: "error" };
  if (grants === PIPELINE && [...base.eachLine()].some(({ text }) => CHECKING_STEP.test(text))) return { message: "a pipeline that checks was deleted", severity: "error" };
  return { message: `a file was deleted that ${what}` };
}

/** A check that no step makes any more, a condition that is another one now or none, pull requests that start nothing. */
function lostInPipeline(gone: ReturnType<typeof linesGone>, base: View, head: View): Removal | undefined {
  const told = (line: { readonly text: string; readonly offset: number } | undefined, message: string): Removal | undefined => (line === undefined ? undefined : { baseOffset: line.offset, message, severity: "error", snippet: normal(line.text) });
  const isFewer = fewerSteps(base, head);
  return (
    told(gone.find(({ text }) => isFewer(CHECKING_STEP.exec(text)?.[1])), "a checking step was taken out of the pipeline") ??
    told(gone.find(({ text }) => CONDITION.test(text)), "a condition was changed or taken out that says when, and for whom, the pipeline runs") ??
    told(countOf(base, CHECKING_STEP) > 0 && countOf(head, PULL_REQUESTS) === 0 ? gone.find(({ text }) => PULL_REQUESTS.test(text)) : undefined, "the pipeline that checks does not run at pull requests any more")
  );
}

function countOf(view: View, pattern: RegExp): number {
  return [...view.eachLine()].filter(({ text }) => pattern.test(text)).length;
}

/** Lines of the base that the head has no more, blank ones left out; where a line stands does not matter. */
function linesGone(base: View, head: View): readonly { readonly text: string; readonly offset: number }[] {
  const left = new Map<string, number>();
  for (const { text } of head.eachLine()) left.set(normal(text), (left.get(normal(text)) ?? 0) + 1);
  return [...base.eachLine()].filter(({ text }) => {
    const line = normal(text);
    const count = left.get(line) ?? 0;
    if (count > 0) left.set(line, count - 1);
    return count === 0 && line !== "";
  });
}

/** More lines are not compared. */
const MOST_LINES = 1_000;
/** What follows is done if the line fails, or is none of it. */
const UNDOES = /\|\||&&|[;#]|\/[/*]/;

/** The first line that no new one says again, in other quotes or with more behind it; one new line answers for one: those are told as what they are now. */
function firstLost<Line extends { readonly text: string }>(gone: readonly Line[], fresh: readonly Line[]): Line | undefined {
  const now = fresh.slice(0, MOST_LINES).map(({ text }) => plain(text));
  return gone.slice(0, MOST_LINES).find(({ text }) => {
    const line = plain(text);
    const index = now.findIndex((one) => one === line || (one.startsWith(`${line} `) && !UNDOES.test(one.slice(line.length))));
    if (index >= 0) now.splice(index, 1);
    return index < 0;
  }) ?? gone[MOST_LINES];
}

function plain(line: string): string {
  return normal(line).replace(/^- |["'`]/g, "");
}

/** Whether fewer steps speak of a check than before: one that is called otherwise now still runs. Counted once for each check. */
function fewerSteps(base: View, head: View): (check: string | undefined) => boolean {
  const known = new Map<string, boolean>();
  const steps = (view: View, check: string) => [...view.eachLine()].filter(({ text }) => STEP.test(text) && text.includes(check)).length;
  return (check) => {
    if (check === undefined) return false;
    const isFewer = known.get(check) ?? steps(head, check) < steps(base, check);
    known.set(check, isFewer);
    return isFewer;
  };
}

/** A comma at the end comes and goes with the line that follows. */
function normal(line: string): string {
  return line.trim().replace(/,$/, "");
}

function packageScripts(view: View): readonly Occurrence[] {
  const found: Occurrence[] = [...newPackages(view)];
  let inScripts = false;
  for (const line of view.eachLine()) {
    if (/^\s*"scripts"\s*:\s*\{/.test(line.text)) inScripts = true;
    else if (inScripts && /^\s*\}/.test(line.text)) inScripts = false;
    else if (inScripts) {
      const script = SCRIPTS.exec(line.text);
      if (script !== null) found.push({ start: line.offset, end: line.offset + line.text.length, message: `the script \`${script[1] ?? ""}\` runs on people's machines`, snippet: normal(line.text), ...(AT_INSTALL.test(script[1] ?? "") ? { severity: "error" as const } : {}) });
    }
  }
  return found;
}

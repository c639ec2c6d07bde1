import type { Occurrence, Rule } from "./rule";
import type { View } from "./view";

/** A line that gives away more than the file's other lines do: rights, secrets, where to run, whom to trust. */
interface Grant {
  readonly pattern: RegExp;
  readonly message: string;
}

const PIPELINE: readonly Grant[] = [
  { pattern: /^\s*permissions\s*:|^\s*[\w-]+\s*:\s*write(-all)?\s*(#.*)?$/, message: "decides which rights the pipeline has" },
  { pattern: /\bsecrets\.(?!GITHUB_TOKEN\b)\w+|^\s*secrets\s*:/, message: "hands a secret to the pipeline" },
  { pattern: /^\s*-?\s*["']?(pull_request_target|workflow_run|issue_comment|repository_dispatch)["']?\s*:?|^\s*["']?on["']?\s*:.*\b(pull_request_target|workflow_run|issue_comment|repository_dispatch)\b/, message: "lets people from outside start the pipeline with its rights" },
  { pattern: /^(?!\s*[A-Z][A-Z0-9_]*\s*:).*\$\{\{[^}]*\bgithub\.(event\.(issue|pull_request|comment|review|review_comment|discussion|head_commit|commits)\b[^}]*\b(title|body|message|ref|label|name|email)\b|head_ref)/, message: "puts text that anybody can write into what the pipeline runs" },
  { pattern: /\b(curl|wget)\b[^|]*\|\s*(sudo\s+)?(ba|z)?sh\b/, message: "runs what an address answers" },
  { pattern: /--no-verify\b|--dangerously-\w+|--skip-permissions\b|\bpersist-credentials\s*:\s*true/, message: "takes a protection away from what the pipeline runs" },
];
const CONTAINER: readonly Grant[] = [
  { pattern: /^\s*privileged\s*:\s*true|docker\.sock|^\s*(network_mode|pid|ipc)\s*:\s*["']?host|^\s*cap_add\s*:|^\s*USER\s+(root|0)\b/i, message: "gives the container rights over the machine it runs on" },
  { pattern: /\b(curl|wget)\b[^|]*\|\s*(sudo\s+)?(ba|z)?sh\b/, message: "runs what an address answers" },
];
const PACKAGES: readonly Grant[] = [
  { pattern: /\bregistry["']?\s*[=:]|npmRegistryServer|index-url/i, message: "names another source of packages" },
  { pattern: /_auth(Token)?\b|npmAuthToken|_password\b/, message: "gives the package manager a credential" },
  { pattern: /ignore-scripts\s*=\s*false|strict-ssl\s*=\s*false|enableStrictSsl\s*:\s*false|trusted-host/i, message: "takes a protection away from installing packages" },
];
const EDITOR: readonly Grant[] = [{ pattern: /"runOn"\s*:\s*"folderOpen"|"(postCreateCommand|postStartCommand|onCreateCommand|initializeCommand|updateContentCommand)"\s*:/, message: "runs a command as soon as the folder is opened" }];
const EVERYTHING: readonly Grant[] = [{ pattern: /\S/, message: "this file decides what Countersign demands" }];

const STEP = /^\s*-?\s*(?:run|uses|script)\s*:/;
/** A step that looks for faults: without it the pipeline passes more than before. */
const CHECKING_STEP = /^\s*-?\s*(?:run|uses|script)\s*:.*\b(test|tests|lint|audit|scan|check|codeql|semgrep|gitleaks|trivy|verify|typecheck|type-check|tsc|eslint|coverage)\b/;

const KINDS: readonly { readonly path: RegExp; readonly what: string; readonly grants?: readonly Grant[] }[] = [
  { path: /(^|\/)(CLAUDE|AGENTS?|GEMINI|CONVENTIONS|COPILOT)(\.local|\.override)?\.md$/i, what: "instructs agents" },
  { path: /(^|\/)(\.cursor\/(rules|commands|skills)\/|\.cursorrules$|\.windsurfrules$|\.windsurf\/|\.clinerules|\.roo(modes|rules|\/)|\.continue\/|\.kiro\/|\.amp\/|\.junie\/|\.aider)/, what: "instructs agents" },
  { path: /(^|\/)(\.claude|\.codex|\.gemini|\.opencode|\.agents?|\.factory)\//, what: "configures an agent: its instructions, skills, hooks or permissions" },
  { path: /(^|\/)SKILL\.md$|\.(prompt|instructions|chatmode|agent)\.md$|(^|\/)copilot-instructions\.md$/i, what: "instructs agents" },
  { path: /(^|\/)(\.?mcp[^/]*\.json|opencode\.jsonc?|claude_desktop_config\.json)$/, what: "gives agents tools (MCP)" },
  { path: /(^|\/)(\.github\/(workflows|actions)\/|\.gitlab-ci\.yml$|\.circleci\/|azure-pipelines[^/]*\.ya?ml$|Jenkinsfile|\.buildkite\/|bitbucket-pipelines\.yml$|\.drone\.yml$|\.travis\.yml$|\.ci\/|action\.ya?ml$)/, what: "decides what the pipeline runs", grants: PIPELINE },
  { path: /(^|\/)((Dockerfile|Containerfile)(\.[^/]+)?|[^/]+\.Dockerfile|(docker-)?compose[^/]*\.ya?ml)$/, what: "decides what runs in a container", grants: CONTAINER },
  { path: /(^|\/)(\.husky\/|\.githooks\/|lefthook[^/]*\.ya?ml$|\.pre-commit-config\.yaml$|\.lintstagedrc)/, what: "runs at git's hooks" },
  { path: /(^|\/)(\.npmrc|\.yarnrc(\.yml)?|\.pnpmfile\.cjs|bunfig\.toml|pip\.conf|\.pypirc)$/, what: "decides where packages come from", grants: PACKAGES },
  { path: /(^|\/)(CODEOWNERS|\.github\/(dependabot\.ya?ml|settings\.yml))$/, what: "decides who must review" },
  { path: /(^|\/)\.countersign\//, what: "decides what Countersign demands", grants: EVERYTHING },
  { path: /(^|\/)(migrations?|migrate|alembic\/versions|db\/changelog|liquibase|flyway)\/(?!.*(^|\/)(README|__init__|script\.py)[^/]*$).+\.(sql|py|rb|php|js|ts|cs|go|java|kt|xml|ya?ml|exs)$|(^|\/)[VUR]\d[\w.]*__[^/]+\.sql$|(^|\/)db\/schema\.rb$/is, what: "changes a database that holds data" },
  { path: /\.(tf|tfvars|hcl|bicep)$|(^|\/)(k8s|kubernetes|helm|charts|terraform|ansible|playbooks|cloudformation|pulumi|infra(structure)?)\/[^]*\.(ya?ml|json|tpl|jsonnet|toml|ini)$|(^|\/)(Pulumi[^/]*|serverless|kustomization|Chart|cloudbuild|fly|render|skaffold)\.(ya?ml|toml)$|(^|\/)(nginx|haproxy|Caddyfile)[^/]*(\.conf|\.cfg)?$/, what: "decides what runs in the infrastructure, and who reaches it" },
  { path: /(^|\/)\.vscode\/(tasks|launch|settings)\.json$|(^|\/)\.devcontainer\/|(^|\/)\.?devcontainer\.json$/, what: "runs commands in the editor", grants: EDITOR },
];

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

  find(view) {
    if (/(^|\/)package\.json$/.test(view.path)) return packageScripts(view);
    const kind = KINDS.find(({ path }) => path.test(view.path));
    if (kind === undefined) return [];
    const found: Occurrence[] = [];
    for (const line of view.eachLine()) {
      if (line.text.trim() === "") continue;
      const grant = /^\s*(#|\/\/)/.test(line.text) ? undefined : kind.grants?.find(({ pattern }) => pattern.test(line.text));
      const place = { start: line.offset, end: line.offset + line.text.length, snippet: normal(line.text) };
      found.push(grant === undefined ? { ...place, message: `this file ${kind.what}` } : { ...place, message: grant.message, severity: "error" });
    }
    return found;
  },
  removed(base, head) {
    const kind = KINDS.find(({ path }) => path.test(base.path));
    if (kind === undefined || (head !== null && head.path !== base.path)) return [];
    if (head === null) return [{ baseOffset: 0, message: `a file was deleted that ${kind.what}`, snippet: base.path }];
    const gone = linesGone(base, head);
    const check = kind.grants === PIPELINE ? gone.find(({ text }) => isFewer(CHECKING_STEP.exec(text)?.[1], base, head)) : undefined;
    if (check !== undefined) return [{ baseOffset: check.offset, message: "a checking step was taken out of the pipeline", severity: "error", snippet: normal(check.text) }];
    const first = gone[0];
    return first === undefined ? [] : [{ baseOffset: first.offset, message: `lines were taken out of a file that ${kind.what}`, snippet: normal(first.text), ...(kind.grants === EVERYTHING ? { severity: "error" as const } : {}) }];
  },
};

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

/** Whether fewer steps speak of a check than before: one that is called otherwise now still runs. */
function isFewer(check: string | undefined, base: View, head: View): boolean {
  if (check === undefined) return false;
  const steps = (view: View) => [...view.eachLine()].filter(({ text }) => STEP.test(text) && text.includes(check)).length;
  return steps(head) < steps(base);
}

/** A comma at the end comes and goes with the line that follows. */
function normal(line: string): string {
  return line.trim().replace(/,$/, "");
}

function packageScripts(view: View): readonly Occurrence[] {
  const found: Occurrence[] = [];
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

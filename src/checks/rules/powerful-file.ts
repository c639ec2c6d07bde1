import type { Occurrence, Rule } from "./rule";
import type { View } from "./view";

const KINDS: readonly { readonly path: RegExp; readonly what: string }[] = [
  { path: /(^|\/)(CLAUDE|AGENTS?|GEMINI|CONVENTIONS|COPILOT)(\.local|\.override)?\.md$/i, what: "instructs agents" },
  { path: /(^|\/)(\.cursor\/(rules|commands|skills)\/|\.cursorrules$|\.windsurfrules$|\.windsurf\/|\.clinerules|\.roo(modes|rules|\/)|\.continue\/|\.kiro\/|\.amp\/|\.junie\/|\.aider)/, what: "instructs agents" },
  { path: /(^|\/)(\.claude|\.codex|\.gemini|\.opencode|\.agents?|\.factory)\//, what: "configures an agent: its instructions, skills, hooks or permissions" },
  { path: /(^|\/)SKILL\.md$|\.(prompt|instructions|chatmode|agent)\.md$|(^|\/)copilot-instructions\.md$/i, what: "instructs agents" },
  { path: /(^|\/)(\.?mcp[^/]*\.json|opencode\.jsonc?|claude_desktop_config\.json)$/, what: "gives agents tools (MCP)" },
  { path: /(^|\/)(\.github\/(workflows|actions)\/|\.gitlab-ci\.yml$|\.circleci\/|azure-pipelines[^/]*\.ya?ml$|Jenkinsfile|\.buildkite\/|bitbucket-pipelines\.yml$|\.drone\.yml$|\.travis\.yml$|\.ci\/|action\.ya?ml$)/, what: "decides what the pipeline runs" },
  { path: /(^|\/)((Dockerfile|Containerfile)(\.[^/]+)?|[^/]+\.Dockerfile|(docker-)?compose[^/]*\.ya?ml)$/, what: "decides what runs in a container" },
  { path: /(^|\/)(\.husky\/|\.githooks\/|lefthook[^/]*\.ya?ml$|\.pre-commit-config\.yaml$|\.lintstagedrc)/, what: "runs at git's hooks" },
  { path: /(^|\/)(\.npmrc|\.yarnrc(\.yml)?|\.pnpmfile\.cjs|bunfig\.toml|pip\.conf|\.pypirc)$/, what: "decides where packages come from" },
  { path: /(^|\/)(CODEOWNERS|\.github\/(dependabot\.ya?ml|settings\.yml))$/, what: "decides who must review" },
  { path: /(^|\/)\.countersign\//, what: "decides what Countersign demands" },
  { path: /(^|\/)(migrations?|migrate|alembic\/versions|db\/changelog|liquibase|flyway)\/(?!.*(^|\/)(README|__init__|script\.py)[^/]*$).+\.(sql|py|rb|php|js|ts|cs|go|java|kt|xml|ya?ml|exs)$|(^|\/)[VUR]\d[\w.]*__[^/]+\.sql$|(^|\/)db\/schema\.rb$/i, what: "changes a database that holds data" },
  { path: /\.(tf|tfvars|hcl|bicep)$|(^|\/)(k8s|kubernetes|helm|charts|terraform|ansible|playbooks|cloudformation|pulumi|infra(structure)?)\/[^]*\.(ya?ml|json|tpl|jsonnet|toml|ini)$|(^|\/)(Pulumi[^/]*|serverless|kustomization|Chart|cloudbuild|fly|render|skaffold)\.(ya?ml|toml)$|(^|\/)(nginx|haproxy|Caddyfile)[^/]*(\.conf|\.cfg)?$/, what: "decides what runs in the infrastructure, and who reaches it" },
  { path: /(^|\/)\.vscode\/(tasks|launch|settings)\.json$|(^|\/)\.devcontainer\/|(^|\/)\.?devcontainer\.json$/, what: "runs commands in the editor" },
];

/** Scripts that a package manager runs by itself, or that people and pipelines run every day. */
const SCRIPTS = /^\s*"((?:pre|post)?(?:install|prepare|publish|pack|version)|prepublishOnly|dependencies|build|test|start|lint|[\w:.-]+)"\s*:\s*"(.*)"\s*,?\s*$/;

/** Files with power beyond their own lines. */
export const powerfulFile: Rule = {
  id: "powerful-file",
  class: "supply-chain",
  severity: "warning",
  alwaysHigh: true,
  eachLine: true,
  why: "This file decides what runs with a developer's or a pipeline's rights, or what every agent is told; one line here outweighs many elsewhere.",
  fix: "Read each changed line and ask what it can reach: tokens, network, permissions, other people's machines.",

  find(view) {
    if (/(^|\/)package\.json$/.test(view.path)) return packageScripts(view);
    const kind = KINDS.find(({ path }) => path.test(view.path));
    if (kind === undefined) return [];
    const found: Occurrence[] = [];
    for (const line of view.eachLine()) {
      if (line.text.trim() !== "") found.push({ start: line.offset, end: line.offset + line.text.length, message: `this file ${kind.what}`, snippet: normal(line.text) });
    }
    return found;
  },
  removed(base, head) {
    const kind = KINDS.find(({ path }) => path.test(base.path));
    if (kind === undefined || (head !== null && head.path !== base.path)) return [];
    if (head === null) return [{ baseOffset: 0, message: `a file was deleted that ${kind.what}`, snippet: base.path }];
    const left = new Map<string, number>();
    for (const { text } of head.eachLine()) left.set(normal(text), (left.get(normal(text)) ?? 0) + 1);
    for (const { text, offset } of base.eachLine()) {
      const line = normal(text);
      const count = left.get(line) ?? 0;
      if (count > 0) left.set(line, count - 1);
      else if (line !== "") return [{ baseOffset: offset, message: `lines were taken out of a file that ${kind.what}`, snippet: line }];
    }
    return [];
  },
};

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
      if (script !== null) found.push({ start: line.offset, end: line.offset + line.text.length, message: `the script \`${script[1] ?? ""}\` runs on people's machines`, snippet: normal(line.text) });
    }
  }
  return found;
}

/** What `init --ci NAME` writes: one small file for each system, which runs the gate and nothing of the change. */
import { gitlabTemplate } from "./gitlab-template";
import { VERSION } from "./version";

export interface Recipe {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** What is left to do. */
  readonly note: string;
}

export const RECIPE_NAMES = ["github", "gitlab", "azure", "bitbucket", "pre-commit", "husky", "lefthook"] as const;
export type RecipeName = (typeof RECIPE_NAMES)[number];

const COMMAND = `npx --yes countersign@${VERSION}`;

export function recipeOf(name: RecipeName): Recipe {
  return RECIPES[name];
}

const RECIPES: Readonly<Record<RecipeName, Recipe>> = {
  github: {
    files: [
      {
        path: ".github/workflows/countersign.yml",
        text: `name: countersign
on:
  # The workflow of the base branch runs, whatever the pull request changes; its code is read and never run.
  pull_request_target:
  pull_request_review:
    types: [submitted, dismissed]
  merge_group:
  push:
    branches: [main, master, countersign/synced]
permissions:
  contents: read
concurrency:
  group: countersign-\${{ github.event.pull_request.number || github.ref }}
  cancel-in-progress: \${{ github.event_name != 'push' }}
jobs:
  countersign:
    if: github.event_name != 'push'
    runs-on: ubuntu-latest
    permissions:
      contents: read
      pull-requests: write # read is enough without the comment
    steps:
      - uses: actions/checkout@v4
      - uses: countersign/countersign@v${VERSION}
        with:
          comment: true
  # Judges pull requests again once countersign sync pushed sign-offs: it moves the branch countersign/synced, where the remote has one.
  again:
    if: github.event_name == 'push' && github.ref == 'refs/heads/countersign/synced'
    runs-on: ubuntu-latest
    permissions:
      actions: write
      pull-requests: read
    steps:
      - uses: countersign/countersign@v${VERSION}
        with:
          rerun: true
  # Writes approvals of what was merged into the ledger, with a key that only the default branch may use (see the README).
  record:
    if: github.event_name == 'push' && github.ref_name == github.event.repository.default_branch && vars.COUNTERSIGN_RECORD == 'true'
    runs-on: ubuntu-latest
    environment: countersign
    permissions:
      contents: write
      pull-requests: read
    steps:
      - uses: actions/checkout@v4
      - uses: countersign/countersign@v${VERSION}
        with:
          forge-key: \${{ secrets.COUNTERSIGN_FORGE_KEY }}
`,
      },
    ],
    note: "Make the check countersign required for the default branch, and let CODEOWNERS guard .github/ and .countersign/. To have checks start again after countersign sync: git push origin HEAD:refs/heads/countersign/synced once.",
  },
  gitlab: {
    files: [
      {
        path: ".gitlab/countersign.yml",
        text: gitlabTemplate(COMMAND),
      },
    ],
    note: "Add it to .gitlab-ci.yml with `include: { local: .gitlab/countersign.yml }`, and require that pipelines succeed. Its first lines say how approvals count, start checks again and outlive the merge.",
  },
  azure: {
    files: [
      {
        path: ".azure/countersign.yml",
        text: `steps:
  - task: UseNode@1
    inputs: { version: "24.x" }
  - checkout: self
    persistCredentials: true
  - script: ${COMMAND} check --ci --format text --output - --format junit --output countersign-junit.xml
    displayName: countersign
  - task: PublishTestResults@2
    condition: always()
    inputs: { testResultsFormat: JUnit, testResultsFiles: countersign-junit.xml }
`,
      },
    ],
    note: "Add it to a pipeline with `- template: .azure/countersign.yml`, and make that pipeline a branch policy.",
  },
  bitbucket: {
    files: [
      {
        path: "bitbucket-pipelines.yml",
        text: `image: node:24
pipelines:
  pull-requests:
    "**":
      - step:
          name: countersign
          script:
            - mkdir -p test-results
            - ${COMMAND} check --ci --format text --output - --format junit --output test-results/countersign.xml
`,
      },
    ],
    note: "Require a passing build in the branch restrictions of the default branch.",
  },
  "pre-commit": {
    files: [
      {
        path: ".pre-commit-config.yaml",
        text: `default_install_hook_types: [pre-commit, pre-push]
repos:
  - repo: https://github.com/countersign/countersign
    rev: v${VERSION}
    hooks:
      - id: countersign
      - id: countersign-push
`,
      },
    ],
    note: "pre-commit install",
  },
  husky: {
    files: [
      { path: ".husky/pre-commit", text: "npx --no-install countersign check --staged\n" },
      { path: ".husky/pre-push", text: "npx --no-install countersign check --pre-push\n" },
    ],
    note: "npm install --save-dev husky countersign, then npx husky once.",
  },
  lefthook: {
    files: [
      {
        path: "lefthook.yml",
        text: `pre-commit:
  commands:
    countersign:
      run: npx --no-install countersign check --staged
pre-push:
  commands:
    countersign:
      use_stdin: true
      run: npx --no-install countersign check --pre-push
`,
      },
    ],
    note: "npm install --save-dev lefthook countersign, then npx lefthook install.",
  },
};

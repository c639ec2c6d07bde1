/**
 * GitLab's template: an includable file with inputs, as a CI/CD component has it. Three jobs: the gate in merge request pipelines; one that starts the
 * gate again, in a pipeline of the default branch that a webhook triggers; one that records approvals once they are merged. Tokens that may write are
 * for protected branches alone, so no merge request sees one.
 */
export function gitlabTemplate(command: string): string {
  return `# Approvals count where a token may read them: COUNTERSIGN_API_TOKEN (project access token, read_api, masked).
# To judge again after an approval and after countersign sync: a pipeline trigger token, COUNTERSIGN_WRITE_TOKEN (api and write_repository, masked, protected),
# and a webhook for merge request events and for pushes to countersign/synced, with the address
# API/projects/ID/ref/DEFAULT_BRANCH/trigger/pipeline?token=TRIGGER_TOKEN&variables[COUNTERSIGN_AGAIN]=true
# To write approvals of what was merged into the ledger: COUNTERSIGN_RECORD=true, and COUNTERSIGN_FORGE_KEY (file, protected), a key that the base enrols.
spec:
  inputs:
    stage: { default: test }
    image: { default: "node:24" }
---
countersign:
  stage: $[[ inputs.stage ]]
  image: $[[ inputs.image ]]
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    - |
      set -e
      set --
      if [ -n "$COUNTERSIGN_API_TOKEN" ] && [ -n "$CI_MERGE_REQUEST_IID" ]; then
        api="$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID"
        ask() { curl --fail --silent --show-error --header "PRIVATE-TOKEN: $COUNTERSIGN_API_TOKEN" "$1"; }
        change=$(ask "$api"); approvals=$(ask "$api/approvals"); versions=$(ask "$api/versions?per_page=100")
        printf '{"merge_request":%s,"approvals":%s,"versions":%s}' "$change" "$approvals" "$versions" > countersign-approvals.json
        set -- --approvals countersign-approvals.json
      fi
      ${command} check --ci "$@" --format text --output - --format gitlab --output gl-code-quality-report.json --format junit --output countersign-junit.xml
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
      junit: countersign-junit.xml

countersign-again:
  stage: $[[ inputs.stage ]]
  image: $[[ inputs.image ]]
  rules:
    - if: $CI_PIPELINE_SOURCE == "trigger" && $COUNTERSIGN_AGAIN == "true"
  variables: { GIT_STRATEGY: none }
  script:
    - |
      set -e
      api="$CI_API_V4_URL/projects/$CI_PROJECT_ID"
      ask() { curl --fail --silent --show-error --header "PRIVATE-TOKEN: $COUNTERSIGN_WRITE_TOKEN" "$@"; }
      # Of a merge request event, the one that was approved or not any more; of a push, every open one whose last pipeline failed.
      approved=$(node -p 'const { object_kind, object_attributes: change } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")); object_kind !== "merge_request" ? "" : /^(un)?approv(ed|al)$/.test(change.action) && change.state === "opened" ? Number(change.iid) : "none"' "$TRIGGER_PAYLOAD")
      case "$approved" in
        none) numbers="" ;;
        "") open=$(ask "$api/merge_requests?state=opened&per_page=100"); numbers=$(printf %s "$open" | node -p 'JSON.parse(require("fs").readFileSync(0, "utf8")).map(({ iid }) => Number(iid)).join(" ")') ;;
        *) numbers="$approved" ;;
      esac
      for number in $numbers; do
        pipelines=$(ask "$api/merge_requests/$number/pipelines?per_page=1")
        status=$(printf %s "$pipelines" | node -p 'JSON.parse(require("fs").readFileSync(0, "utf8"))[0]?.status ?? "none"')
        if [ "$status" = failed ] || [ -n "$approved" ]; then
          ask --request POST "$api/merge_requests/$number/pipelines" > /dev/null
          echo "Started a pipeline of !$number."
        fi
      done

countersign-record:
  stage: $[[ inputs.stage ]]
  image: $[[ inputs.image ]]
  rules:
    - if: $COUNTERSIGN_RECORD == "true" && $CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  variables: { GIT_DEPTH: "0" }
  resource_group: countersign-record
  script:
    - |
      set -e
      api="$CI_API_V4_URL/projects/$CI_PROJECT_ID"
      ask() { curl --fail --silent --show-error --header "PRIVATE-TOKEN: $COUNTERSIGN_WRITE_TOKEN" "$1"; }
      git remote set-url --push origin "$(printf %s "$CI_REPOSITORY_URL" | sed "s#//[^/]*@#//countersign:$COUNTERSIGN_WRITE_TOKEN@#")"
      commits=$(git rev-list --first-parent --max-count=50 "$CI_COMMIT_BEFORE_SHA..$CI_COMMIT_SHA")
      for commit in $commits; do
        found=$(ask "$api/repository/commits/$commit/merge_requests")
        # A commit may stand in other merge requests, too, that are open still or went elsewhere.
        numbers=$(printf %s "$found" | node -p 'JSON.parse(require("fs").readFileSync(0, "utf8")).filter((one) => one.state === "merged" && one.target_branch === process.env.CI_DEFAULT_BRANCH && [one.merge_commit_sha, one.squash_commit_sha, one.sha].includes(process.argv[1])).map(({ iid }) => Number(iid)).join(" ")' "$commit")
        for number in $numbers; do
          change=$(ask "$api/merge_requests/$number"); approvals=$(ask "$api/merge_requests/$number/approvals"); versions=$(ask "$api/merge_requests/$number/versions?per_page=100")
          printf '{"merge_request":%s,"approvals":%s,"versions":%s}' "$change" "$approvals" "$versions" > countersign-approvals.json
          ${command} approvals countersign-approvals.json --record --key "$COUNTERSIGN_FORGE_KEY" --ci
        done
      done
      ${command} sync
`;
}

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The bundles that carry their own copy of upstream's `isProposedApiEnabled`. */
const GUARDED_BUNDLES = [
  "out/server-main.js",
  "out/vs/workbench/api/node/extensionHostProcess.js",
  "out/vs/workbench/api/worker/extensionHostWorkerMain.js",
  "out/vs/code/browser/workbench/workbench.js",
];

/** The bundle that decides which extensions keep the proposals they declare. */
const DECIDING_BUNDLE = "out/vs/code/browser/workbench/workbench.js";

/**
 * `isProposedApiEnabled`, emptied by code-server, directly followed by `checkProposedApiEnabled`, which calls it. The names are
 * the minifier's and change with each release; the shape and the message do not.
 */
const OPEN_GUARD =
  /function (?<guard>[\w$]+)\((?<extension>[\w$]+),(?<proposal>[\w$]+)\)\{return!0\}(?=function [\w$]+\((?<subject>[\w$]+),(?<name>[\w$]+)\)\{if\(!\k<guard>\(\k<subject>,\k<name>\)\)throw new Error\(`Extension '\$\{\k<subject>\.identifier\.value\}' CANNOT use API proposal)/g;

const OPEN_DECISION = /this\._envEnablesProposedApiForAll=!0/g;

/**
 * Gives proposed APIs back the gate that VS Code has and code-server opens for every extension. Without it a green test would
 * not show that stable VS Code allows what an extension does. `--enable-proposed-api publisher.name` opens it for one
 * extension that declares its proposals, as it does upstream.
 *
 * @param {string} vscodeDirectory A freshly installed `code-server/lib/vscode`.
 * @throws When a bundle does not look as expected, which means that a new code-server needs a look here.
 */
export function restoreProposedApiGate(vscodeDirectory) {
  for (const bundle of GUARDED_BUNDLES) {
    const file = join(vscodeDirectory, bundle);
    let text = replaceOnce(readFileSync(file, "utf8"), OPEN_GUARD, closedGuard, `${bundle}: isProposedApiEnabled`);
    if (bundle === DECIDING_BUNDLE) {
      text = replaceOnce(text, OPEN_DECISION, () => "this._envEnablesProposedApiForAll=!1", `${bundle}: _envEnablesProposedApiForAll`);
    }
    writeFileSync(file, text);
  }
}

/** @param {Record<string, string>} names */
function closedGuard({ guard, extension, proposal }) {
  return `function ${guard}(${extension},${proposal}){return!!${extension}.enabledApiProposals&&${extension}.enabledApiProposals.includes(${proposal})}`;
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 * @param {(names: Record<string, string>) => string} replacement
 * @param {string} what
 */
function replaceOnce(text, pattern, replacement, what) {
  const found = [...text.matchAll(pattern)];
  const [match] = found;
  if (match === undefined || found.length !== 1) {
    throw new Error(
      `cannot restore the gate on proposed APIs: ${what} was found ${found.length} times instead of once. ` +
        "Compare the bundle with test/host/proposed-api-gate.mjs; a new version of code-server may have changed it.",
    );
  }
  return text.slice(0, match.index) + replacement(match.groups ?? {}) + text.slice(match.index + match[0].length);
}

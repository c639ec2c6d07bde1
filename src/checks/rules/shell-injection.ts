import { children, isFunction, stringValue, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { STRENGTH, union, type Origin } from "../flow/taint";
import { putsInNumbersOnly } from "./declared-number";
import { at, callsOf, constantOf, flowOfView, harm, isFalse, option, shown, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

const SHELL = /^(child_process|child-process-promise|child-process-es6-promise|mz\/child_process|cross-exec|exec|exec-sh|shelljs|shelljs\/shell|node-exec|execSync|sync-exec|execsyncs|remote-exec|ssh2|node-cmd|async-exec|shell-exec|exec-promise|promised-exec|cross-spawn-async|await-exec|command-exists|platform-command|exec-then|node-pty|teen_process)#(promises\.)?(\(\)\.)?(exec|execSync|execAsync|execCommand|asyncExec|which|run|runSync|get|command|spawnShell)?(\.exec)?$|^(execa|execa-wrap)#(\w+\.)?(command|commandSync|execaCommand|execaCommandSync|shell|shellSync|\$)$/;
const BARE = /^(exec|execSync|execAsync|execPromise|execP|asyncExec|promisedExec|execCommand|shellExec)$/;
const OWNERS = /(^|[.#])(child_?process|cp|childProcess|child|shell|shelljs|sh|execa|proc|exe|ssh|sshClient|conn|cmd|cprocess|process_)(\(\))?$/i;
const SPAWN = /^(child_process|cross-spawn|cross-spawn-async|execa|foreground-child|spawn-sync|win-spawn|nexpect|node-pty|opn|open|teen_process|child-process-promise|mz\/child_process)#(sync|node|\w*[sS]pawn\w*|execFile\w*|execa\w*|fork|exec)?$/;
const SPAWN_NAMES = /^(spawn|spawnSync|execFile|execFileSync|execa|execaSync|fork|spawnAsync|execFileAsync|cspawn|crossSpawn)$/;
const SHELLS = /(^|[/\\])(sh|bash|zsh|dash|ksh|cmd|cmd\.exe|powershell|powershell\.exe|pwsh)$/;
const INTERPRETERS = /(^|[/\\])(node|nodejs|deno|bun|python[\d.]*|perl|ruby|php|lua|osascript)(\.exe)?$/;
/** Names of a whole command. */
const RUNNABLE = /^(\w*([cC]ommand|Cmd)(Line|String|Text)?|cmd(Line|String)?|shellScript|script)$/;
const DENO = /^(Deno\.(run|Command)|Bun\.(spawn|spawnSync|\$))$/;

/** Commands that a shell reads, put together from what others choose. */
export const shellInjection: Rule = {
  id: "shell-injection",
  class: "security",
  severity: "error",
  isMildInTests: true,
  cwe: 78,
  why: "A shell reads `;`, `|`, `$( )` and quotes in the inserted value: whoever controls it runs any command with this program's rights.",
  fix: "Call the program without a shell and hand its arguments over as a list (`execFile(name, [argument])`), after `--` where it takes options.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "import { exec } from \"node:child_process\";\nexport const clone = (url) => exec(`git clone ${url}`);\n",
    good: "import { execFile } from \"node:child_process\";\nexport const clone = (url) => execFile(\"git\", [\"clone\", \"--\", url]);\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    return callsOf(flow).flatMap((call) => shellCall(flow, call));
  },
};

function shellCall(flow: Flow, call: Call): readonly Occurrence[] {
  const { args, method, name } = call;
  const owner = call.receiver === null ? null : flow.names.of(call.receiver);
  const isShell = SHELL.test(name) || (BARE.test(method) && (owner === null ? !name.includes("#") && call.node.type === "CallExpression" : OWNERS.test(owner)));
  if (isShell) return found(flow, call, [args[0] ?? null], "gives a shell");
  if (DENO.test(name)) return found(flow, call, [option(flow, args[0] ?? null, "cmd") ?? args[0] ?? null], "starts", "parameter");
  const isSpawn = SPAWN.test(name) || (SPAWN_NAMES.test(method) && (owner === null ? !name.includes("#") : OWNERS.test(owner)));
  if (!isSpawn) return [];
  const rest = args.slice(1).filter((argument) => !isFunction(unwrapped(argument)));
  const options = rest[rest.length - 1] ?? null;
  const shell = option(flow, options, "shell");
  if (shell !== null && !isFalse(flow, shell)) return found(flow, call, [args[0] ?? null, args[1] ?? null, shell], "gives a shell");
  const program = constantOf(flow, args[0] ?? null);
  const list = rest[0] ?? null;
  // `spawn("sh", ["-c", text])`
  if (program !== null && SHELLS.test(program) && list !== null && unwrapped(list)?.type !== "ObjectExpression") {
    const elements = unwrapped(list)?.type === "ArrayExpression" ? children(unwrapped(list), "elements") : [];
    const isCommand = elements.length === 0 || elements.some((element) => /^(-\w*c|\/c|-command|\/k|-e)$/i.test(stringValue(element) ?? ""));
    return isCommand ? found(flow, call, [list], "gives a shell") : [];
  }
  // `execFile("node", ["-e", text])`
  const elements = unwrapped(list)?.type === "ArrayExpression" ? children(unwrapped(list), "elements") : [];
  const flag = program !== null && INTERPRETERS.test(program) ? elements.findIndex((element) => /^(-e|-p|-pe|-c|-r|-E|--eval|--print|eval)$/.test(stringValue(element) ?? "")) : -1;
  if (flag >= 0) return found(flow, call, [elements[flag + 1] ?? null], `gives \`${program ?? ""}\` as a program`);
  // Options of these programs run commands of their own.
  if (program !== null && /^(git|hg|svn|ssh|tar|find|rsync|curl|wget)$/.test(program) && list !== null && unwrapped(list)?.type !== "ObjectExpression") {
    const value = flow.value(list);
    const taint = harm(value, "shell", "remote");
    const isParted = unwrapped(list)?.type === "ArrayExpression" && children(unwrapped(list), "elements").some((element) => stringValue(element) === "--");
    return taint !== null && !isParted && !taint.isBuilt ? [at(flow, call.node, list, `hands ${shown(flow, taint)} to \`${program}\` where it may be read as an option`, "warning")] : [];
  }
  return program === null ? found(flow, call, [args[0] ?? null], "starts", "operator") : [];
}

/** `function run(command) { exec(command); }`: to run what it is given is what it is for; who calls it decides. */
function isRunner(flow: Flow, given: SyntaxNode | null): boolean {
  const node = unwrapped(given);
  const binding = node?.type === "Identifier" ? flow.bindings.resolve(node) : null;
  return binding?.kind === "parameter" && RUNNABLE.test(binding.name) && flow.value(node).taints.every((taint) => taint.origin === "parameter" && !taint.isBuilt);
}

function found(flow: Flow, call: Call, parts: readonly (SyntaxNode | null)[], what: string, least: Origin = "unknown"): readonly Occurrence[] {
  const value = union(parts.filter((part) => unwrapped(part)?.type !== "ObjectExpression").map((part) => flow.value(part)));
  const taint = harm(value, "shell", least) ?? null;
  if (taint === null) return [];
  // Without a shell the caller's choice of a program is only a choice of a program; whoever gives the arguments and the environment has a shell.
  const isCertain = isRunner(flow, parts[0] ?? null) || taint.origin === "operator" ? false : what === "starts" ? STRENGTH[taint.origin] >= STRENGTH.remote : taint.isBuilt || STRENGTH[taint.origin] >= STRENGTH.parameter;
  const last = parts[parts.length - 1] ?? null;
  // A declared type is not checked when the program runs: worth a look, no error.
  if (parts.length === 1 && putsInNumbersOnly(flow.tree, last)) return [at(flow, call.node, last, `${what} ${shown(flow, taint)}, a number as far as its declaration goes`, "warning")];
  return [at(flow, call.node, last, `${what} ${shown(flow, taint)}`, isCertain ? "error" : "warning")];
}

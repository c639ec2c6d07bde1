import type { Occurrence } from "../rules/rule";
import { callOf, type Call } from "./code-calls";
import { isConditional, type LanguageReader, type Skip } from "./language";
import { inField, type SyntaxTree, type TreeNode } from "./syntax-tree";

const CONDITIONS = /^(if_statement|case_statement|for_statement|while_statement|list)$/;
const FUNCTIONS: ReadonlySet<string> = new Set(["function_definition"]);
/** Clean-up, questions and counting: their failure is an answer, or what was wanted holds already. */
const HARMLESS = /^(sudo )?(rm|kill|pkill|killall|grep|egrep|rg|which|command|type|test|\[|\[\[|mkdir|rmdir|umount|true|read|diff|cmp|wait|trap|expr|let|\(\(|docker (rm|stop|kill|rmi|volume rm|network rm)|git (branch -D|stash|config --unset|remote remove|merge --abort)|podman rm|unset|popd|tput|stty|pgrep|id|getent|find|head|shopt|userdel|groupdel|deluser|ip link del|swapoff|screen -X|tmux kill\S*|systemctl (stop|disable)|service \S+ stop)\b/;
/** Made of a bats test's name by `prepared`. */
const BATS = /^t0__+|_+$/g;

function readCall(tree: SyntaxTree, node: TreeNode): Call {
  const name = inField(node, "name");
  return callOf(node, name === null ? "" : tree.textOf(name), node.children.filter((one) => one.field === "argument"));
}

/** Between two commands of a list stands `&&` or `||`. */
function operatorOf(tree: SyntaxTree, list: TreeNode): string {
  const [left, right] = list.children;
  return left === undefined || right === undefined ? "" : tree.text.slice(left.end, right.start).trim().replace(/\s[^]*$/, "");
}

function isNoCommand(tree: SyntaxTree, node: TreeNode): boolean {
  return node.type === "command" && /^(true|:|\/bin\/true)$/.test(tree.textOf(node).trim());
}

function lastCommand(tree: SyntaxTree, node: TreeNode): string {
  let inner = node;
  while (/^(list|redirected_statement|pipeline|negated_command)$/.test(inner.type)) {
    const next = inner.type === "redirected_statement" ? (inField(inner, "body") ?? inner.children[0]) : inner.children[inner.children.length - 1];
    if (next === undefined) break;
    inner = next;
  }
  return tree.textOf(inner).trim();
}

/** Options of `set` that end a script on an error. */
function setOptions(tree: SyntaxTree, call: Call): readonly { readonly on: boolean; readonly name: string }[] {
  const words = call.args.map((one) => tree.textOf(one));
  return words.flatMap((word, index) => {
    const sign = /^([-+])([a-zA-Z]+)$/.exec(word);
    if (sign === null) return [];
    const on = sign[1] === "-";
    const letters = [...(sign[2] ?? "")].filter((letter) => letter === "e" || letter === "u").map((letter) => ({ on, name: letter === "e" ? "errexit" : "nounset" }));
    const long = (sign[2] ?? "").endsWith("o") ? words[index + 1] : undefined;
    return long !== undefined && /^(pipefail|errexit|nounset)$/.test(long) ? [...letters, { on, name: long }] : letters;
  });
}

export const shell: LanguageReader = {
  declarations: { function_definition: "function" },
  nameOf: (tree, node) => tree.textOf(inField(node, "name") ?? node).replace(BATS, ""),
  startOf: (_tree, node) => node.start,
  calls: ["command"],
  callOf: readCall,
  branches: ["if_statement", "list"],
  branchOf(tree, node) {
    if (node.type === "list") {
      const [condition, exit] = node.children;
      const isTest = condition !== undefined && /^(test_command|negated_command)$/.test(condition.type);
      return isTest && exit !== undefined && (operatorOf(tree, node) === "&&" || operatorOf(tree, node) === "||") ? { condition, exit } : null;
    }
    const condition = inField(node, "condition");
    const body = node.children.filter((one) => one.field !== "condition" && !/^(elif|else)_clause$/.test(one.type));
    const exit = body[body.length - 1];
    return condition === null || exit === undefined ? null : { condition, exit };
  },
  leaving: new Set(),
  wrappers: new Set(["compound_statement", "redirected_statement", "list"]),
  leavingCalls: /^(exit|return|die|fail|continue|break|abort|usage|error_exit)$/,
  handlers: () => [],
  isNothing: () => false,
  dropped(tree, calls) {
    const found: Occurrence[] = tree.nodes("list").flatMap((node): readonly Occurrence[] => {
      const [left, right] = node.children;
      if (left === undefined || right === undefined || operatorOf(tree, node) !== "||" || !isNoCommand(tree, right) || left.type === "test_command") return [];
      const command = lastCommand(tree, left);
      return HARMLESS.test(command) ? [] : [{ start: node.start, end: node.end, message: `ignores that \`${command.replace(/\s+/g, " ").slice(0, 40)}\` fails` }];
    });
    for (const call of calls) {
      const off = call.name === "set" ? setOptions(tree, call).filter(({ on }) => !on) : [];
      // Switched off around a few lines whose status is looked at, and on again.
      const isBack = calls.some((other) => other.name === "set" && other.node.start > call.node.start && setOptions(tree, other).some(({ on, name }) => on && name === off[0]?.name));
      if (off.length > 0 && !isBack) found.push({ start: call.node.start, end: call.node.end, message: `goes on when a command fails (\`${tree.textOf(call.node)}\`)` });
    }
    return found;
  },
  /** A command whose status something asks for; another one only where a shell option does. */
  isChecked(tree, { node }) {
    for (let inner = node, outer = node.parent; outer !== null; inner = outer, outer = outer.parent) {
      if (/^(if_statement|while_statement|until_statement)$/.test(outer.type)) return inner.field === "condition";
      if (outer.type === "list" && outer.children[0] === inner) return !(outer.children[1] !== undefined && operatorOf(tree, outer) === "||" && isNoCommand(tree, outer.children[1]));
      if (/^(function_definition|compound_statement|subshell|program|do_group)$/.test(outer.type)) return false;
    }
    return false;
  },
  protections(tree, calls) {
    const options = calls.filter(({ name }) => name === "set").flatMap((call) => setOptions(tree, call).filter(({ on }) => on).map(({ name }) => ({ node: call.node, name: `set -o ${name}`, what: "the option" })));
    const traps = calls.filter(({ name, args }) => name === "trap" && args.length > 1).map((call) => ({ node: call.node, name: `trap ${call.args.slice(1).map((one) => tree.textOf(one)).join(" ")}`, what: "the handler" }));
    return [...options, ...traps];
  },
  exemptions: /^\b$/,
  tests: ["function_definition"],
  testOf(tree, node) {
    const name = tree.textOf(inField(node, "name") ?? node);
    return /^(t0__|test_?[A-Za-z])/.test(name) ? name.replace(BATS, "") : null;
  },
  assertionNodes: ["test_command"],
  assertionOf: (_tree, { node, name, last, args }) => (/^(assert|refute|fail)(_?\w+)?$/.test(name) ? { node, matcher: last, args } : null),
  skips(tree, calls): readonly Skip[] {
    return calls.flatMap(({ node, name }) => {
      const isInTest = /^(skip|startSkipping)$/.test(name) && functionAround(tree, node);
      return isInTest && !isConditional(node, CONDITIONS, FUNCTIONS) ? [{ node, kind: "skip" as const }] : [];
    });
  },
  testSpans: (tree) => tree.nodes("function_definition").filter((node) => tree.textOf(inField(node, "name") ?? node).startsWith("t0__")),
  /** `@test "adds" {` is no shell; bats makes a function of it, too: `t0___adds_() {`, as long as it was. */
  prepared: (text) => text.replace(/^@test([ \t]+(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\S+))(?=[ \t]*\{[ \t]*$)/gm, (_all, title: string) => `t0_${title.replace(/[^A-Za-z0-9]/g, "_")}()`),
  lostHandling: (name) => `the error of \`${name}\` is no longer asked for`,
};

function functionAround(tree: SyntaxTree, node: TreeNode): boolean {
  for (let outer = node.parent; outer !== null; outer = outer.parent) if (outer.type === "function_definition") return shell.testOf(tree, outer) !== null;
  return false;
}

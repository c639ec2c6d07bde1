import { child, children, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { at, callsOf, constantOf, flowOfView, option, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

const MODULE = /^(fs|fs-extra|graceful-fs|fs\/promises|original-fs|mz\/fs|shelljs|mkdirp|make-dir)#/;
const OWNERS = /(^|[.#])(fs|fse|fsp|fsPromises|promises|shell|shelljs|sh|file|fileHandle|handle|fh|Deno)$/;
const CHANGES = /^(chmod|chmodSync|fchmod|fchmodSync|lchmod|lchmodSync)$/;
const CREATES = /^(mkdir|mkdirSync|mkdirp|mkdirpSync|ensureDir|ensureDirSync|writeFile|writeFileSync|writeTextFile|appendFile|appendFileSync|outputFile|outputFileSync|createWriteStream|open|openSync)$/;
const RUNS = /^(exec|execSync|execAsync|spawn|spawnSync|execFile|execFileSync|execa|execaSync|\$)$/;
/** `chmod -R 777 …`, `chmod a+w …`, `mkdir -m 777 …` as a shell reads them. */
const COMMAND = /\bchmod\s+(?:-\w+\s+)*(?:[0-7]?[0-7]{2}[2367]|(?:[ug]*[oa][ugo]*)?\+\w*w\w*)(?=\s|$)|\bmkdir\s+(?:-\w+\s+)*(?:-m\s*|--mode=)[0-7]?[0-7]{2}[2367]\b/;
/** Write, for others, of a file's mode. */
const OTHERS_WRITE = 0o002;
const MAXIMUM_MODE = 0o7777;
const MAXIMUM_HOPS = 4;

/** Files and folders that every account of the machine may change. */
export const filePermission: Rule = {
  id: "file-permission",
  class: "security",
  severity: "warning",
  cwe: 732,
  why: "Every account of the machine, and every program that was broken into, may change the file: what is run or read from it later is theirs.",
  fix: "Give the owner write access alone (`0o600`, `0o644`, `0o755`); let a group share what must be shared.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "import { chmodSync } from \"node:fs\";\nchmodSync(\"orders.db\", 0o777);\n",
    good: "import { chmodSync } from \"node:fs\";\nchmodSync(\"orders.db\", 0o600);\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null || view.isTest) return [];
    return callsOf(flow).flatMap((call) => changed(flow, call) ?? run(flow, call) ?? []);
  },
};

function changed(flow: Flow, call: Call): readonly Occurrence[] | null {
  const { args, method } = call;
  if (/^process(#|\.)umask$/.test(call.name)) {
    const mask = modeOf(flow, args[0] ?? null, 0);
    return mask === null || (mask & OTHERS_WRITE) !== 0 ? [] : [at(flow, call.node, args[0] ?? null, "lets others change every file that is made from here on")];
  }
  const isOwned = MODULE.test(call.name) || (call.receiver !== null && OWNERS.test(flow.names.of(call.receiver)));
  if (!isOwned) return null;
  if (CHANGES.test(method)) {
    // shelljs takes the mode first, a file handle nothing else.
    const mode = [args[1] ?? null, args[0] ?? null].find((argument) => modeOf(flow, argument, 0) !== null) ?? null;
    return ((modeOf(flow, mode, 0) ?? 0) & OTHERS_WRITE) === 0 ? [] : [at(flow, call.node, mode, `lets every account of the machine change this (\`${flow.tree.textOf(mode ?? call.node).slice(0, 40)}\`)`)];
  }
  if (!CREATES.test(method)) return null;
  const place = /^(mkdir|ensureDir)/.test(method) ? 1 : /^open/.test(method) ? 2 : null;
  const mode = args.map((argument) => option(flow, argument, "mode")).find((found) => found !== null) ?? (place === null ? null : (args[place] ?? null));
  return ((modeOf(flow, mode, 0) ?? 0) & OTHERS_WRITE) === 0 ? [] : [at(flow, call.node, mode, `asks for write access for every account (\`${flow.tree.textOf(mode ?? call.node).slice(0, 40)}\`)`, "note")];
}

/** Commands that a shell or a program is given. */
function run(flow: Flow, call: Call): readonly Occurrence[] | null {
  if (!RUNS.test(call.method)) return null;
  const first = call.args[0] ?? null;
  const list = unwrapped(call.args[1] ?? null);
  const words = list?.type === "ArrayExpression" ? children(list, "elements").map((element) => constantOf(flow, element) ?? "x") : [];
  const value = first === null ? null : flow.value(first);
  const command = [value?.constant ?? value?.literal ?? "", ...words].join(" ");
  return COMMAND.test(command) ? [at(flow, call.node, first, "lets every account of the machine change files")] : null;
}

/** The mode that an expression stands for: `0o777`, `"0777"`, `"a+w"`, `S_IRWXU | S_IWOTH`; null where it is none. */
function modeOf(flow: Flow, given: SyntaxNode | null, hops: number): number | null {
  const node = unwrapped(given);
  if (node === null || hops > MAXIMUM_HOPS) return null;
  if (node.type === "Literal" && typeof node["value"] === "number") return node["value"] <= MAXIMUM_MODE ? node["value"] : null;
  const literal = stringValue(node);
  if (literal !== null) return ofText(literal);
  if (node.type === "BinaryExpression" && text(node, "operator") === "|") {
    const parts = [child(node, "left"), child(node, "right")].map((part) => modeOf(flow, part, hops + 1));
    return parts.every((part) => part === null) ? null : parts.reduce<number>((mode, part) => mode | (part ?? 0), 0);
  }
  if (node.type === "CallExpression" && /^(Number\.)?parseInt$/.test(flow.names.of(child(node, "callee")))) {
    const [digits = null, base = null] = children(node, "arguments");
    return unwrapped(base)?.["value"] === 8 ? ofText(stringValue(digits) ?? "") : null;
  }
  const name = flow.names.of(node);
  if (/(^|[.#])S_I(RWX|W)OTH$/.test(name)) return OTHERS_WRITE;
  if (/(^|[.#])S_I[RWX]+(USR|GRP|OTH|U|G)$/.test(name)) return 0;
  if (/(^|[.#])S_IRWXO$/.test(name)) return OTHERS_WRITE;
  return modeOf(flow, flow.bindings.onlyValue(node), hops + 1);
}

function ofText(mode: string): number | null {
  if (/^0?o?[0-7]{3,4}$/.test(mode)) return parseInt(mode.replace("o", ""), 8);
  if (!/^[ugoa]*[+=-][rwxXst]+(,[ugoa]*[+=-][rwxXst]+)*$/.test(mode)) return null;
  return mode.split(",").some((part) => /^([ugo]*o[ugo]*|[ugo]*a[ugo]*|)[+=]\w*w/.test(part)) ? OTHERS_WRITE : 0;
}

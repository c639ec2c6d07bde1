import type { SyntaxTree, TreeNode } from "./syntax-tree";

/** A call as a language's tree shows it. */
export interface Call {
  readonly node: TreeNode;
  /** Dotted, whatever the language writes between names; arguments in between are left out: `expect().to`. */
  readonly name: string;
  /** Its last part. */
  readonly last: string;
  readonly args: readonly TreeNode[];
}

/** A name in the one form that rules compare: `a->b::c?.d` is `a.b.c.d`, and what stands in brackets is left out. */
export function dotted(source: string): string {
  let depth = 0;
  let name = "";
  for (const character of source.replace(/\s+/g, "").slice(0, 400)) {
    if (character === "(" || character === "[") {
      if (depth++ === 0) name += character;
    } else if (character === ")" || character === "]") {
      if (--depth === 0) name += character;
    } else if (depth === 0) name += character;
  }
  return name.replace(/\?\.|->|\?->|::|&\./g, ".").replace(/\$/g, "").replace(/^(await|\*|&)+/, "");
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

export function callOf(node: TreeNode, name: string, args: readonly TreeNode[]): Call {
  return { node, name, last: lastOf(name), args };
}

/** Writes a message somewhere and goes on; what ends the program does not go on. */
export function isLogName(name: string): boolean {
  if (/fatal|panic|exit|abort/i.test(name)) return false;
  return (
    /^(print(ln|f|_r|_exc|_exception)?|puts|pp?|warn|echo|error_log|var_dump|trigger_error|syslog|NSLog|e?print(ln)?!|dbg!|(error|warn|info|debug|trace|log)!)$/.test(name) ||
    /(^|[._])(_?log(ger|ging|s)?|slog|logrus|zap|klog|glog|zerolog|tracing|syslog|console|Console|Debug|Trace|System\.(out|err)|sys\.stderr|fmt)(\(\))?(\.\w+(\(\))?)*\.\w+!?$/i.test(name) && !/Errorf$|Sprint/.test(name) ||
    /\.(print_exc|printStackTrace|print_exception)$/.test(name)
  );
}

/** A value that says nothing about what went wrong. */
const EMPTY = /^(None|nil|null|undefined|true|false|-?\d[\w.]*|["'`]{2}|"[^"\n]*"|'[^'\n]*'|\[\]|\{\}|\(\)|array\(\)|new\s*[\w.]+(<[^>]*>)?\(\)|Optional\.empty\(\)|Collections\.empty\w+\(\)|(List|Set|Map)\.of\(\)|(Array|Enumerable)\.Empty(<\w+>)?\(\)|default(\(\w+\))?|Default::default\(\)|(Vec|String|HashMap)::new\(\)|dict\(\)|list\(\)|set\(\))$/i;

export function isEmptyValue(source: string): boolean {
  return EMPTY.test(source.trim());
}

/** A literal, for assertions that hold whatever the code does. */
export function isLiteral(source: string): boolean {
  return /^(None|nil|null|true|false|-?\d[\w.]*|"[^"\n$#{]*"|'[^'\n]*')$/i.test(source.trim());
}

/** All calls of a tree through a language's own reading of a call. */
export function callsIn(tree: SyntaxTree, types: readonly string[], read: (node: TreeNode) => Call | null): readonly Call[] {
  return tree.nodes(...types).flatMap((node) => {
    const call = read(node);
    return call === null ? [] : [call];
  });
}

import type { Occurrence } from "../rules/rule";
import { callOf, dotted, isEmptyValue, type Call } from "./code-calls";
import { BROAD, HARMLESS, branchIn, isConditional, isThrown, type Handler, type LanguageReader, type Skip } from "./language";
import { inField, ofType, type SyntaxTree, type TreeNode } from "./syntax-tree";

const CONDITIONS = /^(if|unless|case|when|if_modifier|unless_modifier|conditional|rescue|while|until)$/;
const BLOCKS: ReadonlySet<string> = new Set(["do_block", "block", "method"]);
const EXAMPLES = /^(it|specify|example|scenario|test|its|fit|fspecify|fexample|xit|xspecify|xexample|xscenario|pending|skip)$/;
const GROUPS = /^((RSpec\.)?describe|context|feature|xdescribe|xcontext|xfeature|fdescribe|fcontext|shared_examples(_for)?)$/;

function readCall(tree: SyntaxTree, node: TreeNode): Call {
  const receiver = inField(node, "receiver");
  const name = tree.textOf(inField(node, "method") ?? node);
  return callOf(node, receiver === null ? name : `${dotted(tree.textOf(receiver))}.${name}`, inField(node, "arguments")?.children ?? []);
}

function titleOf(tree: SyntaxTree, { args, last }: Call): string {
  const first = args[0];
  return first === undefined ? last : tree.textOf(first).replace(/^["':]|["']$/g, "");
}

function hasBlock(node: TreeNode): boolean {
  return inField(node, "block") !== null;
}

export const ruby: LanguageReader = {
  declarations: { method: "method", singleton_method: "method", class: "class", module: "class", call: "function" },
  nameOf(tree, node) {
    if (node.type !== "call") return inField(node, "name") === null ? null : tree.textOf(inField(node, "name") ?? node);
    const call = readCall(tree, node);
    return hasBlock(node) && (EXAMPLES.test(call.name) || GROUPS.test(call.name)) ? titleOf(tree, call) : null;
  },
  startOf: (_tree, node) => node.start,
  calls: ["call"],
  callOf: readCall,
  branches: ["if", "unless", "if_modifier", "unless_modifier"],
  branchOf: (_tree, node) => branchIn(node, node.type.endsWith("modifier") ? "body" : "consequence"),
  leaving: new Set(["return", "next", "break", "redo", "retry"]),
  wrappers: new Set(["then", "body_statement", "begin", "block_body"]),
  leavingCalls: /^(raise|fail|abort|exit!?|throw|redirect_to|head|render|not_found|forbidden|unauthorized|halt)$/,
  handlers(tree) {
    return tree.nodes("rescue").map((node): Handler => {
      const body = ofType(node, "then");
      const kinds = ofType(node, "exceptions")?.children.map((one) => tree.textOf(one)) ?? [];
      const outer = node.parent ?? node;
      return { node, body: body ?? node, statements: body?.children ?? [], isBroad: kinds.length === 0 || kinds.some((kind) => BROAD.test(kind)), isHarmless: kinds.length > 0 && kinds.every((kind) => HARMLESS.test(kind)), covered: { start: outer.start, end: node.start } };
    });
  },
  isNothing: (_tree, statement) => statement.type === "nil",
  dropped(tree) {
    return tree.nodes("rescue_modifier").flatMap((node): readonly Occurrence[] => {
      const handler = inField(node, "handler");
      return handler !== null && isEmptyValue(tree.textOf(handler)) ? [{ start: node.start, end: node.end, message: `turns every error into \`${tree.shown(handler, 40)}\``, severity: handler.type === "nil" ? "error" : "warning" }] : [];
    });
  },
  protections(tree, calls) {
    return calls.flatMap(({ node, name, args }) => {
      if (!/^((skip_)?(before_action|before_filter|around_action)|protect_from_forgery|skip_forgery_protection|skip_authorization|validates?\w*|has_secure_password|attr_readonly|http_basic_authenticate_with)$/.test(name)) return [];
      const what = args[0] === undefined ? "" : ` ${tree.textOf(args[0])}`;
      return [{ node, name: `${name}${what}`, what: "the declaration" }];
    });
  },
  exemptions: /^(skip_(before_action|before_filter|authorization|forgery_protection)\b.*(auth|login|user|admin|permi|verif|csrf|forg|$))/i,
  tests: ["call", "method"],
  testOf(tree, node) {
    if (node.type === "method") {
      const name = tree.textOf(inField(node, "name") ?? node);
      return /^test_/.test(name) ? name : null;
    }
    const call = readCall(tree, node);
    return hasBlock(node) && EXAMPLES.test(call.name) && call.args[0] !== undefined ? titleOf(tree, call) : null;
  },
  assertionNodes: [],
  assertionOf(tree, { node, name, last, args }) {
    const expected = /^(expect|is_expected|assert_that)(\(\))?\.(?:.*\.)?(to|not_to|to_not)$/.exec(name);
    if (expected !== null) {
      const matcher = args[0] === undefined ? last : args[0].type === "call" ? readCall(tree, args[0]).last : tree.textOf(args[0]);
      const subject = inField(node, "receiver");
      const inner = ofType(subject, "argument_list")?.children ?? (subject === null ? [] : [subject]);
      return { node, matcher: expected[3] === "to" ? matcher : `not_${matcher}`, args: inner };
    }
    if (/^(assert|refute|flunk)(_\w+)?$/.test(name)) return { node, matcher: last, args };
    return /\.(must|wont|should|should_not)(_\w+)?$/.test(name) ? { node, matcher: last, args: [inField(node, "receiver") ?? node] } : null;
  },
  skips(tree, calls): readonly Skip[] {
    const found: Skip[] = calls.flatMap(({ node, name, args }): readonly Skip[] => {
      const options = args.slice(1).map((one) => tree.textOf(one)).join(" ");
      const isExample = hasBlock(node) && (EXAMPLES.test(name) || GROUPS.test(name));
      if (isExample && /^f(it|specify|example|describe|context)$/.test(name)) return [{ node, kind: "only" }];
      if (isExample && (/^x/.test(name) || /^(pending|skip)$/.test(name))) return [{ node, kind: "skip" }];
      if (isExample && /(^|[\s,])(:skip|:pending|skip:\s*(true|["'])|pending:\s*(true|["']))/.test(options)) return [{ node, kind: "skip" }];
      if (isExample && /(^|[\s,])(:focus|focus:\s*true)/.test(options)) return [{ node, kind: "only" }];
      return [];
    });
    // `skip` and `pending` inside of an example, with or without a reason.
    for (const node of [...tree.nodes("identifier"), ...calls.filter((call) => !hasBlock(call.node)).map((call) => call.node)]) {
      const name = node.type === "call" ? readCall(tree, node).name : tree.textOf(node);
      const isStatement = node.parent !== null && /^(body_statement|block_body|then|program)$/.test(node.parent.type);
      if (/^(skip|pending)$/.test(name) && isStatement && !isConditional(node, CONDITIONS, BLOCKS)) found.push({ node, kind: "skip" });
    }
    return found;
  },
  testSpans: () => [],
  lostHandling: isThrown,
};

import { child, children, isFunction, lastName, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { PLACE, type Taint } from "../flow/taint";
import { at, callsOf, flowOfView, harm, shown, truth, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

const MERGES = /^(lodash|underscore|_|lodash\/fp|lodash-es)[#.](merge|mergeWith|defaultsDeep|set|setWith|zipObjectDeep|update|mergeAll|extendDeep)$|^(lodash\.(merge|mergewith|defaultsdeep|set)|lodash\/(merge|mergeWith|defaultsDeep|set)|merge|deepmerge|deep-extend|extend|merge-deep|merge-options|mixin-deep|defaults-deep|assign-deep|node\.extend|just-extend|object-path|set-value|dot-prop|dset|deeply|merge-objects|merge-recursive|smart-extend|putil-merge|upmerge|hoek|@hapi\/hoek|jquery-deparam|recursive-merge|webpack-merge|immer-deep)#(\w+)?$|^(\$|jQuery|jquery#)\.?extend$|^angular\.merge$|^(lodash|_)\.merge$/;
const BLOCKED = /__proto__|hasOwnProperty|hasOwn\b|Object\.create\(null\)|isPrototypePolluted|isSafeKey|\bconstructor\b["']|isUnsafe|isPlainObject\(target/;

/** From a variable or parameter back to the key that picked its object. */
const MAXIMUM_HOPS = 3;

/** Keys from outside that reach the prototype of every object. */
export const prototypePollution: Rule = {
  id: "prototype-pollution",
  class: "security",
  severity: "warning",
  isMildInTests: true,
  cwe: 1321,
  why: "A key `__proto__` or `constructor` changes every object of the program: checks that look for a missing property find the attacker's.",
  fix: "Refuse `__proto__`, `constructor` and `prototype` as keys, use a `Map` or `Object.create(null)`, and check own properties before going deeper.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "import _ from \"lodash\";\napp.post(\"/settings\", (req, res) => _.merge(settings, req.body));\n",
    good: "import _ from \"lodash\";\napp.post(\"/settings\", (req, res) => _.merge(settings, { theme: String(req.body.theme) }));\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    const found = [...callsOf(flow).flatMap((call) => merged(flow, call)), ...written(flow), ...copied(flow)];
    const known = new Set<number>();
    return found.filter(({ start }) => !known.has(start) && known.add(start).size > 0).sort((a, b) => a.start - b.start);
  },
};

function merged(flow: Flow, call: Call): readonly Occurrence[] {
  const isMerge = MERGES.test(call.name) && !(/extend$/.test(call.method) && /^(\$|jQuery|jquery#)/.test(call.name) && truth(flow, call.args[0] ?? null) !== true) && !/^(lodash|_|underscore)[#.]extend$/.test(call.name);
  const isAssign = call.name === "Object.assign";
  if (!isMerge && !isAssign) return [];
  for (const argument of call.args.slice(isMerge && /(^|[#.])(merge|deepmerge)/.test(call.name) ? 0 : 1)) {
    const taint = wholeObject(flow, argument, isAssign);
    if (taint !== null) return [at(flow, call.node, argument, `merges all keys of ${shown(flow, taint)}`, isAssign ? "note" : "error")];
  }
  return [];
}

/** Only a parsed object has keys of its own; text has none, and where an object is written out its own keys are known. */
function wholeObject(flow: Flow, argument: SyntaxNode, isAssign: boolean, isPart = false): Taint | null {
  const node = unwrapped(argument);
  if (node?.type === "ObjectExpression") {
    for (const property of children(node, "properties")) {
      const part = child(property, property.type === "SpreadElement" ? "argument" : "value");
      const taint = part === null ? null : wholeObject(flow, part, isAssign, isPart || property.type !== "SpreadElement");
      if (taint !== null) return taint;
    }
    return null;
  }
  const taint = flow.value(argument).taints.find((one) => one.origin === "remote" && (one.clean & PLACE.prototype) === 0 && !one.isBuilt);
  if (taint === undefined) return null;
  const source = flow.tree.textOf(argument);
  const isParsed = !taint.isText || /JSON\.parse|qs\.parse|parse\(/.test(source) || (!isPart && /\.(body|data|query)\b/.test(source));
  return isParsed && (!isAssign || /JSON\.parse/.test(source)) ? taint : null;
}

/** `object[key] = value` and `object[a][b] = value` with a key from outside. */
function written(flow: Flow): readonly Occurrence[] {
  return flow.tree.nodes("AssignmentExpression").flatMap((node) => {
    const left = unwrapped(child(node, "left"));
    if (left?.type !== "MemberExpression") return [];
    const object = unwrapped(child(left, "object"));
    const keys: (SyntaxNode | null)[] = [];
    if (left["computed"] === true) keys.push(child(left, "property"));
    let isDeep = false;
    for (let inner = object; inner?.type === "MemberExpression"; inner = unwrapped(child(inner, "object"))) {
      if (inner["computed"] === true) {
        keys.push(child(inner, "property"));
        isDeep = true;
      }
    }
    for (const key of keys) {
      if (key === null || stringValue(key) !== null) continue;
      const taint = harm(flow.value(key), "prototype", "remote");
      if (taint === null || (taint.isBuilt && taint.prefix !== "") || isBare(flow, object)) continue;
      // One level down only the object itself is changed, and a text or a number becomes nobody's prototype.
      if (!isDeep && isPlain(flow, child(node, "right"))) continue;
      return [at(flow, node, left, `writes the property that ${shown(flow, taint)} names`, isDeep ? "error" : "note")];
    }
    // `object.__proto__[key] = value`
    if (object?.type === "MemberExpression" && left["computed"] === true && (lastName(object) === "__proto__" || stringValue(child(object, "property")) === "__proto__") && unwrapped(child(left, "property"))?.type !== "Literal") return [at(flow, node, left, "writes into the prototype of an object under any name")];
    // `x = object[key]; x.property = value`
    if (unwrapped(child(left, "property"))?.type === "Literal") return [];
    const taint = object?.type === "Identifier" || object?.type === "CallExpression" ? chosenObject(flow, object) : null;
    return taint === null ? [] : [at(flow, node, left, `writes into the object that ${shown(flow, taint)} names`)];
  });
}

/** A text, a number or a truth value. */
function isPlain(flow: Flow, given: SyntaxNode | null): boolean {
  const node = unwrapped(given);
  if (node === null || /^(Literal|TemplateLiteral|BinaryExpression|UnaryExpression)$/.test(node.type)) return true;
  const { taints, constant } = flow.value(node);
  return constant !== null || (taints.length > 0 && taints.every(({ isText }) => isText));
}

/** `Object.create(null)` has no prototype. */
function isBare(flow: Flow, object: SyntaxNode | null): boolean {
  let inner = object;
  while (inner?.type === "MemberExpression") inner = unwrapped(child(inner, "object"));
  const binding = inner?.type === "Identifier" ? flow.bindings.resolve(inner) : null;
  return binding !== null && binding.writes.some((write) => write.value !== null && /^Object\.create\(null\)|^new Map\b/.test(flow.tree.textOf(write.value)));
}

/** An object that a key from outside picks out of another: directly, by a variable, by a parameter, or by a function that looks it up. */
function chosenObject(flow: Flow, given: SyntaxNode | null, hops = 0): Taint | null {
  const node = unwrapped(given);
  if (node === null || hops > MAXIMUM_HOPS) return null;
  if (node.type === "MemberExpression") return node["computed"] !== true || isBare(flow, node) ? null : harm(flow.value(child(node, "property")), "prototype", "remote");
  if (node.type === "CallExpression") return lookedUp(flow, node);
  if (node.type === "LogicalExpression") return chosenObject(flow, child(node, "left"), hops + 1);
  const binding = node.type === "Identifier" ? flow.bindings.resolve(node) : null;
  if (binding === null || isNarrowed(flow, node)) return null;
  const values = binding.kind === "variable" ? [flow.bindings.onlyWrite(node)?.value ?? null] : binding.kind === "parameter" && binding.path.length === 0 ? flow.callers.argumentsFor(binding) : [];
  for (const value of values) {
    const taint = chosenObject(flow, value, hops + 1);
    if (taint !== null) return taint;
  }
  return null;
}

/** `find(object, key).name = value` where `find` of this file returns `object[key]` for any key. */
function lookedUp(flow: Flow, call: SyntaxNode): Taint | null {
  const target = flow.callers.targetOf(call);
  if (target === null || BLOCKED.test(flow.tree.textOf(target))) return null;
  const params = children(target, "params").map((parameter) => text(parameter, "name"));
  for (const returned of flow.tree.within(target, "MemberExpression")) {
    const key = returned["computed"] === true ? unwrapped(child(returned, "property")) : null;
    const index = key?.type === "Identifier" ? params.indexOf(text(key, "name")) : -1;
    const argument = index < 0 ? null : (children(call, "arguments")[index] ?? null);
    const outer = flow.tree.parent(returned);
    const isReturned = outer?.type === "ReturnStatement" || outer === target || ((outer?.type === "ConditionalExpression" || outer?.type === "LogicalExpression") && flow.tree.parent(outer)?.type === "ReturnStatement");
    const taint = argument === null || !isReturned ? null : harm(flow.value(argument), "prototype", "remote");
    if (taint !== null) return taint;
  }
  return null;
}

/** Within a branch that an ordinary object's prototype does not reach: `instanceof Object`, `typeof x === "function"`. */
function isNarrowed(flow: Flow, use: SyntaxNode): boolean {
  const name = flow.tree.textOf(use);
  return [...flow.tree.ancestors(use)].some((outer) => {
    const test = outer.type === "IfStatement" && (child(outer, "consequent")?.start ?? Infinity) <= use.start && use.end <= (child(outer, "consequent")?.end ?? 0) ? flow.tree.textOf(child(outer, "test") ?? outer).replace(/\s+/g, "") : "";
    return test.startsWith(`${name}instanceof`) || new RegExp(`^typeof${name.replace(/\$/g, "\\$")}(===?["']function["']|!==?["']object["'])$`).test(test);
  });
}

/** A function that copies keys deeper and deeper, or follows a path of keys, without refusing any. */
function copied(flow: Flow): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (const node of flow.tree.nodes("AssignmentExpression")) {
    const left = unwrapped(child(node, "left"));
    const owner = flow.bindings.functionOf(node);
    if (!isFunction(owner) || left === null) continue;
    const body = flow.tree.textOf(wholeFunction(flow, owner));
    if (body.length > 6_000 || BLOCKED.test(body)) continue;
    if (left.type === "MemberExpression" && left["computed"] === true) {
      const key = unwrapped(child(left, "property"));
      const object = unwrapped(child(left, "object"));
      if (object?.type !== "Identifier" || key === null || stringValue(key) !== null || !(isLoopKey(flow, key) || isPathPart(flow, key)) || (flow.guards.cleanedAt(key) & PLACE.prototype) !== 0) continue;
      const recursive = recursesWith(flow, owner, object, key);
      const follows = isPathPart(flow, key) && walks(flow, owner, object);
      if (recursive || follows) found.push(at(flow, node, left, "copies keys of any name into an object, deeper and deeper", "warning"));
      else if (isInherited(flow, key, object, child(node, "right"))) found.push(at(flow, node, left, "copies every key, inherited ones and `__proto__` too", "note"));
    } else if (left.type === "Identifier") {
      // `object = object[key]` in a loop.
      const right = unwrapped(child(node, "right"));
      const base = right?.type === "MemberExpression" && right["computed"] === true ? unwrapped(child(right, "object")) : null;
      if (base?.type === "Identifier" && text(base, "name") === text(left, "name") && inLoop(flow, node) && stringValue(child(right, "property")) === null && unwrapped(child(right, "property"))?.type !== "Literal" && !isCounter(flow, unwrapped(child(right, "property")))) found.push(at(flow, node, right, "follows a path of keys of any name into an object", "note"));
    }
  }
  return found;
}

/** `for (const key in source) target[key] = source[key]`, where both come from the caller or the source from a request. */
function isInherited(flow: Flow, key: SyntaxNode, target: SyntaxNode, given: SyntaxNode | null): boolean {
  const right = unwrapped(given);
  const source = right?.type === "MemberExpression" && right["computed"] === true && flow.tree.textOf(child(right, "property") ?? right) === flow.tree.textOf(key) ? unwrapped(child(right, "object")) : null;
  if (source === null || flow.bindings.resolve(key)?.writes.some(({ kind, value }) => kind === "keys" && flow.tree.textOf(value ?? key) === flow.tree.textOf(source)) !== true) return false;
  const isParameter = (node: SyntaxNode) => node.type === "Identifier" && flow.bindings.resolve(node)?.kind === "parameter";
  return (isParameter(source) && isParameter(target)) || harm(flow.value(source), "prototype", "remote") !== null;
}

/** The function that a callback stands in, where the checks may be. */
function wholeFunction(flow: Flow, owner: SyntaxNode): SyntaxNode {
  const outer = flow.bindings.functionOf(owner);
  return isFunction(outer) && flow.tree.parent(owner)?.type === "CallExpression" ? wholeFunction(flow, outer) : owner;
}

function isLoopKey(flow: Flow, key: SyntaxNode): boolean {
  const binding = key.type === "Identifier" ? flow.bindings.resolve(key) : null;
  if (binding === null) return false;
  if (binding.writes.some((write) => write.kind === "keys" || (write.kind === "each" && /keys|entries/i.test(flow.tree.textOf(write.value ?? key))))) return true;
  const outer = binding.kind === "parameter" ? flow.tree.parent(binding.node) : null;
  return outer?.type === "CallExpression" && /(keys|entries|each|forOwn|forIn)/i.test(flow.tree.textOf(outer).slice(0, 80));
}

function isPathPart(flow: Flow, key: SyntaxNode): boolean {
  if (key.type === "MemberExpression") return key["computed"] === true && /^(keys|path|parts|segments|props|names?|p|k|arr|tokens|keyPath|split\w*)\b/i.test(flow.tree.textOf(key));
  const binding = key.type === "Identifier" ? flow.bindings.resolve(key) : null;
  return binding !== null && binding.writes.some((write) => write.value !== null && /\[\s*\w+\s*\]|\.(shift|pop)\(\)/.test(flow.tree.textOf(write.value)) && /^(keys|path|parts|segments|props|names)\b/i.test(flow.tree.textOf(write.value)));
}

/** The function calls itself with the same key of both objects. */
function recursesWith(flow: Flow, owner: SyntaxNode, object: SyntaxNode, key: SyntaxNode): boolean {
  const name = text(object, "name") ?? "";
  const property = flow.tree.textOf(key);
  return flow.tree.within(owner, "CallExpression").some((call) => {
    const target = flow.callers.targetOf(call);
    const isSelf = target !== null && (target === owner || (target.start <= owner.start && target.end >= owner.end));
    return isSelf && children(call, "arguments").some((argument) => flow.tree.textOf(argument).replace(/\s/g, "") === `${name}[${property}]` || (unwrapped(argument)?.type === "Identifier" && text(argument, "name") !== null && holdsPart(flow, argument, name)));
  });
}

function holdsPart(flow: Flow, argument: SyntaxNode, name: string): boolean {
  const binding = flow.bindings.resolve(argument);
  return binding?.kind === "variable" && binding.writes.some((write) => write.value !== null && flow.tree.textOf(write.value).startsWith(`${name}[`));
}

function walks(flow: Flow, owner: SyntaxNode, object: SyntaxNode): boolean {
  const name = text(object, "name") ?? "";
  return flow.tree.within(owner, "AssignmentExpression").some((node) => text(child(node, "left"), "name") === name && flow.tree.textOf(child(node, "right") ?? node).includes(`${name}[`));
}

/** `i` of a counting loop: a number is no name of a property. */
function isCounter(flow: Flow, key: SyntaxNode | null): boolean {
  const binding = key?.type === "Identifier" ? flow.bindings.resolve(key) : null;
  if (binding === null) return false;
  if (/^(i|j|k|n|idx|index)$/.test(binding.name) && !binding.writes.some((write) => write.kind === "each")) return true;
  return binding.writes.some((write) => typeof unwrapped(write.value)?.["value"] === "number");
}

function inLoop(flow: Flow, node: SyntaxNode): boolean {
  for (const outer of flow.tree.ancestors(node)) {
    if (/^(For|While|DoWhile)/.test(outer.type)) return true;
    if (isFunction(outer)) return /^(forEach|reduce|map|each)$/.test(text(child(unwrapped(child(flow.tree.parent(outer), "callee")), "property"), "name") ?? "");
  }
  return false;
}

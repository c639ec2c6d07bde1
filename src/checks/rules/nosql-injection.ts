import { children, text, unwrapped, type SyntaxNode } from "../syntax/node";
import { child } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { propertyName } from "../flow/members";
import { PLACE, STRENGTH, type Taint } from "../flow/taint";
import { at, callsOf, flowOfView, harm, objectOf, shown, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

const METHODS = /^(find|findOne|findOneAndDelete|findOneAndRemove|findOneAndReplace|findOneAndUpdate|findAndModify|findAndRemove|count|countDocuments|deleteMany|deleteOne|distinct|remove|replaceOne|update|updateMany|updateOne|where|aggregate|exists|mapReduce|group|geoSearch|findById|findByIdAndUpdate|findByIdAndDelete|findByIdAndRemove|and|or|nor|equals|in|merge|setQuery|match|elemMatch|bulkWrite|insertOne|geoNear|filter|explain)$/;
const NOT_DATABASES = /(^|[.#])(lodash|_|\$|jQuery|array|list|items|axios|http|router|app|Array|Object|document|window|fs|crypto|cheerio|moment|string|hash|cache|map|set|err|error|console|res|response)(\(\))?$/i;

/** An application's own services: what they do with what they are given stands in other files. A model may be called `Service`. */
const SERVICES = /(^|[.#])(service(\(\))?|service[A-Z]\w*\(\)|\w+(Service|_service|Controller|UseCase|Interactor|Facade)(\(\))?)$/;
const OF_MODELS = /(model|schema|entit|collection)/i;

/** Queries of document stores where a sender can put an operator instead of a value. */
export const nosqlInjection: Rule = {
  id: "nosql-injection",
  class: "security",
  severity: "error",
  isMildInTests: true,
  cwe: 943,
  why: "A parsed body may hold an object: `{\"$ne\": null}` in place of a name matches every record, and `$where` runs a program in the database.",
  fix: "Make the value a string or an id first (`String(value)`, a schema, `$eq`), and never build `$where` from text.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "app.post(\"/find\", (req, res) => User.findOne({ name: req.body.name }));\n",
    good: "app.post(\"/find\", (req, res) => User.findOne({ name: String(req.body.name) }));\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    return [...callsOf(flow).flatMap((call) => [...query(flow, call), ...redis(flow, call), ...dynamo(flow, call)]), ...programs(flow)].sort((a, b) => a.start - b.start);
  },
};

function query(flow: Flow, call: Call): readonly Occurrence[] {
  if (!METHODS.test(call.method) || call.receiver === null || call.args.length === 0) return [];
  if (NOT_DATABASES.test(flow.names.of(call.receiver)) || unwrapped(call.receiver)?.type === "ArrayExpression" || isOfApplication(flow, call)) return [];
  const isChained = unwrapped(call.receiver)?.type === "CallExpression";
  for (const argument of call.args.slice(0, call.method === "where" ? 2 : 1)) {
    const kind = unwrapped(argument)?.type ?? "";
    if (/Function/.test(kind)) return [];
    const taint = objectTaint(flow, argument);
    if (taint === null) continue;
    // Lists are searched with `find` and `filter` too; a query is an object or comes whole from a sender.
    const isQuery = objectOf(flow, argument) !== null || holdsParts(flow, argument) || (/(model|collection|schema|doc|db|users?|repository|repo|query|mongo\w*)/i.test(flow.names.of(call.receiver)) || isChained || /^[A-Z]/.test(flow.names.of(call.receiver).replace(/^.*[#.]/, "")));
    if (!isQuery || (call.method === "filter" && objectOf(flow, argument) === null)) return [];
    return [at(flow, call.node, argument, `queries with ${shown(flow, taint)}, which may be an object`, isPrisma(flow, call) && isWrittenOut(flow, argument) ? "warning" : undefined)];
  }
  return [];
}

/** Whether the receiver is no collection as far as this file tells: the method stands here, or it is a service's. */
function isOfApplication(flow: Flow, call: Call): boolean {
  const name = flow.names.of(call.receiver);
  return flow.callers.targetOf(call.node) !== null || (SERVICES.test(name) && !OF_MODELS.test(name));
}

/** `prisma.user`, and a transaction's `tx.user` in a file that speaks of Prisma. */
function isPrisma(flow: Flow, call: Call): boolean {
  const name = flow.names.of(call.receiver);
  return /(^|[.#/])_?prisma\w*(\(\))?[.#]\w+$/i.test(name) || (/(^|\.)(tx|trx|transaction)\.\w+$/.test(name) && /prisma/i.test(flow.tree.text));
}

/** An object written out here around every value of a sender's, so that Prisma's types ask for a scalar where the value goes in. */
function isWrittenOut(flow: Flow, given: SyntaxNode | null, isOption = true): boolean {
  const object = objectOf(flow, given);
  return object !== null && children(object, "properties").every((property) => {
    const value = child(property, property.type === "SpreadElement" ? "argument" : "value");
    const taint = value === null ? null : objectTaint(flow, value);
    if (taint === null) return true;
    if (property.type === "SpreadElement") return false;
    return objectOf(flow, value) === null ? !isOption && !/^(AND|OR|NOT)$/.test(propertyName(property) ?? "") && taint.at !== unwrapped(value) : isWrittenOut(flow, value, false);
  });
}

function objectTaint(flow: Flow, argument: SyntaxNode): Taint | null {
  const found = flow.value(argument).taints.find((taint) => (taint.clean & PLACE.nosql) === 0 && STRENGTH[taint.origin] >= STRENGTH.remote && !taint.isText && !taint.isBuilt);
  if (found === undefined) return null;
  // `{ $eq: value }` is always a value.
  const object = objectOf(flow, argument);
  if (object !== null && children(object, "properties").length > 0 && !holdsParts(flow, argument) && children(object, "properties").every((property) => isEquals(flow, child(property, "value")))) return null;
  return found;
}

function isEquals(flow: Flow, value: SyntaxNode | null): boolean {
  const object = objectOf(flow, value);
  return object !== null && children(object, "properties").every((property) => propertyName(property) === "$eq");
}

/** A variable whose parts are written one by one: `query.name = …`. */
function holdsParts(flow: Flow, argument: SyntaxNode): boolean {
  const node = unwrapped(argument);
  return node?.type === "Identifier" && (flow.bindings.resolve(node)?.properties.length ?? 0) > 0;
}

/** `$where`, `$function`, `$accumulator`: the database runs the text. */
function programs(flow: Flow): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const check = (node: SyntaxNode, value: SyntaxNode | null) => {
    if (value === null || /Function/.test(unwrapped(value)?.type ?? "")) return;
    const taint = harm(flow.value(value), "code", "parameter");
    if (taint !== null) found.push(at(flow, node, value, `lets the database run ${shown(flow, taint)} as a program`));
  };
  for (const property of flow.tree.nodes("Property")) if (/^\$(where|function|accumulator)$/.test(propertyName(property) ?? "")) check(property, child(property, "value"));
  for (const node of flow.tree.nodes("AssignmentExpression")) {
    const left = unwrapped(child(node, "left"));
    const key = text(child(left, "property"), "name") ?? text(child(left, "property"), "value");
    if (key === "$where") check(node, child(node, "right"));
  }
  for (const call of callsOf(flow)) if (call.method === "$where") check(call.node, call.args[0] ?? null);
  return found;
}

/** A list in place of a key gives Redis other arguments. */
function redis(flow: Flow, call: Call): readonly Occurrence[] {
  if (!/^(set|get|hset|hmset|hget|del|incr|expire|lpush|rpush|sadd|setex|mset|mget|zadd|publish|getset|append)$/i.test(call.method) || !/\b(ioredis|redis)\b/.test(flow.tree.text) || !/(redis|client)/i.test(flow.names.of(call.receiver))) return [];
  for (const argument of call.args) {
    const taint = objectTaint(flow, argument);
    if (taint !== null && (argument === call.args[0] || /^hm?set|^mset/i.test(call.method))) return [at(flow, call.node, argument, `takes ${shown(flow, taint)} as a key, which may be a list`, "warning")];
  }
  return [];
}

/** DynamoDB takes whole requests as objects. */
function dynamo(flow: Flow, call: Call): readonly Occurrence[] {
  if (!/^(scan|query|get|put|update|delete|batchGet|transactWrite|getItem|putItem|deleteItem|updateItem)$/.test(call.method) || !/(dynamo|docClient|documentClient|ddb)\w*(\(\))?$/i.test(flow.names.of(call.receiver))) return [];
  const taint = harm(flow.value(call.args[0] ?? null), "nosql", "remote");
  if (taint === null || taint.isText) return [];
  return [at(flow, call.node, call.args[0] ?? null, `queries with ${shown(flow, taint)}, which may be an object`)];
}

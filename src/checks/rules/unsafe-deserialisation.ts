import type { Flow } from "../flow/flow";
import { at, callsOf, flowOfView, harm, option, shown, truth, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

const ALWAYS = /^(node-serialize|serialize-to-js|funcster|cryo|serialijse|jsesc-eval|php-unserialize|php-serialize|class-transformer-unsafe)#(\w+\.)?(unserialize|deserialize|deepDeserialize|parse|evil)$|(^|\.)(serialize|serializer|node_serialize)\.unserialize$|^(unserialize|deepDeserialize)$/;
const YAML = /^(js-yaml|yamljs|yaml-js|node-yaml)#(load|loadAll|safeLoadAll|parse|loadFile)$|(^|\.)(jsyaml|yaml|YAML)\.(load|loadAll)$/;

/** Data that becomes objects with behaviour. */
export const unsafeDeserialisation: Rule = {
  id: "unsafe-deserialisation",
  class: "security",
  severity: "error",
  isMildInTests: true,
  cwe: 502,
  why: "The format can carry functions, and reading it runs them: who sends the text runs a program.",
  fix: "Use JSON with a schema; for YAML a schema without functions (the default of js-yaml 4).",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "import { unserialize } from \"node-serialize\";\nexport const read = (cookie) => unserialize(cookie);\n",
    good: "export const read = (cookie) => cartSchema.parse(JSON.parse(cookie));\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    return callsOf(flow).flatMap((call) => occurrence(flow, call));
  },
};

function occurrence(flow: Flow, call: Call): readonly Occurrence[] {
  const argument = call.args[0] ?? null;
  if (argument === null || !/(serialize|parse|load)/i.test(call.name)) return [];
  const value = flow.value(argument);
  if (ALWAYS.test(call.name)) {
    return value.constant !== null ? [] : [at(flow, call.node, argument, "reads a format that can carry programs", harm(value, "code", "parameter") === null ? "warning" : "error")];
  }
  if (YAML.test(call.name)) {
    const schema = option(flow, call.args[1] ?? null, "schema");
    const name = schema === null ? "" : flow.tree.textOf(schema);
    if (schema !== null && !/FULL|UNSAFE|unsafe|function/i.test(name)) return [];
    const taint = harm(value, "code", schema === null ? "remote" : "unknown");
    return taint === null ? [] : [at(flow, call.node, argument, `reads ${shown(flow, taint)} as YAML that may carry programs`, schema === null ? "warning" : "error")];
  }
  if (/^v8#deserialize$/.test(call.name) || /(^|[#.])(deserializeUnsafe|unsafeLoad)$/.test(call.name)) {
    const taint = harm(value, "code", "remote");
    return taint === null ? [] : [at(flow, call.node, argument, `deserialises ${shown(flow, taint)}`)];
  }
  if (/^(serialize-javascript)#$|(^|\.)serialize$/.test(call.name) && truth(flow, option(flow, call.args[1] ?? null, "unsafe")) === true) return [at(flow, call.node, call.args[1] ?? null, "serialises without escaping (`unsafe: true`)", "warning")];
  return [];
}

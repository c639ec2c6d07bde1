import { child, stringValue, text, unwrapped } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { STRENGTH, type Origin } from "../flow/taint";
import { at, callsOf, constantOf, flowOfView, harm, option, shown, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

/** Functions that run text as a program: which argument, and how sure the file must be of its origin. */
const RUNNERS: readonly { readonly name: RegExp; readonly argument: number | "last"; readonly least: Origin }[] = [
  { name: /^((window|globalThis|global|self|top|parent)\.)?(eval|execScript)$/, argument: 0, least: "unknown" },
  { name: /^((window|globalThis|global|self)\.)?(Async|Generator)?Function$/, argument: "last", least: "unknown" },
  { name: /^vm#(runInContext|runInNewContext|runInThisContext|compileFunction|Script|createScript|SourceTextModule)$|^vm\.(runInContext|runInNewContext|runInThisContext|compileFunction|Script)$/, argument: 0, least: "unknown" },
  { name: /^(vm2|isolated-vm|sandbox|sandboxed-module|@n8n\/vm2)#(VMScript|(VM|NodeVM)\(\)\.run|\(\)\.run|\w+\(\)\.run)$|^(safe-eval|static-eval|notevil|expr-eval|eval|safer-eval|jsonpath|mathjs|node-eval|require-from-string|pirates|interpreter|js-interpreter)#(\w+)?$/, argument: 0, least: "parameter" },
  { name: /^VMScript$/, argument: 0, least: "remote" },
  { name: /^((window|globalThis|self)\.)?(setTimeout|setInterval|setImmediate)$/, argument: 0, least: "remote" },
  { name: /(^|\.)WebAssembly\.(compile|compileStreaming|Module|instantiate)$/, argument: 0, least: "remote" },
  { name: /(^|\.)_compile$/, argument: 0, least: "remote" },
  { name: /(^|\.)(injectJavaScript|addInitScript|evaluateOnNewDocument|evaluateJavaScript|evaluateHandle|executeJavaScript|executeScript|executeAsyncScript|insertCSS|compileScript|addScriptTag)$/, argument: 0, least: "parameter" },
  { name: /(^|\.)(page|frame|\w*[pP]age|worker|context|[rR]untime)\.(\$eval|\$\$eval|evaluate|evaluateAsync)$/, argument: 0, least: "parameter" },
  { name: /(^|\.)(\$(scope|rootScope|parent)\.\$(eval|apply|evalAsync|watch)|\$scope\.\$\w+|\$parse|\$interpolate|\$compile)$/, argument: 0, least: "remote" },
  { name: /^(module|Module)#?.*_load$/, argument: 0, least: "parameter" },
];
const BUILT_IN_GLOBAL = /^(window|globalThis|global|self)$/;

/** Text or names from outside that decide which code runs. */
export const codeInjection: Rule = {
  id: "code-injection",
  class: "security",
  severity: "error",
  isMildInTests: true,
  cwe: 94,
  why: "Whoever controls the text controls the program: it runs with all of its rights and data. Sandboxes inside the language have been left again and again (vm2 is discontinued for it).",
  fix: "Parse data as data (JSON, a grammar, a table of allowed functions); never evaluate text that comes from outside.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "export const sum = (formula) => eval(formula);\n",
    good: "export const sum = (values) => values.reduce((a, b) => a + b, 0);\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    return [...callsOf(flow).flatMap((call) => [...runner(flow, call), ...context(flow, call), ...required(flow, call), ...chosenMethod(flow, call), ...browserOptions(flow, call)]), ...handlers(flow)].sort((a, b) => a.start - b.start);
  },
};

function runner(flow: Flow, call: Call): readonly Occurrence[] {
  const model = RUNNERS.find(({ name }) => name.test(call.name));
  if (model === undefined) return [];
  const argument = (model.argument === "last" ? call.args[call.args.length - 1] : call.args[model.argument]) ?? null;
  // A function is no text.
  if (argument === null || /Function/.test(unwrapped(argument)?.type ?? "")) return [];
  const value = flow.value(argument);
  const isTimer = /set(Timeout|Interval|Immediate)$/.test(call.name);
  const taint = harm(value, "code", isTimer ? "unknown" : model.least);
  if (taint === null) return [];
  // `setTimeout(callback)` takes functions; only text that was put together or sent is a program.
  if (isTimer && !taint.isBuilt && !(taint.origin === "remote" && taint.isText)) return [];
  const message = isTimer ? "runs a built string as a program after a time" : `runs ${shown(flow, taint)} as a program`;
  return [at(flow, call.node, argument, message)];
}

/** A program of the file's own that runs over what a request holds: a sandbox is no wall. */
function context(flow: Flow, call: Call): readonly Occurrence[] {
  const given = /^vm#(runIn(New)?Context|createContext)$|^vm\.(runIn(New)?Context|createContext)$/.test(call.name) ? (call.args[/createContext/.test(call.name) ? 0 : 1] ?? null) : /^(vm2|@n8n\/vm2)#(VM|NodeVM)$/.test(call.name) ? option(flow, call.args[0] ?? null, "sandbox") : null;
  const taint = harm(flow.value(given), "code", "remote");
  return taint === null ? [] : [at(flow, call.node, given, `runs a program over ${shown(flow, taint)} in a sandbox that has been left before`, "warning")];
}

/** `require(name)` and `import(name)` of what a request names. */
function required(flow: Flow, call: Call): readonly Occurrence[] {
  if (call.name !== "require" && call.name !== "importScripts" && call.name !== "self.importScripts") return [];
  const argument = call.args[0] ?? null;
  const taint = argument === null ? null : harm(flow.value(argument), "code", "parameter");
  if (taint === null || taint.origin === "operator" || (taint.origin !== "remote" && taint.isBuilt)) return [];
  return [at(flow, call.node, argument, `loads the module that ${shown(flow, taint)} names`, taint.origin === "remote" ? "error" : "warning")];
}

/** `handlers[req.query.name](…)`: inherited methods and the function constructor can be named too. */
function chosenMethod(flow: Flow, call: Call): readonly Occurrence[] {
  const named = unwrapped(child(call.node, "callee"));
  // `const action = actions[name]; action()`
  const callee = flow.bindings.onlyValue(named) ?? named;
  if (callee?.type !== "MemberExpression" || callee["computed"] !== true) return [];
  const property = child(callee, "property");
  const value = flow.value(property);
  const isGlobal = BUILT_IN_GLOBAL.test(text(unwrapped(child(callee, "object")), "name") ?? "");
  const taint = harm(value, "code", isGlobal ? "parameter" : "remote");
  if (taint === null || (taint.prefix !== "" && taint.isBuilt)) return [];
  return [at(flow, call.node, callee, `calls the method that ${shown(flow, taint)} names`, STRENGTH[taint.origin] >= STRENGTH.remote ? "error" : "warning")];
}

/** Automated browsers take programs as options. */
function browserOptions(flow: Flow, call: Call): readonly Occurrence[] {
  if (!/(^|\.)(evaluate|compileScript|callFunctionOn|runScript|setDocumentContent|printToPDF|setContent|evaluateOnCallFrame)$/.test(call.name)) return [];
  for (const name of ["expression", "functionDeclaration", "source", "html", "headerTemplate", "footerTemplate"]) {
    const given = option(flow, call.args[0] ?? null, name);
    const taint = harm(flow.value(given), "code", "parameter");
    if (taint !== null) return [at(flow, call.node, given, `runs ${shown(flow, taint)} in a browser`, "error")];
  }
  return [];
}

/** `element.setAttribute("onclick", text)`, `element.onclick = text`. */
function handlers(flow: Flow): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (const call of callsOf(flow)) {
    if (!/^(setAttribute|attr)$/.test(call.method)) continue;
    if (!/^on[a-z]+$/.test(constantOf(flow, call.args[0] ?? null) ?? "")) continue;
    const taint = harm(flow.value(call.args[1] ?? null), "code", "parameter");
    if (taint !== null) found.push(at(flow, call.node, call.args[1] ?? null, `runs ${shown(flow, taint)} as a program on an event`));
  }
  for (const node of flow.tree.nodes("ImportExpression")) {
    const source = child(node, "source");
    const taint = stringValue(source) !== null ? null : harm(flow.value(source), "code", "remote");
    if (taint !== null && (taint.prefix === "" || /^\.{0,2}\/$/.test(taint.prefix))) found.push(at(flow, node, source, `loads the module that ${shown(flow, taint)} names`));
  }
  return found;
}


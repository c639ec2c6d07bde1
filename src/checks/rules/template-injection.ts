import { STRENGTH } from "../flow/taint";
import type { Flow } from "../flow/flow";
import { at, callsOf, flowOfView, harm, option, shown, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

const ENGINES = /^(pug|jade|ejs|handlebars|hbs|nunjucks|mustache|eta|dot|doT|swig|swig-templates|hogan\.js|dustjs-linkedin|dust|lodash|underscore|_|art-template|squirrelly|twig|liquidjs|velocityjs|marko|vash|haml|hamljs|ect|whiskers|atpl|just|template7|toffee|mote|plates|lodash\.template|lodash\/template|express-handlebars|juicer|jsrender|tempfile|swig-email-templates|ractive|vue-template-compiler)[#.]/i;
const METHODS = /^(compile|render|renderString|renderSync|template|compileClient|precompile|renderStringAsync|renderAsync|parse|renderSource|to_html|parseAndRender|parseAndRenderSync|fromString|Template|compileToFunctions|renderTemplate)$/;
const BARE = /^(Handlebars|handlebars|Mustache|nunjucks|pug|jade|ejs|Eta|eta|doT|dot|_|swig|Twig|dust|Hogan)\.\w+$/;

/** Templates whose text, not only their data, comes from outside. */
export const templateInjection: Rule = {
  id: "template-injection",
  class: "security",
  severity: "error",
  isMildInTests: true,
  cwe: 1336,
  why: "A template is a program: who writes it reads what the server knows, and in most engines runs commands.",
  fix: "Keep templates in files of the repository and hand values over as data.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "import ejs from \"ejs\";\napp.get(\"/\", (req, res) => res.send(ejs.render(\"<b>\" + req.query.name + \"</b>\", {})));\n",
    good: "import ejs from \"ejs\";\napp.get(\"/\", (req, res) => res.send(ejs.render(\"<b><%= name %></b>\", { name: req.query.name })));\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    return callsOf(flow).flatMap((call) => occurrence(flow, call));
  },
};

function occurrence(flow: Flow, call: Call): readonly Occurrence[] {
  const isLodash = /^(lodash|underscore|_)[#.]/.test(call.name);
  const isEngine = (ENGINES.test(call.name) || BARE.test(call.name)) && METHODS.test(call.method) && (!isLodash || call.method === "template");
  const template = isEngine || /^(lodash\.template|lodash\/template)#$/.test(call.name) ? (call.args[0] ?? null) : vueTemplate(flow, call);
  if (template === null) return [];
  const taint = harm(flow.value(template), "template", "parameter");
  if (taint === null || (taint.origin !== "remote" && !(taint.isBuilt && STRENGTH[taint.origin] >= STRENGTH.parameter && isEngine))) return [];
  return [at(flow, call.node, template, `compiles ${shown(flow, taint)} as a template`, taint.origin === "remote" ? "error" : "warning")];
}

function vueTemplate(flow: Flow, call: Call): ReturnType<typeof option> {
  return /^(vue#|Vue)(\.(component|compile|extend)|component|compile|createApp|extend)?$/.test(call.name) ? (option(flow, call.args[0] ?? null, "template") ?? option(flow, call.args[1] ?? null, "template") ?? (/compile$/.test(call.name) ? (call.args[0] ?? null) : null)) : null;
}

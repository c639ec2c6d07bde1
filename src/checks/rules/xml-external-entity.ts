import { unwrapped } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { at, atOption, callsOf, flowOfView, harm, isFalse, objectOf, option, shown, truth, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

const LIBXML = /^(libxmljs|libxmljs2|libxml-xsd|libxml|libxslt)#.*|(^|\.)libxml(js2?)?\.\w+|(^|\.)(parseXml|parseXmlString|parseXmlAsync|parseHtml|parseHtmlString|parseXmlFile)$/;
const EXPANDING = /^(node-expat|xml2json|sax|ltx|node-xml|xmldom-expat)#|(^|\.)(expat|xml2json)\.\w+/;
const BROWSER = /^(ActiveXObject\(\)\.loadXML)$|(^|[#.])(loadXML)$/;

/** XML whose entities are resolved: files and addresses come into the document, or one kilobyte becomes gigabytes. */
export const xmlExternalEntity: Rule = {
  id: "xml-external-entity",
  class: "security",
  severity: "error",
  isMildInTests: true,
  cwe: 611,
  why: "An entity in the document names a file or an address of the server, and its content comes back; nested entities fill the memory.",
  fix: "Leave entities off (`noent: false`, no DTD), or use a parser that knows none.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "import libxmljs from \"libxmljs\";\nexport const read = (text) => libxmljs.parseXml(text, { noent: true });\n",
    good: "import libxmljs from \"libxmljs\";\nexport const read = (text) => libxmljs.parseXml(text);\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    return callsOf(flow).flatMap((call) => [...entities(flow, call), ...expanding(flow, call)]);
  },
};

function entities(flow: Flow, call: Call): readonly Occurrence[] {
  const isParser = /^(parse\w*|loadXML)$/.test(call.method);
  const open = isParser ? ["resolveExternals", "expandEntityReferences", "resolveExternalEntities", "loadExternalDtd"].map((name) => option(flow, call.args[1] ?? null, name)).find((value) => truth(flow, value) === true) : undefined;
  if (open !== undefined) return [atOption(flow, call.node, open, "resolves entities of the document")];
  if (!LIBXML.test(call.name)) return [];
  const options = [...call.args].reverse().find((argument) => objectOf(flow, argument) !== null) ?? null;
  const told = ["noent", "replaceEntities", "dtdload", "dtdvalid", "huge", "expandEntities"].find((name) => {
    const value = option(flow, options, name);
    return value !== null && !isFalse(flow, value);
  });
  if (told !== undefined) return [at(flow, call.node, options, `resolves entities of the document (\`${told}\`)`)];
  // Whether entities are resolved may itself come from outside.
  const taint = harm(flow.value(call.args[0] ?? null), "xml", "remote");
  const flags = options === null ? unwrapped(call.args[1] ?? null) : null;
  return taint !== null && flags !== null && flags.type === "Identifier" && !/Function/.test(flow.callers.functionOf(flags, 0)?.type ?? "") ? [at(flow, call.node, flags, `reads ${shown(flow, taint)} as XML with options this file doesn't show`, "warning")] : [];
}

function expanding(flow: Flow, call: Call): readonly Occurrence[] {
  const isParser = EXPANDING.test(call.name) && /^(parse|write|toJson|parser|createParser|parseString)$/.test(call.method);
  const owner = call.receiver === null ? "" : flow.names.of(call.receiver);
  const isOwned = /^(parse|write|end)$/.test(call.method) && /(^|[#.])(expat|node-expat)\b.*\(\)$|expat/i.test(owner);
  const isBrowser = BROWSER.test(call.name);
  // libxml's stream parsers resolve entities by themselves.
  const isStream = /(Sax(Push)?Parser)\(\)/.test(owner) && /^(parseString|push)$/.test(call.method);
  if (!isParser && !isOwned && !isBrowser && !isStream) return [];
  const taint = harm(flow.value(call.args[0] ?? null), "xml", isParser || isOwned ? "parameter" : "remote");
  return taint === null ? [] : [at(flow, call.node, call.args[0] ?? null, `reads ${shown(flow, taint)} with a parser that expands entities`, taint.origin === "remote" ? "error" : "warning")];
}

import { child, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { at, callsOf, constantOf, flowOfView, objectOf, option, truth, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

const MULTER = /^multer#(\(\))?$/;
const STORAGE = /^multer#diskStorage$|(^|\.)multer\.diskStorage$/;
const FORM = /^formidable#(Formidable|IncomingForm|formidable)?$|^(formidable)(\.(IncomingForm|Formidable))?$/;
const BODY = /^body-parser#(json|urlencoded|text|raw)?$|^(bodyParser|express)\.(json|urlencoded|text|raw)$|^express#(json|urlencoded|text|raw)$/;
const UNLIMITED = /^(express-fileupload|busboy|connect-busboy|multiparty)#(Form|\(\))?$/;
/** Bytes above which a limit hardly is one: an upload, and any other body. */
const MAXIMUM_UPLOAD = 8_000_000;
const MAXIMUM_BODY = 2_000_000;
const UNITS: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4 };
const MAXIMUM_HOPS = 4;

/** What others send is stored without a limit, under the name that they chose, or wherever files go by default. */
export const uploadUnrestricted: Rule = {
  id: "upload-unrestricted",
  class: "security",
  severity: "note",
  cwe: 434,
  why: "One sender fills the disk or the memory, and a stored file that keeps its extension is run or shown as what its sender says it is.",
  fix: "Limit the size (`limits: { fileSize }`, `maxFileSize`), name a folder of its own outside of what is served, and give files names and extensions of your own.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "import multer from \"multer\";\nexport const upload = multer({ dest: \"bills\" });\n",
    good: "import multer from \"multer\";\nexport const upload = multer({ dest: \"bills\", limits: { fileSize: 500_000 } });\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null || view.isTest) return [];
    return [...callsOf(flow).flatMap((call) => limited(flow, call) ?? stored(flow, call) ?? form(flow, call) ?? body(flow, call)), ...assigned(flow)].sort((a, b) => a.start - b.start);
  },
};

/** `multer({ limits })`, `fileUpload({ limits })`, `busboy({ limits })`. */
function limited(flow: Flow, call: Call): readonly Occurrence[] | null {
  if (!MULTER.test(call.name) && !UNLIMITED.test(call.name)) return null;
  const options = call.args[0] ?? null;
  if (isUnknown(flow, options)) return [];
  const size = option(flow, option(flow, options, "limits"), "fileSize") ?? option(flow, options, "maxFilesSize");
  const hasLimits = option(flow, options, "limits") !== null && objectOf(flow, option(flow, options, "limits")) === null;
  if (size === null) return hasLimits ? [] : [at(flow, call.node, options, "takes uploads of any size")];
  return tooMuch(flow, call.node, size, MAXIMUM_UPLOAD, "an upload");
}

/** `diskStorage({ filename })` puts files where the system keeps what is temporary. */
function stored(flow: Flow, call: Call): readonly Occurrence[] | null {
  if (!STORAGE.test(call.name)) return null;
  const options = call.args[0] ?? null;
  return isUnknown(flow, options) || option(flow, options, "destination") !== null ? [] : [at(flow, call.node, options, "stores uploads in the folder for temporary files")];
}

function form(flow: Flow, call: Call): readonly Occurrence[] | null {
  if (!FORM.test(call.name)) return null;
  const options = call.args[0] ?? null;
  if (isUnknown(flow, options)) return [];
  const keeps = option(flow, options, "keepExtensions");
  if (truth(flow, keeps) === true) return [at(flow, call.node, keeps, "keeps the extension that the sender chose")];
  const size = option(flow, options, "maxFileSize", "maxTotalFileSize");
  if (size !== null) return tooMuch(flow, call.node, size, MAXIMUM_UPLOAD, "an upload");
  const set = assignedTo(flow, call.node);
  const folder = option(flow, options, "uploadDir", "fileWriteStreamHandler");
  return folder === null && !set.has("uploadDir") && !set.has("maxFileSize") ? [at(flow, call.node, options, "stores uploads in the folder for temporary files")] : [];
}

function body(flow: Flow, call: Call): readonly Occurrence[] {
  const limit = BODY.test(call.name) ? option(flow, call.args[0] ?? null, "limit") : null;
  return limit === null ? [] : tooMuch(flow, call.node, limit, MAXIMUM_BODY, "a body");
}

/** `form.keepExtensions = true`, `form.maxFileSize = …` of a form of this file. */
function assigned(flow: Flow): readonly Occurrence[] {
  return flow.tree.nodes("AssignmentExpression").flatMap((node) => {
    const left = unwrapped(child(node, "left"));
    const right = child(node, "right");
    const name = left?.type === "MemberExpression" ? lastName(left) : null;
    if (name === null || right === null || !isForm(flow, child(left, "object"))) return [];
    if (name === "keepExtensions" && truth(flow, right) === true) return [at(flow, node, right, "keeps the extension that the sender chose")];
    return name === "maxFileSize" ? tooMuch(flow, node, right, MAXIMUM_UPLOAD, "an upload") : [];
  });
}

function isForm(flow: Flow, given: SyntaxNode | null): boolean {
  const made = madeBy(flow, given);
  return made !== null && FORM.test(flow.names.of(child(made, "callee")));
}

/** The call whose result a variable holds, given at once or later. */
function madeBy(flow: Flow, given: SyntaxNode | null): SyntaxNode | null {
  const node = unwrapped(given);
  const binding = node?.type === "Identifier" ? flow.bindings.resolve(node) : null;
  const values = (binding?.writes ?? []).map((write) => unwrapped(write.value)).filter((value) => value !== null);
  const [value = null] = values;
  return values.length === 1 && /^(New|Call)Expression$/.test(value?.type ?? "") ? value : null;
}

/** The properties that are assigned to what a call makes. */
function assignedTo(flow: Flow, made: SyntaxNode): ReadonlySet<string> {
  const names = flow.tree.nodes("AssignmentExpression").map((node) => unwrapped(child(node, "left"))).filter((left) => left?.type === "MemberExpression" && madeBy(flow, child(left, "object")) === made);
  return new Set(names.map((left) => lastName(left) ?? ""));
}

/** Options that come from elsewhere may hold everything. */
function isUnknown(flow: Flow, options: SyntaxNode | null): boolean {
  return options !== null && objectOf(flow, options) === null && options.type !== "Literal";
}

function tooMuch(flow: Flow, node: SyntaxNode, size: SyntaxNode, most: number, what: string): readonly Occurrence[] {
  const bytes = bytesOf(flow, size, 0);
  return bytes === null || bytes <= most ? [] : [at(flow, node, size, `takes ${what} of ${Math.round(bytes / 1e6).toString()} MB`)];
}

/** `8 * 1024 * 1024`, `"8mb"`, a constant of the file; null where it can't be said. */
function bytesOf(flow: Flow, given: SyntaxNode | null, hops: number): number | null {
  const node = unwrapped(given);
  if (node === null || hops > MAXIMUM_HOPS) return null;
  if (node.type === "Literal" && typeof node["value"] === "number") return node["value"];
  if (node.type === "BinaryExpression") {
    const [left, right] = [bytesOf(flow, child(node, "left"), hops + 1), bytesOf(flow, child(node, "right"), hops + 1)];
    if (left === null || right === null) return null;
    const operator = text(node, "operator");
    return operator === "*" ? left * right : operator === "**" ? left ** right : operator === "+" ? left + right : null;
  }
  const written = /^(\d+(?:\.\d+)?)\s*(b|kb|mb|gb|tb)?$/i.exec(constantOf(flow, node) ?? "");
  if (written !== null) return Number(written[1]) * (UNITS[(written[2] ?? "b").toLowerCase()] ?? 1);
  if (text(node, "name") === "Infinity") return Infinity;
  return bytesOf(flow, flow.bindings.onlyValue(node), hops + 1);
}

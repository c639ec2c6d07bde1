import { child, children, text, unwrapped } from "../syntax/node";
import type { Flow } from "../flow/flow";
import type { Taint } from "../flow/taint";
import { at, callsOf, flowOfView, harm, option, shown, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

const FILE_MODULES = /^(fs|fs-extra|graceful-fs|fs\/promises|fs-jetpack|vinyl-fs|original-fs|mz\/fs|memfs|fs\.realpath|pify|jsonfile|write-file-atomic|load-json-file|read-pkg|write-json-file|recursive-readdir|glob|globby|fast-glob|rimraf|del|mkdirp|make-dir|mkdir|node-dir|walkdir|walk|tmp|chokidar|gulp|vinyl|sander|cpy|move-file|cp-file|path-exists|locate-path|find-up|adm-zip|unzipper|decompress|extract-zip|tar|archiver|jszip|node-stream-zip|yauzl|send|serve-static|koa-send|koa-static|prettier|image-size|sharp|jimp|multer|torrent-stream|parse-torrent|bundle-require)#/;
const FILE_METHODS = /^(appendFile|appendFileSync|chmod|chmodSync|chown|chownSync|copyFile|copyFileSync|copy|copySync|cp|cpSync|createReadStream|createWriteStream|emptyDir|ensureDir|ensureDirSync|ensureFile|ensureFileSync|exists|existsSync|lchown|link|linkSync|lstat|lstatSync|mkdir|mkdirSync|mkdirs|mkdtemp|mkdtempSync|move|moveSync|open|openSync|opendir|outputFile|outputFileSync|outputJson|pathExists|readdir|readdirSync|readFile|readFileSync|readJson|readJsonSync|readJSON|readlink|readlinkSync|realpath|remove|removeSync|rename|renameSync|rm|rmdir|rmdirSync|rmSync|stat|statSync|symlink|symlinkSync|truncate|unlink|unlinkSync|unwatchFile|utimes|watch|watchFile|writeFile|writeFileSync|writeJson|writeJsonSync|outputJSON|access|accessSync)$/;
/** They tell that a file is there, of which kind and size, and nothing of what it holds. */
const ASKS = /^(exists|existsSync|pathExists|stat|statSync|lstat|lstatSync|access|accessSync)$/;
const OWNERS = /(^|[.#])(fs|fse|fsp|fsPromises|promises|filesystem|fileSystem|\w*[fF]s|FS)$/;
const MAXIMUM_HOPS = 4;
const SENDERS = /^(sendFile|sendfile|download|attachment)$/;

/** Characters after a path was put together in which a check of it is looked for. */
const MAXIMUM_LOOK_AHEAD = 4_000;

/** Files whose path a sender chooses: `../` leaves the folder that was meant. */
export const pathTraversal: Rule = {
  id: "path-traversal",
  class: "security",
  severity: "error",
  isMildInTests: true,
  cwe: 22,
  why: "`../` or an absolute path in the value leaves the folder that was meant: any file of the account can be read or overwritten.",
  fix: "Take `path.basename(value)`, or resolve the path and require that it starts with the allowed folder and a separator; better, look the name up in a list.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "app.get(\"/bill\", (req, res) => res.send(fs.readFileSync(\"bills/\" + req.query.name)));\n",
    good: "app.get(\"/bill\", (req, res) => res.sendFile(req.query.name, { root: BILLS }));\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    return callsOf(flow).flatMap((call) => [...fileCall(flow, call), ...sent(flow, call), ...joined(flow, call)]);
  },
};

/** A folder in front of the value keeps nothing in: `../` climbs out. Only a fixed prefix of a name does. */
function isHarmful(flow: Flow, argument: Call["node"] | null): Taint | null {
  if (argument === null) return null;
  return harm(flow.value(argument), "path", "remote");
}

function fileCall(flow: Flow, call: Call): readonly Occurrence[] {
  const isModule = FILE_MODULES.test(call.name);
  const isOwner = call.receiver !== null && OWNERS.test(flow.names.of(call.receiver)) && FILE_METHODS.test(call.method);
  const isBare = call.receiver === null && /^(readFile|readFileSync|writeFile|writeFileSync|createReadStream|createWriteStream|unlink|unlinkSync|readdirSync|existsSync)$/.test(call.name);
  if ((!isModule && !isOwner && !isBare) || (/^(fs|fs-extra|graceful-fs|fs\/promises)#/.test(call.name) && !FILE_METHODS.test(call.method))) return [];
  const paths = /^(copy|copySync|copyFile|copyFileSync|cp|cpSync|link|linkSync|move|moveSync|rename|renameSync|symlink|symlinkSync)$/.test(call.method) ? call.args.slice(0, 2) : /^(send|koa-send)#$/.test(call.name) ? call.args.slice(1, 2) : call.args.slice(0, 1);
  if (/^send#$/.test(call.name) && option(flow, call.args[2] ?? null, "root") !== null) return [];
  for (const path of paths) {
    const taint = isHarmful(flow, path) ?? archived(flow, call, path);
    if (taint !== null) return [ASKS.test(call.method) ? at(flow, call.node, path, `tells whether there is the file that ${shown(flow, taint)} names`, "warning") : at(flow, call.node, path, `reads or writes the file that ${shown(flow, taint)} names`)];
  }
  return [];
}

/** Names in an archive are chosen by whoever packed it. */
function archived(flow: Flow, call: Call, path: Call["node"]): Taint | null {
  if (!/^(createWriteStream|writeFile|writeFileSync|outputFile|outputFileSync|mkdirSync|mkdir|ensureDir|ensureDirSync|open|openSync|symlink|symlinkSync|pipe)$/.test(call.method)) return null;
  const taint = harm(flow.value(path), "path", "unknown");
  if (taint === null || taint.origin === "operator") return null;
  return /(^|\.)(entry|zipEntry|header|\w*Entry)\.(path|name|fileName|filename|entryName|linkname)$|\b(entryName|zipEntry|entry\.path)\b/.test(flow.tree.textOf(taint.at)) || (/^(entry|header|zipEntry)$/.test(flow.tree.textOf(taint.at)) && /\.(path|name|fileName|entryName)\b/.test(flow.tree.textOf(path))) || isEntryName(flow, path) ? taint : null;
}

/** `const fileName = entry.path;` */
function isEntryName(flow: Flow, path: Call["node"] | null, hops = 0): boolean {
  const inner = unwrapped(path);
  if (hops > MAXIMUM_HOPS) return false;
  if (inner?.type === "CallExpression") return children(inner, "arguments").some((argument) => isEntryName(flow, argument, hops + 1));
  if (inner?.type === "MemberExpression") return /^(entry|zipEntry|header|\w+Entry)\.(path|name|fileName|filename|entryName)$/.test(flow.tree.textOf(inner));
  const only = flow.bindings.onlyValue(inner);
  return only !== null && isEntryName(flow, only, hops + 1);
}

function sent(flow: Flow, call: Call): readonly Occurrence[] {
  if (SENDERS.test(call.method) && call.receiver !== null) {
    const options = [call.args[1] ?? null, call.args[2] ?? null].find((argument) => option(flow, argument, "root") !== null) ?? null;
    const root = option(flow, options, "root");
    // A root keeps the path below it; only its own origin matters then.
    const path = root ?? call.args[0] ?? null;
    const taint = isHarmful(flow, path);
    // `sendFile` refuses `..` itself: only the start of the path, or what was resolved before, reaches elsewhere; `download` resolves it first.
    const isPrefixed = call.method !== "download" && root === null && taint !== null && taint.prefix !== "" && /^(BinaryExpression|TemplateLiteral)$/.test(unwrapped(path)?.type ?? "");
    return taint === null || isPrefixed ? [] : [at(flow, call.node, call.args[0] ?? null, `sends the file that ${shown(flow, taint)} names`)];
  }
  if (/^(render|view)$/.test(call.method) && /^(res|response|reply|ctx|h)$/.test(flow.names.of(call.receiver))) {
    const taint = isHarmful(flow, call.args[0] ?? null);
    return taint === null || taint.prefix !== "" ? [] : [at(flow, call.node, call.args[0] ?? null, `renders the template that ${shown(flow, taint)} names`, "warning")];
  }
  return [];
}

/** `const full = join(…); if (!full.startsWith(root)) …` */
function isCheckedLater(flow: Flow, call: Call): boolean {
  const outer = flow.tree.parent(call.node);
  const name = outer?.type === "VariableDeclarator" ? text(child(outer, "id"), "name") : outer?.type === "AssignmentExpression" ? text(child(outer, "left"), "name") : null;
  const owner = flow.bindings.functionOf(call.node);
  return name !== null && new RegExp(`\\b${name.replace(/\$/g, "\\$")}\\.(startsWith|indexOf|includes)\\(|\\bif\\s*\\([^;{]*?(?:[iI]s|allow|valid|safe|check|ensure)\\w*\\((?:[^()]*,\\s*)?${name.replace(/\$/g, "\\$")}\\b`).test(flow.tree.text.slice(call.node.end, Math.min(owner.end, call.node.end + MAXIMUM_LOOK_AHEAD)));
}

/** The path is put together here, and used somewhere that this file doesn't show. */
function joined(flow: Flow, call: Call): readonly Occurrence[] {
  if (!/^(path|path\/posix|path\/win32)#(\w+\.)?(join|resolve)$/.test(call.name)) return [];
  if (isHarmful(flow, call.node) === null || isCheckedLater(flow, call)) return [];
  for (const argument of call.args) {
    const taint = isHarmful(flow, argument);
    if (taint !== null) return [at(flow, call.node, argument, `builds a path from ${shown(flow, taint)}`, "warning")];
  }
  return [];
}

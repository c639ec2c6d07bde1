import { child, children, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";
import type { Binding, Bindings } from "./bindings";
import { DeclaredTypes } from "./declared-types";
import { PAGES_OWN } from "./members";
import type { Names } from "./names";
import type { Origin } from "./taint";

const REQUEST_NAME = /^_?(req|request|httpRequest|ctx|koaContext|nextRequest|incoming)$/;
const REQUEST_TYPE = /^(Request|NextRequest|IncomingMessage|Http2ServerRequest|FastifyRequest|NextApiRequest|ParameterizedContext|APIGatewayProxyEvent(V2)?|APIGatewayEvent|HttpRequest)$/;
/** Contexts of servers, of plugins, of commands. */
const CONTEXT = /^(ctx|context|c|koaContext)$/;
/** What middleware and the server itself put there: not the sender's. */
const SERVERS_OWN = /^(user|session|app|log|logger|method|ip|ips|protocol|secure|socket|connection|res|response|next|baseUrl|route|router|fresh|stale|xhr|httpVersion|server|auth|isAuthenticated|isUnauthenticated|csrfToken|login|logout|logIn|logOut|on|once|pipe|signal|i18n|t|flash|get|set|header|param|accepts\w*|is|raw|req|request|state|throw|assert|redirect|render|status|type|length|cookies?|db|prisma|container|services?|tenant\w*|account\w*|currentUser|context|ctx|logging|cache|timeout|setTimeout|nextUrl|bodyUsed|env|var|executionCtx|json|text|formData|arrayBuffer|blob|clone|queryStringParameters|multiValueHeaders|pathParameters|requestContext)$/;
/** What the sender chooses. */
const SENDERS = /^(body|query|params|headers|cookies|signedCookies|url|originalUrl|path|hostname|host|files?|rawBody|rawHeaders|payload|search|querystring|href|queryStringParameters|multiValueHeaders|pathParameters|postData|fields|searchParams|originalUri|trailers|parsedUrl|message|match|callbackQuery)$/;
const READERS = /^(param|get|header|cookie|query|queries|json|text|formData|arrayBuffer|blob|parseBody|input|all|only|file|validated)$/;

const HANDLER_METHODS = /^(command|hears|start|get|post|put|patch|delete|del|all|use|options|head|route|param|handle|on\w*|addHook|createServer|handler|opts|ws|subscribe|register|action|loader|api\w*)$/;
const MESSAGE_RECEIVER = /(^|\.)(socket|sock|ws|wss|websocket|webSocket|io|client|conn|connection|peer|channel|server|nsp|stream|req|request|parser|busboy|bb|form|worker|port)\w*(\(\))?$/i;
const BROWSER = /^((window|self|globalThis|document|top|parent|this)\.)*(location(\.(hash|search|href|pathname|toString\(\)))?|document\.(URL|documentURI|baseURI|referrer|cookie)|name)$/;
const CLIENT_STORE = /^((window|self|globalThis)\.)?(localStorage|sessionStorage)(\.|$)|(^|\.)(Cookies?|cookies)\.get\(\)$/;
const OPERATOR = /^process\.(argv|env)\b|^(Deno\.(args|env)|Bun\.(argv|env)|import\.meta\.env)\b|^(yargs|yargs\/yargs|commander|minimist|arg|meow|optimist|command-line-args|dashdash|argparse)#/;
const ROUTER_HOOKS = /(^|[#.])(useParams|useSearchParams|useLocation|useRouter|useRoute|useQueryParams?|useHistory|useNavigationParam|useLoaderData)\(\)/;

/** Recognises where values enter: framework models, the browser, messages, the command line. */
export class Sources {
  private listeners: ReadonlySet<Binding> | null = null;
  private readonly types: DeclaredTypes;

  constructor(
    private readonly tree: SourceFile,
    private readonly bindings: Bindings,
    private readonly names: Names,
  ) {
    this.types = new DeclaredTypes(tree);
  }

  /** The origin of a member expression, a call or a global as a whole; null where it is none by itself. */
  of(node: SyntaxNode): Origin | null {
    if (node.type === "Identifier") return this.ofGlobal(node);
    if (node.type === "CallExpression") return this.ofCall(node);
    if (node.type !== "MemberExpression") return null;
    const object = unwrapped(child(node, "object"));
    const property = (node["computed"] === true ? stringValue(child(node, "property")) : text(child(node, "property"), "name")) ?? "?";
    if (object !== null && this.isRequest(object)) {
      if (SENDERS.test(property)) return "remote";
      if (SERVERS_OWN.test(property) || object.type !== "Identifier") return null;
      if (this.isContext(object)) return "parameter";
      return this.isHandedOn(object) ? null : "remote";
    }
    const name = this.names.of(node);
    if (BROWSER.test(name) && this.isGlobalRoot(node)) return /(^|\.)name$/.test(name) && !/^(window|self|top|parent)\.name$/.test(name) ? null : "remote";
    if (/(^|\.)(nextUrl|parsedUrl)\.(searchParams|search|href|pathname|query|hash)$/.test(name)) return "remote";
    // The program's own name and path.
    if (/^process\.argv$/.test(this.names.of(object)) && node["computed"] === true && /^[01]$/.test(this.tree.textOf(child(node, "property") ?? node))) return null;
    if (OPERATOR.test(name)) return "operator";
    if (CLIENT_STORE.test(name) && this.isGlobalRoot(node)) return "operator";
    if (ROUTER_HOOKS.test(name)) return "remote";
    if (/(^|\.)(route|activatedRoute|\w*[rR]outeSnapshot|_?\w*Route)\.(snapshot\.)?(params|queryParams|fragment|paramMap|queryParamMap|url|data)$/.test(name) || /^this\._?router\.url$/.test(name)) return "remote";
    if (/^(value|innerText|textContent|selectedOptions|files|innerHTML|outerHTML|defaultValue)$/.test(property) && /(target|input|textarea|select|getElementById\(\)|querySelector(All)?\(\)(\.\?)?|getElementsBy\w+\(\)(\.\?)?|currentTarget|field|editor|form(\.\w+)?)$/i.test(this.names.of(object))) return "operator";
    return null;
  }

  /** Places (bits) that a parameter, or a part of it, can harm as far as its declared type goes. */
  placesLeft(binding: Binding, path: readonly string[]): number {
    return this.types.placesLeft(children(binding.node, "params")[binding.index] ?? null, [...binding.path, ...path]);
  }

  /** The origin of a parameter by the function's role; `parameter` where the file does not show who calls it. */
  ofParameter(binding: Binding): Origin | null {
    const owner = binding.node;
    const parameter = children(owner, "params")[binding.index] ?? null;
    const decorated = [parameter, child(parameter, "parameter"), child(parameter, "left")].flatMap((node) => children(node, "decorators"));
    if (decorated.some((decorator) => /^(Body|Query|Param|Headers|Req|Request|RawBody|UploadedFiles?|Cookies|Session|HostParam|Args|MessageBody|Payload|Event|QueryParam|QueryParams|PathParams|BodyParams|HeaderParams)\b/.test(this.tree.textOf(child(decorator, "expression") ?? decorator)))) return "remote";
    const name = binding.name;
    if (this.isRequestParameter(owner, binding.index, name, parameter)) {
      // Taken apart in the list of parameters: `({ body })`.
      const first = binding.path[0];
      return first === undefined ? null : SENDERS.test(first) ? "remote" : SERVERS_OWN.test(first) ? null : "remote";
    }
    if (this.isMessageCallback(owner, binding.index)) return "remote";
    if (this.isLambdaEvent(owner, binding.index, name)) return "remote";
    if (/^(getServerSideProps|getStaticProps|loader|action|generateMetadata|Page|load)$/.test(this.nameOf(owner)) && (binding.path[0] ?? "") !== "" && /^(params|query|searchParams|request|req|url)$/.test(binding.path[0] ?? "")) return "remote";
    return "parameter";
  }

  /** Whether an expression is the request (or koa's context) itself. */
  isRequest(node: SyntaxNode): boolean {
    if (node.type === "MemberExpression") {
      const property = text(child(node, "property"), "name") ?? "";
      const object = unwrapped(child(node, "object"));
      return /^(request|req|raw)$/.test(property) && object !== null && (this.isRequest(object) || object.type === "ThisExpression" || /^(event|ctx|context|c|res|response|h|args?|opts|options|info|this|data|http)$/i.test(text(object, "name") ?? ""));
    }
    if (node.type !== "Identifier") return false;
    const binding = this.bindings.resolve(node);
    const name = text(node, "name") ?? "";
    if (binding === null) return /^(req|request)$/.test(name);
    if (binding.kind === "parameter") return binding.path.length === 0 ? this.isRequestParameter(binding.node, binding.index, name, children(binding.node, "params")[binding.index] ?? null) : /^(req|request|ctx)$/.test(binding.path[binding.path.length - 1] ?? "");
    const init = binding.kind === "variable" ? unwrapped(binding.writes[0]?.value ?? null) : null;
    return init !== null && /^(req|request|ctx)$/.test(name) && (init.type === "MemberExpression" || init.type === "Identifier" || init.type === "ThisExpression") && init !== node && (init.type !== "Identifier" || this.isRequest(init));
  }

  private isRequestParameter(owner: SyntaxNode, index: number, name: string, parameter: SyntaxNode | null): boolean {
    const annotation = child(child(child(parameter?.type === "TSParameterProperty" ? child(parameter, "parameter") : parameter, "typeAnnotation"), "typeAnnotation"), "typeName");
    const type = annotation === null ? "" : this.tree.textOf(annotation).replace(/^.*\./, "");
    if (REQUEST_TYPE.test(type)) return true;
    if (REQUEST_NAME.test(name)) return true;
    if (name === "context" || name === "c") return this.isHandlerArgument(owner) && index === 0;
    const count = children(owner, "params").length;
    if (!this.isHandlerArgument(owner) || count < 2) return false;
    const second = children(owner, "params")[index + 1] ?? null;
    return index === (count === 4 ? 1 : 0) && /^_?(res|resp|response|reply|h|rep|responseToolkit|out|r)$/i.test(text(second, "name") ?? "");
  }

  /** Whether a property of a request is what its sender chose, and not what the server keeps there. */
  isSenders(property: string, request: SyntaxNode): boolean {
    return property === "param" || SENDERS.test(property) || (!SERVERS_OWN.test(property) && !this.isHandedOn(request) && !this.isContext(request));
  }

  /** `({ input, ctx }) =>`: what the server made of a request for its procedures; the sender's only in what repeats the request. */
  private isHandedOn(request: SyntaxNode): boolean {
    return this.parameterOf(request)?.path.includes("ctx") === true;
  }

  /** The context of a plugin, a command, a bot: known to be the sender's only in what repeats a request or a message. */
  private isContext(request: SyntaxNode): boolean {
    const binding = this.parameterOf(request);
    return binding !== null && CONTEXT.test(binding.name) && !this.isHandlerArgument(binding.node);
  }

  private parameterOf(node: SyntaxNode): Binding | null {
    const binding = node.type === "Identifier" ? this.bindings.resolve(node) : null;
    return binding?.kind === "parameter" ? binding : null;
  }

  /** Whether a function answers requests: one of its parameters is the request. */
  isRequestFunction(owner: SyntaxNode): boolean {
    return children(owner, "params").some((parameter, index) => this.isRequestParameter(owner, index, text(parameter, "name") ?? "", parameter));
  }

  private isHandlerArgument(owner: SyntaxNode): boolean {
    const outer = this.tree.parent(owner);
    if (outer?.type !== "CallExpression" && outer?.type !== "NewExpression") return outer?.type === "AssignmentExpression" || outer?.type === "ExportDefaultDeclaration" || outer?.type === "ArrayExpression";
    const callee = unwrapped(child(outer, "callee"));
    const method = callee?.type === "MemberExpression" ? text(child(callee, "property"), "name") : text(callee, "name");
    return method !== null && HANDLER_METHODS.test(method);
  }

  /** `socket.on("x", (data) => …)`, `onmessage = (event) => …`, `addEventListener("message", …)`. */
  private isMessageCallback(owner: SyntaxNode, index: number): boolean {
    const outer = this.tree.parent(owner);
    if (outer?.type === "AssignmentExpression") return index === 0 && /(^|\.)onmessage$/.test(this.names.of(child(outer, "left")));
    if (outer?.type !== "CallExpression") return this.isListenerByName(owner, index);
    const callee = unwrapped(child(outer, "callee"));
    const args = children(outer, "arguments");
    const method = callee?.type === "MemberExpression" ? text(child(callee, "property"), "name") : text(callee, "name");
    const event = stringValue(args[0] ?? null);
    if (event === null || args[0] === owner) return false;
    if (method === "addEventListener") return index === 0 && event === "message";
    if (method !== "on" && method !== "once" && method !== "addListener") return false;
    if (/^(error|close|end|finish|connect|connection|listening|exit|ready|open|drain|disconnect|warning|upgrade|request|response)$/.test(event)) return false;
    const receiver = this.names.of(child(callee, "object"));
    if (event === "message" || event === "data") return !/(stdout|stderr|child|proc|readStream|createReadStream\(\)|process)/i.test(receiver);
    return MESSAGE_RECEIVER.test(receiver) && /^(?!process)/.test(receiver);
  }

  /** `function onMessage(e)` that is handed on by name. */
  private isListenerByName(owner: SyntaxNode, index: number): boolean {
    const id = child(owner, "id");
    const binding = id === null || index !== 0 ? null : this.bindings.resolve(id);
    if (binding === null) return false;
    this.listeners ??= this.readListeners();
    return this.listeners.has(binding);
  }

  private readListeners(): ReadonlySet<Binding> {
    const found = new Set<Binding>();
    for (const call of this.tree.nodes("CallExpression")) {
      const [event = null, second] = children(call, "arguments");
      const binding = second?.type === "Identifier" && stringValue(event) === "message" ? this.bindings.resolve(second) : null;
      if (binding !== null) found.add(binding);
    }
    return found;
  }

  /** `exports.handler = async (event) => …` of a function that runs in the cloud. */
  private isLambdaEvent(owner: SyntaxNode, index: number, name: string): boolean {
    if (index !== 0 || !/^(event|evt|e|message|msg|payload|args|input)$/.test(name)) return false;
    const outer = this.tree.parent(owner);
    const exported = /(^|\.)(handler|lambda\w*|main|exports(\.\w+)?)$/i;
    if (outer?.type === "AssignmentExpression") return exported.test(this.tree.textOf(child(outer, "left") ?? outer));
    const own = this.nameOf(owner);
    if (outer?.type === "CallExpression") return false;
    return /^(\w*[hH]andler|main|lambda\w*)$/.test(own) && name === "event";
  }

  private nameOf(owner: SyntaxNode): string {
    const outer = this.tree.parent(owner);
    const id = child(owner, "id") ?? (outer?.type === "VariableDeclarator" ? child(outer, "id") : outer?.type === "Property" || outer?.type === "MethodDefinition" ? child(outer, "key") : null);
    return text(id, "name") ?? "";
  }

  private ofGlobal(node: SyntaxNode): Origin | null {
    if (this.bindings.resolve(node) !== null) return null;
    return /^location$/.test(text(node, "name") ?? "") ? "remote" : null;
  }

  private ofCall(node: SyntaxNode): Origin | null {
    const callee = unwrapped(child(node, "callee"));
    const name = this.names.of(callee);
    if (callee?.type === "MemberExpression") {
      const object = unwrapped(child(callee, "object"));
      const method = text(child(callee, "property"), "name") ?? "";
      if (object !== null && READERS.test(method) && this.isRequest(object)) return "remote";
      if (/^(text|attr|prop|data)$/.test(method) && /^(\$|jQuery)\(\)/.test(name) && children(node, "arguments").length === (method === "text" ? 0 : 1) && children(node, "arguments")[0]?.type !== "ObjectExpression" && !PAGES_OWN.test(stringValue(children(node, "arguments")[0] ?? null) ?? "")) return "operator";
      if (method === "getAttribute" && !PAGES_OWN.test(stringValue(children(node, "arguments")[0] ?? null) ?? "")) return "operator";
      if (method === "val" && /^(\$|jQuery)\(\)/.test(name)) return "operator";
      if (/^(opts|parse|parseArgs|argv)$/.test(method) && OPERATOR.test(name)) return "operator";
      if (/^(getInput|getMultilineInput)$/.test(method) && name.startsWith("@actions/core#")) return "operator";
    }
    if (/(^|[#.])(useSearchParams|useParams|useLocation)$/.test(name)) return "remote";
    if (/^(prompt|window\.prompt)$/.test(name)) return "operator";
    if (/^(next\/headers#(cookies|headers))$/.test(name)) return "remote";
    if (/^(minimist|yargs-parser|mri|arg)#$/.test(name)) return "operator";
    return null;
  }

  private isGlobalRoot(node: SyntaxNode): boolean {
    let inner: SyntaxNode | null = node;
    while (inner?.type === "MemberExpression" || inner?.type === "CallExpression") inner = unwrapped(child(inner, inner.type === "CallExpression" ? "callee" : "object"));
    return inner?.type !== "Identifier" || this.bindings.resolve(inner) === null;
  }
}

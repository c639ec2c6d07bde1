import { child, children, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { EVERY_PLACE } from "../flow/taint";
import { at, callsOf, flowOfView, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

/** Names of what must not be read by whoever reads a log. */
const SECRET = /^(?!.*(count|length|expir|valid|reset|hash|type|field|label|name$|url|policy|strength|limit|usage|max|min|_?id$|id$|error|err$|path|file|index|kind|present|missing|required|encrypt|encoded|cipher|mask|redact|censor|obfusc|prompt|hint|placeholder|rule|regex|changed|matche?s))(\w*(passw(or)?d|passwd|passphrase|secret|credential)s?|pwd|\w*(access|refresh|auth|bearer|session|api|id)_?token|api_?key|\w*apiKey|private_?key|authorization|ssn|social_?security\w*|\w*credit_?card\w*|card_?number|cvv|cvc|iban|pin_?code|date_?of_?birth|dob|passport_?(no|number))$/i;
/** Whoever has it is logged in. */
const SESSION = /^(\w*jwt|(\w*_)?(access|refresh|auth|id|session|bearer)_?token|token)$/i;
const LOGGER = /^(console|log|logger|winston|pino|bunyan|logging|Sentry|rollbar|bugsnag|newrelic|datadog|analytics|mixpanel|amplitude|posthog|gtag)([.#(]|$)|(^|\.)(log|logger)\.\w+$/;
const LEVEL = /^(log|info|warn|error|debug|trace|fatal|verbose|dir|table|captureMessage|captureException|track|identify|notify|capture|addBreadcrumb|setContext)$/;
const MAXIMUM_DEPTH = 6;

/** Passwords, tokens and personal data that go into a log or to a service that watches. */
export const personalDataLogged: Rule = {
  id: "personal-data-logged",
  class: "data-governance",
  severity: "warning",
  cwe: 532,
  why: "Logs are read by more people, kept longer and copied further than the data itself; 3.2 % of assistants' commits leak secrets, twice the rate of others (GitGuardian 2026).",
  fix: "Log an id instead, or mask the value before it is logged.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "logger.info(`login with ${user.password}`);\n",
    good: "logger.info(`login of ${user.id}`);\n",
  },

  find(view) {
    if (view.code !== null) return view.isTest ? [] : view.code.logged;
    const flow = flowOfView(view);
    if (flow === null || view.isTest) return [];
    return callsOf(flow).flatMap((call) => [...logged(flow, call), ...(stored(flow, call) ?? kept(flow, call))]);
  },
};

function logged(flow: Flow, call: Call): readonly Occurrence[] {
  if (!LEVEL.test(call.method) || !LOGGER.test(call.name)) return [];
  for (const argument of call.args) {
    const name = named(flow, argument, nameOfSecret, 0);
    if (name !== null) return [at(flow, call.node, argument, `writes \`${name}\` into a log`)];
    const personal = named(flow, argument, nameOfPerson, 0);
    if (personal !== null) return [at(flow, call.node, argument, `writes \`${personal}\` into a log`, "note")];
  }
  return [];
}

/** Where whoever uses the machine or the browser reads it: storage of the browser, cookies, plain files. */
function kept(flow: Flow, call: Call): readonly Occurrence[] {
  const place = /(^|\.)(localStorage|sessionStorage)\.setItem$|^(Cookies|cookies|js-cookie#)\.?set$|(^|\.)\$(cookies|cookieStore|localStorage|window\.localStorage)\.(put|putObject|set)$|^(res|response|reply|ctx\.cookies)\.(cookie|set[cC]ookie|set)$/.test(call.name) ? 1 : /^(fs|fs-extra|fs\/promises)#(promises\.)?(writeFile|writeFileSync|appendFile|appendFileSync)$/.test(call.name) ? 1 : null;
  const value = place === null ? null : (call.args[place] ?? null);
  const name = value === null ? null : named(flow, value, nameOfPassword, 0);
  return name === null ? [] : [at(flow, call.node, value, `keeps \`${name}\` where it can be read`)];
}

/** What the browser keeps is read by every script of the page; the key says what it is. */
function stored(flow: Flow, call: Call): readonly Occurrence[] | null {
  if (!/^((window|self|globalThis)\.)?(localStorage|sessionStorage)\.setItem$/.test(call.name)) return null;
  const [key = null, value = null] = call.args;
  const known = flow.value(key);
  const name = /\w+$/.exec(known.constant ?? known.literal)?.[0] ?? "";
  const isSession = SESSION.test(name);
  const maker = flow.names.of(child(unwrapped(value), "callee"));
  if ((!isSession && !SECRET.test(name)) || flow.value(value).constant === "" || /encrypt|hash|mask/i.test(maker)) return null;
  return [at(flow, call.node, value, `keeps \`${name}\` where every script of the page reads it`, isSession ? "note" : "warning")];
}

type Naming = (node: SyntaxNode) => string | null;

function nameOfSecret(node: SyntaxNode): string | null {
  const name = (node.type === "Identifier" ? text(node, "name") : lastName(node)) ?? "";
  return SECRET.test(name) ? name : null;
}

/** Tokens are made to be kept; what a person types in is not. */
function nameOfPassword(node: SyntaxNode): string | null {
  const name = nameOfSecret(node);
  return name !== null && !/token|api_?key|authorization/i.test(name) ? name : null;
}

/** How a person is reached or told from others: `user.email`. */
function nameOfPerson(node: SyntaxNode): string | null {
  if (node.type !== "MemberExpression" || !/^(e_?mail(_?address)?|phone(_?number)?|mobile|date_?of_?birth|birth_?day|home_?address)$/i.test(lastName(node) ?? "")) return null;
  const owner = lastName(unwrapped(child(node, "object"))) ?? "";
  return /(user|customer|person|patient|member|profile|contact|employee|applicant|subscriber|guest|author|recipient|client)$/i.test(owner) ? `${owner}.${lastName(node) ?? ""}` : null;
}

/** The name of what is secret in an expression; what was hashed, masked or only asked for is none. */
function named(flow: Flow, given: SyntaxNode | null, naming: Naming, depth: number): string | null {
  const node = unwrapped(given);
  if (node === null || depth > MAXIMUM_DEPTH) return null;
  const first = (nodes: readonly (SyntaxNode | null)[]) => nodes.map((one) => named(flow, one, naming, depth + 1)).find((name) => name !== null) ?? null;
  switch (node.type) {
    case "Identifier": {
      const binding = flow.bindings.resolve(node);
      const only = binding?.kind === "variable" && binding.writes.length === 1 && binding.writes[0]?.path.length === 0 && binding.writes[0].kind === "init" ? binding.writes[0].value : null;
      return naming(node) ?? (only === null ? null : named(flow, only, naming, depth + 1));
    }
    case "MemberExpression":
      return flow.names.of(node) === "process.env" ? "process.env" : naming(node);
    case "TemplateLiteral":
      return first(children(node, "expressions"));
    case "BinaryExpression":
      return text(node, "operator") === "+" ? first([child(node, "left"), child(node, "right")]) : null;
    case "ConditionalExpression":
      return first([child(node, "consequent"), child(node, "alternate")]);
    case "LogicalExpression":
      return first([child(node, "left"), child(node, "right")]);
    case "ObjectExpression":
      return first(children(node, "properties").map((property) => child(property, property.type === "SpreadElement" ? "argument" : "value")));
    case "CallExpression": {
      const name = flow.names.of(child(node, "callee"));
      if (/(mask|redact|hide|obfuscat|censor|slice|substring|substr|length|Boolean|typeof|hash|encrypt)/i.test(name) || flow.sanitizers.placesOf(name) === EVERY_PLACE) return null;
      const asked = /(?:^|[.#])(?:get|read|fetch|load|ask|decrypt)(?:For)?_?(\w+)$/.exec(name)?.[1] ?? null;
      if (asked !== null && SECRET.test(asked)) return asked;
      return /^(JSON\.stringify|String|util#(inspect|format))$/.test(name) ? first(children(node, "arguments")) : /(toString|trim)$/.test(name) ? named(flow, child(unwrapped(child(node, "callee")), "object"), naming, depth + 1) : null;
    }
    default:
      return null;
  }
}

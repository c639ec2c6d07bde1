import { callsOf, constantOf, flowOfView, at, isFalse, option, type Call } from "./flow-sink";
import { children, unwrapped } from "../syntax/node";
import type { Flow } from "../flow/flow";
import type { Occurrence, Rule } from "./rule";

/** Requests that change something and that any site can send in a visitor's name. */
export const csrfMissing: Rule = {
  id: "csrf-missing",
  class: "security",
  severity: "warning",
  cwe: 352,
  why: "The browser sends the session's cookie with a form of any site: a visitor changes data without knowing.",
  fix: "Check a token or the origin before each changing request, and set `sameSite` on the session's cookie.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "import cookieParser from \"cookie-parser\";\napp.use(cookieParser());\napp.post(\"/order\", (req, res) => save(req.body));\n",
    good: "import cookieParser from \"cookie-parser\";\nimport csurf from \"csurf\";\napp.use(cookieParser());\napp.use(csurf({ cookie: true }));\napp.post(\"/order\", (req, res) => save(req.body));\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    const calls = callsOf(flow);
    return [...calls.flatMap((call) => turnedOff(flow, call)), ...unprotected(flow, calls)].sort((a, b) => a.start - b.start);
  },
};

function turnedOff(flow: Flow, call: Call): readonly Occurrence[] {
  if (!/^(csurf|csrf|lusca|csrf-csrf|tiny-csrf)#|^(csurf|csrf|csrfProtection|lusca)$/.test(call.name)) return [];
  const ignored = option(flow, call.args[0] ?? null, "ignoreMethods");
  const listed = unwrapped(ignored)?.type === "ArrayExpression" ? children(unwrapped(ignored), "elements") : [];
  if (listed.some((one) => /^(POST|PUT|PATCH|DELETE)$/i.test(constantOf(flow, one) ?? ""))) return [at(flow, call.node, ignored, "leaves changing requests unprotected")];
  return isFalse(flow, option(flow, call.args[0] ?? null, "csrf")) ? [at(flow, call.node, null, "turns the protection off")] : [];
}

/** Cookies are read and requests change something, and nothing in the file checks where they come from. */
function unprotected(flow: Flow, calls: readonly Call[]): readonly Occurrence[] {
  const session = calls.filter((call) => /^(cookie-parser|express-session|cookie-session|client-sessions)#$|^(cookieParser|express\.cookieParser|connect#cookieParser|express#cookieParser)$/.test(call.name));
  if (session.length === 0 || /csurf|csrf|xsrf|lusca|sameSite|same-site|anti-?forgery/i.test(flow.tree.text)) return [];
  const changes = calls.filter((call) => /^(post|put|patch|delete)$/.test(call.method) && call.args.length >= 2 && /^(app|router|server|\w*[rR]outer|\w*[aA]pp)(\.\w+\(\))*$|^express#\(\)$|express#Router\(\)$/.test(flow.names.of(call.receiver)));
  const personal = changes.filter((call) => /\.(cookies|session|user)\b/.test(flow.tree.textOf(call.node)));
  return (personal.length > 0 ? personal : changes.slice(0, 1)).map((call) => at(flow, call.node, null, "serves a changing request by cookie without a check of where it comes from"));
}

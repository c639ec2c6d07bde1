import { isAnonymous, isPublishable } from "./public-key";
import type { Occurrence, Rule } from "./rule";

const TOKEN = "JSON Web Token";

/** Tokens that their issuers made recognisable. `(?<![A-Za-z0-9])` keeps matches out of longer words. */
const FORMATS: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  { name: "AWS access key", pattern: /(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Z0-9])/g },
  { name: "GitHub token", pattern: /(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})/g },
  { name: "GitLab token", pattern: /(?<!\w)gl(?:pat|dt|rt|ptt|soat|cbt|ft|imt|agent)-[A-Za-z0-9_-]{20,}/g },
  { name: "npm token", pattern: /(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)/g },
  { name: "PyPI token", pattern: /(?<!\w)pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,}/g },
  { name: "Slack token", pattern: /(?<!\w)xox[abeoprs]-[A-Za-z0-9-]{10,}/g },
  { name: "Slack webhook", pattern: /https:\/\/hooks\.slack\.com\/(?:services|workflows)\/[A-Za-z0-9+/]{40,}/g },
  { name: "Stripe key", pattern: /(?<!\w)(?:sk|rk)_live_[A-Za-z0-9]{20,}/g },
  { name: "OpenAI key", pattern: /(?<!\w)sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,100}T3BlbkFJ[A-Za-z0-9_-]{20,}/g },
  { name: "Anthropic key", pattern: /(?<!\w)sk-ant-(?:api|admin)\d\d-[A-Za-z0-9_-]{80,}/g },
  { name: "Google API key", pattern: /(?<!\w)AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/g },
  { name: "Google OAuth secret", pattern: /(?<!\w)GOCSPX-[A-Za-z0-9_-]{28}/g },
  { name: "SendGrid key", pattern: /(?<!\w)SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/g },
  { name: "Twilio key", pattern: /(?<!\w)SK[0-9a-f]{32}(?!\w)/g },
  { name: "Hugging Face token", pattern: /(?<!\w)hf_[A-Za-z0-9]{34}(?!\w)/g },
  { name: "DigitalOcean token", pattern: /(?<!\w)do[opr]_v1_[0-9a-f]{64}/g },
  { name: "Shopify token", pattern: /(?<!\w)shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}/g },
  { name: "Telegram bot token", pattern: /(?<!\d)\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])/g },
  { name: "age key", pattern: /AGE-SECRET-KEY-1[0-9A-Z]{58}/g },
  { name: "Linear key", pattern: /(?<!\w)lin_(?:api|oauth)_[A-Za-z0-9]{40}/g },
  { name: "Notion token", pattern: /(?<!\w)ntn_[A-Za-z0-9]{40,60}(?!\w)/g },
  { name: "Figma token", pattern: /(?<!\w)figd_[A-Za-z0-9_-]{40}/g },
  { name: "1Password service account", pattern: /(?<!\w)ops_eyJ[A-Za-z0-9_-]{200,}/g },
  { name: "Vault token", pattern: /(?<!\w)hv[sb]\.[A-Za-z0-9_-]{24,300}/g },
  { name: "Grafana token", pattern: /(?<!\w)glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}/g },
  { name: "Databricks token", pattern: /(?<!\w)dapi[0-9a-f]{32}(?!\w)/g },
  { name: "Docker Hub token", pattern: /(?<!\w)dckr_(?:pat|oat)_[A-Za-z0-9_-]{27,}/g },
  { name: "Supabase key", pattern: /(?<!\w)sbp_[0-9a-f]{40}(?!\w)/g },
  { name: "Groq key", pattern: /(?<!\w)gsk_[A-Za-z0-9]{52}(?!\w)/g },
  { name: "Mailgun key", pattern: /(?<!\w)key-[0-9a-f]{32}(?!\w)/g },
  { name: "Azure storage key", pattern: /(?<!\w)AccountKey=[A-Za-z0-9+/]{86}==/g },
  { name: "npm login", pattern: /:_auth(?:Token)?=[A-Za-z0-9_\-+/=]{20,}/g },
  { name: TOKEN, pattern: /(?<![\w-])eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}/g },
];

/** Only with its body: documentation may name the header. */
const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\\r|\\n|\s|["'+,]|[A-Za-z-]+: [^\n]*\n)*[A-Za-z0-9+/=]{32}/g;

/** User and password in an address. */
const CONNECTION = /(?<![\w+])([a-z][a-z0-9+.-]{1,30}):\/\/([^\s:@/"'`<>]{1,100}):([^\s@/"'`<>]{3,200})@([A-Za-z0-9.-]+|\[[0-9a-f:]+\])/gi;

/** A name that promises a secret, with a value in quotes beside it. */
const ASSIGNMENT =
  /(?:secret|passw(?:or)?d|pwd|passphrase|token|api[_-]?key|access[_-]?key|auth[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key|credentials?)(?:[_-]?(?:key|value|id|string|\d{1,4})){0,2}["']?\s{0,20}(?::\s{0,5}[A-Za-z<>[\]| ]{1,40})?(?:=>|[:=]|\|\|=?|\?\?=?)\s{0,20}(["'`])([^"'`\r\n]{6,400})\1/gi;

/** The same in files of settings, where values stand without quotes. */
const BARE_ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z0-9_.-]{0,60}(?:secret|passw(?:or)?d|token|api[_-]?key|access[_-]?key|private[_-]?key)[A-Za-z0-9_]{0,60})\s*[:=]\s*([^\s"'`#]{8,400})\s*(?:#.*)?$/gim;
const SETTINGS_FILE = /(^|\/)(\.env[^/]*|[^/]+\.(env|ini|conf|cfg|properties|toml|ya?ml|tfvars|npmrc)|\.npmrc|\.netrc)$/i;

const PLACEHOLDER =
  /^(?:x+|\*+|\.+|-+|_+|0+|(?:0?1)?2345\w*|changeme|change[_-]?it|example|sample|test|testing|dummy|fake|mock|foo|bar|none|null|undefined|true|false|redacted|hidden|masked|todo|secret|password|passwd|token|string|value|default|admin|root|user|guest|postgres|mysql)\d*$|example|placeholder|your[_ -]|my[_-]?(?:secret|token|key|password)|insert|replace|changeme|dummy|xxxx|\*\*\*|<[^>]+>|\$\{|\{\{|%\w+%|^\$\(?[A-Za-z_]|process\.env|import\.meta|os\.environ|getenv|^(?:env|vault|op|ssm|secretsmanager|keyvault|file|ref|arn):|not[_-]?a[_-]?(?:real|secret)|redacted|fixture|^\[.*\]$/i;

/** What somebody wrote in words into a key that is for nobody's data. */
const SAID_HARMLESS = /\b(?:dev|development|test|local)[-_ ]?only\b|\bnot[-_ ]for[-_ ]production\b|change[-_ ]?me|placeholder|\bexample\b/i;

/** Credentials in the text. */
export const secret: Rule = {
  id: "secret",
  class: "security",
  severity: "error",
  cwe: 798,
  alwaysHigh: true,
  why: "Whoever can read the repository, now or in its history, can use this credential. Commits with an assistant leak secrets twice as often (3.2 % against 1.5 %, GitGuardian 2026).",
  fix: "Take it out, revoke it at its issuer (it counts as leaked once committed), and read it from the environment or a secret store.",
  example: {
    path: "src/shop.ts",
    before: null,
    // In two parts, so that no scanner takes this file for a leak.
    bad: "const database = \"postgres://shop:" + "kV8-qT2wL5@db.shop.com/orders\";\n",
    good: "const database = process.env.DATABASE_URL;\n",
  },

  find(view) {
    const found: Occurrence[] = [];
    const add = (start: number, length: number, message: string, warning = false) => {
      const end = start + length;
      if (found.some((other) => start < other.end && end > other.start)) return;
      // Keys of a test's own making are no leak, but look like one.
      found.push({ start, end, message, ...(warning ? { severity: "warning" as const } : {}) });
    };
    for (const { name, pattern } of FORMATS) {
      for (const match of view.text.matchAll(pattern)) {
        if (PLACEHOLDER.test(match[0]) || entropy(match[0]) <= 2.5) continue;
        if (name === TOKEN && isAnonymous(match[0])) add(match.index, match[0].length, `is a ${name} for whoever did not sign in: as open as what that role may do`, true);
        else add(match.index, match[0].length, `looks like a ${name}`, name === TOKEN && view.isTest);
      }
    }
    for (const match of view.text.matchAll(PRIVATE_KEY)) add(match.index, match[0].length, "holds a private key", view.isTest);
    for (const match of view.text.matchAll(CONNECTION)) {
      const [whole, , user = "", password = "", host = ""] = match;
      // The first guess of everybody, for what only the same network reaches.
      const isOwnName = password.toLowerCase() === user.toLowerCase() && !/[.:]/.test(host);
      if (!isPlaceholder(password) && !/^(localhost|127\.|0\.0\.0\.0|\[?::1|host\.docker|example\.|[\w-]+\.(?:example|test|invalid)$)/i.test(host)) add(match.index, whole.length, "holds a password in an address", view.isTest || isOwnName);
    }
    for (const match of view.text.matchAll(ASSIGNMENT)) {
      const [whole, , value = ""] = match;
      const prefix = /[A-Za-z0-9_.$-]*$/.exec(view.text.slice(Math.max(0, match.index - 60), match.index))?.[0] ?? "";
      const name = prefix + (/^[\w-]+/.exec(whole)?.[0] ?? "");
      if (isSecretValue(name, value)) add(match.index - prefix.length, whole.length + prefix.length, `assigns what looks like a real value to \`${name}\``, view.isTest);
    }
    if (SETTINGS_FILE.test(view.path) && !/\.(example|sample|template|dist)$/i.test(view.path)) {
      for (const match of view.text.matchAll(BARE_ASSIGNMENT)) {
        const [whole, name = "", value = ""] = match;
        if (isSecretValue(name, value)) add(match.index, whole.length, `assigns what looks like a real value to \`${name}\``);
      }
    }
    return found.sort((a, b) => a.start - b.start);
  },
};

function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value.trim()) || new Set(value).size <= 3 || SAID_HARMLESS.test(decoded(value));
}

/** The text that is written in base64, as Kubernetes wants secrets; empty where it is none. */
function decoded(value: string): string {
  const text = /^[A-Za-z0-9+/]{16,400}={0,2}$/.test(value) ? Buffer.from(value, "base64").toString("utf8") : "";
  return /^[\x20-\x7e\n]+$/.test(text) ? text : "";
}

/**
 * Passwords are short and chosen, so a mixed value suffices; a token or key is long and random. Words of a language,
 * identifiers, paths and addresses are neither.
 */
function isSecretValue(name: string, value: string): boolean {
  if (isPlaceholder(value) || isPublishable(name, value) || /\s/.test(value.trim())) return false;
  if (/(?:token|key|secret|password)[_-]?(?:type|name|url|uri|path|file|length|header|prefix|expir\w*|ttl|field|label|regex|pattern|hint|env|count|limit|budget)s?$/i.test(name)) return false;
  if (/^(?:https?:|\.{0,2}\/|[A-Za-z]:\\|@|#)/.test(value) || /^[\w-]+\.[\w-]+\.[a-z]{2,6}$/i.test(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
  if (/passw|pwd|passphrase/i.test(name)) return value.length >= 8 ? (kinds >= 3 || (kinds === 2 && /\d/.test(value) && entropy(value) >= 3)) && !/^[a-z]+([_.:-][a-z]+)+\d*$/i.test(value) : kinds >= 3;
  if (value.length < 16 || !/\d/.test(value)) return false;
  // Words joined by hyphens, dots or humps are names of things.
  const words = value.split(/[_.:/-]|(?<=[a-z])(?=[A-Z])/).filter((word) => /^[A-Za-z]{3,}\d{0,2}$/.test(word)).join("").length;
  return words < value.length * 0.6 && entropy(value) >= 3.2;
}

/** Shannon entropy in bits a character. */
function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

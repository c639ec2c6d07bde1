import { secret } from "../../../../src/checks/rules/secret";
import { ruleCases } from "./cases";

// Put together here, so that no scanner takes this file for a leak.
const AWS = "AKIA" + "QYLPMN5HFIQR7XYA";
const GITHUB = "ghp_" + "x7Kd93mQpL2vR8sT1wYz4uB6nC0eJ5hGfA9i";
const STRIPE = "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc";
const SLACK = "xoxb-" + "263594206564-2343594206574-FGqddMF8t08v8N7Oq4i57vs1";
const KEY = "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIEpAIBAAKCAQEAvJ9mK3pQx8Zt2nW5rY7uLc4hGd1fSa6bEoTi\n-----END RSA PRIVATE KEY-----";
const JWT = "eyJ" + "hbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ" + "zdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
const RANDOM = "q8Zr3nV7xK2mT9wB4hJ6" + "pL1sD5fG0yQ";

const claims = (payload: string) => `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${Buffer.from(payload).toString("base64url")}.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U`;

describe("rule secret", () => {
  ruleCases(secret, "src/a.ts", [
    { name: "an AWS key", head: `const k = "${AWS}";`, expected: ["1 error AWS"] },
    { name: "a GitHub token in a shell script", path: "run.sh", head: `curl -H "Authorization: Bearer ${GITHUB}"`, expected: ["1 error GitHub token"] },
    { name: "a Stripe key", head: `stripe("${STRIPE}")`, expected: ["1 error Stripe"] },
    { name: "a Slack token in YAML", path: "a.yml", head: `slack: ${SLACK}`, expected: ["1 error Slack"] },
    { name: "a private key", path: "key.pem", head: KEY, expected: ["1 error private key"] },
    { name: "a JSON Web Token", head: `const t = "${JWT}";`, expected: ["1 error JSON Web Token"] },
    { name: "a token for whoever did not sign in", head: `const t = "${claims('{"iss":"heath","role":"anon","iat":1}')}";`, expected: ["1 warning for whoever did not sign in"] },
    { name: "a token for a role that may do all", head: `const t = "${claims('{"iss":"heath","role":"service_role"}')}";`, expected: ["1 error JSON Web Token"] },
    { name: "a token that names no role", head: `const t = "${claims('{"iss":"heath","name":"anon"}')}";`, expected: ["1 error JSON Web Token"] },
    { name: "a token whose middle is no object", head: `const t = "${claims('{"iss":"heath","role":"anon"')}";`, expected: ["1 error JSON Web Token"] },
    { name: "keys that their issuers call publishable", head: `const apiKey = "phc_${RANDOM}"; const token = "${"pk_" + "live_"}${RANDOM}"; const c = { apiKey: "sb_publishable_${RANDOM}" };`, expected: [] },
    { name: "a key that says in base64 that it is for nobody's data", path: "a.yaml", head: `secret_key: ${Buffer.from("this-is-a-dev-only-moor-key!1").toString("base64")}`, expected: [] },
    { name: "a key that says something else in base64", path: "a.yaml", head: `secret_key: ${Buffer.from("the-development-of-moor-key!1").toString("base64")}`, expected: ["1 error `secret_key`"] },
    { name: "bytes in base64 that are no text", path: "a.yaml", head: `secret_key: ${Buffer.from("\u0001\u0002dev-only\u0003\u0004\u0005-moor9").toString("base64")}`, expected: ["1 error `secret_key`"] },
    { name: "a publishable key's letters under a secret's name", head: `const clientSecret = "phc_${RANDOM}";`, expected: ["1 error `clientSecret`"] },
    { name: "a key with such letters further on", head: `const apiKey = "q8_phc_${RANDOM}";`, expected: ["1 error `apiKey`"] },
    { name: "a password in an address", head: `connect("postgres://app:Tr0ub4dor-x9@db.acme.internal:5432/app")`, expected: ["1 error password in an address"] },
    { name: "the user's own name as a password, on a host of the same network", head: `connect("mysql://orders:Orders@mysql:3306/app")`, expected: ["1 warning password in an address"] },
    { name: "the same elsewhere", head: `connect("mysql://orders:orders@db.acme.io/app")`, expected: ["1 error password in an address"] },
    { name: "the same by a number", head: `connect("mysql://orders:orders@[fd00:0:1]/app")`, expected: ["1 error password in an address"] },
    { name: "another password on a host of the same network", head: `connect("mysql://orders:Tr0ub4dor-x9@mysql:3306/app")`, expected: ["1 error password in an address"] },
    { name: "the word password on a host of the same network", head: `connect("mysql://orders:password@mysql:3306/app")`, expected: [] },
    { name: "a random value with a secret's name", head: `const apiKey = "${RANDOM}";`, expected: ["1 error `apiKey`"] },
    { name: "the same as a property", head: `const c = { clientSecret: "${RANDOM}" };`, expected: ["1 error `clientSecret`"] },
    { name: "the same in a file of settings", path: ".env", head: `SESSION_SECRET=${RANDOM}`, expected: ["1 error `SESSION_SECRET`"] },
    { name: "a password", head: `const password = "Tr0ub4dor&3x";`, expected: ["1 error `password`"] },
    { name: "a real value as a fallback", head: `const token = process.env.TOKEN || "${RANDOM}";`, expected: ["1 error `process.env.TOKEN`"] },
    { name: "a token in an agent's MCP configuration", path: ".mcp.json", head: `{"env":{"GITHUB_TOKEN":"${GITHUB}"}}`, expected: ["1 error GitHub"] },
    { name: "a new one beside an old one", base: `const a = "${AWS}";\n`, head: `const a = "${AWS}";\nconst k = "${STRIPE}";\n`, expected: ["2 error Stripe"] },
    { name: "a password of two kinds that nobody would say", head: `const password = "tr0ub4dor3";`, expected: ["1 error `password`"] },
    { name: "a name without a value", head: `const password = process.env.PASSWORD;`, expected: [] },
    { name: "a placeholder", head: `const apiKey = "your-api-key-here-1234567890";`, expected: [] },
    { name: "the issuer's example", head: `const k = "AKIAIOSFODNN7EXAMPLE";`, expected: [] },
    { name: "a local database", head: `connect("postgres://postgres:postgres@localhost:5432/test")`, expected: [] },
    { name: "a template in an address", head: "connect(`postgres://${user}:${password}@${host}/db`)", expected: [] },
    { name: "words", head: `const secretName = "billing-service-signing-key"; const tokenKey = "access_token_storage_key";`, expected: [] },
    { name: "a message", head: `const passwordHint = "At least 8 characters, 1 digit";`, expected: [] },
    { name: "a header without a key", head: `const marker = "-----BEGIN PRIVATE KEY-----";`, expected: [] },
    { name: "a hash that is no secret", head: `const integrity = "sha512-${RANDOM}${RANDOM}";`, expected: [] },
    { name: "a token's type", head: `const tokenType = "urn:ietf:params:oauth:token-type:jwt2024x1";`, expected: [] },
    { name: "a reference to a store", head: `const secret = "vault:secret/data/app#Key9x8y7z6w5";`, expected: [] },
    { name: "an example file", path: ".env.example", head: `API_KEY=${RANDOM}`, expected: [] },
    { name: "an identifier", head: `const tokenizer = "byteLevelBpeTokenizerV2";`, expected: [] },
    { name: "an old one on a moved line", base: `const k = "${AWS}";\n`, head: `\n\nconst k = "${AWS}";\n`, expected: [] },
  ]);
});

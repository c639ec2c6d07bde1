import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { secret } from "../../src/checks/rules/secret";
import { findingsOf } from "../../src/checks/rules/run-rules";
import { View } from "../../src/checks/rules/view";

/** Installed by the bench alone, into a folder that goes with it. */
const PEERS = ["@secretlint/core@11.7.1", "@secretlint/secretlint-rule-preset-recommend@11.7.1"];

interface Sample {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly isSecret: boolean;
}

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const ALNUM = LOWER + LOWER.toUpperCase() + DIGITS;

/** Letters that look random and are the same each time; no such credential exists. */
function random(seed: string, length: number, letters = ALNUM): string {
  let result = "";
  for (let round = 0; result.length < length; round++) for (const byte of createHash("sha512").update(`${seed} ${round}`).digest()) if (result.length < length) result += letters.charAt(byte % letters.length);
  return result;
}

/** Formats as their issuers document them, and texts that only look like them. */
function samples(): readonly Sample[] {
  const jwt = (seed: string) => `eyJ${random(seed, 30)}.eyJ${random(`${seed}b`, 60)}.${random(`${seed}c`, 43)}`;
  const formats: readonly (readonly [string, string])[] = [
    ["AWS access key id", `AKIA${random("aws", 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")}`],
    ["AWS secret access key", `aws_secret_access_key = "${random("awss", 40, `${ALNUM}/+`)}"`],
    ["GitHub personal token", `ghp_${random("ghp", 36)}`],
    ["GitHub fine-grained token", `github_pat_${random("pat", 22)}_${random("pat2", 59)}`],
    ["GitHub app token", `ghs_${random("ghs", 36)}`],
    ["GitLab token", `glpat-${random("gl", 20)}`],
    ["npm token", `npm_${random("npm", 36)}`],
    ["npmrc token", `//registry.example.org/:_authToken=${random("npmrc", 36, "abcdef0123456789-")}`],
    ["Slack bot token", `xoxb-${random("s1", 12, DIGITS)}-${random("s2", 12, DIGITS)}-${random("s3", 24)}`],
    ["Slack webhook", `https://hooks.slack.com/services/T${random("sw", 9, "ABCDEFGHJKLMNP0123456789")}/B${random("sw2", 9, "ABCDEFGHJKLMNP0123456789")}/${random("sw3", 24)}`],
    ["Stripe live key", `sk_live_${random("st", 24)}`],
    ["OpenAI key", `sk-proj-${random("oa", 20)}T3BlbkFJ${random("oa2", 20)}`],
    ["Anthropic key", `sk-ant-api03-${random("an", 95, `${ALNUM}-_`)}`],
    ["Google API key", `AIza${random("g", 35, `${ALNUM}-_`)}`],
    ["Google OAuth secret", `GOCSPX-${random("go", 28, `${ALNUM}-_`)}`],
    ["SendGrid key", `SG.${random("sg", 22)}.${random("sg2", 43)}`],
    ["Hugging Face token", `hf_${random("hf", 34)}`],
    ["DigitalOcean token", `dop_v1_${random("do", 64, "0123456789abcdef")}`],
    ["Shopify token", `shpat_${random("sh", 32, "0123456789abcdef")}`],
    ["Telegram bot token", `${random("tg", 10, "123456789")}:AA${random("tg2", 33)}`],
    ["Linear key", `lin_api_${random("li", 40)}`],
    ["Notion token", `ntn_${random("no", 46)}`],
    ["Figma token", `figd_${random("fi", 40)}`],
    ["1Password service account", `ops_eyJ${random("op", 250)}`],
    ["Vault token", `hvs.${random("hv", 90)}`],
    ["Grafana token", `glsa_${random("gr", 32)}_${random("gr2", 8, "0123456789abcdef")}`],
    ["Databricks token", `dapi${random("db", 32, "0123456789abcdef")}`],
    ["Docker Hub token", `dckr_pat_${random("dk", 27)}`],
    ["Supabase key", `sbp_${random("sb", 40, "0123456789abcdef")}`],
    ["Groq key", `gsk_${random("gq", 52)}`],
    ["JSON web token", jwt("jwt")],
    ["private key", `-----BEGIN RSA PRIVATE KEY-----\n${random("rsa", 64)}\n${random("rsa2", 64)}\n-----END RSA PRIVATE KEY-----`],
    ["OpenSSH private key", `-----BEGIN OPENSSH PRIVATE KEY-----\n${random("ssh", 70)}\n${random("ssh2", 70)}\n-----END OPENSSH PRIVATE KEY-----`],
    ["password in an address", `postgres://app:${random("pg", 14)}@db.internal.acme.io:5432/app`],
    ["basic authentication in an address", `https://deploy:${random("ba", 16)}@git.acme.io/repo.git`],
    ["assigned password", `const dbPassword = "${random("pw", 6)}#${random("pw2", 6)}9";`],
    ["assigned API key", `apiKey: "${random("ak", 32)}"`],
    ["client secret", `client_secret = "${random("cs", 40)}"`],
    ["GCP service account", `{"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY-----\\n${random("gcp", 64)}\\n${random("gcp2", 64)}\\n-----END PRIVATE KEY-----\\n"}`],
    ["Azure storage connection", `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${random("az", 86, `${ALNUM}/+`)}==;EndpointSuffix=core.windows.net`],
    ["Twilio key", `SK${random("tw", 32, "0123456789abcdef")}`],
    ["Mailgun key", `key-${random("mg", 32, "0123456789abcdef")}`],
  ];
  const harmless: readonly (readonly [string, string])[] = [
    ["placeholder", `const apiKey = "YOUR_API_KEY";`],
    ["environment", `const apiKey = process.env.API_KEY;`],
    ["example key of the manual", `aws_access_key_id = AKIAIOSFODNN7EXAMPLE`],
    ["commit id", `const commit = "${random("c", 40, "0123456789abcdef")}";`],
    ["checksum", `"integrity": "sha512-${random("i", 86, `${ALNUM}/+`)}=="`],
    ["UUID", `const id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";`],
    ["public key", `-----BEGIN PUBLIC KEY-----\n${random("pk", 64)}\n-----END PUBLIC KEY-----`],
    ["SSH public key", `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${random("sp", 43)} me@host`],
    ["local database", `postgres://postgres:postgres@localhost:5432/test`],
    ["template", "const url = `https://${user}:${password}@host/x`;"],
    ["word that contains a prefix", `const risk_level = "sk-notice-for-everybody";`],
    ["test key of Stripe", `const key = "pk_test_${random("pt", 24)}";`],
    ["message", `throw new Error("password must have at least 8 characters");`],
    ["name of a field", `const passwordField = "user-password-input";`],
    ["masked", `token: "********************************"`],
    ["base64 image", `src="data:image/png;base64,${random("img", 200, `${ALNUM}/+`)}"`],
    ["translation", `"password.forgotten": "Kennwort vergessen?",`],
    ["secret's reference", `password: "vault:secret/data/app#password"`],
    ["class name", `className="tokenize-authorization-secret-wrapper"`],
    ["version", `const tokenVersion = "2024-11-05-preview-release";`],
    ["regular expression", `const pattern = /ghp_[A-Za-z0-9]{36}/;`],
    ["constant of a header", `const header = "X-Api-Key-Signature-Algorithm";`],
  ];
  const inFile = (name: string, value: string) => (value.includes("=") || value.includes(":") || value.includes("\n") || value.startsWith("const") ? value : `export const value = "${value}"; // ${name}`);
  return [...formats.map(([name, value]) => ({ name, path: "src/settings.ts", text: inFile("", value), isSecret: true })), ...harmless.map(([name, text]) => ({ name, path: "src/settings.ts", text, isSecret: false }))];
}

/** Our rule beside secretlint's recommended preset on formats as their issuers document them and on what only looks like one. */
export function benchSecrets(): void {
  const list = samples();
  const ours = list.map(({ path, text }) => findingsOf(secret, null, new View(path, text, null)).length > 0);
  const theirs = peerAnswers(list);
  const share = (answers: readonly boolean[], isSecret: boolean) => {
    const of = list.flatMap((one, index) => (one.isSecret === isSecret ? [answers[index] === true] : []));
    return `${of.filter(Boolean).length}/${of.length}`;
  };
  console.log(`ours: found ${share(ours, true)}, false alarms ${share(ours, false)}`);
  if (theirs !== null) console.log(`secretlint: found ${share(theirs, true)}, false alarms ${share(theirs, false)}`);
  list.forEach(({ name, isSecret }, index) => {
    const answers = [`ours ${ours[index] === isSecret ? "right" : "wrong"}`, ...(theirs === null ? [] : [`secretlint ${theirs[index] === isSecret ? "right" : "wrong"}`])];
    if (answers.some((answer) => answer.endsWith("wrong"))) console.log(`  ${isSecret ? "secret" : "harmless"} ${name}: ${answers.join(", ")}`);
  });
}

function peerAnswers(list: readonly Sample[]): readonly boolean[] | null {
  const folder = mkdtempSync(join(tmpdir(), "countersign-secrets-"));
  try {
    writeFileSync(join(folder, "package.json"), `{"private":true,"type":"module"}`);
    const installed = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--loglevel", "error", ...PEERS], { cwd: folder, encoding: "utf8" });
    if (installed.status !== 0) {
      console.log(`secretlint could not be installed: ${installed.stderr.split("\n")[0] ?? ""}`);
      return null;
    }
    writeFileSync(join(folder, "samples.json"), JSON.stringify(list));
    writeFileSync(join(folder, "run.mjs"), PEER_SCRIPT);
    const run = spawnSync(process.execPath, ["run.mjs"], { cwd: folder, encoding: "utf8" });
    if (run.status !== 0) {
      console.log(`secretlint could not be run: ${run.stderr.slice(0, 500)}`);
      return null;
    }
    return JSON.parse(readFileSync(join(folder, "found.json"), "utf8")) as boolean[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const PEER_SCRIPT = `
import { readFileSync, writeFileSync } from "node:fs";
import { lintSource } from "@secretlint/core";
import { creator } from "@secretlint/secretlint-rule-preset-recommend";
const found = [];
for (const { path, text } of JSON.parse(readFileSync("samples.json", "utf8"))) {
  const source = { filePath: "/x/" + path, content: text, contentType: "text", ext: ".ts" };
  const result = await lintSource({ source, options: { config: { rules: [{ id: "@secretlint/secretlint-rule-preset-recommend", rule: creator, options: {} }] }, noPhysicFilePath: true } });
  found.push(result.messages.length > 0);
}
writeFileSync("found.json", JSON.stringify(found));
`;

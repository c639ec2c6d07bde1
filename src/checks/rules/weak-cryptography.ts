import { child, isFunction, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { propertyName } from "../flow/members";
import { at, callsOf, constantOf, flowOfView, option, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

const WEAK_HASH = /^(md[245]|sha-?1|sha|ripemd(-?160)?|rmd160|whirlpool|rsa-md[45]|rsa-sha1|md5-sha1|hmac(md5|sha1|ripemd160))$/i;
const WEAK_CIPHER = /^(des|des3?|des-.*|des3-.*|rc2.*|rc4.*|arc4.*|bf|bf-.*|blowfish.*|cast.*|idea.*|seed.*|tripledes|3des.*)$|(^|-)ecb$/i;
const SECRET_NAME = /(token|secret|passw|pwd|\bkey|apikey|api_key|nonce|salt|session|sid\b|otp|csrf|captcha|credential|verification|reset|invite|coupon|auth|uuid|guid|signature|\biv\b|pin\b|code\b|username|challenge|state\b|temp_?pass)/i;
const PASSWORD_NAME = /(passw(or)?d|passwd|passphrase|pwd\b)/i;

/** Digests, ciphers, keys and random numbers that are known to be broken or guessable. */
export const weakCryptography: Rule = {
  id: "weak-cryptography",
  class: "security",
  severity: "warning",
  cwe: 327,
  why: "Broken digests can be forged and passwords behind them guessed by the billion a second; numbers of `Math.random` can be computed from a few others.",
  fix: "SHA-256 or better for integrity, scrypt, bcrypt or argon2id for passwords, AES-GCM with a fresh vector, RSA from 2048 bits, `crypto.randomBytes` or `randomUUID` for secrets.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "const token = Math.random().toString(36);\n",
    good: "const token = crypto.randomUUID();\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    return [...callsOf(flow).flatMap((call) => [...digest(flow, call), ...cipher(flow, call), ...keys(flow, call), ...random(flow, call)]), ...settings(flow), ...bareReads(flow)].sort((a, b) => a.start - b.start);
  },
};

function digest(flow: Flow, call: Call): readonly Occurrence[] {
  const { name, method, args } = call;
  if (/^(createHash|createHmac|createSign|createVerify|Hash|Hmac)$/.test(method)) {
    const algorithm = constantOf(flow, args[0] ?? null) ?? "";
    if (WEAK_HASH.test(algorithm)) return [at(flow, call.node, args[0] ?? null, `uses the broken digest \`${algorithm}\``)];
    return [];
  }
  if (/^(update|write)$/.test(method) && /(^|[.#])(createHash\(\)|hash|hasher|\w*[hH]ash)(\.\w+\(\))*$/.test(flow.names.of(call.receiver)) && args[0] !== undefined && PASSWORD_NAME.test(flow.tree.textOf(args[0]).slice(0, 60))) {
    return [at(flow, call.node, args[0], "keeps a password with a fast digest")];
  }
  if (/(^|[.#])(\w*[cC]rypto\w*(-js)?#?\.?)\.?(MD5|SHA1|HmacMD5|HmacSHA1|RIPEMD160|HmacRIPEMD160)$|^(md5|sha1|js-md5|js-sha1|blueimp-md5|crypto-js\/(md5|sha1)|md5-hex|md5-file)#(\w+)?$|^(md5|sha1|MD5|SHA1)$/.test(name) && args.length > 0) return [at(flow, call.node, args[0] ?? null, "uses a broken digest")];
  if (/(^|\.)subtle\.digest$/.test(name) && WEAK_HASH.test(constantOf(flow, args[0] ?? null) ?? "")) return [at(flow, call.node, args[0] ?? null, "uses a broken digest")];
  if (/(^|\.)md\.(md5|sha1)\.create$/.test(name)) return [at(flow, call.node, null, "uses a broken digest")];
  if (/^argon2#hash$/.test(name) && /argon2(i|d)$/.test(flow.tree.text.slice(option(flow, args[1] ?? null, "type")?.start ?? 0, option(flow, args[1] ?? null, "type")?.end ?? 0))) return [at(flow, call.node, args[1] ?? null, "uses a weaker variant of argon2 than argon2id")];
  return [];
}

function cipher(flow: Flow, call: Call): readonly Occurrence[] {
  const { name, method, args } = call;
  if (/^(createCipher|createDecipher)$/.test(method)) return [at(flow, call.node, args[0] ?? null, "derives the key without salt and repeats the vector (`createCipher`)")];
  if (/^(createCipheriv|createDecipheriv)$/.test(method)) {
    const algorithm = constantOf(flow, args[0] ?? null) ?? "";
    if (WEAK_CIPHER.test(algorithm)) return [at(flow, call.node, args[0] ?? null, `uses the weak cipher \`${algorithm}\``)];
    const vector = args[2] ?? null;
    if (constantOf(flow, vector) !== null) return [at(flow, call.node, vector, "uses a fixed initialisation vector")];
    if (/gcm|ccm|chacha/i.test(algorithm) && method === "createDecipheriv" && !/setAuthTag|authTagLength/.test(flow.tree.text.slice(call.node.start, call.node.start + 2_000))) return [at(flow, call.node, args[0] ?? null, "decrypts without a check of the length of the tag")];
    return [];
  }
  if (/(^|[.#])(\w*[cC]rypto\w*(-js)?#?\.?)\.?(DES|TripleDES|RC4|RC4Drop|Rabbit|RabbitLegacy|Blowfish)\.(encrypt|decrypt)$/.test(name)) return [at(flow, call.node, args[0] ?? null, "uses a weak cipher")];
  if (/AES\.(encrypt|decrypt)$/.test(name) && /mode\.ECB/.test(flow.tree.textOf(args[2] ?? call.node))) return [at(flow, call.node, args[2] ?? null, "uses a weak mode (ECB)")];
  return [];
}

function keys(flow: Flow, call: Call): readonly Occurrence[] {
  const { method, args } = call;
  if (/^(generateKeyPair|generateKeyPairSync|generateKey)$/.test(method)) {
    const options = args.find((argument) => option(flow, argument, "modulusLength", "divisorLength", "namedCurve") !== null) ?? null;
    for (const [key, least] of [["modulusLength", 2048], ["divisorLength", 224]] as const) {
      const value = option(flow, options, key);
      const size = numberOf(flow, value);
      if (size !== null && size < least) return [at(flow, value ?? call.node, value, `makes a key of ${size} bits`)];
    }
    const curve = constantOf(flow, option(flow, options, "namedCurve")) ?? "";
    if (/^(secp(112|128|160|192)\w+|prime192v\d|sect(113|131|163|193)\w*|brainpoolP160\w*|wap-wsg-\w+)$/.test(curve)) return [at(flow, call.node, options, `uses the short curve \`${curve}\``)];
  }
  if (/^(pbkdf2|pbkdf2Sync)$/.test(method)) {
    const rounds = numberOf(flow, args[2] ?? null);
    if (rounds !== null && rounds < 10_000) return [at(flow, call.node, args[2] ?? null, `derives a key with ${rounds} rounds`)];
  }
  if (/^(hash|hashSync|genSalt|genSaltSync)$/.test(method) && /^(bcrypt|bcryptjs|bcrypt-nodejs)#/.test(call.name)) {
    const rounds = numberOf(flow, args[/^genSalt/.test(method) ? 0 : 1] ?? null);
    if (rounds !== null && rounds < 8) return [at(flow, call.node, args[0] ?? null, `hashes with ${rounds} rounds`)];
  }
  return [];
}

function numberOf(flow: Flow, given: SyntaxNode | null, hops = 0): number | null {
  const node = unwrapped(given);
  if (node?.type === "Literal" && typeof node["value"] === "number") return node["value"];
  return node === null || hops > 3 ? null : numberOf(flow, flow.bindings.onlyValue(node), hops + 1);
}

/** `Math.random()` where its result becomes a secret: by the names around it. */
function random(flow: Flow, call: Call): readonly Occurrence[] {
  if (/(^|[#.])pseudoRandomBytes$/.test(call.name)) return [at(flow, call.node, null, "takes bytes that may be guessed (`pseudoRandomBytes`)")];
  if (!/^(Math\.random|(chance|random|random-number|math-random)[#.]\w*(\(\)\.)?(random|integer|string|natural|guid|hash)?)$/.test(call.name)) return [];
  const names: string[] = [];
  for (const outer of flow.tree.ancestors(call.node)) {
    if (outer.type === "VariableDeclarator") names.push(text(child(outer, "id"), "name") ?? "");
    else if (outer.type === "AssignmentExpression") names.push(flow.tree.textOf(child(outer, "left") ?? outer).slice(0, 80));
    else if (outer.type === "Property" || outer.type === "PropertyDefinition") names.push(propertyName(outer) ?? "");
    else if (outer.type === "CallExpression") names.push(flow.names.of(child(outer, "callee")).slice(-40));
    if (isFunction(outer) && outer.type !== "ArrowFunctionExpression") {
      names.push(text(child(outer, "id"), "name") ?? propertyName(flow.tree.parent(outer)) ?? "");
      break;
    }
  }
  return names.some((name) => SECRET_NAME.test(name.replace(/([a-z])([A-Z])/g, "$1 $2"))) ? [at(flow, call.node, null, "makes a secret from numbers that can be guessed")] : [];
}

/** Parameters of algorithms in objects: `{ algorithm: "md5" }`. */
function settings(flow: Flow): readonly Occurrence[] {
  return flow.tree.nodes("Property").flatMap((node) => {
    const name = propertyName(node) ?? "";
    const value = child(node, "value");
    if (!/^(hashAlgorithm|digest|algorithm|cipher|encryption)$/.test(name)) return [];
    const algorithm = constantOf(flow, value) ?? "";
    return /^(md5|sha1|des|rc4|des-.*)$/i.test(algorithm) ? [at(flow, node, value, `chooses the weak algorithm \`${algorithm}\``)] : [];
  });
}

/** `crypto.pseudoRandomBytes` handed on without being called. */
function bareReads(flow: Flow): readonly Occurrence[] {
  return flow.tree.nodes("MemberExpression").flatMap((node) => {
    const outer = flow.tree.parent(node);
    if (lastName(node) !== "pseudoRandomBytes" || (outer?.type === "CallExpression" && child(outer, "callee") === node)) return [];
    return [at(flow, node, null, "takes bytes that may be guessed (`pseudoRandomBytes`)")];
  });
}

/** Which rules of others see the same kind of thing as ours do, so that one place is told once. */
interface Kind {
  /** Our rules that see the same. */
  readonly ours: readonly string[];
  readonly isSecurity: boolean;
}

const KINDS: readonly (readonly [RegExp, readonly string[], boolean])[] = [
  [/(^|[/.])(no-eval|no-implied-eval|no-new-func|detect-eval-with-expression|code-eval|eval-detected)$/i, ["code-injection"], true],
  [/child[-_]process|os-command|command-injection|shell-injection|no-os-command-from-path/i, ["shell-injection"], true],
  [/sql-queries|sql-injection|sqli\b|tainted-sql/i, ["sql-injection"], true],
  [/nosql/i, ["nosql-injection"], true],
  [/no-unsanitized|no-inner-?html|no-danger|\bxss\b|disable-mustache-escape|no-outer-html|document-?write/i, ["html-injection"], true],
  [/path-traversal|path-injection|tainted-path|non-literal-fs-filename|path-join-resolve/i, ["path-traversal"], true],
  [/request-forgery|\bssrf\b/i, ["request-forgery"], true],
  [/open-redirect|unvalidated-redirect|server-side-unvalidated-url/i, ["open-redirect"], true],
  [/prototype-pollut|detect-object-injection/i, ["prototype-pollution"], true],
  [/unverified-certificate|weak-ssl|disabling-certificate|bypass-tls/i, ["tls-disabled"], true],
  [/insecure-jwt|jwt-none|jwt-simple|missing-jwt/i, ["jwt-unverified"], true],
  [/hardcoded-(?:secret|password|credential)|no-hardcoded/i, ["hardcoded-credential", "secret"], true],
  [/no-secrets|generic-api-key|detected-.*-(?:key|token)/i, ["secret", "hardcoded-credential"], true],
  [/pseudo-?random|weak-crypt|\bhashing\b|insecure-hash|md5|sha1/i, ["weak-cryptography"], true],
  [/(^|[/.])cors|wildcard-postmessage/i, ["cors-open"], true],
  [/cookie/i, ["cookie-insecure"], true],
  [/csrf/i, ["csrf-missing"], true],
  [/non-literal-regexp|regex-injection/i, ["regex-injection"], true],
  [/unsafe-regex|slow-regex|redos|super-linear/i, ["slow-pattern", "resource-exhaustion"], true],
  [/unsafe-deserial|deserialization/i, ["unsafe-deserialisation"], true],
  [/xxe|xml-external/i, ["xml-external-entity"], true],
  [/bidi-characters|invisible-characters|irregular-whitespace|unicode-bidi/i, ["hidden-character"], true],
  [/(^|\/)(no-empty|no-ignored-exceptions|no-useless-catch|preserve-caught-error|empty-catch)$|BLE001|S110|E722/i, ["error-swallowed"], false],
  [/no-explicit-any|no-unsafe-(?:assignment|call|member-access|return|argument)|no-non-null-assertion/i, ["type-escape"], false],
  [/ban-ts-comment|no-restricted-disable|no-unlimited-disable|no-warning-comments/i, ["suppression-added", "comment-noise"], false],
  [/no-floating-promises|no-misused-promises|no-async-promise-executor|await-thenable/i, ["promise-misuse"], false],
  [/no-await-in-loop/i, ["resource-misuse"], false],
  [/no-disabled-tests|no-skipped-tests|no-focused-tests|no-exclusive-tests|expect-expect|assertions-in-tests/i, ["test-weakened", "over-mocked"], false],
  [/no-cycle|circular/i, ["cycle"], false],
  [/no-extraneous-dependencies|unlisted/i, ["undeclared-package", "phantom-package"], false],
  [/cognitive-complexity|^complexity$|\/complexity$/i, ["complexity"], false],
  [/no-identical-functions|duplicat/i, ["clone", "duplicated-code"], false],
  [/switch-exhaustiveness/i, ["switch-not-exhaustive", "non-exhaustive-switch"], false],
];

/** Null where the rule is none of these. */
export function kindOf(rule: string): Kind | null {
  const found = KINDS.find(([pattern]) => pattern.test(rule));
  if (found !== undefined) return { ours: found[1], isSecurity: found[2] };
  return /(^|\/)security\//.test(rule) ? { ours: [], isSecurity: true } : null;
}

import { EVERY_PLACE, PLACE } from "./taint";

/** Functions by name, and the places their result can't harm. Longest knowledge first. */
const SANITIZERS: readonly (readonly [RegExp, number])[] = [
  [/^encodeURIComponent$/, PLACE.html | PLACE.path | PLACE.url | PLACE.redirect | PLACE.header | PLACE.log | PLACE.sql | PLACE.shell | PLACE.code | PLACE.nosql | PLACE.xpath],
  [/^((window|globalThis|self)\.)?btoa$/, PLACE.html | PLACE.shell | PLACE.sql | PLACE.code | PLACE.header | PLACE.log | PLACE.nosql | PLACE.xpath],
  [/^(encodeURI|escape)$/, PLACE.html | PLACE.header | PLACE.log],
  [/(^|[#.])(DOMPurify|dompurify|isomorphic-dompurify|sanitize-html|xss|xss-filters|insane|sanitizer|bleach|rehype-sanitize|caja|google-caja|striptags|hast-util-sanitize)(\.|#|$|\(\)\.)/i, PLACE.html],
  [/(^|[#.])(he|entities|html-entities|escape-html|escape-goat|validator|ent|html-escaper|lodash\.escape)[#.](\(\)\.)?(\w*(escape|encode)\w*)?$/, PLACE.html],
  [/(^|[#._])(escapeHtml|htmlEscape|escapeHTML|htmlEncode|encodeHTML|encodeHtml|escapeXml|encodeXML|encodeForHTML|sanitizeHtml|sanitizeHTML|stripTags|renderToString|renderToStaticMarkup|escapeExpression|createTextNode|encodeEntities|encodeNonAsciiHTML|inHTMLData)\d*$/i, PLACE.html],
  [/(^|[#.])(sanitize|purify|htmlSafe|stripHtml|strip_tags|cleanHtml|filterXSS|sanitise)\w*$/i, PLACE.html | PLACE.path | PLACE.log | PLACE.nosql | PLACE.header],
  [/^(lodash|underscore|_)[#.]escape$|^(lodash\.escape|escape-html|escape-goat)#/, PLACE.html],
  [/(^|[#.])(shell-quote|shescape|shell-escape|any-shell-escape|puka|shq)#|(^|[#.])(quote|quoteArg\w*|escapeArg\w*|shellQuote|shell_?[eE]scape\w*|escape_?[sS]hell\w*|shescape|quoteShell\w*|escapeShellArg\w*)(\.\w+)?$/, PLACE.shell],
  [/(^|[#.])(sanitiz|sanitis|escape|clean)e?\w*(Shell|Command|Cmd|Argv?|Argument)\w*$|(^|[#.])(shell|command|cmd|arg)(Sanitiz|Sanitis|Escap)\w*$/, PLACE.shell],
  [/(^|[#.])(escapeId|escapeIdentifier|escapeLiteral|quoteIdent\w*|quoteLiteral|quoteIdentifier|pgFormat|sqlstring#\w*|escapeSql\w*|sqlEscape\w*)$|^(mysql2?|sqlstring|pg|pg-format|promise-mysql|mysql2\/promise)#(escape|escapeId|format|escapeLiteral|escapeIdentifier)?$/, PLACE.sql],
  [/(^|[.])(connection|conn|pool|db|client|sequelize)\.escape(Id)?$/i, PLACE.sql],
  [/(^|[#.])(escapeRegExp|escapeRegex|regexEscape|escapeStringRegexp|escape-string-regexp#|escapeRegexp|RegExp\.escape|quoteRegex\w*|regexpEscape)$/i, PLACE.pattern],
  [/^(mongo-sanitize|express-mongo-sanitize|mongo-escape)#|(^|[.#])mongoSanitize(\.\w+)?$/, PLACE.nosql],
  [/^sanitize-filename#|(^|[#.])(sanitizeFile[nN]ame|sanitizePath|safeJoin|safePath|secureFilename|resolveSafe\w*|toSafePath|cleanPath|slugify|basename)$|^slugify#/, PLACE.path],
  [/(^|[#.])(sanitizeUrl|safeUrl|safeRedirect|sanitizeRedirect\w*|braintree\/sanitize-url#\w*)$/i, PLACE.redirect | PLACE.url | PLACE.html],
  [/^(joi|yup|zod|ajv|superstruct|valibot|io-ts|class-validator|@hapi\/joi|@sinclair\/typebox|runtypes|myzod)#/, PLACE.nosql | PLACE.prototype | PLACE.header],
  [/(^|\.)\w*[sS]chema\.(parse|parseAsync|validateSync|cast|validate|check|assert|decode)$/, PLACE.nosql | PLACE.prototype],
  [/(^|[#.])(createHash|createHmac|hash\w*|digest|md5|sha1|sha256|sha512|bcrypt\w*|scrypt\w*|pbkdf2\w*|encrypt\w*|uuid\w*|toBase64|base64\w*|hex\w*)$/i, EVERY_PLACE],
  [/(^|[#.])(parseInt\w*|toNumber|toInteger|toInt|toFloat|ObjectId|ObjectID|mongoose\.Types\.ObjectId|Types\.ObjectId|toDate|isUUID)$/, EVERY_PLACE],
  [/(^|[#.])(trustedTypes\.\w+|createHTML|TrustedHTML)$/, PLACE.html],
];

/** What is known of the functions that one file names; every rule asks for the same ones. */
export class Sanitizers {
  private readonly known = new Map<string, number>();

  /** Places (bits of `PLACE`) for which the result of a function of this name is harmless; 0 where it is none. */
  placesOf(name: string): number {
    let places = this.known.get(name);
    if (places === undefined) {
      places = 0;
      for (const [pattern, cleans] of SANITIZERS) if (pattern.test(name)) places |= cleans;
      this.known.set(name, places);
    }
    return places;
  }
}

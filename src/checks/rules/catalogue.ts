import type { RuleDescription } from "../../core/ports";
import { errorSwallowed } from "./error-swallowed";
import { guardRemoved } from "./guard-removed";
import { CLONE_RULE } from "../clones/clone-rule";
import { hiddenCharacter } from "./hidden-character";
import { callbackThrows } from "./callback-throws";
import { codeInjection } from "./code-injection";
import { htmlInjection } from "./html-injection";
import { nosqlInjection } from "./nosql-injection";
import { cookieInsecure } from "./cookie-insecure";
import { corsOpen } from "./cors-open";
import { csrfMissing } from "./csrf-missing";
import { errorExposed } from "./error-exposed";
import { filePermission } from "./file-permission";
import { folderExposed } from "./folder-exposed";
import { hardcodedCredential } from "./hardcoded-credential";
import { incompleteCheck } from "./incomplete-check";
import { jwtUnverified } from "./jwt-unverified";
import { prototypePollution } from "./prototype-pollution";
import { requestDecides } from "./request-decides";
import { resourceExhaustion } from "./resource-exhaustion";
import { templateInjection } from "./template-injection";
import { textInjection } from "./text-injection";
import { timingUnsafeComparison } from "./timing-unsafe-comparison";
import { tlsDisabled } from "./tls-disabled";
import { unsafeDeserialisation } from "./unsafe-deserialisation";
import { uploadUnrestricted } from "./upload-unrestricted";
import { weakCryptography } from "./weak-cryptography";
import { xmlExternalEntity } from "./xml-external-entity";
import { commentNoise } from "./comment-noise";
import { personalDataLogged } from "./personal-data-logged";
import { promiseMisuse } from "./promise-misuse";
import { resourceMisuse } from "./resource-misuse";
import { openRedirect } from "./open-redirect";
import { pathTraversal } from "./path-traversal";
import { regexInjection } from "./regex-injection";
import { requestForgery } from "./request-forgery";
import { shellInjection } from "./shell-injection";
import { sqlInjection } from "./sql-injection";
import { powerfulFile } from "./powerful-file";
import type { Rule } from "./rule";
import { secret } from "./secret";
import { suppressionAdded } from "./suppression-added";
import { testWeakened } from "./test-weakened";
import { typeEscape } from "./type-escape";
import { accessUnchecked } from "./access-unchecked";
import { complexityJump } from "./complexity-jump";
import { deadCode } from "./dead-code";
import { foreignLicence } from "./foreign-licence";
import { inputUnchecked } from "./input-unchecked";
import { inventedPackage } from "./invented-package";
import { overMockedTest } from "./over-mocked-test";
import { switchNotExhaustive } from "./switch-not-exhaustive";

/** Risk rules, in order of their rank in published evidence. */
export const RULES: readonly Rule[] = [testWeakened, suppressionAdded, secret, errorSwallowed, guardRemoved, sqlInjection, nosqlInjection, shellInjection, codeInjection, htmlInjection, pathTraversal, requestForgery, openRedirect, templateInjection, unsafeDeserialisation, xmlExternalEntity, regexInjection, prototypePollution, tlsDisabled, jwtUnverified, hardcodedCredential, weakCryptography, corsOpen, cookieInsecure, csrfMissing, textInjection, incompleteCheck, requestDecides, resourceExhaustion, callbackThrows, errorExposed, folderExposed, filePermission, uploadUnrestricted, timingUnsafeComparison, personalDataLogged, promiseMisuse, resourceMisuse, commentNoise, typeEscape, hiddenCharacter, powerfulFile, inventedPackage, accessUnchecked, inputUnchecked, overMockedTest, switchNotExhaustive, foreignLicence, deadCode, complexityJump];

/** Their findings follow from several files or from the configuration. */
const OTHERS: readonly Omit<RuleDescription, "example">[] = [
  {
    id: "cycle",
    class: "architecture",
    severity: "warning",
    why: "Modules that import each other can only be understood, tested and loaded together, and the order in which they load decides what is still undefined.",
    fix: "Move what both need into a third module, or turn one of the imports into a parameter; an import of types only is no cycle at run time.",
    cwe: 1047,
    alwaysHigh: false,
  },
  {
    id: "layer",
    class: "architecture",
    severity: "error",
    why: "The import runs against the order of layers that this repository's configuration states.",
    fix: "Move the code to the layer it belongs to, or pass what it needs in from above.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "forbidden-import",
    class: "architecture",
    severity: "error",
    why: "This repository's configuration forbids the import.",
    fix: "Use what the rule's reason names instead, or change the rule in a change of its own.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "restricted-import",
    class: "architecture",
    severity: "error",
    why: "This repository's configuration lists who may import what, and the import is not on the list.",
    fix: "Go through what the list allows, or change the list in a change of its own.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "deep-import",
    class: "architecture",
    severity: "error",
    why: "What lies behind a part's entry may change without notice to those who reach past it.",
    fix: "Import the part's entry file, and export there what is missing.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "transitive-import",
    class: "architecture",
    severity: "error",
    why: "The configuration forbids that one part reaches the other, and a chain of imports does so now.",
    fix: "Break the chain where it can be broken most easily: pass the dependency in, or move what both need.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "limit-exceeded",
    class: "architecture",
    severity: "warning",
    why: "A module on which too much depends, or which depends on too much, makes every change a large one.",
    fix: "Split it along the lines of its importers, or let it depend on an interface.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "impure-module",
    class: "architecture",
    severity: "error",
    why: "The configuration says that this part runs anywhere, without Node and without a browser's page.",
    fix: "Take what the world has as a parameter, and give it where the program starts.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "orphan-file",
    class: "architecture",
    severity: "warning",
    why: "Nothing imports the file: it is dead, or something forgot to use it.",
    fix: "Delete it, import it where it belongs, or name it as an entry in the rule's `except`.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "phantom-package",
    class: "supply-chain",
    severity: "warning",
    why: "The package is not declared by whoever imports it: it is there only as long as something else happens to bring it.",
    fix: "Declare it in the nearest package.json.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "dev-package",
    class: "supply-chain",
    severity: "error",
    why: "What only devDependencies declare is not installed in production: the program ends at the import.",
    fix: "Move the package to dependencies, or the code out of what runs in production.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "banned-package",
    class: "supply-chain",
    severity: "error",
    why: "This repository's configuration bans the package.",
    fix: "Use what the rule's reason names instead.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "licence",
    class: "supply-chain",
    severity: "error",
    why: "The package's licence is not among those this repository's configuration allows.",
    fix: "Use another package, or have the licence allowed by who may decide that.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "unresolved-import",
    class: "supply-chain",
    severity: "warning",
    why: "No file of the repository answers to this specifier; the program ends there when it runs.",
    fix: "Correct the path, or add the file.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "undeclared-package",
    class: "supply-chain",
    severity: "warning",
    why: "The package is not declared where it is imported. 19.7 % of 2.23 million generated samples named packages that don't exist (USENIX Security 2025), and somebody else can register such a name.",
    fix: "Check that the package exists and is the one that is meant, then declare it in the nearest package.json; or use what is declared already.",
    cwe: 829,
    alwaysHigh: false,
  },
  {
    id: CLONE_RULE,
    class: "maintainability",
    severity: "note",
    why: "The same thing stands twice now, and the next fault in it is mended once. Duplication rose by 81 % and copies within one commit by 41 % (GitClear 2026, 623 million changes); assistants repeat themselves nearly twice as often as people (MSR 2026).",
    fix: "Call what is there already, or take what both share into one function; where the two must part on purpose, say why beside the copy.",
    cwe: 1041,
    alwaysHigh: false,
  },
  {
    id: "restricted-usage",
    class: "architecture",
    severity: "error",
    why: "This repository's configuration names the only places where the symbol may be used, so that what it does can be replaced, tested and found.",
    fix: "Go through the module that the rule names instead of using the symbol here.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "class-shape",
    class: "architecture",
    severity: "error",
    why: "All classes of this part share a base class, an interface or a decorator, and what handles them counts on it.",
    fix: "Extend, implement or carry what the rule names, or move the class to where it belongs.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "naming",
    class: "architecture",
    severity: "warning",
    why: "Names of this part follow a convention that people and tools find things by.",
    fix: "Give it a name that follows the convention.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "default-export",
    class: "architecture",
    severity: "error",
    why: "A default export has another name in each importer, so that it can't be found by its name; where a framework wants one it is how a file is entered.",
    fix: "Export it by its name, or by default where the framework asks for it.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "concrete-dependency",
    class: "architecture",
    severity: "error",
    why: "Code that takes a class although the repository has an interface for it can be neither tested nor changed without that class.",
    fix: "Take the interface, and let the composition root choose the class.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "private-type-leak",
    class: "architecture",
    severity: "error",
    why: "Who uses the export can't name the type that it shows, and what is private becomes what others rely on.",
    fix: "Export the type, or show one that is exported.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "exported-api-added",
    class: "architecture",
    severity: "note",
    why: "What a public entry exports is a promise to everybody who imports it.",
    fix: "Leave it out of the entry if it is not meant for others.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "untested-code",
    class: "test-integrity",
    severity: "note",
    why: "A coverage report says that no test runs these lines: whatever they do wrong, nothing will say so.",
    fix: "Write a test that runs them and asserts what they are for.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "mutant-survived",
    class: "test-integrity",
    severity: "note",
    why: "A mutation test changed this code and no test noticed: it runs, and nothing asserts what it does.",
    fix: "Assert the behaviour that the mutant changed.",
    cwe: null,
    alwaysHigh: false,
  },
  {
    id: "exported-api-changed",
    class: "architecture",
    severity: "warning",
    why: "Others rely on what a module exports; a changed signature breaks them where no compiler looks.",
    fix: "Keep the old form beside the new one, or change every importer in the same change.",
    cwe: null,
    alwaysHigh: false,
  },
];

/** Every rule that a finding can name. */
export function ruleCatalogue(): readonly RuleDescription[] {
  return [...RULES.map(({ id, class: kind, severity, why, fix, cwe, alwaysHigh, example }) => ({ id, class: kind, severity, why, fix, cwe: cwe ?? null, alwaysHigh: alwaysHigh ?? false, example })), ...OTHERS.map((rule) => ({ ...rule, example: null }))];
}

import { strict as assert } from "node:assert";
import { CodeReader } from "../../../../src/checks/languages/code-reader";
import { RULES } from "../../../../src/checks/rules/catalogue";
import { findingsOf, viewOf } from "../../../../src/checks/rules/run-rules";
import type { ProjectFacts } from "../../../../src/checks/rules/project-facts";
import { loadParser } from "../parse";

const FACTS: ProjectFacts = { licence: "MIT", holders: ["somebody"], locked: null };
/** Built up here, so that no scanner takes this file for a leak. */
const KEY = ["AKIA", "IOSFODNN7", "EXAMPLQ"].join("");

interface Language {
  readonly path: string;
  readonly comment: (text: string) => string;
  readonly before?: string;
  readonly assign: (value: string) => string;
  readonly suppressions: readonly string[];
  /** A directive that stands in a string. */
  readonly quoted: string;
  /** A password that a logger is given, and one that was masked. */
  readonly logged?: readonly [string, string];
  readonly migration: string;
}

const hash = (text: string) => `# ${text}`;
const slashes = (text: string) => `// ${text}`;

const LANGUAGES: Readonly<Record<string, Language>> = {
  python: { path: "app/a.py", comment: hash, assign: (value) => `key = "${value}"`, suppressions: ["x = 1  # noqa: F401", "x = f()  # type: ignore[attr-defined]", "import a  # pylint: disable=wrong-import-order", "x = eval(y)  # nosec"], quoted: 'x = "see # noqa: F401, @SuppressWarnings"', logged: ['logger.info("in %s", user.password)', 'logger.info("in %s", mask(user.password))'], migration: "db/migrations/0002_users.py" },
  go: { path: "app/a.go", before: "package a\n\n", comment: slashes, assign: (value) => `var key = "${value}"`, suppressions: ["var x = f() //nolint:errcheck", "var x = f() // #nosec G104"], quoted: 'var x = "see //nolint:errcheck"', logged: ["func f() { log.Println(user.Password) }", "func f() { log.Println(hash(user.Password)) }"], migration: "migrations/0002_users.go" },
  java: { path: "src/A.java", comment: slashes, assign: (value) => `class A { String key = "${value}"; }`, suppressions: ['@SuppressWarnings("unchecked") class A { }', "class A { int x; } // NOPMD"], quoted: 'class A { String x = "see // NOPMD"; }', logged: ['class A { void f() { log.info("in " + password); } }', 'class A { void f() { log.info("in " + passwordLength); } }'], migration: "src/main/resources/db/migration/V2__users.sql" },
  rust: { path: "src/a.rs", comment: slashes, assign: (value) => `const KEY: &str = "${value}";`, suppressions: ["#[allow(dead_code)]\nfn f() {}", "#![allow(clippy::all)]"], quoted: 'const X: &str = "see // nosemgrep";', logged: ["fn f() { println!(\"{}\", password); }", "fn f() { println!(\"{}\", password_len); }"], migration: "migrations/2026_users/up.sql" },
  csharp: { path: "src/A.cs", comment: slashes, assign: (value) => `class A { string key = "${value}"; }`, suppressions: ["#pragma warning disable CS0168\nclass A { }", '[SuppressMessage("a", "b")] class A { }'], quoted: 'class A { string x = "see // ReSharper disable All"; }', logged: ["class A { void F() { _logger.LogInformation(\"{p}\", password); } }", "class A { void F() { _logger.LogInformation(\"{p}\", Mask(password)); } }"], migration: "src/Migrations/2026_Users.cs" },
  ruby: { path: "app/a.rb", comment: hash, assign: (value) => `KEY = "${value}"`, suppressions: ["x = 1 # rubocop:disable Style/A", "# :nocov:"], quoted: 'x = "see # rubocop:disable Style/A"', logged: ["Rails.logger.info(user.password)", "Rails.logger.info(user.password.length)"], migration: "db/migrate/2026_users.rb" },
  php: { path: "src/A.php", before: "<?php\n", comment: slashes, assign: (value) => `$key = "${value}";`, suppressions: ["$x = 1; // phpcs:ignore", "/** @phpstan-ignore-next-line */"], quoted: '$x = "see // nosemgrep";', logged: ["error_log($user->password);", "error_log(strlen($user->password));"], migration: "database/migrations/2026_users.php" },
  shell: { path: "bin/a.sh", comment: hash, assign: (value) => `key="${value}"`, suppressions: ["# shellcheck disable=SC2086\nls $x"], quoted: 'x="see # shellcheck disable=SC2086"', migration: "infra/terraform/main.tf" },
  sql: { path: "db/a.sql", comment: (text) => `-- ${text}`, assign: (value) => `insert into keys values ('${value}');`, suppressions: ["select 1; -- noqa", "-- squawk-ignore ban-drop-column\nselect 1;"], quoted: "select 'see -- noqa';", migration: "migrations/0002_users.sql" },
};

describe("rules that read text, in every language", () => {
  const reader = new CodeReader();
  const found = async (rule: string, path: string, text: string, base: string | null = null) => {
    const parser = await loadParser();
    await reader.prepare([{ path, text }]);
    const one = RULES.find(({ id }) => id === rule);
    assert.ok(one !== undefined, rule);
    return findingsOf(one, base === null ? null : viewOf(parser, path, base, FACTS, reader), viewOf(parser, path, text, FACTS, reader)).filter(({ introduced }) => introduced);
  };

  for (const [name, language] of Object.entries(LANGUAGES)) {
    const { path, comment, before = "", assign, suppressions, quoted, logged, migration } = language;
    const text = (code: string) => `${before}${code}\n`;
    it(`${name}: a secret, and none where a name only sounds like one`, async () => {
      assert.equal((await found("secret", path, text(assign(KEY)))).length, 1);
      assert.deepEqual(await found("secret", path, text(assign("from the environment"))), []);
      assert.deepEqual(await found("secret", path, text(`${comment("moved")}\n${assign(KEY)}`), text(assign(KEY))), []);
    });
    it(`${name}: a hidden character`, async () => {
      assert.equal((await found("hidden-character", path, text(comment("a \u202e b")))).length, 1);
      assert.deepEqual(await found("hidden-character", path, text(comment("a b é"))), []);
    });
    it(`${name}: suppressions, and none in a string`, async () => {
      for (const one of suppressions) assert.equal((await found("suppression-added", path, text(one))).length, 1, one);
      assert.deepEqual(await found("suppression-added", path, text(quoted)), [], quoted);
      assert.deepEqual(await found("suppression-added", path, text(`${comment("first")}\n${suppressions[0] ?? ""}`), text(suppressions[0] ?? "")), [], "an old one");
    });
    it(`${name}: another's licence`, async () => {
      assert.equal((await found("foreign-licence", path, text(`${comment("SPDX-License-Identifier: GPL-3.0-only")}\n${assign("x")}`))).length, 1);
      assert.deepEqual(await found("foreign-licence", path, text(`${comment("SPDX-License-Identifier: MIT")}\n${assign("x")}`)), []);
    });
    it(`${name}: migrations and infrastructure, and none of its other files`, async () => {
      assert.equal((await found("powerful-file", migration, text(assign("x")))).length, 1, migration);
      assert.deepEqual(await found("powerful-file", path, text(assign("x"))), []);
    });
    if (logged === undefined) continue;
    it(`${name}: a password in a log, and none that was made something else`, async () => {
      assert.equal((await found("personal-data-logged", path, text(logged[0]))).length, 1);
      assert.deepEqual(await found("personal-data-logged", path, text(logged[1])), []);
    });
  }
});

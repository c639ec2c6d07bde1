import { guardRemoved } from "../../../../src/checks/rules/guard-removed";
import { languageCases } from "./language-cases";

describe("guard-removed in other languages", () => {
  languageCases(guardRemoved, {
    python: {
      path: "app/views.py",
      cases: [
        ["def f(user):\n    if not user.is_admin:\n        raise Forbidden()\n    wipe()\n", "def f(user):\n    wipe()\n", ["2 error guard `not user.is_admin`"]],
        ["def f(n):\n    if n < 0:\n        return 0\n    return g(n)\n", "def f(n):\n    return g(n)\n", ["2 warning guard `n < 0`"]],
        ["@login_required\ndef f(request):\n    wipe()\n", "def f(request):\n    wipe()\n", ["1 warning decorator `login_required`"]],
        ["def f(u):\n    check_permission(u)\n    wipe()\n", "def f(u):\n    wipe()\n", ["2 error guarding call `check_permission`"]],
        ["@csrf_exempt\ndef f(request):\n    wipe()\n", ["1 error `csrf_exempt` takes a protection away"]],
        ["def f(n):\n    if n < 0:\n        return 0\n    return g(n)\n", "def f(n):\n    if n <= 0:\n        return 0\n    return g(n)\n", []],
        ["def f(n):\n    if n < 0:\n        return 0\n    return g(n)\n", "def g(n):\n    return 1\n", []],
        ["def f(p):\n    for x in xs:\n        if p.endswith(x):\n            return True\n    return False\n", "def f(p):\n    return any(p.endswith(x) for x in xs)\n", []],
        ["def f(used):\n    if used <= 25:\n        return 'a'\n    return 'b'\n", "def f(used):\n    low = limit()\n    if used < low:\n        return A\n    return B\n", []],
        ["def f(n):\n    if n:\n        g(n)\n    h()\n", "def f(n):\n    h()\n", []],
        ["def f(u):\n    check_permission(u)\n    wipe()\n", "def f(u):\n    log(u)\n    check_permission(u)\n    wipe()\n", []],
      ],
    },
    go: {
      path: "web/handler.go",
      cases: [
        ["package a\nfunc f(u *User) {\n\tif !u.Admin {\n\t\treturn\n\t}\n\twipe()\n}\n", "package a\nfunc f(u *User) {\n\twipe()\n}\n", ["3 error guard `!u.Admin`"]],
        ["package a\nfunc f(n int) int {\n\tif n < 0 {\n\t\tpanic(n)\n\t}\n\treturn g(n)\n}\n", "package a\nfunc f(n int) int {\n\treturn g(n)\n}\n", ["3 warning guard `n < 0`"]],
        ["package a\nfunc f(u User) {\n\trequireAdmin(u)\n\twipe()\n}\n", "package a\nfunc f(u User) {\n\twipe()\n}\n", ["3 error guarding call `requireAdmin`"]],
        ["package a\nfunc f(n int) int {\n\tif n < 0 {\n\t\treturn 0\n\t}\n\treturn g(n)\n}\n", "package a\nfunc f(n int) int {\n\tif n < 1 {\n\t\treturn 0\n\t}\n\treturn g(n)\n}\n", []],
        ["package a\nfunc f(n int) {\n\tif n < 0 {\n\t\tn = 0\n\t}\n\tg(n)\n}\n", "package a\nfunc f(n int) {\n\tg(n)\n}\n", []],
        ["package a\nfunc f(n int) int {\n\tif n < 0 {\n\t\treturn 0\n\t}\n\treturn g(n)\n}\n", "package a\nfunc h() {}\n", []],
      ],
    },
    java: {
      path: "src/main/java/Pay.java",
      cases: [
        ["class A {\n void a(User u) {\n  if (!u.admin()) throw new Denied();\n  wipe();\n }\n}", "class A {\n void a(User u) {\n  wipe();\n }\n}", ["3 error guard `(!u.admin())`"]],
        ["class A {\n @PreAuthorize(\"x\")\n void a() { wipe(); }\n}", "class A {\n void a() { wipe(); }\n}", ["2 error annotation `PreAuthorize`"]],
        ["class A {\n void a(User u) {\n  Objects.requireNonNull(u);\n  wipe();\n }\n}", "class A {\n void a(User u) {\n  wipe();\n }\n}", ["3 warning guarding call `Objects.requireNonNull`"]],
        ["class A { @PermitAll void a() { wipe(); } }", ["1 error `PermitAll`"]],
        ["class A { void a(User u) { if (!u.admin()) throw new Denied(); wipe(); } }", "class A { void a(User u) { if (!u.root()) throw new Denied(); wipe(); } }", []],
        ["class A {\n boolean on(Q q, E e) {\n  if (q.isEmpty()) return false;\n  return q.has(e);\n }\n boolean on(E e) { return s.has(e); }\n}", "class A {\n boolean on(E e) { return s.has(e); }\n}", []],
        ["class A {\n boolean on(Q q, E e) {\n  if (q.isEmpty()) return false;\n  return q.has(e);\n }\n boolean on(E e) { return s.has(e); }\n}", "class A {\n boolean on(Q q, E e) {\n  return q.has(e);\n }\n}", ["3 warning guard `(q.isEmpty())`"]],
        ["class A {\n void send(T t) {\n  if (t == null) throw new Failed(\"no answer came\");\n  use(t);\n }\n void check(T t) { }\n}", "class A {\n void send(T t) {\n  check(t);\n  use(t);\n }\n void check(T text) { if (text == null) throw new Failed(\"no answer came\"); }\n}", []],
        ["class A {\n void send(T text) {\n  if (text == null) throw new Failed(\"no answer came\");\n  use(text);\n }\n}", "class A {\n void send(T text) {\n  Objects.requireNonNull(text);\n  use(text);\n }\n}", []],
        ["class A {\n void send(User u) {\n  if (!u.admin()) throw new Denied(\"admins only\");\n  use(u);\n }\n void check(User u) { }\n}", "class A {\n void send(User u) {\n  use(u);\n }\n void check(User u) { if (!u.admin()) throw new Denied(\"admins only\"); }\n}", ["3 error guard"]],
        ["class A { @Override void a() { wipe(); } }", "class A { void a() { wipe(); } }", []],
        ["class A { void a(User u) { if (!u.admin()) throw new Denied(); wipe(); } }", "class A { }", []],
      ],
    },
    rust: {
      path: "src/lib.rs",
      cases: [
        ["fn f(u: &User) -> R {\n    if !u.admin {\n        return Err(Denied);\n    }\n    wipe()\n}\n", "fn f(u: &User) -> R {\n    wipe()\n}\n", ["2 error guard `!u.admin`"]],
        ["fn f(u: Option<U>) -> R {\n    let Some(v) = u else {\n        return Err(E);\n    };\n    g(v)\n}\n", "fn f(u: Option<U>) -> R {\n    g(u.unwrap())\n}\n", ["2 warning guard `u`"]],
        ["fn f(n: u32) {\n    assert!(n > 0);\n    g(n)\n}\n", "fn f(n: u32) {\n    g(n)\n}\n", ["2 warning guarding call `assert!`"]],
        ["fn f(n: u32) -> R {\n    if n == 0 {\n        return Err(E);\n    }\n    g(n)\n}\n", "fn f(n: u32) -> R {\n    if n < 1 {\n        return Err(E);\n    }\n    g(n)\n}\n", []],
        ["#[test]\nfn t() {\n    assert!(a());\n}\n", "#[test]\nfn t() {\n    b();\n}\n", []],
        ["fn f(n: u32) -> u32 {\n    if n == 0 {\n        1\n    } else {\n        2\n    }\n}\n", "fn f(n: u32) -> u32 {\n    2\n}\n", []],
      ],
    },
    "C#": {
      path: "src/Pay.cs",
      cases: [
        ["class A {\n void B(User u) {\n  if (!u.IsAdmin) throw new Denied();\n  Wipe();\n }\n}", "class A {\n void B(User u) {\n  Wipe();\n }\n}", ["3 error guard `!u.IsAdmin`"]],
        ["class A {\n [Authorize(Roles = \"x\")]\n public void B() { Wipe(); }\n}", "class A {\n public void B() { Wipe(); }\n}", ["2 error attribute `Authorize`"]],
        ["class A { [AllowAnonymous] public void B() { Wipe(); } }", ["1 error `AllowAnonymous`"]],
        ["class A {\n void B(User u) {\n  ArgumentNullException.ThrowIfNull(u);\n  Wipe();\n }\n}", "class A {\n void B(User u) {\n  Wipe();\n }\n}", ["3 warning guarding call"]],
        ["class A { void B(User u) { if (!u.IsAdmin) throw new Denied(); Wipe(); } }", "class A { void B(User u) { if (!u.IsRoot) throw new Denied(); Wipe(); } }", []],
        ["class A { [HttpGet] public void B() { Wipe(); } }", "class A { public void B() { Wipe(); } }", []],
        ["class A { void B(int n) { if (n < 0) n = 0; C(n); } }", "class A { void B(int n) { C(n); } }", []],
      ],
    },
    ruby: {
      path: "app/controllers/pay.rb",
      cases: [
        ["require_relative 'a'\nrequire_relative 'b'\n", "require_relative 'b'\n", []],
        ["class A\n  def a\n    return head(:forbidden) unless admin?\n    wipe\n  end\nend\n", "class A\n  def a\n    wipe\n  end\nend\n", ["3 error guard `admin?`"]],
        ["class A\n  before_action :authenticate_user!\n  def a\n    wipe\n  end\nend\n", "class A\n  def a\n    wipe\n  end\nend\n", ["2 error `before_action :authenticate_user!`"]],
        ["class A\n  skip_before_action :authenticate_user!\nend\n", ["2 error takes a protection away"]],
        ["def a(n)\n  raise ArgumentError if n < 0\n  g(n)\nend\n", "def a(n)\n  g(n)\nend\n", ["2 warning guard `n < 0`"]],
        ["def a(u)\n  authorize!(u)\n  wipe\nend\n", "def a(u)\n  wipe\nend\n", ["2 error guarding call `authorize!`"]],
        ["def a(n)\n  raise ArgumentError if n < 0\n  g(n)\nend\n", "def a(n)\n  raise ArgumentError if n <= 0\n  g(n)\nend\n", []],
        ["def a(n)\n  n = 0 if n < 0\n  g(n)\nend\n", "def a(n)\n  g(n)\nend\n", []],
        ["def a(n)\n  raise ArgumentError if n < 0\nend\n", "def b\nend\n", []],
      ],
    },
    php: {
      path: "src/Pay.php",
      cases: [
        ["<?php\nfunction f($u) {\n  if (!$u->isAdmin()) { throw new Denied(); }\n  wipe();\n}\n", "<?php\nfunction f($u) {\n  wipe();\n}\n", ["3 error guard `(!$u->isAdmin())`"]],
        ["<?php\nclass A {\n  function a() {\n    $this->authorize('wipe');\n    wipe();\n  }\n}\n", "<?php\nclass A {\n  function a() {\n    wipe();\n  }\n}\n", ["4 error guarding call `this.authorize`"]],
        ["<?php\nRoute::get('/a', 'A')->middleware('auth');\n", "<?php\nRoute::get('/a', 'A');\n", ["2 error middleware `middleware 'auth'`"]],
        ["<?php\nRoute::get('/a', 'A')->withoutMiddleware('auth');\n", ["2 error takes a protection away"]],
        ["<?php\nfunction f($n) {\n  if ($n < 0) return 0;\n  return g($n);\n}\n", "<?php\nfunction f($n) {\n  if ($n < 1) return 0;\n  return g($n);\n}\n", []],
        ["<?php\nfunction f($n) {\n  if ($n < 0) { $n = 0; }\n  return g($n);\n}\n", "<?php\nfunction f($n) {\n  return g($n);\n}\n", []],
        ["<?php\nfunction f($n) {\n  if ($n < 0) return 0;\n}\n", "<?php\nfunction g() {}\n", []],
      ],
    },
    shell: {
      path: "scripts/deploy.sh",
      cases: [
        ["set -euo pipefail\nmake\n", "set -u\nmake\n", ["1 warning option `set -o errexit`", "1 warning option `set -o pipefail`"]],
        ["if [ -z \"$TOKEN\" ]; then\n  echo no\n  exit 1\nfi\nmake\n", "make\n", ["1 error guard `[ -z \"$TOKEN\" ]`"]],
        ["[ -d dist ] || exit 1\nmake\n", "make\n", ["1 warning guard `[ -d dist ]`"]],
        ["set -e\nmake\n", "set -euo pipefail\nmake\n", []],
        ["[ -d dist ] || exit 1\nmake\n", "[ -d out ] || exit 1\nmake\n", []],
        ["[ -d dist ] && echo yes\nmake\n", "make\n", []],
      ],
    },
    SQL: {
      path: "db/schema.sql",
      cases: [
        ["CREATE TABLE bills (id int, note text, CHECK (lower(note) = note));", "CREATE TABLE bills (id int, note text);", ["1 warning"]],
        ["CREATE TABLE bills (id int NOT NULL, note text NOT NULL, CHECK (note <> ''));", "CREATE TABLE bills (id int NOT NULL);", []],
        ["CREATE FUNCTION f() RETURNS int AS $$ BEGIN\n IF v_space IS NOT NULL THEN PERFORM g(); END IF;\n RETURN 1;\nEND $$ LANGUAGE plpgsql;", "CREATE FUNCTION f() RETURNS int AS $$ BEGIN\n PERFORM g();\n RETURN 1;\nEND $$ LANGUAGE plpgsql;", []],
        ["CREATE FUNCTION f() RETURNS int AS $$ BEGIN\n IF a THEN IF b THEN RAISE EXCEPTION 'no b'; END IF; END IF;\n RETURN 1;\nEND $$ LANGUAGE plpgsql;", "CREATE FUNCTION f() RETURNS int AS $$ BEGIN\n RETURN 1;\nEND $$ LANGUAGE plpgsql;", ["2 warning guard `b`"]],
        ["CREATE TABLE a (\n  n int NOT NULL,\n  CHECK (n > 0)\n);\n", "CREATE TABLE a (\n  n int\n);\n", ["2 warning `NOT NULL of n`", "2 warning `CHECK (n > 0)`"]],
        ["UPDATE a SET n = 1 WHERE id = 2;\n", "UPDATE a SET n = 1;\n", ["1 warning changes every row", "1 warning `WHERE of UPDATE A`"]],
        ["CREATE TABLE a (n int);\nALTER TABLE a ENABLE ROW LEVEL SECURITY;\n", "CREATE TABLE a (n int);\n", ["1 warning `ENABLE ROW LEVEL SECURITY`"]],
        ["create function f(u int) returns int as $$\nbegin\n  if u is null then raise exception 'no'; end if;\n  return 1;\nend $$ language plpgsql;\n", "create function f(u int) returns int as $$\nbegin\n  return 1;\nend $$ language plpgsql;\n", ["3 warning guard `u is null`"]],
        ["ALTER TABLE a DISABLE ROW LEVEL SECURITY;\n", ["1 error row level security off"]],
        ["CREATE TABLE a (\n  n int NOT NULL\n);\n", "CREATE TABLE a (\n  m int,\n  n int NOT NULL\n);\n", []],
        ["DELETE FROM a WHERE id = 1;\n", "DELETE FROM a WHERE id = 2;\n", []],
        ["-- DROP CONSTRAINT x\nselect 'disable trigger';\n", []],
        ["CREATE TABLE a (n int NOT NULL);\nCREATE TABLE b (n int);\n", "CREATE TABLE b (n int);\n", []],
      ],
    },
  });
});

import { testWeakened } from "../../../../src/checks/rules/test-weakened";
import { languageCases } from "./language-cases";

describe("test-weakened in other languages", () => {
  languageCases(testWeakened, {
    python: {
      path: "tests/test_pay.py",
      cases: [
        ["@pytest.mark.skip(reason='x')\ndef test_a():\n    assert f() == 1\n", ["1 error does not run \"test_a\""]],
        ["class T(TestCase):\n    @unittest.skip('x')\n    def test_a(self):\n        self.assertEqual(f(), 1)\n", ["2 error does not run"]],
        ["def test_a():\n    assert f() == 1\n    assert g() == 2\n", "def test_a():\n    assert f() == 1\n", ["2 error 1 assertion removed in \"test_a\""]],
        ["def test_a():\n    assert f() == 1\n", "def test_a():\n    assert f()\n", ["2 error loosened from == to assert"]],
        ["def test_a():\n    assert f() == 1\n\ndef test_b():\n    assert g() == 1\n", "def test_a():\n    assert f() == 1\n", ["2 error the test \"test_b\" was deleted"]],
        ["def test_a():\n    assert True\n", ["2 warning holds whatever the code does"]],
        ["def test_a():\n    pytest.skip('later')\n    assert f() == 1\n", ["2 error does not run"]],
        ["@pytest.mark.skipif(sys.platform == 'win32', reason='x')\ndef test_a():\n    assert f() == 1\n", []],
        ["def test_a():\n    assert f() == 1\n", "def test_a():\n    x = f()\n    assert f() == 1\n", []],
        ["def test_a():\n    assert f() == 1\n", "def test_renamed():\n    assert f() == 1\n", []],
        ["def test_a():\n    if not HAS_DB:\n        pytest.skip('no database')\n    assert f() == 1\n", []],
      ],
    },
    go: {
      path: "pay/pay_test.go",
      cases: [
        ["package a\nfunc TestA(t *testing.T) {\n\tt.Skip(\"later\")\n\trequire.Equal(t, 1, f())\n}\n", ["3 error does not run \"TestA\""]],
        ["package a\nfunc TestA(t *testing.T) {\n\trequire.Equal(t, 1, f())\n\trequire.NoError(t, g())\n}\n", "package a\nfunc TestA(t *testing.T) {\n\trequire.NoError(t, g())\n}\n", ["3 error 1 assertion removed in \"TestA\""]],
        ["package a\nfunc TestA(t *testing.T) {\n\tif f() != 1 {\n\t\tt.Errorf(\"bad\")\n\t}\n}\n", "package a\nfunc TestA(t *testing.T) {\n\tf()\n}\n", ["3 error 1 assertion removed"]],
        ["package a\nfunc TestA(t *testing.T) {\n\tassert.Equal(t, 1, f())\n}\n", "package a\nfunc TestA(t *testing.T) {\n\tassert.NotNil(t, f())\n}\n", ["3 error loosened from Equal to NotNil"]],
        ["package a\nfunc TestA(t *testing.T) {\n\tif testing.Short() {\n\t\tt.Skip(\"long\")\n\t}\n\trequire.Equal(t, 1, f())\n}\n", []],
        ["package a\nfunc TestA(t *testing.T) {\n\tif f() != 1 {\n\t\tt.Errorf(\"bad\")\n\t}\n}\n", "package a\nfunc TestA(t *testing.T) {\n\tif f() != 1 {\n\t\tt.Fatalf(\"worse %d\", 1)\n\t}\n}\n", []],
        ["package a\nfunc TestA(t *testing.T) {\n\trequire.Equal(t, 1, f())\n}\n", "package a\nfunc TestB(t *testing.T) {\n\trequire.Equal(t, 1, f())\n}\n", []],
      ],
    },
    java: {
      path: "src/test/java/PayTest.java",
      cases: [
        ["class A { @Test @Disabled(\"x\") void a() { assertEquals(1, f()); } }", ["1 error does not run \"a\""]],
        ["class A { @Ignore @Test public void a() { assertEquals(1, f()); } }", ["1 error does not run \"a\""]],
        ["class A {\n @Test void a() {\n  assertEquals(1, f());\n  assertTrue(g());\n }\n}", "class A {\n @Test void a() {\n  assertTrue(g());\n }\n}", ["3 error 1 assertion removed in \"a\""]],
        ["class A { @Test void a() { assertThat(f()).isEqualTo(1); } }", "class A { @Test void a() { assertThat(f()).isNotNull(); } }", ["1 error loosened from isEqualTo to isNotNull"]],
        ["class A { @Test void a() { assertTrue(true); } }", ["1 warning holds whatever"]],
        ["class A { @Test void a() { assertEquals(1, f()); } }", "class A { @Test void a() { int x = f(); assertEquals(1, f()); } }", []],
        ["class A { @Test void a() { if (isWindows()) { abort(\"x\"); } assertEquals(1, f()); } }", []],
        ["class A { @Test void a() { assertNested(20, 16); } void assertNested(int n, int m) { assertEquals(m, depth(n)); } }", []],
        ["class A { @Test void a() {\n assertEquals(1, f());\n assertEquals(2, g());\n } }", "class A { @Test void b() {\n assertEquals(1, f());\n assertTrue(h());\n assertEquals(2, g());\n } }", []],
        ["class A { @Test void a() {\n assertEquals(1, f());\n assertEquals(2, g());\n } }", "class A { @Test void b() {\n assertEquals(1, f());\n assertTrue(h());\n } }", ["1 warning the test \"a\" was deleted"]],
        ["class A { @Test void works() { assertEquals(1, f()); } }", "class B { @Test void works() { assertTrue(g()); } }\nclass A { @Test void works() { assertEquals(1, f()); } }", []],
        ["class B { @Test void works() { assertTrue(g()); } }\nclass A { @Test void works() { assertEquals(1, f()); } }", "class B { @Test void works() { assertEquals(1, f()); } }", ["1 error"]],
        ["class A { @EnabledOnOs(LINUX) @Test void a() { assertEquals(1, f()); } }", []],
      ],
    },
    rust: {
      path: "src/pay.rs",
      cases: [
        ["#[test]\n#[ignore]\nfn a() {\n    assert_eq!(f(), 1);\n}\n", ["2 error does not run \"a\""]],
        ["#[test]\nfn a() {\n    assert_eq!(f(), 1);\n    assert!(g());\n}\n", "#[test]\nfn a() {\n    assert!(g());\n}\n", ["3 error 1 assertion removed in \"a\""]],
        ["#[cfg(test)]\nmod tests {\n    #[test]\n    fn a() { assert!(f()); }\n    #[test]\n    fn b() { assert_eq!(g(), 2); }\n}\n", "#[cfg(test)]\nmod tests {\n    #[test]\n    fn a() { assert!(f()); }\n}\n", ["5 error the test \"b\" was deleted"]],
        ["#[test]\nfn a() {\n    assert!(true);\n}\n", ["3 warning holds whatever"]],
        ["#[test]\nfn a() {\n    assert_eq!(f(), 1);\n}\n", "#[test]\nfn b() {\n    assert_eq!(f(), 1);\n}\n", []],
        ["#[test]\nfn a() {\n    assert_eq!(f(), 1);\n}\n", "#[test]\nfn a() {\n    assert_eq!(f(), 1, \"bad\");\n    assert!(g());\n}\n", []],
        ["#[test]\nfn a() {\n    match f() {\n        1 => (),\n        _ => panic!(\"bad\"),\n    }\n}\n", []],
        ["#[test]\n#[cfg(unix)]\nfn a() {\n    assert_eq!(f(), 1);\n}\n", []],
      ],
    },
    "C#": {
      path: "tests/PayTests.cs",
      cases: [
        ["class A { [Fact(Skip = \"x\")] public void B() { Assert.Equal(1, F()); } }", ["1 error does not run \"B\""]],
        ["class A { [Test, Ignore(\"x\")] public void B() { Assert.AreEqual(1, F()); } }", ["1 error does not run \"B\""]],
        ["class A {\n [Fact] public void B() {\n  Assert.Equal(1, F());\n  Assert.True(G());\n }\n}", "class A {\n [Fact] public void B() {\n  Assert.True(G());\n }\n}", ["3 error 1 assertion removed in \"B\""]],
        ["class A { [Fact] public void B() { F().Should().Be(1); } }", "class A { [Fact] public void B() { F().Should().NotBeNull(); } }", ["1 error loosened from Be to NotBeNull"]],
        ["class A { [Fact] public void B() { Assert.Equal(1, F()); } }", "class A { [Fact] public void C() { Assert.Equal(1, F()); } }", []],
        ["class A { [Fact] public void B() { if (!Linux) { Assert.Ignore(\"x\"); } Assert.Equal(1, F()); } }", []],
        ["class A { [Fact] public void B() { Assert.Equal(1, F()); } }", "class A { [Fact] public void B() { var x = 1; Assert.Equal(1, F()); } }", []],
      ],
    },
    ruby: {
      path: "spec/pay_spec.rb",
      cases: [
        ["xit 'pays' do\n  expect(f).to eq(1)\nend\n", ["1 error does not run \"pays\""]],
        ["it 'pays', skip: true do\n  expect(f).to eq(1)\nend\n", ["1 error does not run \"pays\""]],
        ["it 'pays' do\n  pending 'later'\n  expect(f).to eq(1)\nend\n", ["2 error does not run \"pays\""]],
        ["fit 'pays' do\n  expect(f).to eq(1)\nend\n", ["1 error runs only \"pays\""]],
        ["it 'pays' do\n  expect(f).to eq(1)\n  expect(g).to eq(2)\nend\n", "it 'pays' do\n  expect(f).to eq(1)\nend\n", ["3 error 1 assertion removed in \"pays\""]],
        ["it 'pays' do\n  expect(f).to eq(1)\nend\n", "it 'pays' do\n  expect(f).to be_truthy\nend\n", ["2 error loosened from eq to be_truthy"]],
        ["it 'pays' do\n  skip 'no network' if offline?\n  expect(f).to eq(1)\nend\n", []],
        ["it 'pays' do\n  expect(f).to eq(1)\nend\n", "it 'pays well' do\n  expect(f).to eq(1)\nend\n", []],
        ["def test_a\n  assert_equal 1, f\nend\n", "def test_a\n  x = 1\n  assert_equal 1, f\nend\n", []],
      ],
    },
    php: {
      path: "tests/PayTest.php",
      cases: [
        ["<?php\nclass A extends TestCase {\n  public function testA() {\n    self::assertFalse($this->set(1));\n    self::assertFalse($this->set(2));\n  }\n}\n", "<?php\nclass A extends TestCase {\n  /** @dataProvider empties */\n  public function testA($given) {\n    self::assertFalse($this->set($given));\n  }\n}\n", []],
        ["<?php\nclass A extends TestCase {\n  public function testA() {\n    $this->markTestSkipped('x');\n    $this->assertSame(1, f());\n  }\n}\n", ["4 error does not run \"testA\""]],
        ["<?php\nclass A extends TestCase {\n  public function testA() {\n    $this->assertSame(1, f());\n    $this->assertTrue(g());\n  }\n}\n", "<?php\nclass A extends TestCase {\n  public function testA() {\n    $this->assertTrue(g());\n  }\n}\n", ["4 error 1 assertion removed in \"testA\""]],
        ["<?php\nclass A extends TestCase {\n  public function testA() {\n    self::assertTrue(true);\n  }\n}\n", ["4 warning holds whatever"]],
        ["<?php\nit('pays', function () {\n  expect(f())->toBe(1);\n})->skip('later');\n", ["2 error does not run"]],
        ["<?php\nclass A extends TestCase {\n  public function testA() {\n    if (!extension_loaded('x')) { $this->markTestSkipped('x'); }\n    $this->assertSame(1, f());\n  }\n}\n", []],
        ["<?php\nclass A extends TestCase {\n  public function testA() { $this->assertSame(1, f()); }\n}\n", "<?php\nclass A extends TestCase {\n  public function testB() { $this->assertSame(1, f()); }\n}\n", []],
        ["<?php\nit('pays', function () {\n  expect(f())->toBe(1);\n});\n", "<?php\nit('pays', function () {\n  $x = 1;\n  expect(f())->toBe(1);\n});\n", []],
      ],
    },
    shell: {
      path: "test/pay.bats",
      cases: [
        ["@test \"pays\" {\n  skip \"later\"\n  run pay\n  [ \"$status\" -eq 0 ]\n}\n", ["2 error does not run \"pays\""]],
        ["@test \"pays\" {\n  run pay\n  [ \"$status\" -eq 0 ]\n  [ \"$output\" = \"ok\" ]\n}\n", "@test \"pays\" {\n  run pay\n  [ \"$status\" -eq 0 ]\n}\n", ["4 error 1 assertion removed in \"pays\""]],
        ["@test \"a\" {\n  run a\n  assert_success\n}\n@test \"b\" {\n  run b\n  assert_success\n}\n", "@test \"a\" {\n  run a\n  assert_success\n}\n", ["4 error the test \"b\" was deleted"]],
        ["@test \"pays\" {\n  if ! command -v pay; then skip \"no pay\"; fi\n  run pay\n  [ \"$status\" -eq 0 ]\n}\n", []],
        ["@test \"pays\" {\n  run pay\n  assert_success\n}\n", "@test \"pays\" {\n  run pay --now\n  assert_success\n}\n", []],
        ["@test \"a\" {\n  run pay\n  assert_success\n}\n", "@test \"b\" {\n  run pay\n  assert_success\n}\n", []],
      ],
    },
    SQL: {
      path: "tests/pay.sql",
      cases: [
        ["SELECT plan(2);\nSELECT is(f(), 1, 'pays');\nSELECT ok(g(), 'owes');\n", "SELECT plan(1);\nSELECT ok(g(), 'owes');\n", ["1 error 1 assertion removed"]],
        ["SELECT plan(1);\nSELECT skip('later', 1);\n", ["2 error does not run"]],
        ["SELECT plan(1);\nSELECT ok(true, 'holds');\n", ["2 warning holds whatever"]],
        ["SELECT plan(1);\nSELECT is(f(), 1, 'pays');\n", "SELECT plan(1);\nSELECT is(f(), 1, 'pays');\nSELECT ok(g(), 'owes');\n", []],
        ["SELECT plan(2);\nSELECT is(1, 1, 'holds');\nSELECT is('a', f(), 'pays');\n", ["2 warning holds whatever"]],
        ["SELECT plan(3);\nSELECT has_table('pay', 'bills');\nSELECT is_empty('SELECT * FROM pay.bills');\nSELECT col_is_pk('pay', 'bills', 'id');\nSELECT pass('now the bills');\n", []],
        ["SELECT plan(1);\n-- SELECT skip('x');\nSELECT is(f(), 1, 'pays');\n", []],
        ["SELECT plan(1);\nSELECT is(f(), 1, 'pays');\n", "SELECT plan(1);\n\nSELECT is(f(),   1, 'pays');\n", []],
      ],
    },
  });
});

import { strict as assert } from "node:assert";
import { editCause, type EditCause } from "../../../../src/core/attribution/edit-cause";

const lines = (text: string) => text.split("\n");

describe("what an edit amounts to", () => {
  const cases: readonly (readonly [what: string, before: string, after: string, cause: EditCause])[] = [
    ["quotes and a trailing comma", "call('a', {\n  b: 1\n});", 'call("a", {\n  b: 1,\n});', "format"],
    ["a call on several lines", "const total = sum(first, second);", "const total = sum(\n  first,\n  second,\n);", "format"],
    ["blanks around operators", "const a=b+c;", "const a = b + c;", "format"],
    ["a blank inside a string", 'say("a b");', 'say("ab");', "typed"],
    ["another string", 'say("a");', 'say("b");', "typed"],
    ["quotes where the string holds some", "say('\"');", 'say("\'");', "typed"],
    ["a break after return", "return value;", "return\nvalue;", "typed"],
    ["a break before what could go on", "const a = b; (c)", "const a = b\n(c)", "typed"],
    ["code taken into a comment", "check();\n// see below", "// see below check();", "typed"],
    ["a line that left a comment", "// off\ncheck();", "// off check();", "typed"],
    ["a name in every place", "const fee = rate(fee0);\nreturn fee + 1;", "const charge = rate(fee0);\nreturn charge + 1;", "rename"],
    ["a name in one of two places", "const fee = 1;\nreturn fee + fee;", "const fee = 1;\nreturn fee + rate;", "typed"],
    ["a name that stood there already", "if (isAdmin(user) && isGuest(user)) go();", "if (isGuest(user) && isGuest(user)) go();", "typed"],
    ["two names", "const a = b;", "const c = d;", "typed"],
    ["a number", "const limit = 10;", "const limit = 100;", "typed"],
    ["imports put in order", 'import { b } from "./b";\nimport { a } from "./a";\ngo();', 'import { a } from "./a";\nimport { b } from "./b";\ngo();', "imports"],
    ["an import that nobody used", 'import { a, c } from "./a";\nimport { b } from "./b";', 'import { a } from "./a";\nimport { b } from "./b";', "imports"],
    ["an import on several lines", 'import { b, a } from "./a";\nimport { c } from "./c";', 'import {\n  a,\n  b,\n} from "./a";\nimport { c } from "./c";', "imports"],
    ["an import of something new", 'import { a } from "./a";', 'import { a, evil } from "./a";', "typed"],
    ["an import from elsewhere", 'import { a } from "./a";', 'import { a } from "./evil";', "typed"],
    ["an import that runs code, moved", 'import "./guard";\nimport "./app";\nimport { a } from "./a";', 'import "./app";\nimport "./guard";\nimport { a } from "./a";', "typed"],
    ["imports and a line of code", 'import { b } from "./b";\nimport { a } from "./a";\ngo();', 'import { a } from "./a";\nimport { b } from "./b";\nstop();', "typed"],
    ["Python imports", "from b import x\nfrom a import y, z", "from a import y\nfrom b import x", "imports"],
    ["nothing at all", "a();", "a();", "typed"],
  ];
  for (const [what, before, after, cause] of cases) {
    it(`${what}: ${cause}`, () => assert.equal(editCause(lines(before), lines(after), what.startsWith("Python")), cause));
  }

  it("takes no re-wrap for form where indentation has a meaning", () => {
    assert.equal(editCause(lines("if a:\n  b()\n  c()"), lines("if a:\n  b()\nc()"), true), "typed");
  });
});

import { hiddenCharacter } from "../../../../src/checks/rules/hidden-character";
import { ruleCases } from "./cases";

describe("rule hidden-character", () => {
  ruleCases(hiddenCharacter, "src/a.ts", [
    { name: "an override of direction", head: "const a = 'user\u202e';", expected: ["1 error U+202E changes the direction"] },
    { name: "an isolate in a comment", head: "/* \u2066 admin */", expected: ["1 error U+2066"] },
    { name: "a zero width space", head: "const a\u200bb = 1;", expected: ["1 error U+200B is invisible"] },
    { name: "a zero width joiner in a word", head: "const ad\u200dmin = 1;", expected: ["1 error U+200D"] },
    { name: "a Hangul filler as a name", head: "const \u3164 = 1;", expected: ["1 error U+3164"] },
    { name: "hidden ASCII for an agent", path: "AGENTS.md", head: "Be nice.\u{e0049}\u{e0067}\u{e006e}", expected: ["1 error U+E0049"] },
    { name: "a byte order mark in the middle", head: "a();\ufeffb();", expected: ["1 error U+FEFF"] },
    { name: "a soft hyphen", head: "const a = 'pass\u00adword';", expected: ["1 error U+00AD"] },
    { name: "a word joiner in YAML", path: "a.yml", head: "a: b\u2060c", expected: ["1 error U+2060"] },
    { name: "one that came beside an old one", base: "// \u200b\n", head: "// \u200b\nx\u200b();\n", expected: ["2 error U+200B"] },
    { name: "a byte order mark at the beginning", head: "\ufeffa();", expected: [] },
    { name: "a family of emoji", head: "const a = '👨\u200d👩\u200d👧';", expected: [] },
    { name: "a flag of a region", head: "const a = '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}';", expected: [] },
    { name: "Persian with a joiner", head: "const a = 'می\u200cخواهم';", expected: [] },
    { name: "Hindi with a joiner", head: "const a = 'क्\u200dष';", expected: [] },
    { name: "an escape", head: "const a = '\\u200b\\u202e';", expected: [] },
    { name: "a no-break space", head: "const a = '10\u00a0km';", expected: [] },
    { name: "accents and other scripts", head: "const é = 'Ünïcødé 日本語 עברית';", expected: [] },
    { name: "an old one on a moved line", base: "// \u200b\n", head: "a();\n// \u200b\n", expected: [] },
  ]);
});

/** A sink that stood in the file before, and one that only looks like it. */
import { errorSwallowed } from "../../../../src/checks/rules/error-swallowed";
import { sqlInjection } from "../../../../src/checks/rules/sql-injection";
import { markedCases } from "./marked-cases";

const Q = "db.query('SELECT peat FROM bog WHERE fen = ' + x)";
const f = (body: string, name = "moor") => `export function ${name}(x) { ${body} }\n`;

markedCases(sqlInjection, {
  reports: [],
  accepts: [],
  deltas: [
    { base: f(`return ${Q};`), head: f(`const run = () => ${Q};\n return locked(run);`), brings: false },
    { base: f(`return ${Q};`), head: f(`function run() {\n return ${Q.replace(" + ", "\n + ")};\n }\n return locked(run);`), brings: false },
    { base: f(`return ${Q};`), head: f(`return locked(() => ${Q});`), brings: false },
    { base: `let x = read();\n${Q};\n`, head: `let x = read();\nfunction main() {\n  ${Q};\n}\nmain();\n`, brings: false },
    { base: f(`return ${Q};`) + f(`return ${Q};`, "fell"), head: f(`const run = () => ${Q};\n return locked(run);`) + f(`const run = () => ${Q};\n return locked(run);`, "fell"), brings: false },
    // As often as it stood there.
    { base: f(`return ${Q};`), head: f(`const run = () => ${Q};\n const again = () => ${Q};\n return locked(run, again);`), brings: true },
    { base: f(`return ${Q};`), head: f(`const run = () => ${Q};\n ${Q};\n return locked(run);`), brings: true },
    // Other words, another function, one that is less deep, the same words told otherwise.
    { base: f(`return ${Q};`), head: f(`const run = () => ${Q.replace("fen", "sedge")};\n return locked(run);`), brings: true },
    { base: f(`return ${Q};`), head: f(`return ${Q};`, "fell"), brings: true },
    { base: f(`return ${Q};`), head: f(`return ${Q};`, "moorland"), brings: true },
    { base: f(`const run = () => ${Q};\n return locked(run);`), head: f(`return ${Q};`), brings: true },
    { base: f(`const y = read();\n return ${Q.replace("+ x", "+ y")};`), head: f(`const y = load();\n const run = () => ${Q.replace("+ x", "+ y")};\n return locked(run);`), brings: true },
    { base: f(`const y = read();\n return ${Q.replace("+ x", "+ y")};`), head: f(`const y = read();\n const run = () => ${Q.replace("+ x", "+ y")};\n return locked(run);`), brings: false },
  ],
});

markedCases(errorSwallowed, {
  reports: [],
  accepts: [],
  deltas: [{ base: f("try { cut(); } catch {}"), head: f("const run = () => { try { dry(); } catch {} };\n return locked(run);"), brings: true }],
});

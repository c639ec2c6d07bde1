/** Members in capitals of what another module gives, and what only looks like one. */
import { codeInjection } from "../../../../src/checks/rules/code-injection";
import { shellInjection } from "../../../../src/checks/rules/shell-injection";
import { sqlInjection } from "../../../../src/checks/rules/sql-injection";
import { markedCases } from "./marked-cases";

const query = (name: string, before = "import { Columns } from './columns';\n") => `${before}db.query(\`SELECT peat FROM bog WHERE \${${name}} = ?\`, [x]);`;

markedCases(sqlInjection, {
  reports: [
    query("Columns.sedge"),
    query("Columns.Sedge"),
    query("Columns.S"),
    query("Columns[SEDGE]"),
    query("Columns.OWNER()"),
    query("pick().OWNER", "import { pick } from './columns';\n"),
    query("columns.OWNER", "const columns = load();\n"),
    query("columns.OWNER", ""),
    query("env.OWNER", "import { env } from './server';\n"),
    query("env.OWNER", "import env from '@/env';\n"),
    query("config.OWNER", "import { config } from './server';\n"),
    query("keys.OWNER", "import * as keys from './config/keys';\n"),
    query("keys.OWNER", "import keys from 'app-settings';\n"),
    query("app.env.OWNER", "import { app } from './server';\n"),
    query("req.query.OWNER"),
    "import { Columns } from './columns';\napp.get('/x', (req) => { Columns.OWNER = req.query.a; db.query('SELECT peat FROM bog WHERE fen = ' + req.query.OWNER); });",
  ],
  accepts: [
    query("Columns.OWNER"),
    query("Columns.OWNER_2"),
    query("Columns.SETTINGS_OF"),
    query("Columns.fen.OWNER"),
    query("Columns.OWNER.fen"),
    query("Columns['OWNER']"),
    query("columns.OWNER", "import * as columns from './columns';\n"),
    query("columns.OWNER", "const columns = require('./columns');\n"),
    query("columns.OWNER", "import columns from '@moor/columns';\n"),
    query("owner", "import { Columns } from './columns';\nconst { OWNER: owner } = Columns;\n"),
    query("OWNER", "import { Columns } from './columns';\nconst { OWNER } = Columns;\n"),
    query("Columns.OWNER.toLowerCase()"),
    query("Columns.OWNER", "import { Columns } from './environmental';\n"),
  ],
});

markedCases(codeInjection, {
  reports: ["import { templates } from './templates';\neval(templates.find((one) => one.fen).source);", "import { TEMPLATES } from './templates';\neval(TEMPLATES.load('fen').source);", "import { loadTEMPLATES } from './templates';\neval(loadTEMPLATES().find((one) => one.fen).source);"],
  accepts: ["import { TEMPLATES } from './templates';\neval(TEMPLATES.fens.find((one) => one.fen).source);", "import { TEMPLATES } from './templates';\nconst one = TEMPLATES.filter(Boolean);\neval(one[0].source.replace('a', 'b'));", "import { Sources } from './sources';\neval(Sources.FEN);"],
});

markedCases(shellInjection, {
  reports: ["import { exec } from 'child_process';\nimport { tools } from './tools';\nexport const f = () => exec('tar ' + tools.name);"],
  accepts: ["import { exec } from 'child_process';\nimport { Tools } from './tools';\nexport const f = () => exec('tar ' + Tools.NAME);"],
});

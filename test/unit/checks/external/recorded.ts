/** What the tools write, in shape: made from their documented formats; nobody here recorded them from a run. */

export const SEMGREP = {
  $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
  version: "2.1.0",
  runs: [
    {
      invocations: [{ executionSuccessful: true, toolExecutionNotifications: [] }],
      results: [
        {
          fingerprints: { "matchBasedId/v1": "requires login" },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: "app/orders.py", uriBaseId: "%SRCROOT%" },
                region: { endColumn: 65, endLine: 12, snippet: { text: '    cursor.execute("select * from orders where id = " + order)' }, startColumn: 5, startLine: 12 },
              },
            },
          ],
          message: { text: "Detected possible formatted SQL query. Use parameterized queries instead." },
          properties: {},
          ruleId: "python.lang.security.audit.formatted-sql-query",
        },
      ],
      tool: {
        driver: {
          name: "Semgrep OSS",
          rules: [
            {
              defaultConfiguration: { level: "warning" },
              fullDescription: { text: "Detected possible formatted SQL query. Use parameterized queries instead." },
              helpUri: "https://semgrep.dev/r/python.lang.security.audit.formatted-sql-query",
              id: "python.lang.security.audit.formatted-sql-query",
              name: "python.lang.security.audit.formatted-sql-query",
              properties: { precision: "very-high", tags: ["CWE-89: Improper Neutralization of Special Elements used in an SQL Command ('SQL Injection')", "LOW CONFIDENCE", "OWASP-A03:2021 - Injection", "security"] },
              shortDescription: { text: "Semgrep Finding: python.lang.security.audit.formatted-sql-query" },
            },
          ],
          semanticVersion: "1.90.0",
        },
      },
    },
  ],
};

export const RUFF = {
  $schema: "https://json.schemastore.org/sarif-2.1.0.json",
  runs: [
    {
      results: [
        {
          level: "error",
          locations: [{ physicalLocation: { artifactLocation: { uri: "file:///work/app/orders.py" }, region: { endColumn: 13, endLine: 21, startColumn: 5, startLine: 20 } } }],
          message: { text: "`try`-`except`-`pass` detected, consider logging the error" },
          ruleId: "S110",
        },
      ],
      tool: {
        driver: {
          informationUri: "https://github.com/astral-sh/ruff",
          name: "ruff",
          rules: [{ fullDescription: { text: "## What it does\nChecks for uses of the `try`-`except`-`pass` pattern." }, help: { text: "`try`-`except`-`pass` detected, consider logging the error" }, helpUri: "https://docs.astral.sh/ruff/rules/try-except-pass", id: "S110", properties: { id: "S110", kind: "flake8-bandit", name: "try-except-pass", "problem.severity": "error" }, shortDescription: { text: "`try`-`except`-`pass` detected, consider logging the error" } }],
          version: "0.8.0",
        },
      },
    },
  ],
  version: "2.1.0",
};

export const GOLANGCI = {
  version: "2.1.0",
  $schema: "https://schemastore.azurewebsites.net/schemas/json/sarif-2.1.0-rtm.6.json",
  runs: [
    {
      tool: { driver: { name: "golangci-lint" } },
      results: [{ ruleId: "errcheck", level: "error", message: { text: "Error return value of `os.Remove` is not checked" }, locations: [{ physicalLocation: { artifactLocation: { uri: "main.go", index: 0 }, region: { startLine: 7, startColumn: 11 } } }] }],
    },
  ],
};

export const ESLINT = [
  {
    filePath: "/work/src/a.js",
    messages: [
      { ruleId: "no-eval", severity: 2, message: "`eval` can be harmful.", line: 1, column: 1, endLine: 1, endColumn: 5, messageId: "unexpected" },
      { ruleId: "prefer-const", severity: 2, message: "'y' is never reassigned. Use 'const' instead.", line: 2, column: 5, endLine: 2, endColumn: 6, messageId: "useConst", fix: { range: [10, 13], text: "const" } },
      { ruleId: "no-console", severity: 1, message: "Unexpected console statement.", line: 3, column: 1, endLine: 3, endColumn: 12, messageId: "unexpected", suggestions: [] },
      { ruleId: null, severity: 1, message: "Unused eslint-disable directive", line: 4, column: 1 },
    ],
    suppressedMessages: [],
    errorCount: 2,
    fatalErrorCount: 0,
    warningCount: 2,
    fixableErrorCount: 1,
    fixableWarningCount: 0,
    source: "eval(x)\n",
    usedDeprecatedRules: [],
  },
  { filePath: "/work/src/b.js", messages: [{ ruleId: null, fatal: true, severity: 2, message: "Parsing error: Unexpected token", line: 1, column: 9 }], suppressedMessages: [], errorCount: 1, fatalErrorCount: 1, warningCount: 0, fixableErrorCount: 0, fixableWarningCount: 0, usedDeprecatedRules: [] },
];

export const OXLINT = {
  diagnostics: [
    { message: "Unexpected empty block statements", code: "eslint(no-empty)", severity: "warning", causes: [], url: "https://oxc.rs/docs/guide/usage/linter/rules/eslint/no-empty.html", help: "Remove this block or add a comment inside it", filename: "src/a.ts", labels: [{ label: "Empty block statement", span: { offset: 60, length: 2, line: 4, column: 9 } }], related: [] },
    { message: "Unexpected any. Specify a different type.", code: "typescript(no-explicit-any)", severity: "error", causes: [], url: "", help: "Use a more specific type", filename: "src/a.ts", labels: [{ span: { offset: 160, length: 3, line: 9, column: 12 } }], related: [] },
  ],
  number_of_files: 1,
  number_of_rules: 96,
  threads_count: 2,
};

export const LCOV = "TN:\nSF:src/a.ts\nFN:1,read\nFNF:1\nFNH:1\nFNDA:2,read\nDA:1,2\nDA:2,0\nLF:2\nLH:1\nBRF:0\nBRH:0\nend_of_record\nTN:\nSF:src/a.ts\nDA:3,5\nend_of_record\n";

export const STRYKER = {
  schemaVersion: "2.0",
  thresholds: { high: 80, low: 60 },
  files: {
    "src/a.js": {
      language: "javascript",
      source: "a\nb\nc\nd\n",
      mutants: ["Killed", "Survived", "NoCoverage", "Timeout", "Ignored", "CompileError"].map((status, index) => ({ id: String(index), mutatorName: "ConditionalExpression", replacement: "true", status, location: { start: { line: index + 1, column: 1 }, end: { line: index + 1, column: 2 } } })),
    },
  },
};

export const V8 = {
  result: [
    {
      scriptId: "83",
      url: "file:///work/src/a.js",
      functions: [
        { functionName: "", ranges: [{ startOffset: 0, endOffset: 72, count: 1 }], isBlockCoverage: true },
        { functionName: "used", ranges: [{ startOffset: 0, endOffset: 31, count: 1 }], isBlockCoverage: true },
        { functionName: "idle", ranges: [{ startOffset: 32, endOffset: 63, count: 0 }], isBlockCoverage: false },
      ],
    },
    { scriptId: "1", url: "node:internal/main", functions: [{ functionName: "", ranges: [{ startOffset: 0, endOffset: 9, count: 1 }], isBlockCoverage: true }] },
  ],
  timestamp: 1,
};

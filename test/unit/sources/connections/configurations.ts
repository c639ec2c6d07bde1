/**
 * Configurations as people have them, by assistant: the forms of the assistants' own documentation (provenance.md 3), with
 * settings, hooks of others in the very events that ours joins, and comments wherever a JSONC parser takes them.
 */
export interface PeoplesConfiguration {
  readonly assistant: string;
  readonly text: string;
  /** Pieces that must stand unchanged while ours is connected. */
  readonly comments: readonly string[];
}

export const PEOPLES_CONFIGURATIONS: readonly PeoplesConfiguration[] = [
  {
    assistant: "claude-code",
    comments: ["// team defaults, see the wiki", "/* asked for by security */", "// formats what Claude wrote", "// rings a bell"],
    text: `{
  // team defaults, see the wiki
  "model": "opus",
  "permissions": {
    "allow": ["Bash(npm run test:*)", "Read(~/.zshrc)"],
    "deny": ["Read(./.env)"] /* asked for by security */
  },
  "env": { "CLAUDE_CODE_ENABLE_TELEMETRY": "0" },
  "hooks": {
    "PostToolUse": [
      {
        "matcher": "Edit|Write|MultiEdit",
        "hooks": [
          // formats what Claude wrote
          { "type": "command", "command": "\\"$CLAUDE_PROJECT_DIR\\"/.claude/hooks/format.sh", "timeout": 30 }
        ]
      }
    ],
    // rings a bell
    "Stop": [{ "hooks": [{ "type": "command", "command": "printf '\\\\a'" }] }]
  }
}
`,
  },
  {
    assistant: "cursor",
    comments: ["// one entry an event", "/* audit, keep first */"],
    text: `{
  "version": 1,
  "hooks": {
    // one entry an event
    "beforeShellExecution": [{ "command": "./hooks/block-git.sh" }],
    "afterFileEdit": [
      { "command": "./hooks/audit.sh" }, /* audit, keep first */
      { "command": "./hooks/format.sh" }
    ],
    "postToolUse": [{ "command": "./hooks/log.sh", "matcher": "Write|StrReplace", "timeout": 30 }],
    "stop": [{ "command": "./hooks/done.sh" }]
  }
}
`,
  },
  {
    assistant: "codex",
    comments: ["// trusted with /hooks on 3 May"],
    text: `{
  // trusted with /hooks on 3 May
  "hooks": {
    "PreToolUse": [
      { "matcher": "Bash", "hooks": [{ "type": "command", "command": "python3 ~/.codex/policy.py", "statusMessage": "Checking" }] }
    ],
    "Stop": [{ "hooks": [{ "type": "command", "command": "notify-send codex" }] }]
  }
}
`,
  },
  {
    assistant: "gemini-cli",
    comments: ["// the company's proxy", "/* in milliseconds */"],
    text: `{
  "theme": "Default",
  "mcpServers": {
    "docs": { "command": "npx", "args": ["-y", "docs-server"] } // the company's proxy
  },
  "tools": { "enableHooks": true },
  "hooks": {
    "AfterTool": [
      {
        "matcher": "write_file|replace",
        "sequential": false,
        "hooks": [{ "type": "command", "command": "$GEMINI_PROJECT_DIR/.gemini/lint.sh", "name": "lint", "timeout": 60000 /* in milliseconds */ }]
      }
    ]
  }
}
`,
  },
  {
    assistant: "windsurf",
    comments: ["// compliance"],
    text: `{
  "hooks": {
    "pre_read_code": [
      { "command": "bash /opt/policy/read.sh", "show_output": true }
    ],
    "post_write_code": [
      // compliance
      { "command": "python3 /opt/policy/log.py", "show_output": false, "working_directory": "/opt/policy" }
    ]
  }
}
`,
  },
  {
    assistant: "droid",
    comments: ["// imported from Claude", "// keep"],
    text: `{
  // imported from Claude
  "PostToolUse": [
    {
      "matcher": "Edit|Create",
      "hooks": [
        { "type": "command", "command": "$FACTORY_PROJECT_DIR/.factory/format.sh", "timeout": 5 } // keep
      ]
    }
  ],
  "Notification": [{ "hooks": [{ "type": "command", "command": "say" }] }]
}
`,
  },
  {
    assistant: "continue",
    comments: ["// local only"],
    text: `{
  "permissions": { "allow": ["Bash(ls)"] }, // local only
  "hooks": {
    "PreToolUse": [{ "matcher": "Bash", "hooks": [{ "type": "command", "command": "deny-rm" }] }]
  }
}
`,
  },
];

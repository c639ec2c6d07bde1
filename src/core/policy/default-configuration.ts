import type { Configuration, Gate } from "./configuration-types";

/**
 * Files nobody reviews line by line because a tool writes them. A file that says `@generated` is known by its
 * content, not by this list. Patterns are read from the base, so a branch can't add its own code here.
 */
export const DEFAULT_GENERATED: readonly string[] = [
  "**/package-lock.json",
  "**/npm-shrinkwrap.json",
  "**/yarn.lock",
  "**/pnpm-lock.yaml",
  "**/bun.lock",
  "**/bun.lockb",
  "**/deno.lock",
  "**/Cargo.lock",
  "**/Gemfile.lock",
  "**/composer.lock",
  "**/Pipfile.lock",
  "**/poetry.lock",
  "**/uv.lock",
  "**/go.sum",
  "**/go.work.sum",
  "**/flake.lock",
  "**/gradle.lockfile",
  "**/packages.lock.json",
  "**/Package.resolved",
  "**/Podfile.lock",
  "**/pubspec.lock",
  "**/mix.lock",
  "**/node_modules/**",
  "**/bower_components/**",
  "**/vendor/**",
  "**/third_party/**",
  "**/dist/**",
  "**/.yarn/releases/**",
  "**/.yarn/plugins/**",
  "**/*.min.js",
  "**/*.min.mjs",
  "**/*.min.css",
  "**/*.map",
  "**/*.snap",
  "**/*.pb.go",
  "**/*_pb2.py",
  "**/*_pb2_grpc.py",
  "**/*_pb.js",
  "**/*_pb.d.ts",
  "**/*.pb.ts",
  "**/*.g.dart",
  "**/*.freezed.dart",
  "**/*.generated.*",
  "**/__generated__/**",
];

export const NO_CONDITIONS: Gate = {
  informational: false,
  high: null,
  medium: null,
  low: null,
  unrated: null,
  hunks: null,
  lines: null,
  minutes: null,
  stale: null,
  rejected: null,
  unclaimed: null,
  errors: null,
  warnings: null,
  notes: null,
  age: null,
  growth: null,
};

/**
 * What holds where nobody wrote a configuration: product.md's *Debt* and *Where debt starts*. The gate fails on open
 * high-risk hunks and on introduced findings of severity error; no condition on minutes, none on the project.
 */
export function defaultConfiguration(): Configuration {
  return {
    baseline: null,
    repository: null,
    include: ["**"],
    exclude: [],
    sources: {},
    architecture: {},
    risk: {},
    debt: {
      // 200 lines an hour: Kemerer & Paulk, IEEE TSE 35(4), 2009.
      minutesPerLine: 0.3,
      perHunk: 0.5,
      perSeam: 0.5,
      kind: { code: 1, test: 0.5, prose: 0.2 },
      risk: { low: 0.5, medium: 1, unrated: 1, high: 2 },
      tests: { executed: 0.8, notExecuted: 1.2, unknown: 1 },
      budget: 0,
      critical: [],
      generated: DEFAULT_GENERATED,
    },
    policy: {
      version: 1,
      unclaimed: "report",
      marks: "gate",
      gates: { patch: { ...NO_CONDITIONS, high: 0, errors: 0 }, project: NO_CONDITIONS },
      require: {
        high: { criteria: [], signers: 1, notPrompter: false, minTrust: "self-declared", maximumAgeDays: null, coolDownHours: 0, owner: false },
        medium: { criteria: [], signers: 1, notPrompter: false, minTrust: "none", maximumAgeDays: null, coolDownHours: 0, owner: false },
        low: { criteria: [], signers: 1, notPrompter: false, minTrust: "none", maximumAgeDays: null, coolDownHours: 0, owner: false },
        unrated: { criteria: [], signers: 1, notPrompter: false, minTrust: "none", maximumAgeDays: null, coolDownHours: 0, owner: false },
      },
      seen: false,
      paths: [],
      people: {},
      overrule: [],
      waivers: { signers: [], maximumDays: 14, risk: "high", minTrust: "key" },
      bulk: { hunks: null, risk: "low" },
    },
    external: [],
  };
}

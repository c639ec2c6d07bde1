import { strict as assert } from "node:assert";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { CODE_LENS_VALUES, COLOURS, COMMANDS, CONFIGURATION, CONTAINER, CONTEXT_KEYS, DECORATION_VALUES, HUNKS_AT_CURSOR, INTERNAL_COMMANDS, KEYMAP_VALUES, LANGUAGE_MODEL_TOOLS, ROWS, SETTINGS, SHELL_STATES, SUBMENUS, VIEWS } from "../../src/vscode/contributions";

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly icon: string;
  readonly enabledApiProposals?: readonly string[];
  readonly capabilities: Readonly<Record<"untrustedWorkspaces" | "virtualWorkspaces", { readonly supported: string | boolean; readonly description: string }>>;
  readonly l10n: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string; readonly title: string; readonly enablement?: string }[];
    readonly languageModelTools: readonly { readonly name: string; readonly modelDescription: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly viewsWelcome: readonly { readonly when: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command?: string; readonly submenu?: string; readonly when?: string }[]>>;
    readonly submenus: readonly { readonly id: string }[];
    readonly walkthroughs: readonly { readonly steps: readonly { readonly media: { readonly image: Readonly<Record<string, string>>; readonly altText: string }; readonly completionEvents: readonly string[] }[] }[];
    readonly keybindings: readonly { readonly command: string; readonly when: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly enum?: readonly string[]; readonly default: unknown; readonly scope: string }>> };
    readonly colors: readonly { readonly id: string; readonly defaults: Readonly<Record<string, string>> }[];
  };
}

/** The checkout's root: tests run from it, transpiled or not. */
const root = process.cwd();
const manifestText = readFileSync(join(root, "package.json"), "utf8");
const manifest = JSON.parse(manifestText) as Manifest;
const strings = JSON.parse(readFileSync(join(root, "package.nls.json"), "utf8")) as Readonly<Record<string, string>>;
const contributes = manifest.contributes;
const sorted = (values: Iterable<string>): string[] => [...values].sort();

/** The plain literals that calls of this function begin with. */
function firstLiterals(text: string, name: string): string[] {
  return [...text.matchAll(new RegExp(`\\b${name}\\(\\s*("(?:[^"\\\\]|\\\\.)*")`, "g"))].map((match) => JSON.parse(match[1] ?? '""') as string);
}

/** The page of the panel, and what computes its figures. */
function panelSources(): ReadonlyMap<string, string> {
  return new Map(["src/webview", "src/core/debt/panel"].flatMap((folder) => readdirSync(join(root, folder)).map((name) => [join(folder, name), readFileSync(join(root, folder, name), "utf8")] as const)));
}

/** Does a `when` clause hold? Only what package.json uses of the language: `&&`, `!`, `==`, `!=`, `=~`. */
function holds(clause: string, keys: ReadonlyMap<string, string>): boolean {
  return clause.split(" || ").some((alternative) => allHold(alternative, keys));
}

function allHold(clause: string, keys: ReadonlyMap<string, string>): boolean {
  return clause.split(" && ").filter(Boolean).every((term) => {
    const [key = "", operator, value = ""] = term.split(/ (==|!=|=~) /);
    switch (operator) {
      case "==":
        return keys.get(key) === value;
      case "!=":
        return keys.get(key) !== value;
      case "=~":
        return new RegExp(value.slice(1, -1)).test(keys.get(key) ?? "");
      default:
        return term.startsWith("!") ? !keys.has(term.slice(1)) : term !== "false" && keys.has(term);
    }
  });
}

/** Sources of the shell, for the checks that no id or string is written past its one place. */
function shellSources(): ReadonlyMap<string, string> {
  const folder = join(root, "src/vscode");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

describe("contributions", () => {
  it("declares the same commands as package.json", () => {
    const declared = sorted([...Object.values(COMMANDS), ...Object.values(INTERNAL_COMMANDS)]);
    assert.deepEqual(sorted(contributes.commands.map((command) => command.command)), declared);
  });

  it("keeps the palette at 25 commands or fewer, with internal ones hidden", () => {
    const entries = contributes.menus["commandPalette"] ?? [];
    const hidden = entries.flatMap((entry) => (entry.when === "false" ? [entry.command ?? ""] : []));
    assert.deepEqual(sorted(hidden), sorted([...Object.values(INTERNAL_COMMANDS), COMMANDS.copyHunkId]), "what only a menu or our own views call");
    for (const hunk of HUNKS_AT_CURSOR) {
      for (const state of SHELL_STATES) {
        for (const flags of [[], ["hasOpenHunks"], ["hasOpenHunks", "filtered"], ["hasOpenHunks", "walking"], ["hasOpenHunks", "walking", "filtered"], ["hasOpenHunks", "filtered", "canUndo"], ["hasOpenHunks", "filtered", "canUndo", "copies"], ["hasOpenHunks", "filtered", "canUndo", "copies", "atFinding"], ["hasOpenHunks", "walking", "filtered", "canUndo", "atFinding"], ["hasOpenHunks", "walking", "filtered", "canUndo"], ["empty"]]) {
          const keys = new Map<string, string>([["countersign.state", state], ["countersign.hunk", hunk], ["editorIsOpen", "true"], ...flags.map((flag) => [`countersign.${flag}`, "true"] as const)]);
          const shown = Object.values(COMMANDS).filter((command) => holds(entries.find((entry) => entry.command === command)?.when ?? "", keys));
          assert.ok(shown.length <= 25, `${[...keys.values()].join(" ")} ${flags.join(" ")}: ${shown.length}`);
        }
      }
    }
  });

  it("names only declared commands in menus, keybindings and welcome links", () => {
    const declared = new Set(contributes.commands.map((command) => command.command));
    const submenus = new Set(contributes.submenus.map((submenu) => submenu.id));
    assert.deepEqual([...submenus], Object.values(SUBMENUS));
    for (const [menu, entries] of Object.entries(contributes.menus)) {
      for (const entry of entries) {
        assert.ok(entry.command === undefined ? submenus.has(entry.submenu ?? "") : declared.has(entry.command), `${menu}: ${entry.command ?? entry.submenu ?? ""}`);
      }
    }
    for (const binding of contributes.keybindings) {
      assert.ok(declared.has(binding.command));
      assert.match(binding.when, /\bcountersign\.walking\b|\bfocusedView == countersign\.\w+\b|^config\.countersign\.observeInlineCompletions && inlineSuggestionVisible\b|^config\.countersign\.keymap == chorded\b/, "keys only while a walk is on, in a view of ours, or where a setting asks for it");
    }
    for (const link of Object.values(strings).flatMap((text) => [...text.matchAll(/\(command:(countersign\.[\w.]+)\)/g)])) {
      assert.ok(declared.has(link[1] ?? "") || link[1] === `${VIEWS.debt}.focus`, link[0]);
    }
  });

  it("walks through four steps, each with a picture for every kind of theme and an event that ends it", () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    assert.equal(steps.length, 4);
    const declared = new Set(contributes.commands.map((command) => command.command));
    for (const { media, completionEvents } of steps) {
      assert.deepEqual(Object.keys(media.image), ["dark", "light", "hc", "hcLight"], "taken by `npm run tour`, once for each kind of theme");
      for (const picture of Object.values(media.image)) {
        assert.ok(statSync(join(root, picture)).size < 150_000, picture);
      }
      assert.match(media.altText, /^%walkthrough\.\w+\.picture%$/);
      assert.ok(completionEvents.length > 0);
      for (const event of completionEvents.flatMap((text) => (text.startsWith("onCommand:") ? [text.slice("onCommand:".length)] : []))) {
        assert.ok(declared.has(event), event);
      }
    }
  });

  it("declares the same language-model tools, all of which only read", () => {
    assert.deepEqual(contributes.languageModelTools.map((tool) => tool.name), Object.values(LANGUAGE_MODEL_TOOLS));
    for (const tool of contributes.languageModelTools) {
      assert.match(tool.modelDescription, /Read-only\.$/);
    }
  });

  it("declares the same views and container", () => {
    assert.deepEqual(contributes.viewsContainers.activitybar.map((container) => container.id), [CONTAINER]);
    assert.deepEqual(sorted((contributes.views[CONTAINER] ?? []).map((view) => view.id)), sorted(Object.values(VIEWS)));
  });

  it("declares the same settings, with the same values and a legal default", () => {
    const properties = contributes.configuration.properties;
    assert.deepEqual(sorted(Object.keys(properties)), sorted(Object.values(SETTINGS).map((name) => `${CONFIGURATION}.${name}`)));
    assert.deepEqual(properties["countersign.codeLens"]?.enum, [...CODE_LENS_VALUES]);
    assert.deepEqual(properties["countersign.decorations"]?.enum, [...DECORATION_VALUES]);
    assert.deepEqual(properties["countersign.keymap"]?.enum, [...KEYMAP_VALUES]);
    assert.ok(Object.keys(properties).length <= 20);
    for (const [name, property] of Object.entries(properties)) {
      assert.ok(property.enum === undefined || property.enum.includes(String(property.default)), name);
      assert.ok(["window", "resource", "machine", "application"].includes(property.scope), name);
    }
    assert.equal(properties["countersign.syncAutomatically"]?.scope, "application", "a repository's own settings can't agree to an exchange");
  });

  it("declares the same colours, each for all four kinds of theme", () => {
    assert.deepEqual(sorted(contributes.colors.map((colour) => colour.id)), sorted(Object.values(COLOURS)));
    for (const colour of contributes.colors) {
      assert.deepEqual(sorted(Object.keys(colour.defaults)), ["dark", "highContrast", "highContrastLight", "light"], colour.id);
    }
  });

  it("uses only declared context keys and states in `when` clauses, and every declared one", () => {
    const clauses = [...manifestText.matchAll(/"(?:when|enablement)": "([^"]*)"/g)].map((match) => match[1] ?? "");
    const named = clauses.flatMap((clause) => [...clause.matchAll(/(?<!config\.)\bcountersign\.\w+/g)].map((match) => match[0]));
    const used = new Set(named.filter((name) => !(Object.values(VIEWS) as readonly string[]).includes(name)));
    assert.deepEqual(sorted(used), sorted(Object.values(CONTEXT_KEYS)));
    const states = clauses.flatMap((clause) => [...clause.matchAll(/countersign\.state [!=]= ([\w-]+)/g)].map((match) => match[1] ?? ""));
    for (const state of states) {
      assert.ok((SHELL_STATES as readonly string[]).includes(state), state);
    }
    // Of a start that takes long and of a failure the view's own message tells, with the reason.
    for (const state of SHELL_STATES.filter((state) => state !== "starting" && state !== "failed")) {
      assert.ok(contributes.viewsWelcome.some((welcome) => welcome.when.includes(`== ${state}`)), `no welcome content for ${state}`);
    }
  });

  it("matches menus on rows that exist", () => {
    const rows = Object.values(ROWS) as readonly string[];
    const patterns = [...manifestText.matchAll(/viewItem =~ \/((?:\\\\.|[^/])+)\//g)].map((match) => new RegExp((match[1] ?? "").replaceAll("\\\\", "\\")));
    assert.ok(patterns.length > 5);
    for (const pattern of patterns) {
      assert.ok(rows.some((row) => pattern.test(row)), String(pattern));
    }
  });

  it("has a text for every %key% and no text without a key", () => {
    const used = [...manifestText.matchAll(/%([\w.]+)%/g)].map((match) => match[1] ?? "");
    assert.deepEqual(sorted(new Set(used)), sorted(Object.keys(strings)));
    for (const command of contributes.commands) {
      assert.match(command.title, /^%.+%$/);
      assert.equal(command.category, "%category%");
    }
  });

  it("activates late, never on everything", () => {
    assert.deepEqual(manifest.activationEvents, ["onStartupFinished", "onUri"]);
  });

  it("says what it needs: an untrusted workspace is only read, a virtual one is refused in words, no proposed API is declared", () => {
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, "limited");
    assert.equal(manifest.capabilities.virtualWorkspaces.supported, false);
    for (const { description } of Object.values(manifest.capabilities)) {
      assert.match(strings[description.replaceAll("%", "")] ?? "", /^[A-Z].+\.$/);
    }
    assert.equal(manifest.enabledApiProposals, undefined);
    const users = [...shellSources()].flatMap(([name, text]) => (/\bdetailedReason\b/.test(text) ? [name] : []));
    assert.deepEqual(users, [join("editor", "edit-reason.ts")], "one guarded door to what is still a proposal");
  });

  it("moves nothing by itself: no animation or transition of ours needs reduced motion", () => {
    const folder = join(root, "src");
    for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /^(webview|vscode|report)\b.*\.ts$/.test(file))) {
      assert.doesNotMatch(readFileSync(join(folder, name), "utf8"), /@keyframes|\btransition(-\w+)?:|\banimation(-\w+)?:|scroll-behavior/, name);
    }
  });

  it("ships the pictures it names", () => {
    const pictures = [manifest.icon, ...contributes.viewsContainers.activitybar.map((container) => container.icon), ...Object.values(contributes.views).flat().map((view) => view.icon)];
    for (const picture of pictures) {
      assert.ok(existsSync(join(root, picture)), picture);
    }
  });

  it("writes ids nowhere else in the shell", () => {
    for (const [name, text] of shellSources()) {
      if (name !== "contributions.ts") {
        assert.deepEqual([...text.matchAll(/["'`]countersign\.\w+/g)].map((match) => match[0]), [], name);
      }
    }
  });

  it("reads settings and shows messages through their services only", () => {
    for (const [name, text] of shellSources()) {
      if (!name.endsWith("settings.ts")) {
        assert.doesNotMatch(text, /getConfiguration/, name);
      }
      if (!name.endsWith("notifications.ts")) {
        assert.doesNotMatch(text, /\bshow(Information|Warning|Error)Message\b/, name);
      }
      assert.doesNotMatch(text, /from "node:(fs|child_process)/, name);
    }
  });

  it("keeps every localised string of the shell in the bundle that translators start from", () => {
    const bundle = JSON.parse(readFileSync(join(root, manifest.l10n, "bundle.l10n.json"), "utf8")) as Readonly<Record<string, string>>;
    const literals = [...shellSources().values()].flatMap((text) => firstLiterals(text, "l10n\\.t"));
    const calls = [...shellSources().values()].flatMap((text) => [...text.matchAll(/\bl10n\.t\(/g)]).length;
    assert.equal(literals.length, calls, "l10n.t takes a plain string literal, else translators never see it");
    // The panel's page and the figures it computes speak through `say`, which looks into the same bundle.
    const spoken = [...panelSources().values()].flatMap((text) => firstLiterals(text, "say"));
    const sayings = [...panelSources().values()].flatMap((text) => [...text.matchAll(/\bsay\(/g)]).length;
    assert.equal(spoken.length, sayings, "say takes a plain string literal");
    assert.ok(spoken.length > 150, `${spoken.length} texts of the panel`);
    literals.push(...spoken);
    assert.deepEqual(sorted(Object.keys(bundle)), sorted(new Set(literals)));
  });
});

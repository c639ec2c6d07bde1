import { LOADING_KINDS } from "../graph/import-graph";
import type { Architecture } from "./architecture-schema";
import type { PresetName } from "../../core/architecture-presets";

type Preset = Omit<Architecture, "preset">;

/** Folders that hold packages, services or modules, each with sources of its own. */
const CONTAINERS = "{packages,apps,libs,services,modules}";
/** Where sources begin: in a plain repository, beside other programs, and in the packages of a workspace. */
const SOURCES = ["{lib,app,server,source,backend,frontend}/", "**/src/", `${CONTAINERS}/*/`];
/** Sources may be divided by module, context or feature before they are divided by layer. */
const MODULES = ["", "*/", "*/*/", "*/*/*/"];

function choice(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? "") : `{${names.join(",")}}`;
}

/** Globs of what stands at these places below a root of sources or in one of its modules. */
function inSources(...places: readonly string[]): string[] {
  return places.flatMap((place) => [place, ...SOURCES.flatMap((source) => MODULES.map((module) => `${source}${module}${place}`))]);
}

/** Everything in folders of these names. */
function folders(...names: readonly string[]): string[] {
  const [services, others] = [names.includes("services"), names.filter((name) => name !== "services")];
  return [
    ...inSources(...(others.length === 0 ? [] : [`${choice(others)}/**`])),
    // At the root they may be programs, which have sources of their own.
    ...(services ? inSources("services/**").map((glob) => (glob === "services/**" ? "services/{*,*/*,*/!(src)/**}" : glob)) : []),
  ];
}

/** Of two layers' folders one in the other the outer one decides: `domain/services` is the domain's. */
function notBelow(outer: readonly string[], inner: readonly string[]): string[] {
  const atRoot = outer.filter((name) => name !== "services");
  return [`!${choice(atRoot)}/**/${choice(inner)}/**`, ...SOURCES.map((source) => `!${source}**/${choice(outer)}/**/${choice(inner)}/**`)];
}

/** Elements by the names of their folders; each name belongs to one of them. */
function byFolders<Name extends string>(names: Readonly<Record<Name, readonly string[]>>): Record<Name, string[]> {
  const all = Object.entries<readonly string[]>(names);
  return Object.fromEntries(all.map(([element, own]) => [element, [...folders(...own), ...notBelow(all.flatMap(([other, its]) => (other === element ? [] : its)), own)]])) as Record<Name, string[]>;
}

/** What stands in `interfaces` or `api` beside types or a client only where its folder says that it is asked from outside. */
const ASKED = inSources("{interfaces,api}/{controllers,routes,middlewares,serializers,presenters,http,rest,graphql,web,cli}/**");

const layeredFolders = byFolders({
  presentation: ["presentation", "ui", "views", "pages", "routes", "controllers", "handlers", "components"],
  application: ["application", "services", "usecases", "use-cases", "use_cases", "useCases"],
  infrastructure: ["infrastructure", "infra", "persistence", "data", "database", "db", "repositories"],
  domain: ["domain", "model", "models", "entities"],
});

const layered: Preset = {
  elements: { ...layeredFolders, presentation: [...layeredFolders.presentation, ...ASKED] },
  layers: { order: ["presentation", "application", "infrastructure", "domain"], because: "What is shown may change without what it shows: each layer knows only those below it, and the domain knows none." },
};

const SIDES = "{in,out,inbound,outbound,primary,secondary,driving,driven}";

const hexagonalFolders = byFolders({
  adapters: ["adapters", "adapter", "infrastructure", "infra", "presentation", "ui"],
  application: ["application", "usecases", "use-cases", "use_cases", "useCases"],
  domain: ["domain", "entities"],
});
const PORTS = ["**/ports/**", "**/ports.{ts,js}"];
/** `core` is the domain where it is not divided into layers itself. */
const CORE = [...inSources("core/**"), "!**/core/**/{application,usecases,use-cases,use_cases,useCases,ports,adapters,infrastructure}/**"];

const hexagonal: Preset = {
  elements: {
    adapters: [...inSources(`adapters/${SIDES}/<adapter>/**`, "adapters/<adapter>/**"), ...hexagonalFolders.adapters, ...ASKED],
    ports: [...inSources("ports/**", "{application,domain,core}/ports/**", "{application,domain,core}/ports.{ts,js}", "core/{application,domain}/ports/**")],
    application: [...hexagonalFolders.application, ...PORTS.map((glob) => `!${glob}`)],
    domain: [...hexagonalFolders.domain, ...CORE, ...PORTS.map((glob) => `!${glob}`)],
  },
  layers: { order: ["adapters", { siblings: ["application", "ports"], independent: false }, "domain"], because: "The inside does not know the outside: adapters depend on ports and the application, and the domain depends on nothing." },
  forbid: { from: "adapters", to: "adapters", when: { adapter: "different" }, because: "An adapter can be replaced alone only if no other one knows it." },
  pure: { in: "domain", because: "The domain runs anywhere: files, network and page are behind ports." },
};

const SLICED = ["pages", "widgets", "features", "entities"];
/** Feature-Sliced Design divides the sources of each program by itself. */
const FEATURE_ROOTS = ["", "**/src/"];
const slices = (layer: string, rest: string) => FEATURE_ROOTS.map((root) => `${root}${layer}/<slice>/${rest}`);
/** Files of a layer that stand in none of its slices. */
const between = (layer: string) => FEATURE_ROOTS.map((root) => `${root}${layer}/*`);

const featureSliced: Preset = {
  elements: {
    app: FEATURE_ROOTS.map((root) => `${root}app/**`),
    processes: FEATURE_ROOTS.map((root) => `${root}processes/**`),
    ...Object.fromEntries(SLICED.map((layer) => [layer, [...slices(layer, "**/*"), ...between(layer)]])),
    shared: FEATURE_ROOTS.map((root) => `${root}shared/**`),
  },
  layers: { order: ["app", "processes", ...SLICED, "shared"], because: "Feature-Sliced Design: a layer uses only the layers strictly below it." },
  forbid: SLICED.map((layer) => ({ from: layer, to: [layer, ...slices(layer, "@x/**").map((glob) => `!${glob}`)], when: { slice: "different" as const }, because: "Feature-Sliced Design: slices of one layer do not know each other, but for what one offers another under @x." })),
  publicEntry: SLICED.map((layer) => ({ of: layer, entry: [...slices(layer, "index.{ts,tsx,js,jsx,mts,mjs,vue,svelte}"), ...slices(layer, "@x/**"), ...between(layer)], because: "Feature-Sliced Design: a slice is used through its public API." })),
};

const vscodeExtension: Preset = {
  elements: {
    extension: ["src/extension.*", "src/{vscode,extension,client,commands,views,providers,editor}/**", "client/**"],
    core: ["src/{core,common,shared,domain,model}/**", "{core,common,shared}/**"],
    server: ["server/**", "src/{server,engine}/**"],
    webview: ["{webview,webviews,webview-ui}/**", "src/{webview,webviews,webview-ui}/**"],
  },
  forbid: [
    { from: ["core", "server", "webview"], to: "npm:vscode", kind: [...LOADING_KINDS, "dynamic"], because: "The module vscode is there in the extension host alone: a server, a page or a test without an editor cannot load it." },
    { from: ["core", "server", "webview"], to: "extension", kind: [...LOADING_KINDS, "dynamic"], because: "What runs without the editor must not load what needs it." },
    { from: "extension", to: ["server", "webview"], kind: [...LOADING_KINDS, "dynamic"], because: "Server and page run in processes of their own: they are spoken to by messages, not imported." },
    { from: "webview", to: "server", kind: [...LOADING_KINDS, "dynamic"], because: "A page is spoken to by messages." },
  ],
  pure: { in: "webview", dom: false, because: "A webview runs in a browser's page, where Node is not." },
};

const PRESETS: Readonly<Record<PresetName, Preset>> = { layered, hexagonal, "feature-sliced": featureSliced, "vscode-extension": vscodeExtension };

/** Tests look at whatever they test. */
const WITHOUT_TESTS = ["!**/*{.,_,-}{test,spec,e2e,cy}.*", "!**/{__tests__,test,tests,spec,specs,e2e,cypress}/**"];

/** What a preset stands for, or null where none is named. */
export function presetOf(name: PresetName | undefined): Preset | null {
  if (name === undefined) return null;
  const preset = PRESETS[name];
  return { ...preset, elements: Object.fromEntries(Object.entries(preset.elements ?? {}).map(([element, globs]) => [element, [...[globs].flat(), ...WITHOUT_TESTS]])) };
}

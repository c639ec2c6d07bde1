import { LOADING_KINDS } from "../graph/import-graph";
import type { Architecture } from "./architecture-schema";
import type { PresetName } from "../../core/architecture-presets";

type Preset = Omit<Architecture, "preset">;

/** Where sources begin, in a plain repository and in the packages of a workspace. */
const ROOTS = ["", "src/", "{packages,apps,libs,services,modules}/*/", "{packages,apps,libs,services,modules}/*/src/"];

/** Everything in folders of these names, right below a root of sources. */
function folders(...names: readonly string[]): string[] {
  const choice = names.length === 1 ? (names[0] ?? "") : `{${names.join(",")}}`;
  return ROOTS.map((root) => `${root}${choice}/**`);
}

const PRESENTATION = ["presentation", "ui", "views", "pages", "routes", "controllers", "handlers", "components"];
const APPLICATION = ["application", "services", "usecases", "use-cases"];
const INFRASTRUCTURE = ["infrastructure", "infra", "persistence", "data", "database", "db", "repositories"];

const layered: Preset = {
  elements: {
    presentation: folders(...PRESENTATION),
    application: folders(...APPLICATION),
    infrastructure: folders(...INFRASTRUCTURE),
    domain: folders("domain", "model", "models", "entities"),
  },
  layers: { order: ["presentation", "application", "infrastructure", "domain"], because: "What is shown may change without what it shows: each layer knows only those below it, and the domain knows none." },
};

const SIDES = "{in,out,inbound,outbound,primary,secondary,driving,driven}";

const hexagonal: Preset = {
  elements: {
    adapters: ["adapters", "infrastructure"].flatMap((name) => ROOTS.flatMap((root) => [`${root}${name}/${SIDES}/<adapter>/**`, `${root}${name}/<adapter>/**`, `${root}${name}/**`])),
    application: folders(...APPLICATION),
    ports: [...folders("ports"), ...ROOTS.map((root) => `${root}{application,domain,core}/ports/**`)],
    domain: [...folders("domain", "core", "entities"), "!**/ports/**"],
  },
  layers: { order: ["adapters", { siblings: ["application", "ports"], independent: false }, "domain"], because: "The inside does not know the outside: adapters depend on ports and the application, and the domain depends on nothing." },
  forbid: { from: "adapters", to: "adapters", when: { adapter: "different" }, because: "An adapter can be replaced alone only if no other one knows it." },
  pure: { in: "domain", because: "The domain runs anywhere: files, network and page are behind ports." },
};

const SLICED = ["pages", "widgets", "features", "entities"];
const FEATURE_ROOTS = ["", "src/", "{packages,apps}/*/src/"];
const slices = (layer: string, rest: string) => FEATURE_ROOTS.map((root) => `${root}${layer}/<slice>/${rest}`);

const featureSliced: Preset = {
  elements: {
    app: FEATURE_ROOTS.map((root) => `${root}app/**`),
    processes: FEATURE_ROOTS.map((root) => `${root}processes/**`),
    ...Object.fromEntries(SLICED.map((layer) => [layer, slices(layer, "**")])),
    shared: FEATURE_ROOTS.map((root) => `${root}shared/**`),
  },
  layers: { order: ["app", "processes", ...SLICED, "shared"], because: "Feature-Sliced Design: a layer uses only the layers strictly below it." },
  forbid: SLICED.map((layer) => ({ from: layer, to: [layer, ...slices(layer, "@x/**").map((glob) => `!${glob}`)], when: { slice: "different" as const }, because: "Feature-Sliced Design: slices of one layer do not know each other, but for what one offers another under @x." })),
  publicEntry: SLICED.map((layer) => ({ of: layer, entry: [...slices(layer, "index.{ts,tsx,js,jsx,mts,mjs,vue,svelte}"), ...slices(layer, "@x/**")], because: "Feature-Sliced Design: a slice is used through its public API." })),
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

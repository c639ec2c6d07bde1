/** What Ruby's own parser says of a text: the oracle of the carry fuzz for Ruby, which must not ask our scanner. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { WASI } from "node:wasi";

interface Place {
  readonly startOffset: number;
  readonly length: number;
}

interface Parsed {
  readonly value: unknown;
  readonly comments: readonly { readonly location: Place }[];
  readonly errors: readonly { readonly type: string; readonly location: Place }[];
}

interface PrismModule {
  readonly parsePrism: (exports: object, source: string, options: object) => Parsed;
}

/** As much of the platform's WebAssembly as is needed here; the compiler's library for Node has no types for it. */
interface WebAssemblyGlobal {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: object): Promise<{ readonly exports: object }>;
}

const isPlace = (key: string): boolean => key === "location" || key.endsWith("Loc");

/** Gives the tree of a text with all its values and without places, then its comments, blanks at their ends left out. */
export async function loadRubyReader(): Promise<(text: string) => string> {
  const folder = dirname(createRequire(join(process.cwd(), "package.json")).resolve("@ruby/prism"));
  const { parsePrism } = (await import(pathToFileURL(join(folder, "parsePrism.js")).href)) as PrismModule;
  const wasi = new WASI({ version: "preview1" });
  const wasm = Reflect.get(globalThis, "WebAssembly") as WebAssemblyGlobal;
  const instance = await wasm.instantiate(await wasm.compile(await readFile(join(folder, "prism.wasm"))), wasi.getImportObject());
  wasi.initialize(instance);
  return (text) => {
    const { value, comments, errors } = parsePrism(instance.exports, text, {});
    const bytes = Buffer.from(text);
    const slice = ({ startOffset, length }: Place): string => bytes.toString("utf8", startOffset, startOffset + length);
    const tree = JSON.stringify(value, (key, member: unknown) => (isPlace(key) ? undefined : typeof member === "bigint" ? `${member}n` : member));
    // A text that does not parse is itself: nobody can say what its tokens are.
    if (errors.length > 0) return `error ${text.split("\n").map((line) => line.trim()).join("\n")}`;
    return [tree, ...comments.map(({ location }) => slice(location).split("\n").map((line) => line.trim()).join("\n"))].join("\0");
  };
}

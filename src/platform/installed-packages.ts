import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { InstalledPackages } from "../core/ports";

const MAXIMUM_BYTES = 1024 * 1024;
const MAXIMUM_LICENCE = 200;
const NAME = /^(@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i;

/** What lies in node_modules of the work tree, read as text and never run. No verdict rests on it. */
export class NodeModules implements InstalledPackages {
  private readonly licences = new Map<string, string | null>();

  constructor(private readonly workTree: string | null) {}

  licenceOf(name: string, from: string): string | null {
    if (this.workTree === null || !NAME.test(name)) return null;
    for (let folder = dirname(from); ; folder = dirname(folder)) {
      const found = this.read(join(this.workTree, folder, "node_modules", name, "package.json"));
      if (found !== null || folder === "." || folder === "/") return found;
    }
  }

  private read(path: string): string | null {
    const known = this.licences.get(path);
    if (known !== undefined) return known;
    const status = statSync(path, { throwIfNoEntry: false });
    const licence = status?.isFile() === true && status.size <= MAXIMUM_BYTES ? stated(readFileSync(path, "utf8")) : null;
    this.licences.set(path, licence);
    return licence;
  }
}

/** `license`, or the older forms `{type}` and `licenses`; null for what states none or is no manifest. */
function stated(text: string): string | null {
  const json = parsed(text);
  const name = (one: unknown): string | null => (typeof one === "string" ? one : typeof one === "object" && one !== null && "type" in one && typeof one.type === "string" ? one.type : null);
  const old = Array.isArray(json["licenses"]) ? json["licenses"].map(name).filter((one) => one !== null) : [];
  const licence = name(json["license"]) ?? (old.length > 0 ? old.join(" OR ") : null);
  return licence === null || licence.length > MAXIMUM_LICENCE || /[^\x20-\x7e]/.test(licence) ? null : licence;
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? (json as Readonly<Record<string, unknown>>) : {};
  } catch (error) {
    // A manifest that is no JSON states nothing.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

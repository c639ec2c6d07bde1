import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

export interface UserFolders {
  readonly home: string;
  /** Countersign's own data of this user: the launcher of the hooks. Not versioned, not an extension's folder. */
  readonly data: string;
}

/** The folders of whoever runs this, as the platform has them (XDG base directories on Linux). */
export function userFolders(environment: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform = process.platform): UserFolders {
  const home = homedir();
  if (platform === "win32") return { home, data: join(environment["LOCALAPPDATA"] ?? join(home, "AppData", "Local"), "countersign") };
  if (platform === "darwin") return { home, data: join(home, "Library", "Application Support", "countersign") };
  const xdg = environment["XDG_DATA_HOME"];
  // The XDG specification: a relative path is invalid and to be ignored.
  return { home, data: join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(home, ".local", "share"), "countersign") };
}

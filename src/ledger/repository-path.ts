/** Longest path we accept, in UTF-16 code units. */
const MAXIMUM_PATH_LENGTH = 4096;

/**
 * True for a path that can name a file of a repository: relative, `/` between its parts, no empty part, no `.` or `..`
 * (a backslash counts as a separator there, because it is one on Windows), no drive letter, no NUL.
 */
export function isRepositoryPath(path: string): boolean {
  if (path === "" || path.length > MAXIMUM_PATH_LENGTH || path.includes("\0")) return false;
  if (/^[A-Za-z]:/.test(path) || path.startsWith("\\")) return false;
  if (path.split("/").some((part) => part === "")) return false;
  return !path.split(/[/\\]/).some((part) => part === "." || part === "..");
}

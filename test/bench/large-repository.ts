import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TemporaryRepository } from "../e2e/temporary-repository";

export interface LargeRepositoryOptions {
  /** Files in all. */
  readonly files: number;
  /** How many of them an assistant worked on. */
  readonly touched: number;
  /** Hunks in each of those. */
  readonly hunks: number;
}

const FOLDER_SIZE = 100;
const BODY = ["export function NAME(amount: number): number {", "  const share = amount / 3;", "  return share;", "}", ""];

/**
 * A repository on a branch on which an assistant, by its commit mark, changed one line in each of many functions: every
 * such line is a hunk of its own. Its base is HEAD~1, as `origin/main`.
 */
export function makeLargeRepository({ files, touched, hunks }: LargeRepositoryOptions): TemporaryRepository {
  const repository = new TemporaryRepository();
  const pathOf = (file: number): string => `src/part-${Math.floor(file / FOLDER_SIZE)}/module-${file}.ts`;
  const write = (file: number, changed: boolean): void => {
    const functions = Array.from({ length: file < touched ? hunks : 1 }, (_, index) => BODY.map((line) => line.replace("NAME", `share${file}x${index}`).replace("/ 3", changed ? `/ ${3 + file * hunks + index}.5` : "/ 3")).join("\n"));
    writeFileSync(join(repository.folder, pathOf(file)), functions.join("\n"));
  };
  for (let folder = 0; folder * FOLDER_SIZE < files; folder++) mkdirSync(join(repository.folder, `src/part-${folder}`), { recursive: true });
  for (let file = 0; file < files; file++) write(file, false);
  repository.commit("Modules");
  repository.git("update-ref", "refs/remotes/origin/main", "HEAD");
  repository.git("checkout", "-q", "-b", "feature");
  for (let file = 0; file < touched; file++) write(file, true);
  repository.commit("Other shares\n\nCo-Authored-By: Claude <noreply@anthropic.com>");
  return repository;
}

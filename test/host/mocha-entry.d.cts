/** See mocha-entry.cjs. */
export function makeRun(files: readonly string[], options?: Mocha.MochaOptions): () => Promise<void>;

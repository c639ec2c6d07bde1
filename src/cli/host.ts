/** The terminal and process as the commands see them; tests give their own. */
export interface Host {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Somebody can be asked: standard input and standard error are terminals. */
  readonly interactive: boolean;
  /** Standard output is a terminal. */
  readonly outputIsTerminal: boolean;
  readonly errorIsTerminal: boolean;
  /** Columns of the terminal, or null where there is none. */
  readonly columns: number | null;
  out(text: string): void;
  error(text: string): void;
  /** Asks on standard error and gives the answer without its line end; null when input ends. Errors: `interrupted`. */
  ask(question: string, signal: AbortSignal): Promise<string | null>;
  /** Calls back at the first SIGINT, SIGTERM or SIGHUP; gives a function that stops listening. */
  onInterrupt(callback: () => void): () => void;
}

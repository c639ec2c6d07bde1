import { mkdtemp, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { CountersignError } from "../core/model";
import type { Git, Keys, Log, Signer } from "../core/ports";
import { runSshKeygen } from "./ssh-keygen";

/** What this adapter needs of the ledger's SSH codec; given by the composition roots, because adapters don't import each other. */
export interface SshCodec<PrivateKey = unknown> {
  readonly namespace: string;
  /** Reads `type base64 [comment]`. Errors: CountersignError. */
  parsePublicKeyLine(line: string): SshPublicHalf;
  readPrivateKey(
    text: string,
  ):
    | { readonly kind: "usable"; readonly privateKey: PrivateKey & { readonly publicKey: SshPublicHalf } }
    | { readonly kind: "encrypted" | "hardware"; readonly publicKey: SshPublicHalf }
    | { readonly kind: "unsupported"; readonly why: string };
  signBody(privateKey: PrivateKey, body: Uint8Array): string;
  checkSignature(armoured: string, body: Uint8Array): { readonly valid: true; readonly key: SshPublicHalf } | { readonly valid: false; readonly why: string };
  generateKey(comment: string): { readonly privateKey: string; readonly publicKey: string };
}

export interface SshPublicHalf {
  readonly fingerprint: string;
  /** `type base64`. */
  readonly text: string;
}

export interface FileKeysOptions<PrivateKey> {
  readonly git: Pick<Git, "config">;
  readonly ssh: SshCodec<PrivateKey>;
  readonly log?: Log;
  /** A relative `user.signingkey` is found from here, as git does in the work tree. */
  readonly workTree?: string | null;
  /** True on the command line: ssh-keygen may ask for a passphrase on the terminal. Else only through SSH_ASKPASS. */
  readonly terminal?: boolean;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory?: string;
  readonly platform?: NodeJS.Platform;
  /** Program for keys that we can't use ourselves; another with the same arguments serves for password managers. */
  readonly sshKeygen?: string;
}

type FoundKey = { readonly signer: Signer; readonly path: string };

/** A key file is a few KiB; more than this is something else. */
const MAXIMUM_KEY_FILE = 256 * 1024;

/** Signing keys as developers already have them: git's own setting, else a key that Countersign made. */
export class FileKeys<PrivateKey> implements Keys {
  readonly newKeyPath: string;
  private readonly home: string;
  private readonly environment: Readonly<Record<string, string | undefined>>;

  constructor(private readonly options: FileKeysOptions<PrivateKey>) {
    this.home = options.homeDirectory ?? homedir();
    this.environment = options.environment ?? process.env;
    this.newKeyPath = join(this.configurationDirectory(), "countersign", "id_ed25519");
  }

  async current(): Promise<{ readonly signer: Signer; readonly path: string; readonly source: "git" | "countersign" } | null> {
    const configured = await this.fromGit();
    if (configured) return { ...configured, source: "git" };
    const own = await this.fromFile(this.newKeyPath);
    return own ? { ...own, source: "countersign" } : null;
  }

  /**
   * Makes an Ed25519 key at `newKeyPath`, readable for its owner alone, with the public half in `.pub`.
   * Errors: `refused` where one of the files exists; `signing-failed` where they can't be written.
   */
  async create(comment: string): Promise<{ readonly signer: Signer; readonly path: string; readonly source: "countersign" }> {
    const path = this.newKeyPath;
    const files = this.options.ssh.generateKey(comment);
    try {
      if (await exists(`${path}.pub`)) throw this.taken(`${path}.pub`);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFile(path, files.privateKey, { mode: 0o600, flag: "wx" });
      await writeFile(`${path}.pub`, files.publicKey, { mode: 0o644, flag: "wx" });
    } catch (error) {
      if (error instanceof CountersignError) throw error;
      if (isErrno(error) && error.code === "EEXIST") throw this.taken(path);
      throw new CountersignError("signing-failed", `a new key could not be written to ${path}: ${messageOf(error)}`, { path, hint: "make the folder writable, or set git's user.signingkey" }, { cause: error });
    }
    const made = await this.fromFile(path);
    if (!made) throw new CountersignError("signing-failed", `the new key ${path} can't be read back`, { path });
    return { ...made, source: "countersign" };
  }

  private taken(path: string): CountersignError {
    return new CountersignError("refused", `${path} exists: a key is never overwritten`, { path, hint: "use it, or move it away first" });
  }

  private configurationDirectory(): string {
    const { environment } = this;
    if ((this.options.platform ?? process.platform) === "win32") return environment["APPDATA"] ?? join(this.home, "AppData", "Roaming");
    const xdg = environment["XDG_CONFIG_HOME"];
    // The XDG specification: a relative path is invalid and to be ignored.
    return xdg !== undefined && isAbsolute(xdg) ? xdg : join(this.home, ".config");
  }

  private async fromGit(): Promise<FoundKey | null> {
    if ((await this.options.git.config("gpg.format")) !== "ssh") return null;
    const setting = (await this.options.git.config("user.signingkey"))?.trim() ?? "";
    if (setting === "") return null;
    const literal = setting.startsWith("key::") ? setting.slice("key::".length) : setting.startsWith("ssh-") ? setting : null;
    if (literal !== null) return this.fromAgent(literal, "git's user.signingkey");
    const path = this.expand(setting);
    const found = await this.fromFile(path);
    if (!found) this.options.log?.warn(`git's user.signingkey names ${path}, which is no key that can sign here; another key is used, or none`);
    return found;
  }

  private expand(path: string): string {
    if (path === "~" || path.startsWith("~/") || path.startsWith("~\\")) return join(this.home, path.slice(1));
    return isAbsolute(path) ? path : join(this.options.workTree ?? process.cwd(), path);
  }

  /** A key by its file: the private file, or a .pub whose private half lies beside it or in the agent. Null where there is none. */
  private async fromFile(path: string): Promise<FoundKey | null> {
    const text = await this.readKeyFile(path);
    if (text === null) return null;
    if (!text.startsWith("-----BEGIN")) {
      const beside = path.endsWith(".pub") ? await this.readKeyFile(path.slice(0, -".pub".length)) : null;
      const publicKey = this.publicHalf(text, path);
      if (!publicKey) return null;
      if (beside !== null) {
        const reading = this.options.ssh.readPrivateKey(beside);
        if (reading.kind === "usable" && reading.privateKey.publicKey.fingerprint === publicKey.fingerprint) return { signer: this.nodeSigner(reading.privateKey), path };
      }
      return { signer: this.processSigner(publicKey, path), path };
    }
    const reading = this.options.ssh.readPrivateKey(text);
    if (reading.kind === "usable") return { signer: this.nodeSigner(reading.privateKey), path };
    if (reading.kind !== "unsupported") return { signer: this.processSigner(reading.publicKey, path), path };
    // Other file formats (PEM): ssh-keygen reads them, and the .pub beside them says which key it is.
    const beside = await this.readKeyFile(`${path}.pub`);
    const publicKey = beside === null ? null : this.publicHalf(beside, `${path}.pub`);
    if (!publicKey) this.options.log?.warn(`${path} can't be used to sign: ${reading.why}`);
    return publicKey ? { signer: this.processSigner(publicKey, path), path } : null;
  }

  private fromAgent(line: string, where: string): FoundKey | null {
    const publicKey = this.publicHalf(line, where);
    return publicKey ? { signer: this.processSigner(publicKey, null), path: "ssh-agent" } : null;
  }

  private publicHalf(line: string, where: string): SshPublicHalf | null {
    try {
      return this.options.ssh.parsePublicKeyLine(line);
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      this.options.log?.warn(`${where} can't be used to sign: ${error.message}`);
      return null;
    }
  }

  private async readKeyFile(path: string): Promise<string | null> {
    try {
      const { size } = await stat(path);
      if (size > MAXIMUM_KEY_FILE) {
        this.options.log?.warn(`${path} is ${size} bytes long: expected a key file of at most ${MAXIMUM_KEY_FILE}`);
        return null;
      }
      return await readFile(path, "utf8");
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (error.code !== "ENOENT" && error.code !== "ENOTDIR") this.options.log?.warn(`${path} can't be read: ${error.message}`);
      return null;
    }
  }

  private nodeSigner(privateKey: PrivateKey & { readonly publicKey: SshPublicHalf }): Signer {
    const { fingerprint, text } = privateKey.publicKey;
    return {
      publicKey: text,
      fingerprint,
      sign: (body) => Promise.resolve().then(() => this.checked(this.options.ssh.signBody(privateKey, body), body, fingerprint)),
    };
  }

  /** Signs through ssh-keygen, which can ask for a passphrase or a touch, or talk to the agent. `path` null: the agent's key. */
  private processSigner(publicKey: SshPublicHalf, path: string | null): Signer {
    return {
      publicKey: publicKey.text,
      fingerprint: publicKey.fingerprint,
      sign: async (body) => {
        const run = (keyFile: string) =>
          runSshKeygen(this.options.sshKeygen ?? "ssh-keygen", { keyFile, namespace: this.options.ssh.namespace, body, environment: this.environment, terminal: this.options.terminal ?? false, fingerprint: publicKey.fingerprint });
        const armoured = path === null ? await withPublicKeyFile(publicKey.text, run) : await run(path);
        return this.checked(armoured, body, publicKey.fingerprint);
      },
    };
  }

  private checked(armoured: string, body: Uint8Array, fingerprint: string): string {
    const check = this.options.ssh.checkSignature(armoured, body);
    if (!check.valid) throw new CountersignError("signing-failed", `the signature made with ${fingerprint} does not verify: ${check.why}`, { hint: "use an Ed25519, ECDSA P-256 or RSA key of at least 2048 bits" });
    if (check.key.fingerprint !== fingerprint) throw new CountersignError("signing-failed", `${check.key.fingerprint} signed: expected ${fingerprint}`, { hint: "the file and its .pub belong to different keys" });
    return armoured;
  }
}

/** ssh-keygen takes the agent's key by a file with its public half. */
async function withPublicKeyFile<T>(text: string, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "countersign-key-"));
  try {
    const path = join(folder, "key.pub");
    await writeFile(path, `${text}\n`, { mode: 0o600 });
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isErrno(error) && error.code === "ENOENT") return false;
    throw error;
  }
}

function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

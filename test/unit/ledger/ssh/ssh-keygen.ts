/** ssh-keygen as the other side of the interoperability tests, in a temporary folder. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const KEYGEN_MISSING = spawnSync("ssh-keygen", ["-?"]).error === undefined ? null : "skipped: ssh-keygen is not installed on this machine";

export class KeygenFolder {
  readonly path = mkdtempSync(join(tmpdir(), "countersign-ssh-"));

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  run(args: readonly string[], input?: string | Uint8Array): { code: number; stdout: string; stderr: string } {
    const result = spawnSync("ssh-keygen", [...args], { cwd: this.path, input: input ?? "", env: { ...process.env, SSH_AUTH_SOCK: "", SSH_ASKPASS_REQUIRE: "never" }, timeout: 60_000 });
    return { code: result.status ?? -1, stdout: result.stdout.toString("utf8"), stderr: result.stderr.toString("utf8") };
  }

  /** Makes a key and returns the text of its two files. */
  key(name: string, type: readonly string[], passphrase = ""): { privateKey: string; publicKey: string } {
    const made = this.run(["-q", "-t", ...type, "-N", passphrase, "-C", `${name} comment`, "-f", name]);
    if (made.code !== 0) throw new Error(made.stderr);
    return { privateKey: this.read(name), publicKey: this.read(`${name}.pub`) };
  }

  sign(keyFile: string, namespace: string, body: Uint8Array, options: readonly string[] = []): string {
    const signed = this.run(["-Y", "sign", "-q", "-n", namespace, "-f", keyFile, ...options], body);
    if (signed.code !== 0) throw new Error(signed.stderr);
    return signed.stdout;
  }

  /** Exit code of `ssh-keygen -Y verify`. */
  verify(allowedSigners: string, principal: string, namespace: string, signature: string, body: Uint8Array): { code: number; stdout: string; stderr: string } {
    this.write("allowed", allowedSigners);
    this.write("signature", signature);
    return this.run(["-Y", "verify", "-f", "allowed", "-I", principal, "-n", namespace, "-s", "signature"], body);
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), "utf8");
  }

  write(name: string, text: string, mode = 0o600): void {
    writeFileSync(join(this.path, name), text, { mode });
  }
}

import { SshFormatError, strictBase64 } from "./wire";

/** Longest armoured text we read: a signature of an RSA key of 16,384 bits takes 8 KiB, its private key 20. */
const MAXIMUM_ARMOUR = 128 * 1024;

/** Bytes as `-----BEGIN label-----`, base64 lines of 70 columns (as ssh-keygen writes them), and the end line. */
export function armour(label: string, bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("base64").replace(/.{1,70}/g, "$&\n");
  return `-----BEGIN ${label}-----\n${text}-----END ${label}-----\n`;
}

/** The bytes of an armoured text with this label and nothing else in it. Errors: `SshFormatError`. */
export function unarmour(label: string, text: string): Buffer {
  if (text.length > MAXIMUM_ARMOUR) throw new SshFormatError(`${label} is ${text.length} characters long: expected at most ${MAXIMUM_ARMOUR}`);
  const lines = text.trim().split(/\r?\n/);
  if (lines[0] !== `-----BEGIN ${label}-----`) throw new SshFormatError(`expected a line -----BEGIN ${label}-----`);
  if (lines[lines.length - 1] !== `-----END ${label}-----`) throw new SshFormatError(`expected a last line -----END ${label}-----`);
  return strictBase64(lines.slice(1, -1).join(""), label);
}

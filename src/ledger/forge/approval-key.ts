/** The key with which CI records what a forge showed: in a secret, never on a person's machine, and good for nothing else. */
import { CountersignError } from "../../core/model";
import type { ApprovalKey } from "../../core/ports";
import { parseAllowedSigners } from "../ssh/allowed-signers";
import { readPrivateKey } from "../ssh/private-key";
import { APPROVAL_NAMESPACE, signBody } from "../ssh/signature";
import { recordsApprovals } from "../verification";

/** `text` is an OpenSSH private key without a passphrase; `where` is said in errors. Errors: `usage`. */
export function approvalKey(text: string, where: string): ApprovalKey {
  const reading = readPrivateKey(`${text.trim()}\n`);
  if (reading.kind !== "usable") {
    const why = reading.kind === "unsupported" ? reading.why : `it is ${reading.kind === "encrypted" ? "encrypted" : "a hardware key"}`;
    throw new CountersignError("usage", `the key for approvals can't be used: ${why}`, { path: where, hint: "ssh-keygen -t ed25519 -N '' -f countersign-approvals makes one" });
  }
  const { privateKey } = reading;
  const { fingerprint, text: publicKey } = privateKey.publicKey;
  return {
    publicKey,
    fingerprint,
    sign: (body) => Promise.resolve(signBody(privateKey, body, APPROVAL_NAMESPACE)),
    enrolment: `approvals namespaces="${APPROVAL_NAMESPACE}" ${publicKey}`,
    isEnrolledIn: (allowedSigners) => allowedSigners !== null && parseAllowedSigners(allowedSigners).signers.some((signer) => signer.key.fingerprint === fingerprint && recordsApprovals(signer)),
  };
}

import { generateKey, readPrivateKey } from "./private-key";
import { parsePublicKeyLine } from "./public-key";
import { SIGNOFF_NAMESPACE, checkSignature, signBody } from "./signature";

/** The SSH codec that the key adapter in `platform` is given by the composition roots: adapters don't import each other. */
export const openSsh = {
  namespace: SIGNOFF_NAMESPACE,
  parsePublicKeyLine,
  readPrivateKey,
  signBody,
  checkSignature,
  generateKey,
};

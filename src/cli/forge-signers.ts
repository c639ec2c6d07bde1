/** `init --signer ann@example.com=github:ann`: keys that a forge publishes, fetched only when asked for and shown before they are written. */
import { CountersignError } from "../core/model";
import { keysAddress, readPublishedKeys, signerLine, type ForgeKind, type PublishedKey } from "../ledger/forge/published-keys";
import { ForgeHttp } from "../platform/forge-http";
import { printable } from "../report/text-layout";
import { VERSION } from "./version";

export interface ForgeSigners {
  /** Lines of allowed_signers. */
  readonly lines: readonly string[];
  /** What was found, a line each: whose key, its fingerprint, since when, and what was left out. */
  readonly shown: readonly string[];
}

const API: Readonly<Record<ForgeKind, string>> = { github: "https://api.github.com", gitlab: "https://gitlab.com/api/v4" };

/** `people`: `EMAIL=FORGE:ACCOUNT`. `address`: the interface of one's own server. Errors: `usage`, `refused`, `internal`, `not-found` without a key. */
export async function forgeSigners(people: readonly string[], address: string | undefined): Promise<ForgeSigners> {
  const lines: string[] = [];
  const shown: string[] = [];
  for (const person of people) {
    const { principal, forge, account } = personOf(person);
    const where = `${forge}:${account}`;
    const http = new ForgeHttp(address ?? API[forge], null, `countersign/${VERSION}`);
    const { keys, refused } = readPublishedKeys(await http.list(keysAddress(forge, account)), forge);
    for (const { title, why } of refused) shown.push(`left out: ${where}, ${printable(title === "" ? "a key" : title)}: ${printable(why)}`);
    if (keys.length === 0) throw new CountersignError("not-found", `${where} publishes no key that can sign`, { hint: [...shown, "ask the person to add their signing key to the forge, or write the line yourself"].join("; ") });
    for (const key of keys) {
      lines.push(signerLine(principal, key));
      shown.push(`${printable(principal)}: ${key.fingerprint} (${key.type}, ${printable(key.title === "" ? "no title" : key.title)}, ${where}${validity(key)})`);
    }
  }
  return { lines, shown };
}

function validity({ from, until }: PublishedKey): string {
  return `${from === null ? "" : `, from ${from}`}${until === null ? "" : `, until ${until}`}`;
}

function personOf(text: string): { readonly principal: string; readonly forge: ForgeKind; readonly account: string } {
  const [, principal, forge, account] = /^([^=]+)=(github|gitlab):(.+)$/.exec(text) ?? [];
  if (principal === undefined || account === undefined || (forge !== "github" && forge !== "gitlab")) {
    throw new CountersignError("usage", `${JSON.stringify(text.slice(0, 120))} names no person`, { hint: "EMAIL=github:ACCOUNT or EMAIL=gitlab:ACCOUNT, such as ann@example.com=github:ann" });
  }
  return { principal, forge, account };
}

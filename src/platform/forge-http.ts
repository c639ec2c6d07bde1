/** A forge's REST interface, as far as the action and `init` ask it: JSON in and out, one host, time limits, no redirects to elsewhere. */
import { CountersignError } from "../core/model";

/** Milliseconds for one answer. */
const LIMIT = 30_000;
const MAXIMUM_PAGES = 30;
const PAGE = 100;
/** Bytes of one answer: a hundred of whatever is listed is far below. */
const MAXIMUM_ANSWER = 16 * 1024 * 1024;

export class ForgeHttp {
  private readonly address: string;

  /** `address` is https, or http on this machine; `token` null: what anybody may read; `limit` in milliseconds. Errors: `usage` for any other address. */
  constructor(
    address: string,
    private readonly token: string | null,
    private readonly agent = "countersign",
    private readonly limit = LIMIT,
  ) {
    if (!/^(?:https:\/\/[^\s/?#@]+|http:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?)(?:\/[^\s?#]*)?$/.test(address)) {
      throw new CountersignError("usage", "the forge's address is not https", { path: address.slice(0, 200), hint: "check GITHUB_API_URL, or the address that was given" });
    }
    this.address = address.replace(/\/+$/, "");
  }

  /** One answer. Errors: `refused` (the token may not do this, or there is no such thing), `internal` (no answer that can be used). */
  async ask(method: "GET" | "POST" | "PATCH", path: string, body?: object): Promise<unknown> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${this.address}${path}`, {
        method,
        redirect: "error",
        signal: AbortSignal.timeout(this.limit),
        headers: { Accept: "application/vnd.github+json, application/json", ...(this.token === null ? {} : { Authorization: `Bearer ${this.token}` }), "Content-Type": "application/json", "User-Agent": this.agent },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      text = await textOf(response, path);
    } catch (error) {
      if (error instanceof CountersignError) throw error;
      throw new CountersignError("internal", `the forge can't be reached (${reasonOf(error)})`, { path }, { cause: error });
    }
    if ([401, 403, 404, 422].includes(response.status)) throw new CountersignError("refused", `the forge answered ${response.status}`, { path, hint: this.token === null ? "check the name of the account" : "see the permissions that the job's token has" });
    if (!response.ok) throw new CountersignError("internal", `the forge answered ${response.status}`, { path });
    // What was only ordered is answered with nothing, or with an empty object.
    if (text === "") return null;
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      throw new CountersignError("internal", "the forge's answer is not JSON", { path }, { cause: error });
    }
  }

  /** All of a list, a hundred at a time, up to 3,000. */
  async list(path: string): Promise<readonly unknown[]> {
    const all: unknown[] = [];
    for (let page = 1; page <= MAXIMUM_PAGES; page += 1) {
      const answer = await this.ask("GET", `${path}${path.includes("?") ? "&" : "?"}per_page=${PAGE}&page=${page}`);
      if (!Array.isArray(answer)) throw new CountersignError("internal", "the forge's answer is no list", { path });
      all.push(...(answer as unknown[]));
      if (answer.length < PAGE) break;
    }
    return all;
  }
}

async function textOf(response: Response, path: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk as Uint8Array);
    length += (chunk as Uint8Array).length;
    if (length > MAXIMUM_ANSWER) throw new CountersignError("internal", `the forge's answer is longer than ${MAXIMUM_ANSWER} bytes`, { path });
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** fetch says only that it failed; what failed is its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== "" ? `${error.message}: ${error.cause.message}` : error.message;
}

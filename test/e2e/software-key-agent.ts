/**
 * An ssh-agent that holds one security key made in software, as password managers' agents hold theirs: OpenSSH asks it over the socket
 * and can't tell. It speaks what `ssh-keygen -Y sign` needs of the protocol (draft-ietf-sshm-ssh-agent: lists keys, signs).
 */
import { createServer, type Server, type Socket } from "node:net";
import type { SoftwareSecurityKey } from "../unit/ledger/ssh/security-key";

const REQUEST_IDENTITIES = 11;
const IDENTITIES_ANSWER = 12;
const SIGN_REQUEST = 13;
const SIGN_RESPONSE = 14;
const FAILURE = 5;

export class SoftwareKeyAgent {
  /** The flags byte of the next signatures: 1 touched, 4 pin checked. */
  flags = 1;
  private constructor(
    private readonly server: Server,
    readonly socket: string,
  ) {}

  static async listen(socket: string, key: SoftwareSecurityKey): Promise<SoftwareKeyAgent> {
    const server = createServer();
    const agent = new SoftwareKeyAgent(server, socket);
    server.on("connection", (connection) => serve(connection, (request) => agent.answer(key, request)));
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    return agent;
  }

  close(): void {
    this.server.close();
  }

  private answer(key: SoftwareSecurityKey, request: Buffer): Buffer {
    if (request[0] === REQUEST_IDENTITIES) return Buffer.concat([Buffer.from([IDENTITIES_ANSWER, 0, 0, 0, 1]), framed(key.blob), framed(Buffer.from("in software"))]);
    if (request[0] !== SIGN_REQUEST) return Buffer.from([FAILURE]);
    const blobLength = request.readUInt32BE(1);
    const dataLength = request.readUInt32BE(5 + blobLength);
    const data = request.subarray(9 + blobLength, 9 + blobLength + dataLength);
    return Buffer.concat([Buffer.from([SIGN_RESPONSE]), framed(key.signData(data, this.flags))]);
  }
}

function serve(connection: Socket, answer: (request: Buffer) => Buffer): void {
  let waiting = Buffer.alloc(0);
  connection.on("error", () => connection.destroy());
  connection.on("data", (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= 4 && waiting.length >= 4 + waiting.readUInt32BE(0)) {
      const length = waiting.readUInt32BE(0);
      connection.write(framed(answer(waiting.subarray(4, 4 + length))));
      waiting = waiting.subarray(4 + length);
    }
  });
}

function framed(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Composition root of the engine process: one session, served as JSON-RPC over standard input and output. */
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { EngineServer } from "./server";

const connection = createMessageConnection(new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout));
const server = new EngineServer(connection);
connection.onClose(() => {
  server.dispose();
  process.exit(0);
});
process.on("disconnect", () => process.exit(0));
connection.listen();

import { createServer, type Socket } from "node:net";

export interface RawServer {
  /** Without a slash at its end. */
  readonly at: string;
  /** Request lines, in their order. */
  readonly asked: readonly string[];
  close(): void;
}

/**
 * A server on loopback that answers each request with bytes (Latin 1; `PORT` is its port) as `answer` has them for its
 * path, and the connection stays open behind them where `open` says so.
 */
export function serveRaw(answer: (path: string) => string, open = false): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const asked: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
    socket.once("data", (request) => {
      const [line = ""] = request.toString("latin1").split("\r\n", 1);
      asked.push(line);
      const address = server.address();
      const port = typeof address === "object" && address !== null ? String(address.port) : "";
      socket.write(Buffer.from(answer(line.split(" ")[1] ?? "").replaceAll("PORT", port), "latin1"));
      if (!open) socket.end();
    });
  });
  return new Promise((resolve) => {
    server.listen(0, "localhost", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      resolve({
        at: `http://localhost:${port}`,
        asked,
        close() {
          server.close();
          for (const socket of sockets) socket.destroy();
        },
      });
    });
  });
}

import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import type { Socket } from "node:net";
import type { TlsIdentity } from "../tls/authority.ts";
import type { TlsTrouble } from "../tls/trouble.ts";

export interface ServerOptions {
  readonly handler: RequestListener;
  readonly tls: Pick<TlsIdentity, "key" | "certificate"> | null;
  readonly trouble: TlsTrouble;
}

/** SPs keep their connections to an IdP open: an early end from our side would look like a fault of theirs. */
const KEPT_MS = 75_000;

/** What https needs is loaded where it is spoken. */
export async function createIdpServer({ handler, tls, trouble }: ServerOptions): Promise<Server> {
  if (tls === null) return createServer({ keepAliveTimeout: KEPT_MS }, handler);
  const { createServer: createTlsServer } = await import("node:https");
  const server = createTlsServer({ keepAliveTimeout: KEPT_MS, key: tls.key, cert: tls.certificate }, handler);
  const asking = new Set<string>();
  server.on("request", ({ socket }) => asking.add(peerOf(socket)));
  server.on("tlsClientError", (error: Error & { readonly code?: string }, socket) => {
    trouble.failed(error.code ?? "");
    socket.destroy();
  });
  const agreed = new Map<string, number>();
  server.on("secureConnection", (socket) => agreed.set(peerOf(socket), Date.now()));
  // Some clients say nothing, and just end the connection. The handshake's own events do not tell that from a probe.
  server.on("connection", (socket: Socket) => {
    const at = Date.now();
    const peer = peerOf(socket);
    socket.once("close", () => {
      if (!asking.delete(peer) && socket.bytesRead > 0) trouble.leftUnasked(at, agreed.get(peer));
      agreed.delete(peer);
    });
  });
  return server;
}

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

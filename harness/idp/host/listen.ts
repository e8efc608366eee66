import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import { JitterbugError } from "../../errors.ts";
import { isLoopback } from "../../loopback.ts";
import { portHolder } from "../../ports.ts";

export interface Listening {
  /** `http://127.0.0.1:9400`. */
  readonly origin: string;
  /** Ends the server and every connection at once. */
  close(): Promise<void>;
}

/**
 * Listens on a loopback host. The name `localhost` (and any below it) is served on 127.0.0.1 and on ::1, because which of the two a
 * client tries is its own choice; an address is served as it stands.
 * @param listen `host:port`; port 0 picks a free one.
 * @throws JitterbugError ERR_USAGE, ERR_REMOTE_HOST, ERR_PORT_TAKEN
 */
export async function listenOnLoopback(listen: string, handler: RequestListener): Promise<Listening> {
  const { host, port } = parseListen(listen);
  const addresses = host.endsWith("localhost") ? ["127.0.0.1", "::1"] : [host.replace(/^\[|\]$/g, "")];
  const servers = port === 0 ? await onFreePort(addresses, handler) : await onPort(addresses, port, handler);
  const bound = portOf(servers[0]);
  return {
    origin: `http://${host}:${bound}`,
    async close() {
      await Promise.all(servers.map(end));
    },
  };
}

function parseListen(listen: string): { readonly host: string; readonly port: number } {
  const [, host, digits] = /^(\[[0-9a-f:.]+\]|[^:/\s]+):(\d{1,5})$/i.exec(listen) ?? [];
  const port = Number(digits);
  if (host === undefined || port > 65_535) {
    throw new JitterbugError("ERR_USAGE", `the IdPs can not listen on ${JSON.stringify(listen)}`, {
      hint: 'Write a host and a port, as in "127.0.0.1:9400"; port 0 picks a free one.',
    });
  }
  if (!isLoopback(host)) {
    throw new JitterbugError("ERR_REMOTE_HOST", `the IdPs would be reachable from other machines on ${host}`, {
      hint: "They sign anybody in as anybody: listen on 127.0.0.1, [::1] or localhost.",
    });
  }
  return { host: host.toLowerCase(), port };
}

/** A port that is free on the first address may be taken on the second one: then another is tried. */
async function onFreePort(addresses: readonly string[], handler: RequestListener): Promise<readonly Server[]> {
  for (let attempt = 0; ; attempt++) {
    const first = await bind(addresses[0] ?? "127.0.0.1", 0, handler);
    try {
      return [first, ...(await onPort(addresses.slice(1), portOf(first), handler, true))];
    } catch (error) {
      await end(first);
      if (attempt === 9) throw error;
    }
  }
}

async function onPort(
  addresses: readonly string[],
  port: number,
  handler: RequestListener,
  others = false,
): Promise<readonly Server[]> {
  const servers: Server[] = [];
  for (const address of addresses) {
    try {
      servers.push(await bind(address, port, handler));
    } catch (error) {
      const optional = others || servers.length > 0;
      if (optional && isMissingFamily(error)) continue;
      await Promise.all(servers.map(end));
      throw await explain(error, address, port);
    }
  }
  return servers;
}

function bind(address: string, port: number, handler: RequestListener): Promise<Server> {
  // SPs keep their connections to an IdP open: an early end from our side would look like a fault of theirs.
  const server = createServer({ keepAliveTimeout: 75_000 }, handler);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: address, port, exclusive: true, ipv6Only: address.includes(":") }, () => {
      server.off("error", reject);
      resolve(server);
    });
  });
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function portOf(server: Server | undefined): number {
  const address = server?.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** The machine has no IPv6. */
function isMissingFamily(error: unknown): boolean {
  return ["EADDRNOTAVAIL", "EAFNOSUPPORT"].includes(codeOf(error));
}

async function explain(error: unknown, address: string, port: number): Promise<JitterbugError> {
  if (codeOf(error) === "EADDRINUSE") {
    const holder = await portHolder(port);
    const named = holder === null ? "another process" : `${holder.command} (process ${holder.pid})`;
    return new JitterbugError("ERR_PORT_TAKEN", `port ${port} is held by ${named}`, {
      hint: "End that process, or let the IdPs listen on another port (`idps.listen` in the target file).",
      cause: error,
    });
  }
  return new JitterbugError("ERR_USAGE", `the IdPs can not listen on ${address}, port ${port}: ${codeOf(error)}`, {
    hint: 'Choose another address or port (`idps.listen` in the target file), as in "127.0.0.1:9400".',
    cause: error,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

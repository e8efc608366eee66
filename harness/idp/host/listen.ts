import type { Server } from "node:http";
import { isIP } from "node:net";
import { JitterbugError } from "../../errors.ts";
import { isLoopback } from "../../loopback.ts";
import { portHolder } from "../../ports.ts";
import { createIdpServer, type ServerOptions } from "./server.ts";

export interface Listening {
  /** As it was asked for: a name or an address. */
  readonly host: string;
  readonly port: number;
  /** The first IP address. */
  readonly address: string;
  /** Ends the server and every connection at once. */
  close(): Promise<void>;
}

/**
 * Listens on a loopback host. The name `localhost` (and any below it) is served on 127.0.0.1 and on ::1, because which of the two a
 * client tries is its own choice; an address is served as it stands.
 * @param listen `host:port`; port 0 picks a free one.
 * @param also further IP addresses of this machine, which must all be had.
 * @throws JitterbugError ERR_USAGE, ERR_REMOTE_HOST, ERR_PORT_TAKEN
 */
export async function listenOnLoopback(
  listen: string,
  options: ServerOptions,
  also: readonly string[] = [],
): Promise<Listening> {
  const { host, port } = parseListen(listen);
  requireAddresses(also);
  const loopback = host.endsWith("localhost") ? ["127.0.0.1", "::1"] : [host.replace(/^\[|\]$/g, "")];
  const addresses = { loopback, also };
  const servers = port === 0 ? await onFreePort(addresses, options) : await bindEach(addresses, 0, port, options);
  return {
    host,
    port: portOf(servers[0]),
    address: loopback[0] ?? host,
    async close() {
      await Promise.all(servers.map(end));
    },
  };
}

export function parseListen(listen: string): { readonly host: string; readonly port: number } {
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

/** Every address of the machine at once is what nobody may ask for. */
function requireAddresses(also: readonly string[]): void {
  const odd = also.find((address) => isIP(address) === 0 || /^[0.:]+$/.test(address));
  if (odd === undefined) return;
  throw new JitterbugError("ERR_REMOTE_HOST", `the IdPs would be reachable from other machines on ${odd}`, {
    hint: "They sign anybody in as anybody: beside loopback they listen on single addresses of this machine only.",
  });
}

interface Addresses {
  readonly loopback: readonly string[];
  readonly also: readonly string[];
}

/** A port that is free on the first address may be taken on another one: then another is tried. */
async function onFreePort(addresses: Addresses, options: ServerOptions): Promise<readonly Server[]> {
  for (let attempt = 0; ; attempt++) {
    const first = await bind(addresses.loopback[0] ?? "127.0.0.1", 0, options);
    try {
      return [first, ...(await bindEach(addresses, 1, portOf(first), options))];
    } catch (error) {
      await end(first);
      if (attempt === 9 || !(error instanceof JitterbugError) || error.code !== "ERR_PORT_TAKEN") throw error;
    }
  }
}

/** Binds the addresses from `start` on. A loopback address beside the first one may be missing on this machine. */
async function bindEach(
  { loopback, also }: Addresses,
  start: number,
  port: number,
  options: ServerOptions,
): Promise<readonly Server[]> {
  const servers: Server[] = [];
  for (const [at, address] of [...loopback, ...also].entries()) {
    if (at < start) continue;
    try {
      servers.push(await bind(address, port, options));
    } catch (error) {
      if (at > 0 && at < loopback.length && isMissingFamily(error)) continue;
      await Promise.all(servers.map(end));
      throw await explain(error, address, port);
    }
  }
  return servers;
}

async function bind(address: string, port: number, options: ServerOptions): Promise<Server> {
  const server = await createIdpServer(options);
  return await new Promise((resolve, reject) => {
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

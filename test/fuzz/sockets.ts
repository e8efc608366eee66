import { channel } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { afterAll, beforeAll } from "vitest";

/** Where each socket of this process led, as Node tells it, whatever opened it: names looked up, and addresses. */
export interface Led {
  readonly names: string[];
  readonly addresses: string[];
}

/** Watches over the tests of a file. */
export function watchSockets(): Led {
  const led: Led = { names: [], addresses: [] };
  const watch = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket };
    socket.on("lookup", (_error, address, _family, host) => led.names.push(`${host} ${address}`));
    socket.on("connectionAttempt", (ip) => led.addresses.push(ip));
  };
  const opened = channel("net.client.socket");
  beforeAll(() => opened.subscribe(watch));
  afterAll(() => opened.unsubscribe(watch));
  return led;
}

/** Loopback alone, written without what the kit uses for it. */
export function isHome(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}

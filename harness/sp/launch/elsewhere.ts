import type { Fix } from "../../errors.ts";
import { portOf } from "../../loopback.ts";
import { portHolder } from "../../ports.ts";
import type { Start, Target } from "../../scenario/model/index.ts";
import { RequestFailed, type KitClient } from "../request.ts";
import type { Child } from "./child.ts";

/** Where an SP answers that was waited for in vain. */
export interface Elsewhere {
  readonly message: string;
  readonly hint: string;
  readonly fix?: Fix;
}

/** As servers tell where they listen: `Local: http://localhost:5173/`, `Listening on 0.0.0.0:8080`. */
const ADDRESS = /(?<![\w.])(?:(https?):\/\/)?(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):(\d{2,5})\b/g;
const MOST_ADDRESSES = 8;
const PATIENCE_MS = 2_000;

/**
 * Looks where a process that runs and is not ready answers instead: to a plain request at base_url, or at an address
 * that it printed. What is to be written is known for sure where the process that listens there is the SP's own.
 */
export async function findElsewhere(
  { base_url, file }: Target,
  { ready }: Start,
  child: Child,
  client: KitClient,
): Promise<Elsewhere | null> {
  const line = "request" in ready ? ready.request : { method: "GET" as const, target: "/" };
  const home = "log" in ready ? null : await statusOf(client, line.method, new URL(line.target, `${base_url}/`).href);
  // A request that is there and says "not yet" is believed.
  const isWrong = "log" in ready || home === 404 || home === 405;
  if (isWrong && (await answers(client, "GET", `${base_url}/`))) {
    return {
      message: "it answers GET /",
      hint: `write ready: GET / (start of ${file}), or the request that it answers below 400 once it is up`,
      fix: { path: ["start", "ready"], value: "GET /" },
    };
  }
  for (const origin of addressesIn(child.output.last(200), base_url)) {
    if (!(await answers(client, line.method, new URL(line.target, `${origin}/`).href))) continue;
    const own = new URL(base_url);
    const value = `${origin}${own.pathname.replace(/\/+$/, "")}`;
    const holder = await portHolder(portOf(new URL(origin))).catch(() => null);
    return {
      message: `it answers at ${origin}, which it printed`,
      hint: `write base_url: ${value} (${file}), or have the SP listen at ${own.host}: give it the port in start.env or its command`,
      ...(holder !== null && child.started(holder.pid) ? { fix: { path: ["base_url"], value } } : {}),
    };
  }
  return null;
}

/** Addresses of this machine beside base_url's own, the last that was printed first. */
function addressesIn(output: string, base_url: string): readonly string[] {
  const { protocol, port } = new URL(base_url);
  const found = [...output.matchAll(ADDRESS)].map(([, scheme, host = "", at = ""]) => {
    const name = /^(?:0\.0\.0\.0|\[::\])$/.test(host) ? "localhost" : host;
    return { origin: `${scheme ?? protocol.replace(":", "")}://${name}:${at}`, port: at };
  });
  const others = found.filter((one) => one.port !== port && Number(one.port) <= 65_535).map(({ origin }) => origin);
  return [...new Set(others.toReversed())].slice(0, MOST_ADDRESSES);
}

async function answers(client: KitClient, method: string, url: string): Promise<boolean> {
  return ((await statusOf(client, method, url)) ?? 599) < 400;
}

async function statusOf(client: KitClient, method: string, url: string): Promise<number | null> {
  try {
    return (await client.send({ method, url, timeoutMs: PATIENCE_MS })).status;
  } catch (error) {
    if (error instanceof RequestFailed) return null;
    throw error;
  }
}

import { isIP } from "node:net";
import type * as Testcontainers from "testcontainers";
import { JitterbugError } from "../../errors.ts";
import { isLoopback } from "../../loopback.ts";
import { loadPeer } from "../../peers.ts";
import { isOwnAddress } from "./own-address.ts";

/**
 * The container engine of this machine, as testcontainers finds it: DOCKER_HOST, the usual sockets, Podman, Colima,
 * Docker Desktop.
 */
export type Engine = Testcontainers.ContainerRuntimeClient;

/** Throws ERR_MISSING_PACKAGE, ERR_CONTAINER. */
export async function connectEngine(): Promise<Engine> {
  const engine = await find(await library());
  // In a container (which some machines only look like) the library names the gateway: the engine's own machine has it.
  const { host } = engine.info.containerRuntime;
  if (isLoopback(host) || (isIP(host) !== 0 && (await isOwnAddress(host)))) return engine;
  throw new JitterbugError("ERR_CONTAINER", `the container engine is on another machine (${host})`, {
    hint: "run the kit where the engine is: the browser, the SP and the IdPs speak over its loopback addresses",
  });
}

function library(): Promise<typeof Testcontainers> {
  return loadPeer("testcontainers", "an SP in a container", () => import("testcontainers"));
}

async function find({ getContainerRuntimeClient }: typeof Testcontainers): Promise<Engine> {
  try {
    return await getContainerRuntimeClient();
  } catch (error) {
    throw new JitterbugError("ERR_CONTAINER", "no container engine answers", {
      hint: "start Docker or Podman, and see that `docker info` works for your user; DOCKER_HOST says where it is elsewhere",
      cause: error,
    });
  }
}

/** What the engine says of a request that it did not grant; null where it is not the engine that speaks. */
export function refusalOf(error: unknown): { readonly status: number; readonly message: string } | null {
  if (!(error instanceof Error) || !("statusCode" in error) || typeof error.statusCode !== "number") return null;
  const told = "json" in error && hasMessage(error.json) ? error.json.message : error.message;
  return { status: error.statusCode, message: told.replace(/\s+/g, " ").trim() };
}

function hasMessage(value: unknown): value is { readonly message: string } {
  return typeof value === "object" && value !== null && "message" in value && typeof value.message === "string";
}

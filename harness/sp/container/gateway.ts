import { connectEngine, type Engine } from "./engine.ts";
import { isOwnAddress } from "./own-address.ts";

/**
 * The address under which containers of a network reach this machine, where it is one of this machine's own (an engine
 * on Linux): a server must listen there. Null where the engine leads them to this machine's loopback (Docker Desktop).
 */
export async function gatewayOf(engine: Engine, network: string): Promise<string | null> {
  const { IPAM } = await engine.network.getById(network).inspect();
  for (const { Gateway, Subnet } of IPAM?.Config ?? []) {
    // Older engines do not tell the gateway of their default network, which is the first address of it.
    const address = Gateway ?? Subnet?.replace(/\.0\/\d+$/, ".1");
    if (address !== undefined && (await isOwnAddress(address))) return address;
  }
  return null;
}

/** The same for containers that somebody else starts: where the engine's `host-gateway` leads. Throws as `connectEngine`. */
export async function hostGateway(): Promise<string | null> {
  return gatewayOf(await connectEngine(), "bridge");
}

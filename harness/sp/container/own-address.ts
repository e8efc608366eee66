import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Whether an IP address is one of this machine's own. By listening there: a bridge to which nothing is connected yet is
 * not in the list of interfaces.
 */
export async function isOwnAddress(host: string): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen({ host, port: 0 }), "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

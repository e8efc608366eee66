/** Names with addresses of their own, written as curl's `--resolve` takes them: `sp.test:8443:127.0.0.1`. */
import { isIP } from "node:net";
import { isLoopback } from "../loopback.ts";
import type { Resolution } from "./model/index.ts";

/** The port may be a template. */
const WRITTEN = /^([^:\s[\]]+):(\d{1,5}|\{\{\s*port\s*\}\}):(?:\[([0-9a-f:.]+)\]|([^\s[\]]+))$/i;

/** What is wrong with a text, and what to write instead. */
export interface Unresolvable {
  readonly message: string;
  readonly hint: string;
}

export function parseResolution(text: string): Resolution | Unresolvable {
  const [, host = "", port = "", bracketed, plain] = WRITTEN.exec(text) ?? [];
  const address = bracketed ?? plain ?? "";
  const hint = 'Write host, port and IP address, as in "sp.test:8443:127.0.0.1".';
  if (host === "" || isIP(address) === 0 || Number(port) > 65_535) {
    return { message: "must be `host:port:address`, not %", hint };
  }
  const url = URL.parse(`http://${host}`);
  if (url === null || host.includes("*")) return { message: "must name one host, not %", hint };
  if (isIP(url.hostname) !== 0 || isLoopback(url.hostname))
    return { message: "must name a host that is not found without it, not %", hint };
  return { name: `${url.hostname}:${port.startsWith("{") ? "{{port}}" : Number(port)}`, address };
}

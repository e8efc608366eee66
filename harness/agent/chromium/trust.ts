import { createHash, X509Certificate } from "node:crypto";
import { connect, rootCertificates } from "node:tls";
import { hostPort, portOf, type Resolve } from "../../loopback.ts";
import { lookupFor } from "../../reach.ts";

/** An SP that does not answer is told of when somebody goes there. */
const PATIENCE_MS = 10_000;

export interface TrustOptions {
  /** PEM of further certificate authorities. */
  readonly ca?: string;
  /** https origins whose certificates those may have signed. */
  readonly origins?: readonly string[];
  readonly resolve?: Resolve;
  /** Milliseconds within which they show them. */
  readonly requestTimeoutMs?: number;
}

/**
 * Chromium takes no authority from its command line, but the keys of certificates that it shall not complain about.
 * Such are the authorities' own, for servers that send them along; and those of the servers that are asked for theirs
 * here, and for whose names the authorities vouch.
 */
export async function trust({
  ca,
  origins = [],
  resolve = new Map(),
  requestTimeoutMs = PATIENCE_MS,
}: TrustOptions): Promise<readonly string[]> {
  const pems = ca?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (ca === undefined || pems.length === 0) return [];
  const secure = [...new Set(origins)].map((origin) => new URL(origin)).filter(({ protocol }) => protocol === "https:");
  const servers = await Promise.all(secure.map((origin) => serverCertificate(origin, ca, resolve, requestTimeoutMs)));
  const certificates = [...pems.map((pem) => new X509Certificate(pem)), ...servers].filter((one) => one !== null);
  return [`--ignore-certificate-errors-spki-list=${[...new Set(certificates.map(keyHash))].join(",")}`];
}

/** What a server shows, verified as every other client would; null where it does not convince. */
function serverCertificate(
  origin: URL,
  ca: string,
  resolve: Resolve,
  timeout: number,
): Promise<X509Certificate | null> {
  const name = origin.hostname.replace(/^\[|\]$/g, "");
  const host = resolve.get(hostPort(origin)) ?? name;
  return new Promise((settle) => {
    const end = (found: X509Certificate | null) => {
      settle(found);
      socket.destroy();
    };
    const options = {
      host,
      port: portOf(origin),
      ca: [...rootCertificates, ca],
      timeout,
      lookup: lookupFor(origin, resolve),
    };
    // An address is no server name (RFC 6066 section 3); what is checked then is the address itself.
    const socket = connect(/^[\d.]+$|:/.test(name) ? options : { ...options, servername: name });
    socket.once("secureConnect", () => end(socket.getPeerX509Certificate() ?? null));
    socket.once("timeout", () => end(null));
    socket.once("error", () => end(null));
  });
}

function keyHash({ publicKey }: X509Certificate): string {
  return createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("base64");
}

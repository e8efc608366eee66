import type { RequestListener } from "node:http";
import type { Resolve } from "../../loopback.ts";
import type { IdpsOptions, TrustedAuthority } from "../port.ts";
import { ownIdentity, type TlsIdentity } from "../tls/authority.ts";
import type { TlsTrouble } from "../tls/trouble.ts";
import { listenOnLoopback, parseListen } from "./listen.ts";
import { defaultListen, publicHost, publicOrigin } from "./origin.ts";

/** Where the IdPs are, for everybody. */
export interface Place {
  /** Without a slash at the end. */
  readonly origin: string;
  readonly resolve: Resolve;
  readonly ca: TrustedAuthority | null;
  close(): Promise<void>;
}

/**
 * Opens the one server of all IdPs, by http or by https. What was opened is closed again where the rest can not be.
 * @throws JitterbugError ERR_USAGE, ERR_REMOTE_HOST, ERR_PORT_TAKEN, ERR_STATE
 */
export async function openPlace(options: IdpsOptions, handler: RequestListener, trouble: TlsTrouble): Promise<Place> {
  const { url, also, tls } = options;
  const listen = options.listen ?? defaultListen(url);
  const hosts = [...publicHost(url), parseListen(listen).host];
  const identity = tls === undefined ? null : tls === true ? await ownIdentity(hosts, options.stateDir) : theirs(tls);
  const closing: (() => Promise<void>)[] = [async () => identity?.close()];
  const close = async () => {
    for (let end = closing.pop(); end !== undefined; end = closing.pop()) await end();
  };
  try {
    const listening = await listenOnLoopback(listen, { handler, tls: identity, trouble }, also);
    closing.push(() => listening.close());
    return { ...publicOrigin(url, listening, identity !== null), ca: identity?.ca ?? null, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function theirs(tls: Exclude<IdpsOptions["tls"], true | undefined>): TlsIdentity {
  return { ...tls, close: () => Promise.resolve() };
}

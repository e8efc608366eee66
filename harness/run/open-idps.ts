import { defined } from "../defined.ts";
import { startIdps } from "../idp/index.ts";
import type { ConnectionSpec, Idps, IdpsOptions } from "../idp/port.ts";
import { freePort } from "../ports.ts";
import type { Target } from "../scenario/model/index.ts";
import { bindBase } from "../sp/bind.ts";
import { certificates } from "../sp/index.ts";
import { HOST_NAME } from "../sp/container/host-name.ts";
import { specOf } from "./specs.ts";
import type { Teardown } from "./teardown.ts";

/** The IdPs' one address for the person's browser, here, and for an SP in a container. */
export function placeFor(
  { idps }: Target,
  network: { readonly gateway: string | null } | undefined,
): Pick<IdpsOptions, "also" | "url"> {
  if (network === undefined) return {};
  const scheme = idps.tls === undefined ? "http" : "https";
  return {
    url: idps.url ?? `${scheme}://${HOST_NAME}:0`,
    ...(network.gateway === null ? {} : { also: [network.gateway] }),
  };
}

/** Only the IdPs of a target, for developing an SP against them. */
export async function openIdps(
  target: Target,
  options: { readonly stateDir: string | null; readonly allowRemote?: readonly string[] },
  wire: Pick<IdpsOptions, "onExchange" | "onIssue" | "nextExchangeId" | "also" | "url" | "session" | "onLogout">,
  teardown: Teardown,
): Promise<Idps> {
  const { listen, url, tls } = target.idps;
  const connections = target.connections.map((connection) => specOf(target, connection, options.allowRemote ?? []));
  const idps = await startIdps({
    ...defined({ listen, url, tls, trusted: connections.some(isCalledByHttps) ? certificates(target).ca : undefined }),
    connections,
    answerMs: target.limits.answer * 1_000,
    stateDir: options.stateDir,
    ...wire,
  });
  teardown.add(() => idps.close());
  return idps;
}

/** Nobody else's authority is read. */
function isCalledByHttps(spec: ConnectionSpec): boolean {
  return spec.protocol === "oidc" && URL.parse(spec.backchannel_logout?.at ?? "")?.protocol === "https:";
}

/** Whether the IdPs keep sessions, where people click for themselves. */
export function keptSessions({ idps: { session } }: Target): Pick<IdpsOptions, "session"> {
  return defined({ session });
}

/** A base_url with `{{port}}` gets a free one, so that two runs at once do not meet. */
export async function bound(target: Target): Promise<{ readonly target: Target; readonly port: string }> {
  const port = target.base_url.includes("{{port}}") ? String(await freePort()) : new URL(target.base_url).port;
  return { target: bindBase(target, { port }), port };
}

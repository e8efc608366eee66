import { AsyncLocalStorage } from "node:async_hooks";
import type Provider from "oidc-provider";
import { messageOf } from "../../../errors.ts";
import { isLoopback } from "../../../loopback.ts";
import type { OidcSpec, ToldSp } from "../../port.ts";
import type { SpSession } from "./sessions.ts";

interface LogoutClient {
  /** The library's: makes the logout token, sends it, and gives up after 2.5 s. Throws where the answer is neither 200 nor 204. */
  backchannelLogout(subject: string | undefined, sid: string | undefined): Promise<void>;
}

/**
 * Tells clients by the back channel that sessions have ended (OpenID Connect Back-Channel Logout 1.0, 2.5): one logout
 * token for each session where the client asks for that, else one for each person; each once, whatever comes of it.
 */
export async function tellClients(
  provider: Provider,
  specs: readonly OidcSpec[],
  ended: readonly SpSession[],
  delivered: (key: string) => void,
): Promise<readonly ToldSp[]> {
  const due = specs.flatMap((spec) => {
    const { backchannel_logout: address, client_id } = spec;
    if (address === undefined) return [];
    const theirs = ended.filter((session) => session.client_id === client_id);
    const named = new Map(theirs.map((one) => [address.session ? one.sid : one.subject, one]));
    return [...named.values()].map((session) => ({ spec, session, uri: address.at }));
  });
  return await Promise.all(
    due.map(async ({ spec: { name, client_id }, session, uri }) => {
      const told = await WHOM.run(session.key, () => problemOf(provider, session, uri));
      if (told.answered) delivered(session.key);
      return { connection: name, client_id, uri, ...told };
    }),
  );
}

/** The library makes the token from the subject alone, which two people may share. */
const WHOM = new AsyncLocalStorage<string>();

/** The key of whom the logout token is about that is being made. */
export function aboutWhom(): string | undefined {
  return WHOM.getStore();
}

async function problemOf(
  provider: Provider,
  { client_id, subject, sid }: SpSession,
  uri: string,
): Promise<Pick<ToldSp, "answered" | "problem">> {
  const untold = (problem: string) => ({ answered: false, problem });
  if (!isLoopback(URL.parse(uri)?.hostname ?? "")) return untold("it is not on this machine, and nobody else is told");
  if (subject === undefined && sid === undefined)
    return untold("neither the person nor the session has a name to tell");
  try {
    const client = (await provider.Client.find(client_id)) as unknown as LogoutClient;
    await client.backchannelLogout(subject, sid);
    return { answered: true };
  } catch (error) {
    const { cause } = error instanceof Error ? error : {};
    const problem = cause === undefined ? messageOf(error) : `${messageOf(error)}: ${messageOf(cause)}`;
    return { answered: error instanceof Error && "response" in error, problem };
  }
}

/** The pages that end sessions in the person's browser (OpenID Connect Front-Channel Logout 1.0, 2). */
export function framesFor(specs: readonly OidcSpec[], ended: readonly SpSession[], issuer: string): readonly string[] {
  const addresses = ended.flatMap(({ client_id, sid }) => {
    const address = specs.find((spec) => spec.client_id === client_id)?.frontchannel_logout;
    if (address === undefined) return [];
    const url = new URL(address.at);
    if (address.session && sid !== undefined) {
      url.searchParams.set("iss", issuer);
      url.searchParams.set("sid", sid);
    }
    return [url.href];
  });
  return [...new Set(addresses)];
}

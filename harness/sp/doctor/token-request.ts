import type { Exchange } from "../../observe/exchange.ts";
import type { Connection } from "../../scenario/model/index.ts";
import type { Mismatch } from "./connection.ts";

type ClientAuth = "basic" | "post" | "none";

const METHOD = { basic: "client_secret_basic", post: "client_secret_post", none: "no secret" } as const;

/**
 * Where the IdP did not take the SP for its client (RFC 6749, 5.2): whether the SP shows its secret in another way than
 * the connection declares (2.3.1), or another secret.
 */
export function compareToken(exchanges: readonly Exchange[], connection: Connection): Mismatch | null {
  if (connection.protocol !== "oidc") return null;
  const { client_auth, place, name } = connection;
  const refused = exchanges.find(
    ({ by, request, response }) => by === "sp" && response?.status === 401 && request.url.endsWith("/token"),
  );
  if (refused === undefined) return null;
  const sent = methodOf(refused);
  const at = `${place.file}:${place.line}`;
  if (sent === client_auth) {
    return {
      message: "the IdP does not take the SP for its client: the SP sends another client_id or another secret",
      hint: `enter at the SP what \`jitterbug idp --print --show-secrets\` prints for ${name}, or write its own into client_id and client_secret (${at})`,
    };
  }
  return {
    message: `the SP authenticates to the IdP with ${METHOD[sent]}, and the connection's client_auth is ${client_auth} (${METHOD[client_auth]})`,
    hint: `write client_auth: ${sent} (${at}), or configure the SP's client for ${METHOD[client_auth]}`,
    // Without a secret it may be the secret that is missing.
    ...(sent === "none" ? {} : { fix: { path: ["connections", name, "client_auth"], value: sent } }),
  };
}

function methodOf({ request }: Exchange): ClientAuth {
  const header = request.headers["authorization"];
  if (typeof header === "string" && /^basic /i.test(header)) return "basic";
  return /(?:^|&)client_secret=/.test(request.body ?? "") ? "post" : "none";
}

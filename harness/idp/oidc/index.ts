import express from "express";
import type { Request } from "express";
import { elsewhere } from "../elsewhere.ts";
import type { HostServices, MountedIdp, SigningKey } from "../mount.ts";
import type { Logout, OidcFacts, OidcSpec } from "../port.ts";
import { createStore } from "./adapter.ts";
import { clientOf, Clients, type Client } from "./clients.ts";
import { loginRoutes } from "./login.ts";
import { Lent } from "./lent.ts";
import { Logouts } from "./logout/logouts.ts";
import { logoutRoutes, SIGN_OUT, SIGNED_OUT } from "./logout/routes.ts";
import { SpSessions } from "./logout/sessions.ts";
import { overageRoute } from "./overage.ts";
import { DISCOVERY, placeOf, type Place } from "./place.ts";
import { presentedTokens } from "./presented.ts";
import { createProvider } from "./provider.ts";
import { pushedRequests } from "./pushed.ts";

const PORTAL = "/portal";

/**
 * The mock OpenID Provider of one connection: authorization code flow, with or without PKCE (S256). The issuer is
 * `host.base`, and what the profile sets below it. Keys and the provider are made at the first request, until which
 * other connections may join as further clients of the issuer.
 */
export function mountOidc(spec: OidcSpec, host: HostServices): MountedIdp {
  const place = placeOf(spec, host);
  const { routes } = place;
  const first = clientOf(spec, host);
  const clients: [Client, ...Client[]] = [first];
  const specs = () => clients.map(({ spec: each }) => each);
  const sessions = new SpSessions(specs);
  const lent = new Lent();
  const store = createStore({ sessions: host.keepsSessions });
  const key = () => host.keys.signingKey("signing", spec.signing_alg);
  const built = once(async () => {
    const rsa = spec.signing_alg === "RS256" ? null : await host.keys.signingKey("signing", "RS256");
    const signing = await key();
    const parts = { key: signing, issuer: place.issuer, sessions };
    const provider = await createProvider(new Clients(clients, parts), place, { key: signing, rsa, store, lent });
    return { provider, answer: provider.callback() };
  });
  const getProvider = async () => (await built()).provider;
  const canonicalHost = new URL(host.base).host;

  const router = express.Router();
  router.use(loginRoutes(first, () => clients, place, getProvider));
  const tampers = () => clients.map((client) => client.host.tampers);
  const loggingOut = { issuer: place.issuer, host, specs, sessions, getProvider, tampers };
  const logouts = new Logouts(loggingOut);
  router.use(logoutRoutes(loggingOut, logouts, routes.end_session, key));
  router.use(elsewhere(() => host.keys.signingKey("stranger", spec.signing_alg), spec.signing_alg));
  router.use(overageRoute(place, () => clients, getProvider));
  router.use(pushedRequests(place.shape));
  router.use(presentedTokens(() => clients, key));
  router.use(portal(first));
  router.post(routes.authorization, express.urlencoded({ extended: false }), (req, res, next) => {
    asGet(req, routes.authorization);
    // Another site's form brings no cookie that is `lax`, and a session is known by one; the next request brings it.
    if (host.keepsSessions) res.redirect(303, req.originalUrl);
    else next();
  });
  router.get(place.discovery, (req, _res, next) => {
    // The endpoints are told on the issuer's own origin, by whatever loopback name they are asked for.
    req.headers.host = canonicalHost;
    // Where the library looks for it; what the two differ in is where it takes itself to be mounted.
    req.url = DISCOVERY;
    req.originalUrl = req.baseUrl + DISCOVERY;
    next();
  });
  router.get(routes.jwks, async (_req, res, next) => {
    const more = host.signers.published();
    const isCrowded = host.signers.isCrowded();
    if (more.length === 0 && !isCrowded) return next();
    // The newest comes last: whoever takes the first key, whatever the token names, is the one who is asked.
    const own = await Promise.all(
      [...new Set([spec.signing_alg, "RS256" as const])].map((alg) => host.keys.signingKey("signing", alg)),
    );
    const alg = (jwk: SigningKey["publicJwk"]) => (jwk["kty"] === "RSA" ? "RS256" : "ES256");
    const keys = [...own, ...more].map(({ kid, publicJwk }) => ({
      ...publicJwk,
      kid,
      alg: alg(publicJwk),
      use: "sig",
    }));
    const odd = isCrowded ? oddKeys(await host.keys.signingKey("encryption", spec.signing_alg)) : [];
    res.type("application/jwk-set+json").json({ keys: [...odd, ...keys] });
  });
  router.use(async (req, res) => {
    const { answer } = await built();
    await answer(req, res);
  });
  const logout = async (person: string): Promise<Logout | null> => {
    const open = sessions.of(person);
    store.endSessions(person);
    if (open.length === 0) return null;
    const out = await logouts.end(open);
    const url = out.frames.length === 0 ? {} : { url: `${host.base}${SIGNED_OUT}/${logouts.keep(out)}` };
    return { told: out.told, ...url };
  };
  const lend = (uris: readonly string[]) => lent.take(uris);
  return {
    router,
    ...told(first, place),
    signedIn: () => new Map(sessions.people().map((person) => [person, signOutOf(person)])),
    logout,
    lend,
    join(other, theirs) {
      const client = clientOf(other, theirs);
      clients.push(client);
      return { router: portal(client), ...told(client, place), logout, lend };
    },
  };
}

/** What a key set may hold beside: RFC 7517, 4.2 and 5. */
function oddKeys({ kid, publicJwk }: SigningKey): readonly object[] {
  return [
    { kty: "example", kid: "of-a-type-that-nobody-knows", use: "sig", value: "AQAB" },
    { ...publicJwk, kid, use: "enc", "urn:example:member": { of: ["nobody"] } },
  ];
}

function signOutOf(person: string): string {
  return `${SIGN_OUT}?${new URLSearchParams({ person }).toString()}`;
}

/** What a connection says of itself, the issuer's own or another client of it. */
function told({ spec, host, secret }: Client, { issuer, routes, discovery }: Place): Omit<MountedIdp, "router"> {
  const addresses = {
    protocol: "oidc",
    name: spec.name,
    issuer,
    discovery_url: host.base + discovery,
    client_id: spec.client_id,
    authorization_endpoint: host.base + routes.authorization,
    token_endpoint: host.base + routes.token,
    userinfo_endpoint: host.base + routes.userinfo,
    jwks_uri: host.base + routes.jwks,
  } as const;
  return {
    portalPath: PORTAL,
    addresses,
    logoutAddress: host.base + routes.end_session,
    facts: async (): Promise<OidcFacts> => ({ ...addresses, client_secret: await secret() }),
    knownSp: () => Promise.resolve(null),
  };
}

function portal({ spec, host }: Client): express.Router {
  const router = express.Router();
  router.get(PORTAL, (_req, res) => {
    res.send(
      host.login.problem(
        "Start at the application",
        "OpenID Connect has no sign-in that the identity provider starts by itself. Open the application and sign in there.",
        [{ name: "Client ID", value: spec.client_id }],
      ),
    );
  });
  return router;
}

/**
 * An authorization request by POST (OpenID Connect Core 3.1.2.1) is answered as if its form were a query: the
 * library's own POST needs cookies that only https allows.
 */
function asGet(req: Request, path: string): void {
  const body: unknown = req.body;
  const fields = typeof body === "object" && body !== null ? Object.entries(body) : [];
  const query = new URLSearchParams(
    fields.flatMap(([name, value]) => [value].flat().map((each) => [name, String(each)])),
  );
  req.method = "GET";
  req.url = `${path}?${query.toString()}`;
  req.originalUrl = req.baseUrl + req.url;
}

/** Runs once and shares the result; a failure is not kept. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

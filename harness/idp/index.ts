import { JitterbugError } from "../errors.ts";
import { createApp } from "./host/app.ts";
import { createConnection } from "./host/connection.ts";
import type { Connection, ConnectionSurroundings, Mount } from "./host/connection.ts";
import { Barriers, comer } from "./host/barriers.ts";
import { Desk } from "./host/desk.ts";
import { Outages } from "./host/outages.ts";
import { openPlace } from "./host/place.ts";
import { KEPT_PATH } from "./host/send-on.ts";
import { Tap } from "./host/tap.ts";
import { probeState } from "./state/probe.ts";
import { told, TlsTrouble } from "./tls/trouble.ts";
import type { HostServices, MountedIdp } from "./mount.ts";
import type { ConnectionSpec, Idps, IdpsOptions, SharedEndpoint } from "./port.ts";

/**
 * Starts the mock identity providers: one origin, each connection below it as an IdP of its own
 * (`/oidc/NAME`, `/saml/NAME`). Keys are made when they are first needed, so this is quick however many there are.
 * @throws JitterbugError ERR_USAGE, ERR_REMOTE_HOST, ERR_PORT_TAKEN, ERR_STATE
 */
export async function startIdps(options: IdpsOptions): Promise<Idps> {
  const { stateDir, connections: specs } = options;
  if (stateDir !== null)
    await probeState(
      stateDir,
      specs.map(({ name }) => name),
    );
  const mount = await loadProtocols(specs);
  let origin = "";
  const { onExchange, onIssue } = options;
  const tap =
    onExchange === undefined
      ? null
      : new Tap({ origin: () => origin, onExchange, onIssue, nextExchangeId: options.nextExchangeId ?? counter() });
  const outages = new Outages();
  const handler = { app: createApp([], tap, "", outages) };
  const trouble = new TlsTrouble();
  const place = await openPlace(options, (req, res) => void handler.app(req, res), trouble);
  ({ origin } = place);
  const desk = new Desk();
  const barriers = new Barriers();
  const keysOf = (name: string, issuer: string) => {
    const other = connections.get(name);
    return other === undefined || other.issuer === issuer ? undefined : other.keys;
  };
  const nameOf = (name: string) => {
    const addresses = connections.get(name)?.mounted.addresses;
    return addresses?.protocol === "oidc" ? addresses.issuer : addresses?.entity_id;
  };
  const receivesAt = (name: string, acs: string) => {
    const spec = connections.get(name)?.spec;
    return spec?.protocol === "saml" && spec.acs.includes(acs);
  };
  const around = {
    origin,
    stateDir,
    tap,
    mount,
    desk,
    barriers,
    keysOf,
    nameOf,
    receivesAt,
    session: options.session,
    trusted: options.trusted,
    answerMs: options.answerMs,
    onLogout: options.onLogout,
  };
  const connections: ReadonlyMap<string, Connection> = createConnections(specs, around);
  handler.app = createApp(
    specs.map(({ name }) => at(name)),
    tap,
    origin,
    outages,
  );

  function at(name: string): Connection {
    const connection = connections.get(name);
    if (connection !== undefined) return connection;
    throw new JitterbugError("ERR_INTERNAL", `the mock IdPs have no connection ${JSON.stringify(name)}`);
  }

  return {
    origin,
    resolve: place.resolve,
    ca: place.ca,
    turnedAway: (since) => {
      const seen = trouble.since(since);
      return seen === null ? null : told(seen, origin, place.ca?.file ?? "");
    },
    addresses: (connection) => at(connection).mounted.addresses,
    facts: async (connection) => await at(connection).mounted.facts(),
    knownSp: async (connection) => await at(connection).mounted.knownSp(),
    admit: (connection, person) => at(connection).people.admit(person),
    dismiss: (connection, key) => {
      at(connection).people.dismiss(key);
      at(connection).answers.forget(key);
    },
    arm: (connection, key, tamper) => at(connection).tampers.arm(key, tamper),
    disarm: (connection, key) => at(connection).tampers.disarm(key),
    meet: (connection, keys, count, timeout_ms) =>
      barriers.set(
        keys.map((key) => comer(at(connection).spec.name, key)),
        count,
        timeout_ms,
      ),
    encounter: (people, others, point, timeout_ms) =>
      barriers.cross(
        people.map(({ connection, key }) => comer(at(connection).spec.name, key)),
        { count: people.length, others, at: point },
        timeout_ms,
      ),
    alter: async (name, alteration) => {
      const { spec, signers, mounted } = at(name);
      if (alteration.does === "fail") return outages.fail(endpointOf(mounted, alteration.endpoint), alteration.status);
      if (alteration.does === "lend") return lent(at(name), at(alteration.to));
      if (alteration.does === "next_certificate") return signers.advance(alteration.people);
      if (alteration.does === "odd_keys") return signers.crowd();
      return await signers.rotate(alteration.people, spec.protocol === "oidc" ? spec.signing_alg : "RS256");
    },
    lastAsked: (connection, endpoint) => outages.lastAsked(endpointOf(at(connection).mounted, endpoint)),
    keep: (connection, key) => at(connection).answers.arm(key),
    kept: (connection, key) => {
      const { base, answers } = at(connection);
      const id = answers.last(key);
      return id === null ? null : `${base}${KEPT_PATH}/${id}`;
    },
    knows: (connection, key) => at(connection).people.find(key) !== undefined,
    requireTamper: (connection, tamper) => at(connection).tampers.require(tamper),
    always: (key) => {
      desk.always = key;
    },
    next: (asked) => desk.next(asked),
    logout: async (connection, key) => {
      const { base, mounted } = at(connection);
      if (mounted.logout !== undefined) return await mounted.logout(key);
      const path = mounted.signedIn?.().get(key);
      return path === undefined ? null : { url: base + path };
    },
    portal: (connection) => at(connection).base + at(connection).mounted.portalPath,
    async close() {
      barriers.clear();
      await place.close();
    },
  };
}

/** Whoever shares another's issuer comes after that one. */
function createConnections(
  specs: readonly ConnectionSpec[],
  around: ConnectionSurroundings,
): ReadonlyMap<string, Connection> {
  const made = new Map<string, Connection>();
  const isOwn = (spec: ConnectionSpec): boolean => spec.protocol === "saml" || spec.issuer_of === undefined;
  for (const spec of specs.toSorted((a, b) => Number(isOwn(b)) - Number(isOwn(a)))) {
    const issuer = spec.protocol === "saml" ? undefined : made.get(spec.issuer_of ?? "");
    made.set(spec.name, createConnection(spec, around, issuer));
  }
  return made;
}

function lent({ spec, mounted }: Connection, { spec: other }: Connection): () => void {
  if (other.protocol === "oidc" && mounted.lend !== undefined) return mounted.lend(other.redirect_uris);
  throw new JitterbugError("ERR_INTERNAL", `${other.name} cannot be at the IdP of ${spec.name}`);
}

function joined({ spec, mounted }: Connection, other: ConnectionSpec, host: HostServices): MountedIdp {
  if (other.protocol === "oidc" && mounted.join !== undefined) return mounted.join(other, host);
  throw new JitterbugError("ERR_INTERNAL", `${other.name} cannot share the issuer of ${spec.name}`);
}

/** Loads only the protocols that are used: each brings a large library with it. */
async function loadProtocols(specs: readonly ConnectionSpec[]): Promise<Mount> {
  const uses = (protocol: string): boolean => specs.some((spec) => spec.protocol === protocol);
  const oidc = uses("oidc") ? await import("./oidc/index.ts") : null;
  const saml = uses("saml") ? await import("./saml/index.ts") : null;
  return (spec, host, issuer) => {
    if (issuer !== undefined) return joined(issuer, spec, host);
    const mounted = spec.protocol === "oidc" ? oidc?.mountOidc(spec, host) : saml?.mountSaml(spec, host);
    if (mounted === undefined) throw new JitterbugError("ERR_INTERNAL", `no IdP speaks ${spec.protocol}`);
    return mounted;
  };
}

function endpointOf(
  { addresses, logoutAddress }: Pick<MountedIdp, "addresses" | "logoutAddress">,
  endpoint: SharedEndpoint | "userinfo",
): string {
  if (endpoint === "logout") return logoutAddress;
  const isOidc = addresses.protocol === "oidc";
  if (endpoint === "userinfo" && isOidc) return addresses.userinfo_endpoint;
  if (endpoint === "configuration") return isOidc ? addresses.discovery_url : addresses.metadata_url;
  if (endpoint === "jwks" && isOidc) return addresses.jwks_uri;
  if (endpoint === "discovery" && isOidc) return addresses.discovery_url;
  if (endpoint === "metadata" && !isOidc) return addresses.metadata_url;
  throw new JitterbugError("ERR_USAGE", `the IdP of ${addresses.name} has no ${endpoint}`);
}

function counter(): () => number {
  let last = 0;
  return () => ++last;
}

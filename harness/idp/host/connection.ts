import type { HostServices, KeyStore, MountedIdp } from "../mount.ts";
import type { ConnectionSpec, IdpsOptions } from "../port.ts";
import { loginPages } from "../login/index.ts";
import { createKeyStore } from "../state/keys.ts";
import { Answers } from "./answers.ts";
import { comer, type Barriers } from "./barriers.ts";
import type { Desk } from "./desk.ts";
import { People } from "./people.ts";
import { Signers } from "./signers.ts";
import type { Tap } from "./tap.ts";
import { Tampers } from "./tampers.ts";

/** One connection's IdP and all that the host keeps for it. */
export interface Connection {
  readonly spec: ConnectionSpec;
  /** `/oidc/NAME` or `/saml/NAME`. */
  readonly path: string;
  readonly base: string;
  readonly mounted: MountedIdp;
  readonly people: People;
  readonly tampers: Tampers;
  readonly answers: Answers;
  readonly keys: KeyStore;
  readonly signers: Signers;
  /** The connection whose issuer it has: itself, unless it shares another's. */
  readonly issuer: string;
}

/** Mounts the protocol's IdP of one spec. */
export type Mount = (spec: ConnectionSpec, host: HostServices, issuer: Connection | undefined) => MountedIdp;

export interface ConnectionSurroundings {
  readonly origin: string;
  readonly stateDir: string | null;
  readonly tap: Tap | null;
  readonly mount: Mount;
  readonly desk: Desk;
  readonly barriers: Barriers;
  readonly session: "keep" | undefined;
  readonly trusted: string | undefined;
  readonly answerMs: number | undefined;
  readonly onLogout: IdpsOptions["onLogout"];
  /** The keys of a connection whose issuer is another one. */
  keysOf(connection: string, issuer: string): KeyStore | undefined;
  /** What a connection's IdP calls itself in messages. */
  nameOf(connection: string): string | undefined;
  /** Whether a SAML connection's answers come to this address. */
  receivesAt(connection: string, acs: string): boolean;
}

/** `issuer`: the connection whose issuer it shares; its addresses and keys are that one's then, and the secret its own. */
export function createConnection(
  spec: ConnectionSpec,
  around: ConnectionSurroundings,
  issuer?: Connection,
): Connection {
  const path = `/${spec.protocol}/${encodeURIComponent(spec.name)}`;
  const people = new People();
  const tampers = new Tampers(spec.protocol);
  const answers = new Answers();
  const base = around.origin + path;
  const named = issuer?.spec.name ?? spec.name;
  const own = createKeyStore(around.stateDir, spec.name);
  const keys: KeyStore = {
    signingKey: (name, alg) => (issuer?.keys ?? own).signingKey(name, alg),
    secret: (name) => own.secret(name),
  };
  const signers = issuer?.signers ?? new Signers(keys);
  const services: HostServices = {
    base: issuer?.base ?? base,
    people,
    keys,
    keysOf: (connection) => around.keysOf(connection, named),
    nameOf: (connection) => around.nameOf(connection),
    receivesAt: (connection, acs) => around.receivesAt(connection, acs),
    login: loginPages,
    signers,
    tampers,
    answers,
    meet: (key, point) => around.barriers.meet(comer(spec.name, key), point),
    chosen: (req, from = "all") => {
      if (from === "assigned" && people.find(around.desk.peek(spec.name, req) ?? "")?.assigned === false)
        return undefined;
      const taken = around.desk.take(spec.name, req);
      if (taken === undefined || people.find(taken.person) === undefined) return undefined;
      // What was armed for a sign-in of before is not this one's.
      tampers.disarm(taken.person);
      if (taken.tamper !== undefined) tampers.arm(taken.person, taken.tamper);
      return taken.person;
    },
    keepsSessions: around.session === "keep",
    awaits: (req, kept) => around.desk.awaits(spec.name, req, kept),
    trusted: around.trusted,
    answerMs: around.answerMs,
    told: (sps) => around.onLogout?.(sps),
    note: (req, message) => around.tap?.note(req, message),
  };
  const mounted = around.mount(spec, services, issuer);
  return { spec, path, base, mounted, people, tampers, answers, keys, signers, issuer: named };
}

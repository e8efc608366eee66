import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { JitterbugError } from "../errors.ts";
import { startControl, type Control, type ControlHandlers, type JsonObject } from "../idp/control/server.ts";
import { makeControlToken } from "../idp/control/token.ts";
import type { ArmedTamper, ConnectionSpec, Idps, Logout, SignInHandle } from "../idp/port.ts";
import { isLoopback } from "../loopback.ts";
import { parsePerson } from "../scenario/index.ts";
import { issuerOf } from "../scenario/model/index.ts";
import type { Connection, Target } from "../scenario/model/index.ts";
import { eventOf } from "../tampers/index.ts";
import { admitPeople } from "./people.ts";

export interface ControlOptions {
  /** 0 for a free one. */
  readonly port: number;
  /** Left out: made, and kept in the state folder. */
  readonly token?: string;
}

export interface OpenControl extends Control {
  /** Where the token is; null where the caller knows it. */
  readonly tokenFile: string | null;
}

/** Lets tests say who signs in at running IdPs, and change people in memory. Throws ERR_USAGE, ERR_STATE, ERR_PORT_TAKEN. */
export async function openControl(
  idps: Idps,
  target: Target,
  stateDir: string | null,
  { port, token }: ControlOptions,
): Promise<OpenControl> {
  const tokenFile = token === undefined && stateDir !== null ? join(stateDir, "control-token") : null;
  if (token === undefined && tokenFile === null) {
    throw new JitterbugError("ERR_USAGE", "the control has no token", {
      hint: "Nothing is kept here, so name one yourself in JITTERBUG_CONTROL_TOKEN.",
    });
  }
  const secret = token ?? (await makeControlToken(tokenFile ?? "", randomBytes(32).toString("base64url")));
  const control = await startControl(port, secret, callsOf(idps, target));
  return { ...control, tokenFile };
}

/** What a test may ask of running IdPs, by a call or from its own process. Each throws ERR_USAGE for what cannot be meant. */
export interface ControlCalls extends ControlHandlers {
  next(asked: JsonObject): Promise<SignInHandle>;
  logout(asked: JsonObject): Promise<Logout>;
}

export function callsOf(idps: Idps, target: Target): ControlCalls {
  return {
    next: async (asked) => {
      const { person, connection, tamper } = readNext(asked, target, idps);
      if (tamper !== undefined) await requireLoopback(target, connection, idps);
      return idps.next({
        person,
        ...(connection === undefined ? {} : { connection }),
        ...(tamper === undefined ? {} : { tamper }),
      });
    },
    logout: async (asked) => await logOut(asked, target, idps),
    person: (name, written) => {
      admitPeople(idps, target, [parsePerson(name, written)]);
      return Promise.resolve();
    },
  };
}

/** Ends somebody's sessions; what is left to be done in their browser, and who was told without it. */
async function logOut({ person, connection, ...rest }: JsonObject, target: Target, idps: Idps): Promise<Logout> {
  const [odd] = Object.keys(rest);
  if (odd !== undefined) throw usage(`there is no ${JSON.stringify(odd)} here`, "It takes person and connection.");
  const found = target.connections.find(({ name }) => name === connection);
  if (found === undefined || typeof person !== "string") {
    throw usage("`person` and `connection` are both needed", "Name who is signed in, and where.");
  }
  if (found.protocol === "saml" && found.single_logout === undefined) {
    throw usage(`${found.name} speaks no Single Logout`, "A SAML connection does that has `single_logout`.");
  }
  if (found.protocol === "oidc" && !target.connections.some((other) => isTold(other, found))) {
    throw usage(
      `${found.name} tells no SP of a sign-out`,
      "An OpenID Connect connection does that has `backchannel_logout` or `frontchannel_logout`.",
    );
  }
  const ended = await idps.logout(found.name, person);
  if (ended !== null) return ended;
  throw usage(`${JSON.stringify(person)} has no session that began at ${found.name}`, "Sign in there first.");
}

/** Whether a sign-out at the issuer of this connection is told to the other one's SP. */
function isTold(other: Connection, at: Connection): boolean {
  if (other.protocol !== "oidc" || issuerOf(other) !== issuerOf(at)) return false;
  return (other.backchannel_logout ?? other.frontchannel_logout) !== undefined;
}

interface Asked {
  readonly person: string;
  readonly connection?: string;
  readonly tamper?: ArmedTamper;
}

function readNext(asked: JsonObject, target: Target, idps: Idps): Asked {
  const odd = Object.keys(asked).find((name) => !["person", "connection", "tamper"].includes(name));
  if (odd !== undefined)
    throw usage(`there is no ${JSON.stringify(odd)} here`, "It takes person, connection and tamper.");
  const { person, connection, tamper } = asked;
  const names = target.connections.map(({ name }) => name);
  if (typeof person !== "string") throw usage("`person` is missing", "Name somebody of the people file.");
  if (connection !== undefined && (typeof connection !== "string" || !names.includes(connection)))
    throw usage(`there is no connection ${JSON.stringify(connection)}`, `There is ${names.join(", ")}.`);
  const at = connection === undefined ? names : [connection];
  if (!at.some((name) => idps.knows(name, person)))
    throw usage(
      `nobody called ${JSON.stringify(person)} is known here`,
      "PUT /control/people/NAME makes somebody known.",
    );
  if (tamper === undefined) return connection === undefined ? { person } : { person, connection };
  if (connection === undefined) throw usage("a tamper needs its connection", "Name the connection beside it.");
  const armed = readTamper(tamper);
  idps.requireTamper(connection, armed);
  if (eventOf(armed.name) === "logout")
    throw usage(
      `${armed.name} is of a sign-out, and this is a sign-in`,
      "`jitterbug list --tampers` tells which is which.",
    );
  return { person, connection, tamper: armed };
}

function readTamper(written: unknown): ArmedTamper {
  const isObject = typeof written === "object" && written !== null;
  const { name, ...parameters } = isObject ? { ...(written as JsonObject) } : { name: written };
  if (typeof name === "string") return { name, parameters };
  throw usage(
    "`tamper` is a name, or an object with one",
    '{ "name": "wrong-issuer", "issuer": "https://other.test" }',
  );
}

/** What is corrupted on purpose goes to nobody else's SP. */
async function requireLoopback(target: Target, connection: string | undefined, idps: Idps): Promise<void> {
  const found = target.connections.find(({ name }) => name === connection);
  if (found === undefined) return;
  const sp = await idps.knownSp(found.name);
  const addresses = sp?.acs ?? redirects(found);
  const foreign = addresses.find((address) => !isLoopback(URL.parse(address)?.hostname ?? ""));
  if (foreign !== undefined)
    throw usage(`${foreign} is not on this machine`, "Tampers are sent to loopback addresses only.");
}

function redirects(
  spec: Pick<ConnectionSpec, "protocol"> & { readonly redirect_uris?: readonly string[] },
): readonly string[] {
  return spec.redirect_uris ?? [];
}

function usage(message: string, hint: string): JitterbugError {
  return new JitterbugError("ERR_USAGE", message, { hint });
}

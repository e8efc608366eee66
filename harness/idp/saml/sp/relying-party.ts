import { defined } from "../../../defined.ts";
import { messageOf } from "../../../errors.ts";
import type { LogoutService, SamlSpec } from "../../port.ts";
import { RefusedRequest } from "../request/refused.ts";
import { chosenMethods, type Encryption } from "../xml/encryption.ts";
import { usableKeys } from "./keys.ts";
import { readSpMetadata, type NumberedService, type SpDescription } from "./metadata.ts";

/** A connection of which everything is known that an answer to its SP needs. */
export type KnownSpec = Omit<SamlSpec, "sp_entity_id" | "encrypt" | "encryption" | "single_logout" | "sp_metadata"> & {
  readonly sp_entity_id: string;
  readonly encrypt?: Encryption;
  readonly logout?: KnownLogout;
  /** The SP's metadata wants assertions signed (WantAssertionsSigned), and the connection signs the Response alone. */
  readonly unsigned_assertion?: boolean;
  /** The consumer services that the metadata numbers; left out: there is none that could. */
  readonly services?: readonly NumberedService[];
};

/** How Single Logout is spoken with an SP. */
export interface KnownLogout {
  /** One at least. */
  readonly services: readonly LogoutService[];
  /** PEM, of all keys that its messages may be signed by. */
  readonly certificate: string;
}

/** The connection's own word, and what the SP's metadata adds to it. */
export interface RelyingParty {
  /** @throws {RefusedRequest} where the metadata cannot be had, or lacks what the connection leaves to it */
  known(): Promise<KnownSpec>;
}

/** An SP that is developed beside the running IdP may change its keys. */
const FRESH_MS = 60_000;

/**
 * Reads the SP's metadata at the first need and again after a minute; requests that come meanwhile wait for the one
 * reading. A failure is not remembered.
 */
export function relyingParty(spec: SamlSpec): RelyingParty {
  const { sp_metadata: source } = spec;
  let kept: { readonly at: number; readonly spec: Promise<KnownSpec> } | undefined;
  return {
    async known() {
      if (kept === undefined || (source !== undefined && Date.now() - kept.at > FRESH_MS)) {
        const reading = { at: Date.now(), spec: completed(spec) };
        kept = reading;
        reading.spec.catch(() => {
          if (kept === reading) kept = undefined;
        });
      }
      return await kept.spec;
    },
  };
}

async function completed(spec: SamlSpec): Promise<KnownSpec> {
  const { sp_metadata: source, ...own } = spec;
  try {
    return source === undefined ? whole(own) : complete(own, await source.read());
  } catch (error) {
    const reason = messageOf(error);
    throw new RefusedRequest(
      "The SP's metadata cannot be used",
      source === undefined ? reason : `The metadata of ${spec.name}, ${source.name}: ${reason}.`,
    );
  }
}

/** What the connection says itself wins. Requests must be signed only where the metadata promises that they are. */
function complete(spec: Spec, xml: string): KnownSpec {
  const sp = readSpMetadata(xml, spec.sp_entity_id);
  if (spec.sp_entity_id !== undefined && spec.sp_entity_id !== sp.entityId) {
    throw new Error(`it is that of ${sp.entityId}, and sp_entity_id is ${spec.sp_entity_id}`);
  }
  if (spec.acs.length === 0 && sp.acs.length === 0) {
    throw new Error("it has no AssertionConsumerService for HTTP-POST, and the connection has no acs");
  }
  if (spec.sp_certificate === undefined && sp.requestsSigned && sp.signing.length === 0) {
    throw new Error("it says that requests are signed (AuthnRequestsSigned), and has no key for signing");
  }
  const signing = spec.sp_certificate === undefined && sp.requestsSigned ? usableKeys(sp.signing, "signing") : [];
  const sp_certificate = spec.sp_certificate ?? (signing.map(({ certificate }) => certificate).join("") || undefined);
  const [key] = spec.encrypt === true ? usableKeys(sp.encryption, "encryption") : [];
  const known = whole(
    {
      ...spec,
      sp_entity_id: sp.entityId,
      acs: spec.acs.length > 0 ? spec.acs : sp.acs,
      ...defined({ sp_certificate }),
      ...(key === undefined ? {} : { encrypt: key.certificate }),
    },
    key?.methods,
  );
  const logout = spec.single_logout === undefined ? undefined : knownLogout(spec, sp);
  const sign = sp.assertionsWanted && spec.sign_as_wanted === true && spec.sign === "response" ? "both" : spec.sign;
  const unsigned_assertion = sp.assertionsWanted && sign === "response";
  return { ...known, sign, unsigned_assertion, services: sp.services, ...defined({ logout }) };
}

/** Every message of Single Logout is signed (SAML Profiles 4.4.4.1), whatever is said of AuthnRequests. */
function knownLogout({ single_logout, sp_certificate }: Spec, sp: SpDescription): KnownLogout {
  const services = single_logout === true || single_logout === undefined ? sp.logout : [single_logout];
  if (services.length === 0) {
    throw new Error("it has no SingleLogoutService for HTTP-Redirect or HTTP-POST, and single_logout is true");
  }
  if (sp_certificate !== undefined) return { services, certificate: sp_certificate };
  const keys = usableKeys(sp.signing, "signing");
  if (keys.length === 0) throw new Error("it has no key for signing, which single_logout asks for");
  return { services, certificate: keys.map(({ certificate }) => certificate).join("") };
}

type Spec = Omit<SamlSpec, "sp_metadata">;

/** `methods`: those that the key's metadata lists. */
function whole(
  { encrypt, encryption, sp_entity_id, single_logout, ...rest }: Spec,
  methods: readonly string[] = [],
): KnownSpec {
  const { sp_certificate: certificate } = rest;
  const logout =
    single_logout === undefined || single_logout === true || certificate === undefined
      ? undefined
      : { services: [single_logout], certificate };
  const spec = { ...rest, ...defined({ logout }) };
  if (sp_entity_id === undefined) throw new Error(`the connection ${spec.name} has no sp_entity_id`);
  const key = encrypt === true ? spec.sp_certificate : encrypt;
  if (encrypt === true && key === undefined) throw new Error("there is no key to encrypt assertions for");
  if (key === undefined) return { ...spec, sp_entity_id };
  const chosen = encryption === undefined ? chosenMethods(methods) : { ...chosenMethods([]), content: encryption };
  return { ...spec, sp_entity_id, encrypt: { certificate: key, ...chosen } };
}

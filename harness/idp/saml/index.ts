import type { HostServices, MountedIdp } from "../mount.ts";
import type { KnownSp, SamlFacts, SamlSpec } from "../port.ts";
import { samlShape } from "../profiles/index.ts";
import { Sessions } from "./logout/sessions.ts";
import { KeptSessions } from "./login/kept.ts";
import { describeIdp } from "./metadata.ts";
import { samlRouter } from "./router.ts";
import { relyingParty } from "./sp/relying-party.ts";
import { keyAlgorithm } from "./xml/methods.ts";

const PORTAL_PATH = "/portal";
/** Single Logout as the SP speaks it, and as somebody begins it here. */
const SLO_PATH = "/slo";
const LOGOUT_PATH = "/logout";

/**
 * A SAML 2.0 identity provider for one connection: the Web Browser SSO profile (SAML Profiles 4.1), AuthnRequests by
 * HTTP-Redirect and HTTP-POST, Responses by HTTP-POST. Its entityID is the address of its metadata, or a name that its
 * profile gives it. Unless the host keeps sessions, nobody has one: ForceAuthn is always met, and IsPassive never can be. Where Single Logout
 * is spoken, it knows those that it began at the SP.
 */
export function mountSaml(spec: SamlSpec, host: HostServices): MountedIdp {
  const { entity_id, places } = samlShape(spec.profile);
  const paths = places(spec.name);
  const addresses = {
    entityId: entity_id === null ? host.base + paths.metadata : entity_id(spec.name),
    metadataUrl: host.base + paths.metadata,
    ssoUrl: host.base + paths.sso,
    loginUrl: `${host.base}/login`,
    logout: { sloUrl: host.base + SLO_PATH, paths: { slo: SLO_PATH, start: LOGOUT_PATH } },
    paths,
  };
  const party = relyingParty(spec);
  const sessions = new Sessions();
  const kept = new KeptSessions(spec.name, host.base);
  const told = {
    protocol: "saml",
    name: spec.name,
    entity_id: addresses.entityId,
    metadata_url: addresses.metadataUrl,
    sso_url: addresses.ssoUrl,
  } as const;
  return {
    router: samlRouter(spec, host, addresses, party, PORTAL_PATH, sessions, kept),
    portalPath: PORTAL_PATH,
    signedIn: () =>
      new Map(
        [...new Set([...sessions.people(), ...kept.people()])].map((key) => [
          key,
          `${LOGOUT_PATH}?${new URLSearchParams({ person: key }).toString()}`,
        ]),
      ),
    addresses: told,
    logoutAddress: host.base + SLO_PATH,
    async facts(): Promise<SamlFacts> {
      const { certificatePem } = await host.keys.signingKey("signing", keyAlgorithm(spec));
      return { ...told, certificate: certificatePem, metadata: await describeIdp(spec, host.keys, addresses) };
    },
    async knownSp(): Promise<KnownSp> {
      const { sp_entity_id, acs, sp_certificate, encrypt, sign, unsigned_assertion = false } = await party.known();
      return {
        sp_entity_id,
        acs,
        requests_signed: sp_certificate !== undefined,
        encrypted: encrypt !== undefined,
        signed: sign,
        unsigned_assertion,
      };
    },
  };
}

import type { KeyStore } from "../mount.ts";
import { certificateBody } from "../pem.ts";
import type { SamlSpec } from "../port.ts";
import { BINDING, NAME_ID_FORMAT } from "./names.ts";
import type { NameIdFormat } from "./names.ts";
import { keyAlgorithm } from "./xml/methods.ts";
import { escapeXml } from "./xml/text.ts";

/** The metadata of a connection's IdP, with its keys, which are made now if they never were. */
export async function describeIdp(
  spec: SamlSpec,
  keys: KeyStore,
  { entityId, ssoUrl, logout }: Described,
): Promise<string> {
  const names = spec.next_certificate === true ? ["signing", "next"] : ["signing"];
  const made = await Promise.all(names.map((name) => keys.signingKey(name, keyAlgorithm(spec))));
  return buildMetadata({
    entityId,
    ssoUrl,
    ...(spec.single_logout === undefined ? {} : { sloUrl: logout.sloUrl }),
    certificates: made.map(({ certificatePem }) => certificatePem),
    nameId: spec.name_id,
    // Not what the SP's metadata says: the SP may be waiting for this answer before it can give its own.
    wantAuthnRequestsSigned: spec.sp_certificate !== undefined,
  });
}

interface Described {
  readonly entityId: string;
  readonly ssoUrl: string;
  readonly logout: { readonly sloUrl: string };
}

interface IdpDescription {
  readonly entityId: string;
  readonly ssoUrl: string;
  /** Left out where no Single Logout is spoken. */
  readonly sloUrl?: string;
  /** PEM; the first is the one that signs, any more are there for a rollover. */
  readonly certificates: readonly string[];
  readonly nameId: NameIdFormat;
  readonly wantAuthnRequestsSigned: boolean;
}

/**
 * The IdP's EntityDescriptor (SAML Metadata 2.3.2, 2.4.3). The connection's NameID format stands first, since SPs that
 * look for one take the first that they know. Without a validity period: keys stay until the state folder is removed.
 */
function buildMetadata(idp: IdpDescription): string {
  const wanted: NameIdFormat[] = [idp.nameId];
  const others = (Object.keys(NAME_ID_FORMAT) as NameIdFormat[]).filter((format) => format !== idp.nameId);
  return `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${escapeXml(idp.entityId)}">
  <md:IDPSSODescriptor WantAuthnRequestsSigned="${idp.wantAuthnRequestsSigned}" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
${[...idp.certificates.map(keyDescriptor), ...logoutServices(idp)].join("\n")}
${[...wanted, ...others].map((format) => `    <md:NameIDFormat>${NAME_ID_FORMAT[format]}</md:NameIDFormat>`).join("\n")}
    <md:SingleSignOnService Binding="${BINDING.redirect}" Location="${escapeXml(idp.ssoUrl)}"/>
    <md:SingleSignOnService Binding="${BINDING.post}" Location="${escapeXml(idp.ssoUrl)}"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>
`;
}

function logoutServices({ sloUrl }: IdpDescription): readonly string[] {
  if (sloUrl === undefined) return [];
  return [BINDING.redirect, BINDING.post].map(
    (binding) => `    <md:SingleLogoutService Binding="${binding}" Location="${escapeXml(sloUrl)}"/>`,
  );
}

function keyDescriptor(certificate: string): string {
  return `    <md:KeyDescriptor use="signing">
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
        <ds:X509Data><ds:X509Certificate>${certificateBody(certificate)}</ds:X509Certificate></ds:X509Data>
      </ds:KeyInfo>
    </md:KeyDescriptor>`;
}

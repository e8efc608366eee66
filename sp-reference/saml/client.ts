import { randomBytes } from "node:crypto";
import type { SAML, SamlConfig } from "@node-saml/node-saml";
import type { KeyPair, SamlConnection } from "../config/model.ts";
import type { IdpMetadata } from "./metadata.ts";

export type Libraries = "strict" | "defaults";

/** node-saml for one connection. Loaded at the first need: it is most of the SP's start-up time. */
export async function samlClient(
  connection: SamlConnection,
  idp: IdpMetadata,
  libraries: Libraries,
  { key = null, requestId }: { readonly key?: KeyPair | null; readonly requestId?: string } = {},
): Promise<SAML> {
  const { SAML: Client } = await import("@node-saml/node-saml");
  return new Client({
    callbackUrl: connection.acsUrl,
    issuer: connection.spEntityId,
    audience: connection.spEntityId,
    entryPoint: idp.ssoUrl,
    ...(idp.sloUrl === undefined ? {} : { logoutUrl: idp.sloUrl }),
    idpCert: [...idp.certificates],
    // InResponseTo stays unchecked here: routes.ts binds it to the browser, node-saml only knows that some browser asked.
    ...(requestId === undefined ? {} : { generateUniqueId: () => requestId }),
    ...(libraries === "strict" ? strict(connection) : {}),
    ...(key !== null && connection.encryptedAssertions ? { decryptionPvk: key.privateKey } : {}),
    ...(key !== null && connection.signRequests ? signing(key) : {}),
    // A form's message is not compressed (SAML Bindings 3.5.4); node-saml leaves that to be said.
    ...(connection.requestBinding === "post" ? { authnRequestBinding: "HTTP-POST", skipRequestCompression: true } : {}),
  });
}

function strict(connection: SamlConnection): Partial<SamlConfig> {
  return {
    // "Either": whichever of the two is signed must cover what is read, and node-saml reads signed bytes only.
    wantAssertionsSigned: wantsAssertionSigned(connection),
    wantAuthnResponseSigned: ["response", "both"].includes(connection.policy.require_signed),
    acceptedClockSkewMs: connection.policy.clock_skew_s * 1_000,
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    signatureAlgorithm: "sha256",
  };
}

function wantsAssertionSigned({ policy }: SamlConnection): boolean {
  return ["assertion", "both"].includes(policy.require_signed);
}

function signing({ privateKey }: KeyPair) {
  return { privateKey, signatureAlgorithm: "sha256", digestAlgorithm: "sha256" } as const;
}

/** An xs:ID: it must not begin with a digit. */
export function newRequestId(): string {
  return `_${randomBytes(20).toString("hex")}`;
}

/** What an IdP's administrator imports: it announces the key for what the connection uses it for. */
export async function spMetadata(connection: SamlConnection, key: KeyPair | null): Promise<string> {
  const { generateServiceProviderMetadata } = await import("@node-saml/node-saml");
  const xml = generateServiceProviderMetadata({
    issuer: connection.spEntityId,
    callbackUrl: connection.acsUrl,
    ...(key !== null && connection.signRequests ? { logoutCallbackUrl: connection.sloUrl } : {}),
    // Where the Response's signature is as good: what it says here, an IdP may act on.
    wantAssertionsSigned: wantsAssertionSigned(connection),
    ...(key !== null && connection.signRequests ? { ...signing(key), publicCerts: key.certificate } : {}),
    ...(key !== null && connection.encryptedAssertions
      ? { decryptionPvk: key.privateKey, decryptionCert: key.certificate }
      : {}),
  });
  // node-saml offers what it could read; decrypt.ts takes authenticated encryption only.
  return xml.replace(/\s*<EncryptionMethod Algorithm="[^"]*-cbc"\s*\/>/g, "");
}

import type { SigningKey } from "../../../harness/idp/mount.ts";
import type { SamlSpec } from "../../../harness/idp/port.ts";
import { sealResponse } from "../../../harness/idp/saml/xml/sign.ts";

/** What a Response is broken with. */
export interface SamlForger {
  readonly sign: SamlSpec["sign"];
  /** The IdP's own key: a Response whose content is wrong has good signatures. */
  readonly key: SigningKey;
  readonly otherKey: SigningKey;
}

type Corruption = (xml: string, forger: SamlForger) => string;

/** Every way in which a readable Response is broken on its way to a witness. */
export const CORRUPTIONS = {
  "an attribute altered after signing": replaced(/ada\.w1t@/g, "eve.w1t@"),
  "the NameID altered after signing": replaced(/>w1t-ada</g, ">w1t-eve<"),
  "no signature": unsigned,
  "a signature by another key": (xml, { sign, otherKey }) => sealResponse(unsigned(xml), { sign, key: otherKey }),
  "another issuer": resigned(/(<saml:Issuer[^>]*>)[^<]*/g, "$1urn:witness:another-idp"),
  "another audience": resigned(/(<saml:Audience>)[^<]*/g, "$1urn:witness:another-sp"),
  "another recipient": resigned(/Recipient="[^"]*"/g, 'Recipient="http://localhost:9/acs"'),
  "an answer to another request": resigned(/InResponseTo="[^"]*"/g, 'InResponseTo="_another"'),
  "an expired Assertion": resigned(/NotOnOrAfter="[^"]*"/g, 'NotOnOrAfter="2020-01-01T00:00:00Z"'),
  "an Assertion from the future": resigned(/NotBefore="[^"]*"/g, 'NotBefore="2120-01-01T00:00:00Z"'),
} satisfies Readonly<Record<string, Corruption>>;

export type SamlCorruptionName = keyof typeof CORRUPTIONS;

/** The control: signed again by the same key, with nothing changed. */
export function signedAgain(xml: string, { sign, key }: SamlForger): string {
  return sealResponse(unsigned(xml), { sign, key });
}

/** Another ciphertext in an encrypted Assertion: that of the content, which is the second; the first is the key. */
export function otherCiphertext(xml: string): string {
  return replaced(
    /(<xenc:CipherValue>)(.)(?=[^<]*<\/xenc:CipherValue><\/xenc:CipherData><\/xenc:EncryptedData>)/g,
    (_whole, open, first) => `${open}${first === "A" ? "B" : "A"}`,
  )(xml);
}

function resigned(pattern: RegExp, replacement: string): Corruption {
  const replace = replaced(pattern, replacement);
  return (xml, forger) => sealResponse(replace(unsigned(xml)), forger);
}

type Replacement = string | ((...matched: string[]) => string);

function replaced(pattern: RegExp, replacement: Replacement): (xml: string) => string {
  return (xml) => {
    const changed = xml.replaceAll(pattern, replacement as string);
    if (changed === xml) throw new Error(`${pattern} is not in the Response:\n${xml}`);
    return changed;
  };
}

function unsigned(xml: string): string {
  return xml.replaceAll(/<ds:Signature .*?<\/ds:Signature>/gs, "");
}

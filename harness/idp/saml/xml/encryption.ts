/** How assertions are encrypted: by which cipher, and how its key travels (XML Encryption 1.1, 5.2 and 5.5). */

const XENC = "http://www.w3.org/2001/04/xmlenc#";
const XENC11 = "http://www.w3.org/2009/xmlenc11#";

/** Those that real SPs decrypt; the first is taken where nobody says another. */
export const CONTENT = {
  "aes256-gcm": { algorithm: `${XENC11}aes256-gcm`, cipher: "aes-256-gcm", key: 32, iv: 12 },
  "aes192-gcm": { algorithm: `${XENC11}aes192-gcm`, cipher: "aes-192-gcm", key: 24, iv: 12 },
  "aes128-gcm": { algorithm: `${XENC11}aes128-gcm`, cipher: "aes-128-gcm", key: 16, iv: 12 },
  "aes256-cbc": { algorithm: `${XENC}aes256-cbc`, cipher: "aes-256-cbc", key: 32, iv: 16 },
  "aes192-cbc": { algorithm: `${XENC}aes192-cbc`, cipher: "aes-192-cbc", key: 24, iv: 16 },
  "aes128-cbc": { algorithm: `${XENC}aes128-cbc`, cipher: "aes-128-cbc", key: 16, iv: 16 },
  "tripledes-cbc": { algorithm: `${XENC}tripledes-cbc`, cipher: "des-ede3-cbc", key: 24, iv: 8 },
} as const;

/** OAEP with SHA-1, which its older name has throughout; the newer name, with digests of choice, is not spoken. */
const TRANSPORT = { "rsa-oaep-mgf1p": `${XENC}rsa-oaep-mgf1p`, "rsa-1_5": `${XENC}rsa-1_5` } as const;

export type ContentMethod = keyof typeof CONTENT;
export type TransportMethod = keyof typeof TRANSPORT;

/** For whom, and how. */
export interface Encryption {
  /** PEM, of an RSA key. */
  readonly certificate: string;
  readonly content: ContentMethod;
  readonly transport: TransportMethod;
}

export function transportAlgorithm(method: TransportMethod): string {
  return TRANSPORT[method];
}

/**
 * The first of each kind that an SP lists (SAML Metadata 2.4.1.1) and that is spoken here; a kind that it lists nothing
 * of is free.
 * @throws {Error} where it lists some, and none of them is spoken
 */
export function chosenMethods(listed: readonly string[]): Omit<Encryption, "certificate"> {
  const content = firstOf(CONTENT_NAMES, listed);
  const transport = firstOf(TRANSPORT_NAMES, listed);
  const isOfTransport = (algorithm: string): boolean => /#(?:rsa|kw|ecdh|dh)[-_]/i.test(algorithm);
  const others = listed.filter((algorithm) => !CONTENT_NAMES.has(algorithm) && !TRANSPORT_NAMES.has(algorithm));
  const unmet =
    transport === undefined && others.some(isOfTransport)
      ? others.filter(isOfTransport)
      : content === undefined
        ? others.filter((algorithm) => !isOfTransport(algorithm))
        : [];
  if (unmet.length > 0) {
    throw new Error(`its key is for ${unmet.join(", ")} (EncryptionMethod), which is not spoken here`);
  }
  return { content: content ?? "aes256-gcm", transport: transport ?? "rsa-oaep-mgf1p" };
}

const CONTENT_NAMES: ReadonlyMap<string, ContentMethod> = new Map(
  (Object.keys(CONTENT) as ContentMethod[]).map((name) => [CONTENT[name].algorithm, name]),
);
const TRANSPORT_NAMES: ReadonlyMap<string, TransportMethod> = new Map(
  (Object.keys(TRANSPORT) as TransportMethod[]).map((name) => [TRANSPORT[name], name]),
);

function firstOf<Name>(names: ReadonlyMap<string, Name>, listed: readonly string[]): Name | undefined {
  return listed.map((algorithm) => names.get(algorithm)).find((name) => name !== undefined);
}

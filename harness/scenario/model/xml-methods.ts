/** Methods of XML that a connection may name. */

/** Ciphers of XML Encryption. */
export const ENCRYPTIONS = [
  "aes256-gcm",
  "aes192-gcm",
  "aes128-gcm",
  "aes256-cbc",
  "aes192-cbc",
  "aes128-cbc",
  "tripledes-cbc",
] as const;

/** RFC 9231. */
export const SIGNATURES = [
  "rsa-sha1",
  "rsa-sha256",
  "rsa-sha384",
  "rsa-sha512",
  "ecdsa-sha256",
  "ecdsa-sha384",
  "ecdsa-sha512",
] as const;
export const DIGESTS = ["sha1", "sha256", "sha384", "sha512"] as const;

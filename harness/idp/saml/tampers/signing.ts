import type { Doings } from "./tamper.ts";
import { writing } from "./writing.ts";

/** How the same is signed otherwise. */
export const signing: Doings<"signing"> = {
  "assertion-signed-alone": () => ({ sign: "assertion" }),
  "response-signed-alone": () => ({ sign: "response" }),
  "sha1-signature": () => ({ methods: { signature: "rsa-sha1", digest: "sha1" } }),
  "md5-signature": () => ({ weak: "md5" }),
  "sha512-signature": () => ({ methods: { signature: "rsa-sha512", digest: "sha512" } }),
  "renewed-certificate": () => ({ older: true }),
  // SAML Core 5.4.5: it may be absent.
  "missing-key-info": () => ({ keyInfo: false }),
  "wrapped-base64": () => ({ columns: 76 }),
  // SAML Core 5.4.4: exclusive canonicalization, which has that list as its parameter. It stands for a prefix that is used
  // in a value only, as that of a type is.
  "prefix-list": (response, use) => {
    writing["typed-values"](response, use);
    return { prefixes: ["xs"] };
  },
};

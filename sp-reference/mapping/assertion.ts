/** What an IdP said of a person, verified, in the protocol's own words and before any mapping. */
export type Assertion = OidcAssertion | SamlAssertion;

export interface OidcAssertion {
  readonly protocol: "oidc";
  /** `iss` of the verified ID token. */
  readonly issuer: string;
  /** ID token and UserInfo together; values of whatever type the OP sent. */
  readonly claims: { readonly [claim: string]: unknown };
  /** Until the groups are known that did not fit into the token; it is stored nowhere. */
  readonly accessToken?: string;
  /** It is kept with the session, as long as that lasts. */
  readonly refreshToken?: string;
}

export interface SamlAssertion {
  readonly protocol: "saml";
  /** Issuer of the verified assertion: the IdP's entityID. */
  readonly issuer: string;
  readonly nameId: { readonly value: string; readonly format: string } | null;
  /** Attribute Name -> the values of every Attribute element of that Name. FriendlyName is for people only. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  /** The IdP's name for its session; null: it told none. */
  readonly sessionIndex: string | null;
}

/** An assertion as it can be stored while its person does something else. */
export type ParkedAssertion =
  | OidcAssertion
  | (Omit<SamlAssertion, "attributes"> & { readonly attributes: readonly (readonly [string, readonly string[]])[] });

export function park(assertion: Assertion): ParkedAssertion {
  return assertion.protocol === "oidc" ? assertion : { ...assertion, attributes: [...assertion.attributes] };
}

export function unpark(parked: ParkedAssertion): Assertion {
  return parked.protocol === "oidc" ? parked : { ...parked, attributes: new Map(parked.attributes) };
}

/** The raw value under a configured name: undefined where the IdP did not send it. */
export function rawValue(assertion: Assertion, wireName: string): unknown {
  if (assertion.protocol === "saml") return assertion.attributes.get(wireName);
  if (wireName.startsWith("/")) return pointer(assertion.claims, wireName);
  if (Object.hasOwn(assertion.claims, wireName)) return assertion.claims[wireName];
  // The name of a namespace has dots, too, and leads nowhere.
  return /[:/]/.test(wireName) ? undefined : within(assertion.claims, wireName.split("."));
}

/** JSON Pointer (RFC 6901), for claims that an OP nests: `/realm_access/roles`. */
function pointer(claims: unknown, path: string): unknown {
  const keys = path.slice(1).split("/");
  return within(
    claims,
    keys.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~")),
  );
}

/** The same by dots, as most administrators write it: `realm_access.roles`. */
function within(claims: unknown, path: readonly string[]): unknown {
  let here = claims;
  for (const key of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as { [key: string]: unknown })[key];
  }
  return here;
}

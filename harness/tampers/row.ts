/**
 * One tamper as data: what lint, explain, the schema and the documents know of it. Its doing stands with the IdP of its
 * protocol (`idp/<protocol>/tampers`), which needs the row for nothing but the types.
 */
export interface TamperRow<Point extends string> {
  /** The point of attack; each has one file of doings. */
  readonly at: Point;
  readonly when: When;
  /** What the exchange must hold; without it there is nothing to corrupt, and the check is not applicable. */
  readonly needs?: readonly Need[];
  readonly parameters?: Parameters;
  /** It corrupts nothing: a form that a standard allows, and that an SP must take as it takes the usual one; or a refusal that a standard has words for. */
  readonly lawful?: true;
  /** It names an address that nothing else names, and at which the kit listens. */
  readonly leads?: true;
  /** One sentence: what the SP is sent. */
  readonly about: string;
}

/**
 * The two honest families, and those outside them: changed and then correctly signed, so that the SP must look at the
 * content; signed and then changed, so that it must look at the signature; or nobody signs what is changed.
 */
export const WHEN = {
  before_signing: "changed, then signed as ever",
  after_signing: "signed, then changed",
  in_signing: "signed in another way",
  unsigned: "not signed by anybody",
} as const;
type When = keyof typeof WHEN;

/** What an exchange may lack, and how that is told. */
export const NEEDS = {
  nonce: "the SP sent no nonce",
  state: "the SP sent no state",
  userinfo: "the SP did not ask for UserInfo",
  signed_userinfo: "the answer of the UserInfo endpoint is not signed",
  single_key: "the issuer has several keys, and must name the one",
  refresh: "the ID token is that of a sign-in, and no refresh token asked for it",
  encryption_key: "the issuer publishes no key for encryption (`idp: { odd_keys: true }`)",
  discovery: "the SP did not read the issuer's discovery document",
  key_attribute: "the SP's key is no attribute",
  neighbour: "there is no other connection of that name",
  own_address: "that IdP's answers come to the same address, where an SP tells by the Issuer whose they are",
  request: "the Response answers no request",
  earlier: "nobody was signed out there before",
  unsolicited: "the Response answers a request, whose RelayState goes back as it came",
  readable: "the assertion is encrypted: what is changed must be readable as it is sent",
  encrypted: "the assertion is not encrypted",
  rsa: "the connection signs with a key that is no RSA key",
  unsigned_response: "the Response is signed as a whole",
} as const;
type Need = keyof typeof NEEDS;

/** What is known of an exchange when a tamper is about to act; what is left out is not asked at that point. */
export type Exchange = { readonly [need in Need]?: boolean };

type Parameters = { readonly [name: string]: Parameter };

export interface Parameter {
  readonly type: "text" | "seconds" | "any";
  readonly about: string;
  /** What is taken where it is not written. */
  readonly default: string | number;
}

/** The control of either protocol. */
export const NOTHING = {
  at: "control",
  when: "before_signing",
  about: "The control: the way of every other tamper, with nothing changed.",
} as const satisfies TamperRow<"control">;

/** Where a refusal has its mark-up, by either protocol. */
export const DENIED_IN = {
  type: "text",
  about:
    "which word holds it: `description` (`error_description`, StatusMessage) or `code` (`error`, the second StatusCode)",
  default: "description",
} as const satisfies Parameter;

/** Why a tamper has nothing to act on in this exchange; undefined where it has. */
export function unmet({ needs = [] }: TamperRow<string>, exchange: Exchange): string | undefined {
  const lacking = needs.find((need) => exchange[need] === false);
  return lacking === undefined ? undefined : NEEDS[lacking];
}

/** A tamper's parameters: as they are written, else as the table has them. */
export function parametersOf(
  { parameters = {} }: TamperRow<string>,
  written: { readonly [name: string]: unknown },
): { readonly [name: string]: unknown } {
  return {
    ...Object.fromEntries(Object.entries(parameters).map(([name, known]) => [name, known.default])),
    ...written,
  };
}

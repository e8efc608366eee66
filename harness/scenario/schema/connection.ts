import { z } from "zod";
import { claimNameProblem, oidcDefaults, PROFILE_NAMES, samlDefaults } from "../../idp/profiles/index.ts";
import { DIGESTS, ENCRYPTIONS, HONOURS, NAME_ID_FORMATS, RESPONSE_MODES, SIGNATURES } from "../model/index.ts";
import type { Connection, OidcConnection, SamlConnection } from "../model/index.ts";
import { own } from "../../own.ts";
import { buildStart, startSchema } from "./action.ts";
import type { Cursor } from "./cursor.ts";
import { buildPolicy, policySchema } from "./policy.ts";
import { cssSelector, defined, many, nameSchema, oneOrMany, stringMap, text } from "./words.ts";

/** An absolute http address; a template may stand for any part of it. */
const address = z.string().superRefine((written, context) => {
  const filled = written
    .replace(/^\{\{\s*(?:base_url|idps\.url)\s*\}\}/, "http://localhost")
    .replaceAll(/\{\{[^{}]*\}\}/g, "1");
  if (URL.canParse(filled) && /^https?:$/.test(new URL(filled).protocol)) return;
  const params = { hint: 'Write the whole address: "http://localhost:3000/path", or "{{base_url}}/path".' };
  context.addIssue({ code: "custom", message: "must be an absolute address, not %", params });
});

const logoutAddress = z.union([
  address,
  z.strictObject({
    at: address.describe("The address."),
    session: z.boolean().optional().describe("It is told which session: `sid`, also in ID tokens; false."),
  }),
]);

function logoutOf(written: z.infer<typeof logoutAddress> | undefined): OidcConnection["backchannel_logout"] {
  if (written === undefined) return undefined;
  return typeof written === "string" ? { at: written, session: false } : { session: false, ...defined(written) };
}

/** Words in any order (OpenID Connect Core 3). `token` alone names nobody. */
const responseType = z.string().superRefine((written, context) => {
  const words = written.split(" ");
  const known = words.every((word) => ["code", "id_token", "token"].includes(word));
  if (known && new Set(words).size === words.length && written !== "token") return;
  const params = {
    hint: "It is `code`, `id_token`, `id_token token`, `code id_token`, `code token` or `code id_token token`.",
  };
  context.addIssue({ code: "custom", message: "must be a response type of OpenID Connect, not %", params });
});

const TEN_YEARS = 315_360_000;
const seconds = z
  .int("must be a whole number of seconds")
  .positive("must be more than 0")
  .max(TEN_YEARS, "must be less than ten years")
  .optional();

/** `subject: sub` says what holds anyhow. */
const claimNames = stringMap.superRefine((names, context) => {
  for (const [claim, name] of Object.entries(names)) {
    const problem = claim === "subject" && name === "sub" ? null : claimNameProblem(name);
    if (problem === null) continue;
    const { message, hint } = problem;
    context.addIssue({ code: "custom", message, path: [claim], params: { hint } });
  }
});

const role = z.strictObject({
  group: text.describe("A group of the IdP."),
  role: text.describe("The role that the SP gives for it."),
});

export const rolesSchema = z.strictObject({
  one: role.optional(),
  two: role.optional(),
  default: text.optional().describe("The role of a person without mapped groups."),
  required: text.optional().describe("The group of the IdP without which nobody comes in (`required_group: named`)."),
});

const common = {
  organization: nameSchema
    .optional()
    .describe("The organization that it belongs to; may be left out where there is only one."),
  profile: z
    .enum(PROFILE_NAMES)
    .optional()
    .describe("The vendor whose IdP's shape the messages have; what the connection says itself goes before it."),
  policy: policySchema.optional().describe("Overrides of the target's and the organization's policy."),
  sign_in: startSchema,
  interrupted: z
    .strictObject({ selector: cssSelector.optional(), text: text.optional(), url: text.optional() })
    .refine((written) => Object.keys(written).length > 0, {
      error: "must say `selector`, `text` or `url`",
      when: ({ issues }) => issues.length === 0,
    })
    .optional()
    .describe("Marks a page that interrupts a sign-in lawfully: a link confirmation, a sign-up form, consent."),
  clock: z
    .int("must be a whole number of seconds")
    .min(-TEN_YEARS, "must be less than ten years")
    .max(TEN_YEARS, "must be less than ten years")
    .optional()
    .describe("Seconds by which the IdP's clock is ahead of this machine's, negative where it is behind."),
  roles: rolesSchema.optional().describe("Groups of the IdP and the roles that the SP is configured to give for them."),
};

export const oidcSchema = z.strictObject({
  protocol: z.literal("oidc"),
  ...common,
  client_id: text.describe("The client id that the SP uses."),
  client_secret: text.optional().describe("Left out: made on first use and kept."),
  client_auth: z
    .enum(["basic", "post", "none"])
    .optional()
    .describe("How the client authenticates at the token endpoint; basic."),
  redirect_uris: oneOrMany(address).describe("Absolute addresses."),
  claims_in: oneOrMany(z.enum(["id_token", "userinfo"]))
    .optional()
    .describe("Where claims go; both, or as the profile has it."),
  signing_alg: z.enum(["RS256", "ES256"]).optional().describe("RS256."),
  issuer_of: nameSchema
    .optional()
    .describe("The connection whose issuer, keys and endpoints it shares, as another client there; left out: its own."),
  audiences: oneOrMany(text).optional().describe("Who else an ID token is for, beside the client."),
  pkce: z
    .enum(["required", "optional"])
    .optional()
    .describe("Whether a request without a code challenge is refused; left out: where `client_auth` is `none`."),
  response_types: oneOrMany(responseType)
    .optional()
    .describe("What may be asked for: `code`, `id_token`, `code id_token` ...; code."),
  response_modes: oneOrMany(z.enum(RESPONSE_MODES))
    .optional()
    .describe("How answers may be brought to the SP; left out: as each request asks."),
  backchannel_logout: logoutAddress
    .optional()
    .describe("Where the SP takes logout tokens (OpenID Connect Back-Channel Logout)."),
  frontchannel_logout: logoutAddress
    .optional()
    .describe("The page that ends the SP's session in the person's browser (OpenID Connect Front-Channel Logout)."),
  par: z
    .enum(["optional", "required"])
    .optional()
    .describe(
      "Whether authorization requests may, or must, be pushed (RFC 9126); left out: there is no endpoint for it.",
    ),
  lifetimes: z
    .strictObject({
      id_token: seconds.describe("Of an ID token: 3600, or as the profile has it."),
      access_token: seconds.describe("Of an access token: 3600."),
      refresh_token: seconds.describe("Of a refresh token: two weeks."),
    })
    .optional()
    .describe("Seconds for which what is issued is good."),
  access_token: z
    .union([
      z.literal(["opaque", "jwt"]),
      z.strictObject({
        audience: oneOrMany(text).optional().describe("Who it is for; `audiences`, or else the issuer."),
        claims: oneOrMany(text)
          .optional()
          .describe("Neutral claims that it tells, under the connection's names: `groups`, `email` ...; none."),
      }),
    ])
    .optional()
    .describe("`jwt`: access tokens can be read (RFC 9068), also to whom and with what; opaque."),
  userinfo: z
    .enum(["json", "jwt"])
    .optional()
    .describe(
      "`jwt`: the answer of the UserInfo endpoint is signed, by `signing_alg`, as the client is registered for (`userinfo_signed_response_alg`); json.",
    ),
  refresh: z
    .enum(["rotate", "keep", "never", "always"])
    .optional()
    .describe(
      "Whether a refresh token that was used is replaced, is `never` issued, or `always`, also without offline_access; rotate.",
    ),
  claims: claimNames
    .optional()
    .describe(
      "Neutral claim -> claim on the wire, `realm_access.roles` for one within another; what is not named keeps its name, or has the profile's.",
    ),
});

const contextClass = z.string().regex(/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/, "must be the URI of a class, not %");

export const samlSchema = z.strictObject({
  protocol: z.literal("saml"),
  ...common,
  sp_entity_id: text.optional().describe("The SP's entityID; may be left out beside sp_metadata."),
  acs: oneOrMany(address)
    .optional()
    .describe("Assertion consumer services: absolute addresses; may be left out beside sp_metadata."),
  sp_certificate: text
    .optional()
    .describe("The SP's signing certificate, a PEM file or its text: unsigned AuthnRequests are then refused."),
  encrypt: z
    .union([z.boolean(), text])
    .optional()
    .describe("Assertions are encrypted for this certificate, a PEM file or its text; true: the SP's own."),
  encryption: z
    .enum(ENCRYPTIONS)
    .optional()
    .describe("The cipher; left out: one of those that the SP's metadata lists, or aes256-gcm."),
  signature: z
    .enum(SIGNATURES)
    .optional()
    .describe("How the IdP signs: rsa-sha256. Requests by SHA-1 are taken where it is rsa-sha1."),
  digest: z.enum(DIGESTS).optional().describe("The digest of what is signed; the signature's own hash."),
  honours: oneOrMany(z.enum(HONOURS))
    .optional()
    .describe("What the IdP follows of an AuthnRequest, or refuses by a status; nothing of it."),
  authn_contexts: oneOrMany(contextClass)
    .optional()
    .describe(
      "Authentication context classes that the IdP can tell of, the weakest first: others are refused; left out: it tells what was asked for.",
    ),
  single_logout: z
    .union([
      z.boolean(),
      address,
      z.strictObject({
        at: address.describe("Where it takes LogoutRequests."),
        binding: z.enum(["redirect", "post"]).optional().describe("redirect."),
        response: address.optional().describe("Where it takes LogoutResponses, if elsewhere."),
      }),
    ])
    .optional()
    .describe("Single Logout is spoken, with this service of the SP; true: with what sp_metadata lists."),
  next_certificate: z
    .boolean()
    .optional()
    .describe("The IdP's metadata shows the certificate of its next key beside the present one."),
  sp_metadata: text
    .optional()
    .describe(
      "The SP's metadata, an http address or a file: fills what is left out above: entityID, acs, certificates.",
    ),
  name_id: z.enum(NAME_ID_FORMATS).optional().describe("Format of the NameID; persistent, or as the profile has it."),
  sign: z
    .enum(["assertion", "response", "both"])
    .optional()
    .describe("What is signed; assertion, or as the profile has it."),
  attributes: stringMap
    .optional()
    .describe("Neutral claim -> Attribute Name; what is not named keeps its name, or has the profile's."),
});

export const connectionSchema = z
  .discriminatedUnion("protocol", [oidcSchema, samlSchema])
  .describe("One organization's trust in one issuer (OIDC) or entityID (SAML).");

type WrittenConnection = z.infer<typeof connectionSchema>;

function inOrder(responseType: string): string {
  return responseType.split(" ").toSorted().join(" ");
}

/** Of whom it shares the issuer it takes what is the issuer's, where it does not say it itself. */
export function ofIssuer(
  connection: WrittenConnection,
  all: { readonly [name: string]: WrittenConnection },
): WrittenConnection {
  const issuer = connection.protocol === "oidc" ? own(all, connection.issuer_of ?? "") : undefined;
  if (connection.protocol !== "oidc" || issuer?.protocol !== "oidc") return connection;
  const { profile = issuer.profile, signing_alg = issuer.signing_alg, clock = issuer.clock } = connection;
  return { ...connection, profile, signing_alg, clock };
}

/** `organization`: the one that it belongs to where it names none. */
export function buildConnection(
  name: string,
  written: WrittenConnection,
  organization: string,
  at: Cursor,
): Connection {
  const { one, two, default: fallback, required } = written.roles ?? {};
  const base = {
    name,
    organization: written.organization ?? organization,
    policy: buildPolicy(written.policy),
    sign_in: buildStart(written.sign_in, at.in("sign_in")),
    roles: { mapped: defined({ one, two }), ...defined({ default: fallback, required }) },
    ...defined({
      profile: written.profile,
      clock: written.clock,
      interrupted: written.interrupted === undefined ? undefined : defined(written.interrupted),
    }),
    place: at.keyPlace,
  };
  if (written.protocol === "saml") {
    const taken = samlDefaults(written.profile);
    const { sp_entity_id, acs, name_id = taken.name_id, sign = taken.sign } = written;
    const attributes = { ...taken.attributes, ...written.attributes };
    const { sp_certificate, encrypt, encryption, next_certificate, sp_metadata: from } = written;
    const sp_metadata = from === undefined ? undefined : { from, place: at.in("sp_metadata").place };
    const optional = defined({
      sp_entity_id,
      sp_certificate,
      encrypt: encrypt === false ? undefined : encrypt,
      encryption,
      signature: written.signature,
      digest: written.digest,
      honours: manyOf(written.honours),
      authn_contexts: manyOf(written.authn_contexts),
      single_logout: logoutService(written.single_logout),
      next_certificate,
      sp_metadata,
      name_id_of: written.name_id === undefined ? taken.name_id_of : undefined,
      sign_as_wanted: written.sign === undefined ? taken.sign_as_wanted : undefined,
    });
    return { ...base, protocol: "saml", acs: many(acs), name_id, sign, attributes, ...optional };
  }
  const { client_id, client_secret, client_auth = "basic", redirect_uris, signing_alg = "RS256" } = written;
  const { issuer_of, audiences, pkce, response_types, response_modes } = written;
  const { par, lifetimes, access_token, userinfo, refresh } = written;
  const taken = oidcDefaults(written.profile);
  const claims_in = many(written.claims_in ?? taken.claims_in);
  return {
    ...base,
    protocol: "oidc",
    client_id,
    client_auth,
    redirect_uris: many(redirect_uris),
    claims_in,
    signing_alg,
    claims: { ...taken.claims, ...written.claims },
    ...defined({
      client_secret,
      issuer_of,
      audiences: audiences === undefined ? undefined : many(audiences),
      pkce,
      response_types: response_types === undefined ? undefined : many(response_types).map(inOrder),
      response_modes: response_modes === undefined ? undefined : many(response_modes),
      backchannel_logout: logoutOf(written.backchannel_logout),
      frontchannel_logout: logoutOf(written.frontchannel_logout),
      par,
      lifetimes: lifetimes === undefined ? undefined : defined(lifetimes),
      access_token: readable(access_token, manyOf(audiences)),
      userinfo: userinfo === "jwt" ? userinfo : undefined,
      refresh,
    }),
  };
}

type WrittenAccessToken = z.infer<typeof oidcSchema>["access_token"];

/** No audiences: the issuer is the one. */
function readable(written: WrittenAccessToken, audiences: readonly string[] = []): OidcConnection["access_token"] {
  if (written === undefined || written === "opaque") return undefined;
  if (written === "jwt") return { audiences, claims: [] };
  return { audiences: manyOf(written.audience) ?? audiences, claims: manyOf(written.claims) ?? [] };
}

function manyOf<T>(written: T | readonly T[] | undefined): readonly T[] | undefined {
  return written === undefined ? undefined : many(written);
}

type WrittenLogout = z.infer<typeof samlSchema>["single_logout"];

function logoutService(written: WrittenLogout): SamlConnection["single_logout"] {
  if (written === undefined || written === false) return undefined;
  if (written === true) return true;
  if (typeof written === "string") return { binding: "redirect", location: written };
  const { at: location, binding = "redirect", response } = written;
  return { binding, location, ...defined({ response }) };
}

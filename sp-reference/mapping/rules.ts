import { z } from "zod";
import type { Connection } from "../config/model.ts";
import { rawValue, type Assertion } from "./assertion.ts";
import type { Attributes, Subject } from "./claims.ts";

/**
 * How raw values become usable ones. Each rule stands alone, so that each can be tested, and be broken on purpose
 * (defects/), alone.
 */
export interface MappingRules {
  /** Under which names the connection's identity provider sends what. */
  readonly names: (connection: Connection) => Connection["attributes"];
  readonly text: (raw: unknown) => string | null;
  readonly email: (raw: unknown) => string | null;
  /** What stands where an address is looked for that is not in `email`. */
  readonly otherEmail: (assertion: Assertion, connection: Pick<Connection, "attributes" | "policy">) => unknown;
  readonly emailVerified: (raw: unknown, protocol: Assertion["protocol"]) => boolean | null;
  readonly subject: (assertion: Assertion, connection: Connection) => Subject;
  readonly groups: (raw: unknown, protocol: Assertion["protocol"]) => readonly string[] | null;
  /** Where the groups are told of somebody who is in more of them than a message holds; null: it has room for all. */
  readonly groupsElsewhere: (assertion: Assertion, connection: Pick<Connection, "attributes">) => string | null;
  /** Groups that came joined in one text, each as a value of its own, where the connection or its policy says so. */
  readonly apart: (raw: unknown, connection: Pick<Connection, "groupsSeparator" | "policy">) => unknown;
  readonly attribute: (raw: unknown) => Attributes[string] | null;
}

/** OpenID Connect Core 2: sub is at most 255 ASCII characters; SAML Core 8.3.7: a persistent NameID at most 256. */
const MAX_SUBJECT = 256;
/** Longer texts are no names. Refusing them whole beats cutting them, which may cut a character in two. */
const MAX_TEXT = 1024;
const TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";

const emailAddress = z.email().max(254);

/** A SAML value arrives as the list of its values; a text is the only or the first of them. */
function first(raw: unknown): unknown {
  return Array.isArray(raw) ? raw[0] : raw;
}

/** A usable text: a string that is not blank, in NFC so that equal texts compare as equal. */
function text(raw: unknown): string | null {
  const value = first(raw);
  if (typeof value !== "string" || value.trim() === "" || value.length > MAX_TEXT) return null;
  return value.normalize("NFC");
}

/** A usable address. What is not a valid address is as good as missing: never stored, never matched. */
function email(raw: unknown): string | null {
  const value = text(raw);
  return value !== null && emailAddress.safeParse(value).success ? value : null;
}

function otherEmail(assertion: Assertion, connection: Pick<Connection, "attributes" | "policy">): unknown {
  const { email_claims: where } = connection.policy;
  if (where === "email") return undefined;
  const name = where === "upn" ? "upn" : connection.attributes["username"];
  return name === undefined ? undefined : rawValue(assertion, name);
}

/**
 * OpenID Connect Core 5.1 has a JSON boolean here. What is sent and is not one ("false", "true", 1) vouches for
 * nothing, so it counts as a no. A SAML attribute can only be text: xs:boolean.
 */
function emailVerified(raw: unknown, protocol: Assertion["protocol"]): boolean | null {
  const value = first(raw);
  if (value === undefined || value === null || value === "") return null;
  if (protocol === "saml") return value === "true" || value === "1";
  return value === true;
}

/**
 * The identity key that the policy declares; there is no second choice. A subject is compared exactly (OpenID
 * Connect Core 2: case sensitive), so it is neither trimmed nor normalized.
 */
function subject(assertion: Assertion, connection: Connection): Subject {
  const key = connection.policy.identity_key;
  if (assertion.protocol === "oidc") return usable(assertion.claims["sub"], "sub");
  if (key.startsWith("entity_attr:")) {
    const name = key.slice("entity_attr:".length);
    const values = rawValue(assertion, name);
    if (Array.isArray(values) && values.length > 1) return { missing: `the attribute ${name} has several values` };
    return usable(first(values), name);
  }
  // SAML Core 8.3.8: a transient NameID is another one at every sign-in, so it names nobody.
  if (assertion.nameId?.format === TRANSIENT) return { missing: "NameID is transient" };
  return usable(assertion.nameId?.value, "NameID");
}

function usable(value: unknown, name: string): Subject {
  if (value === undefined || value === null) return { missing: `${name} is missing` };
  if (typeof value !== "string") return { missing: `${name} is not a text` };
  if (value.trim() === "") return { missing: `${name} is blank` };
  if (value.length > MAX_SUBJECT) return { missing: `${name} is longer than ${MAX_SUBJECT} characters` };
  return { value };
}

/**
 * One group may come as a bare string (ADFS, JumpCloud, node-saml). Anything but texts is no groups claim.
 * A SAML Attribute without a usable value can not be told from an absent one.
 */
function groups(raw: unknown, protocol: Assertion["protocol"]): readonly string[] | null {
  const list = typeof raw === "string" ? [raw] : raw;
  if (!Array.isArray(list)) return null;
  const usable = list.filter((group): group is string => typeof group === "string" && group.trim() !== "");
  return protocol === "saml" && usable.length === 0 ? null : usable;
}

const DELIMITERS = { none: null, comma: /,/, semicolon: /;/, either: /[,;]/ } as const;

function apart(raw: unknown, { groupsSeparator, policy }: Pick<Connection, "groupsSeparator" | "policy">): unknown {
  const one: unknown = Array.isArray(raw) && raw.length === 1 ? raw[0] : raw;
  const separator = groupsSeparator ?? DELIMITERS[policy.groups_delimiter];
  return separator === null || typeof one !== "string" ? raw : one.split(separator).map((group) => group.trim());
}

const GROUPS_LINK = "http://schemas.microsoft.com/claims/groups.link";

/**
 * By OpenID Connect a distributed claim (Core 5.6.2), by SAML Entra's own attribute. Read before anything else is made
 * of the groups: whoever takes this for "no groups" takes somebody's roles for being in too many of them.
 */
function groupsElsewhere(assertion: Assertion, { attributes }: Pick<Connection, "attributes">): string | null {
  const claim = attributes["groups"];
  if (claim === undefined) return null;
  if (assertion.protocol === "saml") return assertion.attributes.get(GROUPS_LINK)?.[0] ?? null;
  const distributed = distributedSchema.safeParse(assertion.claims).data;
  const source = distributed?.names[claim];
  return source === undefined ? null : (distributed?.sources[source]?.endpoint ?? null);
}

const distributedSchema = z
  .object({
    _claim_names: z.record(z.string(), z.string()),
    _claim_sources: z.record(z.string(), z.object({ endpoint: z.string().optional() })),
  })
  .transform(({ _claim_names: names, _claim_sources: sources }) => ({ names, sources }));

function attribute(raw: unknown): Attributes[string] | null {
  if (!Array.isArray(raw)) return text(raw);
  const values = raw.map(text).filter((value) => value !== null);
  return values.length > 1 ? values : (values[0] ?? null);
}

export const mappingRules: MappingRules = {
  names: ({ attributes }) => attributes,
  text,
  email,
  otherEmail,
  emailVerified,
  subject,
  groups,
  groupsElsewhere,
  apart,
  attribute,
};

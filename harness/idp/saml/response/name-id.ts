import { randomBytes } from "node:crypto";
import type { IdpPerson } from "../../port.ts";
import { NAME_ID_FORMAT } from "../names.ts";
import type { NameIdFormat } from "../names.ts";
import type { KnownSpec } from "../sp/relying-party.ts";
import { claimOf, claimText } from "./claims.ts";

export interface NameId {
  readonly format: string;
  readonly value: string;
  readonly nameQualifier?: string;
  readonly spNameQualifier?: string;
}

/**
 * The NameID of a person. persistent and unspecified: the subject; emailAddress: the email, or the subject where the
 * person has none that is text; transient: a fresh one at each sign-in. A persistent one is qualified by both sides,
 * since it means something only between them (SAML Core 8.3.7). Undefined where the person has no subject: the
 * Subject then goes without a NameID, as SAML Core 2.4.1 permits.
 */
export function nameIdOf(
  person: IdpPerson,
  spec: KnownSpec,
  entityId: string,
  requestedFormat: string | undefined,
): NameId | undefined {
  const format = chooseFormat(spec.name_id, requestedFormat);
  const value = valueFor(format, person);
  if (value === undefined) return undefined;
  return {
    format: NAME_ID_FORMAT[format],
    value,
    ...(format === "persistent" ? { nameQualifier: entityId, spNameQualifier: spec.sp_entity_id } : {}),
  };
}

/**
 * The connection decides. NameIDPolicy is honoured where it changes the label alone: a connection that leaves the
 * format open answers a request for `persistent` with it. Any other format would exchange the value that the SP knows
 * the person by, which is the connection's to say, and libraries ask for one that nobody chose.
 */
function chooseFormat(configured: NameIdFormat, requested: string | undefined): NameIdFormat {
  return configured === "unspecified" && requested === NAME_ID_FORMAT.persistent ? "persistent" : configured;
}

function valueFor(format: NameIdFormat, person: IdpPerson): string | undefined {
  if (format === "transient") return `_${randomBytes(20).toString("hex")}`;
  const email = claimOf(person, "email");
  if (format === "emailAddress" && typeof email === "string" && email.trim() !== "") return email;
  const subject = claimOf(person, "subject");
  return subject === undefined ? undefined : claimText(subject);
}

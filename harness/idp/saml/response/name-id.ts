import type { IdpPerson } from "../../port.ts";
import { samlShape } from "../../profiles/index.ts";
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
 * The NameID of a person. persistent and unspecified: the subject; emailAddress: the email; either: what the connection
 * has instead; the subject where that is no text; transient: a fresh one at each sign-in. A persistent one is qualified
 * by both sides, since it means something only between them (SAML Core 8.3.7), unless the profile leaves that out. Undefined where the person has no subject: the
 * Subject then goes without a NameID, as SAML Core 2.4.1 permits.
 */
export function nameIdOf(
  person: IdpPerson,
  spec: KnownSpec,
  entityId: string,
  requestedFormat: string | undefined,
  id: () => string,
): NameId | undefined {
  const format = chooseFormat(spec.name_id, requestedFormat);
  const value = valueFor(format, spec, person, id);
  if (value === undefined) return undefined;
  return {
    format: NAME_ID_FORMAT[format],
    value,
    ...(format === "persistent" && samlShape(spec.profile).name_id.qualified
      ? { nameQualifier: entityId, spNameQualifier: spec.sp_entity_id }
      : {}),
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

function valueFor(format: NameIdFormat, spec: KnownSpec, person: IdpPerson, id: () => string): string | undefined {
  if (format === "transient") return id();
  const of = spec.name_id_of ?? (format === "emailAddress" ? "email" : undefined);
  const carried = of === undefined ? undefined : claimOf(person, of);
  if (typeof carried === "string" && carried.trim() !== "") return carried;
  const subject = claimOf(person, "subject");
  return subject === undefined ? undefined : claimText(subject);
}

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
 * has instead; transient: a fresh one at each sign-in. In the connection's own format it is the subject where that is
 * no text. A persistent one is qualified by both sides, since it means something only between them (SAML Core 8.3.7),
 * unless the profile leaves that out. Undefined where the person has no subject: the Subject then goes without a
 * NameID, as SAML Core 2.4.1 permits.
 */
export function nameIdOf(
  person: IdpPerson,
  spec: KnownSpec,
  entityId: string,
  format: NameIdFormat,
  id: () => string,
): NameId | undefined {
  const value = format === "transient" ? id() : (valueOf(person, spec, format) ?? textOf(person, "subject"));
  if (value === undefined) return undefined;
  return {
    format: NAME_ID_FORMAT[format],
    value,
    ...(format === "persistent" && samlShape(spec.profile).name_id.qualified
      ? { nameQualifier: entityId, spNameQualifier: spec.sp_entity_id }
      : {}),
  };
}

/** What a person is called in a format that is not transient; undefined where they have no such name. */
export function valueOf(person: IdpPerson, spec: KnownSpec, format: NameIdFormat): string | undefined {
  // A format that is left open keeps its value under the label of a persistent one.
  const isOwn = format === spec.name_id || (format === "persistent" && spec.name_id === "unspecified");
  const of = (isOwn ? spec.name_id_of : undefined) ?? (format === "emailAddress" ? "email" : "subject");
  if (of === "subject") return textOf(person, of);
  const carried = claimOf(person, of);
  return typeof carried === "string" && carried.trim() !== "" ? carried : undefined;
}

function textOf(person: IdpPerson, claim: string): string | undefined {
  const value = claimOf(person, claim);
  return value === undefined ? undefined : claimText(value);
}

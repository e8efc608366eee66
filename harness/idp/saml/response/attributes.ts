import { own } from "../../../own.ts";
import type { IdpPerson, SamlSpec } from "../../port.ts";
import { samlShape, sentGroups, type SamlShape } from "../../profiles/index.ts";
import { ATTRIBUTE_NAME_FORMAT } from "../names.ts";
import { claimText } from "./claims.ts";

/** An Attribute and its values; null is a null value, which is not the empty one (SAML Core 2.7.3.1.1). */
export interface SamlAttribute {
  readonly name: string;
  readonly nameFormat: string | undefined;
  readonly friendly: string | undefined;
  readonly values: readonly (string | null)[];
}

/** Claims that have a place of their own, or mean nothing in SAML, and become attributes only where mapped. */
const ONLY_WHERE_MAPPED: ReadonlySet<string> = new Set(["subject", "email_verified"]);

/**
 * What an IdP would release of this person: each claim under the Name that the connection maps it to, or under its
 * own. A claim that is absent or an empty list gives no Attribute, but for groups of a profile that has it otherwise.
 * Claims that share a Name share one Attribute, since a Name may stand only once in a statement. Where the SP's key is
 * an attribute of its own, it carries the subject; a key that is one of the claims (the email, say) stays that claim.
 */
export function attributesOf(person: IdpPerson, spec: Omit<SamlSpec, "encrypt">, overage: string): SamlAttribute[] {
  const shape = samlShape(spec.profile);
  const values = new Map<string, (string | null)[]>();
  const friendly = new Map<string, string | undefined>();
  const release = (name: string, value: unknown): void => {
    const listed = valuesOf(value);
    if (listed.length > 0) values.set(name, [...(values.get(name) ?? []), ...listed]);
  };
  for (const [claim, value] of Object.entries(person.claims)) {
    const mapped = own(spec.attributes, claim);
    if (mapped === undefined && (ONLY_WHERE_MAPPED.has(claim) || shape.withheld.includes(claim))) continue;
    const name = mapped ?? claim;
    friendly.set(name, own(shape.friendly, claim));
    if (claim === "groups") releaseGroups(name, value);
    else release(name, value);
  }
  if (spec.key_attribute !== undefined && !carriesClaim(spec, spec.key_attribute)) {
    release(spec.key_attribute, person.claims["subject"]);
  }
  for (const [name, value] of Object.entries(shape.extra(person.claims, spec.name))) {
    if (!values.has(name)) release(name, value);
  }
  return [...values].map(([name, listed]) => ({
    name,
    nameFormat: nameFormatOf(name, shape),
    friendly: friendly.get(name),
    values: listed,
  }));

  function releaseGroups(name: string, value: unknown): void {
    const sent = sentGroups(shape.groups, value);
    if (sent === null) return;
    if ("more" in sent) return release(GROUPS_LINK, overage);
    release(name, sent.value);
    if (shape.groups.empty === "valueless" && Array.isArray(value) && value.length === 0 && !values.has(name))
      values.set(name, []);
  }
}

/** Entra's, in the place of the groups of somebody who has more of them than an assertion holds. */
const GROUPS_LINK = "http://schemas.microsoft.com/claims/groups.link";

/** The Names of the attributes that carry the SP's key, or the subject: what a tamper of the subject touches. */
export function keyAttributes(spec: Omit<SamlSpec, "encrypt">): readonly string[] {
  const mapped = own(spec.attributes, "subject");
  return [spec.key_attribute, mapped].filter((name) => name !== undefined);
}

function carriesClaim(spec: Pick<SamlSpec, "attributes">, name: string): boolean {
  return Object.values(spec.attributes).includes(name);
}

function valuesOf(value: unknown): (string | null)[] {
  if (value === undefined) return [];
  const listed: readonly unknown[] = Array.isArray(value) ? value : [value];
  return listed.map((one) => (one === null ? null : claimText(one)));
}

/** A URI and an XML name each have a format of their own (SAML Core 8.2), where the profile has no one for all. */
function nameFormatOf(name: string, { name_format }: SamlShape): string | undefined {
  if (name_format === "none") return undefined;
  if (name_format !== "by_name") return ATTRIBUTE_NAME_FORMAT[name_format];
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(name)) return ATTRIBUTE_NAME_FORMAT.uri;
  return /^[\p{L}_][\p{L}\p{N}._-]*$/u.test(name) ? ATTRIBUTE_NAME_FORMAT.basic : ATTRIBUTE_NAME_FORMAT.unspecified;
}

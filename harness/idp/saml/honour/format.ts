import { NAME_ID_FORMAT, type NameIdFormat } from "../names.ts";
import type { NameIdPolicy } from "../request/parse.ts";
import { Unmet } from "../response/status.ts";
import type { KnownSpec } from "../sp/relying-party.ts";

/**
 * The format that a NameIDPolicy has the answer in; undefined: the connection's own. Where the connection does not
 * honour policies, one for `persistent` changes the label alone of a format that is left open: any other would exchange
 * the value that the SP knows the person by, and libraries ask for one that nobody chose.
 * @throws {Unmet} InvalidNameIDPolicy
 */
export function formatFor(policy: NameIdPolicy | undefined, spec: KnownSpec): NameIdFormat | undefined {
  if (policy === undefined) return undefined;
  const { format, spNameQualifier } = policy;
  const asked = askedFormat(format);
  if (spec.honours?.includes("name_id_policy") !== true) {
    return spec.name_id === "unspecified" && asked === "persistent" ? asked : undefined;
  }
  if (spNameQualifier !== undefined && spNameQualifier !== spec.sp_entity_id) {
    throw invalid(`SPNameQualifier is ${spNameQualifier}; names are given to ${spec.sp_entity_id} alone.`);
  }
  if (format !== undefined && !OPEN.has(format) && asked === undefined) {
    throw invalid(`There is no NameID of the format ${format} here.`);
  }
  return asked;
}

/** A format that says something; undefined where none is named, or one that is open or not known. */
export function askedFormat(uri: string | undefined): NameIdFormat | undefined {
  const names = Object.keys(NAME_ID_FORMAT) as NameIdFormat[];
  const found = names.find((name) => NAME_ID_FORMAT[name] === uri);
  return found === "unspecified" ? undefined : found;
}

export function invalid(message: string): Unmet {
  return new Unmet("InvalidNameIDPolicy", message);
}

/** Any will do; some write the first as if it were one of SAML 2.0. */
const OPEN: ReadonlySet<string> = new Set([
  NAME_ID_FORMAT.unspecified,
  "urn:oasis:names:tc:SAML:2.0:nameid-format:unspecified",
]);

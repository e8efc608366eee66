import type { IdpPerson } from "../../port.ts";
import { valueOf } from "../response/name-id.ts";
import type { Reply } from "../response/reply.ts";
import type { KnownSpec } from "../sp/relying-party.ts";
import { invalid } from "./format.ts";

/** Persistent NameIDs that this SP was given, while the IdP runs. */
export type Established = Set<string>;

/**
 * Holds what was asked for against the person who was picked.
 * @throws {Unmet} InvalidNameIDPolicy where they have no NameID of that format, or one that the SP must be given first
 */
export function requireName(person: IdpPerson, spec: KnownSpec, reply: Reply, established: Established): void {
  const { nameIdFormat, mayCreate } = reply;
  const format = nameIdFormat ?? spec.name_id;
  const value = format === "transient" ? undefined : valueOf(person, spec, format);
  const isAsked = nameIdFormat !== undefined && spec.honours !== undefined;
  if (isAsked && format !== "transient" && value === undefined) {
    throw invalid(`This person has no NameID of the format ${format}.`);
  }
  if (format !== "persistent" || value === undefined) return;
  if (mayCreate === false && !established.has(value)) {
    throw invalid("This person has no persistent NameID for this SP yet, and AllowCreate does not let one be made.");
  }
  established.add(value);
}

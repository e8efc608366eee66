import type { PeopleDirectory } from "../../mount.ts";
import type { NamedSubject } from "../request/parse.ts";
import { valueOf } from "../response/name-id.ts";
import { Unmet } from "../response/status.ts";
import type { KnownSpec } from "../sp/relying-party.ts";
import { askedFormat } from "./format.ts";

/**
 * The key of the person whom a request's Subject names, as this SP is told of them: addresses in any letters, all else
 * as it stands. A transient name means nobody any more.
 * @throws {Unmet} UnknownPrincipal
 */
export function meantBy({ text, format }: NamedSubject, spec: KnownSpec, people: PeopleDirectory): string {
  const as = askedFormat(format) ?? spec.name_id;
  const same = as === "emailAddress" ? foldedSame : (one: string, other: string) => one === other;
  const found =
    as === "transient" || text === ""
      ? undefined
      : people.search("", Infinity).find((person) => same(valueOf(person, spec, as) ?? "", text));
  if (found !== undefined) return found.key;
  throw new Unmet("UnknownPrincipal", `Nobody here is called ${text || "so: the name cannot be read"}.`);
}

function foldedSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

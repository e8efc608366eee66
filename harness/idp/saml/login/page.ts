import type { HostServices } from "../../mount.ts";
import type { IdpPerson, SamlSpec } from "../../port.ts";
import type { PendingSignIn } from "./pending.ts";

/** As many cards as a page shows before it asks for a search. */
const SHOWN = 50;

/** The login page of a pending sign-in; whom the request's Subject names comes first. */
export function loginPage(
  host: HostServices,
  spec: SamlSpec,
  pageUrl: string,
  pending: PendingSignIn,
  search: string,
): string {
  const found = host.people.search(search, SHOWN + 1);
  const expected = pending.expected === undefined ? undefined : personNamed(host, pending.expected);
  const listed =
    expected !== undefined && search === "" ? [expected, ...found.filter((one) => one !== expected)] : found;
  return host.login.pick({
    connection: spec.name,
    relyingParty: spec.sp_entity_id,
    people: listed.slice(0, SHOWN),
    more: listed.length > SHOWN,
    search,
    ...(expected === undefined ? {} : { preselect: expected.key }),
    pickAction: pageUrl,
    cancelAction: `${pageUrl}/cancel`,
    carry: {},
  });
}

/** Whom a NameID means: the person with that subject or email, or the key that the people file knows them by. */
function personNamed(host: HostServices, nameId: string): IdpPerson | undefined {
  const exactly = ({ key, claims }: IdpPerson): boolean => [claims["subject"], claims["email"], key].includes(nameId);
  return host.people.search(nameId, SHOWN).find(exactly);
}

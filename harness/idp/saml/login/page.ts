import { defined } from "../../../defined.ts";
import { choosePeople } from "../../login/index.ts";
import type { HostServices, PeopleDirectory } from "../../mount.ts";
import type { KnownSpec } from "../sp/relying-party.ts";
import type { PendingSignIn } from "./pending.ts";

/** The login page of a pending sign-in; whom the request's Subject names comes first. */
export function loginPage(
  host: HostServices,
  spec: KnownSpec,
  pageUrl: string,
  pending: PendingSignIn,
  search: string,
): string {
  return host.login.pick({
    connection: spec.name,
    relyingParty: spec.sp_entity_id,
    ...shown(host.people, search, pending),
    search,
    ...defined({ preselect: pending.expected }),
    pickAction: pageUrl,
    cancelAction: `${pageUrl}/cancel`,
    unassignedAction: `${pageUrl}/unassigned`,
    carry: {},
  });
}

function shown(people: PeopleDirectory, search: string, { expected, domain, only }: PendingSignIn): Shown {
  if (only === undefined) return choosePeople(people, search, { person: expected, domain });
  return { people: people.search(search, Infinity).filter(({ key }) => key === only), more: false };
}

type Shown = ReturnType<typeof choosePeople>;

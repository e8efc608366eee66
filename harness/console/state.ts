import type { Connection, Person, Target } from "../scenario/model/index.ts";
import { effectivePolicy } from "../scenario/index.ts";
import { CONTROL, TAMPERS } from "../tampers/index.ts";
import type { ConsoleOptions, Side } from "./options.ts";
import type { GuidedStory } from "./stories.ts";

interface Around extends Pick<
  ConsoleOptions,
  "target" | "defects" | "aboutDefects" | "once" | "vendors" | "peopleFile" | "side"
> {
  readonly sides: readonly Side[];
  readonly running: boolean;
  readonly recorded: number;
  readonly people: readonly Person[];
  readonly unsaved: ReadonlySet<string>;
  readonly stories: readonly GuidedStory[];
}

/** What the page draws itself from. */
export function stateOf(around: Around): object {
  const {
    target,
    defects,
    aboutDefects,
    once,
    vendors,
    peopleFile,
    sides,
    running,
    recorded,
    people,
    unsaved,
    stories,
  } = around;
  const { live } = around.side;

  const { connections } = live.target;
  const [first] = connections;
  return {
    target,
    sides: sides.map(({ label, defect, profile, url, live }) => ({ label, defect, profile, url, idps: live.origin })),
    defects: defects.map((id) => ({ id, about: aboutDefects?.get(id) ?? null })),
    once,
    vendors,
    shows_accounts: live.showsAccounts,
    people_file: peopleFile,
    running,
    recorded,
    people: people.map((person) => ({
      name: person.name,
      unsaved: unsaved.has(person.name),
      written: { ...person.claims },
      without: person.without,
      assigned: person.assigned !== false,
      said: first === undefined ? {} : live.claimsOf(person, first),
    })),
    connections: connections.map((connection) => ({
      scim: live.target.organizations.some((one) => one.name === connection.organization && one.scim !== undefined),
      name: connection.name,
      protocol: connection.protocol,
      organization: connection.organization,
      about: aboutOf(live.target, connection),
      profile: connection.profile ?? null,
      sign_out: waysOut(live.target, connection),
    })),
    tampers: Object.fromEntries(
      Object.entries(TAMPERS).map(([protocol, rows]) => [
        protocol,
        // An honest message is the list's first choice, and needs no tamper.
        Object.entries(rows).flatMap(([tamper, { about, at }]) =>
          tamper === CONTROL ? [] : [{ name: tamper, about, at }],
        ),
      ]),
    ),
    stories,
  };
}

/** What is its own about it: its organization, and the policy that it declares otherwise than the target as a whole. */
function aboutOf(target: Target, connection: Connection): string {
  const declared = Object.entries(effectivePolicy(target, connection));
  const { organization, policy } = connection;
  const own = declared
    .filter(([knob]) => Object.hasOwn(policy, knob))
    .map(([knob, value]) => `${knob}: ${String(value)}`);
  return [organization === "default" ? "" : `organization ${organization}`, ...own].filter(Boolean).join(", ");
}

/** Where somebody can sign out by hand. */
function waysOut({ drive }: Target, connection: Connection): readonly ("idp" | "sp")[] {
  const told = connection.protocol === "oidc" ? connection.backchannel_logout : connection.single_logout;
  const { sign_out } = drive;
  return [
    ...(told === undefined ? [] : (["idp"] as const)),
    ...(sign_out === undefined || sign_out === "none" ? [] : (["sp"] as const)),
  ];
}

import type { Person } from "../scenario/model/index.ts";
import { TAMPERS } from "../tampers/index.ts";
import type { ConsoleOptions, Side } from "./console.ts";
import type { GuidedStory } from "./stories.ts";

interface Around extends Pick<ConsoleOptions, "target" | "defects" | "peopleFile" | "side"> {
  readonly sides: readonly Side[];
  readonly running: boolean;
  readonly recorded: number;
  readonly people: readonly Person[];
  readonly unsaved: ReadonlySet<string>;
  readonly stories: readonly GuidedStory[];
}

/** What the page draws itself from. */
export function stateOf(around: Around): object {
  const { target, defects, peopleFile, sides, running, recorded, people, unsaved, stories } = around;
  const { live } = around.side;

  const { connections } = live.target;
  const [first] = connections;
  return {
    target,
    sides: sides.map(({ label, defect, url, live }) => ({ label, defect, url, idps: live.origin })),
    defects,
    people_file: peopleFile,
    running,
    recorded,
    people: people.map((person) => ({
      name: person.name,
      unsaved: unsaved.has(person.name),
      written: { ...person.claims },
      without: person.without,
      said: first === undefined ? {} : live.claimsOf(person, first),
    })),
    connections: connections.map(({ name, protocol, organization, profile }) => ({
      scim: live.target.organizations.some((one) => one.name === organization && one.scim !== undefined),
      name,
      protocol,
      organization,
      profile: profile ?? null,
    })),
    tampers: Object.fromEntries(
      Object.entries(TAMPERS).map(([protocol, rows]) => [
        protocol,
        Object.entries(rows).map(([tamper, { about, at }]) => ({ name: tamper, about, at })),
      ]),
    ),
    stories,
  };
}

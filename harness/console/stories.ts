import type { Live } from "../run/live.ts";
import { effectivePolicy } from "../scenario/index.ts";
import type { Connection, Json, Person } from "../scenario/model/index.ts";

/** What somebody is told who has never seen a sign-in make an account: a minute, two clicks. */
export interface GuidedStory {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly steps: readonly {
    /** What the button says. */
    readonly press: string;
    readonly person: string;
    readonly connection: string;
    readonly change?: { readonly [claim: string]: Json };
    /** They come as the people file has them, whatever was changed since. */
    readonly from_file?: true;
    /** What to look at afterwards. */
    readonly look: string;
    /** The same, where the sound SP made no account: they had one. */
    readonly known?: string;
  }[];
  /** A defect that shows how it goes wrong, where the SP has it. */
  readonly wrong?: { readonly defect: string; readonly say: string };
}

/**
 * Those that can be told of this SP: a group can only be taken away where groups are mapped to roles. `people`: as the
 * file has them. `isTaken`: an address that somebody was seen with, whose account would hide what becomes of a new one.
 */
export function storiesOf(
  live: Live,
  people: readonly Person[],
  defects: readonly string[],
  isTaken: (address: string) => boolean,
): readonly GuidedStory[] {
  const [connection] = live.target.connections;
  const [first, second = first] = people;
  if (connection === undefined || first === undefined || second === undefined) return [];
  const roles = connection.roles.mapped;
  const all = [
    firstSignIn(live, first, connection),
    changedEmail(live, second, connection, { defects, isTaken }),
    ...(roles.one === undefined || roles.two === undefined
      ? []
      : [removedGroup(live, second, connection, [roles.one.group, roles.two.group])]),
  ];
  return live.showsAccounts ? all : all.map(unseen);
}

/** Where nobody but the SP's own pages shows what became of it. */
function unseen(story: GuidedStory): GuidedStory {
  const look = "See at the SP's own pages what became of it, and in the steps who told whom what.";
  return {
    ...story,
    steps: story.steps.map((step) => ({ ...step, look, ...(step.known === undefined ? {} : { known: look }) })),
  };
}

function firstSignIn(live: Live, person: Person, { name: connection }: Connection): GuidedStory {
  const who = nameOf(live, person);
  return {
    id: "first-sign-in",
    title: "A first sign-in",
    about: "Somebody comes whom the SP has never seen. Their account is made just in time, by what the IdP says.",
    steps: [
      {
        press: `Sign ${who} in`,
        person: person.name,
        connection,
        from_file: true,
        look: "One account has come, with what the IdP said. Open the steps to see who told whom what.",
        known: `${who} had an account from before, so none has come. Sign somebody else in, under “Sign in as”, or start the demo anew.`,
      },
      {
        press: `Sign ${who} in again`,
        person: person.name,
        connection,
        look: "The same account, and nothing new: they are known by the identifier that the IdP gives them.",
      },
    ],
  };
}

function changedEmail(
  live: Live,
  person: Person,
  connection: Connection,
  { defects, isTaken }: { readonly defects: readonly string[]; readonly isTaken: (address: string) => boolean },
): GuidedStory {
  const who = nameOf(live, person);
  const { email: told } = live.claimsOf(person, connection);
  const email = typeof told === "string" ? told : "";
  const policy = effectivePolicy(live.target, connection).email_sync;
  const defect = "key-by-email";
  return {
    id: "changed-email",
    title: "A changed email",
    about: "People marry, teams are renamed: the address changes, the person does not.",
    steps: [
      {
        press: `Sign ${who} in`,
        person: person.name,
        connection: connection.name,
        from_file: true,
        look: `${who} has an account now${email === "" ? "" : `; the IdP says that the address is ${email}`}.`,
      },
      {
        press: `Change the address, sign ${who} in again`,
        person: person.name,
        connection: connection.name,
        change: { email: newAddress(email, isTaken) },
        look: `It must be the same account, and no second one. Whether its address follows is the SP's policy${policy === undefined ? "" : ` (email_sync: ${policy})`}.`,
      },
    ],
    ...(defects.includes(defect)
      ? { wrong: { defect, say: "An SP that finds people by their address gives them a second account here." } }
      : {}),
  };
}

/** Nobody's yet: an account that is left of an earlier round would be found by it. */
function newAddress(email: string, isTaken: (address: string) => boolean): string {
  const at = email.indexOf("@");
  const [name, domain] = at < 0 ? [email, ""] : [email.slice(0, at), email.slice(at)];
  for (let round = 1; ; round++) {
    const address = `${name}.new${round === 1 ? "" : round}${domain}`;
    if (!isTaken(address)) return address;
  }
}

function removedGroup(
  live: Live,
  person: Person,
  connection: Connection,
  groups: readonly [string, string],
): GuidedStory {
  const who = nameOf(live, person);
  const { role_sync: policy, last_admin } = effectivePolicy(live.target, connection);
  // The second is the administrators': who is the only one of them keeps the role at an SP that protects the last.
  const [kept, taken] = last_admin === "protect" ? [groups[1], groups[0]] : groups;
  return {
    id: "removed-group",
    title: "A removed group",
    about: "Somebody changes teams. What the group gave must not outlive the group.",
    steps: [
      {
        press: `Sign ${who} in, in ${groups.join(" and ")}`,
        person: person.name,
        connection: connection.name,
        change: { groups: [...groups] },
        from_file: true,
        look: "Look at the roles: one for each group that the SP maps.",
      },
      {
        press: `Take ${who} out of ${taken}, sign in again`,
        person: person.name,
        connection: connection.name,
        change: { groups: [kept] },
        look: `The role of ${taken} goes with the group, unless the SP's policy says otherwise${policy === undefined ? "" : ` (role_sync: ${policy})`}.`,
      },
    ],
  };
}

function nameOf(live: Live, person: Person): string {
  const [connection] = live.target.connections;
  const claims = connection === undefined ? {} : live.claimsOf(person, connection);
  const given = claims["given_name"];
  return typeof given === "string" && given !== "" ? given : person.name;
}

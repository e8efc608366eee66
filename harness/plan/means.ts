import { own } from "../own.ts";
import { EVENTS } from "../scenario/abilities.ts";
import { RISKS, UNSAFE, type Knob, type Policy } from "../scenario/model/index.ts";
import { notApplicable, unobservable, type Settled } from "./settled.ts";

/** A means of looking closer, which a target file need not have. */
interface Means {
  /** Why the check is not made without it. */
  readonly without: string;
  /** Where the target file would have it. */
  readonly place: string;
  /** Knobs of which a value is looked at by no check that does without it. */
  readonly only?: readonly Knob[];
}

/**
 * What an SP has or has not (accounts that are made, a sign-out, invitations) its file ought to say, and a check that
 * needs what is left out cannot be seen to hold. These are no such things: many an SP is told of its IdP by its
 * environment, once, knows no organizations, or keeps its sessions where nobody makes them older.
 */
const MEANS: { readonly [ability: string]: Means } = {
  [EVENTS]: {
    without: "the target file has no observe.events: nobody reads the SP's audit log",
    place: "observe.events",
  },
  mapping: {
    without: "no seed.mapping of the target file tells the SP of the name of any claim",
    place: "seed.mapping",
  },
  mapped_groups: {
    without: "no seed.mapping of the target file tells the SP of the group for a role ({{groups.two}})",
    place: "{{groups.two}} in seed.mapping",
  },
  reconfigure: { without: "no seed.mapping of the target file tells the SP of the issuer", place: "seed.mapping" },
  organization: {
    without: "no seed.organization of the target file makes an organization in which nobody is",
    place: "seed.organization",
    only: ["last_admin"],
  },
  seats: {
    without: "no seed.organization of the target file says how many seats an organization has",
    place: "{{seats}} in seed.organization",
  },
  age: {
    without: "no seed.age of the target file makes a session older",
    place: "seed.age",
    only: ["session_max"],
  },
  restart: {
    without: "the target file does not say start: { restart: true }: nobody may end the SP and start it again",
    place: "start.restart",
  },
  front_door: {
    without: "the target file has no drive.front_door: nobody types an address before an IdP is asked",
    place: "drive.front_door",
  },
  refresh: {
    without: "the target file has no drive.refresh: the SP is not known to ask the IdP again by a refresh token",
    place: "drive.refresh",
  },
  api_key: {
    without: "the target file has no drive.api_key: the SP is not known to give people keys for programs of theirs",
    place: "drive.api_key",
  },
  forgot_password: {
    without: "no mail and drive.forgot_password of the target file bring somebody a link to a new password",
    place: "drive.forgot_password",
    only: ["local_password"],
  },
  reset_password: {
    without: "no drive.reset_password of the target file follows the link of a mail",
    place: "drive.reset_password",
    only: ["local_password"],
  },
  edit: { without: "no seed.edit of the target file changes a name at the SP", place: "seed.edit" },
  uninvite: { without: "no seed.uninvite of the target file takes an invitation back", place: "seed.uninvite" },
};

/** The abilities that are means, and the knobs that nothing else looks at. */
export const ONLY_BY: { readonly [ability: string]: readonly Knob[] } = Object.fromEntries(
  Object.entries(MEANS).map(([ability, { only = [] }]) => [ability, only]),
);

/**
 * A means that is missing: the check is not applicable, unless the policy declares something that could be looked at in
 * no other way. What was promised and not seen must not count as held.
 */
export function settleByMeans(missing: readonly string[], policy: Policy): Settled | undefined {
  const means = missing.flatMap((ability) => own(MEANS, ability) ?? []);
  if (means.length === 0) return undefined;
  const reason = means.map(({ without }) => without).join("; ");
  const promised = means.flatMap(({ only = [] }) => only).flatMap((knob) => promise(knob, policy));
  return promised.length === 0
    ? notApplicable(reason)
    : unobservable(
        `${reason}, and nothing else looks at ${promised.join(", ")}`,
        means.map(({ place }) => place),
      );
}

/** A risk that is stated is no promise. */
function promise(knob: Knob, policy: Policy): readonly string[] {
  const value = policy[knob];
  const stated = value === undefined ? value : (RISKS[knob]?.[value] ?? UNSAFE[knob]?.[value]);
  return value === undefined || stated !== undefined ? [] : [`${knob}: ${value}`];
}

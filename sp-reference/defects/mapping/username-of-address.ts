import type { Claims } from "../../mapping/claims.ts";
import { both, deciding, type Defect } from "../defect.ts";

export const usernameOfAddress: Defect = {
  id: "username-of-address",
  description: "Makes what stands before the @ the username where none was sent, and looks accounts up by it.",
  spoil: both(
    (workings) => ({
      ...workings,
      provisioning: {
        ...workings.provisioning,
        find: (lookup, connection, claims) => workings.provisioning.find(lookup, connection, named(claims)),
      },
    }),
    deciding((sound) => ({
      recognize: (situation) => sound.recognize(situation) ?? situation.found.byUsername[0] ?? null,
      complete: (situation, identity) => sound.complete({ ...situation, claims: named(situation.claims) }, identity),
    })),
  ),
};

function named(claims: Claims): Claims {
  const username = claims.profile.username ?? claims.email?.slice(0, claims.email.indexOf("@")) ?? null;
  return { ...claims, profile: { ...claims.profile, username } };
}

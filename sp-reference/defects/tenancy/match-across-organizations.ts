import { emailKey } from "../../mapping/address.ts";
import { both, deciding, type Defect } from "../defect.ts";

export const matchAcrossOrganizations: Defect = {
  id: "match-across-organizations",
  description: "Looks accounts up by email in the whole table, whichever organization the sign-in is for.",
  spoil: both(
    (workings) => ({
      ...workings,
      provisioning: {
        ...workings.provisioning,
        find: (lookup, connection, claims) => {
          const found = workings.provisioning.find(lookup, connection, claims);
          if (claims.email === null) return found;
          const key = emailKey(claims.email, connection.policy.email_case);
          return { ...found, byEmail: [...found.byEmail, ...lookup.elsewhere(connection.organization.name, key)] };
        },
      },
    }),
    deciding((sound) => ({
      recognize: (situation) =>
        sound.recognize(situation) ?? situation.found.byEmail.find(({ member }) => !member) ?? null,
      domain: (situation, account) => (account?.member === false ? null : sound.domain(situation, account)),
    })),
  ),
};

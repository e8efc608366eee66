import { emailKey } from "../../mapping/address.ts";
import { both, mapping, type Defect } from "../defect.ts";

export const anyEmailOfSeveral: Defect = {
  id: "any-email-of-several",
  description: "Looks for an account by each of several addresses, and asks for the domain of the first alone.",
  spoil: (sound, app) => {
    const beside = new Map<string, readonly string[]>();
    return both(
      mapping(({ email }) => ({
        email: (raw) => {
          const [first = null, ...others] = (Array.isArray(raw) ? raw : [raw]).flatMap((one) => email(one) ?? []);
          if (first !== null) beside.set(first, others);
          return first;
        },
      })),
      (workings) => ({
        ...workings,
        provisioning: {
          ...workings.provisioning,
          find: (lookup, connection, claims) => {
            const found = workings.provisioning.find(lookup, connection, claims);
            const { organization, policy } = connection;
            const others = claims.email === null ? [] : (beside.get(claims.email) ?? []);
            const more = others.flatMap((email) =>
              lookup.byEmail(organization.name, emailKey(email, policy.email_case)),
            );
            return { ...found, byEmail: [...found.byEmail, ...more] };
          },
        },
      }),
    )(sound, app);
  },
};

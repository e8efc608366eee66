import { emailKey } from "../../mapping/address.ts";
import type { Defect } from "../defect.ts";

export const domainJoinUnasked: Defect = {
  id: "domain-join-unasked",
  description: "Takes over accounts of other organizations by a verified address, whatever domain_join says.",
  spoil: (workings) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      find: (lookup, connection, claims) => {
        const found = workings.provisioning.find(lookup, connection, claims);
        if (claims.email === null) return found;
        const key = emailKey(claims.email, connection.policy.email_case);
        return { ...found, elsewhere: lookup.elsewhere(connection.organization.name, key) };
      },
    },
  }),
};

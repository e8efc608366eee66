import type { Defect } from "../defect.ts";

export const oldAddressKept: Defect = {
  id: "old-address-kept",
  description: "Finds people by every address that they ever signed in with: a table that nothing is taken out of.",
  spoil: (workings, app) => {
    const addresses = new Map<string, string>();
    return {
      ...workings,
      provisioning: {
        ...workings.provisioning,
        apply: (parts, connection, claims, decision) => {
          const provisioned = workings.provisioning.apply(parts, connection, claims, decision);
          const key = `${connection.organization.name} ${claims.email}`;
          if (provisioned.kind === "signed_in" && !addresses.has(key)) addresses.set(key, provisioned.account);
          return provisioned;
        },
      },
      decision: {
        ...workings.decision,
        recognize: (situation) => {
          const { name } = situation.connection.organization;
          const id = situation.claims.email === null ? undefined : addresses.get(`${name} ${situation.claims.email}`);
          const own = workings.decision.recognize(situation);
          return own ?? (id === undefined ? null : app().lookup.state(id, name));
        },
      },
    };
  },
};

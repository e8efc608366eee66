import { setTimeout } from "node:timers/promises";
import type { Claims } from "../mapping/claims.ts";
import { withoutUniqueIdentities, both, type Defect } from "./defect.ts";

/** Faults in the order of things. */
export const provisioningDefects = [
  {
    id: "lookup-then-insert",
    description: "Awaits the look-up, then inserts, without a transaction and without a unique constraint.",
    spoil: both(withoutUniqueIdentities, (workings) => ({
      ...workings,
      provisioning: {
        ...workings.provisioning,
        transact: async (_db, look, act) => {
          const found = look();
          // The round trip to a database server: a turn of the event loop in which the others look, too.
          await setTimeout(15);
          return act(found);
        },
      },
    })),
  },
  {
    id: "ghost-row-on-refusal",
    description: "Inserts the account first and decides afterwards, without a transaction around both.",
    spoil: (workings) => ({
      ...workings,
      provisioning: {
        ...workings.provisioning,
        apply: (parts, connection, claims, decision) => {
          if (decision.kind === "refuse" && decision.account === undefined) {
            const ghost = parts.store.insert({ ...fieldsOf(claims), status: "active" });
            parts.store.join(ghost, connection.organization, claims.email);
          }
          return workings.provisioning.apply(parts, connection, claims, decision);
        },
      },
    }),
  },
  {
    id: "refusal-silent",
    description: "Answers a refused person with a bare 403: no reason, no attribute, no way on.",
    spoil: (workings) => ({
      ...workings,
      page: { ...workings.page, refused: (res) => res.sendStatus(403) },
    }),
  },
  {
    id: "refusal-bounces",
    description: "Leads a refused person back to where they began, without a word.",
    spoil: (workings) => ({
      ...workings,
      page: { ...workings.page, refused: (res) => res.redirect(303, "/") },
    }),
  },
  {
    id: "refusal-loops",
    description: "Starts the sign-in again when it was refused.",
    spoil: (workings) => ({
      ...workings,
      page: { ...workings.page, refused: (res, connection) => res.redirect(303, `/auth/${connection.name}`) },
    }),
  },
] as const satisfies readonly Defect[];

function fieldsOf({ email, emailVerified, profile, attributes }: Claims) {
  return { email, emailVerified: emailVerified === true, profile, attributes };
}

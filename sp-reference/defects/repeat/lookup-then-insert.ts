import { setTimeout } from "node:timers/promises";
import { withoutUniqueIdentities, both, type Defect } from "../defect.ts";

export const lookupThenInsert: Defect = {
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
};

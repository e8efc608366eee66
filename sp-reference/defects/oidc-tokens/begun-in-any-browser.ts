import { ProtocolFault } from "../../app/faults.ts";
import type { Begun } from "../../oidc/steps.ts";
import type { Defect } from "../defect.ts";

export const begunInAnyBrowser: Defect = {
  id: "begun-in-any-browser",
  description:
    "Keeps begun sign-ins in a map by their state, whichever browser began them: a state that is known is good.",
  spoil: (workings) => {
    const begun = new Map<string, Begun>();
    return {
      ...workings,
      oidc: {
        ...workings.oidc,
        remember: ({ state, begun: one }) => void begun.set(state, { ...one, browser: "", state }),
        recall: ({ req, connection }) => {
          const state = req.query["state"];
          const found = typeof state === "string" ? begun.get(state) : undefined;
          if (found !== undefined) begun.delete(found.state);
          if (found?.connection === connection.name) return found;
          throw new ProtocolFault("This sign-in is over.");
        },
      },
    };
  },
};

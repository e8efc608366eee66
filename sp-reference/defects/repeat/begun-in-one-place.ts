import { ProtocolFault } from "../../app/faults.ts";
import type { Begun } from "../../oidc/steps.ts";
import type { Defect } from "../defect.ts";

export const begunInOnePlace: Defect = {
  id: "begun-in-one-place",
  description: "Keeps what the last sign-in was begun with in a field of the shared client, whoever began it.",
  spoil: (workings) => {
    let last: Begun | null = null;
    return {
      ...workings,
      oidc: {
        ...workings.oidc,
        remember: ({ state, begun }) => {
          last = { ...begun, browser: "", state };
        },
        recall: () => {
          if (last === null) throw new ProtocolFault("This sign-in is over.");
          return last;
        },
      },
    };
  },
};

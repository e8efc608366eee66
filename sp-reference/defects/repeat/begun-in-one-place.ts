import { ProtocolFault } from "../../app/faults.ts";
import type { Begun } from "../../oidc/steps.ts";
import type { Defect } from "../defect.ts";

export const begunInOnePlace: Defect = {
  id: "begun-in-one-place",
  description: "Keeps what the last sign-in was begun with in one field, whoever began it.",
  spoil: (workings) => {
    let last: Begun | null = null;
    let request = "";
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
      saml: {
        ...workings.saml,
        asked: (waiting, leaving, begun) => {
          request = leaving.requestId;
          workings.saml.asked(waiting, leaving, begun);
        },
        answered: (waiting, req, inResponseTo, connection) => {
          if (inResponseTo !== request) throw new ProtocolFault("This sign-in is over.");
          return workings.saml.answered(waiting, req, inResponseTo, connection);
        },
      },
    };
  },
};

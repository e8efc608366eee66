import { ProtocolFault } from "../../app/faults.ts";
import type { Begun } from "../../oidc/steps.ts";
import type { Defect } from "../defect.ts";

export const stateUnchecked: Defect = {
  id: "state-unchecked",
  description: "Keeps what it sent in the session, and takes it from there whatever state comes back.",
  spoil: (workings) => ({
    ...workings,
    oidc: {
      ...workings.oidc,
      remember: ({ req, begun, state }) => {
        Object.assign(req.session, { max: "none", begun: { ...begun, browser: "", state } });
      },
      recall: ({ req }) => {
        const { begun } = req.session as { begun?: Begun };
        if (begun === undefined) throw new ProtocolFault("No sign-in was begun in this browser.");
        return begun;
      },
      redeem: (redemption) => {
        const url = new URL(redemption.url);
        url.searchParams.set("state", redemption.state);
        return workings.oidc.redeem({ ...redemption, url });
      },
    },
  }),
};

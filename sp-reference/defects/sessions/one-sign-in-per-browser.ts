import { ProtocolFault } from "../../app/faults.ts";
import { readCookie } from "../../session/cookies.ts";
import type { Defect } from "../defect.ts";

export const oneSignInPerBrowser: Defect = {
  id: "one-sign-in-per-browser",
  description: "Keeps what a sign-in was begun with in one place for each browser: a second one overwrites the first.",
  spoil: (workings) => {
    const last = new Map<string, string>();
    return {
      ...workings,
      oidc: {
        ...workings.oidc,
        remember: (way) => {
          workings.oidc.remember(way);
          const browser = readCookie(way.req, "sp.browser");
          if (browser !== null) last.set(browser, way.state);
        },
        recall: (way) => {
          const begun = workings.oidc.recall(way);
          if ((last.get(begun.browser) ?? begun.state) === begun.state) return begun;
          throw new ProtocolFault("This sign-in is over.");
        },
      },
      saml: {
        ...workings.saml,
        asked: (waiting, leaving, begun) => {
          workings.saml.asked(waiting, leaving, begun);
          const browser = readCookie(leaving.req, "sp.browser");
          if (browser !== null) last.set(browser, leaving.requestId);
        },
        answered: (waiting, req, inResponseTo, connection) => {
          const answered = workings.saml.answered(waiting, req, inResponseTo, connection);
          if ((last.get(readCookie(req, "sp.browser") ?? "") ?? inResponseTo) === inResponseTo) return answered;
          throw new ProtocolFault("This sign-in is over.");
        },
      },
    };
  },
};

import { cookieNames, readCookie } from "../../session/cookies.ts";
import type { Defect } from "../defect.ts";

export const begunOncePerBrowser: Defect = {
  id: "begun-once-per-browser",
  description:
    "Keeps what a sign-in was begun with once for each browser, and nothing of another before that has ended.",
  spoil: (workings) => {
    const ended = new Set<string>();
    return {
      ...workings,
      oidc: {
        ...workings.oidc,
        remember: (way) => {
          const browser = readCookie(way.req, cookieNames(way.connection.redirectUri).browser);
          if (browser !== null && !ended.delete(browser)) return;
          workings.oidc.remember(way);
        },
        recall: (way) => {
          const begun = workings.oidc.recall(way);
          ended.add(begun.browser);
          return begun;
        },
      },
      saml: {
        ...workings.saml,
        asked: (waiting, leaving, begun) => {
          const browser = readCookie(leaving.req, cookieNames(leaving.connection.acsUrl).browser);
          if (browser !== null && !ended.delete(browser)) return;
          workings.saml.asked(waiting, leaving, begun);
        },
        answered: (waiting, req, inResponseTo, connection) => {
          const answered = workings.saml.answered(waiting, req, inResponseTo, connection);
          const browser = readCookie(req, cookieNames(connection.acsUrl).browser);
          if (browser !== null) ended.add(browser);
          return answered;
        },
      },
    };
  },
};

import { both, type Defect } from "../defect.ts";
import { assertionUsedAgain } from "./assertion-used-again.ts";

type Answered = { readonly returnTo: string };

export const requestAnsweredAgain: Defect = {
  id: "request-answered-again",
  description:
    "Keeps a request with the browser that it was given to, and takes every answer to it, as often as it comes.",
  spoil: both(assertionUsedAgain.spoil, (workings) => {
    const kept = new Map<string, Answered>();
    return {
      ...workings,
      saml: {
        ...workings.saml,
        answered: (waiting, req, inResponseTo, connection) => {
          const key = `${connection.name} ${inResponseTo} ${/browser=([^;]+)/.exec(req.headers.cookie ?? "")?.[1] ?? ""}`;
          const again = kept.get(key);
          if (again !== undefined) return again;
          const pending = workings.saml.answered(waiting, req, inResponseTo, connection);
          kept.set(key, pending);
          return pending;
        },
      },
    };
  }),
};

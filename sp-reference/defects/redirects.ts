import type { SessionSteps } from "../session/session.ts";
import type { Defect } from "./defect.ts";

function leading(returnTo: SessionSteps["returnTo"]): Defect["spoil"] {
  return (workings) => ({ ...workings, session: { ...workings.session, returnTo } });
}

/** Faults with where the browser is led after a sign-in. */
export const redirectDefects = [
  {
    id: "return-to-unchecked",
    description: "Leads wherever return_to says: it was this SP that put it there.",
    spoil: leading((wanted) => (typeof wanted === "string" && wanted !== "" ? wanted : "/account")),
  },
  {
    id: "return-to-prefix",
    description: "Takes for a path of its own whatever begins with one slash and not with two.",
    spoil: leading((wanted) => (typeof wanted === "string" && /^\/(?!\/)/.test(wanted) ? wanted : "/account")),
  },
  {
    id: "return-to-before-folding",
    description: "Compares the host of return_to first, and takes the dots and backslashes out of the path afterwards.",
    spoil: leading((wanted) => {
      const url = typeof wanted === "string" ? URL.parse(wanted, "http://sp.invalid") : null;
      return url === null || url.host !== "sp.invalid" ? "/account" : `${url.pathname}${url.search}`;
    }),
  },
] as const satisfies readonly Defect[];

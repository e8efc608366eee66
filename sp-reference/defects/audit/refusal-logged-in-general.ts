import { logging, type Defect } from "../defect.ts";

export const refusalLoggedInGeneral: Defect = {
  id: "refusal-logged-in-general",
  description: "Logs every refusal with the same words, as the page for strangers does.",
  spoil: logging((event) => {
    if (event.kind !== "refused") return event;
    const { issuer, subject } = event.detail ?? {};
    const who = { ...(issuer === undefined ? {} : { issuer }), ...(subject === undefined ? {} : { subject }) };
    return { ...event, detail: { ...who, reason: "authentication_failed" } };
  }),
};

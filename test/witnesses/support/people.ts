import type { IdpPerson } from "../../../harness/idp/port.ts";

/** The person whom every witness is shown. */
export const ADA: IdpPerson = {
  key: "ada",
  claims: {
    subject: "w1t-ada",
    email: "ada.w1t@acme.test",
    email_verified: true,
    given_name: "Ada",
    family_name: "Löwe",
    name: "Ada Löwe",
    preferred_username: "ada.w1t",
  },
};

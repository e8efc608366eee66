import { logging, type Defect } from "../defect.ts";

export const linkLoggedAsSignIn: Defect = {
  id: "link-logged-as-sign-in",
  description:
    "Logs the sign-in that it is, after the link: that an identity opens the account from now on is in no entry.",
  spoil: logging((event) => (event.kind === "linked" ? { ...event, kind: "signed_in" } : event)),
};

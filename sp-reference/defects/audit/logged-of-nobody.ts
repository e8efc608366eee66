import { logging, type Defect } from "../defect.ts";

export const loggedOfNobody: Defect = {
  id: "logged-of-nobody",
  description:
    "Asks the session who did it, and at the end of a sign-in there is none yet: nobody did, by no connection.",
  spoil: logging((event) => ({ ...event, connection: "", actor: "" as "person" })),
};

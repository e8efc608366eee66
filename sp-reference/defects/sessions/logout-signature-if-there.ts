import { libraryRefuses } from "../../saml/logout.ts";
import type { Defect } from "../defect.ts";
import { logoutChecks } from "./ending.ts";

export const logoutSignatureIfThere: Defect = {
  id: "logout-signature-if-there",
  description:
    "Leaves a LogoutRequest to the library, which verifies the signature of one by redirect where it has any.",
  spoil: logoutChecks({ signed: libraryRefuses }),
};

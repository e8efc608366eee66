import { both, type Defect } from "../defect.ts";
import { begunInAnyBrowser } from "../oidc-tokens/begun-in-any-browser.ts";
import { requestForgotten } from "../saml-responses/request-forgotten.ts";
import { joinsWhoIsSignedIn } from "../sessions/joins-who-is-signed-in.ts";

export const joinBegunAnywhere: Defect = {
  id: "join-begun-anywhere",
  description: "Adds what an answer says to the account that is signed in, whichever browser asked for the answer.",
  spoil: both(begunInAnyBrowser.spoil, requestForgotten.spoil, joinsWhoIsSignedIn.spoil),
};

import { joinTakesAddress } from "./join-takes-address.ts";
import { joinsLastSignedIn } from "./joins-last-signed-in.ts";
import { joinsWhoIsSignedIn } from "./joins-who-is-signed-in.ts";
import { returnToBeforeFolding } from "./return-to-before-folding.ts";
import { returnToPrefix } from "./return-to-prefix.ts";
import { returnToUnchecked } from "./return-to-unchecked.ts";
import { sessionIdKept } from "./session-id-kept.ts";
import { sessionKeptOnSignIn } from "./session-kept-on-sign-in.ts";
import { sessionLeftBehind } from "./session-left-behind.ts";
import { signOutClearsCookieOnly } from "./sign-out-clears-cookie-only.ts";
import { signOutForgetsNothing } from "./sign-out-forgets-nothing.ts";

export const sessions = [
  joinTakesAddress,
  joinsLastSignedIn,
  joinsWhoIsSignedIn,
  returnToBeforeFolding,
  returnToPrefix,
  returnToUnchecked,
  sessionIdKept,
  sessionKeptOnSignIn,
  sessionLeftBehind,
  signOutClearsCookieOnly,
  signOutForgetsNothing,
];

import { countedForTheLastBegun } from "./counted-for-the-last-begun.ts";
import { forgotTellsWhoIsThere } from "./forgot-tells-who-is-there.ts";
import { joinTakesAddress } from "./join-takes-address.ts";
import { joinsLastSignedIn } from "./joins-last-signed-in.ts";
import { joinsWhoIsSignedIn } from "./joins-who-is-signed-in.ts";
import { logoutAudienceUnchecked } from "./logout-audience-unchecked.ts";
import { logoutDestinationUnchecked } from "./logout-destination-unchecked.ts";
import { logoutEndsEverybody } from "./logout-ends-everybody.ts";
import { logoutEndsNothing } from "./logout-ends-nothing.ts";
import { logoutIssuerUnchecked } from "./logout-issuer-unchecked.ts";
import { logoutOfAnyIssuer } from "./logout-of-any-issuer.ts";
import { logoutOfThisBrowser } from "./logout-of-this-browser.ts";
import { logoutRemembersLastSession } from "./logout-remembers-last-session.ts";
import { logoutSessionUnread } from "./logout-session-unread.ts";
import { logoutSignatureIfThere } from "./logout-signature-if-there.ts";
import { logoutTokenAsIdToken } from "./logout-token-as-id-token.ts";
import { logoutTokenDecoded } from "./logout-token-decoded.ts";
import { logoutUnsignedRead } from "./logout-unsigned-read.ts";
import { oneSignInPerBrowser } from "./one-sign-in-per-browser.ts";
import { resetLeavesSessions } from "./reset-leaves-sessions.ts";
import { resetLinkByForwardedHost } from "./reset-link-by-forwarded-host.ts";
import { resetLinkByHost } from "./reset-link-by-host.ts";
import { resetLinkOfTheAddress } from "./reset-link-of-the-address.ts";
import { resetLinkStays } from "./reset-link-stays.ts";
import { resetLinksOfBefore } from "./reset-links-of-before.ts";
import { resetSignsIn } from "./reset-signs-in.ts";
import { returnToBeforeFolding } from "./return-to-before-folding.ts";
import { returnToPrefix } from "./return-to-prefix.ts";
import { returnToUnchecked } from "./return-to-unchecked.ts";
import { sessionIdKept } from "./session-id-kept.ts";
import { sessionInPlainCookie } from "./session-in-plain-cookie.ts";
import { sessionKeptOnSignIn } from "./session-kept-on-sign-in.ts";
import { sessionLeftBehind } from "./session-left-behind.ts";
import { sessionMaxUnread } from "./session-max-unread.ts";
import { sessionRenewedByUse } from "./session-renewed-by-use.ts";
import { signOutClearsCookieOnly } from "./sign-out-clears-cookie-only.ts";
import { signOutForgetsNothing } from "./sign-out-forgets-nothing.ts";
import { signOutWhenIdpReturns } from "./sign-out-when-idp-returns.ts";
import { ssoEnforcedByThePage } from "./sso-enforced-by-the-page.ts";

export const sessions = [
  countedForTheLastBegun,
  joinTakesAddress,
  joinsLastSignedIn,
  joinsWhoIsSignedIn,
  logoutAudienceUnchecked,
  logoutDestinationUnchecked,
  logoutEndsEverybody,
  logoutEndsNothing,
  logoutIssuerUnchecked,
  logoutOfAnyIssuer,
  logoutOfThisBrowser,
  logoutRemembersLastSession,
  logoutSessionUnread,
  logoutSignatureIfThere,
  logoutTokenAsIdToken,
  logoutTokenDecoded,
  logoutUnsignedRead,
  oneSignInPerBrowser,
  resetLinkOfTheAddress,
  resetLinkStays,
  resetSignsIn,
  returnToBeforeFolding,
  returnToPrefix,
  returnToUnchecked,
  sessionIdKept,
  sessionInPlainCookie,
  sessionKeptOnSignIn,
  sessionLeftBehind,
  sessionMaxUnread,
  sessionRenewedByUse,
  signOutClearsCookieOnly,
  signOutForgetsNothing,
  signOutWhenIdpReturns,
  ssoEnforcedByThePage,
  resetLinksOfBefore,
  resetLeavesSessions,
  resetLinkByForwardedHost,
  resetLinkByHost,
  forgotTellsWhoIsThere,
];

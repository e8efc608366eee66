import { accessTokenHashUnread } from "./access-token-hash-unread.ts";
import { algNoneVerifies } from "./alg-none-verifies.ts";
import { answersByCode } from "./answers-by-code.ts";
import { authorizedPartyUnchecked } from "./authorized-party-unchecked.ts";
import { begunInAnyBrowser } from "./begun-in-any-browser.ts";
import { certificateAtTheAddress } from "./certificate-at-the-address.ts";
import { certificateOfTheToken } from "./certificate-of-the-token.ts";
import { discoveredIssuerUnchecked } from "./discovered-issuer-unchecked.ts";
import { firstOfTwoAudiences } from "./first-of-two-audiences.ts";
import { firstOfTwoMembers } from "./first-of-two-members.ts";
import { hmacByPublicKey } from "./hmac-by-public-key.ts";
import { idTokenAudienceEvery } from "./id-token-audience-every.ts";
import { idTokenAudienceIfThere } from "./id-token-audience-if-there.ts";
import { idTokenAudienceUnchecked } from "./id-token-audience-unchecked.ts";
import { idTokenAudienceWithin } from "./id-token-audience-within.ts";
import { idTokenDecoded } from "./id-token-decoded.ts";
import { idTokenExpiryIfPast } from "./id-token-expiry-if-past.ts";
import { idTokenExpiryUnchecked } from "./id-token-expiry-unchecked.ts";
import { idTokenExtensionsUnchecked } from "./id-token-extensions-unchecked.ts";
import { idTokenIssuerByBeginning } from "./id-token-issuer-by-beginning.ts";
import { idTokenIssuerIfThere } from "./id-token-issuer-if-there.ts";
import { idTokenIssuerUnchecked } from "./id-token-issuer-unchecked.ts";
import { issuedAtUnread } from "./issued-at-unread.ts";
import { issuerOfTheAnswer } from "./issuer-of-the-answer.ts";
import { keyAtTheAddress } from "./key-at-the-address.ts";
import { everyKeyImported } from "./every-key-imported.ts";
import { keyFetchedToBeCompared } from "./key-fetched-to-be-compared.ts";
import { keyOfTheToken } from "./key-of-the-token.ts";
import { keyUseUnread } from "./key-use-unread.ts";
import { logoutKeyAtTheAddress } from "./logout-key-at-the-address.ts";
import { nonceIfThere } from "./nonce-if-there.ts";
import { nonceOfTheExample } from "./nonce-of-the-example.ts";
import { nonceUnchecked } from "./nonce-unchecked.ts";
import { notBeforeUnchecked } from "./not-before-unchecked.ts";
import { paddingOfTheToken } from "./padding-of-the-token.ts";
import { refreshedSubjectUnchecked } from "./refreshed-subject-unchecked.ts";
import { refreshedTokenDecoded } from "./refreshed-token-decoded.ts";
import { responseIssuerDropped } from "./response-issuer-dropped.ts";
import { stateAlone } from "./state-alone.ts";
import { stateUnchecked } from "./state-unchecked.ts";
import { tokenInTheAddress } from "./token-in-the-address.ts";
import { unknownKeyUnverified } from "./unknown-key-unverified.ts";
import { userinfoAudienceUnread } from "./userinfo-audience-unread.ts";
import { userinfoInsteadOfIdToken } from "./userinfo-instead-of-id-token.ts";
import { userinfoSignatureUnread } from "./userinfo-signature-unread.ts";
import { userinfoSubjectUnchecked } from "./userinfo-subject-unchecked.ts";
import { valuesOfSix } from "./values-of-six.ts";
import { whateverTheIssuerSigned } from "./whatever-the-issuer-signed.ts";

export const oidcTokens = [
  accessTokenHashUnread,
  algNoneVerifies,
  answersByCode,
  authorizedPartyUnchecked,
  begunInAnyBrowser,
  certificateAtTheAddress,
  certificateOfTheToken,
  discoveredIssuerUnchecked,
  everyKeyImported,
  firstOfTwoAudiences,
  firstOfTwoMembers,
  hmacByPublicKey,
  idTokenAudienceEvery,
  idTokenAudienceIfThere,
  idTokenAudienceUnchecked,
  idTokenAudienceWithin,
  idTokenDecoded,
  idTokenExpiryIfPast,
  idTokenExpiryUnchecked,
  idTokenExtensionsUnchecked,
  idTokenIssuerByBeginning,
  idTokenIssuerIfThere,
  idTokenIssuerUnchecked,
  issuedAtUnread,
  issuerOfTheAnswer,
  keyAtTheAddress,
  keyFetchedToBeCompared,
  keyOfTheToken,
  keyUseUnread,
  logoutKeyAtTheAddress,
  nonceIfThere,
  nonceOfTheExample,
  nonceUnchecked,
  notBeforeUnchecked,
  paddingOfTheToken,
  refreshedSubjectUnchecked,
  refreshedTokenDecoded,
  responseIssuerDropped,
  stateAlone,
  stateUnchecked,
  tokenInTheAddress,
  unknownKeyUnverified,
  userinfoAudienceUnread,
  userinfoInsteadOfIdToken,
  userinfoSignatureUnread,
  userinfoSubjectUnchecked,
  valuesOfSix,
  whateverTheIssuerSigned,
];

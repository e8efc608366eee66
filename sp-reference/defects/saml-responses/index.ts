import { anyAudience } from "./any-audience.ts";
import { anySignedInfo } from "./any-signed-info.ts";
import { assertionIssuerByBeginning } from "./assertion-issuer-by-beginning.ts";
import { assertionIssuerIfThere } from "./assertion-issuer-if-there.ts";
import { assertionIssuerUnchecked } from "./assertion-issuer-unchecked.ts";
import { assertionSignatureDemanded } from "./assertion-signature-demanded.ts";
import { assertionUsedAgain } from "./assertion-used-again.ts";
import { audienceByBeginning } from "./audience-by-beginning.ts";
import { audienceIfThere } from "./audience-if-there.ts";
import { audienceUnchecked } from "./audience-unchecked.ts";
import { confirmationExpiryIfThere } from "./confirmation-expiry-if-there.ts";
import { confirmationIfThere } from "./confirmation-if-there.ts";
import { confirmationOfAnyMethod } from "./confirmation-of-any-method.ts";
import { decryptedIsTrusted } from "./decrypted-is-trusted.ts";
import { destinationByBeginning } from "./destination-by-beginning.ts";
import { destinationUnchecked } from "./destination-unchecked.ts";
import { digestFromFirstNode } from "./digest-from-first-node.ts";
import { documentTypeLoaded } from "./document-type-loaded.ts";
import { entitiesExpandedLater } from "./entities-expanded-later.ts";
import { externalEntitiesLoaded } from "./external-entities-loaded.ts";
import { hmacByCertificate } from "./hmac-by-certificate.ts";
import { inclusionsFollowed } from "./inclusions-followed.ts";
import { issueInstantUnread } from "./issue-instant-unread.ts";
import { keyOfTheMessage } from "./key-of-the-message.ts";
import { keyRetrieved } from "./key-retrieved.ts";
import { md5Accepted } from "./md5-accepted.ts";
import { nameQualifierUnread } from "./name-qualifier-unread.ts";
import { parameterEntitiesLoaded } from "./parameter-entities-loaded.ts";
import { readsAnyAssertion } from "./reads-any-assertion.ts";
import { readsById } from "./reads-by-id.ts";
import { readsFirstAssertion } from "./reads-first-assertion.ts";
import { readsFirstRoot } from "./reads-first-root.ts";
import { readsLastAssertion } from "./reads-last-assertion.ts";
import { readsLastDecrypted } from "./reads-last-decrypted.ts";
import { recipientByBeginning } from "./recipient-by-beginning.ts";
import { recipientIfThere } from "./recipient-if-there.ts";
import { recipientUnchecked } from "./recipient-unchecked.ts";
import { referencesFollowed } from "./references-followed.ts";
import { referencesOfEverySignedInfo } from "./references-of-every-signed-info.ts";
import { profileOfBefore } from "./profile-of-before.ts";
import { requestAnsweredAgain } from "./request-answered-again.ts";
import { requestForgotten } from "./request-forgotten.ts";
import { requestOfTheResponse } from "./request-of-the-response.ts";
import { responsesAgain } from "./responses-again.ts";
import { sha1Accepted } from "./sha1-accepted.ts";
import { sha1NeverAccepted } from "./sha1-never-accepted.ts";
import { signatureIfThere } from "./signature-if-there.ts";
import { signatureOfAnything } from "./signature-of-anything.ts";
import { signatureUnread } from "./signature-unread.ts";
import { signedAnywhere } from "./signed-anywhere.ts";
import { statusUnread } from "./status-unread.ts";
import { stylesheetsImported } from "./stylesheets-imported.ts";
import { subjectAnywhere } from "./subject-anywhere.ts";
import { textBeforeComment } from "./text-before-comment.ts";
import { timesUnchecked } from "./times-unchecked.ts";
import { unknownConditionIgnored } from "./unknown-condition-ignored.ts";
import { unreadableTimesHold } from "./unreadable-times-hold.ts";
import { unsolicitedAccepted } from "./unsolicited-accepted.ts";
import { versionUnread } from "./version-unread.ts";

export const samlResponses = [
  anyAudience,
  anySignedInfo,
  assertionIssuerByBeginning,
  assertionIssuerIfThere,
  assertionIssuerUnchecked,
  assertionSignatureDemanded,
  assertionUsedAgain,
  audienceByBeginning,
  audienceIfThere,
  audienceUnchecked,
  confirmationExpiryIfThere,
  confirmationIfThere,
  confirmationOfAnyMethod,
  decryptedIsTrusted,
  destinationByBeginning,
  destinationUnchecked,
  digestFromFirstNode,
  documentTypeLoaded,
  entitiesExpandedLater,
  externalEntitiesLoaded,
  hmacByCertificate,
  inclusionsFollowed,
  issueInstantUnread,
  keyOfTheMessage,
  keyRetrieved,
  md5Accepted,
  nameQualifierUnread,
  parameterEntitiesLoaded,
  readsAnyAssertion,
  readsById,
  readsFirstAssertion,
  readsFirstRoot,
  readsLastAssertion,
  readsLastDecrypted,
  recipientByBeginning,
  recipientIfThere,
  recipientUnchecked,
  referencesFollowed,
  referencesOfEverySignedInfo,
  profileOfBefore,
  requestAnsweredAgain,
  requestForgotten,
  requestOfTheResponse,
  responsesAgain,
  sha1Accepted,
  sha1NeverAccepted,
  signatureIfThere,
  signatureOfAnything,
  signatureUnread,
  signedAnywhere,
  statusUnread,
  stylesheetsImported,
  subjectAnywhere,
  textBeforeComment,
  timesUnchecked,
  unknownConditionIgnored,
  unreadableTimesHold,
  unsolicitedAccepted,
  versionUnread,
];
